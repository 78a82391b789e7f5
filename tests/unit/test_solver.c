// SPDX-License-Identifier: GPL-2.0-or-later
/* From goals to the fewest lines. */
#include "tests/unit/solver_fixture.h"

/* Lines as in a .config; "?" in front: not proved. */
static void solution_text(const struct solver_solution *solution, struct buffer *text)
{
	for (size_t i = 0; i < solution->nr_lines; i++) {
		if (!solution->lines[i].proved)
			buffer_add_string(text, "?");
		kconfig_line_write(&solution->lines[i].line, text);
	}
}

static void check(const char *name, const char *tree, const char *goals,
		  const char *const *avoid, const char *expected)
{
	struct kconfig *kconfig = fixture(tree);
	struct fixture_problem problem;
	struct solver_solution solution;
	struct error error = ERROR_INIT;
	struct buffer text = BUFFER_INIT;

	fixture_problem_init(&problem, goals);
	problem.problem.avoid = avoid;
	if (solver_solve(kconfig, &problem.problem, &solution, &error))
		fail_msg("%s: %s", name, error.text);
	solution_text(&solution, &text);
	if (strcmp(buffer_text(&text), expected))
		fail_msg("%s: %s", name, buffer_text(&text));
	for (size_t i = 0; i < problem.problem.nr_goals; i++)
		assert_true(kconfig_holds(kconfig, problem.goals[i].condition));
	solver_solution_free(&solution);
	fixture_problem_free(&problem);
	buffer_free(&text);
	kconfig_close(kconfig);
}

static const struct {
	const char *name;
	const char *tree;
	const char *goals;
	const char *lines;
} solved[] = {
	{ "nothing is wanted", "config A\n\tbool \"a\"\n", "", "" },
	{ "it holds by itself", "config A\n\tdef_bool y\n", "A", "" },
	{ "n holds by itself", "config A\n\tbool \"a\"\n\tdefault y\n", "!A", "" },
	{ "a prompt", "config A\n\tbool \"a\"\n", "A", "CONFIG_A=y\n" },
	{ "a tristate is built in",
	  "config MODULES\n\tbool \"modules\"\n\tmodules\nconfig A\n\ttristate \"a\"\n",
	  "A", "CONFIG_A=y\n" },
	{ "dependencies",
	  "config A\n\tbool \"a\"\n\tdepends on B\n"
	  "config B\n\tbool \"b\"\n\tdepends on C && D\n"
	  "config C\n\tbool \"c\"\nconfig D\n\tdef_bool y\n",
	  "A", "CONFIG_A=y\nCONFIG_B=y\nCONFIG_C=y\n" },
	{ "no prompt: a selector",
	  "config A\n\tbool\nconfig B\n\tbool \"b\"\n\tselect A\n",
	  "A", "CONFIG_B=y\n" },
	{ "no prompt: a default",
	  "config A\n\tdef_bool B && C\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n",
	  "A", "CONFIG_B=y\nCONFIG_C=y\n" },
	{ "the own prompt goes before selectors",
	  "config A\n\tbool \"a\"\n\tdepends on C\nconfig B\n\tbool \"b\"\n\tselect A\n"
	  "config C\n\tbool \"c\"\n",
	  "A", "CONFIG_A=y\nCONFIG_C=y\n" },
	{ "what is selected needs no line",
	  "config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool \"b\"\n",
	  "A; B", "CONFIG_A=y\n" },
	{ "a select mustn't go past what B depends on",
	  "config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool \"b\"\n\tdepends on C\n"
	  "config C\n\tbool \"c\"\n",
	  "A; B", "CONFIG_A=y\nCONFIG_C=y\n" },
	{ "hidden until asked for",
	  "config EXPERT\n\tbool \"e\"\nconfig P\n\tbool \"p\" if EXPERT\n\tdefault y\n"
	  "config T\n\tbool \"t\"\n\tdepends on EXPERT\n",
	  "P; T", "CONFIG_EXPERT=y\nCONFIG_P=y\nCONFIG_T=y\n" },
	{ "n takes lines", "config EXPERT\n\tbool \"e\"\n"
	  "config P\n\tbool \"p\" if EXPERT\n\tdefault y\n",
	  "!P", "CONFIG_EXPERT=y\n" },
	{ "a number", "config A\n\tint \"a\"\n\tdefault 3\n", "A=4", "CONFIG_A=4\n" },
	{ "a number that is there", "config A\n\tint \"a\"\n\tdefault 3\n", "A=3", "" },
	{ "the same number otherwise written",
	  "config A\n\thex \"a\"\n\tdefault 0x0010\n", "A=0x10", "" },
	{ "a number by a default",
	  "config A\n\tint\n\tdefault 1 if B\n\tdefault 2\nconfig B\n\tbool \"b\"\n",
	  "A=1", "CONFIG_B=y\n" },
	{ "a string", "config A\n\tstring \"a\"\n", "A=\"x y\"", "CONFIG_A=\"x y\"\n" },
	{ "a number's prompt has conditions",
	  "config A\n\tint \"a\" if B\n\tdefault 3\nconfig B\n\tbool \"b\"\n",
	  "A=4", "CONFIG_A=4\nCONFIG_B=y\n" },
	{ "a comparison",
	  "config A\n\tbool \"a\"\n\tdepends on N >= 8\nconfig N\n\tint \"n\"\n\tdefault 4\n",
	  "A", "CONFIG_A=y\nCONFIG_N=8\n" },
	{ "a choice",
	  "choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n",
	  "B", "CONFIG_B=y\n" },
	{ "a choice's default",
	  "choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n",
	  "A; !B", "" },
	{ "not the choice's default",
	  "choice\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n",
	  "!A", "CONFIG_B=y\n" },
	{ "two that must be equal",
	  "config A\n\tbool \"a\"\n\tdepends on B = C && B\nconfig B\n\tbool \"b\"\n"
	  "config C\n\tbool \"c\"\n",
	  "A", "CONFIG_A=y\nCONFIG_B=y\nCONFIG_C=y\n" },
	/* alternatives */
	{ "fewest lines",
	  "config A\n\tbool \"a\"\n\tdepends on C\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n",
	  "A || B", "CONFIG_B=y\n" },
	{ "what is wanted anyway",
	  "config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on C\nconfig C\n\tbool \"c\"\n",
	  "A || B; B", "CONFIG_B=y\nCONFIG_C=y\n" },
	{ "what the others depend on decides",
	  "config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nconfig D\n\tbool \"d\"\n\tdepends on B\n",
	  "A || B; D", "CONFIG_B=y\nCONFIG_D=y\n" },
	{ "fewest symbols on",
	  "config A\n\tbool \"a\"\n\tselect X\nconfig B\n\tbool \"b\"\nconfig X\n\tbool\n",
	  "A || B", "CONFIG_B=y\n" },
	{ "the first by name",
	  "config B\n\tbool \"b\"\nconfig A\n\tbool \"a\"\n", "B || A", "CONFIG_A=y\n" },
	{ "an alternative that contradicts another goal",
	  "config A\n\tbool \"a\"\n\tdepends on !C\nconfig B\n\tbool \"b\"\n\tdepends on D\n"
	  "config C\n\tbool \"c\"\nconfig D\n\tbool \"d\"\n",
	  "A || B; C", "CONFIG_B=y\nCONFIG_C=y\nCONFIG_D=y\n" },
	{ "the cheap way contradicts another goal",
	  "config A\n\tbool \"a\"\n\tdepends on !C\nconfig B\n\tbool\nconfig C\n\tbool \"c\"\n"
	  "config D\n\tbool \"d\"\n\tdepends on C\n\tselect B\n"
	  "config E\n\tbool \"e\"\n\tdepends on F && G\n\tselect B\n"
	  "config F\n\tbool \"f\"\nconfig G\n\tbool \"g\"\n",
	  "A; B", "CONFIG_A=y\nCONFIG_E=y\nCONFIG_F=y\nCONFIG_G=y\n" },
	/* BERLIN takes fewer lines, but V7 puts an end to ARM926; one sees that once it is done */
	{ "the cheap way ends what a goal follows from",
	  "config MMU\n\tbool \"m\"\n"
	  "config V5\n\tbool \"5\"\n\tdepends on MMU && !V6_V7\n\tselect ARM926\n"
	  "config V7\n\tbool \"7\"\n\tdepends on MMU\n\tdefault y\n\tselect V6_V7\n"
	  "config V6_V7\n\tbool\nconfig ARM926\n\tbool\nconfig ICTL\n\tbool\n"
	  "config BERLIN\n\tbool \"b\"\n\tdepends on V7\n\tselect ICTL\n"
	  "config HISI\n\tbool \"h\"\n\tdepends on V7 || V5\n"
	  "config OTHER\n\tbool \"o\"\n\tselect ARM926\n\tdepends on V5\n"
	  "config SD5203\n\tbool \"s\"\n\tdepends on HISI && V5\n\tselect ICTL\n",
	  "ARM926; ICTL", "CONFIG_MMU=y\nCONFIG_V5=y\nCONFIG_HISI=y\nCONFIG_SD5203=y\n" },
	{ "the other way round",
	  "config A\n\tbool\nconfig B\n\tbool\n"
	  "config CHEAP\n\tbool \"c\"\n\tselect A\n\tselect ENDS\nconfig ENDS\n\tbool\n"
	  "config DEAR\n\tbool \"d\"\n\tdepends on F && G\n\tselect A\n"
	  "config F\n\tbool \"f\"\nconfig G\n\tbool \"g\"\n"
	  "config E\n\tbool \"e\"\n\tdepends on H && I && !ENDS\n\tselect B\n"
	  "config H\n\tbool \"h\"\nconfig I\n\tbool \"i\"\n",
	  "A; B", "CONFIG_DEAR=y\nCONFIG_F=y\nCONFIG_G=y\nCONFIG_E=y\nCONFIG_H=y\nCONFIG_I=y\n" },
	{ "alternatives in what it depends on",
	  "config A\n\tbool \"a\"\n\tdepends on B || C\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n",
	  "A; C", "CONFIG_A=y\nCONFIG_C=y\n" },
	/* the selector is on for its own sake: its dependency, too */
	{ "a line that only keeps a select within its bounds",
	  "config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool\n\tdepends on C\n"
	  "config C\n\tbool \"c\"\n",
	  "A", "CONFIG_A=y\n?CONFIG_C=y\n" },
};

static void test_solved(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(solved) / sizeof(solved[0]); i++)
		check(solved[i].name, solved[i].tree, solved[i].goals, NULL, solved[i].lines);
}

static void test_avoid(void **state)
{
	static const char *const avoid[] = { "B", NULL };
	static const char tree[] =
		"config A\n\tbool\nconfig B\n\tbool \"b\"\n\tselect A\n"
		"config C\n\tbool \"c\"\n\tselect A\n\tdepends on D\nconfig D\n\tbool \"d\"\n";

	(void)state;
	check("not avoided", tree, "A", NULL, "CONFIG_B=y\n");
	check("avoided", tree, "A", avoid, "CONFIG_C=y\nCONFIG_D=y\n");
}

/* Which goals each line is for. */
static void test_goals_of_lines(void **state)
{
	struct kconfig *kconfig = fixture(
		"config A\n\tbool \"a\"\n\tdepends on C\nconfig B\n\tbool \"b\"\n\tdepends on C\n"
		"config C\n\tbool \"c\"\n\tselect D\nconfig D\n\tbool\n\tdepends on E\n"
		"config E\n\tbool \"e\"\n");
	struct fixture_problem problem;
	struct solver_solution solution;
	struct error error = ERROR_INIT;
	struct buffer text = BUFFER_INIT;

	(void)state;
	fixture_problem_init(&problem, "A; B");
	assert_int_equal(solver_solve(kconfig, &problem.problem, &solution, &error), 0);
	assert_int_equal(solution.nr_lines, 4);
	assert_string_equal(solution.lines[0].line.symbol, "A");
	assert_int_equal(solution.lines[0].nr_goals, 1);
	assert_int_equal(solution.lines[0].goals[0], 0);
	assert_string_equal(solution.lines[2].line.symbol, "C");
	assert_int_equal(solution.lines[2].nr_goals, 2);
	assert_int_equal(solution.lines[2].goals[1], 1);
	assert_null(solution.lines[2].keeps);
	assert_string_equal(solution.lines[3].line.symbol, "E");
	assert_int_equal(solution.lines[3].nr_goals, 0);
	assert_string_equal(solution.lines[3].keeps, "D");
	solver_explain(kconfig, &problem.problem, &solution, "C", &text);
	assert_string_equal(buffer_text(&text),
		"C=y, bool (Kconfig:7)\n"
		"  because: a line says so\n"
		"  prompt \"c\" (Kconfig:8)\n"
		"  a line of the solution sets it; without it are lost:\n"
		"    A (goal 1)\n"
		"    B (goal 2)\n");
	text.length = 0;
	solver_explain(kconfig, &problem.problem, &solution, "E", &text);
	assert_non_null(strstr(text.data,
		"  a line of the solution sets it, so that the dependencies of D are met\n"));
	solver_solution_free(&solution);
	fixture_problem_free(&problem);
	buffer_free(&text);
	kconfig_close(kconfig);
}

/* The same goals in another order are the same lines. */
static void test_order(void **state)
{
	static const char tree[] =
		"config A\n\tbool \"a\"\n\tdepends on C || D\nconfig B\n\tbool \"b\"\n\tdepends on D || E\n"
		"config C\n\tbool \"c\"\nconfig D\n\tbool \"d\"\nconfig E\n\tbool \"e\"\n";
	static const char lines[] = "CONFIG_A=y\nCONFIG_B=y\nCONFIG_D=y\n";

	(void)state;
	check("A; B; D || E", tree, "A; B; D || E", NULL, lines);
	check("D || E; B; A", tree, "D || E; B; A", NULL, lines);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_solved),
		cmocka_unit_test(test_avoid),
		cmocka_unit_test(test_goals_of_lines),
		cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
