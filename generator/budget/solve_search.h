/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For solve.c: one search through all values of all variables.
 */
#ifndef GENERATOR_BUDGET_SOLVE_SEARCH_H
#define GENERATOR_BUDGET_SOLVE_SEARCH_H

#include "generator/budget/solve_bound.h"

/*
 * The best answer by @order, which bound_make() had too. Answers above @known,
 * by bound_known(), may be missed. @width: keep no more states than this after
 * each variable, so that an answer need not be the best; 0: keep all.
 */
int search_run(const struct solve_problem *problem, const struct bound *bound,
	       const size_t *order, double known, size_t width,
	       struct solve_answer *answer, struct error *error);

/* Below 0: @a is better. Both must have been found. */
int search_compare(const struct solve_answer *a, const struct solve_answer *b,
		   const size_t *order);

#endif
