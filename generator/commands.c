// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/board/flash_command.h"
#include "generator/board/model.h"
#include "generator/board/render.h"
#include "generator/budget/budget_command.h"
#include "generator/budget/calibrate_command.h"
#include "generator/fragment_commands.h"
#include "generator/job.h"
#include "generator/kernel/index_command.h"
#include "generator/ram/ram_commands.h"
#include "generator/tree/check.h"
#include "generator/tree/dts.h"

#define TABLES_TEMPLATE "board-tables.c.j2"

/* The only argument, or an error. */
static const char *one_argument(const struct options *options,
				struct error *error)
{
	if (options->nr_arguments == 1)
		return options->arguments[0];
	if (!options->nr_arguments)
		error_usage(error, "which board? expected the name of a board, a .dts or a .dtb");
	else
		error_usage(error, "%s: unexpected argument, one board at a time",
			    options->arguments[1]);
	return NULL;
}

static int write_output(const struct options *options, const void *data,
			size_t length, struct error *error)
{
	return file_write(options->output ? options->output : "-", data, length,
			  error);
}

/* With -v: what was dropped and why. */
static void print_notes(const struct job *job)
{
	if (!job->options->verbose)
		return;
	for (size_t i = 0; i < job->prune.notes.count; i++) {
		const struct prune_note *note = &job->prune.notes.items[i];

		if (note->property)
			fprintf(stderr, "dropped %s: %s: %s\n", note->node->path,
				note->property, note->reason);
		else
			fprintf(stderr, "dropped %s: %s\n", note->node->path,
				note->reason);
	}
}

static json_int_t size_of(const struct job *job, const char *what)
{
	return json_integer_value(json_object_get(json_object_get(job->model, "sizes"),
						  what));
}

static void print_summary(const struct job *job, const char *directory)
{
	if (job->options->quiet)
		return;
	fprintf(stderr, "%s: %lld of %lld nodes, %lld properties (%lld before), %zu devices: %s\n",
		job->board.name, (long long)size_of(job, "nodes"),
		(long long)size_of(job, "nodes_in_tree"),
		(long long)size_of(job, "properties"),
		(long long)size_of(job, "properties_in_tree"),
		json_array_size(json_object_get(job->model, "devices")),
		directory);
}

static char *model_text(const struct job *job)
{
	char *json = json_dumps(job->model, JSON_INDENT(1));
	char *text = memory_printf("%s\n", json);

	free(json);
	return text;
}

static int render_model(const struct job *job, const char *template,
			struct buffer *output, struct error *error)
{
	char *text = model_text(job);
	int result = render(job->options->templates, template, text, output,
			    error);

	free(text);
	return result;
}

/* Where output is to go, without asking that it exists already. */
static char *absolute_directory(const char *directory, struct error *error)
{
	char *here, *path;

	if (directory[0] == '/')
		return memory_strdup(directory);
	here = getcwd(NULL, 0);
	if (!here) {
		error_errno(error, ".");
		return NULL;
	}
	path = path_join(here, directory);
	free(here);
	return path;
}

/* Everything is made before anything is written. */
static int write_main(struct job *job, const char *directory, struct error *error)
{
	static const char *const names[] = { "board-tables.c", "board.config",
					     "board.json" };
	struct buffer contents[3] = { BUFFER_INIT, BUFFER_INIT, BUFFER_INIT };
	struct file_output outputs[3];
	char *paths[3];
	char *json = model_text(job);
	int result = 0;

	buffer_add_string(&contents[2], json);
	free(json);
	if (render_model(job, TABLES_TEMPLATE, &contents[0], error) ||
	    fragment_of_job(job, &contents[1], error) ||
	    file_make_directories(directory, error))
		result = -1;
	for (size_t i = 0; i < 3; i++) {
		paths[i] = path_join(directory, names[i]);
		outputs[i] = (struct file_output){ paths[i], contents[i].data,
						   contents[i].length };
	}
	if (!result)
		result = file_write_all(outputs, 3, error);
	for (size_t i = 0; i < 3; i++) {
		buffer_free(&contents[i]);
		free(paths[i]);
	}
	return result;
}

static int run_main(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	const char *name = one_argument(options, error);
	char *directory = NULL, *given = NULL, *tables = NULL;
	int result = -1;

	if (!name || job_prune(&job, name, error) ||
	    model_check_reserved_memory(&job.tree, &job.prune, error))
		goto out;
	given = options->output ? memory_strdup(options->output) :
				  memory_printf("build/%s", job.board.name);
	directory = absolute_directory(given, error);
	if (!directory)
		goto out;
	tables = path_join(directory, "board-tables.c");
	if (job_model(&job, name, tables, error) ||
	    model_check_memory(job.model, job.origin, error) ||
	    write_main(&job, directory, error))
		goto out;
	print_notes(&job);
	print_summary(&job, given);
	result = 0;
out:
	free(directory);
	free(given);
	free(tables);
	job_free(&job);
	return result;
}

static int run_tables(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	const char *name = one_argument(options, error);
	struct buffer text = BUFFER_INIT;
	int result = -1;

	if (name && !job_model(&job, name, NULL, error) &&
	    !render_model(&job, TABLES_TEMPLATE, &text, error)) {
		print_notes(&job);
		result = write_output(options, text.data, text.length, error);
	}
	buffer_free(&text);
	job_free(&job);
	return result;
}

static int run_model(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	const char *name = one_argument(options, error);
	int result = -1;

	if (name && !job_model(&job, name, NULL, error)) {
		char *text = model_text(&job);

		print_notes(&job);
		result = write_output(options, text, strlen(text), error);
		free(text);
	}
	job_free(&job);
	return result;
}

static int run_dtb(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	const char *name = one_argument(options, error);
	int result = -1;

	if (name && !job_tree(&job, name, error))
		result = write_output(options, job.tree.dtb, job.tree.dtb_size,
				      error);
	job_free(&job);
	return result;
}

/* The tree as it was read: as a dts for people, as a model that keeps all. */
static int run_tree(const struct options *options, struct error *error)
{
	struct options all = *options;
	struct job job = JOB_INIT(&all);
	const char *name = one_argument(options, error);
	struct buffer text = BUFFER_INIT;
	int result = -1;

	all.keep_all = true;
	if (!name || job_tree(&job, name, error))
		goto out;
	if (options->json) {
		char *model;

		if (job_model(&job, name, NULL, error))
			goto out;
		model = model_text(&job);
		buffer_add_string(&text, model);
		free(model);
	} else if (dts_from_dtb(job.tree.dtb, job.tree.dtb_size, false, &text,
				error)) {
		goto out;
	}
	result = write_output(options, text.data, text.length, error);
out:
	buffer_free(&text);
	job_free(&job);
	return result;
}

static int run_check(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	const char *name = one_argument(options, error);
	struct check_name names[32];
	size_t count = check_names(names, sizeof(names) / sizeof(names[0]));
	int result = -1;

	if (name && !job_tree(&job, name, error)) {
		for (size_t i = 0; options->verbose && i < count; i++)
			printf("ok %s: %s\n", names[i].name, names[i].purpose);
		if (!options->quiet)
			printf("%s: %zu nodes and %zu properties pass %zu checks\n",
			       job.source, job.tree.nr_nodes,
			       job.tree.nr_properties, count);
		result = 0;
	}
	job_free(&job);
	return result;
}

static void print_address(const char *what, uint64_t address)
{
	if (address)
		printf("  %s at 0x%08llx\n", what, (unsigned long long)address);
}

static void print_board(const struct board *board)
{
	printf("%s: %s\n", board->name,
	       board->description ? board->description : "(no description)");
	printf("  dts %s\n", board->dts);
	for (unsigned int i = 0; i < board->nr_extend; i++)
		printf("  extended by %s\n", board->extend[i]);
	if (board->flash_size)
		printf("  flash 0x%08llx, %llu KiB\n",
		       (unsigned long long)board->flash_base,
		       (unsigned long long)board->flash_size / 1024);
	for (unsigned int i = 0; i < board->nr_banks; i++)
		printf("  ram %s at 0x%08llx, %llu KiB\n", board->banks[i].name,
		       (unsigned long long)board->banks[i].base,
		       (unsigned long long)board->banks[i].size / 1024);
	print_address("kernel", board->map_kernel);
	print_address("root image", board->map_root);
	print_address("dtb", board->map_dtb);
	if (board->machine_kind)
		printf("  machine %s %s\n", board->machine_kind,
		       board->machine_model);
	if (board->bootargs)
		printf("  bootargs %s\n", board->bootargs);
	for (unsigned int i = 0; i < board->nr_devices_only; i++)
		printf("  device %s\n", board->devices_only[i]);
}

static int run_board(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	const char *name = one_argument(options, error);
	int result = -1;

	if (name && !job_board(&job, name, error)) {
		result = 0;
		if (options->json) {
			char *json = board_json(&job.board);

			result = write_output(options, json, strlen(json), error);
			free(json);
		} else {
			print_board(&job.board);
		}
	}
	job_free(&job);
	return result;
}

/* @own: what the command's own option says, or NULL. */
static const char *kernel_of(const struct options *options, const char *own)
{
	return own ? own : options->kernel ? options->kernel : DEFAULT_KERNEL;
}

static int print_out(struct buffer *out, int result)
{
	fwrite(buffer_text(out), 1, out->length, stdout);
	fflush(stdout);
	buffer_free(out);
	return result;
}

/* Says what there is to say even when it fails: the log of a bad boot. */
static int print_raw(int (*run)(int argc, char **argv,
				const struct ram_context *context,
				struct buffer *out, struct error *error),
		     const struct options *options, int argc, char **argv,
		     struct error *error)
{
	struct ram_context context = {
		.boards = options->boards,
		.kernel = kernel_of(options, NULL),
		.patches = options->patches,
	};
	struct buffer out = BUFFER_INIT;

	return print_out(&out, run(argc, argv, &context, &out, error));
}

static int run_index(const struct options *options, struct error *error)
{
	struct buffer out = BUFFER_INIT;

	return print_out(&out, index_command(kernel_of(options, NULL), options->json,
					     options->arguments,
					     options->nr_arguments, &out, error));
}

static int run_flash(const struct options *options, int argc, char **argv,
		     struct error *error)
{
	struct buffer out = BUFFER_INIT;
	const char *kernel = kernel_of(options, NULL);

	return print_out(&out, flash_command(argc, argv, options->boards, kernel,
					     &out, error));
}

/* The knob file that an option names, or the one for this kernel; free() it. */
static char *knob_file(const struct options *options, const char *own,
		       const char *kernel, struct error *error)
{
	return own ? memory_strdup(own) :
		     kernel_source_patch_file(kernel, options->patches,
					      "knobs.yaml", error);
}

static int run_budget(const struct options *options, int argc, char **argv,
		      struct error *error)
{
	struct budget_arguments arguments;
	struct buffer out = BUFFER_INIT;
	const char *kernel;
	char *knobs;
	int result = -1;

	if (budget_arguments_parse(&arguments, argc, argv, error))
		return -1;
	kernel = kernel_of(options, arguments.kernel);
	knobs = knob_file(options, arguments.knobs, kernel, error);
	if (knobs)
		result = budget_command(&arguments, options->boards, kernel,
					knobs, &out, error);
	free(knobs);
	return print_out(&out, result);
}

static int run_calibrate(const struct options *options, int argc, char **argv,
			 struct error *error)
{
	struct calibrate_arguments arguments;
	const char *kernel;
	char *knobs;
	int result = -1;

	if (calibrate_arguments_parse(&arguments, argc, argv, error))
		return -1;
	kernel = kernel_of(options, arguments.kernel);
	knobs = knob_file(options, arguments.knobs, kernel, error);
	if (knobs)
		result = calibrate_command(&arguments, options->boards, kernel,
					   knobs, error);
	free(knobs);
	return result;
}

static int run_boot(const struct options *options, int argc, char **argv,
		    struct error *error)
{
	return print_raw(ram_boot_command, options, argc, argv, error);
}

static int run_shell(const struct options *options, int argc, char **argv,
		     struct error *error)
{
	return print_raw(ram_shell_command, options, argc, argv, error);
}

static int run_compare(const struct options *options, int argc, char **argv,
		       struct error *error)
{
	return print_raw(ram_compare_command, options, argc, argv, error);
}

static void print_usage(void)
{
	printf("usage: gen-board [options] BOARD|FILE.dts|FILE.dtb\n"
	       "       gen-board COMMAND [options] ...\n\n"
	       "%s\n\ncommands:\n", main_command.details);
	for (const struct command *command = commands; command->name; command++)
		printf("  %-8s %-10s %s\n", command->name, command->arguments,
		       command->purpose);
	printf("\noptions:\n"
	       "  --kernel TREE  kernel sources (default: $KERNEL, then " DEFAULT_KERNEL ")\n"
	       "  -o PATH        where output goes\n"
	       "  --keep-all     prune nothing\n"
	       "  --json         for programs\n"
	       "  --dt           fragment, explain: for a device tree boot\n"
	       "  --check, --no-check  ask the kernel's own conf anew, or not at all\n"
	       "  --no-budget    as if board.yaml had no budget:\n"
	       "  -v, -q         say more, say nothing\n"
	       "  --help, --version\n");
}

static int run_help(const struct options *options, struct error *error)
{
	const struct command *command;

	if (!options->nr_arguments) {
		print_usage();
		return 0;
	}
	command = find_command(options->arguments[0]);
	if (!command)
		return error_usage(error, "%s: no such command; gen-board help lists them",
				   options->arguments[0]);
	printf("usage: gen-board %s [options] %s\n\n%s\n", command->name,
	       command->arguments, command->details);
	return 0;
}

const struct command main_command = {
	.arguments = "BOARD",
	.details = "Makes DIR/board-tables.c, DIR/board.config and DIR/board.json of a board's\n"
		   "device tree; DIR is that of -o, or build/BOARD.",
	.run = run_main,
};

const struct command commands[] = {
	{ .name = "help", .arguments = "[COMMAND]", .run = run_help,
	  .purpose = "this, or about one command",
	  .details = "Says what the program or one of its commands does." },
	{ .name = "board", .arguments = "BOARD", .run = run_board,
	  .purpose = "what the board file says",
	  .details = "Prints the board file with all defaults and paths filled in; --json for programs." },
	{ .name = "dtb", .arguments = "BOARD", .run = run_dtb,
	  .purpose = "the whole DTB, with the board's bootargs",
	  .details = "Writes the DTB that a bootloader would pass: nothing pruned, /chosen/bootargs as\n"
		     "the board file says. To standard output, or to the file of -o." },
	{ .name = "check", .arguments = "BOARD", .run = run_check,
	  .purpose = "whether the device tree is sound",
	  .details = "Reads and checks the device tree; -v lists the checks." },
	{ .name = "tree", .arguments = "BOARD", .run = run_tree,
	  .purpose = "the device tree as it was read",
	  .details = "Prints the tree as a dts, or (--json) as a model with nothing pruned." },
	{ .name = "model", .arguments = "BOARD", .run = run_model,
	  .purpose = "what the templates see, as JSON",
	  .details = "Prints the pruned tree with all resolved. -v says what was dropped and why." },
	{ .name = "tables", .arguments = "BOARD", .run = run_tables,
	  .purpose = "the tables alone",
	  .details = "Prints board-tables.c. Unlike the main job it does so for any sound tree, also\n"
		     "one with /reserved-memory that a kernel couldn't serve." },
	{ .name = "index", .arguments = "[NAME]...", .run = run_index,
	  .purpose = "what the kernel's sources say about these",
	  .details = INDEX_COMMAND_DETAILS },
	{ .name = "fragment", .arguments = "BOARD", .run = run_fragment,
	  .purpose = "the kernel configuration that the board needs",
	  .details = FRAGMENT_DETAILS },
	{ .name = "explain", .arguments = "BOARD CONFIG_X|NODE", .run = run_explain,
	  .purpose = "why something is in the kernel, or is not",
	  .details = EXPLAIN_DETAILS },
	{ .name = "flash", .arguments = "BOARD", .run_raw = run_flash,
	  .purpose = "what lies where in flash, and what is free",
	  .details = FLASH_COMMAND_DETAILS },
	{ .name = "budget", .arguments = "BOARD", .run_raw = run_budget,
	  .purpose = "kernel constants and options that fit a RAM budget",
	  .details = BUDGET_COMMAND_DETAILS },
	{ .name = "calibrate", .arguments = "BOARD [KNOB]...", .run_raw = run_calibrate,
	  .purpose = "measure what a kernel takes, and each knob saves",
	  .details = CALIBRATE_COMMAND_DETAILS },
	{ .name = "boot", .arguments = "BOARD", .run_raw = run_boot,
	  .purpose = "boot a kernel on the board's machine",
	  .details = RAM_BOOT_DETAILS },
	{ .name = "shell", .arguments = "BOARD", .run_raw = run_shell,
	  .purpose = "a board's machine with its console on this terminal",
	  .details = RAM_SHELL_DETAILS },
	{ .name = "compare", .arguments = "BOARD", .run_raw = run_compare,
	  .purpose = "boot the kernels that were built, and compare their RAM",
	  .details = RAM_COMPARE_DETAILS },
	{ 0 },
};

const struct command *find_command(const char *name)
{
	for (const struct command *command = commands; command->name; command++)
		if (!strcmp(command->name, name))
			return command;
	return NULL;
}
