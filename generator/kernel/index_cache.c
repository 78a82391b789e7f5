// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The files that packed indexes are kept in.
 */
#include "generator/kernel/index_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"

#define PROGRAM "/proc/self/exe"

static char *cache_folder(const char *folder)
{
	const char *base = folder ? folder : getenv("GEN_BOARD_CACHE");

	if (base)
		return *base ? memory_strdup(base) : NULL;
	base = getenv("XDG_CACHE_HOME");
	if (base && *base)
		return memory_printf("%s/gen-board", base);
	base = getenv("HOME");
	if (base && *base)
		return memory_printf("%s/.cache/gen-board", base);
	return NULL;
}

/*
 * One file for each tree and each program: two builds of this program that
 * take turns don't read the tree anew each time.
 */
char *index_cache_path(const char *folder, const char *tree)
{
	char *base = cache_folder(folder), *path;
	char program[4096], hash[HASH_TEXT_SIZE];
	struct buffer key = BUFFER_INIT;
	ssize_t length = readlink(PROGRAM, program, sizeof(program));

	if (!base)
		return NULL;
	buffer_printf(&key, "%s\n%.*s", tree, length > 0 ? (int)length : 0, program);
	hash_sha256(key.data, key.length, hash);
	path = memory_printf("%s/index-%.16s", base, hash);
	buffer_free(&key);
	free(base);
	return path;
}

uint64_t index_program_identity(void)
{
	struct stat status;

	if (stat(PROGRAM, &status))
		return 0;
	return (uint64_t)status.st_size * 1000003u ^
	       ((uint64_t)status.st_mtim.tv_sec * 1000000000u +
		(uint64_t)status.st_mtim.tv_nsec);
}

bool index_cache_read(const char *path, struct buffer *packed)
{
	struct error ignored = ERROR_INIT;

	return file_exists(path) && !file_read(path, packed, &ignored);
}

void index_cache_write(const char *path, const struct buffer *packed)
{
	struct error ignored = ERROR_INIT;
	char *folder = path_directory(path);

	if (!file_make_directories(folder, &ignored))
		file_write(path, packed->data, packed->length, &ignored);
	free(folder);
}
