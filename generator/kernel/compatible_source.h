/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One C file with what it includes, for compatible.c.
 */
#ifndef GENERATOR_KERNEL_COMPATIBLE_SOURCE_H
#define GENERATOR_KERNEL_COMPATIBLE_SOURCE_H

#include "generator/base/buffer.h"
#include "generator/kernel/compatible.h"

/* Texts of files that others include: read once, kept. */
struct compatible_headers {
	const struct source_files *files;
	struct map texts;		/* path -> struct buffer, owned */
	struct map tables;		/* paths of headers with rows or their macros */
};

/* Where the files are that a source consists of. */
struct compatible_source {
	struct compatible_headers *headers;
	const char *path;
	bool all_headers;		/* read all it includes, for their macros */
	ARRAY(const char *) files;	/* by the number in tokens; 0 is path */
	unsigned int depth;
	struct c_preprocessor preprocessor;
	struct c_scan scan;
};

/* Preprocess and scan. What is given: headers, path, all_headers. */
void compatible_source_scan(struct compatible_source *source, const char *text,
			    size_t length, struct condition_pool *pool,
			    const struct kconfig_types *types);
void compatible_source_free(struct compatible_source *source);

/* The path that an #include in @from means, owned by @files; NULL: none there is. */
const char *compatible_find_header(const struct compatible_headers *headers,
				   const char *from, const char *name, bool quoted);

/* NULL: it can't be read. */
const struct buffer *compatible_header_text(struct compatible_headers *headers,
					    const char *path);

/* C source that is included: .c and .inc, not .h. */
bool compatible_is_part(const char *path);

void compatible_headers_free(struct compatible_headers *headers);

#endif
