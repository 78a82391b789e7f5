/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of struct reach among each other. For solver_reach.c and
 * solver_texts.c only.
 */
#ifndef GENERATOR_KERNEL_SOLVER_REACH_PRIVATE_H
#define GENERATOR_KERNEL_SOLVER_REACH_PRIVATE_H

#include "generator/base/table.h"
#include "generator/kernel/solver_reach.h"

/* Where something can be n, and where y or m; where that may be an m. */
struct can {
	reach_cases be[2];
	reach_cases m;
};

struct reach {
	struct kconfig *kconfig;
	const struct graph *graph;
	const struct reach_lines *lines;
	struct can *symbols;
	struct can *expressions;
	reach_cases modules;
	bool *shadowed;			/* per property: a default that counts only where
					 * a prompt is there, and so never */

	/* what has to be looked at again */
	const struct dependents *dependents;
	bool *waits;			/* per node: it is in waiting */
	ARRAY(value_node) waiting;	/* symbols and choices */
	ARRAY(value_node) waiting_expressions;
	bool changed;			/* the symbol that is looked at now */
	bool in_order;			/* what depends on it comes after it anyway */
};

static inline bool reach_is_tristate(const struct graph_symbol *symbol)
{
	return symbol->type == KCONFIG_TYPE_BOOL ||
	       symbol->type == KCONFIG_TYPE_TRISTATE;
}

/* ---- solver_texts.c */

/* How a comparison can come out. */
struct can reach_compare(const struct reach *reach,
			 const struct graph_expression *expression);

#endif
