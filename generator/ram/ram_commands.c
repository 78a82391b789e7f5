// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/ram_commands.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/board/board_file.h"
#include "generator/kernel/source.h"
#include "generator/ram/boot.h"
#include "generator/ram/compare.h"
#include "generator/ram/programs.h"
#include "generator/ram/ram_arguments.h"

/* What a command has before it begins: all of it owned. */
struct work {
	struct ram_arguments arguments;
	struct programs programs;
	struct board board;
};

static int begin(struct work *work, enum ram_command command, int argc,
		 char **argv, const struct ram_context *context,
		 struct error *error)
{
	struct ram_arguments *arguments = &work->arguments;

	if (ram_arguments_parse(arguments, command, argc, argv, error) ||
	    board_read(&work->board, arguments->board, context->boards,
		       arguments->kernel ? arguments->kernel : context->kernel,
		       error)) {
		ram_arguments_free(arguments);
		return -1;
	}
	if (!arguments->build)
		arguments->build = memory_printf("build/%s", work->board.name);
	programs_find(&work->programs);
	return 0;
}

static void end(struct work *work)
{
	programs_free(&work->programs);
	board_free(&work->board);
	ram_arguments_free(&work->arguments);
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
		"reached", boot->reached_prompt ? "prompt" : NULL,
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
	if (!boot->reached_prompt)
		buffer_add(out, buffer_text(&outcome->messages),
			   outcome->messages.length);
	if (outcome->flash_equal)
		buffer_add_string(out, "flash equal to what was loaded\n");
	else
		buffer_printf(out, "flash differs from what was loaded, first at 0x%08" PRIx64 "\n",
			      outcome->flash_difference);
	if (outcome->flash_stores >= 0)
		buffer_printf(out, "stores to flash: %lld\n",
			      outcome->flash_stores);
}

/* A kernel that was asked for, and what to boot it with. */
struct one_boot {
	struct boot_request request;
	struct kernel kernel;
	char *directory;	/* the kernel's */
	char *work;		/* the machine's files go there */
	struct buffer dialogue;
};

static void free_one_boot(struct one_boot *boot)
{
	free(boot->directory);
	free(boot->work);
	buffer_free(&boot->dialogue);
	kernel_free(&boot->kernel);
}

/* Lines to type; the last one needs no newline in the file. */
static int read_dialogue(struct one_boot *boot, const char *path,
			 struct error *error)
{
	struct buffer *dialogue = &boot->dialogue;

	if (file_read(path, dialogue, error))
		return -1;
	if (dialogue->length && dialogue->data[dialogue->length - 1] != '\n')
		buffer_add_string(dialogue, "\n");
	boot->request.dialogue = buffer_text(dialogue);
	if (strlen(boot->request.dialogue) != dialogue->length)
		return error_set(error, "%s: a NUL can't be typed", path);
	return 0;
}

static int choose_column(const struct ram_arguments *arguments, int *column,
			 struct error *error)
{
	*column = arguments->any_column ? -1 : COMPARE_STATIC;
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		if (!arguments->columns[i])
			continue;
		if (*column >= 0)
			return error_usage(error, "--column %s: one kernel at a time, and %s is asked for as well",
					   compare_columns[i],
					   compare_columns[*column]);
		*column = i;
	}
	return 0;
}

static int make_one_boot(struct one_boot *boot, const struct work *work,
			 const char *folder, struct error *error)
{
	const struct ram_arguments *arguments = &work->arguments;
	int column, result;

	if (choose_column(arguments, &column, error))
		return -1;
	*boot = (struct one_boot){ 0 };
	boot->directory = path_join(arguments->build, compare_columns[column]);
	boot->work = path_join(boot->directory, folder);
	boot->request = (struct boot_request){
		.board = &work->board,
		.kernel = &boot->kernel,
		.programs = &work->programs.machine,
		.directory = boot->work,
		.memory_size = arguments->memory,
		.more_bootargs = arguments->bootargs,
	};
	result = kernel_read(&boot->kernel, boot->directory, error);
	if (!result && arguments->root)
		result = kernel_replace_root(&boot->kernel, arguments->root,
					     error);
	if (!result && arguments->type)
		result = read_dialogue(boot, arguments->type, error);
	if (result)
		free_one_boot(boot);
	return result;
}

static int run_boot(const struct one_boot *one, bool json, struct buffer *out,
		    struct error *error)
{
	struct boot boot;
	int result = 0;

	if (boot_run(&boot, &one->request, error))
		return -1;
	if (json)
		print_boot_json(&boot, out);
	else
		print_boot(&boot, out);
	if (!boot.reached_prompt)
		result = error_set(error, "%s: did not reach the prompt: %s",
				   one->directory, boot_trouble(&boot));
	else if (!boot.outcome.flash_equal)
		result = error_set(error, "%s: the flash was changed",
				   one->directory);
	boot_free(&boot);
	return result;
}

int ram_boot_command(int argc, char **argv, const struct ram_context *context,
		     struct buffer *out, struct error *error)
{
	struct one_boot boot;
	struct work work;
	int result;

	if (begin(&work, RAM_BOOT, argc, argv, context, error))
		return -1;
	result = make_one_boot(&boot, &work, "boot", error);
	if (!result) {
		result = run_boot(&boot, work.arguments.json, out, error);
		free_one_boot(&boot);
	}
	end(&work);
	return result;
}

int ram_shell_command(int argc, char **argv, const struct ram_context *context,
		      struct buffer *out, struct error *error)
{
	struct one_boot boot;
	struct work work;
	int result;

	(void)out;
	if (begin(&work, RAM_SHELL, argc, argv, context, error))
		return -1;
	result = make_one_boot(&boot, &work, "shell", error);
	if (!result) {
		result = boot_shell(&boot.request, error);
		free_one_boot(&boot);
	}
	end(&work);
	return result;
}

static void show_progress(void *context, const char *column, const char *text)
{
	(void)context;
	fprintf(stderr, "\r\033[K%s: %s", column, text);
}

static int save_comparison(const struct comparison *comparison,
			   const struct ram_arguments *arguments, struct buffer *out,
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

/* Those of the command line, of the board file, or all. */
static int choose_columns(struct compare_request *request,
			  const struct ram_arguments *arguments,
			  const struct board *board, struct error *error)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		request->wanted[i] = arguments->any_column ?
				     arguments->columns[i] || arguments->logs[i] :
				     !board->nr_columns;
		request->logs[i] = arguments->logs[i];
	}
	for (unsigned int i = 0; !arguments->any_column && i < board->nr_columns; i++) {
		int column = compare_column(board->columns[i]);

		if (column < 0)
			return error_set(error, "%s: columns: \"%s\"; there are dt, dt-same-config and static",
					 board->path, board->columns[i]);
		request->wanted[column] = true;
	}
	return 0;
}

/* The knob file of a board with a budget; *@path stays NULL without. */
static int find_knobs(const struct work *work, const struct ram_context *context,
		      char **path, struct error *error)
{
	const char *kernel = work->arguments.kernel ? work->arguments.kernel :
						      context->kernel;

	if (!work->board.has_budget)
		return 0;
	*path = kernel_source_patch_file(kernel, context->patches, "knobs.yaml",
					 error);
	return *path ? 0 : -1;
}

static int compare_all(const struct work *work, const struct ram_context *context,
		       struct buffer *out, struct error *error)
{
	const struct ram_arguments *arguments = &work->arguments;
	struct compare_request request = {
		.board = &work->board,
		.programs = &work->programs.machine,
		.directory = arguments->build,
		.bisect = !arguments->no_bisect,
		.progress = isatty(STDERR_FILENO) ? show_progress : NULL,
	};
	struct comparison comparison;
	char *knobs = NULL;
	int result;

	if (choose_columns(&request, arguments, &work->board, error) ||
	    find_knobs(work, context, &knobs, error))
		return -1;
	request.knobs = knobs;
	result = compare_run(&comparison, &request, error);
	free(knobs);
	if (request.progress)
		fputs("\r\033[K", stderr);
	if (result)
		return -1;
	result = save_comparison(&comparison, arguments, out, error);
	if (!result && !compare_all_reached(&comparison))
		result = error_set(error, "%s: not every kernel reached the prompt with its flash untouched",
				   arguments->build);
	compare_free(&comparison);
	return result;
}

int ram_compare_command(int argc, char **argv, const struct ram_context *context,
			struct buffer *out, struct error *error)
{
	struct work work;
	int result;

	if (begin(&work, RAM_COMPARE, argc, argv, context, error))
		return -1;
	result = compare_all(&work, context, out, error);
	end(&work);
	return result;
}
