/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Three kernels side by side, of one board:
 *
 *	dt		the plain device tree boot, mainline and its defaults
 *	dt-same-config	a device tree boot with the configuration of `static`
 *	static		the tree compiled in
 *
 * Each is a directory of that name below the board's build directory, and all
 * run the same user space: the shell in the root image.
 */
#ifndef GENERATOR_RAM_COMPARE_H
#define GENERATOR_RAM_COMPARE_H

#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/board/board_file.h"
#include "generator/ram/column.h"

#define COMPARE_COLUMNS 3
#define COMPARE_STATIC 2	/* the index of "static", which the others are compared to */

extern const char *const compare_columns[COMPARE_COLUMNS];

struct compare_request {
	const struct board *board;
	const struct machine_programs *programs;
	const char *directory;			/* build/B */
	bool wanted[COMPARE_COLUMNS];
	const char *logs[COMPARE_COLUMNS];	/* real boards' consoles; NULL: boot */
	const char *knobs;			/* to predict static with; or NULL */
	bool bisect;				/* look for the least RAM */
	void (*progress)(void *context, const char *column, const char *text);
	void *context;
};

struct comparison {
	const struct board *board;
	struct column columns[COMPARE_COLUMNS];
};

/* The index of a column's name, or -1. */
int compare_column(const char *name);

/*
 * Boots, or reads logs. A kernel that doesn't reach the prompt is no error:
 * its column says so.
 */
int compare_run(struct comparison *comparison,
		const struct compare_request *request, struct error *error);

/* Did every column that was asked for reach the prompt, and leave flash alone? */
bool compare_all_reached(const struct comparison *comparison);

/* The table for people; appended to @text. */
void compare_text(const struct comparison *comparison, struct buffer *text);

/* The same as JSON, free() it; ends with a newline. */
char *compare_json(const struct comparison *comparison);

void compare_free(struct comparison *comparison);

#endif
