/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knobs on a board within a budget as a problem for the solver: a variable per
 * knob, in the order of the file. Its costs add up to what predict() says.
 */
#ifndef GENERATOR_BUDGET_PROBLEM_H
#define GENERATOR_BUDGET_PROBLEM_H

#include "generator/budget/knobs.h"
#include "generator/budget/solve.h"

/* What the problem is made of; all of it must outlive the problem. */
struct problem {
	const struct knobs *knobs;
	const struct base *base;
	const uint32_t *values;	/* per knob: a set of those that may be chosen */
	uint64_t free;		/* bytes that stay free at the prompt */
	uint64_t flash;		/* bytes, or SOLVE_NO_LIMIT */
	struct solve_problem solve;
};

/* problem_free() it. */
void problem_make(struct problem *problem, const struct knobs *knobs,
		  const struct base *base, const uint32_t *values,
		  uint64_t free, uint64_t flash);
void problem_free(struct problem *problem);

/* The best values for @ram bytes of RAM. */
int problem_solve(struct problem *problem, uint64_t ram, enum solve_goal goal,
		  struct solve_answer *answer, struct error *error);

/*
 * The least RAM in whole pages that some values do with, and the values of the
 * least loss that do; answer->found is false if the flash is too small for all.
 */
int problem_least_ram(struct problem *problem, uint64_t *ram,
		      struct solve_answer *answer, struct error *error);

/* The least flash, with any amount of RAM. */
int problem_least_flash(struct problem *problem, struct solve_answer *answer,
			struct error *error);

#endif
