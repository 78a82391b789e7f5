// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/calibrate_command.h"

#include <getopt.h>
#include <stdio.h>

#include "generator/budget/calibrate.h"
#include "generator/ram/programs.h"

int calibrate_arguments_parse(struct calibrate_arguments *arguments, int argc,
			      char **argv, struct error *error)
{
	static const struct option options[] = {
		{ "budget", required_argument, NULL, 'b' },
		{ "at-budget", no_argument, NULL, 'a' },
		{ "base", no_argument, NULL, 'o' },
		{ "check", no_argument, NULL, 'c' },
		{ "make", required_argument, NULL, 'm' },
		{ "build", required_argument, NULL, 'd' },
		{ "knobs", required_argument, NULL, 'n' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "quiet", no_argument, NULL, 'q' },
		{ 0 },
	};
	int option;

	*arguments = (struct calibrate_arguments){ 0 };
	optind = 0;	/* a new command line for getopt */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":b:q", options, NULL)) != -1) {
		if (option == ':')
			return error_usage(error, "%s: the option needs an argument",
					   argv[optind - 1]);
		if (option == '?')
			return error_usage(error, "%s: no such option; gen-board help calibrate lists them",
					   argv[optind - 1]);
		arguments->at_budget |= option == 'a';
		arguments->base_only |= option == 'o';
		arguments->check |= option == 'c';
		arguments->quiet |= option == 'q';
		if (option == 'b')
			arguments->budget = optarg;
		else if (option == 'm')
			arguments->make = optarg;
		else if (option == 'd')
			arguments->build = optarg;
		else if (option == 'n')
			arguments->knobs = optarg;
		else if (option == 'k')
			arguments->kernel = optarg;
	}
	if (optind == argc)
		return error_usage(error, "calibrate: expected a board, and names of knobs; see gen-board help calibrate");
	if (!arguments->make || !arguments->build)
		return error_usage(error, "calibrate: expected --make and --build; make calibrate gives them");
	arguments->board = argv[optind];
	arguments->names = argv + optind + 1;
	arguments->nr_names = argc - optind - 1;
	return 0;
}

static void show(void *context, const char *text)
{
	(void)context;
	printf("  MEASURE %s\n", text);
	fflush(stdout);
}

int calibrate_command(const struct calibrate_arguments *arguments,
		      const char *boards, const char *kernel,
		      const char *knobs_path, struct error *error)
{
	struct calibrate_request request = {
		.make = arguments->make,
		.directory = arguments->build,
		.at_budget = arguments->at_budget,
		.base_only = arguments->base_only,
		.check = arguments->check,
		.names = arguments->names,
		.nr_names = arguments->nr_names,
		.progress = arguments->quiet ? NULL : show,
	};
	struct programs programs;
	struct board board;
	struct knobs knobs;
	int result;

	if (board_read(&board, arguments->board, boards, kernel, error))
		return -1;
	if (knobs_read_models(&knobs, knobs_path, error)) {
		board_free(&board);
		return -1;
	}
	programs_find(&programs);
	request.board = &board;
	request.knobs = &knobs;
	request.programs = &programs.machine;
	request.budget = arguments->budget ? arguments->budget : board.path;
	request.budget_key = arguments->budget ? NULL : "budget";
	result = calibrate(&request, error);
	programs_free(&programs);
	knobs_free(&knobs);
	board_free(&board);
	return result;
}
