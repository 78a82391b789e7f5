/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choose one value for each of several variables: least loss within two limits.
 * It knows nothing of kernels: knobs and a budget are made such a problem by
 * problem.h. The answer is exact, and for equal problems equal.
 */
#ifndef GENERATOR_BUDGET_SOLVE_H
#define GENERATOR_BUDGET_SOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/error.h"

#define SOLVE_VARIABLES 96	/* at most */
#define SOLVE_VALUES 32		/* of each, at most */
#define SOLVE_NO_LIMIT UINT64_MAX

/* No cost is larger, so that no sum of them overflows. */
#define SOLVE_COST_MAX (UINT64_C(1) << 48)

struct solve_cost {
	uint64_t loss;
	uint64_t ram;		/* bytes */
	uint64_t flash;		/* bytes */
};

struct solve_variable {
	struct solve_cost costs[SOLVE_VALUES];
	uint32_t allowed;	/* bit i: value i may be chosen; never 0 */
	unsigned int preferred;	/* any other value is a change */
};

/* What two values together cost more, or that they can't be together. */
struct solve_pair {
	size_t a;
	size_t b;			/* another one */
	uint32_t forbidden[SOLVE_VALUES];	/* by a's value: bits of b's */
	uint64_t ram[SOLVE_VALUES][SOLVE_VALUES];	/* by a's value, then b's */
	uint64_t flash[SOLVE_VALUES][SOLVE_VALUES];
};

struct solve_problem {
	struct solve_variable variables[SOLVE_VARIABLES];
	size_t nr_variables;
	struct solve_pair *pairs;
	size_t nr_pairs;
	struct solve_cost constant;	/* what is spent whatever is chosen */
	uint64_t ram;		/* all may cost this much, or SOLVE_NO_LIMIT */
	uint64_t flash;
};

/*
 * What is least; of equal ones, what comes next, and so on. Of answers that are
 * equal in all that, the one with the smaller value of the first variable in
 * which they differ.
 */
enum solve_goal {
	SOLVE_LOSS,		/* loss, changes, RAM, flash */
	SOLVE_LOSS_AND_RAM,	/* loss, RAM, changes, flash */
	SOLVE_RAM,		/* RAM, loss, changes, flash */
	SOLVE_FLASH,		/* flash, loss, changes, RAM */
};

struct solve_answer {
	bool found;		/* false: nothing is within the limits */
	uint8_t values[SOLVE_VARIABLES];
	struct solve_cost cost;
	unsigned int changes;	/* variables that haven't their preferred value */
};

/*
 * Fails, with an error, only if the problem is larger than memory should be
 * used for; that there is no answer is no failure.
 */
int solve(const struct solve_problem *problem, enum solve_goal goal,
	  struct solve_answer *answer, struct error *error);

#endif
