// SPDX-License-Identifier: GPL-2.0-or-later
/* Preemption, order, tail chaining, priority grouping and the mask registers. */
#include "guest.h"

enum { LOW = 10, HIGH = 11, LOW2 = 12 };

static uint32_t low_sp, low2_sp;

void irq(void)
{
	unsigned int line = (ICSR & 0x1ff) - 16;

	CHECK(line == ipsr() - 16);
	CHECK(IABR(line) & BIT_OF(line));
	switch (line) {
	case LOW:
		put('a');
		CHECK(ICSR & ICSR_RETTOBASE);
		low_sp = (uint32_t)__builtin_frame_address(0);
		ISPR(LOW2) = BIT_OF(LOW2); /* as urgent: has to wait */
		ISPR(HIGH) = BIT_OF(HIGH);
		__asm__ volatile("dsb\n\tisb\n\tb 1f\n1:");
		put('A');
		break;
	case HIGH:
		put('b');
		break;
	case LOW2:
		put('c');
		low2_sp = (uint32_t)__builtin_frame_address(0);
		break;
	}
}

void pendsv(void)
{
	put('p');
}

static void pend(unsigned int line)
{
	ISPR(line) = BIT_OF(line);
	__asm__ volatile("dsb\n\tisb\n\tb 1f\n1:");
}

void guest(void)
{
	for (unsigned int line = LOW; line <= LOW2; line++)
		ISER(line) = BIT_OF(line);
	IPR(LOW) = IPR(LOW2) = 0x80;
	IPR(HIGH) = 0x40;
	SHPR3 = 0xff << 16; /* PendSV last of all */

	text("preempt ");
	pend(LOW); /* HIGH preempts it, LOW2 is chained */
	CHECK(low_sp == low2_sp);

	text("\ngroup ");
	AIRCR = 0x05fa0700; /* no preemption, all is subpriority */
	CHECK(AIRCR == 0xfa050700);
	pend(LOW);
	AIRCR = 0x05fa0000;

	text("\nprimask ");
	IRQ_OFF();
	pend(HIGH);
	put('-');
	WFI(); /* wakes, though it is not taken */
	put('-');
	IRQ_ON();

	text("\nbasepri ");
	MSR("basepri", 0x80);
	pend(LOW2);
	pend(HIGH);
	put('-');
	MSR("basepri_max", 0xc0); /* can't lower it */
	CHECK(MRS("basepri") == 0x80);
	MSR("basepri", 0);
	put('-');

	text("\nfaultmask ");
	MSR("faultmask", 1);
	pend(HIGH);
	put('-');
	MSR("faultmask", 0);
	put('-');

	text("\ndisabled ");
	ICER(HIGH) = BIT_OF(HIGH);
	pend(HIGH);
	CHECK(ISPR(HIGH) & BIT_OF(HIGH));
	put('-');
	ISER(HIGH) = BIT_OF(HIGH);
	__asm__ volatile("isb\n\tb 1f\n1:");

	text("\norder ");
	IRQ_OFF();
	ICSR = ICSR_PENDSVSET;
	pend(LOW2);
	pend(HIGH);
	CHECK((ICSR >> 12 & 0x1ff) == HIGH + 16);
	IRQ_ON();

	text("\ncleared ");
	IRQ_OFF();
	pend(HIGH);
	ICPR(HIGH) = BIT_OF(HIGH);
	IRQ_ON();
	put('\n');
}
