/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a board's kernel is to have, each with who wants it: the solver's input.
 */
#ifndef GENERATOR_KERNEL_GOALS_H
#define GENERATOR_KERNEL_GOALS_H

#include "generator/base/table.h"
#include "generator/board/board_file.h"
#include "generator/kernel/drivers.h"
#include "generator/kernel/kconfig_lines.h"

enum goal_group {
	GOAL_MACHINE,		/* the machine, its CPU, where kernel and RAM are */
	GOAL_DRIVER,		/* of nodes */
	GOAL_CONSOLE,
	GOAL_BOARD,		/* what the board file asks for */
	GOAL_BUDGET,		/* knobs that make the RAM budget */
	GOAL_TABLES,		/* what constant tables need */
	GOAL_GROUPS,
};

/* Who wants it. */
struct goal_reason {
	char *text;		/* "/soc/serial@40004800 \"st,stm32-uart\" -> drivers/...c" */
	const struct node_drivers *node;	/* of a driver; else NULL */
	const struct driver_need *need;
};

/* Goals of one group with one condition are one goal with several reasons. */
struct goal {
	enum goal_group group;
	const struct condition *condition;
	ARRAY(struct goal_reason) reasons;
	const char *source;	/* of GOAL_DRIVER: the file, or the first of several */
	bool machine;		/* the machine of the root node */
	bool processor;		/* what the rest has to live with */
	char *impossible;	/* set by the fragment: why it can't be had; else NULL */
};

/* Lines for symbols that the kernel tree doesn't have, but the series brings. */
struct series_line {
	char *why;
	char *text;		/* whole lines, as in a fragment */
};

struct goals {
	ARRAY(struct goal) items;
	ARRAY(struct series_line) series;
	ARRAY(char *) remarks;	/* what has no goal although one would expect it */
};

/* A line that tables need, from the model. */
struct goals_table_line {
	const char *why;
	const char *text;	/* whole lines */
};

struct goals_source {
	const struct kernel_index *index;	/* its pool is the conditions' */
	const struct kconfig *kconfig;
	const struct drivers *drivers;
	const struct tree *tree;
	const struct board *board;
	const struct goals_table_line *tables;	/* none for a device tree boot */
	size_t nr_tables;
	bool dt;		/* for a device tree boot: nothing that the tree lacks */
};

/* A board file's symbol that isn't there is an error, with the nearest names. */
int goals_make(struct goals *goals, const struct goals_source *source,
	       struct error *error);
void goals_free(struct goals *goals);

/* ---- for goals*.c only */

/* @reason is taken over. */
struct goal *goals_add(struct goals *goals, enum goal_group group,
		       const struct condition *condition, char *reason);

/* goals_console.c */
void goals_add_console(struct goals *goals, const struct goals_source *source);

/* goals_facts.c: what a node's driver needs beside itself */
void goals_add_facts(struct goals *goals, const struct goals_source *source,
		     const struct node_drivers *node, const struct driver_need *need);

/* goals_machine.c */
void goals_add_machine(struct goals *goals, const struct goals_source *source);

#endif
