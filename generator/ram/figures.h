/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The figures of one column of a comparison: one list for the table that
 * people read and for the JSON that programs read.
 *
 * "The command" is the one that is typed at the prompt to measure: `facts`, a
 * child of the shell (tests/userland/facts.h).
 *
 * Private bytes of a process are what /proc/PID/status has as Mem and Slack:
 * its data and stack, and the kernel's objects for it that it shares with no
 * other. Its text lies in flash, is mapped there by every process alike, and
 * is Shared: no RAM. Each of 8 more processes takes, of free memory, what is
 * "one more process"; that has all a process needs, kernel stack and page
 * allocator's waste included. The shell differs from a child in its private
 * bytes alone, so that
 *
 *	shell_and_child = 2 * process + (user_shell - user_child)
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
	FIGURE_SLAB_PAGES,		/* of the slab allocator, seen by the command */
	FIGURE_AVAILABLE_KIB,		/* "Memory:" line */
	FIGURE_RESERVED_KIB,
	FIGURE_FREE_PAGES,		/* when the command starts */
	FIGURE_USER_SHELL_BYTES,	/* private to the shell */
	FIGURE_USER_CHILD_BYTES,	/* private to the command */
	FIGURE_USER_BYTES,		/* of both, and what they share once */
	FIGURE_PROCESS_STACK_BYTES,	/* the kernel's stack for one process */
	FIGURE_PROCESS_SLAB_BYTES,	/* the kernel's objects for one process */
	FIGURE_PROCESS_BYTES,		/* of free memory that one more process takes */
	FIGURE_SHELL_AND_CHILD_BYTES,	/* what of RAM the two of them take */
	FIGURE_MIN_RAM_KIB,		/* least memory in which the command runs */
	FIGURE_MIN_RAM_FAILING_KIB,	/* a page less: it does not */
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
