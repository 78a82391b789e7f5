/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Measure on a board's machine what its kernel takes, and what each knob saves:
 * one kernel, and the same but for one knob after another, built and booted.
 */
#ifndef GENERATOR_BUDGET_CALIBRATE_H
#define GENERATOR_BUDGET_CALIBRATE_H

#include <stdbool.h>

#include "generator/base/error.h"
#include "generator/board/board_file.h"
#include "generator/budget/knobs.h"
#include "generator/ram/machine.h"

struct calibrate_request {
	const struct board *board;
	const struct knobs *knobs;	/* of knobs_read_models() */
	const char *budget;		/* file with the budget whose bounds hold */
	const char *budget_key;		/* there; NULL: all of it */
	const struct machine_programs *programs;
	/*
	 * A shell's command. With "config" appended DIRECTORY/linux/.config is made
	 * of the board's needs and DIRECTORY/knobs.config; with "kernel"
	 * DIRECTORY/vmlinux and xipImage as well. The root image is in the
	 * directory above.
	 */
	const char *make;
	const char *directory;
	bool at_budget;			/* values that fit the budget; else the lowest */
	bool base_only;			/* no knob is undone */
	bool check;			/* measure nothing, see below */
	char *const *names;		/* of knobs to undo; none: all */
	int nr_names;
	/* A line for each step; or NULL. */
	void (*progress)(void *context, const char *text);
	void *context;
};

/*
 * Leaves all in measured.yaml beside the knob file, after each knob. With names
 * the board's kernel is the one that was measured before, built again.
 *
 * With check measured.yaml stays as it is; the kernel that fits the budget
 * is built, booted with the budget's RAM, and held against the prediction.
 */
int calibrate(const struct calibrate_request *request, struct error *error);

#endif
