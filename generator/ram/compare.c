// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/compare.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

const char *const compare_columns[COMPARE_COLUMNS] = {
	"dt", "dt-same-config", "static"
};

struct progress_context {
	const struct compare_request *request;
	const char *column;
};

int compare_column(const char *name)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		if (!strcmp(compare_columns[i], name))
			return i;
	}
	return -1;
}

static void progressed(void *context, const char *text)
{
	const struct progress_context *progress = context;

	if (progress->request->progress)
		progress->request->progress(progress->request->context,
					    progress->column, text);
}

int compare_run(struct comparison *comparison,
		const struct compare_request *request, struct error *error)
{
	*comparison = (struct comparison){ .board = request->board };
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		struct progress_context progress = {
			.request = request, .column = compare_columns[i]
		};
		struct column_request one = {
			.board = request->board,
			.programs = request->programs,
			.log = request->logs[i],
			.knobs = i == COMPARE_STATIC ? request->knobs : NULL,
			.bisect = request->bisect,
			.progress = progressed,
			.context = &progress,
		};
		char *directory;
		int result;

		comparison->columns[i].name = compare_columns[i];
		if (!request->wanted[i])
			continue;
		directory = path_join(request->directory, compare_columns[i]);
		one.directory = directory;
		result = column_read(&comparison->columns[i], &one, error);
		free(directory);
		if (result) {
			compare_free(comparison);
			return error_prefix(error, "column %s: ",
					    compare_columns[i]);
		}
	}
	return 0;
}

bool compare_all_reached(const struct comparison *comparison)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		const struct column *column = &comparison->columns[i];

		if (column->present &&
		    (!column->reached || !column->flash_equal ||
		     column->figures[FIGURE_FLASH_STORES] > 0))
			return false;
	}
	return true;
}

void compare_free(struct comparison *comparison)
{
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		column_free(&comparison->columns[i]);
}
