/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command lines of the subcommands that boot kernels.
 */
#ifndef GENERATOR_RAM_RAM_ARGUMENTS_H
#define GENERATOR_RAM_RAM_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/error.h"
#include "generator/ram/compare.h"

enum ram_command {
	RAM_BOOT,
	RAM_SHELL,
	RAM_COMPARE,
};

struct ram_arguments {
	const char *board;
	char *build;				/* owned; NULL: not given */
	uint64_t memory;			/* bytes; 0: not given */
	const char *bootargs;
	const char *root;			/* another root image */
	const char *type;			/* a file with what is typed */
	char *logs[COMPARE_COLUMNS];		/* point into argv */
	bool columns[COMPARE_COLUMNS];
	bool any_column;
	const char *kernel;
	bool no_bisect;
	bool json;
};

/* @argv[0] is the command's name. What is not an option of it is an error. */
int ram_arguments_parse(struct ram_arguments *arguments, enum ram_command command,
			int argc, char **argv, struct error *error);
void ram_arguments_free(struct ram_arguments *arguments);

#endif
