// SPDX-License-Identifier: GPL-2.0-or-later
/* The solver against trying all there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "generator/base/memory.h"
#include "generator/budget/solve.h"

static uint64_t seed;

static uint64_t below(uint64_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % limit;
}

/* Few different figures make ties, many make none: both are wanted. */
static void make_variable(struct solve_variable *variable, uint64_t figures)
{
	unsigned int values = 1 + (unsigned int)below(4);

	variable->allowed = (UINT32_C(1) << values) - 1;
	if (values > 1 && !below(4))
		variable->allowed &= ~(UINT32_C(1) << below(values));
	variable->preferred = (unsigned int)below(values);
	for (unsigned int i = 0; i < values; i++)
		variable->costs[i] = (struct solve_cost){
			.loss = below(figures), .ram = below(figures),
			.flash = below(figures),
		};
}

static void make_pair(const struct solve_problem *problem,
		      struct solve_pair *pair, uint64_t figures)
{
	pair->a = (size_t)below(problem->nr_variables);
	do
		pair->b = (size_t)below(problem->nr_variables);
	while (pair->b == pair->a);
	for (size_t a = 0; a < 4; a++) {
		pair->forbidden[a] = (uint32_t)(below(3) ? 0 : below(16));
		for (size_t b = 0; b < 4; b++) {
			pair->ram[a][b] = below(figures);
			pair->flash[a][b] = below(figures);
		}
	}
}

/* problem->pairs has room for 8. */
static void make_problem(struct solve_problem *problem)
{
	struct solve_pair *pairs = problem->pairs;
	static const uint64_t choices[] = { 2, 5, 10000 };
	uint64_t figures = choices[below(3)];

	memset(pairs, 0, 8 * sizeof(*pairs));
	*problem = (struct solve_problem){ .pairs = pairs };
	problem->nr_variables = 1 + (size_t)below(6);
	for (size_t i = 0; i < problem->nr_variables; i++)
		make_variable(&problem->variables[i], figures);
	if (problem->nr_variables > 1)
		problem->nr_pairs = (size_t)below(9);
	for (size_t i = 0; i < problem->nr_pairs; i++)
		make_pair(problem, &pairs[i], figures);
	problem->constant = (struct solve_cost){ below(figures), below(figures),
						 below(figures) };
	problem->ram = below(3) ? below(figures * (problem->nr_variables + 2)) :
				  SOLVE_NO_LIMIT;
	problem->flash = below(3) ? below(figures * (problem->nr_variables + 2)) :
				    SOLVE_NO_LIMIT;
}

/* ---- trying all */

/* False: these values are forbidden. */
static bool cost_of(const struct solve_problem *problem, const uint8_t *values,
		    struct solve_answer *answer)
{
	*answer = (struct solve_answer){ .found = true,
					 .cost = problem->constant };
	memcpy(answer->values, values, problem->nr_variables);
	for (size_t i = 0; i < problem->nr_variables; i++) {
		const struct solve_variable *variable = &problem->variables[i];
		const struct solve_cost *cost = &variable->costs[values[i]];

		if (!(variable->allowed >> values[i] & 1))
			return false;
		answer->cost.loss += cost->loss;
		answer->cost.ram += cost->ram;
		answer->cost.flash += cost->flash;
		answer->changes += values[i] != variable->preferred;
	}
	for (size_t i = 0; i < problem->nr_pairs; i++) {
		const struct solve_pair *pair = &problem->pairs[i];
		size_t a = values[pair->a], b = values[pair->b];

		if (pair->forbidden[a] >> b & 1)
			return false;
		answer->cost.ram += pair->ram[a][b];
		answer->cost.flash += pair->flash[a][b];
	}
	return answer->cost.ram <= problem->ram &&
	       answer->cost.flash <= problem->flash;
}

static int compare(const struct solve_answer *a, const struct solve_answer *b,
		   enum solve_goal goal)
{
	const uint64_t figures[2][4] = {
		{ a->cost.loss, a->changes, a->cost.ram, a->cost.flash },
		{ b->cost.loss, b->changes, b->cost.ram, b->cost.flash },
	};
	static const size_t orders[4][4] = {
		[SOLVE_LOSS] = { 0, 1, 2, 3 },
		[SOLVE_LOSS_AND_RAM] = { 0, 2, 1, 3 },
		[SOLVE_RAM] = { 2, 0, 1, 3 },
		[SOLVE_FLASH] = { 3, 0, 1, 2 },
	};

	for (size_t i = 0; i < 4; i++) {
		size_t at = orders[goal][i];

		if (figures[0][at] != figures[1][at])
			return figures[0][at] < figures[1][at] ? -1 : 1;
	}
	return memcmp(a->values, b->values, sizeof(a->values));
}

static struct solve_answer try_all(const struct solve_problem *problem,
				   enum solve_goal goal)
{
	struct solve_answer best = { 0 }, answer;
	size_t all = 1;

	for (size_t i = 0; i < problem->nr_variables; i++)
		all *= 4;
	for (size_t number = 0; number < all; number++) {
		uint8_t values[SOLVE_VARIABLES] = { 0 };

		for (size_t i = 0; i < problem->nr_variables; i++)
			values[i] = number >> 2 * i & 3;
		if (cost_of(problem, values, &answer) &&
		    (!best.found || compare(&answer, &best, goal) < 0))
			best = answer;
	}
	return best;
}

#define PROBLEMS 1000

static void test_against_all(void **state)
{
	struct solve_problem *problem = memory_new(1, sizeof(*problem));
	size_t found = 0;

	(void)state;
	seed = 20240607;
	problem->pairs = memory_new(8, sizeof(*problem->pairs));
	for (size_t i = 0; i < PROBLEMS; i++) {
		make_problem(problem);
		for (int goal = SOLVE_LOSS; goal <= SOLVE_FLASH; goal++) {
			struct solve_answer best = try_all(problem, (enum solve_goal)goal);
			struct error error = ERROR_INIT;
			struct solve_answer answer;

			assert_int_equal(solve(problem, (enum solve_goal)goal,
					       &answer, &error), 0);
			assert_int_equal(answer.found, best.found);
			if (!best.found)
				continue;
			found++;
			assert_true(answer.cost.loss == best.cost.loss);
			assert_true(answer.cost.ram == best.cost.ram);
			assert_true(answer.cost.flash == best.cost.flash);
			assert_int_equal(answer.changes, best.changes);
			assert_memory_equal(answer.values, best.values,
					    sizeof(best.values));
		}
	}
	assert_true(found > PROBLEMS);
	assert_true(found < 4 * PROBLEMS);
	free(problem->pairs);
	free(problem);
}

/* As many knobs as the kernel's, with hubs: more RAM never gives more loss. */
static void test_large(void **state)
{
	struct solve_problem *problem = memory_new(1, sizeof(*problem));
	uint64_t loss = UINT64_MAX, least;
	struct error error = ERROR_INIT;
	struct solve_answer answer;

	(void)state;
	seed = 42;
	problem->nr_variables = 60;
	for (size_t i = 0; i < 60; i++) {
		struct solve_variable *variable = &problem->variables[i];
		unsigned int values = 2 + (unsigned int)below(7);

		variable->allowed = (UINT32_C(1) << values) - 1;
		for (unsigned int k = 1; k < values; k++)
			variable->costs[k].loss = variable->costs[k - 1].loss +
						  1 + below(12);
		for (unsigned int k = values - 1; k-- > 0;)
			variable->costs[k].ram = variable->costs[k + 1].ram +
						 below(32 << below(9)) * 4;
	}
	problem->nr_pairs = 12;
	problem->pairs = memory_new(problem->nr_pairs, sizeof(*problem->pairs));
	for (size_t i = 0; i < problem->nr_pairs; i++) {
		problem->pairs[i].a = i % 2;
		problem->pairs[i].b = 2 + i;
		problem->pairs[i].forbidden[1] = 2;
		for (size_t a = 0; a < 8; a++)
			for (size_t b = 0; b < 8; b++)
				problem->pairs[i].ram[a][b] = (7 - a) * (7 - b) * 64;
	}
	problem->ram = problem->flash = SOLVE_NO_LIMIT;
	assert_int_equal(solve(problem, SOLVE_RAM, &answer, &error), 0);
	least = answer.cost.ram;
	problem->ram = least - 1;
	assert_int_equal(solve(problem, SOLVE_LOSS, &answer, &error), 0);
	assert_false(answer.found);
	for (problem->ram = least; loss; problem->ram += 20000) {
		assert_int_equal(solve(problem, SOLVE_LOSS, &answer, &error), 0);
		assert_true(answer.found);
		assert_true(answer.cost.ram <= problem->ram);
		assert_true(answer.cost.loss <= loss);
		loss = answer.cost.loss;
	}
	assert_int_equal(answer.changes, 0);
	free(problem->pairs);
	free(problem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_all),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
