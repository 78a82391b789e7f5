// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's own conf as the judge of a fragment. It takes seconds, so a
 * verdict is kept in the cache: for this tree as it is, this compiler, these
 * lines and the .config that we make of them.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/kernel/fragment.h"
#include "generator/kernel/kconfig_referee.h"

/* Raised when a verdict comes to mean something else. */
#define VERDICT_VERSION 1

static char *cache_folder(void)
{
	const char *folder = getenv("GEN_BOARD_CACHE");
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CACHE_HOME");

	if (folder)
		return *folder ? memory_strdup(folder) : NULL;
	if (xdg && *xdg)
		return path_join(xdg, "gen-board");
	return home && *home ? path_join(home, ".cache/gen-board") : NULL;
}

/* What the verdict is about; CC_VERSION_TEXT and the like are in the .config. */
static void identify(struct fragment *fragment, const struct kconfig_line *lines,
		     char hash[HASH_TEXT_SIZE])
{
	struct buffer text = BUFFER_INIT;

	buffer_printf(&text, "%d %s %016llx %s %s\n", VERDICT_VERSION,
		      fragment->index->tree, (unsigned long long)fragment->index->digest,
		      fragment->source->board->arch,
		      fragment->source->board->cross_compile);
	for (size_t i = 0; i < fragment->solution.nr_lines; i++)
		kconfig_line_write(&lines[i], &text);
	kconfig_evaluate(fragment->kconfig, lines, fragment->solution.nr_lines);
	kconfig_config(fragment->kconfig, &text);
	hash_sha256(text.data, text.length, hash);
	buffer_free(&text);
}

static void tell(void *context, const char *what)
{
	const struct fragment *fragment = context;

	if (fragment->source->progress)
		fragment->source->progress(what);
}

/* Two runs don't use one output directory at once. -1: then without a lock. */
static int lock(const char *directory)
{
	char *path = memory_printf("%s.lock", directory);
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0666);

	if (fd >= 0)
		flock(fd, LOCK_EX);
	free(path);
	return fd;
}

/* Of a directory that is ours; what stays after all is no error. */
static void remove_all(const char *directory)
{
	const char *argv[] = { "rm", "-rf", "--", directory, NULL };
	struct process process = { .argv = argv };
	struct error ignored = ERROR_INIT;
	struct process_result result;

	process_run(&process, &result, &ignored);
}

static int ask(struct fragment *fragment, const struct kconfig_line *lines,
	       const char *directory, struct error *error)
{
	struct referee referee = {
		.directory = directory, .progress = tell, .context = fragment,
	};
	int fd = lock(directory);
	int result;

	tell(fragment, "asking the kernel's own conf");
	result = referee_check(fragment->kconfig, lines, fragment->solution.nr_lines,
			       &referee, error);
	if (fd >= 0)
		close(fd);
	return result;
}

static int ask_in_cache(struct fragment *fragment, const struct kconfig_line *lines,
			const char *folder, bool again, struct error *error)
{
	char hash[HASH_TEXT_SIZE], tree[HASH_TEXT_SIZE];
	struct error ignored = ERROR_INIT;
	char *verdict, *directory;
	int result = 0;

	identify(fragment, lines, hash);
	hash_sha256(fragment->index->tree, strlen(fragment->index->tree), tree);
	verdict = memory_printf("%s/verdict-%.32s", folder, hash);
	directory = memory_printf("%s/conf-%s-%.16s", folder,
				  fragment->source->board->arch, tree);
	if (again || !file_exists(verdict)) {
		result = ask(fragment, lines, directory, error);
		/* a verdict that can't be kept is given again next time */
		if (!result)
			file_write(verdict, "", 0, &ignored);
	}
	free(verdict);
	free(directory);
	return result;
}

/* Without a cache, all is thrown away again: conf has to be built each time. */
static int ask_without_cache(struct fragment *fragment, const struct kconfig_line *lines,
			     struct error *error)
{
	char *temporary = file_make_temporary_directory(error);
	char *directory;
	int result;

	if (!temporary)
		return -1;
	directory = path_join(temporary, "conf");
	result = ask(fragment, lines, directory, error);
	remove_all(temporary);
	free(directory);
	free(temporary);
	return result;
}

int fragment_referee(struct fragment *fragment, bool again, struct error *error)
{
	struct kconfig_line *lines = solver_lines(&fragment->solution);
	struct error ignored = ERROR_INIT;
	char *folder = cache_folder();
	int result;

	if (folder && !file_make_directories(folder, &ignored)) {
		result = ask_in_cache(fragment, lines, folder, again, error);
	} else {
		result = ask_without_cache(fragment, lines, error);
	}
	free(lines);
	free(folder);
	return result;
}
