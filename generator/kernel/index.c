// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/index.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/index_private.h"
#include "generator/kernel/source.h"
#include "generator/kernel/source_stamps.h"

/*
 * The tree is looked at by another thread while the index is read from the
 * cache; who has to wait for it does its share.
 */
struct index_look {
	char *tree;
	char *stamps;
	uint64_t expected;
	_Atomic(struct source_look *) files;	/* NULL: not begun */
	pthread_t thread;
	bool apart;			/* there is the thread */
};

static void *look_at_tree(void *context)
{
	struct index_look *look = context;

	look->files = source_look_open(look->tree, look->stamps);
	source_look_work(look->files);
	return NULL;
}

static struct index_look *look_start(const char *tree, const char *stamps)
{
	struct index_look *look = memory_new(1, sizeof(*look));

	look->tree = memory_strdup(tree);
	look->stamps = memory_strdup(stamps);
	look->apart = !pthread_create(&look->thread, NULL, look_at_tree, look);
	return look;
}

/* Is the tree as expected? */
static bool look_end(struct index_look *look)
{
	struct error ignored = ERROR_INIT;
	uint64_t digest;
	bool same;

	if (!look->apart)
		look_at_tree(look);
	else if (look->files)
		source_look_work(look->files);
	if (look->apart)
		pthread_join(look->thread, NULL);
	same = (source_look_close(look->files, &digest) ||
		!source_stamps_digest(look->tree, look->stamps, &digest, NULL, &ignored)) &&
	       digest == look->expected;
	free(look->tree);
	free(look->stamps);
	free(look);
	return same;
}

bool kernel_index_is_current(struct kernel_index *index)
{
	struct index_look *look = index->look;

	index->look = NULL;
	return !look || look_end(look);
}

/* Take what the cache has, if it is of the tree as it is now. */
static bool open_cached(struct kernel_index *index, const char *path, const char *stamps,
			const char *tree, bool ahead)
{
	struct buffer packed = BUFFER_INIT;
	struct index_identity identity;
	struct index_look *look;
	bool unpacked = false;

	if (!file_exists(path))
		return false;
	look = look_start(tree, stamps);
	if (index_cache_read(path, &packed) && index_packed_identity(&packed, &identity) &&
	    identity.program == index_program_identity()) {
		look->expected = identity.tree;
		unpacked = index_unpack(index, &packed, tree);
	}
	buffer_free(&packed);
	if (unpacked) {
		index->look = look;
		if (ahead || kernel_index_is_current(index))
			return true;
		kernel_index_close(index);
	} else {
		look_end(look);
	}
	return false;
}

static int open_read(struct kernel_index *index, const char *path, const char *stamps,
		     const struct kernel_source *source,
		     const struct index_options *options, struct error *error)
{
	struct buffer packed = BUFFER_INIT;
	bool settled;
	int result = index_build(&packed, source->path, source->version, options, stamps,
				 &settled, error);

	if (!result && path && settled)
		index_cache_write(path, &packed);
	if (!result && !index_unpack(index, &packed, source->path))
		result = error_set(error, "%s: its index is too large", source->path);
	buffer_free(&packed);
	return result;
}

int kernel_index_open(struct kernel_index *index, const char *tree,
		      const struct index_options *options, struct error *error)
{
	const struct index_options none = { 0 };
	struct kernel_source source;
	char *path, *stamps = NULL;
	int result = 0;

	if (!options)
		options = &none;
	*index = (struct kernel_index){ 0 };
	if (kernel_source_open(&source, tree, error))
		return -1;
	path = index_cache_path(options->cache, source.path);
	if (path)
		stamps = memory_printf("%s.folders", path);
	if (path && open_cached(index, path, stamps, source.path, options->ahead))
		index->cached = true;
	else
		result = open_read(index, path, stamps, &source, options, error);
	free(path);
	free(stamps);
	kernel_source_close(&source);
	return result;
}

void kernel_index_close(struct kernel_index *index)
{
	if (index->look)
		look_end(index->look);
	free(index->tree);
	condition_pool_free(index->pool);
	array_free(&index->entries);
	array_free(&index->objects);
	array_free(&index->by_compatible);
	array_free(&index->by_file);
	array_free(&index->by_file_paths);
	buffer_free(&index->packed);
	*index = (struct kernel_index){ 0 };
}

/* ---- questions */

/* The first of @count names, in order, that isn't before @name. */
static size_t first_of(const struct kernel_index *index, size_t count, const char *name,
		       const char *(*name_at)(const struct kernel_index *index, size_t i))
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(name_at(index, middle), name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const char *compatible_at(const struct kernel_index *index, size_t i)
{
	return index->entries.items[i].compatible;
}

static const char *path_at(const struct kernel_index *index, size_t i)
{
	return index->by_file_paths.items[i];
}

static const char *source_at(const struct kernel_index *index, size_t i)
{
	return index->objects.items[i].source;
}

struct index_entries kernel_index_compatible(const struct kernel_index *index,
					     const char *compatible)
{
	size_t count = index->entries.count;
	size_t first = first_of(index, count, compatible, compatible_at), end = first;

	while (end < count && !strcmp(compatible_at(index, end), compatible))
		end++;
	if (first == end)
		return (struct index_entries){ 0 };
	return (struct index_entries){ index->by_compatible.items + first, end - first };
}

struct index_entries kernel_index_file(const struct kernel_index *index,
				       const char *path)
{
	size_t count = index->by_file.count;
	size_t first = first_of(index, count, path, path_at), end = first;

	while (end < count && !strcmp(path_at(index, end), path))
		end++;
	if (first == end)
		return (struct index_entries){ 0 };
	return (struct index_entries){ index->by_file.items + first, end - first };
}

const struct index_object *kernel_index_object(const struct kernel_index *index,
					       const char *source)
{
	size_t i = first_of(index, index->objects.count, source, source_at);

	if (i == index->objects.count || strcmp(source_at(index, i), source))
		return NULL;
	return &index->objects.items[i];
}

void kernel_index_symbol(const struct kernel_index *index, const char *symbol,
			 void (*found)(const struct index_object *object, void *context),
			 void *context)
{
	for (size_t i = 0; i < index->objects.count; i++) {
		const struct index_object *object = &index->objects.items[i];

		if (condition_mentions(object->built_in, symbol) ||
		    condition_mentions(object->module, symbol))
			found(object, context);
	}
}

const char *index_class_name(enum index_class class)
{
	static const char *const names[INDEX_CLASSES] = {
		[INDEX_BUILT] = "built",
		[INDEX_ALWAYS] = "always",
		[INDEX_NO_MAKEFILE] = "no-makefile",
		[INDEX_NEVER] = "never",
		[INDEX_NO_SYMBOL] = "no-symbol",
	};

	return names[class];
}
