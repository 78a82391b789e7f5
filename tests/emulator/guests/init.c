// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An /init for Linux that reads a line from the console, computes, and ends
 * the run by semihosting with 0 if the result is right. A line "undefined",
 * "unmapped" or "flash" makes it do such a thing first. Started by
 * tests/userland/start.S; freestanding, so that nothing else is needed.
 */
#include <stddef.h>
#include <stdint.h>

#define NR_READ 3
#define NR_WRITE 4
#define NR_GETPID 20
#define NR_SCHED_YIELD 158
#define ROUNDS 30000
#define RIGHT 0xf05a6200d31f1864ull /* the same code on another machine */

static uint32_t table[256];

static long call(long number, long a, long b, long c)
{
	register long r7 __asm__("r7") = number;
	register long r0 __asm__("r0") = a;
	register long r1 __asm__("r1") = b;
	register long r2 __asm__("r2") = c;

	__asm__ volatile("svc 0"
			 : "+r"(r0)
			 : "r"(r7), "r"(r1), "r"(r2)
			 : "memory");
	return r0;
}

static void say(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	call(NR_WRITE, 1, (long)text, length);
}

static void say_number(uint64_t value)
{
	char digits[17];

	for (int i = 0; i < 16; i++)
		digits[i] = "0123456789abcdef"[value >> (60 - i * 4) & 15];
	digits[16] = '\0';
	say(digits);
}

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

/* With a wrong answer of the kernel the result is wrong too. */
static uint64_t compute(void)
{
	uint32_t x = 2463534242u;
	uint64_t sum = 1;

	for (unsigned int i = 0; i < 256; i++)
		table[i] = i * 2654435761u;
	for (unsigned int i = 0; i < ROUNDS; i++) {
		x = mix(x, i % 12);
		sum = ((sum * 6364136223846793005ull) + x) ^ sum >> 33;
		table[x >> 8 & 255] += (uint32_t)sum;
		if ((x & 7) == 3)
			sum = sum << 7 | sum >> 57;
		if (i % 64 == 0)
			sum += call(NR_GETPID, 0, 0, 0);
		if (i % 512 == 0)
			sum += call(NR_SCHED_YIELD, 0, 0, 0);
	}
	return sum;
}

static void leave(uint32_t code)
{
	uint32_t block[2] = { 0x20026, code }; /* ADP_Stopped_ApplicationExit */
	register uint32_t r0 __asm__("r0") = 0x20; /* SYS_EXIT_EXTENDED */
	register uint32_t *r1 __asm__("r1") = block;

	__asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

static void misbehave(char what)
{
	if (what == 'd') /* undefined */
		__asm__ volatile("udf #0");
	if (what == 'm') /* unmapped */
		*(volatile uint32_t *)0x30000000 = 1;
	if (what == 'a') /* flash */
		*(volatile uint32_t *)0x08000000 = 1;
}

void _start_c(long *sp)
{
	char line[64];
	uint64_t sum;
	long got;

	(void)sp;
	say("your name? ");
	got = call(NR_READ, 0, (long)line, sizeof(line));
	say("hello ");
	call(NR_WRITE, 1, (long)line, got);
	if (got > 2) /* undefined, unmapped, flash: told apart by the third */
		misbehave(line[2]);
	sum = compute();
	say("computed ");
	say_number(sum);
	say("\n");
	leave(sum == RIGHT ? 0 : 1);
}
