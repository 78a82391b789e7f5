// SPDX-License-Identifier: GPL-2.0-or-later
/* RCC, GPIO, EXTI, memories and what is not there. */
#include "guest.h"

#define RCC 0x40023800
#define GPIOG 0x40021800
#define EXTI 0x40013c00
#define EXTI1_LINE 7

static volatile unsigned int interrupts;

void irq(void)
{
	CHECK(ipsr() - 16 == EXTI1_LINE);
	CHECK(REG(EXTI + 0x14) == 2);
	REG(EXTI + 0x14) = 2;
	interrupts++;
}

void guest(void)
{
	REG(RCC) &= ~(1u << 26);
	CHECK(!(REG(RCC) & 1u << 27));
	REG(RCC) |= 1u << 26; /* PLLI2SON */
	CHECK(REG(RCC) & 1u << 27);
	REG(RCC + 8) = (REG(RCC + 8) & ~3u) | 1;
	CHECK((REG(RCC + 8) >> 2 & 3) == 1);
	text("rcc\n");

	REG(GPIOG) = 1u << 12; /* pin 6 is an output */
	REG(GPIOG + 0x18) = 1u << 6 | 1u << 7;
	CHECK(REG(GPIOG + 0x14) == (1u << 6 | 1u << 7));
	CHECK(REG(GPIOG + 0x10) == 1u << 6);
	REG(GPIOG + 0x18) = 1u << (6 + 16);
	CHECK(REG(GPIOG + 0x10) == 0);
	text("gpio\n");

	ISER(EXTI1_LINE) = BIT_OF(EXTI1_LINE);
	IPR(EXTI1_LINE) = 0x4f;
	CHECK(IPR(EXTI1_LINE) == 0x40); /* four bits are implemented */
	REG(EXTI + 0x10) = 2; /* masked: nothing */
	CHECK(!interrupts);
	REG(EXTI) = 2;
	REG(EXTI + 0x10) = 0;
	REG(EXTI + 0x14) = 2;
	REG(EXTI + 0x10) = 2;
	__asm__ volatile("dsb\n\tisb\n\tb 1f\n1:");
	CHECK(interrupts == 1);
	text("exti\n");

	REG(0x10000000) = 0x1234;
	CHECK(REG(0x10000000) == 0x1234);
	REG(0xc0000010) = 0x5678; /* the SDRAM is seen twice */
	CHECK(REG(0x00000010) == 0x5678);
	CHECK(*(volatile uint16_t *)0x1fff7a22 == 2048);
	text("memories\n");

	CHECK(REG(0x40007400) == 0);
	REG(0x40007404) = 1;
	CHECK(REG(0xe000ed90) == 0); /* no MPU */
	CHECK(REG(0xe000ed00) == 0x410fc241);
	text("unknown\n");
}
