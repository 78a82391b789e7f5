/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tree from a few lines of dts, for tests; cmocka fails where dtc does.
 */
#ifndef TESTS_UNIT_TREE_FIXTURE_H
#define TESTS_UNIT_TREE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before it */
#include <cmocka.h>
#include <string.h>

#include "generator/base/process.h"
#include "generator/tree/tree.h"

#define FIXTURE(nodes) \
	"/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; " nodes " };"

static inline struct tree tree_of(const char *dts)
{
	const char *argv[] = { "dtc", "-q", "-q", "-I", "dts", "-O", "dtb", NULL };
	struct buffer dtb = BUFFER_INIT;
	struct process process = {
		.argv = argv,
		.input = dts,
		.input_length = strlen(dts),
		.output = &dtb,
	};
	struct process_result result;
	struct error error = ERROR_INIT;
	struct tree tree;

	assert_int_equal(process_run(&process, &result, &error), 0);
	assert_int_equal(result.status, 0);
	if (tree_read(&tree, dtb.data, dtb.length, "x.dts", &error))
		fail_msg("%s", error.text);
	buffer_free(&dtb);
	return tree;
}

static inline const struct tree_node *node_at(const struct tree *tree,
					      const char *path)
{
	const struct tree_node *node = tree_find_path(tree, path);

	if (!node)
		fail_msg("no node %s", path);
	return node;
}

#endif
