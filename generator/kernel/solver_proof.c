// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_private.h"

#define CASES 64		/* bits of a reach_cases */

/* The goals that are lost without one of the lines. */
static void find_goals(struct solver *solver, struct solver_line *line)
{
	ARRAY(size_t) goals = { 0 };

	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct aim *aim = &solver->aims.items[i];

		/* aims of one goal are one after the other */
		if ((goals.count && goals.items[goals.count - 1] == aim->goal) ||
		    aim->goal >= solver->problem->nr_goals ||
		    aim_met(solver, aim->condition))
			continue;
		*array_add(&goals) = aim->goal;
	}
	line->goals = goals.items;
	line->nr_goals = goals.count;
}

/* Or, where there are none, the symbol that would be selected past its dependencies. */
static void find_use(struct solver *solver, struct solver_line *line)
{
	uint32_t bypassed;

	find_goals(solver, line);
	if (line->nr_goals)
		return;
	bypassed = lines_next_bypassed(solver, SYMBOL_FIRST);
	if (bypassed)
		line->keeps = memory_strdup(graph_name(&solver->kconfig->graph,
						       bypassed));
}

static void find_uses(struct solver *solver, struct solver_solution *solution)
{
	for (size_t i = 0; i < solution->nr_lines; i++) {
		uint32_t symbol = kconfig_values_find(&solver->kconfig->values,
					      solution->lines[i].line.symbol);
		const char *value = solver->values[symbol];

		lines_drop(solver, symbol);
		lines_evaluate(solver);
		find_use(solver, &solution->lines[i]);
		lines_set(solver, symbol, value);
	}
	lines_evaluate(solver);
}

/* The solution's lines, in all cases. free() it. */
static reach_cases *allow_lines(const struct solver *solver)
{
	reach_cases *allowed = memory_new(solver->kconfig->graph.nr_symbols,
					  sizeof(*allowed));

	for (size_t i = 0; i < solver->lines.count; i++)
		allowed[solver->lines.items[i]] = REACH_ALL;
	return allowed;
}

/* For lines first to first + 63: case i is that line first + i isn't there. */
static void prove_some(struct solver *solver, struct reach *reach,
		       const uint8_t *known, struct solver_solution *solution,
		       size_t first)
{
	reach_cases *allowed = allow_lines(solver);
	reach_cases possible = REACH_ALL;
	const struct reach_lines lines = {
		.allowed = allowed, .values = solver->values, .known = known,
	};

	for (size_t i = first; i < solution->nr_lines && i < first + CASES; i++) {
		uint32_t symbol = kconfig_values_find(&solver->kconfig->values,
					      solution->lines[i].line.symbol);

		allowed[symbol] &= ~(UINT64_C(1) << (i - first));
	}
	reach_run(reach, &lines);
	for (size_t i = 0; i < solver->aims.count; i++)
		possible &= reach_condition(reach, solver->aims.items[i].condition);
	for (size_t i = first; i < solution->nr_lines && i < first + CASES; i++)
		solution->lines[i].proved = !(possible >> (i - first) & 1);
	free(allowed);
}

/* What must be so where all goals hold by the solution's lines or some of them. */
static uint8_t *know_all(struct solver *solver, struct reach *reach)
{
	reach_cases *allowed = allow_lines(solver);
	const struct reach_lines lines = { .allowed = allowed, .values = solver->values };
	uint8_t *known = known_by_lines(solver, reach, &lines, NULL);

	free(allowed);
	return known;
}

void proof_make(struct solver *solver, struct solver_solution *solution)
{
	struct reach *reach = reach_new(solver->kconfig);
	uint8_t *known = know_all(solver, reach);

	for (size_t i = 0; i < solution->nr_lines; i += CASES)
		prove_some(solver, reach, known, solution, i);
	free(known);
	reach_free(reach);
	find_uses(solver, solution);
}

/* ---- goals against each other */

/* The symbol of a goal "S=value" that is a number or a text; else SYMBOL_NONE. */
static uint32_t number_of(const struct solver *solver, const struct aim *aim)
{
	uint32_t symbol;

	if (aim->disabled || aim->condition->kind != CONDITION_SYMBOL)
		return SYMBOL_NONE;
	symbol = kconfig_values_find(&solver->kconfig->values, aim->condition->symbol);
	return solver->kconfig->graph.symbols[symbol].type > KCONFIG_TYPE_TRISTATE ?
	       symbol : SYMBOL_NONE;
}

/* Do two want it to be this and that? */
static bool numbers_differ(const struct solver *solver)
{
	const struct aim *aims = solver->aims.items;

	for (size_t i = 0; i < solver->aims.count; i++) {
		uint32_t symbol = number_of(solver, &aims[i]);

		for (size_t k = 0; symbol && k < i; k++)
			if (number_of(solver, &aims[k]) == symbol &&
			    !kconfig_same_value(solver->kconfig->graph.symbols[symbol].type,
						aims[i].condition->value,
						aims[k].condition->value))
				return true;
	}
	return false;
}

bool proof_of_contradiction(const struct solver *solver)
{
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	reach_cases *allowed = memory_new(nr_symbols, sizeof(*allowed));
	const char **values = memory_new(nr_symbols, sizeof(*values));
	struct reach_lines lines = { .allowed = allowed, .values = values };
	struct reach *reach = reach_new(solver->kconfig);
	bool contradiction;
	uint8_t *known;

	for (uint32_t i = 0; i < nr_symbols; i++)
		allowed[i] = solver->avoided[i] ? 0 : REACH_ALL;
	known = known_by_lines(solver, reach, &lines, &contradiction);
	contradiction |= numbers_differ(solver);
	lines.known = known;
	if (!contradiction)
		reach_run(reach, &lines);
	for (size_t i = 0; !contradiction && i < solver->aims.count; i++)
		contradiction = !solver->aims.items[i].disabled &&
				!reach_condition(reach, solver->aims.items[i].condition);
	free(known);
	reach_free(reach);
	free(values);
	free(allowed);
	return contradiction;
}
