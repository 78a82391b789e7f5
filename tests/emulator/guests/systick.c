// SPDX-License-Identifier: GPL-2.0-or-later
/* SysTick: periodic interrupts, the counter and COUNTFLAG. */
#include "guest.h"

#define COUNTFLAG (1u << 16)
#define RELOAD 17999 /* 0.1 ms at 180 MHz */

static volatile unsigned int ticks;

void systick(void)
{
	ticks++;
}

void guest(void)
{
	uint32_t before, after;

	SYST_RVR = RELOAD;
	SYST_CVR = 1;
	CHECK(SYST_CVR == 0);
	SYST_CSR = 7;
	while (ticks < 3)
		;
	CHECK(SYST_CSR & COUNTFLAG);
	CHECK(!(SYST_CSR & COUNTFLAG));
	text("interrupts\n");

	before = SYST_CVR;
	CHECK(before && before <= RELOAD);
	__asm__ volatile("nop\n\tnop");
	after = SYST_CVR;
	CHECK(after < before);
	text("counts down\n");

	while (ticks < 1000)
		WFI();
	text("sleeps\n");

	SYST_CSR = 5; /* no interrupt */
	ticks = 0;
	while (!(SYST_CSR & COUNTFLAG))
		;
	CHECK(!ticks);
	SYST_CSR = 0;
	before = SYST_CVR;
	__asm__ volatile("nop\n\tnop\n\tnop");
	CHECK(SYST_CVR == before);
	text("stops\n");
}
