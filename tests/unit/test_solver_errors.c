// SPDX-License-Identifier: GPL-2.0-or-later
/* Goals that can't hold: what the error says. */
#include "tests/unit/solver_fixture.h"

static const struct {
	const char *tree;
	const char *goals;
	const char *avoid;
	const char *error;
} table[] = {
	/* what can't be, down to the symbol that blocks it */
	{ "config A\n\tbool \"a\"\n\tdepends on B\nconfig B\n\tbool\n", "A", NULL,
	  "can't be had: A=y (goal 1)\n"
	  "  A is n: needs B[=n] (Kconfig:2)\n"
	  "    B is n: has no prompt, and nothing selects it (Kconfig:4)" },
	{ "config A\n\tbool \"a\"\n\tdepends on NOT_HERE\n", "A", NULL,
	  "can't be had: A=y (goal 1)\n"
	  "  A is n: needs NOT_HERE[undefined] (Kconfig:2)\n"
	  "    NOT_HERE is n: not defined for ARCH=arm" },
	{ "config A\n\tdef_bool y\n", "!A", NULL,
	  "can't be had: A=n (goal 1)\n  A is y, but must be n: default y (Kconfig:2)" },
	{ "config A\n\tbool \"a\"\n\tdepends on N = 2\nconfig N\n\tint\n\tdefault 1\n", "A", NULL,
	  "can't be had: A=y (goal 1)\n"
	  "  A is n: needs N[=1] = 2 (Kconfig:2)\n"
	  "    it must be that N[=1] = 2" },
	{ "config A\n\tbool \"a\"\n", "false", NULL,
	  "can't be had: false (goal 1)\n  it is never true" },
	{ "config A\n\tbool \"a\"\n\tdepends on X\nconfig B\n\tbool\nconfig X\n\tbool\n",
	  "A || B", NULL,
	  "can't be had: A || B (goal 1)\n"
	  "  A is n: needs X[=n] (Kconfig:2)\n"
	  "    X is n: has no prompt, and nothing selects it (Kconfig:6)\n"
	  "  B is n: has no prompt, and nothing selects it (Kconfig:4)" },
	{ "config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool\n", "B", "A",
	  "can't be had: B=y (goal 1)\n"
	  "  B is n: has no prompt; is y by A[=n] (Kconfig:3)\n"
	  "    A is n: nothing may turn it on (Kconfig:1)" },
	/* names and values */
	{ "config SERIAL\n\tbool \"a\"\n", "SERIEL", NULL, "goal 1: no symbol SERIEL in " },
	{ "config SERIAL\n\tbool \"a\"\n", "!SERIEL", NULL,
	  "'s Kconfig for ARCH=arm; nearest: SERIAL" },
	{ "config A\n\tbool \"a\"\n", "A=m", NULL, "goal 1: A=m: not a value of type bool" },
	{ "config A\n\tint \"a\"\n", "A=x", NULL, "goal 1: A=x: not a value of type int" },
	{ "config A\n\tint \"a\"\n\trange 1 5\n", "A=9", NULL,
	  "no lines were found for:\n  A=9 (goal 1)\n"
	  "  A is 5, in a range from 1 to 5 (Kconfig:3)" },
	/* contradictions */
	{ "config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on !A\n", "A; B", NULL,
	  "these can't be had together:\n  A=y (goal 1)\n  B=y (goal 2)\n"
	  "where the others hold:\n"
	  "  B is n: needs !A[=y] (Kconfig:4)\n"
	  "    A is y, but must be n: a line says so" },
	{ "config A\n\tbool \"a\"\n\tselect C\nconfig C\n\tbool\n"
	  "config B\n\tbool \"b\"\n\tdepends on !C\nconfig D\n\tbool \"d\"\n", "D; A; B", NULL,
	  "these can't be had together:\n  A=y (goal 2)\n  B=y (goal 3)\n"
	  "where the others hold:\n"
	  "  B is n: needs !C[=y] (Kconfig:7)\n"
	  "    C is y, but must be n: selected by A[=y] (Kconfig:3)" },
	{ "choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n",
	  "A; B", NULL,
	  "these can't be had together:\n  A=y (goal 1)\n  B=y (goal 2)\n"
	  "  A is n: another of its choice is y (Kconfig:3)" },
	{ "config A\n\tbool \"a\"\n", "A; !A", NULL,
	  "these can't be had together:\n  A=y (goal 1)\n  A=n (goal 2)" },
	{ "config A\n\tint \"a\"\n", "A=1; A=2", NULL,
	  "these can't be had together:\n  A=1 (goal 1)\n  A=2 (goal 2)" },
	{ "config A\n\tbool \"a\"\n\tdepends on C\nconfig B\n\tbool \"b\"\n\tdepends on !C\n"
	  "config C\n\tbool \"c\"\nconfig D\n\tbool \"d\"\n\tdepends on !C\n",
	  "A; B || D", NULL,
	  "these can't be had together:\n  A=y (goal 1)\n  B || D (goal 2)" },
	/* they can't, but it isn't proved: P is neither y nor n */
	{ "config A\n\tbool \"a\"\n\tdepends on (P || Q) && (P || !Q)\n"
	  "config B\n\tbool \"b\"\n\tdepends on (!P || Q) && (!P || !Q)\n"
	  "config P\n\tbool \"p\"\nconfig Q\n\tbool \"q\"\n", "A; B", NULL,
	  "no lines were found for these together:\n  A=y (goal 1)\n  B=y (goal 2)\n" },
};

static void test_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *const avoid[] = { table[i].avoid, NULL };
		struct kconfig *kconfig = fixture(table[i].tree);
		struct solver_solution solution;
		struct fixture_problem problem;
		struct error error = ERROR_INIT;

		fixture_problem_init(&problem, table[i].goals);
		problem.problem.avoid = avoid;
		if (!solver_solve(kconfig, &problem.problem, &solution, &error))
			fail_msg("solved: %s of\n%s", table[i].goals, table[i].tree);
		assert_int_equal(error.status, ERROR_INPUT);
		if (!strstr(error.text, table[i].error))
			fail_msg("%s\nof\n%s%s", table[i].goals, table[i].tree, error.text);
		assert_int_equal(solution.nr_lines, 0);
		solver_solution_free(&solution);
		fixture_problem_free(&problem);
		kconfig_close(kconfig);
	}
}

/* An error is of a size that one can read, whatever there is to say. */
static void test_long(void **state)
{
	struct buffer tree = BUFFER_INIT, goal = BUFFER_INIT;
	struct solver_solution solution;
	struct fixture_problem problem;
	struct error error = ERROR_INIT;
	struct kconfig *kconfig;

	(void)state;
	for (int i = 0; i < 200; i++) {
		buffer_printf(&tree, "config A%d\n\tbool \"a\"\n\tdepends on NOT_DEFINED_%d\n", i, i);
		buffer_printf(&goal, "%sA%d", i ? " || " : "", i);
	}
	kconfig = fixture(tree.data);
	fixture_problem_init(&problem, goal.data);
	assert_int_equal(solver_solve(kconfig, &problem.problem, &solution, &error), -1);
	assert_true(strlen(error.text) < sizeof(error.text) - 1);
	if (!strstr(error.text, "\n  ..."))
		fail_msg("%s", error.text);
	fixture_problem_free(&problem);
	kconfig_close(kconfig);
	buffer_free(&tree);
	buffer_free(&goal);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
