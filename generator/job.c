// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/job.h"

#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/board/flash_map.h"
#include "generator/board/model.h"
#include "generator/budget/budget_settings.h"
#include "generator/tree/check.h"
#include "generator/tree/dtb.h"
#include "generator/tree/dts.h"

/* A licence is looked for in this much of a dts. */
#define LICENCE_BYTES 4096

/* What the kernel takes for a file that doesn't say its licence. */
#define DEFAULT_LICENCE "GPL-2.0"

static bool ends_with(const char *string, const char *end)
{
	size_t length = strlen(string), end_length = strlen(end);

	return length >= end_length && !strcmp(string + length - end_length, end);
}

/* The argument is a file, not the name of a board. */
static bool is_file_name(const char *name)
{
	return !strcmp(name, "-") || ends_with(name, ".dts") ||
	       ends_with(name, ".dtb");
}

/*
 * A tree that was asked for must be one; without being asked, a file that
 * needs none can do without.
 */
static int open_kernel(struct job *job, bool needed, struct error *error)
{
	const char *path = job->options->kernel;

	if (!path && !needed && !file_exists(DEFAULT_KERNEL))
		return 0;
	if (kernel_source_open(&job->kernel, path ? path : DEFAULT_KERNEL, error))
		return -1;
	return kernel_source_check_patches(&job->kernel, job->options->patches,
					   error);
}

static int read_file_board(struct job *job, const char *name, struct error *error)
{
	char *below = job->kernel.path ? path_join(job->kernel.path, name) : NULL;
	int result;

	if (strcmp(name, "-") && !file_exists(name) && below && file_exists(below))
		result = board_from_dts(&job->board, below, error);
	else
		result = board_from_dts(&job->board, name, error);
	free(below);
	return result;
}

int job_settings(struct job *job, struct error *error)
{
	char *knobs;
	int result;

	if (job->has_settings || job->options->no_budget ||
	    !job->board.has_budget || !job->kernel.path)
		return 0;
	knobs = kernel_source_patch_file(job->kernel.path, job->options->patches,
					 "knobs.yaml", error);
	if (!knobs)
		return -1;
	result = budget_settings(&job->board, knobs, error);
	free(knobs);
	job->has_settings = !result;
	return result;
}

static int hash_board_file(struct job *job, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	int result;

	if (!job->board.path)
		return 0;
	result = file_read(job->board.path, &text, error);
	if (!result)
		hash_sha256(buffer_text(&text), text.length, job->board_sha256);
	buffer_free(&text);
	return result;
}

/* The way to the dts says nothing about it: below the kernel tree, or its name. */
static char *source_name(const struct job *job)
{
	const char *dts = job->board.dts;
	size_t length = job->kernel.path ? strlen(job->kernel.path) : 0;

	if (length && !strncmp(dts, job->kernel.path, length) &&
	    dts[length] == '/')
		return memory_strdup(dts + length + 1);
	return memory_strdup(strcmp(dts, "-") ? path_name(dts) : "stdin");
}

static char *origin_of(const struct board *board)
{
	struct buffer text = BUFFER_INIT;

	buffer_add_string(&text, board->dts);
	for (unsigned int i = 0; i < board->nr_extend; i++)
		buffer_printf(&text, ", %s", board->extend[i]);
	return buffer_take(&text);
}

int job_board(struct job *job, const char *name, struct error *error)
{
	int result;

	if (job->board.name)
		return 0;
	if (open_kernel(job, !is_file_name(name), error))
		return -1;
	if (is_file_name(name))
		result = read_file_board(job, name, error);
	else
		result = board_read(&job->board, name, job->options->boards,
				    job->kernel.path, error);
	if (result || hash_board_file(job, error))
		return -1;
	job->source = source_name(job);
	job->origin = origin_of(&job->board);
	return 0;
}

static int set_bootargs(struct job *job, struct error *error)
{
	size_t size;
	void *changed;

	if (dtb_set_bootargs(job->dtb.data, job->board.bootargs, &changed, &size,
			     error))
		return error_prefix(error, "%s: ", job->origin);
	buffer_free(&job->dtb);
	buffer_add(&job->dtb, changed, size);
	free(changed);
	return 0;
}

/* The board's dts with what extends it; both see where things lie in flash. */
static int compile(const struct job *job, bool symbols, struct buffer *dtb,
		   struct error *error)
{
	const struct board *board = &job->board;
	struct dts_source source = {
		.name = job->origin,
		.path = board->dts,
		.extend = board->extend,
		.nr_extend = board->nr_extend,
		.kernel = job->kernel.path,
	};
	struct flash_map map;
	char **macros;
	int result;

	if (flash_map_make(&map, board, error))
		return -1;
	macros = flash_map_macros(&map);
	source.macros = macros;
	result = dts_compile(&source, symbols, dtb, error);
	flash_map_free_macros(macros);
	return result;
}

int job_dtb(struct job *job, const char *name, struct error *error)
{
	const char *dts;
	int result;

	if (job->dtb.length)
		return 0;
	if (job_board(job, name, error))
		return -1;
	dts = job->board.dts;
	if (ends_with(dts, ".dts"))
		result = compile(job, false, &job->dtb, error);
	else
		result = file_read(dts, &job->dtb, error);
	if (result)
		return -1;
	if (dtb_check(buffer_text(&job->dtb), job->dtb.length, job->origin, error))
		return -1;
	hash_sha256(job->dtb.data, fdt_totalsize(job->dtb.data), job->dtb_sha256);
	return job->board.bootargs ? set_bootargs(job, error) : 0;
}

int job_tree(struct job *job, const char *name, struct error *error)
{
	if (job->tree.nodes)
		return 0;
	if (job_dtb(job, name, error))
		return -1;
	if (tree_read(&job->tree, job->dtb.data, job->dtb.length, job->origin,
		      error))
		return -1;
	return tree_check(&job->tree, error);
}

static void add_labels(struct job *job, const struct tree *tree)
{
	const struct tree_node *symbols = tree_find_path(tree, "/__symbols__");

	for (size_t i = 0; symbols && i < symbols->nr_properties; i++) {
		const struct tree_property *symbol = &symbols->properties[i];
		void **slot;

		if (!property_is_strings(symbol))
			continue;
		slot = map_put(&job->labels, symbol->name);
		if (!*slot)
			*slot = memory_strdup((const char *)symbol->value);
	}
}

/*
 * Labels are lost in a DTB unless dtc is asked to keep them, which changes the
 * DTB: so a dts is compiled once more for its labels alone.
 */
int job_labels(struct job *job, struct error *error)
{
	struct buffer dtb = BUFFER_INIT;
	struct tree tree = { 0 };
	int result;

	if (job->labels.count)
		return 0;
	if (!ends_with(job->board.dts, ".dts")) {
		add_labels(job, &job->tree);
		return 0;
	}
	result = compile(job, true, &dtb, error);
	if (!result)
		result = tree_read(&tree, dtb.data, dtb.length, job->origin,
				   error);
	if (!result) {
		add_labels(job, &tree);
		tree_free(&tree);
	}
	buffer_free(&dtb);
	return result;
}

int job_prune(struct job *job, const char *name, struct error *error)
{
	struct prune_options options = { .keep_all = job->options->keep_all };

	if (job->prune.nodes)
		return 0;
	if (job_tree(job, name, error))
		return -1;
	if (!options.keep_all && job->board.nr_devices_only) {
		if (job_labels(job, error))
			return -1;
		options.only = job->board.devices_only;
		options.nr_only = job->board.nr_devices_only;
		options.labels = &job->labels;
		options.board_file = job->board.path;
	}
	return prune_tree(&job->prune, &job->tree, &options, error);
}

/* The SPDX expression at the top of a dts; free() it. */
static char *find_licence(const char *dts)
{
	static const char tag[] = "SPDX-License-Identifier:";
	struct buffer text = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	char *licence = NULL;
	char *at = NULL;

	if (ends_with(dts, ".dts") && !file_read(dts, &text, &ignored)) {
		at = memmem(text.data, text.length < LICENCE_BYTES ?
			    text.length : LICENCE_BYTES, tag, strlen(tag));
	}
	if (at) {
		at += strlen(tag);
		at += strspn(at, " \t");
		licence = memory_strndup(at, strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-() "));
		for (size_t end = strlen(licence); end && licence[end - 1] == ' '; end--)
			licence[end - 1] = '\0';
	}
	buffer_free(&text);
	return licence && *licence ? licence :
	       (free(licence), memory_strdup(DEFAULT_LICENCE));
}

int job_model(struct job *job, const char *name, const char *tables,
	      struct error *error)
{
	struct model_source source = { .version = GEN_BOARD_VERSION };
	char *command, *licence;

	if (job->model)
		return 0;
	if (job_prune(job, name, error))
		return -1;
	command = memory_printf("gen-board %s%s",
				job->options->keep_all ? "--keep-all " : "",
				job->board.path ? job->board.name : job->source);
	licence = find_licence(job->board.dts);
	source.command = command;
	source.dts = job->source;
	source.licence = licence;
	source.dtb_sha256 = job->dtb_sha256;
	source.board_sha256 = job->board.path ? job->board_sha256 : NULL;
	source.tables = tables;
	job->model = model_make(&job->tree, &job->prune, &job->board, &source,
				error);
	free(command);
	free(licence);
	return job->model ? 0 : -1;
}

void job_free(struct job *job)
{
	json_decref(job->model);
	if (job->prune.nodes)
		prune_free(&job->prune);
	tree_free(&job->tree);
	for (size_t i = 0; i < job->labels.count; i++)
		free(job->labels.entries[i].value);
	map_free(&job->labels);
	buffer_free(&job->dtb);
	board_free(&job->board);
	kernel_source_close(&job->kernel);
	free(job->source);
	free(job->origin);
}
