// SPDX-License-Identifier: GPL-2.0-or-later
/* From costs to lines: what the cheapest ways take; and values of numbers and strings. */
#include "generator/kernel/solver_plan_private.h"

/* ---- actions */

static void add_action(struct plan_actions *actions, uint32_t symbol,
		       const char *value)
{
	for (size_t i = 0; i < actions->count; i++)
		if (actions->items[i].symbol == symbol)
			return;
	*array_add(actions) = (struct plan_action){ .symbol = symbol, .value = value };
}

static void set_line(struct plan *plan, uint32_t symbol, const char *value,
		     struct plan_actions *actions)
{
	uint32_t other = plan_rival(plan, symbol);

	if (other)
		add_action(actions, other, NULL);
	add_action(actions, symbol, value);
}

static void collect(struct plan *plan, rule_node number,
		    struct plan_actions *actions)
{
	const struct graph *graph = &plan->kconfig->graph;
	const struct rule *rule;

	if (plan->collected[number] || !plan->nodes[number].settled ||
	    plan->nodes[number].rule == NO_RULE)
		return;
	plan->collected[number] = true;
	*array_add(&plan->collected_list) = number;
	rule = &plan->rules.rules.items[plan->nodes[number].rule];
	for (uint32_t i = rule->first_operand; i < rule[1].first_operand; i++)
		collect(plan, plan->rules.operands.items[i], actions);
	if (rule->action == RULE_SET)
		set_line(plan, rule->symbol, graph_name(graph, rule->value), actions);
	else if (rule->action == RULE_NO_LINE && plan->state->lines[rule->symbol])
		add_action(actions, rule->symbol, NULL);
}

static void collect_all(struct plan *plan, rule_node number,
			struct plan_actions *actions)
{
	collect(plan, number, actions);
	while (plan->collected_list.count)
		plan->collected[plan->collected_list.items[
			--plan->collected_list.count]] = false;
}

void plan_symbol(struct plan *plan, uint32_t symbol, bool wanted,
		 struct plan_actions *actions)
{
	collect_all(plan, symbol_node(&plan->kconfig->graph, symbol, wanted), actions);
}

void plan_expression(struct plan *plan, uint32_t expression, bool wanted,
		     struct plan_actions *actions)
{
	collect_all(plan, expression_node(expression, wanted), actions);
}

/* ---- numbers and strings */

static const struct graph_property *property_of(const struct plan *plan,
						uint32_t symbol, uint32_t number)
{
	const struct graph *graph = &plan->kconfig->graph;

	return &graph->properties[graph->symbols[symbol].first_property + number];
}

/* Is it a default, and this value? */
static bool gives_value(const struct plan *plan, uint32_t symbol,
			const struct graph_property *property, const char *value)
{
	const struct graph *graph = &plan->kconfig->graph;
	const struct graph_expression *expression = &graph->expressions[property->value];

	return property->kind == PROPERTY_DEFAULT &&
	       expression->kind == EXPRESSION_SYMBOL &&
	       !graph->symbols[expression->left].line &&
	       kconfig_same_value(graph->symbols[symbol].type,
				  graph_name(graph, expression->left), value);
}

/* The defaults in front of this one must not count. */
static uint32_t defaults_before_cost(struct plan *plan, uint32_t symbol,
				     const struct graph_property *last)
{
	uint32_t cost = 0;

	for (uint32_t i = 0; property_of(plan, symbol, i) != last; i++)
		if (property_of(plan, symbol, i)->kind == PROPERTY_DEFAULT)
			cost = plan_add(cost, plan_expression_cost(plan,
				property_of(plan, symbol, i)->visible, false));
	return cost;
}

/*
 * The cheapest way to a value: a prompt's condition and a line, or a default
 * that is this value while there is no line.
 */
static const struct graph_property *best_way(struct plan *plan,
					     uint32_t symbol, const char *value,
					     uint32_t *cost)
{
	const struct graph_symbol *is = &plan->kconfig->graph.symbols[symbol];
	const struct graph_property *best = NULL;

	*cost = PLAN_NEVER;
	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property = property_of(plan, symbol, i);
		uint32_t way = plan_expression_cost(plan, property->visible, true);

		if (property->kind == PROPERTY_PROMPT) {
			way = plan_add(way, plan_line_cost(plan, symbol, value));
		} else if (gives_value(plan, symbol, property, value)) {
			way = plan_add(way, defaults_before_cost(plan, symbol, property));
			if (plan->state->lines[symbol])
				way = plan_add(way, PLAN_DROP);
		} else {
			continue;
		}
		if (way < *cost) {
			*cost = way;
			best = property;
		}
	}
	return best;
}

uint32_t plan_value_cost(struct plan *plan, uint32_t symbol, const char *value)
{
	uint32_t cost;

	best_way(plan, symbol, value, &cost);
	return cost;
}

void plan_value(struct plan *plan, uint32_t symbol, const char *value,
		struct plan_actions *actions)
{
	uint32_t cost;
	const struct graph_property *way = best_way(plan, symbol, value, &cost);

	if (!way)
		return;
	plan_expression(plan, way->visible, true, actions);
	if (way->kind == PROPERTY_PROMPT) {
		set_line(plan, symbol, value, actions);
		return;
	}
	for (uint32_t i = 0; property_of(plan, symbol, i) != way; i++)
		if (property_of(plan, symbol, i)->kind == PROPERTY_DEFAULT)
			plan_expression(plan, property_of(plan, symbol, i)->visible,
					false, actions);
	if (plan->state->lines[symbol])
		add_action(actions, symbol, NULL);
}
