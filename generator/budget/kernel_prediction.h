/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is predicted of a kernel that is built already. */
#ifndef GENERATOR_BUDGET_KERNEL_PREDICTION_H
#define GENERATOR_BUDGET_KERNEL_PREDICTION_H

#include <stdint.h>

#include "generator/base/error.h"
#include "generator/board/board_file.h"
#include "generator/ram/parts.h"

/*
 * @parts gets all but the reserve; ram is @ram, free what is left of it. @knobs:
 * path of the knob file, which must know @board; @config: the kernel's .config,
 * which has the knobs' values.
 */
int kernel_prediction(struct parts *parts, const char *knobs, const struct board *board,
		      const char *config, uint64_t ram, struct error *error);

#endif
