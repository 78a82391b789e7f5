/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The figures of one column of a comparison: one list for the table that
 * people read and for the JSON that programs read.
 */
#ifndef GENERATOR_RAM_FIGURES_H
#define GENERATOR_RAM_FIGURES_H

enum figure {
	FIGURE_TEXT,			/* bytes, as size(1) counts */
	FIGURE_DATA,
	FIGURE_BSS,
	FIGURE_TREE_FLASH_BYTES,	/* DTB, or tables */
	FIGURE_TREE_RAM_BYTES,		/* writable, see tree_cost.h */
	FIGURE_UNFLATTEN_BYTES,		/* of these: the unflattened tree */
	FIGURE_PLATFORM_DEVICES,	/* made from nodes */
	FIGURE_POPULATE_BYTES,		/* slab memory for making them, drivers' own not counted */
	FIGURE_SLAB_BYTES,		/* in use when user space starts */
	FIGURE_SLAB_PAGES,		/* of the slab allocator, seen by /init */
	FIGURE_AVAILABLE_KIB,		/* "Memory:" line */
	FIGURE_RESERVED_KIB,
	FIGURE_FREE_PAGES,		/* when /init starts */
	FIGURE_USER_BYTES,		/* mapped by /init, shared text and all */
	FIGURE_MIN_RAM_KIB,		/* least memory that reaches init */
	FIGURE_MIN_RAM_FAILING_KIB,	/* a page less: does not */
	FIGURE_FLASH_STORES,		/* by the kernel, while it ran */
	FIGURES
};

struct figure_kind {
	const char *key;	/* in JSON */
	const char *label;	/* in the table */
	const char *heading;	/* starts a group in the table, or NULL */
};

extern const struct figure_kind figure_kinds[FIGURES];

#endif
