/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a kernel's RAM goes, part by part: what is not free when the command
 * starts that measures (`facts`, a child of the shell). The parts of RAM add up
 * to the RAM there is less what is free, with nothing left over.
 *
 *	static	what the page allocator was never given: .data, .bss and all that
 *		memblock handed out but memmap and percpu; and what page bounds
 *		and gaps lose of it
 *	percpu	the first area for percpu variables, and those made later
 *	memmap	the array of struct page
 *	slab	pages of the slab allocator: Slab of /proc/meminfo, less what
 *		was taken between the command's start and its reading it, which
 *		is objects for /proc alone
 *	stacks	KernelStack there, and the interrupts' stack where there is one; those
 *		of less than a page are objects of slab and counted here alone
 *	pages	the rest: page cache, pages that somebody took whole, and free ones
 *		that a CPU keeps to itself
 *	user	the programs' data and stacks (MmapCopy there; their text lies in
 *		flash)
 *
 * Free is what sysinfo(2) says, as `free` does. A reserve is free, but not for
 * programs; flash is the image that is executed in place.
 */
#ifndef GENERATOR_RAM_PARTS_H
#define GENERATOR_RAM_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/error.h"

enum part {
	PART_STATIC,
	PART_PERCPU,
	PART_MEMMAP,
	PART_SLAB,
	PART_STACKS,
	PART_PAGES,
	PART_USER,
	NR_RAM_PARTS,
	PART_RESERVE = NR_RAM_PARTS,
	PART_FLASH,
	NR_PARTS
};

extern const char *const part_names[NR_PARTS];

/* What one boot showed, in bytes; -1: not known. */
struct parts {
	long long ram;			/* that the kernel was given */
	long long free;
	long long bytes[NR_PARTS];	/* reserve is never known */
};

struct boot;
struct boot_request;
struct image;
struct kernel;

/* Have a boot tell of what memblock hands out, as far as its machine can't see. */
void parts_ask(struct boot_request *request);

/*
 * @ram: the bytes that the kernel was given. Without procfs in the kernel slab,
 * stacks, pages and user are not known. An error: the prompt was not reached, or
 * what was told is not of one kernel.
 */
int parts_read(struct parts *parts, const struct boot *boot,
	       const struct kernel *kernel, uint64_t ram, struct error *error);

/* The size of a thread's stack, 0: not known. */
long long parts_thread_stack(const struct image *image);

/* Are all parts of RAM known? */
bool parts_complete(const struct parts *parts);

#endif
