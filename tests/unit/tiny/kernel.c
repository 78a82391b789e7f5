// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * No kernel, but an image that looks like one from outside: symbols in flash
 * and in RAM, the tables of <linux/of_static.h> if STATIC is defined. Linked
 * by kernel.lds, never run.
 */
struct region {
	unsigned int base, size;
	_Bool nomap;
};

struct board {
	const void *pointers[3];
	const struct region *memory;
	const void *more_pointers[2];
	unsigned int numbers[3];
	unsigned int nr_memory;
	unsigned int more_numbers[2];
	const char *model, *bootargs, *stdout_options;
	unsigned int initrd_start, initrd_end;
};

const char linux_banner[] = "Linux version 6.12.999 (nobody@nowhere)\n";

int of_root = 1;			/* .data: 4 bytes */
char phandle_cache[512];		/* .bss */
int of_fixed_clk_driver[4] = { 1 };	/* no part of the tree */
__attribute__((section(".init.data"))) int of_freed_after_boot = 1;
const int of_constant = 1;		/* in flash */

#ifdef STATIC
static const struct region memory[] = {
	{ 0x21000000, 0x100000, 0 }, { 0x60000000, 0x1000, 0 }
};

const struct board of_static_board = {
	.memory = memory,
	.nr_memory = 2,
	.model = "tiny",
	.bootargs = "earlycon",
};
#endif

static __attribute__((noinline, used)) int quiet(int number)
{
	return number * 3;
}

int stext(void)
{
	return quiet(of_root) + phandle_cache[0] + of_fixed_clk_driver[0] +
	       of_freed_after_boot + of_constant + linux_banner[0];
}
