// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/index.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/index_private.h"
#include "generator/kernel/source.h"
#include "generator/kernel/source_stamps.h"

/* The tree is looked at by another thread while the index is read from the cache. */
struct look {
	const char *tree;
	const char *stamps;
	uint64_t digest;
	bool done;
};

static void *look_at_tree(void *context)
{
	struct look *look = context;
	struct error ignored = ERROR_INIT;

	look->done = !source_stamps_digest(look->tree, look->stamps, &look->digest, NULL,
					   &ignored);
	return NULL;
}

/* Take what the cache has, if it is of the tree as it is now. */
static bool open_cached(struct kernel_index *index, const char *path, const char *stamps,
			const char *tree)
{
	struct look look = { .tree = tree, .stamps = stamps };
	struct buffer packed = BUFFER_INIT;
	struct index_identity identity;
	pthread_t thread;
	bool unpacked = false, apart;

	if (!file_exists(path))
		return false;
	apart = !pthread_create(&thread, NULL, look_at_tree, &look);
	if (index_cache_read(path, &packed) && index_packed_identity(&packed, &identity) &&
	    identity.program == index_program_identity())
		unpacked = index_unpack(index, &packed, tree);
	if (apart)
		pthread_join(thread, NULL);
	else if (unpacked)
		look_at_tree(&look);
	buffer_free(&packed);
	if (unpacked && look.done && look.digest == identity.tree)
		return true;
	if (unpacked)
		kernel_index_close(index);
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
	if (path && open_cached(index, path, stamps, source.path))
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
	return (struct index_entries){ index->by_compatible.items + first, end - first };
}

struct index_entries kernel_index_file(const struct kernel_index *index,
				       const char *path)
{
	size_t count = index->by_file.count;
	size_t first = first_of(index, count, path, path_at), end = first;

	while (end < count && !strcmp(path_at(index, end), path))
		end++;
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

static bool has_symbol(const struct condition *condition, const char *symbol)
{
	if (condition->kind == CONDITION_SYMBOL)
		return !strcmp(condition->symbol, symbol);
	for (size_t i = 0; i < condition->nr_operands; i++)
		if (has_symbol(condition->operands[i], symbol))
			return true;
	return false;
}

void kernel_index_symbol(const struct kernel_index *index, const char *symbol,
			 void (*found)(const struct index_object *object, void *context),
			 void *context)
{
	for (size_t i = 0; i < index->objects.count; i++) {
		const struct index_object *object = &index->objects.items[i];

		if (has_symbol(object->built_in, symbol) ||
		    has_symbol(object->module, symbol))
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
