// SPDX-License-Identifier: GPL-2.0-or-later
#include <getopt.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/commands.h"

enum {
	OPTION_KERNEL = 256,
	OPTION_KEEP_ALL,
	OPTION_JSON,
	OPTION_DT,
	OPTION_CHECK,
	OPTION_NO_CHECK,
	OPTION_NO_BUDGET,
	OPTION_HELP,
	OPTION_VERSION,
};

static const struct option long_options[] = {
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ "keep-all", no_argument, NULL, OPTION_KEEP_ALL },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "dt", no_argument, NULL, OPTION_DT },
	{ "check", no_argument, NULL, OPTION_CHECK },
	{ "no-check", no_argument, NULL, OPTION_NO_CHECK },
	{ "no-budget", no_argument, NULL, OPTION_NO_BUDGET },
	{ "output", required_argument, NULL, 'o' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ 0 },
};

/* -1 with an error; 1: --help or --version was asked for and answered. */
static int parse_options(struct options *options, int argc, char **argv,
			 struct error *error)
{
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":o:vq", long_options, NULL)) != -1) {
		switch (option) {
		case OPTION_KERNEL:
			options->kernel = optarg;
			break;
		case OPTION_KEEP_ALL:
			options->keep_all = true;
			break;
		case OPTION_JSON:
			options->json = true;
			break;
		case OPTION_DT:
			options->dt = true;
			break;
		case OPTION_CHECK:
			options->check = true;
			break;
		case OPTION_NO_CHECK:
			options->no_check = true;
			break;
		case OPTION_NO_BUDGET:
			options->no_budget = true;
			break;
		case 'o':
			options->output = optarg;
			break;
		case 'v':
			options->verbose = true;
			break;
		case 'q':
			options->quiet = true;
			break;
		case OPTION_HELP:
			options->nr_arguments = 0;
			find_command("help")->run(options, error);
			return 1;
		case OPTION_VERSION:
			printf("gen-board %s\n", GEN_BOARD_VERSION);
			return 1;
		case ':':
			return error_usage(error, "%s: the option needs an argument",
					   argv[optind - 1]);
		default:
			return error_usage(error, "%s: no such option; gen-board help lists them",
					   argv[optind - 1]);
		}
	}
	options->arguments = argv + optind;
	options->nr_arguments = argc - optind;
	return 0;
}

/* A command with options of its own is named first; it parses what follows. */
static const struct command *raw_command(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;

	return command && command->run_raw ? command : NULL;
}

static int run(struct options *options, int argc, char **argv,
	       struct error *error)
{
	const struct command *command = raw_command(argc, argv);
	int result;

	if (command)
		return command->run_raw(options, argc - 1, argv + 1, error);
	result = parse_options(options, argc, argv, error);
	if (result)
		return result < 0 ? -1 : 0;
	if (options->nr_arguments)
		command = find_command(options->arguments[0]);
	if (!command)
		return main_command.run(options, error);
	if (!command->run)
		return error_usage(error, "%s: expected before any option",
				   command->name);
	options->arguments++;
	options->nr_arguments--;
	return command->run(options, error);
}

#define HEAP_STEP (64 << 20)

/*
 * This program reads, answers and ends. A heap that grows in large steps, of
 * large pages, and never shrinks spares it page faults.
 */
static void let_heap_grow(void)
{
	char *end;

	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, 32 << 20);
	mallopt(M_TOP_PAD, HEAP_STEP);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	free(memory_new(1, 1));		/* the first step is made */
	end = sbrk(0);
	madvise(end - HEAP_STEP, HEAP_STEP, MADV_HUGEPAGE);
}

int main(int argc, char **argv)
{
	const char *data = getenv("GEN_BOARD_DATA");
	struct options options = { .kernel = getenv("KERNEL") };
	struct error error = ERROR_INIT;
	char *folders[3];
	int status = 0;

	let_heap_grow();
	if (!data || !*data)
		data = DATA_DIR;
	if (options.kernel && !*options.kernel)
		options.kernel = NULL;
	folders[0] = path_join(data, "boards");
	folders[1] = path_join(data, "templates");
	folders[2] = path_join(data, "kernel-patches");
	options.boards = folders[0];
	options.templates = folders[1];
	options.patches = folders[2];

	if (run(&options, argc, argv, &error)) {
		fprintf(stderr, "gen-board: %s\n", error.text);
		status = error.status;
	} else if (fflush(stdout) || ferror(stdout)) {
		perror("gen-board: standard output");
		status = ERROR_INPUT;
	}
	for (size_t i = 0; i < 3; i++)
		free(folders[i]);
	return status;
}
