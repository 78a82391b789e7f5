/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files of a kernel tree that say what is built of what: C sources and
 * headers, makefiles and Kconfig files. Documentation/, tools/ and LICENSES/
 * are left out, and so are C files of scripts/: nothing of them is in a kernel.
 */
#ifndef GENERATOR_KERNEL_SOURCE_FILES_H
#define GENERATOR_KERNEL_SOURCE_FILES_H

#include <stdint.h>
#include <time.h>

#include "generator/base/error.h"
#include "generator/base/table.h"

enum source_kind {
	SOURCE_C,		/* .c */
	SOURCE_HEADER,		/* .h, .inc and others that C includes */
	SOURCE_MAKEFILE,	/* Makefile*, Kbuild*, Platform, .mk, .include */
	SOURCE_KCONFIG,		/* Kconfig* */
};

struct source_file {
	const char *path;	/* below the tree; owned by the struct source_files */
	enum source_kind kind;
	uint64_t size;
};

/* A folder that was looked into, also one without any file. */
struct source_folder {
	const char *path;	/* below the tree, "" for itself; owned */
	int64_t seconds;	/* of its time of change, before it was read */
	int64_t nanoseconds;
};

struct source_files {
	char *tree;			/* its path */
	ARRAY(struct source_file) files;	/* sorted by path */
	ARRAY(struct source_folder) folders;	/* in any order */
	uint64_t digest;		/* of all paths, sizes and times of change */
	time_t newest;			/* the latest of the times of change */
	time_t newest_folder;		/* likewise, of folders */
};

/*
 * Looks at each file's size and time of last change, not into it; a change
 * that keeps both isn't noticed.
 */
int source_files_list(struct source_files *files, const char *tree,
		      struct error *error);

/* Only the digest, in half the time. */
int source_files_digest(const char *tree, uint64_t *digest, struct error *error);

/* A file's part of the digest, which is the sum of all. */
struct stat;
uint64_t source_file_digest(const char *path, size_t length, const struct stat *status);

/*
 * True: files or folders of which the latest was changed at @newest, read from
 * @start to @end, would be seen to have changed if they did so once more: a time
 * of change may be as coarse as a second.
 */
bool source_files_are_settled(time_t newest, time_t start, time_t end);

void source_files_free(struct source_files *files);

/* NULL: there is no such file. */
const struct source_file *source_files_find(const struct source_files *files,
					    const char *path);

#endif
