/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subcommand `budget`: its command line, and what it says.
 */
#ifndef GENERATOR_BUDGET_BUDGET_COMMAND_H
#define GENERATOR_BUDGET_BUDGET_COMMAND_H

#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

#define BUDGET_COMMAND_DETAILS \
	"Finds the values of the kernel's knobs that fit the board's budget at the least\n" \
	"loss, and prints them as a Kconfig fragment. Exit status 1: the budget is bad,\n" \
	"or can't be met: then it prints the least there is, and what would help.\n" \
	"Options:\n" \
	"  -b FILE          the budget; default: budget: in the board's board.yaml\n" \
	"  --explain        a table of all knobs, and RAM by part\n" \
	"  --curve          the least RAM for each loss\n" \
	"  --json           for programs; with --curve, the curve too\n" \
	"  --svg            the curve as a picture\n" \
	"  --knobs FILE     the knob file; default: that of the kernel's version\n" \
	"  --kernel TREE    kernel sources, for the board's dts and the version"

struct budget_arguments {
	const char *board;
	const char *budget;	/* -b, NULL: board.yaml */
	const char *knobs;	/* --knobs, NULL: by the kernel's version */
	const char *kernel;	/* --kernel, NULL: not given */
	bool explain;
	bool curve;
	bool json;
	bool svg;
};

/* @argv[0] is the command's name. */
int budget_arguments_parse(struct budget_arguments *arguments, int argc,
			   char **argv, struct error *error);

/*
 * @boards and @kernel are as in board_read(); @knobs is the path of the knob
 * file. What is to be printed is appended to @out, also when it fails.
 */
int budget_command(const struct budget_arguments *arguments, const char *boards,
		   const char *kernel, const char *knobs, struct buffer *out,
		   struct error *error);

#endif
