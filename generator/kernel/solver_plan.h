/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What it takes to make a symbol y, n or a number: the cheapest derivation by
 * rules of the form "the prompt's condition and a line make it y", "y of the
 * selector, its condition and the symbol's own dependencies make it y". For
 * solver*.c only.
 *
 * The costs are Dijkstra's, over an AND/OR graph (Knuth, "A generalization of
 * Dijkstra's algorithm", 1977): what holds now costs nothing, a rule costs what
 * its operands cost together and its own. What is shared by operands is counted
 * for each: costs compare ways, they are no promise.
 */
#ifndef GENERATOR_KERNEL_SOLVER_PLAN_H
#define GENERATOR_KERNEL_SOLVER_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/table.h"
#include "generator/kernel/kconfig_private.h"

#define PLAN_NEVER UINT32_MAX	/* the cost of what can't be had */

/* What costs are made of: lines count, then symbols that are turned on. */
#define PLAN_SYMBOL 1u
#define PLAN_LINE 1000u
#define PLAN_SELECT (20 * PLAN_LINE)	/* for a symbol that has a prompt */
#define PLAN_DROP (1000 * PLAN_LINE)	/* of a line that is there for something */

struct plan;

/* A line to be set, or with a value of NULL to be taken away. */
struct plan_action {
	uint32_t symbol;
	const char *value;
};

struct plan_actions {
	struct plan_action *items;
	size_t count;
	size_t capacity;
};

/* What there is already, per symbol. */
struct plan_state {
	const char *const *lines;	/* the value that a line gives it, or NULL */
	const bool *avoided;		/* no line may set it */
	const bool *banned;		/* likewise */
	const uint8_t *known;		/* enum reach_known: what it must be in the end */
};

/* One for each kconfig, which keeps and frees it: its rules take long to make. */
struct plan *plan_of(struct kconfig *kconfig);

/*
 * Costs from kconfig's values of now on. The state must live on, and the values
 * stay, until the last cost or plan of this run was asked for.
 */
void plan_run(struct plan *plan, const struct plan_state *state);

/*
 * Let what costs more be PLAN_NEVER, until the next limit: to find the cheapest
 * ways is quick.
 */
void plan_limit(struct plan *plan, uint32_t cost);

uint32_t plan_symbol_cost(struct plan *plan, uint32_t symbol, bool wanted);
uint32_t plan_expression_cost(struct plan *plan, uint32_t expression, bool wanted);
uint32_t plan_value_cost(struct plan *plan, uint32_t symbol, const char *value);

/* The sum; PLAN_NEVER if either is. */
uint32_t plan_add(uint32_t a, uint32_t b);

/* Add the actions of the cheapest way, which isn't PLAN_NEVER; each symbol once. */
void plan_symbol(struct plan *plan, uint32_t symbol, bool wanted,
		 struct plan_actions *actions);
void plan_expression(struct plan *plan, uint32_t expression, bool wanted,
		     struct plan_actions *actions);
void plan_value(struct plan *plan, uint32_t symbol, const char *value,
		struct plan_actions *actions);

#endif
