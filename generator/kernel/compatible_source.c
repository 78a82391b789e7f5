// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/compatible_source.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

/* Headers within headers. */
#define MAX_DEPTH 6
#define MAX_FILES 400

bool compatible_is_part(const char *path)
{
	size_t length = strlen(path);

	return length > 2 && strcmp(path + length - 2, ".h");
}

const struct buffer *compatible_header_text(struct compatible_headers *headers,
					    const char *path)
{
	void **slot = map_put(&headers->texts, path);
	struct error ignored = ERROR_INIT;
	struct buffer *text = *slot;
	char *whole;

	if (!text) {
		text = memory_new(1, sizeof(*text));
		*slot = text;
		whole = path_join(headers->files->tree, path);
		file_read(whole, text, &ignored);
		free(whole);
	}
	return text->data ? text : NULL;
}

void compatible_headers_free(struct compatible_headers *headers)
{
	for (size_t i = 0; i < headers->texts.count; i++) {
		buffer_free(headers->texts.entries[i].value);
		free(headers->texts.entries[i].value);
	}
	map_free(&headers->texts);
	map_free(&headers->tables);
}

/* "a/b/c.c" and "../d.h" are "a/d.h". */
static const char *find_beside(const struct compatible_headers *headers, const char *from,
			       const char *name)
{
	const char *slash = strrchr(from, '/');
	size_t length = slash ? (size_t)(slash - from) : 0;
	const struct source_file *file;
	char *path;

	while (!strncmp(name, "../", 3) || !strncmp(name, "./", 2)) {
		if (name[1] == '.') {
			while (length && from[length - 1] != '/')
				length--;
			length -= length > 0;
		}
		name += name[1] == '.' ? 3 : 2;
	}
	path = memory_printf("%.*s%s%s", (int)length, from, length ? "/" : "", name);
	file = source_files_find(headers->files, path);
	free(path);
	return file ? file->path : NULL;
}

static const char *find_below(const struct compatible_headers *headers,
			      const char *folder, size_t length, const char *name)
{
	char *path = memory_printf("%.*s/%s", (int)length, folder, name);
	const struct source_file *file = source_files_find(headers->files, path);

	free(path);
	return file ? file->path : NULL;
}

/*
 * Some makefiles add folders to look in: a table's header is then taken from
 * wherever a file of that name is.
 */
static const char *find_table(const struct compatible_headers *headers, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < headers->tables.count; i++) {
		const char *path = headers->tables.entries[i].key;
		size_t whole = strlen(path);

		if (whole > length && path[whole - length - 1] == '/' &&
		    !strcmp(path + whole - length, name))
			return path;
	}
	return NULL;
}

const char *compatible_find_header(const struct compatible_headers *headers,
				   const char *from, const char *name, bool quoted)
{
	const char *found = NULL, *slash;

	if (quoted)
		found = find_beside(headers, from, name);
	if (!found)
		found = find_below(headers, "include", 7, name);
	if (!found && !strncmp(from, "arch/", 5) && (slash = strchr(from + 5, '/'))) {
		char *folder = memory_printf("%.*s/include", (int)(slash - from), from);

		found = find_below(headers, folder, strlen(folder), name);
		free(folder);
	}
	return found ? found : find_table(headers, name);
}

static bool is_open(const struct compatible_source *source, const char *path)
{
	for (size_t i = 0; i < source->files.count; i++)
		if (!strcmp(source->files.items[i], path))
			return true;
	return false;
}

/*
 * Headers for all the kernel include more of their kind without end; those of
 * one subsystem include each other.
 */
static bool is_near(const char *from, const char *path)
{
	const char *slash = strrchr(from, '/');
	size_t length = slash ? (size_t)(slash - from) + 1 : 0;

	return strncmp(from, "include/", 8) ||
	       (length > sizeof("include/linux/") && !strncmp(from, path, length));
}

/* The #include of a file: only those are read that matter. */
static void include(struct c_preprocessor *preprocessor, const char *text, size_t length,
		    bool quoted, unsigned int line)
{
	struct compatible_source *source = preprocessor->context;
	const char *from = source->files.items[preprocessor->file], *path;
	char *name = memory_strndup(text, length);
	const struct buffer *contents;
	bool matters;

	(void)line;
	path = compatible_find_header(source->headers, from, name, quoted);
	free(name);
	if (!path || is_open(source, path) || source->depth >= MAX_DEPTH ||
	    source->files.count >= MAX_FILES)
		return;
	matters = compatible_is_part(path) || map_has(&source->headers->tables, path);
	if (!matters && (!source->all_headers || !is_near(from, path)))
		return;
	contents = compatible_header_text(source->headers, path);
	if (!contents)
		return;
	*array_add(&source->files) = path;
	source->depth++;
	c_preprocess_included(preprocessor, contents->data, contents->length,
			      (unsigned int)source->files.count - 1, !matters);
	source->depth--;
}

void compatible_source_scan(struct compatible_source *source, const char *text,
			    size_t length, struct condition_pool *pool,
			    const struct kconfig_types *types)
{
	source->preprocessor = (struct c_preprocessor){
		.pool = pool, .types = types, .is_mark = c_scan_is_mark,
		.is_table = c_scan_is_table, .include = include, .context = source,
	};
	*array_add(&source->files) = source->path;
	c_preprocess(&source->preprocessor, text, length);
	c_scan(&source->preprocessor, &source->scan);
}

void compatible_source_free(struct compatible_source *source)
{
	c_scan_free(&source->scan);
	c_preprocessor_free(&source->preprocessor);
	array_free(&source->files);
}
