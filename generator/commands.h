/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subcommands: a table, and one short function for each.
 */
#ifndef GENERATOR_COMMANDS_H
#define GENERATOR_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/error.h"

/* What the command line said, and where the program's own files are. */
struct options {
	const char *kernel;	/* --kernel or $KERNEL; NULL: neither */
	const char *output;	/* -o; NULL: the command's own choice */
	bool keep_all;
	bool json;
	bool dt;		/* a fragment for a device tree boot */
	bool check, no_check;	/* ask the kernel's conf anew, or not at all */
	bool no_budget;		/* leave the knobs to the kernel */
	bool verbose;
	bool quiet;
	char *const *arguments;	/* after the command's name and the options */
	int nr_arguments;
	const char *boards;	/* folders: boards/, */
	const char *templates;	/* templates/ */
	const char *patches;	/* and kernel-patches/ */
};

struct command {
	const char *name;
	const char *arguments;	/* for people: "BOARD" */
	const char *purpose;	/* one line */
	const char *details;	/* for `help NAME` */
	int (*run)(const struct options *options, struct error *error);
	/*
	 * Set instead of run by a command with options of its own: it gets all
	 * that follows its name, argv[0] being the name.
	 */
	int (*run_raw)(const struct options *options, int argc, char **argv,
		       struct error *error);
};

/* The one that runs when no command is named. */
extern const struct command main_command;

/* By name; NULL: there is none. */
const struct command *find_command(const char *name);

/* In order; ends with a NULL name. */
extern const struct command commands[];

/* The kernel tree to use when neither --kernel nor $KERNEL names one. */
#define DEFAULT_KERNEL "build/linux"

#endif
