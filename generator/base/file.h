/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files and paths. Every error names the path.
 */
#ifndef GENERATOR_BASE_FILE_H
#define GENERATOR_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

/* Append the whole file to @buffer; "-" is standard input. */
int file_read(const char *path, struct buffer *buffer, struct error *error);

/* One file to be written. */
struct file_output {
	const char *path;	/* "-" is standard output */
	const void *data;
	size_t length;
};

/*
 * Write a file by way of a temporary one beside it and rename(): readers see
 * the old contents or the new, never half. A file whose contents are the same
 * already is left alone, with its time of change.
 */
int file_write(const char *path, const void *data, size_t length,
	       struct error *error);

/* The same for several: none gets its name before all are on the disk. */
int file_write_all(const struct file_output *outputs, size_t count,
		   struct error *error);

bool file_exists(const char *path);
bool file_is_directory(const char *path);

/* mkdir -p. */
int file_make_directories(const char *path, struct error *error);

/*
 * A new, empty, private directory below $TMPDIR or /tmp; free() the result.
 * file_remove_directory() removes it with the files in it (one level).
 */
char *file_make_temporary_directory(struct error *error);
void file_remove_directory(const char *path);

/* Path arithmetic; each returns a new string, free() it. */
char *path_join(const char *directory, const char *name);	/* absolute name: itself */
char *path_directory(const char *path);				/* as dirname(1) */
char *path_absolute(const char *path, struct error *error);	/* must exist */
const char *path_name(const char *path);			/* last part, not a copy */

#endif
