// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must be so wherever all goals hold: unit propagation, from what goals say
 * of single symbols down to what those depend on.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_private.h"

#define MAX_ROUNDS 2		/* of finding what follows from what follows */

enum { SAYS_Y = 1, SAYS_NOT_Y = 2, SAYS_NOT_M = 4 };

uint8_t *known_by_goals(const struct solver *solver)
{
	const struct graph *graph = &solver->kconfig->graph;
	uint8_t *known = memory_new(graph->nr_symbols, 1);

	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct condition *leaf = solver->aims.items[i].condition;
		bool is_not = leaf->kind == CONDITION_NOT;
		uint32_t symbol;

		if (is_not)
			leaf = leaf->operands[0];
		if (leaf->kind != CONDITION_SYMBOL || solver->aims.items[i].disabled)
			continue;
		symbol = kconfig_values_find(&solver->kconfig->values, leaf->symbol);
		if (!strcmp(leaf->value, "y"))
			known[symbol] |= is_not ? SAYS_NOT_Y : SAYS_Y;
		else if (is_not && !strcmp(leaf->value, "m"))
			known[symbol] |= SAYS_NOT_M;
	}
	for (uint32_t i = 0; i < graph->nr_symbols; i++) {
		uint8_t says = known[i];

		known[i] = REACH_OPEN;
		if (graph->symbols[i].type == KCONFIG_TYPE_BOOL)
			says |= SAYS_NOT_M;
		if (says & SAYS_Y)
			known[i] = REACH_IS_Y;
		else if ((says & SAYS_NOT_Y) && (says & SAYS_NOT_M))
			known[i] = REACH_IS_N;
	}
	return known;
}

/* ---- what follows */

/* Facts that are to be followed up. */
struct fact {
	uint32_t number;	/* of a symbol, or an expression */
	bool is_symbol;
	bool is_y;		/* it isn't n */
};

struct follower {
	const struct solver *solver;
	const struct graph *graph;
	const struct reach *reach;
	const struct reach_lines *lines;
	uint8_t *symbols;	/* enum reach_known */
	uint8_t *expressions;	/* likewise */
	ARRAY(struct fact) facts;
	bool changed;		/* a symbol is known that wasn't */
	bool contradiction;	/* something must be y and must be n */
};

static uint8_t is_known(bool is_y)
{
	return is_y ? REACH_IS_Y : REACH_IS_N;
}

static void know_expression(struct follower *follower, uint32_t expression, bool is_y)
{
	follower->contradiction |= follower->expressions[expression] == is_known(!is_y);
	if (follower->expressions[expression] != REACH_OPEN)
		return;
	follower->expressions[expression] = is_known(is_y);
	*array_add(&follower->facts) = (struct fact){ expression, false, is_y };
}

static bool is_tristate(const struct graph_symbol *symbol)
{
	return symbol->type == KCONFIG_TYPE_BOOL || symbol->type == KCONFIG_TYPE_TRISTATE;
}

static void know_symbol(struct follower *follower, uint32_t symbol, bool is_y)
{
	const struct graph_symbol *is = &follower->graph->symbols[symbol];

	if (!is->line || !is_tristate(is))
		return;
	follower->contradiction |= follower->symbols[symbol] == is_known(!is_y);
	if (follower->symbols[symbol] != REACH_OPEN)
		return;
	follower->symbols[symbol] = is_known(is_y);
	follower->changed = true;
	*array_add(&follower->facts) = (struct fact){ symbol, true, is_y };
}

static bool can_be(const struct follower *follower, uint32_t expression, bool is_y)
{
	return follower->expressions[expression] != is_known(!is_y) &&
	       reach_expression(follower->reach, expression, is_y);
}

/* Of two, one is what is wanted: where one can't be, the other is. */
static void follow_either(struct follower *follower,
			  const struct graph_expression *expression, bool is_y)
{
	if (!can_be(follower, expression->left, is_y))
		know_expression(follower, expression->right, is_y);
	else if (!can_be(follower, expression->right, is_y))
		know_expression(follower, expression->left, is_y);
}

static void follow_expression(struct follower *follower, uint32_t number, bool is_y)
{
	const struct graph_expression *expression =
		&follower->graph->expressions[number];

	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		know_symbol(follower, expression->left, is_y);
		break;
	case EXPRESSION_NOT:
		/* !m is m: what isn't y is n where it can't be m */
		if (!is_y || !reach_modular(follower->reach, expression->left))
			know_expression(follower, expression->left, !is_y);
		break;
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		if ((expression->kind == EXPRESSION_AND) != is_y) {
			follow_either(follower, expression, is_y);
			break;
		}
		know_expression(follower, expression->left, is_y);
		know_expression(follower, expression->right, is_y);
		break;
	default:
		break;	/* comparisons are left open */
	}
}

/* How many prompts and defaults could make it y, and the last of them. */
static unsigned int count_ways(const struct follower *follower, uint32_t symbol,
			       const struct graph_property **last)
{
	const struct graph_symbol *is = &follower->graph->symbols[symbol];
	unsigned int count = 0;

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			&follower->graph->properties[is->first_property + i];
		bool counts = can_be(follower, property->visible, true);

		if (property->kind == PROPERTY_PROMPT)
			/* of a choice, any may be y without a line */
			counts = counts && (is->choice ||
					    follower->lines->allowed[symbol]);
		else if (property->kind == PROPERTY_DEFAULT)
			counts = counts && can_be(follower, property->value, true) &&
				 !reach_shadowed(follower->reach,
						 is->first_property + i);
		else
			counts = false;
		if (counts) {
			*last = property;
			count++;
		}
	}
	return count;
}

/* Why a symbol is y: where there is one way only, that is it. */
static void follow_symbol(struct follower *follower, uint32_t symbol)
{
	const struct graph_symbol *is = &follower->graph->symbols[symbol];
	const struct graph_property *way = NULL;
	unsigned int count = count_ways(follower, symbol, &way);
	bool selected = !is->choice && is->selected &&
			can_be(follower, is->selected, true);
	bool implied = !is->choice && is->implied &&
		       can_be(follower, is->implied, true);

	/* prompts, defaults and what is implied have its dependencies in them */
	if (!selected && !is->choice)
		know_expression(follower, is->depends, true);
	if (count + selected + implied != 1)
		return;
	if (selected)
		know_expression(follower, is->selected, true);
	else if (implied)
		know_expression(follower, is->implied, true);
	else
		know_expression(follower, way->visible, true);
	if (way && way->kind == PROPERTY_DEFAULT)
		know_expression(follower, way->value, true);
}

/* Of a choice one is y. */
static void follow_choice(struct follower *follower, uint32_t symbol)
{
	const struct graph *graph = follower->graph;
	const struct graph_choice *choice =
		&graph->choices[graph->symbols[symbol].choice - 1];

	for (uint32_t i = 0; i < choice->nr_members; i++)
		if (graph->members[choice->first_member + i] != symbol)
			know_symbol(follower, graph->members[choice->first_member + i],
				    false);
}

static void follow(struct follower *follower, const struct fact *fact)
{
	const struct graph_symbol *is = &follower->graph->symbols[fact->number];

	if (!fact->is_symbol)
		follow_expression(follower, fact->number, fact->is_y);
	else if (fact->is_y && is->choice)
		follow_choice(follower, fact->number);
	if (fact->is_symbol && fact->is_y)
		follow_symbol(follower, fact->number);
	else if (fact->is_symbol && is->selected && !is->choice)
		know_expression(follower, is->selected, false);
}

/* A goal that is a symbol wants its dependencies met, too. */
static void follow_goals(struct follower *follower)
{
	const struct solver *solver = follower->solver;

	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct aim *aim = &solver->aims.items[i];
		uint32_t symbol;

		if (aim->disabled || aim->condition->kind != CONDITION_SYMBOL)
			continue;
		symbol = kconfig_values_find(&solver->kconfig->values,
					     aim->condition->symbol);
		if (is_tristate(&follower->graph->symbols[symbol]) &&
		    !follower->graph->symbols[symbol].choice)
			know_expression(follower,
					follower->graph->symbols[symbol].depends, true);
	}
}

/* Add what follows from what is known by what can be. Does anything? */
static bool follow_all(const struct solver *solver, const struct reach *reach,
		       const struct reach_lines *lines, uint8_t *known,
		       bool *contradiction)
{
	struct follower follower = {
		.solver = solver, .graph = &solver->kconfig->graph,
		.reach = reach, .lines = lines, .symbols = known,
	};

	follower.expressions = memory_new(follower.graph->nr_expressions, 1);
	for (uint32_t i = SYMBOL_FIRST; i < follower.graph->nr_symbols; i++)
		if (known[i] != REACH_OPEN)
			*array_add(&follower.facts) =
				(struct fact){ i, true, known[i] == REACH_IS_Y };
	follow_goals(&follower);
	for (size_t i = 0; i < follower.facts.count; i++) {
		const struct fact fact = follower.facts.items[i];

		follow(&follower, &fact);
	}
	array_free(&follower.facts);
	free(follower.expressions);
	*contradiction |= follower.contradiction;
	return follower.changed;
}

uint8_t *known_by_lines(const struct solver *solver, struct reach *reach,
			const struct reach_lines *lines, bool *contradiction)
{
	uint8_t *known = known_by_goals(solver);
	bool contradicts = false;
	struct reach_lines with = *lines;

	with.known = known;
	for (int round = 0; round < MAX_ROUNDS; round++) {
		reach_run(reach, &with);
		if (!follow_all(solver, reach, &with, known, &contradicts))
			break;
	}
	if (contradiction)
		*contradiction = contradicts;
	return known;
}

uint8_t *known_in_any_case(const struct solver *solver)
{
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	reach_cases *allowed = memory_new(nr_symbols, sizeof(*allowed));
	const char **values = memory_new(nr_symbols, sizeof(*values));
	const struct reach_lines lines = { .allowed = allowed, .values = values };
	struct reach *reach = reach_new(solver->kconfig);
	uint8_t *known;

	for (uint32_t i = 0; i < nr_symbols; i++)
		allowed[i] = solver->avoided[i] ? 0 : REACH_ALL;
	known = known_by_lines(solver, reach, &lines, NULL);
	reach_free(reach);
	free(values);
	free(allowed);
	return known;
}
