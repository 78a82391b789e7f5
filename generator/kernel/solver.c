// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/solver.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_private.h"

/* ---- goals as aims */

static void add_aims(struct solver *solver, const struct condition *condition,
		     size_t goal)
{
	if (condition->kind == CONDITION_AND) {
		for (size_t i = 0; i < condition->nr_operands; i++)
			add_aims(solver, condition->operands[i], goal);
		return;
	}
	*array_add(&solver->aims) = (struct aim){
		.condition = condition, .goal = goal,
	};
}

static void add_avoided(struct solver *solver, const char *name)
{
	uint32_t symbol = kconfig_values_find(&solver->kconfig->values, name);

	if (symbol)
		solver->avoided[symbol] = true;
	add_aims(solver, condition_not(solver->pool,
				       condition_symbol(solver->pool, name)),
		 solver->nr_goals++);
}

static void begin(struct solver *solver, struct kconfig *kconfig,
		  const struct solver_problem *problem)
{
	const uint32_t nr_symbols = kconfig->graph.nr_symbols;

	*solver = (struct solver){
		.kconfig = kconfig,
		.problem = problem,
		.pool = condition_pool_new(),
		.nr_goals = problem->nr_goals,
		.plan = plan_of(kconfig),
		.values = memory_new(nr_symbols, sizeof(solver->values[0])),
		.avoided = memory_new(nr_symbols, sizeof(bool)),
		.banned = memory_new(nr_symbols, sizeof(bool)),
		.accepted = memory_new(nr_symbols, sizeof(bool)),
	};
	for (size_t i = 0; i < problem->nr_goals; i++)
		add_aims(solver, problem->goals[i].condition, i);
	for (const char *const *avoid = problem->avoid; avoid && *avoid; avoid++)
		add_avoided(solver, *avoid);
}

static void end(struct solver *solver)
{
	condition_pool_free(solver->pool);
	free(solver->values);
	free(solver->avoided);
	free(solver->banned);
	free(solver->accepted);
	array_free(&solver->aims);
	array_free(&solver->lines);
}

/* ---- the solution */

static void take_lines(struct solver *solver, struct solver_solution *solution)
{
	const struct graph *graph = &solver->kconfig->graph;

	solution->lines = memory_new(solver->lines.count + 1,
				     sizeof(solution->lines[0]));
	for (uint32_t i = 0; i < graph->nr_order; i++) {
		uint32_t symbol = graph->order[i];

		if (!solver->values[symbol])
			continue;
		solution->lines[solution->nr_lines++].line = (struct kconfig_line){
			.symbol = memory_strdup(graph_name(graph, symbol)),
			.value = memory_strdup(solver->values[symbol]),
			.quoted = graph->symbols[symbol].type == KCONFIG_TYPE_STRING,
		};
	}
}

#define MAX_TRIES 48		/* of other ways; what can be found takes a few */

/* The thorough ways take longer, and are seldom needed. */
static bool find(struct solver *solver)
{
	if (lines_find(solver))
		return true;
	solver->thorough = true;
	lines_drop_all(solver);
	return lines_find(solver) ||
	       (!solver->problem->brief && !proof_of_contradiction(solver) &&
		search_find(solver, MAX_TRIES));
}

int solver_solve(struct kconfig *kconfig, const struct solver_problem *problem,
		 struct solver_solution *solution, struct error *error)
{
	unsigned int evaluations = kconfig_evaluations(kconfig);
	struct solver solver;
	int result;

	*solution = (struct solver_solution){ 0 };
	begin(&solver, kconfig, problem);
	result = error_check_names(&solver, error);
	if (!result && !find(&solver))
		result = problem->brief ? error_set(error, "no lines were found") :
					  error_explain(&solver, error);
	if (!result && !problem->probe) {
		lines_reduce(&solver);
		take_lines(&solver, solution);
		proof_make(&solver, solution);
	}
	solution->evaluations = kconfig_evaluations(kconfig) - evaluations;
	end(&solver);
	return result;
}

void solver_solution_free(struct solver_solution *solution)
{
	for (size_t i = 0; i < solution->nr_lines; i++) {
		free((char *)solution->lines[i].line.symbol);
		free((char *)solution->lines[i].line.value);
		free(solution->lines[i].goals);
		free(solution->lines[i].keeps);
	}
	free(solution->lines);
	*solution = (struct solver_solution){ 0 };
}

struct kconfig_line *solver_lines(const struct solver_solution *solution)
{
	struct kconfig_line *lines = memory_new(solution->nr_lines + 1,
						sizeof(lines[0]));

	for (size_t i = 0; i < solution->nr_lines; i++)
		lines[i] = solution->lines[i].line;
	return lines;
}

/* ---- for people */

static void explain_line(const struct solver_problem *problem,
			 const struct solver_line *line, struct buffer *text)
{
	buffer_add_string(text, "  a line of the solution sets it");
	if (line->keeps)
		buffer_printf(text, ", so that the dependencies of %s are met",
			      line->keeps);
	buffer_add_string(text, line->nr_goals ? "; without it are lost:\n" : "\n");
	for (size_t i = 0; i < line->nr_goals; i++) {
		const struct solver_goal *goal = &problem->goals[line->goals[i]];

		buffer_add_string(text, "    ");
		condition_text(goal->condition, text);
		if (goal->reason)
			buffer_printf(text, " (%s)", goal->reason);
		buffer_add_string(text, "\n");
	}
}

void solver_explain(struct kconfig *kconfig, const struct solver_problem *problem,
		    const struct solver_solution *solution, const char *symbol,
		    struct buffer *text)
{
	struct kconfig_line *lines = solver_lines(solution);

	kconfig_evaluate(kconfig, lines, solution->nr_lines);
	kconfig_explain(kconfig, symbol, text);
	for (size_t i = 0; i < solution->nr_lines; i++)
		if (!strcmp(lines[i].symbol, symbol))
			explain_line(problem, &solution->lines[i], text);
	free(lines);
}
