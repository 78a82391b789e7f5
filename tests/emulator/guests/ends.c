// SPDX-License-Identifier: GPL-2.0-or-later
/* Ways to end or not to end, chosen by the byte typed first. */
#include "guest.h"

void irq(void)
{
}

void usagefault(void)
{
	for (;;)
		__asm__ volatile("1: b 1b");
}

void guest(void)
{
	while (!(REG(0x40004800) & 1u << 5))
		;
	switch (REG(0x40004804)) {
	case 'w': /* sleep for ever */
		WFI();
		break;
	case 's': /* spin for ever, not asleep */
		for (;;)
			__asm__ volatile("1: b 1b");
	case 'b': /* busy for ever */
		for (;;)
			put(0);
	case 'h': /* hang in a fault handler, as Linux does */
		SHCSR = FAULTS_ENABLED;
		__asm__ volatile("udf #0");
		break;
	case 'r':
		AIRCR = 0x05fa0004;
		break;
	case '7':
		finish(7);
	case 'l':
		finish(1000);
	case 'n': /* no handler */
		REG(0xe000ed08) = 0x20008000;
		__asm__ volatile("svc 0");
		break;
	case 'e': /* SYS_EXIT with another reason than a normal exit */
		__asm__ volatile("movs r0, #0x18\n\t"
				 "movs r1, #0\n\t"
				 "bkpt 0xab"
				 :
				 :
				 : "r0", "r1");
		break;
	case 'o': /* semihosting's own output */
		__asm__ volatile("movs r0, #4\n\t"
				 "mov r1, %0\n\t"
				 "bkpt 0xab"
				 :
				 : "r"("hello\n")
				 : "r0", "r1", "memory");
		break;
	}
}
