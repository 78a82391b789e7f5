// SPDX-License-Identifier: GPL-2.0-or-later
/* The cache of Kconfig trees: used, noticed to be stale, damaged or not to be had. */
#include "tests/unit/kconfig_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/base/memory.h"

static const char tree_text[] =
	"config A\n\tbool \"a\"\n"
	"source \"more\"\n"
	"config COUNT\n\tint\n\tdefault $(shell,echo x >>$(COUNTER); wc -l <$(COUNTER))\n"
	"config SAID\n\tstring\n\tdefault \"$(shell,$(srctree)/script.sh)\"\n"
	"config VARIABLE\n\tstring\n\tdefault \"$(KCONFIG_TEST_VARIABLE)\"\n";

/* A tree with a counter of how often it was really read, and a cache. */
struct cached {
	char *tree;
	char *cache;
	char *counter;
};

static void write_text(const char *tree, const char *name, const char *text)
{
	struct error error = ERROR_INIT;
	char *path = path_join(tree, name);

	assert_int_equal(file_write(path, text, strlen(text), &error), 0);
	free(path);
}

/* What is as new as the cache isn't cached: let it be old. */
static void make_old(const char *tree, const char *name, time_t seconds)
{
	const struct timespec times[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };
	char *path = path_join(tree, name);

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

static void make_executable(const char *tree, const char *name)
{
	char *path = path_join(tree, name);

	assert_int_equal(chmod(path, 0755), 0);
	free(path);
}

static int set_up(void **state)
{
	struct cached *cached = memory_new(1, sizeof(*cached));
	const struct fixture_file files[] = {
		{ "Kconfig", tree_text },
		{ "more", "config MORE\n\tdef_bool y\n" },
		{ "script.sh", "#!/bin/sh\necho first\n" },
	};

	cached->tree = fixture_make(files, 3);
	cached->cache = fixture_make(NULL, 0);
	cached->counter = path_join(cached->cache, "counter");
	make_executable(cached->tree, "script.sh");
	for (size_t i = 0; i < 3; i++)
		make_old(cached->tree, files[i].name, 1000000000);
	setenv("COUNTER", cached->counter, 1);
	setenv("KCONFIG_TEST_VARIABLE", "one", 1);
	*state = cached;
	return 0;
}

static int tear_down(void **state)
{
	struct cached *cached = *state;

	fixture_remove(cached->tree);
	fixture_remove(cached->cache);
	free(cached->counter);
	free(cached);
	return 0;
}

static struct kconfig *open_cached(const struct cached *cached)
{
	struct error error = ERROR_INIT;
	struct kconfig *kconfig = kconfig_open(&(struct kconfig_options){
		.tree = cached->tree, .arch = "arm", .cache = cached->cache }, &error);

	if (!kconfig)
		fail_msg("%s", error.text);
	return kconfig;
}

/* Open it; COUNT is how often it was read, @symbol has the value. */
static void check(const struct cached *cached, const char *count,
		  const char *symbol, const char *value)
{
	struct kconfig *kconfig = open_cached(cached);

	assert_string_equal(kconfig_value(kconfig, "COUNT"), count);
	assert_string_equal(kconfig_value(kconfig, symbol), value);
	/* all is there, also of what came from the cache */
	assert_string_equal(kconfig_prompt(kconfig, "A"), "a");
	assert_string_equal(kconfig_position(kconfig, "MORE").file, "more");
	assert_int_equal(kconfig_position(kconfig, "SAID").line, 7);
	kconfig_close(kconfig);
}

static void test_used(void **state)
{
	const struct cached *cached = *state;
	struct kconfig *kconfig;

	check(cached, "1", "SAID", "first");
	check(cached, "1", "SAID", "first");
	kconfig = open_cached(cached);
	evaluate(kconfig, "CONFIG_A=y\n");
	assert_string_equal(kconfig_value(kconfig, "A"), "y");
	kconfig_close(kconfig);
}

static void test_changed_file(void **state)
{
	const struct cached *cached = *state;

	check(cached, "1", "MORE", "y");
	write_text(cached->tree, "more", "config MORE\n\tdef_bool n\n");
	make_old(cached->tree, "more", 1000000001);
	check(cached, "2", "MORE", "n");
	check(cached, "2", "MORE", "n");
}

/* A script that gave an answer is as good as a file that was read. */
static void test_changed_script(void **state)
{
	const struct cached *cached = *state;

	check(cached, "1", "SAID", "first");
	write_text(cached->tree, "script.sh", "#!/bin/sh\necho other\n");
	make_executable(cached->tree, "script.sh");
	make_old(cached->tree, "script.sh", 1000000001);
	check(cached, "2", "SAID", "other");
}

static void test_changed_variable(void **state)
{
	const struct cached *cached = *state;

	check(cached, "1", "VARIABLE", "one");
	setenv("KCONFIG_TEST_VARIABLE", "two", 1);
	check(cached, "2", "VARIABLE", "two");
	unsetenv("KCONFIG_TEST_VARIABLE");
	check(cached, "3", "VARIABLE", "");
}

/* Another compiler is another tree: here one that stands before it in $PATH. */
static void test_changed_compiler(void **state)
{
	const struct cached *cached = *state;
	char *old = memory_strdup(getenv("PATH"));
	char *path = memory_printf("%s:%s", cached->cache, old);

	check(cached, "1", "VARIABLE", "one");
	write_text(cached->cache, "gcc", "#!/bin/sh\necho gcc 99\n");
	make_executable(cached->cache, "gcc");
	make_old(cached->cache, "gcc", 1000000000);
	setenv("PATH", path, 1);
	check(cached, "2", "VARIABLE", "one");
	check(cached, "2", "VARIABLE", "one");
	make_old(cached->cache, "gcc", 1000000001);
	check(cached, "3", "VARIABLE", "one");
	setenv("PATH", old, 1);
	free(path);
	free(old);
}

/* What the cache holds is so without asking a compiler: that takes long. */
static void test_no_compiler(void **state)
{
	const struct cached *cached = *state;
	char *old = memory_strdup(getenv("PATH"));
	char *path = memory_printf("%s:%s", cached->cache, old);
	char *runs = path_join(cached->cache, "runs");

	write_text(cached->cache, "gcc", "#!/bin/sh\necho x >>$RUNS\necho gcc 99\n");
	make_executable(cached->cache, "gcc");
	make_old(cached->cache, "gcc", 1000000000);
	setenv("RUNS", runs, 1);
	setenv("PATH", path, 1);
	check(cached, "1", "VARIABLE", "one");
	assert_true(file_exists(runs));
	assert_int_equal(unlink(runs), 0);
	check(cached, "1", "VARIABLE", "one");
	assert_false(file_exists(runs));
	unsetenv("RUNS");
	setenv("PATH", old, 1);
	free(runs);
	free(path);
	free(old);
}

/* What may have changed while it was read isn't kept. */
static void test_new_file(void **state)
{
	const struct cached *cached = *state;

	make_old(cached->tree, "more", 4000000000);
	check(cached, "1", "MORE", "y");
	check(cached, "2", "MORE", "y");
}

static char *cache_file(const struct cached *cached)
{
	DIR *directory = opendir(cached->cache);
	struct dirent *entry;
	char *path = NULL;

	assert_non_null(directory);
	while ((entry = readdir(directory)))
		if (!strncmp(entry->d_name, "kconfig-arm-", 12)) {
			assert_null(path);
			path = path_join(cached->cache, entry->d_name);
		}
	closedir(directory);
	assert_non_null(path);
	return path;
}

/* Wherever a bit flips, and wherever it is cut off. */
static void test_damaged(void **state)
{
	const struct cached *cached = *state;
	struct error error = ERROR_INIT;
	struct buffer file = BUFFER_INIT;
	unsigned int count = 1;
	char *path, expected[16];

	check(cached, "1", "MORE", "y");
	path = cache_file(cached);
	assert_int_equal(file_read(path, &file, &error), 0);
	for (size_t at = 0; at < file.length; at += 1 + file.length / 29) {
		char *copy = memory_new(file.length, 1);

		memcpy(copy, file.data, file.length);
		copy[at] ^= 4;
		assert_int_equal(file_write(path, copy, file.length, &error), 0);
		snprintf(expected, sizeof(expected), "%u", ++count);
		check(cached, expected, "MORE", "y");
		assert_int_equal(file_write(path, copy, at, &error), 0);
		snprintf(expected, sizeof(expected), "%u", ++count);
		check(cached, expected, "MORE", "y");
		free(copy);
	}
	/* and then it is whole again */
	check(cached, expected, "MORE", "y");
	buffer_free(&file);
	free(path);
}

static void test_unwritable(void **state)
{
	struct cached *cached = *state;
	struct cached other = *cached;

	/* a file where a folder should be: root may write anywhere else */
	other.cache = path_join(cached->cache, "counter/below");
	check(&other, "1", "MORE", "y");
	check(&other, "2", "MORE", "y");
	free(other.cache);
}

/* No two trees, and no two ARCHes, are one. */
static void test_arch(void **state)
{
	const struct cached *cached = *state;
	struct error error = ERROR_INIT;
	struct kconfig *kconfig;

	check(cached, "1", "MORE", "y");
	kconfig = kconfig_open(&(struct kconfig_options){ .tree = cached->tree,
		.arch = "arm64", .cache = cached->cache }, &error);
	assert_non_null(kconfig);
	assert_string_equal(kconfig_value(kconfig, "COUNT"), "2");
	kconfig_close(kconfig);
	check(cached, "1", "MORE", "y");
}

/* Which folder it is: GEN_BOARD_CACHE, XDG_CACHE_HOME, HOME. */
static void test_folder(void **state)
{
	const struct cached *cached = *state;
	struct cached usual = *cached;
	char *home = memory_strdup(getenv("HOME") ? getenv("HOME") : "");
	char *path = path_join(cached->cache, "gen-board");
	char *home_path = path_join(cached->cache, ".cache/gen-board");

	usual.cache = NULL;
	setenv("GEN_BOARD_CACHE", cached->cache, 1);
	check(&usual, "1", "MORE", "y");
	check(cached, "1", "MORE", "y");
	unsetenv("GEN_BOARD_CACHE");
	setenv("XDG_CACHE_HOME", cached->cache, 1);
	check(&usual, "2", "MORE", "y");
	assert_true(file_is_directory(path));
	unsetenv("XDG_CACHE_HOME");
	setenv("HOME", cached->cache, 1);
	check(&usual, "3", "MORE", "y");
	check(&usual, "3", "MORE", "y");
	assert_true(file_is_directory(home_path));
	setenv("HOME", home, 1);
	free(home);
	free(path);
	free(home_path);
}

#define cached_test(function) \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cached_test(test_used),
		cached_test(test_changed_file),
		cached_test(test_changed_script),
		cached_test(test_changed_variable),
		cached_test(test_changed_compiler),
		cached_test(test_no_compiler),
		cached_test(test_new_file),
		cached_test(test_damaged),
		cached_test(test_unwritable),
		cached_test(test_arch),
		cached_test(test_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
