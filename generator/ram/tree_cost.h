/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the device tree alone costs: the writable symbols and the allocations
 * that a kernel has for no other reason than to hold its tree, each by name so
 * that a reader can check, and the flash that the tree takes.
 *
 * Rules:
 * - A symbol counts if its name fits the table in tree_cost.c, it lies outside
 *   the flash image (so in RAM), and not in the part that is freed after boot
 *   (__init_begin to __init_end).
 * - An allocation counts if memblock was asked for it by the function through
 *   which the kernel's flat tree code allocates: the first is the unflattened
 *   tree, each of the others is one alias.
 * - Devices, and what drivers keep about nodes, are not the tree.
 */
#ifndef GENERATOR_RAM_TREE_COST_H
#define GENERATOR_RAM_TREE_COST_H

#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/ram/boot.h"
#include "generator/ram/payload.h"

struct tree_item {
	char *name;		/* owned; a symbol, or what was allocated */
	const char *kind;	/* "symbol" or "allocation" */
	long long bytes;
};

struct tree_cost {
	ARRAY(struct tree_item) items;	/* of RAM, the largest first */
	long long ram_bytes;		/* their sum */
	long long unflatten_bytes;	/* of these, the unflattened tree; 0: none */
	long long flash_bytes;		/* DTB or tables; -1: not known */
};

/*
 * @boot is one whose allocations are known. The flash of static tables is read
 * from the object they were compiled to, in the directory that the kernel was
 * built in: DIRECTORY/linux. Without that file it is -1.
 */
int tree_cost_read(struct tree_cost *cost, const struct kernel *kernel,
		   const struct boot *boot, struct error *error);
void tree_cost_free(struct tree_cost *cost);

#endif
