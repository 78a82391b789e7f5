// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/base/arena.h"
#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/file.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/base/table.h"

static void test_error(void **state)
{
	struct error error = ERROR_INIT;

	(void)state;
	assert_int_equal(error_set(&error, "first %d", 1), -1);
	error_usage(&error, "second");
	assert_string_equal(error.text, "first 1");
	assert_int_equal(error.status, ERROR_INPUT);
	error_prefix(&error, "%s: ", "file");
	assert_string_equal(error.text, "file: first 1");

	error = (struct error)ERROR_INIT;
	errno = ENOENT;
	error_errno(&error, "x");
	assert_string_equal(error.text, "x: No such file or directory");
}

static void test_buffer(void **state)
{
	struct buffer buffer = BUFFER_INIT;
	char *text;

	(void)state;
	assert_string_equal(buffer_text(&buffer), "");
	for (int i = 0; i < 1000; i++)
		buffer_printf(&buffer, "%03d ", i);
	assert_int_equal(buffer.length, 4000);
	assert_memory_equal(buffer.data + 3996, "999 ", 5);
	text = buffer_take(&buffer);
	assert_null(buffer.data);
	free(text);
}

static void test_map(void **state)
{
	struct map map = MAP_INIT;
	char key[16];

	(void)state;
	assert_null(map_get(&map, "x"));
	for (intptr_t i = 0; i < 2000; i++) {
		snprintf(key, sizeof(key), "key%d", (int)i);
		*map_put(&map, key) = (void *)(i + 1);
	}
	for (intptr_t i = 0; i < 2000; i++) {
		snprintf(key, sizeof(key), "key%d", (int)i);
		assert_ptr_equal(map_get(&map, key), (void *)(i + 1));
		assert_string_equal(map.entries[i].key, key);
	}
	assert_false(map_has(&map, "key2000"));
	*map_put_bytes(&map, "a\0b", 3) = "3";
	*map_put_bytes(&map, "a\0c", 3) = "4";
	assert_string_equal(*map_put_bytes(&map, "a\0b", 3), "3");
	assert_int_equal(map.count, 2002);
	map_free(&map);
}

/* A key's place is the same whatever is added later. */
static void test_map_key(void **state)
{
	struct map map = MAP_INIT;
	const char *key = map_key(&map, "one");
	char other[32];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(other, sizeof(other), "key %d", i);
		assert_string_equal(map_key(&map, other), other);
	}
	assert_ptr_equal(map_key(&map, "one"), key);
	assert_string_equal(key, "one");
	assert_int_equal(map.count, 1001);
	map_free(&map);
}

static void test_arena(void **state)
{
	struct arena arena = { 0 };
	uint64_t *numbers[200];
	char *large, *text;

	(void)state;
	for (uint64_t i = 0; i < 200; i++) {
		numbers[i] = arena_new(&arena, sizeof(**numbers) + i % 7);
		assert_int_equal((uintptr_t)numbers[i] % sizeof(uint64_t), 0);
		*numbers[i] = i;
	}
	large = arena_new(&arena, 1000000);
	memset(large, 0xff, 1000000);
	text = arena_strndup(&arena, "a\0bc", 3);
	assert_memory_equal(text, "a\0b", 4);
	for (uint64_t i = 0; i < 200; i++)
		assert_int_equal(*numbers[i], i);
	arena_free(&arena);
	arena_free(&arena);
}

/* FIPS 180-4's examples. */
static void test_hash(void **state)
{
	char text[HASH_TEXT_SIZE];

	(void)state;
	hash_sha256("abc", 3, text);
	assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_sha256("", 0, text);
	assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void test_paths(void **state)
{
	static const struct {
		const char *directory, *name, *joined;
	} joins[] = {
		{ "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "a", "/b", "/b" },
		{ "", "b", "b" }, { "/", "b", "/b" },
	};
	static const struct {
		const char *path, *directory, *name;
	} splits[] = {
		{ "a", ".", "a" }, { "a/b", "a", "b" }, { "/a", "/", "a" },
		{ "/a/b", "/a", "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(joins) / sizeof(joins[0]); i++) {
		char *joined = path_join(joins[i].directory, joins[i].name);

		assert_string_equal(joined, joins[i].joined);
		free(joined);
	}
	for (size_t i = 0; i < sizeof(splits) / sizeof(splits[0]); i++) {
		char *directory = path_directory(splits[i].path);

		assert_string_equal(directory, splits[i].directory);
		assert_string_equal(path_name(splits[i].path), splits[i].name);
		free(directory);
	}
}

static void test_files(void **state)
{
	struct error error = ERROR_INIT;
	char *folder = file_make_temporary_directory(&error);
	char *path = path_join(folder, "x");
	char *bad = path_join(folder, "no/y");
	const struct file_output outputs[] = { { path, "new", 3 }, { bad, "new", 3 } };
	struct buffer text = BUFFER_INIT;

	(void)state;
	assert_int_equal(file_write(path, "old", 3, &error), 0);
	/* all or none: the first keeps its contents, nothing is left over */
	assert_int_equal(file_write_all(outputs, 2, &error), -1);
	assert_non_null(strstr(error.text, "no/y: No such file or directory"));
	error = (struct error)ERROR_INIT;
	assert_int_equal(file_read(path, &text, &error), 0);
	assert_string_equal(text.data, "old");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	buffer_free(&text);
	free(path);
	free(bad);
	free(folder);
}

static void test_make_directories(void **state)
{
	struct error error = ERROR_INIT;
	char *folder = file_make_temporary_directory(&error);
	char *deep = path_join(folder, "a/b/c");
	char *part = path_join(folder, "a/b");

	(void)state;
	assert_int_equal(file_make_directories(deep, &error), 0);
	assert_int_equal(file_make_directories(deep, &error), 0);
	assert_true(file_is_directory(deep));
	assert_int_equal(rmdir(deep), 0);
	assert_int_equal(file_write(deep, "", 0, &error), 0);
	assert_int_equal(file_make_directories(deep, &error), -1);
	assert_non_null(strstr(error.text, "not a directory"));
	unlink(deep);
	rmdir(part);
	*strrchr(part, '/') = '\0';
	rmdir(part);
	assert_int_equal(rmdir(folder), 0);
	free(deep);
	free(part);
	free(folder);
}

#define SHELL(text) (const char *[]){ "sh", "-c", text, NULL }

static void test_process_streams(void **state)
{
	struct buffer out = BUFFER_INIT, err = BUFFER_INIT;
	struct process_result result;
	struct error error = ERROR_INIT;
	struct process process = {
		.argv = SHELL("cat; echo $NAME; pwd; echo oops >&2; exit 3"),
		.environment = (const char *[]){ "NAME=value", NULL },
		.directory = "/",
		.input = "input ",
		.input_length = 6,
		.output = &out,
		.errors = &err,
	};

	(void)state;
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_int_equal(result.status, 3);
	assert_false(result.timed_out);
	assert_string_equal(out.data, "input value\n/\n");
	assert_string_equal(err.data, "oops\n");
	buffer_free(&out);
	buffer_free(&err);

	process.errors = &out;
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_string_equal(out.data, "input value\n/\noops\n");
	buffer_free(&out);
}

/* More than pipes hold, both ways at once. */
static void test_process_much(void **state)
{
	size_t length = 4 << 20;
	char *input = memory_new(length, 1);
	struct buffer out = BUFFER_INIT;
	struct process_result result;
	struct error error = ERROR_INIT;
	struct process process = {
		.argv = (const char *[]){ "cat", NULL },
		.input = memset(input, 'x', length),
		.input_length = length,
		.output = &out,
	};

	(void)state;
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_int_equal(out.length, length);
	/* a child that doesn't read is no error of ours */
	process.argv = (const char *[]){ "true", NULL };
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_int_equal(result.status, 0);
	buffer_free(&out);
	free(input);
}

static void test_process_ends(void **state)
{
	struct process_result result;
	struct error error = ERROR_INIT;
	struct process process = { .argv = SHELL("kill -9 $$") };

	(void)state;
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_int_equal(result.status, 128 + 9);

	process.argv = SHELL("sleep 1000 & sleep 1000");
	process.timeout_ms = 50;
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_true(result.timed_out);

	process.argv = (const char *[]){ "no-such-program", NULL };
	assert_int_equal(process_run(&process, &result, &error), -1);
	assert_string_equal(error.text, "no-such-program: No such file or directory");
}

/* As a parent may have left it; a child's end would go unnoticed. */
static void test_process_sigchld_ignored(void **state)
{
	struct process process = { .argv = SHELL("exit 3") };
	static const int fds[] = { 0, 1, 2 };
	struct process_result result;
	struct error error = ERROR_INIT;
	int status;
	pid_t pid;

	(void)state;
	alarm(60);
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_int_equal(result.status, 3);
	signal(SIGCHLD, SIG_IGN);
	pid = process_start(SHELL("exit 4"), fds, 3, &error);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 4);
	alarm(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_error),
		cmocka_unit_test(test_buffer),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_map_key),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_make_directories),
		cmocka_unit_test(test_process_streams),
		cmocka_unit_test(test_process_much),
		cmocka_unit_test(test_process_ends),
		cmocka_unit_test(test_process_sigchld_ignored),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
