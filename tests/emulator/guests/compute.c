// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A computation with deep recursion, flags and IT blocks; its result must not
 * depend on interrupts, whose handlers spoil every register they may.
 */
#include "guest.h"

static uint32_t table[256];
uint32_t interrupts;
static uint32_t thread_stack[1024] __attribute__((aligned(8)));

__attribute__((naked)) static void spoil(void)
{
	__asm__ volatile("ldr r0, =interrupts\n"
			 "ldr r1, [r0]\n"
			 "add r1, #1\n"
			 "str r1, [r0]\n"
			 "mvn r0, #0\n"
			 "mov r1, r0\n"
			 "mov r2, r0\n"
			 "mov r3, r0\n"
			 "mov r12, r0\n"
			 "adds r0, r0, r0\n"
			 "bx lr\n"
			 ".ltorg");
}

void irq(void) __attribute__((alias("spoil")));
void pendsv(void) __attribute__((alias("spoil")));
void systick(void) __attribute__((alias("spoil")));

static uint32_t mix(uint32_t x, unsigned int depth)
{
	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	if (!depth)
		return x;
	if (x & 1)
		return mix(x, depth - 1) + depth;
	return table[x & 255] ^ mix(x + 1, depth - 1);
}

static uint64_t wide(uint64_t a, uint32_t b)
{
	return (a * 6364136223846793005ull + b) ^ a >> 33;
}

void guest(void)
{
	uint32_t x = 2463534242u;
	uint64_t sum = 1;

	MSR("psp", (uint32_t)(thread_stack + 1024));
	MSR("control", 3);
	for (unsigned int i = 0; i < 256; i++)
		table[i] = i * 2654435761u;
	for (unsigned int i = 0; i < 20000; i++) {
		x = mix(x, i % 12);
		sum = wide(sum, x);
		table[x >> 8 & 255] += (uint32_t)sum;
		if ((x & 7) == 3)
			sum = sum << 7 | sum >> 57;
	}
	text("result ");
	hex(sum >> 32);
	hex(sum);
	text("\n");
	finish(interrupts > 1000 ? 2 : interrupts ? 1 : 0);
}
