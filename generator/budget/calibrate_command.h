/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subcommand `calibrate`: its command line.
 */
#ifndef GENERATOR_BUDGET_CALIBRATE_COMMAND_H
#define GENERATOR_BUDGET_CALIBRATE_COMMAND_H

#include <stdbool.h>

#include "generator/base/error.h"

#define CALIBRATE_COMMAND_DETAILS \
	"Measures what a board's kernel takes of RAM and flash, by part, and what each\n" \
	"knob saves: builds and boots a kernel, then the same with one knob undone after\n" \
	"another (one that has the kernel's default already gets its cheapest value), and\n" \
	"writes measured.yaml beside the knob file. With KNOBs only these are done, on\n" \
	"the kernel that was measured before. `make calibrate` runs it.\n" \
	"Options:\n" \
	"  --make COMMAND   builds, see generator/budget/calibrate.h\n" \
	"  --build DIR      where it does\n" \
	"  -b FILE          whose bounds hold; default: budget: in the board's board.yaml\n" \
	"  --at-budget      knobs as for the budget, not at the lowest values\n" \
	"  --base           measure the kernel alone, no knob\n" \
	"  --check          measure nothing: build the kernel that fits the budget, boot it\n" \
	"                   with the budget's RAM, and compare with the prediction\n" \
	"  --knobs FILE     the knob file; default: that of the kernel's version\n" \
	"  --kernel TREE    kernel sources, for the board's dts and the version\n" \
	"  -q               no line per step"

struct calibrate_arguments {
	const char *board;
	char *const *names;	/* of knobs */
	int nr_names;
	const char *make;
	const char *build;
	const char *budget;	/* -b, NULL: board.yaml */
	const char *knobs;	/* --knobs, NULL: by the kernel's version */
	const char *kernel;	/* --kernel, NULL: not given */
	bool at_budget;
	bool base_only;
	bool check;
	bool quiet;
};

/* @argv[0] is the command's name. */
int calibrate_arguments_parse(struct calibrate_arguments *arguments, int argc,
			      char **argv, struct error *error);

/*
 * @boards and @kernel are as in board_read(); @knobs is the path of the knob
 * file. Progress goes to standard output.
 */
int calibrate_command(const struct calibrate_arguments *arguments,
		      const char *boards, const char *kernel, const char *knobs,
		      struct error *error);

#endif
