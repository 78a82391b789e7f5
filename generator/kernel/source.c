// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/source.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"

/* The number of a line "NAME = number"; -1 where there is none. */
static long makefile_number(const char *makefile, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = makefile; line && *line;
	     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *at = line + length;
		char *end;
		long number;

		if (strncmp(line, name, length))
			continue;
		at += strspn(at, " \t");
		if (*at != '=')
			continue;
		number = strtol(at + 1, &end, 10);
		return end == at + 1 ? -1 : number;
	}
	return -1;
}

int kernel_source_open(struct kernel_source *source, const char *path,
		       struct error *error)
{
	struct buffer makefile = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	char *makefile_path = path_join(path, "Makefile");
	char *kconfig_path = path_join(path, "Kconfig");
	long version = -1, patchlevel = -1;

	*source = (struct kernel_source){ 0 };
	if (file_exists(kconfig_path) &&
	    !file_read(makefile_path, &makefile, &ignored)) {
		version = makefile_number(buffer_text(&makefile), "VERSION");
		patchlevel = makefile_number(buffer_text(&makefile), "PATCHLEVEL");
	}
	buffer_free(&makefile);
	free(makefile_path);
	free(kconfig_path);
	if (version < 0 || patchlevel < 0)
		return error_set(error, "%s: not a kernel source tree; expected a Kconfig, and a Makefile with VERSION and PATCHLEVEL (--kernel or $KERNEL names the tree)",
				 path);
	snprintf(source->version, sizeof(source->version), "%ld.%ld", version,
		 patchlevel);
	source->path = path_absolute(path, error);
	return source->path ? 0 : -1;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "6.12, 6.18": the folders that are versions, in order. */
static void list_versions(const char *patches, struct buffer *list)
{
	DIR *directory = opendir(patches);
	char *names[64];
	size_t count = 0;
	struct dirent *entry;

	while (directory && count < 64 && (entry = readdir(directory)))
		if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
			names[count++] = memory_strdup(entry->d_name);
	if (directory)
		closedir(directory);
	qsort(names, count, sizeof(names[0]), compare_names);
	for (size_t i = 0; i < count; i++) {
		buffer_printf(list, "%s%s", i ? ", " : "", names[i]);
		free(names[i]);
	}
}

int kernel_source_check_patches(const struct kernel_source *source,
				const char *patches, struct error *error)
{
	char *folder = path_join(patches, source->version);
	struct buffer list = BUFFER_INIT;
	int result = 0;

	if (!file_is_directory(folder)) {
		list_versions(patches, &list);
		result = error_set(error, "%s: a kernel of version %s; expected %s, which there are patches for",
				   source->path, source->version,
				   list.length ? buffer_text(&list) : "none");
	}
	buffer_free(&list);
	free(folder);
	return result;
}

char *kernel_source_patch_file(const char *path, const char *patches,
			       const char *name, struct error *error)
{
	struct kernel_source source;
	char *file = NULL;

	if (kernel_source_open(&source, path, error))
		return NULL;
	if (!kernel_source_check_patches(&source, patches, error))
		file = memory_printf("%s/%s/%s", patches, source.version, name);
	kernel_source_close(&source);
	return file;
}

void kernel_source_close(struct kernel_source *source)
{
	free(source->path);
	*source = (struct kernel_source){ 0 };
}
