// SPDX-License-Identifier: GPL-2.0-or-later
/* TIM2..TIM5 as a clock event driver uses them, and the update event. */
#include "guest.h"

#define TIM3 0x40000400
#define TIM5 0x40000c00
#define CR1(t) REG(t)
#define DIER(t) REG((t) + 0x0c)
#define SR(t) REG((t) + 0x10)
#define EGR(t) REG((t) + 0x14)
#define CNT(t) REG((t) + 0x24)
#define PSC(t) REG((t) + 0x28)
#define ARR(t) REG((t) + 0x2c)
#define CCR1(t) REG((t) + 0x34)
#define TIM3_LINE 29
#define TIM5_LINE 50

static volatile unsigned int matches, updates;
static volatile uint32_t late;

void irq(void)
{
	if (ipsr() - 16 == TIM5_LINE) {
		CHECK(SR(TIM5) & 2);
		late = CNT(TIM5) - CCR1(TIM5);
		SR(TIM5) = 0;
		CCR1(TIM5) += 90000; /* 1 ms at 90 MHz */
		matches++;
	} else {
		CHECK(ipsr() - 16 == TIM3_LINE);
		SR(TIM3) = ~1u;
		updates++;
	}
}

void guest(void)
{
	uint32_t before;

	ISER(TIM5_LINE) = BIT_OF(TIM5_LINE);
	ISER(TIM3_LINE) = BIT_OF(TIM3_LINE);
	ARR(TIM3) = 0xffffffff;
	CHECK(ARR(TIM3) == 0xffff); /* 16 bits wide, the other 32 */
	ARR(TIM5) = 0xffffffff;
	CHECK(ARR(TIM5) == 0xffffffff);
	text("widths\n");

	CR1(TIM5) = 3;
	SR(TIM5) = 0;
	before = CNT(TIM5);
	CCR1(TIM5) = before + 90000;
	DIER(TIM5) = 2;
	while (matches < 10) {
		WFI();
		CHECK(late < 200);
	}
	DIER(TIM5) = 0;
	before = CNT(TIM5) - before;
	CHECK(before >= 900000 && before < 901000);
	text("compare\n");

	PSC(TIM3) = 89; /* 1 MHz */
	ARR(TIM3) = 999;
	EGR(TIM3) = 1;
	SR(TIM3) = 0;
	DIER(TIM3) = 1;
	CR1(TIM3) = 1;
	before = CNT(TIM5);
	while (updates < 5)
		WFI();
	before = CNT(TIM5) - before;
	CHECK(before >= 5 * 90000 - 90 && before < 5 * 90000 + 1000);
	text("update\n");

	CR1(TIM3) = 9; /* one pulse */
	while (updates < 6)
		WFI();
	CHECK(!(CR1(TIM3) & 1));
	CHECK(CNT(TIM3) == 0);
	text("one pulse\n");
}
