// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The solver held against trying everything, on small random trees with random
 * goals: does it find lines where there are any, is any of them one too many,
 * is what it says to be proved true, and what it says to be impossible?
 */
#include "tests/unit/solver_fixture.h"

#include <stdio.h>

#include "generator/kernel/kconfig_private.h"
#include "tests/unit/random_kconfig.h"

#define NR_TREES 1200
#define NR_SYMBOLS 7		/* A0 to A6 */
#define MAX_LINES (NR_SYMBOLS + 2)

/* Lines that there may be: each A, one B and a value of N. */
#define NR_SETS ((1u << NR_SYMBOLS) * 4 * 6)

static const char *const names[NR_SYMBOLS] = { "A0", "A1", "A2", "A3", "A4", "A5", "A6" };
static const char *const members[4] = { NULL, "B0", "B1", "B2" };
static const char *const numbers[6] = { NULL, "0", "1", "2", "3", "4" };

static size_t make_set(unsigned int number, struct kconfig_line *lines)
{
	const char *member = members[number / (1u << NR_SYMBOLS) % 4];
	const char *value = numbers[number / (1u << NR_SYMBOLS) / 4];
	size_t count = 0;

	for (unsigned int i = 0; i < NR_SYMBOLS; i++)
		if (number >> i & 1)
			lines[count++] = (struct kconfig_line){ names[i], "y", false };
	if (member)
		lines[count++] = (struct kconfig_line){ member, "y", false };
	if (value)
		lines[count++] = (struct kconfig_line){ "N", value, false };
	return count;
}

/* As solver.h says it: what is y obeys `depends on`. */
static bool is_met(struct kconfig *kconfig, const struct condition *condition)
{
	bool is_and = condition->kind == CONDITION_AND;
	const struct graph_symbol *symbol;

	if (is_and || condition->kind == CONDITION_OR) {
		for (size_t i = 0; i < condition->nr_operands; i++)
			if (is_met(kconfig, condition->operands[i]) != is_and)
				return !is_and;
		return is_and;
	}
	if (!kconfig_holds(kconfig, condition))
		return false;
	if (condition->kind != CONDITION_SYMBOL)
		return true;
	symbol = &kconfig->graph.symbols[kconfig_values_find(&kconfig->values,
							     condition->symbol)];
	return symbol->choice || symbol->type > KCONFIG_TYPE_TRISTATE ||
	       values_expression(&kconfig->values, symbol->depends);
}

static bool all_met(struct kconfig *kconfig, const struct solver_problem *problem,
		    const struct kconfig_line *lines, size_t count)
{
	kconfig_evaluate(kconfig, lines, count);
	for (size_t i = 0; i < problem->nr_goals; i++)
		if (!is_met(kconfig, problem->goals[i].condition))
			return false;
	return true;
}

/* Is it selected past what it depends on? */
static bool is_bypassed(struct kconfig *kconfig, uint32_t symbol)
{
	const struct symbol_value *value = values_of(&kconfig->values, symbol);

	return !kconfig->graph.symbols[symbol].choice && value->selected > value->depends;
}

static bool is_clean(struct kconfig *kconfig)
{
	for (uint32_t i = SYMBOL_FIRST; i < kconfig->graph.nr_symbols; i++)
		if (is_bypassed(kconfig, i))
			return false;
	return true;
}

/* One to three goals: a symbol, one that is n, a number or one of two. */
static void random_goals(struct random *random, struct buffer *text)
{
	for (unsigned int i = 1 + random_below(random, 3); i; i--) {
		unsigned int kind = random_below(random, 10);

		if (kind == 9)
			buffer_printf(text, "N=%u", random_below(random, 5));
		else
			buffer_printf(text, "%s%c%u", kind == 6 ? "!" : "",
				      kind > 3 && !random_below(random, 5) ? 'B' : 'A',
				      random_below(random, 3));
		if (kind == 7 || kind == 8)
			buffer_printf(text, " || A%u", random_below(random, NR_SYMBOLS));
		buffer_add_string(text, ";");
	}
	text->data[--text->length] = '\0';
}

struct counts {
	unsigned int satisfiable, missed, impossible, contradict, lines, proved, longer;
};

/* How few lines are enough; MAX_LINES + 1: none are. */
static size_t try_all(struct kconfig *kconfig, const struct solver_problem *problem)
{
	struct kconfig_line lines[MAX_LINES];
	size_t best = MAX_LINES + 1;

	for (unsigned int i = 0; i < NR_SETS; i++) {
		size_t count = make_set(i, lines);

		if (count < best && all_met(kconfig, problem, lines, count) &&
		    is_clean(kconfig))
			best = count;
	}
	return best;
}

/* Without the line none of the others' subsets is enough. */
static void check_proof(struct kconfig *kconfig, const struct solver_problem *problem,
			const struct kconfig_line *all, size_t nr_lines, size_t without)
{
	struct kconfig_line lines[MAX_LINES];

	for (unsigned int set = 0; set < 1u << nr_lines; set++) {
		size_t count = 0;

		if (set >> without & 1)
			continue;
		for (size_t i = 0; i < nr_lines; i++)
			if (set >> i & 1)
				lines[count++] = all[i];
		assert_false(all_met(kconfig, problem, lines, count));
	}
}

static void check_solution(struct kconfig *kconfig, const struct solver_problem *problem,
			   const struct solver_solution *solution, struct counts *counts)
{
	struct kconfig_line *all = solver_lines(solution);
	struct kconfig_line fewer[MAX_LINES];

	assert_true(solution->nr_lines <= MAX_LINES);
	assert_true(all_met(kconfig, problem, all, solution->nr_lines));
	for (size_t i = 0; i < solution->nr_lines; i++) {
		memcpy(fewer, all, solution->nr_lines * sizeof(all[0]));
		memmove(fewer + i, fewer + i + 1,
			(solution->nr_lines - i - 1) * sizeof(all[0]));
		/* each is for something */
		if (all_met(kconfig, problem, fewer, solution->nr_lines - 1) &&
		    (!solution->lines[i].keeps ||
		     !is_bypassed(kconfig, kconfig_values_find(&kconfig->values,
							       solution->lines[i].keeps))))
			fail_msg("%s is one too many", all[i].symbol);
		if (solution->lines[i].proved)
			check_proof(kconfig, problem, all, solution->nr_lines, i);
		counts->proved += solution->lines[i].proved;
	}
	counts->lines += solution->nr_lines;
	free(all);
}

static void try_tree(struct random *random, struct counts *counts)
{
	struct buffer tree = BUFFER_INIT, goals = BUFFER_INIT;
	struct solver_solution solution;
	struct fixture_problem problem;
	struct error error = ERROR_INIT;
	struct kconfig *kconfig;
	size_t best;

	random_kconfig(random, NR_SYMBOLS, &tree);
	random_goals(random, &goals);
	kconfig = fixture(tree.data);
	fixture_problem_init(&problem, goals.data);
	best = try_all(kconfig, &problem.problem);
	counts->satisfiable += best <= MAX_LINES;
	if (!solver_solve(kconfig, &problem.problem, &solution, &error)) {
		check_solution(kconfig, &problem.problem, &solution, counts);
		counts->longer += solution.nr_lines > best;
	} else if (strstr(error.text, "can't be had")) {
		/* which is a proof */
		if (best <= MAX_LINES)
			fail_msg("%s\n%s\n%s", error.text, goals.data, tree.data);
		if (strncmp(error.text, "can't be had", 12))
			counts->contradict++;
		else
			counts->impossible++;
	} else {
		counts->missed += best <= MAX_LINES;
	}
	solver_solution_free(&solution);
	fixture_problem_free(&problem);
	kconfig_close(kconfig);
	buffer_free(&tree);
	buffer_free(&goals);
}

static void test_random(void **state)
{
	struct counts counts = { 0 };

	(void)state;
	for (unsigned int i = 1; i <= NR_TREES; i++) {
		struct random random = { .state = i * UINT64_C(0x9e3779b97f4a7c15) };

		try_tree(&random, &counts);
	}
	printf("# %u trees, %u of them with a solution: %u missed, %u longer than the shortest; "
	       "%u impossible by proof, %u contradict each other by proof; %u lines, %u proved\n",
	       NR_TREES, counts.satisfiable, counts.missed, counts.longer,
	       counts.impossible, counts.contradict, counts.lines, counts.proved);
	/* it is a heuristic: but a good one */
	assert_true(counts.satisfiable > NR_TREES / 2);
	assert_true(counts.missed * 200 <= counts.satisfiable);
	assert_true(counts.longer * 50 <= counts.satisfiable);
	assert_true(counts.impossible > 0);
	assert_true(counts.contradict > 0);
	assert_true(counts.proved * 10 >= counts.lines * 9);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
