// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/table.h"
#include "generator/budget/solve_bound.h"
#include "generator/budget/solve_search.h"

/* For a first answer, which need not be the best, so many states are enough. */
#define NARROW_STATES 200

static const size_t orders[][SOLVE_DIMENSIONS] = {
	[SOLVE_LOSS] = { SOLVE_D_LOSS, SOLVE_D_CHANGES, SOLVE_D_RAM,
			 SOLVE_D_FLASH },
	[SOLVE_LOSS_AND_RAM] = { SOLVE_D_LOSS, SOLVE_D_RAM, SOLVE_D_CHANGES,
				 SOLVE_D_FLASH },
	[SOLVE_RAM] = { SOLVE_D_RAM, SOLVE_D_LOSS, SOLVE_D_CHANGES,
			SOLVE_D_FLASH },
	[SOLVE_FLASH] = { SOLVE_D_FLASH, SOLVE_D_LOSS, SOLVE_D_CHANGES,
			  SOLVE_D_RAM },
};

/* ---- variables in many pairs */

/*
 * A variable in several pairs keeps states apart all the way. There are few
 * such, with few values, so each combination of their values is a problem of its
 * own, in which their pairs are costs of the others.
 */
#define MAX_CASES 64

struct one_case {
	struct solve_problem *problem;
	struct bound bound;
};

struct cases {			/* as of ARRAY() */
	struct one_case *items;
	size_t count;
	size_t capacity;
};

/* Let @at have this value: false if that leaves some other variable none. */
static bool fix(struct solve_problem *problem, size_t at, unsigned int value)
{
	size_t kept = 0;

	problem->variables[at].allowed = UINT32_C(1) << value;
	for (size_t i = 0; i < problem->nr_pairs; i++) {
		const struct solve_pair *pair = &problem->pairs[i];
		bool is_a = pair->a == at;
		struct solve_variable *other =
			&problem->variables[is_a ? pair->b : pair->a];

		if (!is_a && pair->b != at) {
			problem->pairs[kept++] = *pair;
			continue;
		}
		for (unsigned int k = 0; k < SOLVE_VALUES; k++) {
			unsigned int a = is_a ? value : k, b = is_a ? k : value;

			other->costs[k].ram += pair->ram[a][b];
			other->costs[k].flash += pair->flash[a][b];
			if (pair->forbidden[a] >> b & 1)
				other->allowed &= ~(UINT32_C(1) << k);
		}
		if (!other->allowed)
			return false;
	}
	problem->nr_pairs = kept;
	return true;
}

/* The variable in most pairs, of those in at least two; else SIZE_MAX. */
static size_t busiest(const struct solve_problem *problem)
{
	size_t pairs[SOLVE_VARIABLES] = { 0 };
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < problem->nr_pairs; i++) {
		pairs[problem->pairs[i].a]++;
		pairs[problem->pairs[i].b]++;
	}
	for (size_t at = 0; at < problem->nr_variables; at++)
		if (pairs[at] >= 2 && (best == SIZE_MAX || pairs[at] > pairs[best]))
			best = at;
	return best;
}

static struct solve_problem *copy_problem(const struct solve_problem *problem)
{
	struct solve_problem *copy = memory_new(1, sizeof(*copy));

	*copy = *problem;
	copy->pairs = memory_new(problem->nr_pairs, sizeof(*copy->pairs));
	if (problem->nr_pairs)
		memcpy(copy->pairs, problem->pairs,
		       problem->nr_pairs * sizeof(*copy->pairs));
	return copy;
}

static void free_problem(struct solve_problem *problem)
{
	free(problem->pairs);
	free(problem);
}

/* Replace each case by one per value of a busy variable, while there are few. */
static void split(struct cases *cases)
{
	size_t at = busiest(cases->items[0].problem);
	size_t count = cases->count;
	uint32_t allowed = 0;

	while (at != SIZE_MAX) {
		struct cases next = { 0 };

		for (size_t i = 0; i < count; i++)
			allowed |= cases->items[i].problem->variables[at].allowed;
		if (count * (size_t)__builtin_popcount(allowed) > MAX_CASES)
			return;
		for (size_t i = 0; i < count; i++) {
			struct solve_problem *from = cases->items[i].problem;

			for (unsigned int value = 0; value < SOLVE_VALUES; value++) {
				struct solve_problem *problem;

				if (!(from->variables[at].allowed >> value & 1))
					continue;
				problem = copy_problem(from);
				if (fix(problem, at, value))
					array_add(&next)->problem = problem;
				else
					free_problem(problem);
			}
			free_problem(from);
		}
		array_free(cases);
		*cases = next;
		count = cases->count;
		allowed = 0;
		at = count ? busiest(cases->items[0].problem) : SIZE_MAX;
	}
}

static int compare_roots(const void *a_, const void *b_)
{
	const struct one_case *a = a_, *b = b_;

	return (a->bound.root > b->bound.root) - (a->bound.root < b->bound.root);
}

/* Better @best, if this case has something better. */
static int solve_case(const struct one_case *one, const size_t *order,
		      size_t width, double *known, struct solve_answer *best,
		      struct error *error)
{
	struct solve_answer answer = { 0 };

	if (one->bound.root > *known)
		return 0;
	if (search_run(one->problem, &one->bound, order, *known, width, &answer,
		       error))
		return -1;
	if (answer.found &&
	    (!best->found || search_compare(&answer, best, order) < 0)) {
		*best = answer;
		*known = bound_known(&one->bound, best);
	}
	return 0;
}

int solve(const struct solve_problem *problem, enum solve_goal goal,
	  struct solve_answer *answer, struct error *error)
{
	const size_t *order = orders[goal];
	const double weight = bound_weight(problem, order);
	const size_t widths[] = { NARROW_STATES, 0 };
	struct cases cases = { 0 };
	double known = INFINITY;
	int result = 0;

	*answer = (struct solve_answer){ 0 };
	array_add(&cases)->problem = copy_problem(problem);
	split(&cases);
	for (size_t i = 0; i < cases.count; i++)
		bound_make(&cases.items[i].bound, cases.items[i].problem, order,
			   weight);
	if (cases.count)
		qsort(cases.items, cases.count, sizeof(*cases.items),
		      compare_roots);
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; !result && i < cases.count; i++)
			result = solve_case(&cases.items[i], order, widths[pass],
					    &known, answer, error);
	for (size_t i = 0; i < cases.count; i++)
		free_problem(cases.items[i].problem);
	array_free(&cases);
	return result;
}
