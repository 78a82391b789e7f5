// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_cache.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "generator/base/file.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"
#include "generator/kernel/kconfig_stamps.h"

/* Another number whenever anything in the file is laid out, or made, otherwise. */
#define MAGIC "gen-board Kconfig 4"

/*
 * A file of the cache: a line with MAGIC, the checksum of all behind that line
 * and the four lengths; then stamps, names of files, origins and the graph.
 */
struct parts {
	const char *stamps;
	size_t stamps_length;
	const char *files;
	size_t files_length;
	const char *origins;
	size_t origins_length;
	const char *graph;
	size_t graph_length;
};

static char *cache_path(struct kconfig_host *host, const char *directory)
{
	const char *base = directory ? directory : getenv("GEN_BOARD_CACHE");
	struct buffer key = BUFFER_INIT;
	char hash[HASH_TEXT_SIZE];
	char *folder, *path;

	if (base)
		folder = memory_strdup(base);
	else if ((base = getenv("XDG_CACHE_HOME")) && *base)
		folder = memory_printf("%s/gen-board", base);
	else if ((base = getenv("HOME")) && *base)
		folder = memory_printf("%s/.cache/gen-board", base);
	else
		folder = memory_strdup("");
	if (!*folder)
		return folder;
	buffer_printf(&key, "%s\n%s\n%s", host->tree, host->arch,
		      host->cross_compile);
	hash_sha256(key.data, key.length, hash);
	path = memory_printf("%s/kconfig-%s-%.16s", folder, host->arch, hash);
	buffer_free(&key);
	free(folder);
	return path;
}

static bool find_parts(const struct buffer *file, struct parts *parts)
{
	const char *end = file->length ? memchr(file->data, '\n', file->length) : NULL;
	uint64_t checksum;
	size_t length;

	if (!end || sscanf(file->data, MAGIC " %" SCNx64 " %zu %zu %zu %zu\n", &checksum,
			   &parts->stamps_length, &parts->files_length,
			   &parts->origins_length, &parts->graph_length) != 5)
		return false;
	length = file->length - (++end - file->data);
	if (hash_checksum(end, length) != checksum ||
	    parts->stamps_length > length || parts->files_length > length ||
	    parts->origins_length > length || parts->graph_length > length ||
	    parts->stamps_length + parts->files_length +
	    parts->origins_length + parts->graph_length != length)
		return false;
	parts->stamps = end;
	parts->files = parts->stamps + parts->stamps_length;
	parts->origins = parts->files + parts->files_length;
	parts->graph = parts->origins + parts->origins_length;
	return true;
}

static void unpack_origins(struct kconfig_flat *flat, const struct parts *parts)
{
	const size_t size = sizeof(struct kconfig_origin);
	const size_t count = parts->origins_length / size;

	for (const char *name = parts->files; name < parts->origins;
	     name += strlen(name) + 1)
		*array_add(&flat->files) = memory_strdup(name);
	flat->origins.items = memory_new(count + 1, size);
	flat->origins.count = flat->origins.capacity = count;
	memcpy(flat->origins.items, parts->origins, count * size);
}

static bool load(struct kconfig_flat *flat, struct graph *graph,
		 struct kconfig_host *host, const char *path)
{
	struct error ignored = ERROR_INIT;
	struct buffer file = BUFFER_INIT;
	struct parts parts;
	bool good = file_exists(path) && !file_read(path, &file, &ignored) &&
		    find_parts(&file, &parts) &&
		    kconfig_stamps_hold(parts.stamps, parts.stamps_length, host) &&
		    graph_unpack(graph, parts.graph, parts.graph_length);

	if (good)
		unpack_origins(flat, &parts);
	buffer_free(&file);
	return good;
}

static void store(const struct kconfig_flat *flat, const struct graph *graph,
		  struct kconfig_host *host, const char *path,
		  const struct timespec *start)
{
	struct buffer body = BUFFER_INIT, file = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	struct timespec newest = { 0 };
	char *folder = path_directory(path);
	size_t stamps, files, origins;

	kconfig_stamps_add(&body, host, flat, &newest);
	stamps = body.length;
	for (size_t i = 0; i < flat->files.count; i++)
		buffer_add(&body, flat->files.items[i],
			   strlen(flat->files.items[i]) + 1);
	files = body.length - stamps;
	origins = flat->origins.count * sizeof(flat->origins.items[0]);
	buffer_add(&body, flat->origins.items, origins);
	graph_pack(graph, &body);
	buffer_printf(&file, MAGIC " %016" PRIx64 " %zu %zu %zu %zu\n",
		      hash_checksum(body.data, body.length), stamps, files,
		      origins, body.length - stamps - files - origins);
	buffer_add(&file, body.data, body.length);

	/* What changed while it was read may have been read before. */
	if (newest.tv_sec < start->tv_sec &&
	    !file_make_directories(folder, &ignored))
		file_write(path, file.data, file.length, &ignored);
	free(folder);
	buffer_free(&body);
	buffer_free(&file);
}

static int make(struct kconfig_flat *flat, struct graph *graph,
		struct kconfig_host *host, struct error *error)
{
	struct macro_host macros = kconfig_host_macros(host);
	int result = kconfig_flatten(flat, host->tree, "Kconfig", &macros, error);

	if (!result)
		result = kconfig_parse(graph, flat, error);
	buffer_free(&flat->text);
	return result;
}

int kconfig_cache_open(struct kconfig_flat *flat, struct graph *graph,
		       struct kconfig_host *host, const char *directory,
		       struct error *error)
{
	char *path = cache_path(host, directory);
	struct timespec start;
	int result = 0;

	*flat = (struct kconfig_flat){ 0 };
	*graph = (struct graph){ 0 };
	clock_gettime(CLOCK_REALTIME, &start);
	if (!*path || !load(flat, graph, host, path)) {
		result = make(flat, graph, host, error);
		if (!result && *path && host->commands)
			kconfig_host_note_plugins(host);
		if (!result && *path)
			store(flat, graph, host, path, &start);
	}
	free(path);
	return result;
}
