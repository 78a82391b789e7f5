// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "generator/kernel/solver_private.h"

static uint32_t leaf_symbol(const struct solver *solver,
			    const struct condition *leaf)
{
	uint32_t symbol = kconfig_values_find(&solver->kconfig->values, leaf->symbol);

	return symbol && solver->kconfig->graph.symbols[symbol].line ? symbol :
								       SYMBOL_NONE;
}

static bool is_tristate(const struct solver *solver, uint32_t symbol)
{
	enum kconfig_symbol_type type = solver->kconfig->graph.symbols[symbol].type;

	return type == KCONFIG_TYPE_BOOL || type == KCONFIG_TYPE_TRISTATE;
}

/* What it depends on, or 0 where that is nothing or doesn't matter. */
static uint32_t dependencies(const struct solver *solver, uint32_t symbol)
{
	const struct graph_symbol *is = &solver->kconfig->graph.symbols[symbol];

	return is_tristate(solver, symbol) && !is->choice ? is->depends : 0;
}

static bool leaf_met(struct solver *solver, const struct condition *leaf)
{
	uint32_t symbol = leaf_symbol(solver, leaf);

	return kconfig_holds(solver->kconfig, leaf) &&
	       values_expression(&solver->kconfig->values,
				 dependencies(solver, symbol));
}

bool aim_met(struct solver *solver, const struct condition *condition)
{
	const bool is_and = condition->kind == CONDITION_AND;

	switch (condition->kind) {
	case CONDITION_SYMBOL:
		return leaf_met(solver, condition);
	case CONDITION_AND:
	case CONDITION_OR:
		for (size_t i = 0; i < condition->nr_operands; i++)
			if (aim_met(solver, condition->operands[i]) != is_and)
				return !is_and;
		return is_and;
	default:
		return kconfig_holds(solver->kconfig, condition);
	}
}

/* ---- costs */

static uint32_t leaf_cost(const struct solver *solver,
			  const struct condition *leaf, bool wanted)
{
	uint32_t symbol = leaf_symbol(solver, leaf);
	uint32_t depends = dependencies(solver, symbol);
	bool is_y = !strcmp(leaf->value, "y");

	if (kconfig_holds(solver->kconfig, leaf) == wanted)
		return wanted ? plan_expression_cost(solver->plan, depends, true) : 0;
	if (!symbol || (!is_y && is_tristate(solver, symbol)))
		return PLAN_NEVER;
	if (!is_tristate(solver, symbol))
		return wanted ? plan_value_cost(solver->plan, symbol, leaf->value) :
				PLAN_NEVER;
	if (!wanted)
		return plan_symbol_cost(solver->plan, symbol, false);
	return plan_add(plan_symbol_cost(solver->plan, symbol, true),
			plan_expression_cost(solver->plan, depends, true));
}

uint32_t aim_cost(const struct solver *solver, const struct condition *condition)
{
	uint32_t cost;

	switch (condition->kind) {
	case CONDITION_FALSE:
		return PLAN_NEVER;
	case CONDITION_TRUE:
	case CONDITION_UNKNOWN:
		return 0;
	case CONDITION_SYMBOL:
		return leaf_cost(solver, condition, true);
	case CONDITION_NOT:
		return condition->operands[0]->kind == CONDITION_UNKNOWN ? 0 :
		       leaf_cost(solver, condition->operands[0], false);
	default:
		cost = condition->kind == CONDITION_AND ? 0 : PLAN_NEVER;
		for (size_t i = 0; i < condition->nr_operands; i++) {
			uint32_t operand = aim_cost(solver, condition->operands[i]);

			if (condition->kind == CONDITION_AND)
				cost = plan_add(cost, operand);
			else if (operand < cost)
				cost = operand;
		}
		return cost;
	}
}

/* ---- plans */

static void leaf_plan(struct solver *solver, const struct condition *leaf,
		      bool wanted, struct plan_actions *actions)
{
	uint32_t symbol = leaf_symbol(solver, leaf);

	if (kconfig_holds(solver->kconfig, leaf) != wanted) {
		if (is_tristate(solver, symbol))
			plan_symbol(solver->plan, symbol, wanted, actions);
		else
			plan_value(solver->plan, symbol, leaf->value, actions);
	}
	if (wanted)
		plan_expression(solver->plan, dependencies(solver, symbol), true,
				actions);
}

static const struct condition *cheapest(const struct solver *solver,
					const struct condition *condition)
{
	const struct condition *best = condition->operands[0];

	for (size_t i = 1; i < condition->nr_operands; i++)
		if (aim_cost(solver, condition->operands[i]) < aim_cost(solver, best))
			best = condition->operands[i];
	return best;
}

void aim_plan(struct solver *solver, const struct condition *condition,
	      struct plan_actions *actions)
{
	switch (condition->kind) {
	case CONDITION_SYMBOL:
		leaf_plan(solver, condition, true, actions);
		break;
	case CONDITION_NOT:
		if (condition->operands[0]->kind == CONDITION_SYMBOL)
			leaf_plan(solver, condition->operands[0], false, actions);
		break;
	case CONDITION_AND:
		for (size_t i = 0; i < condition->nr_operands; i++)
			aim_plan(solver, condition->operands[i], actions);
		break;
	case CONDITION_OR:
		aim_plan(solver, cheapest(solver, condition), actions);
		break;
	default:
		break;
	}
}

bool aim_is_plain(const struct solver *solver, const struct condition *condition)
{
	uint32_t symbol;

	if (condition->kind == CONDITION_NOT)
		return true;
	if (condition->kind != CONDITION_SYMBOL)
		return false;
	symbol = leaf_symbol(solver, condition);
	return solver->kconfig->graph.symbols[symbol].asked;
}
