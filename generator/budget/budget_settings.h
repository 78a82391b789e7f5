/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a board's budget comes to, as settings of its kernel.
 */
#ifndef GENERATOR_BUDGET_BUDGET_SETTINGS_H
#define GENERATOR_BUDGET_BUDGET_SETTINGS_H

#include "generator/base/error.h"
#include "generator/board/board_file.h"
#include "generator/budget/budget.h"

/*
 * Add the knobs' values to @board's settings, where its file has budget:. A
 * symbol that kernel: sets already is a bound of the budget. @knobs: the path of
 * the knob file. A budget that can't be met is an error.
 */
int budget_settings(struct board *board, const char *knobs, struct error *error);

/* The bounds that @board's kernel: sets; an error if the budget leaves them out. */
int budget_settings_bind(struct budget *budget, const struct knobs *knobs,
			 const struct board *board, struct error *error);

#endif
