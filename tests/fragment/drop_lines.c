// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drop-lines KERNEL BOARDS DIR BOARD...
 *
 * Is each line of a board's fragment (for a device tree boot) needed? The
 * kernel's own conf is asked for the .config without it, in DIR: a need must be
 * lost. With all lines, all needs must be met. Exit status 1 if it isn't so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/job.h"
#include "generator/kernel/fragment.h"
#include "generator/kernel/kconfig_referee.h"

static const char *value_in(const char *symbol, void *context)
{
	return map_get(context, symbol);
}

/* The needs that the lines' .config doesn't meet, in words. */
static int count_lost(struct fragment *fragment, const struct referee *referee,
		      size_t without, size_t *lost, struct error *error)
{
	struct buffer text = BUFFER_INIT, config = BUFFER_INIT;
	struct kconfig_lines lines = { 0 };
	struct map values = MAP_INIT;
	int result;

	*lost = 0;
	for (size_t i = 0; i < fragment->solution.nr_lines; i++)
		if (i != without)
			kconfig_line_write(&fragment->solution.lines[i].line, &text);
	result = referee_run(fragment->kconfig, buffer_text(&text), referee, &config,
			     error);
	kconfig_lines_read(&lines, buffer_text(&config));
	for (size_t i = 0; i < lines.count; i++)
		*map_put(&values, lines.items[i].symbol) = (void *)lines.items[i].value;
	for (size_t i = 0; !result && i < fragment->problem.nr_goals; i++)
		*lost += !condition_evaluate(fragment->problem.goals[i].condition,
					     value_in, &values);
	map_free(&values);
	kconfig_lines_free(&lines);
	buffer_free(&text);
	buffer_free(&config);
	return result;
}

static int check_lines(struct fragment *fragment, const char *name,
		       const char *directory, struct error *error)
{
	const struct referee referee = { .directory = directory };
	size_t nr_lines = fragment->solution.nr_lines, lost = 0;
	int result = count_lost(fragment, &referee, nr_lines, &lost, error);

	if (!result && lost)
		result = error_set(error, "%s: %zu needs aren't met", name, lost);
	for (size_t i = 0; !result && i < nr_lines; i++) {
		const struct solver_line *line = &fragment->solution.lines[i];

		result = count_lost(fragment, &referee, i, &lost, error);
		if (!result && !lost && !line->keeps)
			result = error_set(error, "%s: no need is lost without %s", name,
					   line->line.symbol);
		if (!result && !lost)
			printf("%s: %s is there for what %s depends on\n", name,
			       line->line.symbol, line->keeps);
	}
	if (!result)
		printf("%s: all %zu needs are met, and without any one of the %zu lines they aren't\n",
		       name, fragment->problem.nr_goals, nr_lines);
	return result;
}

static int check_board(const struct options *options, const char *name,
		       const char *directory, struct error *error)
{
	struct job job = JOB_INIT(options);
	struct fragment fragment = { 0 };
	struct fragment_source source;
	int result = job_prune(&job, name, error) || job_labels(&job, error) ? -1 : 0;

	source = (struct fragment_source){
		.kernel = job.kernel.path, .tree = &job.tree, .prune = &job.prune,
		.board = &job.board, .labels = &job.labels, .dt = true,
	};
	if (!result)
		result = fragment_prepare(&fragment, &source, error) ||
			 fragment_solve(&fragment, error) ||
			 check_lines(&fragment, name, directory, error) ? -1 : 0;
	fragment_free(&fragment);
	job_free(&job);
	return result;
}

int main(int argc, char **argv)
{
	struct options options = { .dt = true };
	struct error error = ERROR_INIT;
	char *patches;

	if (argc < 5) {
		fprintf(stderr, "usage: %s KERNEL BOARDS DIR BOARD...\n", argv[0]);
		return ERROR_USAGE;
	}
	options.kernel = argv[1];
	options.boards = argv[2];
	patches = memory_printf("%s/../kernel-patches", argv[2]);
	options.patches = patches;
	for (int i = 4; i < argc; i++)
		if (check_board(&options, argv[i], argv[3], &error))
			break;
	if (error.status)
		fprintf(stderr, "%s: %s\n", argv[0], error.text);
	free(patches);
	return error.status;
}
