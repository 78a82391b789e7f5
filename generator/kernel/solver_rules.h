/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rules by which a symbol becomes y or n. For solver_plan.c only.
 */
#ifndef GENERATOR_KERNEL_SOLVER_RULES_H
#define GENERATOR_KERNEL_SOLVER_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/table.h"
#include "generator/kernel/kconfig_graph.h"
#include "generator/kernel/kconfig_private.h"

/* A symbol, or an expression, being y or being n. */
typedef uint32_t rule_node;

enum rule_action {
	RULE_NOTHING,
	RULE_SET,		/* a line that sets the symbol to the value */
	RULE_NO_LINE,		/* no line may set the symbol: such a one goes */
};

struct rule {
	rule_node target;
	uint32_t first_operand;	/* those up to the next rule's are its own */
	uint32_t symbol;	/* of the action, or whose name stands for the rule */
	uint32_t value : 28;	/* RULE_SET: a symbol whose name it is */
	uint32_t action : 3;	/* enum rule_action */
	uint32_t is_dear : 1;	/* it costs PLAN_SELECT */
};

struct rules {
	const struct kconfig *kconfig;
	ARRAY(struct rule) rules;	/* one more at the end, of no target */
	uint32_t nr_rules;
	ARRAY(rule_node) operands;
	uint32_t *first_use;	/* per node, in uses; one more at the end */
	uint32_t *uses;		/* rules that have the node as an operand */
	uint32_t *first_way;	/* likewise, in ways */
	uint32_t *ways;		/* rules that have the node as their target */
	rule_node nr_nodes;
};

void rules_make(struct rules *rules, const struct kconfig *kconfig);
void rules_free(struct rules *rules);

/*
 * Does the expression, a symbol or a comparison with y or n, hold where a symbol
 * is y (*wanted), or n?
 */
bool rules_follow_symbol(const struct rules *rules, uint32_t expression,
			 uint32_t *symbol, bool *wanted);

static inline rule_node expression_node(uint32_t expression, bool wanted)
{
	return 2 * expression + wanted;
}

static inline rule_node symbol_node(const struct graph *graph, uint32_t symbol,
				    bool wanted)
{
	return 2 * (graph->nr_expressions + symbol) + wanted;
}

#endif
