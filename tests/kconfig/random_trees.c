// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kconfig-random-trees CONF COUNT
 *
 * Small random Kconfig files with random lines: do gen-board and CONF, the
 * kernel's own conf, make the same .config of them, to the byte but for its
 * headings? Exit status 1 at the first for which they don't.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/kernel/kconfig.h"
#include "generator/kernel/kconfig_referee.h"
#include "tests/unit/random_kconfig.h"

#define NR_SYMBOLS 24

static int write_in(const char *directory, const char *name, const struct buffer *text,
		    struct error *error)
{
	char *path = path_join(directory, name);
	int result = file_write(path, buffer_text(text), text->length, error);

	free(path);
	return result;
}

static int run_conf(const char *conf, const char *directory, struct buffer *config,
		    struct error *error)
{
	const char *argv[] = { conf, "-s", "--allnoconfig", "Kconfig", NULL };
	const char *environment[] = { "KCONFIG_ALLCONFIG=lines", "KCONFIG_CONFIG=config", NULL };
	struct buffer said = BUFFER_INIT;
	struct process process = {
		.argv = argv, .environment = environment, .directory = directory,
		.output = &said, .errors = &said,
	};
	struct process_result status;
	char *path = path_join(directory, "config");
	int result = process_run(&process, &status, error);

	if (!result && status.status)
		result = error_set(error, "conf: exit status %d: %s", status.status,
				   buffer_text(&said));
	if (!result)
		result = file_read(path, config, error);
	buffer_free(&said);
	free(path);
	return result;
}

static int run_ours(const char *directory, const char *lines, struct buffer *config,
		    struct error *error)
{
	struct kconfig *kconfig = kconfig_open(&(struct kconfig_options){
		.tree = directory, .arch = "arm", .cache = "" }, error);
	struct kconfig_lines read = { 0 };

	if (!kconfig)
		return -1;
	kconfig_lines_read(&read, lines);
	kconfig_evaluate(kconfig, read.items, read.count);
	kconfig_config(kconfig, config);
	kconfig_lines_free(&read);
	kconfig_close(kconfig);
	return 0;
}

static int compare(const char *conf, const char *directory, unsigned int seed,
		   struct error *error)
{
	struct random random = { .state = seed * UINT64_C(0x9e3779b97f4a7c15),
				 .tristates = seed % 3 };
	struct buffer tree = BUFFER_INIT, lines = BUFFER_INIT, differences = BUFFER_INIT;
	struct buffer ours = BUFFER_INIT, theirs = BUFFER_INIT;
	int result;

	random_kconfig(&random, NR_SYMBOLS, &tree);
	random_lines(&random, NR_SYMBOLS, &lines);
	result = write_in(directory, "Kconfig", &tree, error) ||
		 write_in(directory, "lines", &lines, error) ||
		 run_conf(conf, directory, &theirs, error) ||
		 run_ours(directory, buffer_text(&lines), &ours, error) ? -1 : 0;
	if (!result && referee_compare(buffer_text(&ours), "gen-board",
				       buffer_text(&theirs), "the kernel", &differences))
		result = error_set(error, "%s", buffer_text(&differences));
	if (result)
		printf("%s%s", buffer_text(&tree), buffer_text(&lines));
	buffer_free(&tree);
	buffer_free(&lines);
	buffer_free(&ours);
	buffer_free(&theirs);
	buffer_free(&differences);
	return result;
}

int main(int argc, char *argv[])
{
	struct error error = ERROR_INIT;
	char *directory, *conf;
	int count, result;

	if (argc != 3) {
		fprintf(stderr, "usage: %s CONF COUNT\n", argv[0]);
		return ERROR_USAGE;
	}
	count = atoi(argv[2]);
	conf = path_absolute(argv[1], &error);
	directory = file_make_temporary_directory(&error);
	result = conf && directory ? 0 : -1;
	for (int i = 1; !result && i <= count; i++)
		result = compare(conf, directory, i, &error);
	if (directory)
		file_remove_directory(directory);
	free(directory);
	free(conf);
	if (result) {
		fprintf(stderr, "%s: %s\n", argv[0], error.text);
		return ERROR_INPUT;
	}
	printf("%d random trees: 0 differences\n", count);
	return 0;
}
