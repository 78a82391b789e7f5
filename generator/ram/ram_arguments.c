// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/ram_arguments.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

enum {
	OPTION_BUILD = 256,
	OPTION_COLUMN,
	OPTION_MEMORY,
	OPTION_BOOTARGS,
	OPTION_ROOT,
	OPTION_TYPE,
	OPTION_LOG,
	OPTION_NO_BISECT,
	OPTION_JSON,
	OPTION_KERNEL,
};

static const struct option boot_options[] = {
	{ "build", required_argument, NULL, OPTION_BUILD },
	{ "column", required_argument, NULL, OPTION_COLUMN },
	{ "memory", required_argument, NULL, OPTION_MEMORY },
	{ "bootargs", required_argument, NULL, OPTION_BOOTARGS },
	{ "root", required_argument, NULL, OPTION_ROOT },
	{ "type", required_argument, NULL, OPTION_TYPE },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ 0 },
};

static const struct option shell_options[] = {
	{ "build", required_argument, NULL, OPTION_BUILD },
	{ "column", required_argument, NULL, OPTION_COLUMN },
	{ "memory", required_argument, NULL, OPTION_MEMORY },
	{ "bootargs", required_argument, NULL, OPTION_BOOTARGS },
	{ "root", required_argument, NULL, OPTION_ROOT },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ 0 },
};

static const struct option compare_options[] = {
	{ "build", required_argument, NULL, OPTION_BUILD },
	{ "column", required_argument, NULL, OPTION_COLUMN },
	{ "log", required_argument, NULL, OPTION_LOG },
	{ "no-bisect", no_argument, NULL, OPTION_NO_BISECT },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ 0 },
};

static const struct option *const options_of[] = {
	[RAM_BOOT] = boot_options,
	[RAM_SHELL] = shell_options,
	[RAM_COMPARE] = compare_options,
};

static int add_column(struct ram_arguments *arguments, const char *name,
		      struct error *error)
{
	int column = compare_column(name);

	if (column < 0)
		return error_usage(error, "--column %s: there are dt, dt-same-config and static",
				   name);
	arguments->columns[column] = true;
	arguments->any_column = true;
	return 0;
}

/* "static=serial.log" */
static int add_log(struct ram_arguments *arguments, char *text,
		   struct error *error)
{
	char *file = strchr(text, '=');
	int column;

	if (!file || !file[1])
		return error_usage(error, "--log %s: not COLUMN=FILE", text);
	*file++ = '\0';
	column = compare_column(text);
	if (column < 0)
		return error_usage(error, "--log %s: there are dt, dt-same-config and static",
				   text);
	arguments->logs[column] = file;
	return 0;
}

/* Bytes, with an optional K or M. */
static int parse_size(const char *text, uint64_t *size, struct error *error)
{
	unsigned int shift = 0;
	char *end;

	errno = 0;
	*size = strtoull(text, &end, 0);
	if (*end == 'K' || *end == 'k')
		shift = 10, end++;
	else if (*end == 'M' || *end == 'm')
		shift = 20, end++;
	if (end == text || *end || !*size || strchr(text, '-') || errno ||
	    *size > UINT64_MAX >> shift)
		return error_usage(error, "--memory %s: not a size", text);
	*size <<= shift;
	return 0;
}

static int take_option(struct ram_arguments *arguments, int option, char *value,
		       struct error *error)
{
	switch (option) {
	case OPTION_BUILD:
		free(arguments->build);
		arguments->build = memory_strdup(value);
		return 0;
	case OPTION_COLUMN:
		return add_column(arguments, value, error);
	case OPTION_MEMORY:
		return parse_size(value, &arguments->memory, error);
	case OPTION_BOOTARGS:
		arguments->bootargs = value;
		return 0;
	case OPTION_ROOT:
		arguments->root = value;
		return 0;
	case OPTION_TYPE:
		arguments->type = value;
		return 0;
	case OPTION_LOG:
		return add_log(arguments, value, error);
	case OPTION_KERNEL:
		arguments->kernel = value;
		return 0;
	case OPTION_NO_BISECT:
		arguments->no_bisect = true;
		return 0;
	case OPTION_JSON:
		arguments->json = true;
		return 0;
	default:
		return error_usage(error, "bad option");
	}
}

int ram_arguments_parse(struct ram_arguments *arguments, enum ram_command command,
			int argc, char **argv, struct error *error)
{
	int option;

	*arguments = (struct ram_arguments){ 0 };
	optind = 0;	/* a new command line for getopt */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", options_of[command],
				     NULL)) != -1) {
		if (option == ':')
			return error_usage(error, "%s: the option needs an argument",
					   argv[optind - 1]);
		if (option == '?')
			return error_usage(error, "%s: no such option; gen-board help %s lists them",
					   argv[optind - 1], argv[0]);
		if (take_option(arguments, option, optarg, error))
			return -1;
	}
	if (argc - optind != 1)
		return error_usage(error, "%s: expected one board, found %d; see gen-board help %s",
				   argv[0], argc - optind, argv[0]);
	arguments->board = argv[optind];
	return 0;
}

void ram_arguments_free(struct ram_arguments *arguments)
{
	free(arguments->build);
}
