// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/source_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"

/* Folders deeper than this are a loop of links or worse. */
#define MAX_DEPTH 32
#define THREADS 2

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), end_length = strlen(end);

	return length > end_length && !strcmp(name + length - end_length, end);
}

static bool starts_with(const char *name, const char *start)
{
	return !strncmp(name, start, strlen(start));
}

/* False: the file says nothing about what is built. */
static bool kind_of(const char *name, enum source_kind *kind)
{
	if (ends_with(name, ".c"))
		*kind = SOURCE_C;
	else if (ends_with(name, ".h") || ends_with(name, ".inc") ||
		 ends_with(name, ".def") || ends_with(name, ".tbl"))
		*kind = SOURCE_HEADER;
	else if (starts_with(name, "Makefile") || starts_with(name, "Kbuild") ||
		 !strcmp(name, "Platform") || ends_with(name, ".mk") ||
		 ends_with(name, ".include"))
		*kind = SOURCE_MAKEFILE;
	else if (starts_with(name, "Kconfig"))
		*kind = SOURCE_KCONFIG;
	else
		return false;
	return true;
}

static bool is_left_out(const char *top)
{
	static const char *const names[] = { "Documentation", "LICENSES", "tools" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(top, names[i]))
			return true;
	return false;
}

/* What one thread has found. */
struct walk {
	bool digest_only;
	ARRAY(struct source_file) files;
	ARRAY(struct source_folder) folders;
	uint64_t digest;
	time_t newest;
	time_t newest_folder;
	struct buffer path;	/* of what is looked at, below the tree */
	struct error error;
};

uint64_t source_file_digest(const char *path, size_t length, const struct stat *status)
{
	const uint64_t facts[] = {
		hash_checksum(path, length), (uint64_t)status->st_size,
		(uint64_t)status->st_mtim.tv_sec, (uint64_t)status->st_mtim.tv_nsec,
	};

	return hash_checksum(facts, sizeof(facts));
}

bool source_files_are_settled(time_t newest, time_t start, time_t end)
{
	return newest < start - 1 || newest > end;
}

static void add_file(struct walk *walk, enum source_kind kind, const struct stat *status)
{
	struct source_file *file;

	/* a sum: the order in which a folder lists its files is nobody's */
	walk->digest += source_file_digest(walk->path.data, walk->path.length, status);
	if (walk->digest_only)
		return;
	if (walk->newest < status->st_mtim.tv_sec)
		walk->newest = status->st_mtim.tv_sec;
	file = array_add(&walk->files);
	file->path = memory_strdup(walk->path.data);
	file->kind = kind;
	file->size = (uint64_t)status->st_size;
}

/* @path is that of the open @folder. */
static int add_folder(struct walk *walk, int folder, const char *path)
{
	struct source_folder *added;
	struct stat status;

	if (walk->digest_only)
		return 0;
	if (fstat(folder, &status))
		return error_errno(&walk->error, "%s", path);
	if (walk->newest_folder < status.st_mtim.tv_sec)
		walk->newest_folder = status.st_mtim.tv_sec;
	added = array_add(&walk->folders);
	added->path = memory_strdup(path);
	added->seconds = status.st_mtim.tv_sec;
	added->nanoseconds = status.st_mtim.tv_nsec;
	return 0;
}

static int walk_folder(struct walk *walk, int parent, const char *name,
		       unsigned int depth);

/* Whether an entry is a folder to go into; files that are wanted are added. */
static bool look_at(struct walk *walk, int folder, const struct dirent *entry)
{
	const char *name = entry->d_name, *path = walk->path.data;
	enum source_kind kind = SOURCE_C;
	bool wanted = kind_of(name, &kind);
	struct stat status;

	if (wanted && kind <= SOURCE_HEADER && starts_with(path, "scripts/"))
		wanted = false;
	if (entry->d_type == DT_DIR)
		return !is_left_out(path);
	if (!wanted && entry->d_type != DT_UNKNOWN)
		return false;
	/* links are left out: what they point to has a name of its own */
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW))
		return false;
	if (S_ISREG(status.st_mode) && wanted)
		add_file(walk, kind, &status);
	return S_ISDIR(status.st_mode) && !is_left_out(path);
}

static int walk_folder(struct walk *walk, int parent, const char *name,
		       unsigned int depth)
{
	int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *directory = folder < 0 ? NULL : fdopendir(folder);
	size_t length = walk->path.length;
	struct dirent *entry;
	int result = 0;

	if (!directory) {
		if (folder >= 0)
			close(folder);
		return error_errno(&walk->error, "%s", buffer_text(&walk->path));
	}
	result = add_folder(walk, folder, buffer_text(&walk->path));
	while (!result && depth < MAX_DEPTH && (entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		if (length)
			buffer_add(&walk->path, "/", 1);
		buffer_add_string(&walk->path, entry->d_name);
		if (look_at(walk, folder, entry))
			result = walk_folder(walk, folder, entry->d_name, depth + 1);
		walk->path.length = length;
		walk->path.data[length] = '\0';
	}
	closedir(directory);
	return result;
}

/* ---- two threads, each taking the next folder of the upper two levels */

struct crew {
	int tree;
	ARRAY(char *) folders;
	atomic_size_t next;
	struct walk walks[THREADS];
	atomic_size_t nr_started;
};

static void *work(void *context)
{
	struct crew *crew = context;
	struct walk *walk = &crew->walks[atomic_fetch_add(&crew->nr_started, 1)];
	size_t i;

	while ((i = atomic_fetch_add(&crew->next, 1)) < crew->folders.count) {
		const char *folder = crew->folders.items[i];

		walk->path.length = 0;
		buffer_add_string(&walk->path, folder);
		if (walk_folder(walk, crew->tree, folder, 2))
			break;
	}
	return NULL;
}

/* Look at what is in a folder itself; its folders are left for the crew. */
static int share_out(struct crew *crew, const char *name, unsigned int depth)
{
	struct walk *walk = &crew->walks[0];
	DIR *directory = NULL;
	struct dirent *entry;
	int folder = openat(crew->tree, *name ? name : ".",
			    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = 0;

	if (folder >= 0)
		directory = fdopendir(folder);
	if (!directory) {
		if (folder >= 0)
			close(folder);
		return error_errno(&walk->error, "%s", name);
	}
	result = add_folder(walk, folder, name);
	while (!result && (entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		walk->path.length = 0;
		buffer_printf(&walk->path, "%s%s%s", name, *name ? "/" : "", entry->d_name);
		if (!look_at(walk, folder, entry))
			continue;
		if (depth < 2) {
			char *path = memory_strdup(walk->path.data);

			result = share_out(crew, path, depth + 1);
			free(path);
		} else {
			*array_add(&crew->folders) = memory_strdup(walk->path.data);
		}
	}
	closedir(directory);
	return result;
}

static int walk_tree(struct crew *crew, const char *tree, bool digest_only,
		     struct error *error)
{
	pthread_t threads[THREADS];
	size_t started = 0;
	int result = 0;

	crew->tree = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (crew->tree < 0)
		return error_errno(error, "%s", tree);
	for (size_t i = 0; i < THREADS; i++)
		crew->walks[i].digest_only = digest_only;
	share_out(crew, "", 1);
	for (; started + 1 < THREADS; started++)
		if (pthread_create(&threads[started], NULL, work, crew))
			break;
	work(crew);
	while (started)
		pthread_join(threads[--started], NULL);
	for (size_t i = 0; i < THREADS; i++)
		if (crew->walks[i].error.status != ERROR_NONE && !result)
			result = error_set(error, "%s/%s", tree, crew->walks[i].error.text);
	return result;
}

/* Files and folders stay: they are the caller's now. */
static void free_crew(struct crew *crew)
{
	for (size_t i = 0; i < THREADS; i++) {
		buffer_free(&crew->walks[i].path);
		array_free(&crew->walks[i].files);
		array_free(&crew->walks[i].folders);
	}
	for (size_t i = 0; i < crew->folders.count; i++)
		free(crew->folders.items[i]);
	array_free(&crew->folders);
	if (crew->tree >= 0)
		close(crew->tree);
}

int source_files_digest(const char *tree, uint64_t *digest, struct error *error)
{
	struct crew crew = { .tree = -1 };
	int result = walk_tree(&crew, tree, true, error);

	*digest = 0;
	for (size_t i = 0; i < THREADS; i++)
		*digest += crew.walks[i].digest;
	free_crew(&crew);
	return result;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct source_file *)a)->path,
		      ((const struct source_file *)b)->path);
}

int source_files_list(struct source_files *files, const char *tree,
		      struct error *error)
{
	struct crew crew = { .tree = -1 };
	int result;

	*files = (struct source_files){ .tree = path_absolute(tree, error) };
	if (!files->tree)
		return -1;
	result = walk_tree(&crew, files->tree, false, error);
	for (size_t i = 0; i < THREADS; i++) {
		files->digest += crew.walks[i].digest;
		if (files->newest < crew.walks[i].newest)
			files->newest = crew.walks[i].newest;
		if (files->newest_folder < crew.walks[i].newest_folder)
			files->newest_folder = crew.walks[i].newest_folder;
		for (size_t k = 0; k < crew.walks[i].folders.count; k++)
			*array_add(&files->folders) = crew.walks[i].folders.items[k];
		for (size_t k = 0; k < crew.walks[i].files.count; k++)
			*array_add(&files->files) = crew.walks[i].files.items[k];
	}
	if (files->files.count)
		qsort(files->files.items, files->files.count,
		      sizeof(files->files.items[0]), compare_files);
	free_crew(&crew);
	return result;
}

void source_files_free(struct source_files *files)
{
	for (size_t i = 0; i < files->files.count; i++)
		free((char *)files->files.items[i].path);
	for (size_t i = 0; i < files->folders.count; i++)
		free((char *)files->folders.items[i].path);
	array_free(&files->folders);
	array_free(&files->files);
	free(files->tree);
	*files = (struct source_files){ 0 };
}

const struct source_file *source_files_find(const struct source_files *files,
					    const char *path)
{
	struct source_file key = { .path = path };

	if (!files->files.count)
		return NULL;
	return bsearch(&key, files->files.items, files->files.count,
		       sizeof(key), compare_files);
}
