/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All compatibles that the C files of a kernel tree mention, and how.
 */
#ifndef GENERATOR_KERNEL_COMPATIBLE_H
#define GENERATOR_KERNEL_COMPATIBLE_H

#include <stdint.h>

#include "generator/kernel/c_scan.h"
#include "generator/kernel/source_files.h"

struct compatible_entry {
	const char *compatible;
	enum compatible_kind kind;
	bool registered;	/* a driver, or a section of the kernel, gets to know it */
	unsigned int line;
	const char *file;	/* where it stands: source, or what that includes */
	const char *source;	/* the file that is compiled */
	const char *registrar;	/* the file whose driver has the table, or NULL: source */
	const struct condition *when;	/* within these files; see below */
};

/* A name where a string should be, for those who want to know what is missed. */
struct compatible_unresolved {
	const char *name;
	const char *file;
	unsigned int line;
};

/* That one file includes another one that isn't a header. */
struct compatible_include {
	const char *file;
	const char *source;
};

/*
 * Conditions are of the #ifs around a row and its table's registration, and
 * that the kernel keeps the section of an OF_DECLARE at all. The symbol MODULE
 * in them is y where the file is compiled for a module.
 */
struct compatibles {
	ARRAY(struct compatible_entry) entries;
	ARRAY(struct compatible_unresolved) unresolved;
	ARRAY(struct compatible_include) includes;
	struct map strings;		/* owned */
	size_t nr_files;		/* looked at */
	size_t nr_scanned;		/* that had something in them */
	uint64_t bytes;			/* of all files looked at */
};

/* Called now and then; any may be NULL. */
struct compatible_progress {
	void (*report)(size_t done, size_t total, void *context);
	void *context;
};

void compatibles_read(struct compatibles *compatibles, const struct source_files *files,
		      const struct kconfig_types *types, struct condition_pool *pool,
		      const struct compatible_progress *progress);
void compatibles_free(struct compatibles *compatibles);

/* For people and JSON: "driver", "mfd-cell"... */
const char *compatible_kind_name(enum compatible_kind kind);

/*
 * Whether a device with the compatible gets a driver, or as much of one as a
 * clock or a timer has: not by questions, MFD cells and tables for look-ups.
 */
bool compatible_kind_serves(enum compatible_kind kind);

#endif
