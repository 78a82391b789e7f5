// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/yaml_tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "generator/base/memory.h"

static yaml_node_t *node_at(const struct yaml_tree *tree, int node)
{
	return yaml_document_get_node(tree->document, node);
}

int yaml_tree_root(const struct yaml_tree *tree)
{
	(void)tree;
	return 1;	/* libyaml counts from 1, and the root comes first */
}

enum yaml_kind yaml_tree_kind(const struct yaml_tree *tree, int node)
{
	switch (node_at(tree, node)->type) {
	case YAML_SEQUENCE_NODE:
		return YAML_LIST;
	case YAML_MAPPING_NODE:
		return YAML_MAPPING;
	default:
		return YAML_SCALAR;
	}
}

long yaml_tree_line(const struct yaml_tree *tree, int node)
{
	return (long)node_at(tree, node)->start_mark.line + 1;
}

const char *yaml_tree_text(const struct yaml_tree *tree, int node)
{
	const yaml_node_t *at = node_at(tree, node);

	return at->type == YAML_SCALAR_NODE ?
	       (const char *)at->data.scalar.value : NULL;
}

size_t yaml_tree_count(const struct yaml_tree *tree, int node)
{
	const yaml_node_t *at = node_at(tree, node);

	if (at->type == YAML_SEQUENCE_NODE)
		return (size_t)(at->data.sequence.items.top -
				at->data.sequence.items.start);
	if (at->type == YAML_MAPPING_NODE)
		return (size_t)(at->data.mapping.pairs.top -
				at->data.mapping.pairs.start);
	return 0;
}

int yaml_tree_item(const struct yaml_tree *tree, int list, size_t at)
{
	return node_at(tree, list)->data.sequence.items.start[at];
}

const char *yaml_tree_key(const struct yaml_tree *tree, int mapping, size_t at)
{
	return yaml_tree_text(tree, node_at(tree, mapping)->
				    data.mapping.pairs.start[at].key);
}

int yaml_tree_value(const struct yaml_tree *tree, int mapping, size_t at)
{
	return node_at(tree, mapping)->data.mapping.pairs.start[at].value;
}

int yaml_tree_find(const struct yaml_tree *tree, int mapping, const char *key)
{
	for (size_t i = 0; i < yaml_tree_count(tree, mapping); i++)
		if (!strcmp(yaml_tree_key(tree, mapping, i), key))
			return yaml_tree_value(tree, mapping, i);
	return 0;
}

static int check_mapping(const struct yaml_tree *tree, int node,
			 struct error *error)
{
	size_t count = yaml_tree_count(tree, node);

	for (size_t i = 0; i < count; i++) {
		const char *key = yaml_tree_key(tree, node, i);

		if (!key)
			return error_set(error, "%s:%ld: a key that is no plain text",
					 tree->path, yaml_tree_line(tree, node));
		for (size_t k = 0; k < i; k++)
			if (!strcmp(key, yaml_tree_key(tree, node, k)))
				return error_set(error, "%s:%ld: %s: the key is there twice",
						 tree->path,
						 yaml_tree_line(tree, yaml_tree_value(tree, node, i)),
						 key);
	}
	return 0;
}

static int check(const struct yaml_tree *tree, struct error *error)
{
	const yaml_node_t *at;

	if (!node_at(tree, 1))
		return error_set(error, "%s: nothing in it; expected a mapping",
				 tree->path);
	for (int node = 1; (at = node_at(tree, node)); node++) {
		if (at->type == YAML_SCALAR_NODE &&
		    strlen((const char *)at->data.scalar.value) !=
		    at->data.scalar.length)
			return error_set(error, "%s:%ld: a NUL in the text",
					 tree->path, yaml_tree_line(tree, node));
		if (at->type == YAML_MAPPING_NODE &&
		    check_mapping(tree, node, error))
			return -1;
	}
	return 0;
}

int yaml_tree_parse(struct yaml_tree *tree, const char *path,
		    const struct buffer *text, struct error *error)
{
	yaml_parser_t parser;
	int result = -1;

	*tree = (struct yaml_tree){ .path = path };
	if (!yaml_parser_initialize(&parser))
		abort();	/* out of memory */
	yaml_parser_set_input_string(&parser,
				     (const unsigned char *)buffer_text(text),
				     text->length);
	tree->document = memory_new(1, sizeof(yaml_document_t));
	if (!yaml_parser_load(&parser, tree->document)) {
		error_set(error, "%s:%zu: %s", path,
			  parser.problem_mark.line + 1,
			  parser.problem ? parser.problem : "no YAML");
		free(tree->document);
		tree->document = NULL;
	} else {
		result = check(tree, error);
	}
	yaml_parser_delete(&parser);
	if (result)
		yaml_tree_free(tree);
	return result;
}

void yaml_tree_free(struct yaml_tree *tree)
{
	if (tree->document)
		yaml_document_delete(tree->document);
	free(tree->document);
	tree->document = NULL;
}
