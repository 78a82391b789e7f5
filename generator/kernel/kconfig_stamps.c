// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_stamps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

/* Whose version and time decide what tests of a Kconfig file say. */
static const char *const tools[] = {
	"CC", "LD", "AR", "NM", "OBJCOPY", "HOSTCC", "RUSTC", "BINDGEN", "PAHOLE",
	"PYTHON3",
};

/* What these say, their tools decide: to ask them would be slow. */
static const char *const versions[] = { "CC_VERSION_TEXT", "RUSTC_VERSION_TEXT" };

/* A stamp is a line of "KIND NAME FACTS"; none of them has a newline in it. */
#define KIND_LENGTH 8		/* "file    ", "tool    ", "variable" */

static const char kind_file[] = "file    ";
static const char kind_tool[] = "tool    ";
static const char kind_variable[] = "variable";

/* " 123 1700000000.000000001": size -1 where there is no such file. */
static void add_facts(struct buffer *stamps, const char *path,
		      struct timespec *newest)
{
	struct stat status = { 0 };
	const struct timespec *changed = &status.st_mtim;

	if (stat(path, &status))
		status.st_size = -1;
	buffer_printf(stamps, " %lld %lld.%09ld", (long long)status.st_size,
		      (long long)changed->tv_sec, changed->tv_nsec);
	if (changed->tv_sec > newest->tv_sec ||
	    (changed->tv_sec == newest->tv_sec && changed->tv_nsec > newest->tv_nsec))
		*newest = *changed;
}

/* A relative name is of a file in the tree. */
static void add_file(struct buffer *stamps, const struct kconfig_host *host,
		     const char *name, struct timespec *newest)
{
	char *path = path_join(host->tree, name);

	buffer_printf(stamps, "%s%s", kind_file, name);
	add_facts(stamps, path, newest);
	buffer_add_string(stamps, "\n");
	free(path);
}

static void add_tool(struct buffer *stamps, const struct kconfig_host *host,
		     const char *variable, struct timespec *newest)
{
	struct buffer paths = BUFFER_INIT;

	kconfig_host_find(host, variable, &paths);
	buffer_printf(stamps, "%s%s", kind_tool, variable);
	for (char *path = paths.data; path && *path;) {
		char *end = strchr(path, '\n');

		*end = '\0';
		buffer_printf(stamps, " %s", path);
		add_facts(stamps, path, newest);
		path = end + 1;
	}
	buffer_add_string(stamps, "\n");
	buffer_free(&paths);
}

static void add_variable(struct buffer *stamps, struct kconfig_host *host,
			 const char *name)
{
	const char *value = kconfig_host_environment(host, name);

	buffer_printf(stamps, "%s%s %s", kind_variable, name, value ? "=" : "");
	for (const char *c = value ? value : ""; *c; c++)
		buffer_printf(stamps, *c == '\n' ? "\\n" : "%c", *c);
	buffer_add_string(stamps, "\n");
}

static bool is_version(const char *variable)
{
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (!strcmp(versions[i], variable))
			return true;
	return false;
}

void kconfig_stamps_add(struct buffer *stamps, struct kconfig_host *host,
			const struct kconfig_flat *flat, struct timespec *newest)
{
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		add_tool(stamps, host, tools[i], newest);
	for (size_t i = 0; i < host->asked.count; i++)
		if (!is_version(host->asked.entries[i].key))
			add_variable(stamps, host, host->asked.entries[i].key);
	for (size_t i = 0; i < host->programs.count; i++)
		add_file(stamps, host, host->programs.entries[i].key, newest);
	for (size_t i = 0; i < flat->files.count; i++)
		add_file(stamps, host, flat->files.items[i], newest);
}

/* The stamp of now for what a line is of. */
static void add_again(struct buffer *stamp, struct kconfig_host *host, char *line)
{
	struct timespec newest = { 0 };
	char *name = line + KIND_LENGTH;
	const bool is_file = !strncmp(line, kind_file, KIND_LENGTH);
	char *end;

	/* a file's name may have spaces; two facts follow it */
	end = is_file ? strrchr(name, ' ') : strchrnul(name, ' ');
	if (!end)
		return;
	*end = '\0';
	if (is_file) {
		end = strrchr(name, ' ');
		if (!end)
			return;
		*end = '\0';
		add_file(stamp, host, name, &newest);
	} else if (!strncmp(line, kind_tool, KIND_LENGTH)) {
		add_tool(stamp, host, name, &newest);
	} else {
		add_variable(stamp, host, name);
	}
}

bool kconfig_stamps_hold(const char *stamps, size_t length,
			 struct kconfig_host *host)
{
	const char *end = stamps + length;
	struct buffer stamp = BUFFER_INIT;
	bool hold = true;

	while (hold && stamps < end) {
		const char *newline = memchr(stamps, '\n', end - stamps);
		size_t line_length = newline ? newline - stamps : 0;
		char *line = memory_strndup(stamps, line_length);

		stamp.length = 0;
		if (line_length > KIND_LENGTH)
			add_again(&stamp, host, line);
		hold = stamp.length == line_length + 1 &&
		       !memcmp(stamp.data, stamps, line_length + 1);
		stamps += line_length + 1;
		free(line);
	}
	buffer_free(&stamp);
	return hold;
}
