/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a budget comes to: the knobs' values, or why there are none; and the
 * trade-off between RAM and loss as a whole.
 */
#ifndef GENERATOR_BUDGET_PLAN_H
#define GENERATOR_BUDGET_PLAN_H

#include "generator/base/table.h"
#include "generator/budget/budget.h"
#include "generator/budget/predict.h"
#include "generator/budget/problem.h"

/* Changes to the budget that are offered when it can't be met. */
#define PLAN_CHANGES 5

struct plan_change {
	char *what;		/* "leave LVL_BITS to the solver", owned */
	uint64_t saves;		/* bytes of what there is too little of */
	bool enough;		/* alone it is */
};

struct plan {
	const struct knobs *knobs;
	const struct base *base;
	const struct budget *budget;
	uint32_t *values;	/* per knob: those that the budget leaves */
	struct problem problem;
	bool met;
	/* met: the best values; else those that come nearest */
	struct solve_answer answer;
	struct prediction prediction;	/* at budget->ram */
	/* Not met: */
	bool lacks_flash;	/* else RAM */
	uint64_t least;		/* bytes of it: RAM in whole pages */
	struct plan_change changes[PLAN_CHANGES];	/* what saves most first */
	size_t nr_changes;
};

/* plan_free() it; a budget that can't be met is no error here. */
int plan_make(struct plan *plan, const struct knobs *knobs,
	      const struct base *base, const struct budget *budget,
	      struct error *error);
void plan_free(struct plan *plan);

/* The error that says so of a plan that isn't met; -1. */
int plan_unmet(const struct plan *plan, struct error *error);

/* Bytes of RAM or flash that a knob saves: what undoing it alone would cost. */
int64_t plan_saving(const struct plan *plan, size_t knob, bool flash);

struct curve_point {
	uint64_t ram;		/* the least, in whole pages, that these values do with */
	uint64_t flash;
	uint64_t loss;
	uint8_t values[KNOBS_MAX];
};

struct curve {
	ARRAY(struct curve_point) points;	/* from ample to least */
};

/*
 * Every loss that some amount of RAM comes to with the bounds and features of
 * the budget, each with the least RAM for it. curve_free() it.
 */
int curve_make(struct curve *curve, struct plan *plan, struct error *error);
void curve_free(struct curve *curve);

#endif
