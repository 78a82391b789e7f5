/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From what a kernel shall have to the fewest lines, on top of allnoconfig,
 * that give it.
 *
 * A goal is a condition: SERIAL_STM32 is condition_symbol(), LOG_BUF_SHIFT=12
 * or BLOCK=n is condition_equals(), and what may be had in several ways is an
 * OR of them. A goal holds when Kconfig gives exactly that and what it gives
 * obeys `depends on`: a `select` that goes past an unmet dependency doesn't
 * count. What a way to a goal means is not known here: where "USB || USB_GADGET"
 * is a question of what the board is to be, state the answer as a goal.
 *
 * How: what a goal takes is an AND/OR graph of prompts, selects, defaults and
 * dependencies. All its cheapest derivations from what holds already are found
 * in one pass, taken over as lines, and evaluated; so until every goal holds.
 * Alternatives are left until what has no alternative is settled; of those
 * that are open then, the one wins that takes the fewest lines, then the one
 * that turns on the fewest symbols, then the first by name. A symbol's own
 * prompt goes before whatever selects it. Where what is cheapest leads
 * nowhere, lines that cost a goal that held before are forbidden, and it begins
 * anew: some tries of that are made, not all there are. In the end lines are
 * dropped as long as every goal holds without them.
 *
 * "Fewest" means: no line can be dropped, and where it is proved, no set of
 * lines without this line but with any of the others is enough. It is not
 * the smallest set of all: that finds drivers that select things by accident.
 */
#ifndef GENERATOR_KERNEL_SOLVER_H
#define GENERATOR_KERNEL_SOLVER_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/kernel/condition.h"
#include "generator/kernel/kconfig.h"

struct solver_goal {
	const struct condition *condition;	/* what must hold */
	const char *reason;			/* for people: who wants it; NULL: nothing to add */
};

struct solver_problem {
	const struct solver_goal *goals;
	size_t nr_goals;
	const char *const *avoid;	/* symbols that must stay n; NULL at the end, or NULL */
	bool brief;			/* an error needn't say why, nor other ways be tried where
					 * the cheapest lead nowhere: that takes long */
	bool probe;			/* are there lines at all? The solution stays empty, the
					 * values are those of the lines that were found */
};

struct solver_line {
	struct kconfig_line line;
	size_t *goals;		/* numbers of those that are lost without it, ascending */
	size_t nr_goals;	/* 0: see keeps */
	char *keeps;		/* without it this symbol would be selected past what it
				 * depends on; or NULL */
	bool proved;		/* nothing that lacks it is enough, whichever others are kept */
};

/*
 * The lines, in the order of the kernel's .config. Goals that no line names
 * hold by themselves or by several lines at once. The strings are the
 * solution's own.
 */
struct solver_solution {
	struct solver_line *lines;
	size_t nr_lines;
	unsigned int evaluations;	/* that it took */
};

/*
 * 0 with the lines, of which @kconfig then has the values. -1: the error names
 * the goal that can't hold with its reason, and down to file and line what
 * blocks it; or the goals that contradict each other. It says "can't be had" of
 * what is proved, else "no lines were found".
 */
int solver_solve(struct kconfig *kconfig, const struct solver_problem *problem,
		 struct solver_solution *solution, struct error *error);
void solver_solution_free(struct solver_solution *solution);

/* The solution's lines alone, for kconfig_evaluate(); free() the array. */
struct kconfig_line *solver_lines(const struct solver_solution *solution);

/*
 * Why a symbol has its value under the solution: kconfig_explain(), and for
 * which goals' sake, where a line sets it.
 */
void solver_explain(struct kconfig *kconfig, const struct solver_problem *problem,
		    const struct solver_solution *solution, const char *symbol,
		    struct buffer *text);

#endif
