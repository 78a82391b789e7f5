/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel source tree: is it one, and of which version?
 */
#ifndef GENERATOR_KERNEL_SOURCE_H
#define GENERATOR_KERNEL_SOURCE_H

#include "generator/base/error.h"

struct kernel_source {
	char *path;		/* absolute */
	char version[48];	/* "6.12": VERSION.PATCHLEVEL of its Makefile */
};

int kernel_source_open(struct kernel_source *source, const char *path,
		       struct error *error);

/*
 * There are patches for this version: a folder of its name in @patches. The
 * error names the tree's version and those that there are.
 */
int kernel_source_check_patches(const struct kernel_source *source,
				const char *patches, struct error *error);

/*
 * The path, free() it, of a file beside the patches for the version of the tree at
 * @path; NULL: an error. That the file exists is not asked.
 */
char *kernel_source_patch_file(const char *path, const char *patches,
			       const char *name, struct error *error);

void kernel_source_close(struct kernel_source *source);

#endif
