/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a value is computed from, the other way round: where a line changes, only
 * the values that depend on it are computed again. For kconfig*.c and
 * solver*.c only.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_DEPENDENTS_H
#define GENERATOR_KERNEL_KCONFIG_DEPENDENTS_H

#include "generator/kernel/kconfig_graph.h"

/* Something with a value: an expression, a symbol, or what a choice chooses. */
typedef uint32_t value_node;

struct dependents {
	uint32_t *first;	/* of a node in nodes; one more at the end */
	value_node *nodes;	/* that are computed from it */
	uint32_t *order;	/* per node: greater than that of what it is computed from */
	value_node *sequence;	/* the nodes in that order; NULL, and order NULL: there
				 * is a loop, or nobody asked for an order */
	value_node nr_nodes;
};

/* With an order. */
void dependents_make(struct dependents *dependents, const struct graph *graph);

/* Only what the kernel's own check for loops looks at: no ranges, no choices. */
void dependents_make_checked(struct dependents *dependents, const struct graph *graph);

void dependents_free(struct dependents *dependents);

static inline value_node symbol_value_node(const struct graph *graph, uint32_t symbol)
{
	return graph->nr_expressions + symbol;
}

static inline value_node choice_value_node(const struct graph *graph, uint32_t choice)
{
	return graph->nr_expressions + graph->nr_symbols + choice;
}

#endif
