/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The solver's parts among each other. For solver*.c only.
 */
#ifndef GENERATOR_KERNEL_SOLVER_PRIVATE_H
#define GENERATOR_KERNEL_SOLVER_PRIVATE_H

#include "generator/base/table.h"
#include "generator/kernel/kconfig_private.h"
#include "generator/kernel/solver.h"
#include "generator/kernel/solver_plan.h"
#include "generator/kernel/solver_reach.h"

/* A part of a goal that must hold: the operands of an AND are one each. */
struct aim {
	const struct condition *condition;
	size_t goal;
	bool disabled;		/* left out, to see what contradicts what */
};

/*
 * The goals and what there is for them so far. A symbol that is to be avoided
 * is a goal as well: number nr_goals and up, in the order of the problem.
 */
struct solver {
	struct kconfig *kconfig;
	const struct solver_problem *problem;
	struct condition_pool *pool;	/* of conditions made here */
	size_t nr_goals;		/* with those made of avoided symbols */
	ARRAY(struct aim) aims;
	struct plan *plan;
	const char **values;		/* per symbol: what its line says; NULL: no line */
	bool *avoided;			/* per symbol */
	bool *accepted;			/* per symbol: selected past its dependencies,
					 * and nothing can be done about it */
	ARRAY(uint32_t) lines;		/* symbols that have one, as they came */
	bool *banned;			/* per symbol: no line of this try may set it */
	struct search *search;		/* that lines_find() is a try of, or NULL */
	bool thorough;			/* find what follows from goals before lines */
};

/* ---- solver_goal.c: what a condition takes */

/* Does it hold, and does what is y in it obey its dependencies? */
bool aim_met(struct solver *solver, const struct condition *condition);

/* By the last plan_run(). */
uint32_t aim_cost(const struct solver *solver, const struct condition *condition);
void aim_plan(struct solver *solver, const struct condition *condition,
	      struct plan_actions *actions);

/* Is there one way only that one would think of: no OR, and a prompt? */
bool aim_is_plain(const struct solver *solver, const struct condition *condition);

/* ---- solver_lines.c: the lines */

void lines_set(struct solver *solver, uint32_t symbol, const char *value);
void lines_drop(struct solver *solver, uint32_t symbol);
void lines_drop_all(struct solver *solver);
void lines_evaluate(struct solver *solver);

/* The first aim that isn't met, or NULL. */
struct aim *lines_lack(struct solver *solver);

/* The next symbol from @from on that is selected past what it depends on. */
uint32_t lines_next_bypassed(struct solver *solver, uint32_t from);

/* All that is wanted is there. */
bool lines_do(struct solver *solver);

/*
 * Find lines with which every aim is met that isn't disabled. false: none were
 * found; the lines are those of the last try.
 */
bool lines_find(struct solver *solver);

/* Drop lines as long as they do. */
void lines_reduce(struct solver *solver);

/* Lines that can be taken back. */
struct saved {
	uint32_t *symbols;
	const char **values;
	size_t count;
};

struct saved lines_save(const struct solver *solver);
void lines_restore(struct solver *solver, const struct saved *saved);
void lines_free_saved(struct saved *saved);

/* ---- solver_search.c */

/*
 * lines_find() from nothing, again and again: without lines that some other try
 * lost a goal by. It is no proof that there are none if none are found.
 */
bool search_find(struct solver *solver, size_t max_tries);

/* For lines_find(), each round: what was lost by its lines? */
void search_watch(struct solver *solver);

/* ---- solver_known.c: enum reach_known, per symbol */

/* Where all goals hold that aren't disabled, what they say of single symbols. free() it. */
uint8_t *known_by_goals(const struct solver *solver);

/* With all that follows wherever the goals hold, by any lines. free() it. */
uint8_t *known_in_any_case(const struct solver *solver);

/*
 * What follows if only these lines may be there, or some of them.
 * *@contradiction, unless NULL: so the goals can't hold.
 */
uint8_t *known_by_lines(const struct solver *solver, struct reach *reach,
			const struct reach_lines *lines, bool *contradiction);

/* ---- solver_proof.c */

/* For each line which goals need it, and whether that is proved. */
void proof_make(struct solver *solver, struct solver_solution *solution);

/* Can't the goals hold together that aren't disabled? false: they might. */
bool proof_of_contradiction(const struct solver *solver);

/* ---- solver_error.c */

/* Goals that name what isn't: an error, -1. */
int error_check_names(struct solver *solver, struct error *error);

/*
 * No lines were found: say which goals no lines can reach, or which contradict
 * each other. -1.
 */
int error_explain(struct solver *solver, struct error *error);

#endif
