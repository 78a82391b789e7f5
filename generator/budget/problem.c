// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/problem.h"

#include <stdlib.h>

#include "generator/base/memory.h"
#include "generator/base/table.h"
#include "generator/budget/predict.h"

struct pairs {		/* as of ARRAY() */
	struct solve_pair *items;
	size_t count;
	size_t capacity;
};

/* The pair of two knobs; *@swapped: @one is its b. */
static struct solve_pair *pair_of(struct pairs *pairs, size_t one, size_t other,
				  bool *swapped)
{
	struct solve_pair *pair;

	for (size_t i = 0; i < pairs->count; i++) {
		pair = &pairs->items[i];
		*swapped = pair->b == one;
		if ((pair->a == one && pair->b == other) ||
		    (pair->a == other && pair->b == one))
			return pair;
	}
	*swapped = false;
	pair = array_add(pairs);
	pair->a = one;
	pair->b = other;
	return pair;
}

static void add_rule(const struct knobs *knobs, size_t at,
		     const struct knob_rule *rule, struct pairs *pairs)
{
	uint32_t bad = rule->excludes ? rule->values : ~rule->values;
	struct solve_pair *pair;
	bool swapped;

	if (rule->is_feature)
		return;
	pair = pair_of(pairs, at, rule->other, &swapped);
	for (unsigned int i = 0; i < knobs->knobs[at].nr_values; i++)
		for (unsigned int k = 0; k < knobs->knobs[rule->other].nr_values; k++)
			if (rule->at >> i & 1 && bad >> k & 1)
				pair->forbidden[swapped ? k : i] |=
					UINT32_C(1) << (swapped ? i : k);
}

static void add_times(const struct knobs *knobs, size_t at,
		      const struct knob_times *times, struct pairs *pairs)
{
	const struct knob *other = &knobs->knobs[times->knob];
	struct solve_pair *pair;
	bool swapped;

	pair = pair_of(pairs, at, times->knob, &swapped);
	for (unsigned int i = 0; i < knobs->knobs[at].nr_values; i++)
		for (unsigned int k = 0; k < other->nr_values; k++) {
			uint64_t bytes = times->counts[i] * other->each[k];

			if (times->part == PART_FLASH)
				pair->flash[swapped ? k : i][swapped ? i : k] += bytes;
			else
				pair->ram[swapped ? k : i][swapped ? i : k] += bytes;
		}
}

static void fill_variable(const struct problem *problem, size_t at, uint64_t ram,
			  struct solve_variable *variable)
{
	const struct knob *knob = &problem->knobs->knobs[at];

	variable->allowed = problem->values[at];
	variable->preferred = knob->kernels;
	for (unsigned int i = 0; i < knob->nr_values; i++) {
		struct solve_cost *cost = &variable->costs[i];

		cost->loss = knob->loss[i];
		for (size_t part = 0; part < NR_RAM_PARTS; part++)
			cost->ram += predict_knob_part(knob, i, (enum part)part, ram);
		cost->flash = predict_knob_part(knob, i, PART_FLASH, ram);
	}
}

void problem_make(struct problem *problem, const struct knobs *knobs,
		  const struct base *base, const uint32_t *values,
		  uint64_t free, uint64_t flash)
{
	struct pairs pairs = { 0 };

	*problem = (struct problem){
		.knobs = knobs, .base = base, .values = values, .free = free,
		.flash = flash,
	};
	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob *knob = &knobs->knobs[i];

		for (size_t k = 0; k < knob->nr_rules; k++)
			add_rule(knobs, i, &knob->rules[k], &pairs);
		for (size_t k = 0; k < knob->nr_times; k++)
			add_times(knobs, i, &knob->times[k], &pairs);
	}
	problem->solve.pairs = pairs.items;
	problem->solve.nr_pairs = pairs.count;
	problem->solve.nr_variables = knobs->nr_knobs;
}

void problem_free(struct problem *problem)
{
	free(problem->solve.pairs);
	problem->solve.pairs = NULL;
}

/* The terms that depend on how much RAM there is, and on what stays free. */
static void set_ram(struct problem *problem, uint64_t ram)
{
	const struct base *base = problem->base;
	struct solve_problem *solve = &problem->solve;
	bool block = false, reserve = false;

	for (size_t at = 0; at < problem->knobs->nr_knobs; at++) {
		const struct knob *knob = &problem->knobs->knobs[at];
		struct solve_variable *variable = &solve->variables[at];

		*variable = (struct solve_variable){ 0 };
		fill_variable(problem, at, ram, variable);
		block |= knob->block != NULL;
		reserve |= knob->bytes[PART_RESERVE] != NULL;
		for (unsigned int i = 0; i < knob->nr_values; i++) {
			struct solve_cost *cost = &variable->costs[i];

			if (knob->block) {
				struct memmap memmap =
					predict_memmap(base, ram, knob->block[i]);

				cost->ram += memmap.bytes + memmap.lost +
					     memmap.left_out;
			}
			if (knob->bytes[PART_RESERVE])
				cost->ram += predict_free(base,
							  knob->bytes[PART_RESERVE][i],
							  problem->free);
		}
	}
	solve->constant = (struct solve_cost){
		.flash = predict_base_part(base, PART_FLASH, ram, block),
		.ram = reserve ? 0 : predict_free(base, 0, problem->free),
	};
	for (size_t part = 0; part < NR_RAM_PARTS; part++)
		solve->constant.ram += predict_base_part(base, (enum part)part,
							 ram, block);
}

int problem_solve(struct problem *problem, uint64_t ram, enum solve_goal goal,
		  struct solve_answer *answer, struct error *error)
{
	set_ram(problem, ram);
	problem->solve.ram = ram;
	problem->solve.flash = problem->flash;
	return solve(&problem->solve, goal, answer, error);
}

/* As predict_least_ram(), over all values. */
int problem_least_ram(struct problem *problem, uint64_t *ram,
		      struct solve_answer *answer, struct error *error)
{
	*ram = 0;
	for (;;) {
		set_ram(problem, *ram);
		problem->solve.ram = SOLVE_NO_LIMIT;
		problem->solve.flash = problem->flash;
		if (solve(&problem->solve, SOLVE_RAM, answer, error))
			return -1;
		if (!answer->found)
			return 0;
		if (answer->cost.ram <= *ram)
			break;
		*ram = (answer->cost.ram + PAGE_BYTES - 1) / PAGE_BYTES *
		       PAGE_BYTES;
	}
	/* in whole pages, less loss may do */
	return problem_solve(problem, *ram, SOLVE_LOSS, answer, error);
}

int problem_least_flash(struct problem *problem, struct solve_answer *answer,
			struct error *error)
{
	set_ram(problem, 0);
	problem->solve.ram = SOLVE_NO_LIMIT;
	problem->solve.flash = SOLVE_NO_LIMIT;
	return solve(&problem->solve, SOLVE_FLASH, answer, error);
}
