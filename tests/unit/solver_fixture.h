/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Goals for small trees, for tests.
 */
#ifndef TESTS_UNIT_SOLVER_FIXTURE_H
#define TESTS_UNIT_SOLVER_FIXTURE_H

#include "tests/unit/kconfig_fixture.h"

#include "generator/kernel/solver.h"

#define MAX_GOALS 8

struct fixture_problem {
	struct condition_pool *pool;
	struct solver_goal goals[MAX_GOALS];
	struct solver_problem problem;
};

/* Goals as "A && B; C=12": each with its text's number as the reason, "goal 1". */
static inline void fixture_problem_init(struct fixture_problem *fixture, const char *goals)
{
	static const char *const reasons[MAX_GOALS] = {
		"goal 1", "goal 2", "goal 3", "goal 4",
		"goal 5", "goal 6", "goal 7", "goal 8",
	};
	struct error error = ERROR_INIT;
	size_t count = 0;

	fixture->pool = condition_pool_new();
	while (*goals) {
		size_t length = strcspn(goals, ";");
		char *text = strndup(goals, length);
		const struct condition *condition =
			condition_parse(fixture->pool, text, &error);

		if (!condition)
			fail_msg("%s: %s", text, error.text);
		assert_true(count < MAX_GOALS);
		fixture->goals[count] = (struct solver_goal){
			.condition = condition, .reason = reasons[count],
		};
		count++;
		free(text);
		goals += length + (goals[length] == ';');
	}
	fixture->problem = (struct solver_problem){
		.goals = fixture->goals, .nr_goals = count,
	};
}

static inline void fixture_problem_free(struct fixture_problem *fixture)
{
	condition_pool_free(fixture->pool);
}

#endif
