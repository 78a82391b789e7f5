// SPDX-License-Identifier: GPL-2.0-or-later
/* Stores to flash: they have no effect, and the program goes on. */
#include "guest.h"

const uint32_t target[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

__attribute__((noinline)) void store_to_flash(void)
{
	REG(&target[0]) = 0xdead;
	CHECK(REG(&target[0]) == 1);
}

__attribute__((noinline, naked)) void store_two(void)
{
	__asm__ volatile("ldr r0, =target+8\n"
			 "movs r1, #0x11\n"
			 "movs r2, #0x22\n"
			 "stm r0!, {r1, r2}\n"
			 "bx lr\n"
			 ".ltorg");
}

void guest(void)
{
	store_to_flash();
	text("one\n");
	store_two();
	CHECK(REG(&target[2]) == 3 && REG(&target[3]) == 4);
	text("two\n");
}
