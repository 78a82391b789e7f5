// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_referee.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/base/table.h"
#include "generator/kernel/kconfig_private.h"

#define MAX_SHOWN 8		/* differences in an error */

/* ---- comparing */


static char *line_value(const struct kconfig_line *line)
{
	return line->quoted ? memory_printf("\"%s\"", line->value) :
			      memory_strdup(line->value);
}

static void add_values(struct map *values, const char *config)
{
	struct kconfig_lines lines = { 0 };

	kconfig_lines_read(&lines, config);
	for (size_t i = 0; i < lines.count; i++) {
		void **value = map_put(values, lines.items[i].symbol);

		free(*value);
		*value = line_value(&lines.items[i]);
	}
	kconfig_lines_free(&lines);
}

static void free_values(struct map *values)
{
	for (size_t i = 0; i < values->count; i++)
		free(values->entries[i].value);
	map_free(values);
}

static bool add_difference(struct buffer *text, const char *symbol,
			   const char *first, const char *first_name,
			   const char *second, const char *second_name)
{
	if (first && second && !strcmp(first, second))
		return false;
	buffer_printf(text, "%s: %s in %s, %s in %s\n", symbol,
		      first ? first : "nothing", first_name,
		      second ? second : "nothing", second_name);
	return true;
}

size_t referee_compare(const char *first, const char *first_name,
		       const char *second, const char *second_name,
		       struct buffer *differences)
{
	struct map firsts = MAP_INIT, seconds = MAP_INIT;
	size_t count = 0;

	add_values(&firsts, first);
	add_values(&seconds, second);
	for (size_t i = 0; i < firsts.count; i++)
		count += add_difference(differences, firsts.entries[i].key,
					firsts.entries[i].value, first_name,
					map_get(&seconds, firsts.entries[i].key),
					second_name);
	for (size_t i = 0; i < seconds.count; i++)
		if (!map_has(&firsts, seconds.entries[i].key))
			count += add_difference(differences, seconds.entries[i].key,
						NULL, first_name,
						seconds.entries[i].value, second_name);
	free_values(&firsts);
	free_values(&seconds);
	return count;
}

/* ---- running */

static int make(const struct kconfig *kconfig, const char *directory,
		const char *fragment_path, struct error *error)
{
	char *arguments[] = {
		memory_printf("O=%s", directory),
		memory_printf("ARCH=%s", kconfig->arch),
		memory_printf("CROSS_COMPILE=%s", kconfig->cross_compile),
		memory_printf("KCONFIG_ALLCONFIG=%s", fragment_path),
	};
	/* what a make above us wants of its own children is not for this one */
	const char *environment[] = { "MAKEFLAGS=", "MAKELEVEL=", "CC=", NULL };
	const char *argv[] = {
		"make", "-s", "-C", kconfig->tree, arguments[0], arguments[1],
		arguments[2], arguments[3], "allnoconfig", NULL,
	};
	struct buffer said = BUFFER_INIT;
	struct process process = {
		.argv = argv, .environment = environment,
		.output = &said, .errors = &said,
	};
	struct process_result result;
	int status = process_run(&process, &result, error);

	if (!status && result.status)
		status = error_set(error, "%s: make allnoconfig failed:\n%.1500s",
				   kconfig->tree, buffer_text(&said));
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++)
		free(arguments[i]);
	buffer_free(&said);
	return status;
}

static int run_in(const struct kconfig *kconfig, const char *directory,
		  const char *fragment, const struct referee *referee,
		  struct buffer *config, struct error *error)
{
	char *conf = path_join(directory, "scripts/kconfig/conf");
	char *input = path_join(directory, "gen-board.config");
	char *output = path_join(directory, ".config");
	int result;

	if (referee->progress && !file_exists(conf))
		referee->progress(referee->context, "building the kernel's own conf");
	result = file_write(input, fragment, strlen(fragment), error) ||
		 make(kconfig, directory, input, error) ||
		 file_read(output, config, error) ? -1 : 0;
	free(conf);
	free(input);
	free(output);
	return result;
}

int referee_run(const struct kconfig *kconfig, const char *fragment,
		const struct referee *referee, struct buffer *config,
		struct error *error)
{
	char *directory;
	int result;

	if (file_make_directories(referee->directory, error))
		return -1;
	directory = path_absolute(referee->directory, error);
	if (!directory)
		return -1;
	result = run_in(kconfig, directory, fragment, referee, config, error);
	free(directory);
	return result;
}

/* ---- judging */

static int report(const char *differences, size_t count, struct error *error)
{
	const char *end = differences;
	size_t shown;

	for (shown = 0; shown < MAX_SHOWN && *end; shown++)
		end += strcspn(end, "\n") + 1;
	return error_set(error, "the kernel's own conf makes something else of the lines, in %zu symbols:\n%.*s%s",
			 count, (int)(end - differences - 1), differences,
			 shown < count ? "\n..." : "");
}

int referee_check(struct kconfig *kconfig, const struct kconfig_line *lines,
		  size_t count, const struct referee *referee,
		  struct error *error)
{
	struct buffer fragment = BUFFER_INIT, theirs = BUFFER_INIT;
	struct buffer ours = BUFFER_INIT, differences = BUFFER_INIT;
	size_t nr_differences = 0;
	int result;

	for (size_t i = 0; i < count; i++)
		kconfig_line_write(&lines[i], &fragment);
	kconfig_evaluate(kconfig, lines, count);
	kconfig_config(kconfig, &ours);
	result = referee_run(kconfig, buffer_text(&fragment), referee, &theirs, error);
	if (!result)
		nr_differences = referee_compare(buffer_text(&ours), "gen-board",
						 buffer_text(&theirs), "the kernel",
						 &differences);
	if (nr_differences)
		result = report(buffer_text(&differences), nr_differences, error);
	buffer_free(&fragment);
	buffer_free(&theirs);
	buffer_free(&ours);
	buffer_free(&differences);
	return result;
}
