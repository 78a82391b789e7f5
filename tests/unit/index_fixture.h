/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small kernel trees, made of texts in a temporary folder, for tests.
 */
#ifndef TESTS_UNIT_INDEX_FIXTURE_H
#define TESTS_UNIT_INDEX_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before it */
#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/index.h"

struct fixture_file {
	const char *path;
	const char *text;
};

/* What each tree has, unless it says otherwise. */
static const struct fixture_file fixture_basis[] = {
	{ "Makefile", "VERSION = 6\nPATCHLEVEL = 12\n" },
	{ "Kbuild", "obj-y += drivers/\n" },
	{ "Kconfig",
	  "config A\n\ttristate \"a\"\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n"
	  "config NUMBER\n\tint\nconfig COMMON_CLK\n\tbool\nconfig TIMER_OF\n\tbool\n"
	  "config IRQCHIP\n\tbool\nconfig SERIAL_EARLYCON\n\tbool\nconfig OF\n\tbool\n"
	  "config OF_RESERVED_MEM\n\tbool\nconfig SMP\n\tbool\nconfig CPU_IDLE\n\tbool\n" },
};

/* A time of change in the past, so that the tree counts as settled. */
#define FIXTURE_TIME 1700000000

static inline void fixture_set_time(const char *path, long seconds)
{
	const struct timespec times[2] = { { seconds, 0 }, { seconds, 0 } };

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static inline void fixture_write(const char *tree, const char *name, const char *text)
{
	struct error error = ERROR_INIT;
	char *path = path_join(tree, name), *folder = path_directory(path);

	assert_int_equal(file_make_directories(folder, &error), 0);
	assert_int_equal(file_write(path, text, strlen(text), &error), 0);
	fixture_set_time(path, FIXTURE_TIME);
	free(folder);
	free(path);
}

static inline char *fixture_make(const struct fixture_file *files, size_t count)
{
	struct error error = ERROR_INIT;
	char *top = file_make_temporary_directory(&error), *tree;

	assert_non_null(top);
	tree = path_absolute(top, &error);
	free(top);
	for (size_t i = 0; i < sizeof(fixture_basis) / sizeof(fixture_basis[0]); i++)
		fixture_write(tree, fixture_basis[i].path, fixture_basis[i].text);
	for (size_t i = 0; i < count; i++)
		fixture_write(tree, files[i].path, files[i].text);
	return tree;
}

/* One that has a bit of all. */
__attribute__((unused))
static const struct fixture_file fixture_small[] = {
	{ "drivers/Makefile", "obj-$(CONFIG_A) += one.o\ninclude $(src)/more.mk\n" },
	{ "drivers/more.mk", "obj-$(CONFIG_B) += two.o\n" },
	{ "drivers/one.c",
	  "#include \"rows.inc\"\nstruct d d = { .of_match_table = t };\n"
	  "CLK_OF_DECLARE(x, \"a,b\", f);\n" },
	{ "drivers/rows.inc",
	  "static const struct of_device_id t[] = {\n#ifdef MODULE\n"
	  "{ .compatible = \"a,module\" },\n#endif\n{ .compatible = \"a,b\" } };\n" },
	{ "drivers/two.c", "int f(void) { return of_machine_is_compatible(\"z,z\"); }\n" },
	{ "include/linux/one.h", "" },
	{ "README", "" },
	{ "Documentation/example.c", "" },
};

static inline char *fixture_make_small(void)
{
	return fixture_make(fixture_small,
			    sizeof(fixture_small) / sizeof(fixture_small[0]));
}

static inline int fixture_settle_one(const char *path, const struct stat *status, int type,
				     struct FTW *ftw)
{
	(void)status;
	(void)ftw;
	if (type == FTW_DP)
		fixture_set_time(path, FIXTURE_TIME);
	return 0;
}

/* Set the times of folders as well. */
static inline void fixture_settle(const char *tree)
{
	nftw(tree, fixture_settle_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline int fixture_remove_one(const char *path, const struct stat *status, int type,
				     struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void fixture_remove(char *tree)
{
	nftw(tree, fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(tree);
}

/* A tree's index without a cache. */
static inline void fixture_open(struct kernel_index *index, const char *tree)
{
	const struct index_options options = { .cache = "" };
	struct error error = ERROR_INIT;

	if (kernel_index_open(index, tree, &options, &error))
		fail_msg("%s", error.text);
}

/* In whichever order the operands are. */
static inline void fixture_assert_condition(const struct kernel_index *index,
					    const struct condition *condition,
					    const char *expected)
{
	struct error error = ERROR_INIT;
	struct buffer text = BUFFER_INIT;

	if (condition_parse(index->pool, expected, &error) != condition) {
		condition_text(condition, &text);
		assert_string_equal(buffer_text(&text), expected);
	}
	buffer_free(&text);
}

/* NULL: no makefile names it. */
static inline void fixture_assert_object(const struct kernel_index *index, const char *source,
					 const char *built_in, const char *module)
{
	const struct index_object *object = kernel_index_object(index, source);

	if (!built_in) {
		assert_null(object);
		return;
	}
	if (!object)
		fail_msg("%s: no makefile names it", source);
	fixture_assert_condition(index, object->built_in, built_in);
	fixture_assert_condition(index, object->module, module);
}

static inline void fixture_delete(const char *tree, const char *name)
{
	char *path = path_join(tree, name);

	assert_int_equal(remove(path), 0);
	free(path);
}

#endif
