// SPDX-License-Identifier: GPL-2.0-or-later
/* A fault inside the HardFault handler. */
#include "guest.h"

void hardfault(void)
{
	text("hardfault\n");
	REG(0x30000000) = 1;
	finish(0);
}

void guest(void)
{
	__asm__ volatile("udf #0");
}
