/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * YAML as it stands, for what no schema can say: mappings whose keys are names,
 * values that are a scalar or a mapping. A node is a number; 0 is no node.
 */
#ifndef GENERATOR_BASE_YAML_TREE_H
#define GENERATOR_BASE_YAML_TREE_H

#include <stddef.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAPPING };

struct yaml_tree {
	const char *path;	/* the caller's, for messages */
	void *document;
};

/*
 * Parse @text, which was read from @path. An empty file, a key that is there
 * twice in one mapping or that is no plain text, and a NUL in any text are
 * errors. yaml_tree_free().
 */
int yaml_tree_parse(struct yaml_tree *tree, const char *path,
		    const struct buffer *text, struct error *error);
void yaml_tree_free(struct yaml_tree *tree);

int yaml_tree_root(const struct yaml_tree *tree);
enum yaml_kind yaml_tree_kind(const struct yaml_tree *tree, int node);
long yaml_tree_line(const struct yaml_tree *tree, int node);	/* from 1 */

/* Of a scalar; NULL of any other. */
const char *yaml_tree_text(const struct yaml_tree *tree, int node);

/* Items of a list, pairs of a mapping; 0 of a scalar. */
size_t yaml_tree_count(const struct yaml_tree *tree, int node);
int yaml_tree_item(const struct yaml_tree *tree, int list, size_t at);
const char *yaml_tree_key(const struct yaml_tree *tree, int mapping, size_t at);
int yaml_tree_value(const struct yaml_tree *tree, int mapping, size_t at);

/* The value of a key; 0: the mapping doesn't have it. */
int yaml_tree_find(const struct yaml_tree *tree, int mapping, const char *key);

#endif
