/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For solve.c: in which sequence the variables are given their values, and how
 * little those still to come can cost.
 */
#ifndef GENERATOR_BUDGET_SOLVE_BOUND_H
#define GENERATOR_BUDGET_SOLVE_BOUND_H

#include "generator/budget/solve.h"

enum solve_dimension {
	SOLVE_D_LOSS,
	SOLVE_D_CHANGES,
	SOLVE_D_RAM,
	SOLVE_D_FLASH,
	SOLVE_DIMENSIONS
};

/*
 * States that have more or less left than most are bounded better by other prices
 * than those that are best at the root, so there are some around these.
 */
#define BOUND_PRICES 9

struct bound_prices {
	double ram;		/* in the goal's unit for each byte */
	double flash;
	double least[SOLVE_VARIABLES + 1];	/* of all variables from a step on */
};

struct bound {
	size_t sequence[SOLVE_VARIABLES];	/* step -> variable */
	size_t place[SOLVE_VARIABLES];		/* variable -> step */
	size_t goal;		/* the dimension to be least */
	size_t second;		/* of those, this one */
	double second_weight;	/* by bound_weight() */
	uint64_t ram;		/* limits; those that can't be reached are none */
	uint64_t flash;
	size_t nr_prices;
	struct bound_prices prices[BOUND_PRICES];	/* the best at the root first */
	double slack;		/* more than the rounding errors of a bound */
	double root;		/* the bound before any choice */
	/* Of all variables from a step on: */
	uint64_t least_ram[SOLVE_VARIABLES + 1];
	uint64_t least_flash[SOLVE_VARIABLES + 1];
};

/*
 * How little one unit of the second dimension of @order must weigh, so that all
 * of it is less than one unit of the first.
 */
double bound_weight(const struct solve_problem *problem, const size_t *order);

void bound_make(struct bound *bound, const struct solve_problem *problem,
		const size_t *order, double weight);

/* No completion of a state with this cost before @step has less of the goal. */
double bound_of(const struct bound *bound, const uint64_t *cost, size_t step);

/* States with a bound above this are no better than the answer. */
double bound_known(const struct bound *bound, const struct solve_answer *answer);

#endif
