// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/flash_command.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/board/board_file.h"
#include "generator/board/flash_map.h"
#include "generator/board/flash_use.h"

/* The tree is compiled into this kernel, so no DTB goes to flash with it. */
#define STATIC_COLUMN "static"

struct arguments {
	const char *board;
	const char *build;	/* NULL: build/BOARD */
	const char *column;
	const char *kernel;
	bool json;
};

static int parse(struct arguments *arguments, int argc, char **argv,
		 struct error *error)
{
	static const struct option options[] = {
		{ "build", required_argument, NULL, 'b' },
		{ "column", required_argument, NULL, 'c' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	int option;

	optind = 0;	/* a new command line for getopt */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (option == ':')
			return error_usage(error, "%s: the option needs an argument",
					   argv[optind - 1]);
		if (option == '?')
			return error_usage(error, "%s: no such option; gen-board help flash lists them",
					   argv[optind - 1]);
		if (option == 'b')
			arguments->build = optarg;
		else if (option == 'c')
			arguments->column = optarg;
		else if (option == 'k')
			arguments->kernel = optarg;
		else
			arguments->json = true;
	}
	if (argc - optind != 1)
		return error_usage(error, "flash: expected one board, found %d; see gen-board help flash",
				   argc - optind);
	arguments->board = argv[optind];
	return 0;
}

static int report(const struct board *board, const struct arguments *arguments,
		  struct buffer *out, struct error *error)
{
	struct flash_map map;
	struct flash_use use;
	char *directory;
	int result;

	if (flash_map_make(&map, board, error))
		return -1;
	if (!map.nr_regions)
		return error_set(error, "%s: map: not given; expected {kernel: ADDRESS, root: ADDRESS, dtb: ADDRESS}",
				 board->path);
	directory = arguments->build ? memory_strdup(arguments->build) :
				       memory_printf("build/%s", board->name);
	result = flash_use_read(&use, &map, directory, arguments->column,
				strcmp(arguments->column, STATIC_COLUMN) != 0,
				error);
	if (!result) {
		(arguments->json ? flash_use_json : flash_use_text)(&use, out);
		flash_use_free(&use);
	}
	free(directory);
	return result;
}

int flash_command(int argc, char **argv, const char *boards, const char *kernel,
		  struct buffer *out, struct error *error)
{
	struct arguments arguments = { .column = STATIC_COLUMN, .kernel = kernel };
	struct board board;
	int result;

	if (parse(&arguments, argc, argv, error) ||
	    board_read(&board, arguments.board, boards, arguments.kernel, error))
		return -1;
	result = report(&board, &arguments, out, error);
	board_free(&board);
	return result;
}
