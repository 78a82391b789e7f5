// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crash: does what a process must not do, for tests of what the kernel makes
 * of it. An access that is survived says so, and is a success.
 *
 *   read ADDRESS	loads a word from there
 *   write ADDRESS	stores a word there
 *   call ADDRESS	runs Thumb code there
 *   sp ADDRESS		points the stack there and uses it
 *   syscall ADDRESS	has the kernel read there, for a sleep: it holds nothing then
 *			that others would wait for ever after
 *   undef		an undefined instruction
 *   align		a double load from an odd address
 *   overflow		calls itself until the stack is used up; what lies
 *			below it is overwritten where nothing protects it
 */
#include <linux/time.h>

#include "calls.h"
#include "out.h"
#include "tools.h"

static unsigned long load(unsigned long address)
{
	unsigned long word;

	__asm__ volatile("ldr %0, [%1]" : "=r"(word) : "r"(address) : "memory");
	return word;
}

static void store(unsigned long address)
{
	__asm__ volatile("str %0, [%1]" : : "r"(0), "r"(address) : "memory");
}

static void run_at(unsigned long address)
{
	__asm__ volatile("blx %0"
			 :
			 : "r"(address | 1)
			 : "r0", "r1", "r2", "r3", "ip", "lr", "memory", "cc");
}

static void use_stack_at(unsigned long address)
{
	__asm__ volatile("mov r4, sp\n\t"
			 "mov sp, %0\n\t"
			 "push {r4}\n\t"
			 "pop {r4}\n\t"
			 "mov sp, r4"
			 :
			 : "r"(address)
			 : "r4", "memory");
}

static void undefined(void)
{
	__asm__ volatile("udf #0");
}

static void misaligned(void)
{
	unsigned long words[3] = { 0 };

	__asm__ volatile("ldrd r2, r3, [%0]"
			 :
			 : "r"((char *)words + 1)
			 : "r2", "r3", "memory");
}

/* Never deeper than this: 16 MiB, which is more than any stack here. */
static unsigned int overflow(unsigned int depth)
{
	volatile char frame[256];

	frame[depth & 255] = depth;
	if (depth == 65536)
		return frame[0];
	return overflow(depth + 1) + frame[depth & 255];
}

static int survived(const char *what)
{
	struct out out;

	out_init(&out, 1);
	out_text(&out, "crash: ");
	out_text(&out, what);
	out_text(&out, ": survived\n");
	return out_end(&out, "crash");
}

static int loaded(unsigned long address)
{
	unsigned long word = load(address);
	struct out out;

	out_init(&out, 1);
	out_text(&out, "crash: ");
	out_hex(&out, word);
	out_text(&out, " at ");
	out_hex(&out, address);
	out_char(&out, '\n');
	return out_end(&out, "crash");
}

int crash_main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	unsigned long address = 0;

	if (argc == 3 && number_parse(argv[2], &address)) {
		if (!strcmp(what, "read"))
			return loaded(address);
		if (!strcmp(what, "write")) {
			store(address);
			return survived(what);
		}
		if (!strcmp(what, "call")) {
			run_at(address);
			return survived(what);
		}
		if (!strcmp(what, "sp")) {
			use_stack_at(address);
			return survived(what);
		}
		if (!strcmp(what, "syscall")) {
			my_syscall4(__NR_clock_nanosleep_time64,
				    CLOCK_MONOTONIC, 0, address, 0);
			return survived(what);
		}
	} else if (argc == 2) {
		if (!strcmp(what, "undef")) {
			undefined();
			return survived(what);
		}
		if (!strcmp(what, "align")) {
			misaligned();
			return survived(what);
		}
		if (!strcmp(what, "overflow"))
			return overflow(argc) ? survived(what) : 1;
	}
	return tool_usage(TOOL_crash);
}
