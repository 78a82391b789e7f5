/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How an index comes to be: a tree is read into bytes, which are what the
 * cache keeps, and an index is made of bytes. There is no other way, so that an
 * index is the same with a cache and without.
 */
#ifndef GENERATOR_KERNEL_INDEX_PRIVATE_H
#define GENERATOR_KERNEL_INDEX_PRIVATE_H

#include "generator/kernel/index.h"

/* What bytes are of. */
struct index_identity {
	uint64_t tree;		/* its files: digest of struct source_files */
	uint64_t program;	/* that read them; another one may read better */
};

/* What is read of a tree, before it is bytes. */
struct index_contents {
	const char *tree;
	const char *version;
	ARRAY(struct index_entry) entries;	/* in order, see index.h */
	ARRAY(struct index_object) objects;
	struct index_facts facts;
};

/*
 * Read a tree. *@settled: source_files_are_settled(). @stamps: where to leave what
 * makes looking for changes faster, see source_stamps.h; NULL: nowhere.
 */
int index_build(struct buffer *packed, const char *tree, const char *version,
		const struct index_options *options, const char *stamps,
		bool *settled, struct error *error);

void index_pack(const struct index_contents *contents,
		const struct index_identity *identity, struct buffer *packed);

/* Put the checksum into bytes, once more where they were changed. */
void index_seal(struct buffer *packed);

/* Of whose identity the bytes are, if they are good. False: they are no index. */
bool index_packed_identity(const struct buffer *packed, struct index_identity *identity);

/*
 * Fill an index; the bytes become its own. False: they are no index, or of
 * another tree than @tree, and stay the caller's.
 */
bool index_unpack(struct kernel_index *index, struct buffer *packed, const char *tree);

/* ---- index_cache.c */

/* The cache file of a tree; NULL: there is no place for one. free() it. */
char *index_cache_path(const char *folder, const char *tree);

/* Of this program as it runs; 0 where that isn't known. */
uint64_t index_program_identity(void);

/* False: there is no such file, or it can't be read. */
bool index_cache_read(const char *path, struct buffer *packed);

/* What can't be written isn't. */
void index_cache_write(const char *path, const struct buffer *packed);

#endif
