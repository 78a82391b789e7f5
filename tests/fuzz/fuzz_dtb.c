// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The whole way of a DTB, from bytes to the model, as often as there is input.
 * For AFL++ (persistent mode), or with files as arguments, one after another.
 * A crash, a sanitizer's report or a refusal without a message is a finding.
 *
 *	make fuzz-dtb FUZZ_CC=afl-clang-fast
 *	afl-fuzz -i seeds -o findings -- build/host/tests/fuzz/fuzz-dtb
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/board/model.h"
#include "generator/tree/check.h"

#ifdef __AFL_FUZZ_TESTCASE_LEN
__AFL_FUZZ_INIT();
#endif

static void must_say(const struct error *error)
{
	if (error->status == ERROR_NONE || !error->text[0])
		abort();
}

static void make_model(const struct tree *tree, bool keep_all)
{
	const struct prune_options options = { .keep_all = keep_all };
	const struct model_source source = { "0", "c", "d", "l", "h", NULL, NULL };
	struct board board = { .name = "b" };
	struct error error = ERROR_INIT;
	struct prune prune;
	json_t *model;

	if (prune_tree(&prune, tree, &options, &error)) {
		must_say(&error);
		return;
	}
	model = model_make(tree, &prune, &board, &source, &error);
	if (!model)
		must_say(&error);
	json_decref(model);
	prune_free(&prune);
}

static void try_bytes(const void *data, size_t size)
{
	struct error error = ERROR_INIT;
	struct tree tree;

	if (tree_read(&tree, data, size, "input", &error)) {
		must_say(&error);
		return;
	}
	if (tree_check(&tree, &error)) {
		must_say(&error);
	} else {
		make_model(&tree, false);
		make_model(&tree, true);
	}
	tree_free(&tree);
}

static int try_file(const char *path)
{
	struct buffer input = BUFFER_INIT;
	struct error error = ERROR_INIT;

	if (file_read(path, &input, &error)) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	try_bytes(buffer_text(&input), input.length);
	buffer_free(&input);
	return 0;
}

int main(int argc, char **argv)
{
#ifdef __AFL_FUZZ_TESTCASE_LEN
	unsigned char *data = __AFL_FUZZ_TESTCASE_BUF;

	while (argc == 1 && __AFL_LOOP(10000))
		try_bytes(data, __AFL_FUZZ_TESTCASE_LEN);
#else
	if (argc == 1)
		return try_file("-");
#endif
	for (int i = 1; i < argc; i++)
		if (try_file(argv[i]))
			return 1;
	return 0;
}
