// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/ram_commands.h"

#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/board/board_file.h"
#include "generator/ram/boot.h"
#include "generator/ram/compare.h"

/* Programs that are built with this one lie beside it. */
struct programs {
	char *emulator;
	char *stub;
	struct machine_programs machine;
};

/* Command line of either command. */
struct arguments {
	const char *board;
	char *build;				/* owned */
	const char *memory;
	const char *bootargs;
	char *logs[COMPARE_COLUMNS];		/* point into argv */
	bool columns[COMPARE_COLUMNS];
	bool any_column;
	const char *kernel;
	bool no_bisect;
	bool json;
};

enum { OPTION_BUILD = 256, OPTION_COLUMN, OPTION_MEMORY, OPTION_BOOTARGS,
       OPTION_LOG, OPTION_NO_BISECT, OPTION_JSON, OPTION_KERNEL };

static const struct option boot_options[] = {
	{ "build", required_argument, NULL, OPTION_BUILD },
	{ "column", required_argument, NULL, OPTION_COLUMN },
	{ "memory", required_argument, NULL, OPTION_MEMORY },
	{ "bootargs", required_argument, NULL, OPTION_BOOTARGS },
	{ "json", no_argument, NULL, OPTION_JSON },
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

static void find_programs(struct programs *programs)
{
	const char *emulator = getenv("MCU_EMULATOR");
	char self[PATH_MAX] = "";
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *directory = path_directory(length > 0 ? self : "./gen-board");

	programs->emulator = emulator && *emulator ?
			     memory_strdup(emulator) :
			     path_join(directory, "mcu-emulator");
	programs->stub = path_join(directory, "qemu-stub.bin");
	programs->machine = (struct machine_programs){
		.emulator = programs->emulator,
		.qemu = "qemu-system-arm",
		.qemu_stub = programs->stub,
	};
	free(directory);
}

static void free_programs(struct programs *programs)
{
	free(programs->emulator);
	free(programs->stub);
}

static int add_column(struct arguments *arguments, const char *name,
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
static int add_log(struct arguments *arguments, char *text, struct error *error)
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

static int take_option(struct arguments *arguments, int option, char *value,
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
		arguments->memory = value;
		return 0;
	case OPTION_BOOTARGS:
		arguments->bootargs = value;
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

static int parse(struct arguments *arguments, int argc, char **argv,
		 const struct option *options, struct error *error)
{
	int option;

	*arguments = (struct arguments){ 0 };
	optind = 0;	/* a new command line for getopt */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", options, NULL)) != -1) {
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

/* Bytes, with an optional K or M. */
static int parse_size(const char *text, uint64_t *size, struct error *error)
{
	char *end;

	*size = strtoull(text, &end, 0);
	if (*end == 'K' || *end == 'k')
		*size <<= 10, end++;
	else if (*end == 'M' || *end == 'm')
		*size <<= 20, end++;
	if (end == text || *end || !*size)
		return error_usage(error, "--memory %s: not a size", text);
	return 0;
}

static int read_board(struct board *board, struct arguments *arguments,
		      const struct ram_context *context, struct error *error)
{
	if (board_read(board, arguments->board, context->boards,
		       arguments->kernel ? arguments->kernel : context->kernel,
		       error))
		return -1;
	if (!arguments->build)
		arguments->build = memory_printf("build/%s", board->name);
	return 0;
}

static json_t *known(long long value)
{
	return value < 0 ? json_null() : json_integer(value);
}

static void print_boot_json(const struct boot *boot, struct buffer *out)
{
	const struct machine_outcome *outcome = &boot->outcome;
	json_t *facts = json_object(), *object;
	char *text;

	for (size_t i = 0; i < boot->log.facts.count; i++)
		json_object_set_new(facts, boot->log.facts.items[i].name,
				    json_integer(boot->log.facts.items[i].value));
	object = json_pack("{s:s?, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:o}",
		"reached", boot->reached_init ? "init" : NULL,
		"end", machine_end_name(outcome->end),
		"trouble", boot_trouble(boot),
		"bootargs", boot->bootargs,
		"memory_available_kib", known(boot->log.available_kib),
		"reserved_kib", known(boot->log.reserved_kib),
		"instructions", known(outcome->instructions),
		"flash_stores", known(outcome->flash_stores),
		"flash_equal", outcome->flash_equal,
		"facts", facts);
	text = json_dumps(object, JSON_INDENT(2));
	buffer_printf(out, "%s\n", text);
	free(text);
	json_decref(object);
}

static void print_boot(const struct boot *boot, struct buffer *out)
{
	const struct machine_outcome *outcome = &boot->outcome;

	buffer_add(out, buffer_text(&outcome->console), outcome->console.length);
	buffer_printf(out, "\n%s\n", boot_trouble(boot));
	if (outcome->flash_equal)
		buffer_add_string(out, "flash equal to what was loaded\n");
	else
		buffer_printf(out, "flash differs from what was loaded, first at 0x%08" PRIx64 "\n",
			      outcome->flash_difference);
	if (outcome->flash_stores >= 0)
		buffer_printf(out, "stores to flash: %lld\n",
			      outcome->flash_stores);
}

static int boot_one(const struct arguments *arguments, const struct board *board,
		    const struct machine_programs *programs, struct buffer *out,
		    struct error *error)
{
	struct boot_request request = {
		.board = board, .programs = programs,
		.more_bootargs = arguments->bootargs,
	};
	int column = 0, result;
	char *directory, *work;
	struct kernel kernel;
	struct boot boot;

	if (arguments->memory &&
	    parse_size(arguments->memory, &request.memory_size, error))
		return -1;
	while (arguments->any_column && !arguments->columns[column])
		column++;
	directory = path_join(arguments->build, arguments->any_column ?
			      compare_columns[column] : "static");
	work = path_join(directory, "boot");
	result = kernel_read(&kernel, directory, error);
	if (!result) {
		request.kernel = &kernel;
		request.directory = work;
		result = boot_run(&boot, &request, error);
		if (!result) {
			if (arguments->json)
				print_boot_json(&boot, out);
			else
				print_boot(&boot, out);
			if (!boot.reached_init)
				result = error_set(error, "%s: did not reach init: %s",
						   directory, boot_trouble(&boot));
			else if (!boot.outcome.flash_equal)
				result = error_set(error, "%s: the flash was changed",
						   directory);
			boot_free(&boot);
		}
		kernel_free(&kernel);
	}
	free(directory);
	free(work);
	return result;
}

int ram_boot_command(int argc, char **argv, const struct ram_context *context,
		     struct buffer *out, struct error *error)
{
	struct arguments arguments;
	struct programs programs;
	struct board board;
	int result;

	result = parse(&arguments, argc, argv, boot_options, error);
	if (!result)
		result = read_board(&board, &arguments, context, error);
	if (!result) {
		find_programs(&programs);
		result = boot_one(&arguments, &board, &programs.machine, out,
				  error);
		free_programs(&programs);
		board_free(&board);
	}
	free(arguments.build);
	return result;
}

static void show_progress(void *context, const char *column, const char *text)
{
	(void)context;
	fprintf(stderr, "\r\033[K%s: %s", column, text);
}

static int save_comparison(const struct comparison *comparison,
			   const struct arguments *arguments, struct buffer *out,
			   struct error *error)
{
	char *json_path = path_join(arguments->build, "compare.json");
	char *text_path = path_join(arguments->build, "compare.txt");
	char *json = compare_json(comparison);
	struct buffer text = BUFFER_INIT;
	struct file_output files[2];
	int result;

	compare_text(comparison, &text);
	files[0] = (struct file_output){ json_path, json, strlen(json) };
	files[1] = (struct file_output){ text_path, text.data, text.length };
	buffer_add_string(out, arguments->json ? json : text.data);
	result = file_make_directories(arguments->build, error) ||
		 file_write_all(files, 2, error) ? -1 : 0;
	free(json_path);
	free(text_path);
	free(json);
	buffer_free(&text);
	return result;
}

static int compare_all(const struct arguments *arguments,
		       const struct board *board,
		       const struct machine_programs *programs,
		       struct buffer *out, struct error *error)
{
	struct compare_request request = {
		.board = board,
		.programs = programs,
		.directory = arguments->build,
		.bisect = !arguments->no_bisect,
		.progress = isatty(STDERR_FILENO) ? show_progress : NULL,
	};
	struct comparison comparison;
	int result;

	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		request.wanted[i] = !arguments->any_column ||
				    arguments->columns[i] || arguments->logs[i];
		request.logs[i] = arguments->logs[i];
	}
	result = compare_run(&comparison, &request, error);
	if (request.progress)
		fputs("\r\033[K", stderr);
	if (result)
		return -1;
	result = save_comparison(&comparison, arguments, out, error);
	if (!result && !compare_all_reached(&comparison))
		result = error_set(error, "%s: not every kernel reached init with its flash untouched",
				   arguments->build);
	compare_free(&comparison);
	return result;
}

int ram_compare_command(int argc, char **argv, const struct ram_context *context,
			struct buffer *out, struct error *error)
{
	struct arguments arguments;
	struct programs programs;
	struct board board;
	int result;

	result = parse(&arguments, argc, argv, compare_options, error);
	if (!result)
		result = read_board(&board, &arguments, context, error);
	if (!result) {
		find_programs(&programs);
		result = compare_all(&arguments, &board, &programs.machine, out,
				     error);
		free_programs(&programs);
		board_free(&board);
	}
	free(arguments.build);
	return result;
}
