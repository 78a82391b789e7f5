/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small trees of Kconfig files, for tests.
 */
#ifndef TESTS_UNIT_KCONFIG_FIXTURE_H
#define TESTS_UNIT_KCONFIG_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/kernel/kconfig.h"

/* A file of a tree. */
struct fixture_file {
	const char *name;
	const char *text;
};

static inline char *fixture_make(const struct fixture_file *files, size_t count)
{
	struct error error = ERROR_INIT;
	char *tree = file_make_temporary_directory(&error);

	assert_non_null(tree);
	for (size_t i = 0; i < count; i++) {
		char *path = path_join(tree, files[i].name);
		char *folder = path_directory(path);

		assert_int_equal(file_make_directories(folder, &error), 0);
		free(folder);
		assert_int_equal(file_write(path, files[i].text,
					    strlen(files[i].text), &error), 0);
		free(path);
	}
	return tree;
}

static inline void fixture_remove(char *tree)
{
	file_remove_directory(tree);
	free(tree);
}

/* A tree of one file; NULL with an error if it can't be opened. */
static inline struct kconfig *fixture_open(const char *text, struct error *error)
{
	const struct fixture_file file = { "Kconfig", text };
	char *tree = fixture_make(&file, 1);
	struct kconfig *kconfig = kconfig_open(&(struct kconfig_options){
		.tree = tree, .arch = "arm", .cache = "" }, error);

	fixture_remove(tree);
	return kconfig;
}

static inline struct kconfig *fixture(const char *text)
{
	struct error error = ERROR_INIT;
	struct kconfig *kconfig = fixture_open(text, &error);

	if (!kconfig)
		fail_msg("%s", error.text);
	return kconfig;
}

/* Evaluate the lines of a text as in a .config. */
static inline void evaluate(struct kconfig *kconfig, const char *text)
{
	struct kconfig_lines lines = { 0 };

	kconfig_lines_read(&lines, text);
	kconfig_evaluate(kconfig, lines.items, lines.count);
	kconfig_lines_free(&lines);
}

#endif
