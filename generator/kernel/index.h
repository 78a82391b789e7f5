/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a kernel tree knows: which files serve a compatible, and when they are
 * built. Made by reading the whole tree once, then kept in a cache on disk.
 */
#ifndef GENERATOR_KERNEL_INDEX_H
#define GENERATOR_KERNEL_INDEX_H

#include <stdint.h>

#include "generator/kernel/compatible.h"
#include "generator/kernel/kbuild.h"

/* Why a compatible is served, or is not. */
enum index_class {
	INDEX_BUILT,		/* where its condition says so */
	INDEX_ALWAYS,		/* in every kernel (of its architecture) */
	INDEX_NO_MAKEFILE,	/* its file is in no makefile's lists */
	INDEX_NEVER,		/* its condition can't be true: #if 0 and the like */
	INDEX_NO_SYMBOL,	/* only with a symbol that no Kconfig file has */
	INDEX_CLASSES,
};

/* One place that knows a compatible. */
struct index_entry {
	const char *compatible;
	enum compatible_kind kind;
	bool registered;	/* a driver, or a section of the kernel, gets to know it */
	unsigned int line;	/* in file; 0 for a fact */
	const char *file;	/* where it stands */
	const char *source;	/* what is compiled: file, or what includes it */
	const char *why;	/* of a fact: where that is to be seen. Else NULL */
	/*
	 * When it is a part of vmlinux: the way from the top Makefile to the
	 * object, and the #ifs around it. Not what Kconfig wants of the symbols.
	 */
	const struct condition *condition;
	const struct condition *module;	/* when it is a part of a module */
	enum index_class class;
};

/* One C file that a makefile names. */
struct index_object {
	const char *source;
	const char *makefile;
	const struct condition *built_in, *module;
};

struct index_entries {
	const struct index_entry *const *items;
	size_t count;
};

/* Figures of the reading that made the index. */
struct index_facts {
	uint64_t files, bytes;		/* C files and headers that were looked at */
	uint64_t scanned;		/* of them: that had something in them */
	uint64_t folders;		/* that Kbuild gets to */
	uint64_t unresolved;		/* names in the place of a compatible */
	uint64_t without_source;	/* objects that no C or assembler file makes */
};

struct index_options {
	/*
	 * Folder of the cache; NULL: $GEN_BOARD_CACHE, else gen-board below
	 * $XDG_CACHE_HOME or ~/.cache; "": no cache.
	 */
	const char *cache;
	/* Called now and then while the tree is read; or NULL. */
	struct compatible_progress progress;
	/* Don't wait for the look at the tree: kernel_index_is_current() does. */
	bool ahead;
};

struct kernel_index {
	char *tree;			/* absolute */
	char version[48];		/* "6.12" */
	struct condition_pool *pool;	/* of all conditions here */
	ARRAY(struct index_entry) entries;	/* by compatible, kind, file, line */
	ARRAY(struct index_object) objects;	/* by source */
	struct index_facts facts;
	bool cached;			/* it came from the cache */
	uint64_t digest;		/* of names, sizes and times of change of the tree's files */

	/* only the index's own */
	struct buffer packed;		/* all texts are in it */
	struct index_look *look;	/* that is still going on; or NULL */
	ARRAY(const struct index_entry *) by_compatible;
	ARRAY(const struct index_entry *) by_file;
	ARRAY(const char *) by_file_paths;	/* of by_file: file or source of the entry */
};

/*
 * Open the index of a kernel tree, from the cache if that is of this tree as it
 * is now: its path, and names, sizes and times of change of all its C files,
 * headers, makefiles and Kconfig files. A cache that is damaged, old or can't
 * be written is no error. -1: this is no kernel tree, or can't be read.
 */
int kernel_index_open(struct kernel_index *index, const char *tree,
		      const struct index_options *options, struct error *error);
void kernel_index_close(struct kernel_index *index);

/*
 * Of an index that was opened ahead: was it of the tree as it is? If not, what
 * came of it is void: close it, and open it again.
 */
bool kernel_index_is_current(struct kernel_index *index);

/* All that know a compatible; none: count 0. */
struct index_entries kernel_index_compatible(const struct kernel_index *index,
					     const char *compatible);

/* All that stand in a file or are compiled with it. */
struct index_entries kernel_index_file(const struct kernel_index *index,
				       const char *path);

/* NULL: no makefile names it. */
const struct index_object *kernel_index_object(const struct kernel_index *index,
					       const char *source);

/*
 * Call @found for each object whose condition has the symbol (without
 * CONFIG_), in order of their names.
 */
void kernel_index_symbol(const struct kernel_index *index, const char *symbol,
			 void (*found)(const struct index_object *object, void *context),
			 void *context);

const char *index_class_name(enum index_class class);

#endif
