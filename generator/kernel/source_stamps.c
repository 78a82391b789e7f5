// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The file: a header, and for each folder a struct stamp, its path, and the
 * names of the files in it that count, each ended by a NUL.
 */
#include "generator/kernel/source_stamps.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"

#define MAGIC "gen-board folders 1"

struct header {
	char magic[24];
	uint64_t checksum;	/* of all that follows the header */
	uint64_t nr_folders;
};

struct stamp {
	int64_t seconds, nanoseconds;
	uint32_t nr_files;
	uint32_t size;		/* of what follows: path and names */
};

/* ---- writing */

/* Paths of files by their folders: names one after the other, each with its NUL. */
static void gather_names(const struct source_files *files, struct map *names)
{
	for (size_t i = 0; i < files->folders.count; i++)
		*map_put(names, files->folders.items[i].path) =
			memory_new(1, sizeof(struct buffer));
	for (size_t i = 0; i < files->files.count; i++) {
		const char *path = files->files.items[i].path;
		const char *name = path_name(path);
		char *folder = memory_strndup(path, name > path ? (size_t)(name - path) - 1 : 0);

		buffer_add(map_get(names, folder), name, strlen(name) + 1);
		free(folder);
	}
}

static uint32_t count_names(const struct buffer *names)
{
	uint32_t count = 0;

	for (size_t i = 0; i < names->length; i++)
		count += !names->data[i];
	return count;
}

static void add_stamp(struct buffer *bytes, const struct source_folder *folder,
		      const struct buffer *names)
{
	size_t length = strlen(folder->path) + 1;
	struct stamp stamp = {
		.seconds = folder->seconds,
		.nanoseconds = folder->nanoseconds,
		.nr_files = count_names(names),
		.size = (uint32_t)(length + names->length),
	};

	buffer_add(bytes, &stamp, sizeof(stamp));
	buffer_add(bytes, folder->path, length);
	buffer_add(bytes, buffer_text(names), names->length);
}

void source_stamps_write(const struct source_files *files, const char *path,
			 time_t start)
{
	struct header header = { .magic = MAGIC, .nr_folders = files->folders.count };
	struct map names = MAP_INIT;
	struct buffer bytes = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	char *folder;

	if (!source_files_are_settled(files->newest_folder, start, time(NULL)))
		return;
	gather_names(files, &names);
	buffer_add(&bytes, &header, sizeof(header));
	for (size_t i = 0; i < files->folders.count; i++)
		add_stamp(&bytes, &files->folders.items[i], names.entries[i].value);
	header.checksum = hash_checksum(bytes.data + sizeof(header),
				     bytes.length - sizeof(header));
	memcpy(bytes.data, &header, sizeof(header));
	folder = path_directory(path);
	if (!file_make_directories(folder, &ignored))
		file_write(path, bytes.data, bytes.length, &ignored);
	for (size_t i = 0; i < names.count; i++) {
		buffer_free(names.entries[i].value);
		free(names.entries[i].value);
	}
	map_free(&names);
	buffer_free(&bytes);
	free(folder);
}

/* ---- looking */

struct source_look {
	int tree;
	struct buffer bytes;
	ARRAY(const char *) stamps;	/* in bytes, where each begins */
	atomic_size_t next;		/* of stamps, to be looked at */
	atomic_bool changed;		/* something isn't what it was */
	_Atomic uint64_t digest;
};

/* Where each stamp is; false: the bytes aren't what was written. */
static bool find_stamps(struct source_look *look)
{
	const struct buffer *bytes = &look->bytes;
	const struct header expected = { .magic = MAGIC };
	struct header header;
	size_t at = sizeof(header);

	if (bytes->length < sizeof(header))
		return false;
	memcpy(&header, bytes->data, sizeof(header));
	if (memcmp(header.magic, expected.magic, sizeof(header.magic)) ||
	    header.checksum != hash_checksum(bytes->data + at, bytes->length - at))
		return false;
	for (uint64_t i = 0; i < header.nr_folders; i++) {
		struct stamp stamp;

		if (bytes->length - at < sizeof(stamp))
			return false;
		memcpy(&stamp, bytes->data + at, sizeof(stamp));
		*array_add(&look->stamps) = bytes->data + at;
		at += sizeof(stamp);
		if (!stamp.size || stamp.size > bytes->length - at ||
		    bytes->data[at + stamp.size - 1])
			return false;
		at += stamp.size;
	}
	return at == bytes->length;
}

/* False: what is in the folder may not be what it was. */
static bool add_folder(const struct source_look *look, const char *bytes,
		       struct buffer *path, uint64_t *digest)
{
	struct stamp stamp;
	const char *name = bytes + sizeof(stamp), *end;
	struct stat status;
	size_t length;
	int folder;
	bool same;

	memcpy(&stamp, bytes, sizeof(stamp));
	end = name + stamp.size;
	folder = openat(look->tree, *name ? name : ".",
			O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return false;
	same = !fstat(folder, &status) && status.st_mtim.tv_sec == stamp.seconds &&
	       status.st_mtim.tv_nsec == stamp.nanoseconds;
	path->length = 0;
	buffer_add_string(path, name);
	if (path->length)
		buffer_add(path, "/", 1);
	length = path->length;
	for (uint32_t i = 0; same && i < stamp.nr_files; i++) {
		name += strlen(name) + 1;
		same = name < end &&
		       !fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) &&
		       S_ISREG(status.st_mode);
		if (!same)
			break;
		path->length = length;
		buffer_add_string(path, name);
		*digest += source_file_digest(path->data, path->length, &status);
	}
	close(folder);
	return same;
}

struct source_look *source_look_open(const char *tree, const char *path)
{
	struct source_look *look = memory_new(1, sizeof(*look));
	struct error ignored = ERROR_INIT;

	look->tree = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	look->changed = look->tree < 0 || !file_exists(path) ||
			file_read(path, &look->bytes, &ignored) || !find_stamps(look);
	return look;
}

void source_look_work(struct source_look *look)
{
	struct buffer path = BUFFER_INIT;
	uint64_t digest = 0;
	size_t i;

	while (!look->changed && (i = look->next++) < look->stamps.count)
		if (!add_folder(look, look->stamps.items[i], &path, &digest))
			look->changed = true;
	look->digest += digest;
	buffer_free(&path);
}

bool source_look_close(struct source_look *look, uint64_t *digest)
{
	bool same = !look->changed;

	*digest = look->digest;
	if (look->tree >= 0)
		close(look->tree);
	array_free(&look->stamps);
	buffer_free(&look->bytes);
	free(look);
	return same;
}

static bool digest_quickly(const char *tree, const char *path, uint64_t *digest)
{
	struct source_look *look = source_look_open(tree, path);

	source_look_work(look);
	return source_look_close(look, digest);
}

int source_stamps_digest(const char *tree, const char *path, uint64_t *digest,
			 bool *quick, struct error *error)
{
	struct source_files files;
	time_t start = time(NULL);
	bool done = digest_quickly(tree, path, digest);
	int result;

	if (quick)
		*quick = done;
	if (done)
		return 0;
	result = source_files_list(&files, tree, error);
	*digest = files.digest;
	if (!result)
		source_stamps_write(&files, path, start);
	source_files_free(&files);
	return result;
}
