// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/solver_reach_private.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

#define MAX_IMPLIED 12		/* operators in each other, to see what implies what */

/* Does @b hold wherever @a does? Looks at how they are written, not far. */
static bool implies(const struct graph *graph, uint32_t a, uint32_t b,
		    unsigned int depth)
{
	const struct graph_expression *from = &graph->expressions[a];
	const struct graph_expression *to = &graph->expressions[b];

	if (a == b || to->kind == EXPRESSION_NONE)
		return true;
	if (!depth--)
		return false;
	if (to->kind == EXPRESSION_AND)
		return implies(graph, a, to->left, depth) &&
		       implies(graph, a, to->right, depth);
	if (from->kind == EXPRESSION_AND &&
	    (implies(graph, from->left, b, depth) ||
	     implies(graph, from->right, b, depth)))
		return true;
	return to->kind == EXPRESSION_OR &&
	       (implies(graph, a, to->left, depth) ||
		implies(graph, a, to->right, depth));
}

static bool is_shadowed(const struct graph *graph, const struct graph_symbol *symbol,
			const struct graph_property *property)
{
	for (uint32_t i = 0; i < symbol->nr_properties; i++) {
		const struct graph_property *prompt =
			&graph->properties[symbol->first_property + i];

		if (prompt->kind == PROPERTY_PROMPT &&
		    implies(graph, property->visible, prompt->visible, MAX_IMPLIED))
			return true;
	}
	return false;
}

static void find_shadowed(struct reach *reach)
{
	const struct graph *graph = reach->graph;

	for (uint32_t i = SYMBOL_FIRST; i < graph->nr_symbols; i++) {
		const struct graph_symbol *symbol = &graph->symbols[i];

		for (uint32_t k = 0; symbol->asked && k < symbol->nr_properties; k++) {
			uint32_t number = symbol->first_property + k;

			if (graph->properties[number].kind == PROPERTY_DEFAULT)
				reach->shadowed[number] =
					is_shadowed(graph, symbol,
						    &graph->properties[number]);
		}
	}
}

/* ---- */

struct reach *reach_new(struct kconfig *kconfig)
{
	struct reach *reach = memory_new(1, sizeof(*reach));

	reach->kconfig = kconfig;
	reach->graph = &kconfig->graph;
	reach->symbols = memory_new(reach->graph->nr_symbols, sizeof(struct can));
	reach->expressions = memory_new(reach->graph->nr_expressions,
					sizeof(struct can));
	reach->shadowed = memory_new(reach->graph->nr_properties + 1, sizeof(bool));
	reach->dependents = values_dependents(&kconfig->values);
	reach->waits = memory_new(reach->dependents->nr_nodes, sizeof(bool));
	find_shadowed(reach);
	return reach;
}

void reach_free(struct reach *reach)
{
	if (!reach)
		return;
	free(reach->symbols);
	free(reach->expressions);
	free(reach->shadowed);
	free(reach->waits);
	array_free(&reach->waiting);
	array_free(&reach->waiting_expressions);
	free(reach);
}

reach_cases reach_symbol(const struct reach *reach, uint32_t symbol, bool wanted)
{
	return reach->symbols[symbol].be[wanted];
}

reach_cases reach_expression(const struct reach *reach, uint32_t expression,
			     bool wanted)
{
	return reach->expressions[expression].be[wanted];
}

reach_cases reach_modular(const struct reach *reach, uint32_t expression)
{
	return reach->expressions[expression].m;
}

bool reach_shadowed(const struct reach *reach, uint32_t property)
{
	return reach->shadowed[property];
}

/* Did it change? */
static bool widen(reach_cases *can, reach_cases cases)
{
	if (!(cases & ~*can))
		return false;
	*can |= cases;
	return true;
}

static void wait_for(struct reach *reach, value_node node)
{
	if (reach->waits[node])
		return;
	reach->waits[node] = true;
	if (node < symbol_value_node(reach->graph, 0))
		*array_add(&reach->waiting_expressions) = node;
	else
		*array_add(&reach->waiting) = node;
}

static void wait_for_dependents(struct reach *reach, value_node node)
{
	const struct dependents *dependents = reach->dependents;

	for (uint32_t i = dependents->first[node]; i < dependents->first[node + 1]; i++)
		wait_for(reach, dependents->nodes[i]);
}

/* Did it change? */
static bool widen_expression(struct reach *reach, uint32_t number)
{
	const struct graph_expression *expression =
		&reach->graph->expressions[number];
	struct can *can = &reach->expressions[number];
	const struct can *left = &reach->expressions[expression->left];
	const struct can *right = &reach->expressions[expression->right];
	struct can now = { .m = 0 };
	bool changed;

	switch (expression->kind) {
	case EXPRESSION_NONE:
		now.be[true] = REACH_ALL;
		break;
	case EXPRESSION_SYMBOL:
		now = reach->symbols[expression->left];
		break;
	case EXPRESSION_NOT:
		/* !m is m */
		now.be[true] = left->be[false] | left->m;
		now.be[false] = left->be[true];
		now.m = left->m;
		break;
	case EXPRESSION_AND:
		now.be[true] = left->be[true] & right->be[true];
		now.be[false] = left->be[false] | right->be[false];
		now.m = (left->m & right->be[true]) | (right->m & left->be[true]);
		break;
	case EXPRESSION_OR:
		now.be[true] = left->be[true] | right->be[true];
		now.be[false] = left->be[false] & right->be[false];
		now.m = left->m | right->m;
		break;
	default:
		now = reach_compare(reach, expression);
	}
	changed = widen(&can->be[false], now.be[false]);
	changed |= widen(&can->be[true], now.be[true]);
	changed |= widen(&can->m, now.m);
	return changed;
}

/* ---- symbols */

/* Where a prompt can be there, and where none need be. */
static struct can visibility(const struct reach *reach, uint32_t symbol)
{
	const struct graph_symbol *is = &reach->graph->symbols[symbol];
	struct can can = { .be = { REACH_ALL, 0 } };

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			&reach->graph->properties[is->first_property + i];

		if (property->kind != PROPERTY_PROMPT)
			continue;
		can.be[true] |= reach->expressions[property->visible].be[true];
		can.be[false] &= reach->expressions[property->visible].be[false];
	}
	return can;
}

/* Where one could be the choice without a line: a default, or the first that is there. */
static reach_cases chosen_by_default(const struct reach *reach,
				     const struct graph_choice *choice,
				     uint32_t symbol)
{
	const struct graph *graph = reach->graph;
	reach_cases cases = 0, open = REACH_ALL;

	for (uint32_t i = 0; i < choice->nr_properties; i++) {
		const struct graph_property *property =
			&graph->properties[choice->first_property + i];
		const struct can *visible = &reach->expressions[property->visible];

		if (property->kind != PROPERTY_DEFAULT)
			continue;
		if (property->value == symbol)
			cases |= open & visible->be[true];
		open &= visible->be[false] |
			visibility(reach, property->value).be[false];
	}
	for (uint32_t i = 0; i < choice->nr_members; i++) {
		uint32_t member = graph->members[choice->first_member + i];

		if (member == symbol)
			return cases | open;
		open &= visibility(reach, member).be[false];
	}
	return cases;
}

static void widen_known(struct reach *reach, uint32_t symbol, bool value,
			reach_cases cases)
{
	const uint8_t *known = reach->lines->known;

	if (!known || known[symbol] != (value ? REACH_IS_N : REACH_IS_Y))
		reach->changed |= widen(&reach->symbols[symbol].be[value], cases);
}

static void widen_modules(struct reach *reach, uint32_t symbol)
{
	struct can *can = &reach->symbols[symbol];

	if (reach->graph->symbols[symbol].type == KCONFIG_TYPE_TRISTATE)
		reach->changed |= widen(&can->m, can->be[true] & reach->modules);
}

static void widen_member(struct reach *reach, uint32_t symbol)
{
	const struct graph *graph = reach->graph;
	const struct graph_choice *choice =
		&graph->choices[graph->symbols[symbol].choice - 1];
	struct can visible = visibility(reach, symbol);
	reach_cases other = 0;

	for (uint32_t i = 0; i < choice->nr_members; i++) {
		uint32_t member = graph->members[choice->first_member + i];

		if (member != symbol)
			other |= reach->symbols[member].be[true];
	}
	widen_known(reach, symbol, true, visible.be[true] &
	      (reach->lines->allowed[symbol] |
	       chosen_by_default(reach, choice, symbol)));
	widen_known(reach, symbol, false, visible.be[false] | other);
}

static void widen_symbol(struct reach *reach, uint32_t symbol)
{
	const struct graph_symbol *is = &reach->graph->symbols[symbol];
	const struct can *selected = &reach->expressions[is->selected];
	const struct can *implied = &reach->expressions[is->implied];
	const struct can *depends = &reach->expressions[is->depends];
	struct can visible = visibility(reach, symbol);
	struct can by_default = { .m = 0 };
	reach_cases left = REACH_ALL;

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			&reach->graph->properties[is->first_property + i];
		const struct can *counts = &reach->expressions[property->visible];

		if (property->kind != PROPERTY_DEFAULT ||
		    reach->shadowed[is->first_property + i])
			continue;
		for (int value = 0; value < 2; value++)
			by_default.be[value] |= left & counts->be[true] &
				reach->expressions[property->value].be[value];
		left &= counts->be[false];
	}
	by_default.be[false] |= left;
	if (is->implied) {
		by_default.be[true] |= implied->be[true] & depends->be[true];
		by_default.be[false] &= implied->be[false] | depends->be[false];
	}

	widen_known(reach, symbol, true,
	      (visible.be[true] & reach->lines->allowed[symbol]) |
	      (visible.be[false] & by_default.be[true]) |
	      (is->selected ? selected->be[true] : 0));
	widen_known(reach, symbol, false,
	      (is->selected ? selected->be[false] : REACH_ALL) &
	      (visible.be[true] | (visible.be[false] & by_default.be[false])));
}

static void start(struct reach *reach)
{
	const struct graph *graph = reach->graph;

	memset(reach->expressions, 0, graph->nr_expressions * sizeof(struct can));
	memset(reach->symbols, 0, graph->nr_symbols * sizeof(struct can));
	reach->modules = 0;
	for (uint32_t i = 0; i < graph->nr_symbols; i++) {
		bool is_set = i == SYMBOL_Y || i == SYMBOL_M;

		/* what isn't defined, and numbers, are n where y or n counts */
		if (!graph->symbols[i].line || !reach_is_tristate(&graph->symbols[i]))
			reach->symbols[i].be[is_set] = REACH_ALL;
	}
	reach->symbols[SYMBOL_M].m = REACH_ALL;
}

static bool widen_any_symbol(struct reach *reach, uint32_t symbol)
{
	const struct graph_symbol *is = &reach->graph->symbols[symbol];

	reach->changed = false;
	if (!is->line || !reach_is_tristate(is))
		return false;
	if (is->choice)
		widen_member(reach, symbol);
	else
		widen_symbol(reach, symbol);
	widen_modules(reach, symbol);
	/* those that aren't chosen look at the one that is */
	if (reach->changed && is->choice)
		wait_for(reach, choice_value_node(reach->graph, is->choice - 1));
	return reach->changed;
}

/* Look at it again, and let all that looks at it wait if it changed. */
static void widen_node(struct reach *reach, value_node node)
{
	const struct graph *graph = reach->graph;
	bool changed = true;	/* a choice: its members may */

	if (node < symbol_value_node(graph, 0))
		changed = widen_expression(reach, node);
	else if (node < choice_value_node(graph, 0))
		changed = widen_any_symbol(reach, node - symbol_value_node(graph, 0));
	if (changed && !reach->in_order)
		wait_for_dependents(reach, node);
}

static void widen_waiting_expressions(struct reach *reach)
{
	while (reach->waiting_expressions.count) {
		value_node node = reach->waiting_expressions.items[
			--reach->waiting_expressions.count];

		reach->waits[node] = false;
		widen_node(reach, node);
	}
}

/* Symbols look at much: they wait until all expressions are done. */
static void widen_waiting(struct reach *reach)
{
	widen_waiting_expressions(reach);
	while (reach->waiting.count) {
		const size_t count = reach->waiting.count;

		for (size_t i = 0; i < count; i++) {
			value_node node = reach->waiting.items[i];

			reach->waits[node] = false;
			widen_node(reach, node);
		}
		reach->waiting.count -= count;
		memmove(reach->waiting.items, reach->waiting.items + count,
			reach->waiting.count * sizeof(reach->waiting.items[0]));
		widen_waiting_expressions(reach);
	}
}

/* What numbers can be looks at much: their comparisons are tried again. */
static void widen_comparisons(struct reach *reach)
{
	for (uint32_t i = 0; i < reach->graph->nr_expressions; i++)
		if (reach->graph->expressions[i].kind >= EXPRESSION_EQUAL)
			widen_node(reach, i);
}

/* One pass does for most, where there is an order. */
static void widen_all(struct reach *reach)
{
	const value_node *sequence = reach->dependents->sequence;

	reach->in_order = sequence;
	for (value_node i = 0; i < reach->dependents->nr_nodes; i++)
		widen_node(reach, sequence ? sequence[i] : i);
	reach->in_order = false;
}

void reach_run(struct reach *reach, const struct reach_lines *lines)
{
	const struct graph *graph = reach->graph;
	reach_cases modules;

	reach->lines = lines;
	start(reach);
	do {
		modules = reach->modules;
		widen_all(reach);
		do {
			widen_waiting(reach);
			widen_comparisons(reach);
		} while (reach->waiting.count || reach->waiting_expressions.count);
		reach->modules = reach->symbols[graph->modules].be[true];
	} while (reach->modules != modules);
}
