// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The cache of an index: an index is the same with it and without, and only
 * that of the tree as it is now is taken.
 */
#include "tests/unit/index_fixture.h"

#include <time.h>
#include <unistd.h>

#include "generator/kernel/index_private.h"
#include "generator/kernel/source_stamps.h"

/* A folder for caches beside a tree. */
static char *cache_of(const char *tree)
{
	return memory_printf("%s.cache", tree);
}

static bool open_with(struct kernel_index *index, const char *tree, const char *cache)
{
	const struct index_options options = { .cache = cache };
	struct error error = ERROR_INIT;

	if (kernel_index_open(index, tree, &options, &error))
		fail_msg("%s", error.text);
	return index->cached;
}

static void add_condition(struct buffer *text, const struct condition *condition)
{
	condition_text(condition, text);
	buffer_add_string(text, "\n");
}

/* All that an index says. */
static char *text_of(const struct kernel_index *index)
{
	struct buffer text = BUFFER_INIT;

	buffer_printf(&text, "%s %s\n", index->tree, index->version);
	for (size_t i = 0; i < index->entries.count; i++) {
		const struct index_entry *entry = &index->entries.items[i];

		buffer_printf(&text, "%s %d %d %u %s %s %s %d ", entry->compatible,
			      entry->kind, entry->registered, entry->line, entry->file,
			      entry->source, entry->why ? entry->why : "", entry->class);
		add_condition(&text, entry->condition);
		add_condition(&text, entry->module);
	}
	for (size_t i = 0; i < index->objects.count; i++) {
		buffer_printf(&text, "%s %s ", index->objects.items[i].source,
			      index->objects.items[i].makefile);
		add_condition(&text, index->objects.items[i].built_in);
		add_condition(&text, index->objects.items[i].module);
	}
	for (size_t i = 0; i < index->by_file.count; i++)
		buffer_printf(&text, "%s %s\n", index->by_file_paths.items[i],
			      index->by_file.items[i]->compatible);
	buffer_add(&text, &index->facts, sizeof(index->facts));
	return buffer_take(&text);
}

/* ---- the cache */

static void test_same_from_cache(void **state)
{
	char *tree = fixture_make_small(), *cache = cache_of(tree), *texts[3];
	struct kernel_index index;

	(void)state;
	assert_false(open_with(&index, tree, ""));
	texts[0] = text_of(&index);
	kernel_index_close(&index);
	for (int i = 1; i < 3; i++) {
		assert_int_equal(open_with(&index, tree, cache), i == 2);
		texts[i] = text_of(&index);
		kernel_index_close(&index);
		assert_string_equal(texts[i], texts[0]);
	}
	for (int i = 0; i < 3; i++)
		free(texts[i]);
	fixture_remove(cache);
	fixture_remove(tree);
}

static void read_cache(const char *path, struct buffer *bytes)
{
	struct error error = ERROR_INIT;

	assert_int_equal(file_read(path, bytes, &error), 0);
}

static void write_cache(const char *path, const struct buffer *bytes, size_t length)
{
	struct error error = ERROR_INIT;

	unlink(path);
	assert_int_equal(file_write(path, bytes->data, length, &error), 0);
}

static void append(const char *tree, const char *name)
{
	char *path = path_join(tree, name);
	FILE *file = fopen(path, "a");

	fputs("\n", file);
	fclose(file);
	fixture_set_time(path, FIXTURE_TIME);
	free(path);
}

static void touch(const char *tree, const char *name)
{
	char *path = path_join(tree, name);

	fixture_set_time(path, FIXTURE_TIME + 1);
	free(path);
}

static void add(const char *tree, const char *name)
{
	fixture_write(tree, name, "");
}

static void turn_into_another(const char *tree, const char *name)
{
	char *path = path_join(tree, name), *other = memory_printf("%s.c", path);

	assert_int_equal(rename(path, other), 0);
	free(other);
	free(path);
}

static const struct {
	void (*change)(const char *tree, const char *name);
	const char *name;
	bool stale;
} changes[] = {
	{ append, "drivers/one.c", true },
	{ touch, "drivers/one.c", true },
	{ touch, "drivers/rows.inc", true },
	{ touch, "include/linux/one.h", true },
	{ touch, "drivers/Makefile", true },
	{ touch, "Makefile", true },
	{ touch, "Kconfig", true },
	{ touch, "Kbuild", true },
	{ touch, "drivers/more.mk", true },
	{ add, "drivers/three.c", true },
	{ add, "drivers/new/deep/Kconfig.more", true },
	{ fixture_delete, "include/linux/one.h", true },
	{ turn_into_another, "drivers/two.c", true },
	{ touch, "README", false },
	{ touch, "Documentation/example.c", false },
	{ add, "drivers/one.o", false },
	{ add, "drivers/.one.c", false },
	{ add, "tools/x.c", false },
};

/* Without stamps, and with: where folders changed lately they aren't written. */
static void test_stale(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * sizeof(changes) / sizeof(changes[0]); i++) {
		char *tree = fixture_make_small(), *cache = cache_of(tree);
		char *path = index_cache_path(cache, tree);
		char *stamps = memory_printf("%s.folders", path);
		bool stale = changes[i / 2].stale, with_stamps = i % 2;
		struct kernel_index index;

		if (with_stamps)
			fixture_settle(tree);
		assert_false(open_with(&index, tree, cache));
		kernel_index_close(&index);
		assert_int_equal(file_exists(stamps), with_stamps);
		changes[i / 2].change(tree, changes[i / 2].name);
		print_message("# %s %s\n", changes[i / 2].name,
			      stale ? "changes" : "doesn't matter");
		assert_int_equal(open_with(&index, tree, cache), !stale);
		kernel_index_close(&index);
		assert_true(open_with(&index, tree, cache));
		kernel_index_close(&index);
		free(stamps);
		free(path);
		fixture_remove(cache);
		fixture_remove(tree);
	}
}

/* The digest is the same either way, and damage is noticed. */
static void test_stamps(void **state)
{
	char *tree = fixture_make_small(), *cache = cache_of(tree), *path = path_join(cache, "x");
	struct buffer bytes = BUFFER_INIT;
	struct error error = ERROR_INIT;
	uint64_t slow, digest;
	bool quick;

	(void)state;
	fixture_settle(tree);
	assert_int_equal(source_files_digest(tree, &slow, &error), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(source_stamps_digest(tree, path, &digest, &quick, &error), 0);
		assert_int_equal(quick, i);
		assert_true(digest == slow);
	}
	read_cache(path, &bytes);
	for (size_t i = 0; i < bytes.length; i += 1 + bytes.length / 100) {
		bytes.data[i] ^= 1;
		write_cache(path, &bytes, bytes.length);
		bytes.data[i] ^= 1;
		assert_int_equal(source_stamps_digest(tree, path, &digest, &quick, &error), 0);
		assert_false(quick);
		assert_true(digest == slow);
		write_cache(path, &bytes, i);
		assert_int_equal(source_stamps_digest(tree, path, &digest, &quick, &error), 0);
		assert_false(quick);
		assert_true(digest == slow);
	}
	buffer_free(&bytes);
	fixture_remove(tree);
	assert_int_equal(source_stamps_digest("/nonexistent", path, &digest, NULL, &error), -1);
	assert_string_equal(error.text, "/nonexistent: No such file or directory");
	free(path);
	fixture_remove(cache);
}

/* What changed as it was read may have been read before: nothing to keep. */
static void test_settled(void **state)
{
	(void)state;
	assert_true(source_files_are_settled(10, 20, 25));
	assert_true(source_files_are_settled(18, 20, 25));
	assert_false(source_files_are_settled(19, 20, 25));
	assert_false(source_files_are_settled(20, 20, 25));
	assert_false(source_files_are_settled(25, 20, 25));
	assert_true(source_files_are_settled(26, 20, 25));
}

/* Whatever happens to the file: never taken, never in the way. */
static void test_damaged(void **state)
{
	char *tree = fixture_make_small(), *cache = cache_of(tree);
	char *path = index_cache_path(cache, tree), *good;
	struct buffer bytes = BUFFER_INIT;
	struct kernel_index index;

	(void)state;
	open_with(&index, tree, cache);
	good = text_of(&index);
	kernel_index_close(&index);
	read_cache(path, &bytes);
	for (size_t i = 0; i < bytes.length; i += 1 + bytes.length / 150) {
		char *text;

		bytes.data[i] ^= 1;
		write_cache(path, &bytes, bytes.length);
		bytes.data[i] ^= 1;
		assert_false(open_with(&index, tree, cache));
		text = text_of(&index);
		assert_string_equal(text, good);
		free(text);
		kernel_index_close(&index);
		write_cache(path, &bytes, i);
		assert_false(open_with(&index, tree, cache));
		kernel_index_close(&index);
	}
	assert_true(open_with(&index, tree, cache));
	kernel_index_close(&index);
	buffer_free(&bytes);
	free(good);
	free(path);
	fixture_remove(cache);
	fixture_remove(tree);
}

/* Bytes that are wrong although their sum is right: no reference is followed. */
static void test_sealed(void **state)
{
	char *tree = fixture_make_small();
	struct buffer good = BUFFER_INIT;
	const struct index_options options = { .cache = "" };
	struct error error = ERROR_INIT;
	size_t taken = 0;
	bool settled;

	(void)state;
	assert_int_equal(index_build(&good, tree, "6.12", &options, NULL, &settled,
				     &error), 0);
	for (size_t i = 0; i < 4 * good.length; i++) {
		struct buffer bytes = BUFFER_INIT;
		struct kernel_index index;

		buffer_add(&bytes, good.data, good.length);
		bytes.data[i / 4] = (char)(bytes.data[i / 4] + "\x01\x7f\x80\xff"[i % 4]);
		index_seal(&bytes);
		if (index_unpack(&index, &bytes, tree)) {
			char *text = text_of(&index);

			taken++;
			free(text);
			kernel_index_close(&index);
		}
		buffer_free(&bytes);
	}
	/* a letter of a text, a line number: those are taken */
	assert_in_range(taken, 1, 4 * good.length - 1);
	buffer_free(&good);
	fixture_remove(tree);
}

/* The cache of another tree, and that of another program. */
static void test_not_ours(void **state)
{
	char *trees[] = { fixture_make_small(), fixture_make_small() }, *cache = cache_of(trees[0]);
	char *paths[] = { index_cache_path(cache, trees[0]),
			  index_cache_path(cache, trees[1]) };
	struct buffer bytes = BUFFER_INIT;
	struct index_identity identity;
	struct kernel_index index;
	size_t at;

	(void)state;
	assert_string_not_equal(paths[0], paths[1]);
	open_with(&index, trees[0], cache);
	kernel_index_close(&index);
	read_cache(paths[0], &bytes);
	write_cache(paths[1], &bytes, bytes.length);
	assert_false(open_with(&index, trees[1], cache));
	assert_string_equal(index.tree, trees[1]);
	kernel_index_close(&index);

	assert_true(index_packed_identity(&bytes, &identity));
	assert_int_equal(identity.program, index_program_identity());
	for (at = 0; memcmp(bytes.data + at, &identity, sizeof(identity)); at++)
		assert_in_range(at, 0, bytes.length - sizeof(identity));
	identity.program++;
	memcpy(bytes.data + at, &identity, sizeof(identity));
	index_seal(&bytes);
	write_cache(paths[0], &bytes, bytes.length);
	assert_false(open_with(&index, trees[0], cache));
	kernel_index_close(&index);

	buffer_free(&bytes);
	for (size_t i = 0; i < 2; i++) {
		free(paths[i]);
		fixture_remove(trees[i]);
	}
	fixture_remove(cache);
}

/* Where there is no place for a cache, there is none. */
static void test_unwritable(void **state)
{
	char *tree = fixture_make_small(), *below = path_join(tree, "README/cache");
	struct kernel_index index;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_false(open_with(&index, tree, below));
		kernel_index_close(&index);
	}
	free(below);
	fixture_remove(tree);
}

static void assert_starts_with(char *text, const char *start)
{
	if (strncmp(text, start, strlen(start)))
		assert_string_equal(text, start);
	free(text);
}

static void test_cache_path(void **state)
{
	char *home = getenv("HOME") ? memory_strdup(getenv("HOME")) : NULL;

	(void)state;
	assert_starts_with(index_cache_path("/given", "/t"), "/given/index-");
	setenv("HOME", "/home/me", 1);
	setenv("XDG_CACHE_HOME", "/xdg", 1);
	setenv("GEN_BOARD_CACHE", "/own", 1);
	assert_starts_with(index_cache_path(NULL, "/t"), "/own/index-");
	setenv("GEN_BOARD_CACHE", "", 1);
	assert_null(index_cache_path(NULL, "/t"));
	unsetenv("GEN_BOARD_CACHE");
	assert_starts_with(index_cache_path(NULL, "/t"), "/xdg/gen-board/index-");
	unsetenv("XDG_CACHE_HOME");
	assert_starts_with(index_cache_path(NULL, "/t"), "/home/me/.cache/gen-board/index-");
	unsetenv("HOME");
	assert_null(index_cache_path(NULL, "/t"));
	if (home)
		setenv("HOME", home, 1);
	free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_from_cache),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_stamps),
		cmocka_unit_test(test_settled),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_not_ours),
		cmocka_unit_test(test_unwritable),
		cmocka_unit_test(test_cache_path),
	};

	return cmocka_run_group_tests_name("index cache", tests, NULL, NULL);
}
