/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a plan is made of. For solver_plan*.c only.
 */
#ifndef GENERATOR_KERNEL_SOLVER_PLAN_PRIVATE_H
#define GENERATOR_KERNEL_SOLVER_PLAN_PRIVATE_H

#include "generator/base/table.h"
#include "generator/kernel/solver_heap.h"
#include "generator/kernel/solver_plan.h"
#include "generator/kernel/solver_rules.h"

#define NO_RULE INT32_MAX

/* What holds of a symbol, or an expression; neither, where it must be otherwise. */
enum { FACT_N = 1, FACT_Y = 2 };

struct node {
	uint32_t cost;
	uint32_t rule : 31;	/* that gives this cost */
	uint32_t settled : 1;
};

/* How far a rule has come. */
struct progress {
	uint32_t missing;		/* operands that aren't settled; one more where
					 * the target is a fact: it needn't be found */
	uint32_t sum;			/* cost of those that are */
};

struct plan {
	struct kconfig *kconfig;
	const struct plan_state *state;
	uint32_t limit;			/* costs over it aren't looked for */
	struct rules rules;
	struct node *nodes;
	uint8_t *facts;			/* per pair of nodes: which of them is so now */
	ARRAY(rule_node) changed;	/* nodes that are facts since now, or no more */
	struct progress *progress;	/* per rule */
	bool *begins;			/* per rule: it lacks nothing, by facts alone */
	uint32_t compile_test;		/* shows drivers where they are built only, never run */
	struct heap heap;
	ARRAY(rule_node) ready;		/* settled; what follows from them isn't yet */
	ARRAY(rule_node) touched;	/* nodes that aren't facts and have a cost */
	bool *collected;		/* nodes whose actions were taken */
	ARRAY(rule_node) collected_list;
};

/* Another member of its choice that a line makes y, or SYMBOL_NONE. */
uint32_t plan_rival(const struct plan *plan, uint32_t symbol);

/* Of a line that sets the symbol to this value. */
uint32_t plan_line_cost(const struct plan *plan, uint32_t symbol, const char *value);

#endif
