/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One column of a comparison: all that is known of one kernel, from its image,
 * from boots of it on a machine, or from the console log of a real board.
 */
#ifndef GENERATOR_RAM_COLUMN_H
#define GENERATOR_RAM_COLUMN_H

#include <stdbool.h>

#include "generator/base/error.h"
#include "generator/board/board_file.h"
#include "generator/ram/figures.h"
#include "generator/ram/machine.h"
#include "generator/ram/parts.h"
#include "generator/ram/tree_cost.h"

struct column {
	const char *name;		/* "dt", "dt-same-config" or "static" */
	bool present;			/* was asked for */
	long long figures[FIGURES];	/* -1: can't be had */
	const char *reached;		/* "prompt", or NULL */
	char *trouble;			/* how the boot ended, if not there */
	char *min_ram_trouble;		/* how it ends with a page less than least */
	unsigned int min_ram_boots;
	int flash_equal;		/* to the image after the boot; -1 not known */
	char *version;			/* of the kernel; NULL: not known */
	char *source;			/* what was booted, or the log's path */
	struct tree_cost tree;		/* empty where there is no kernel to read */
	bool has_parts;
	struct parts parts;		/* of RAM and flash, measured */
	bool has_prediction;
	struct parts prediction;	/* the same, by the knob file */
};

struct column_request {
	const struct board *board;
	const struct machine_programs *programs;
	const char *directory;	/* of the kernel, see payload.h */
	const char *log;	/* a real board's console; NULL: boot it */
	const char *knobs;	/* path of the file to predict with; NULL: don't */
	bool bisect;		/* look for the least RAM */
	void (*progress)(void *context, const char *text);	/* or NULL */
	void *context;
};

/*
 * Fills @column but for its name. With a log, the kernel's directory may be
 * missing: what would be read there is not known then. Leaves boot.log in the
 * directory, and the machine's own files in folders below.
 */
int column_read(struct column *column, const struct column_request *request,
		struct error *error);
void column_free(struct column *column);

#endif
