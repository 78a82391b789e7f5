// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/tree/tree.h"

#include <ctype.h>
#include <libfdt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "generator/base/memory.h"
#include "generator/tree/dtb.h"

static void read_properties(const struct tree *tree, struct tree_node *node,
			    int offset)
{
	ARRAY(struct tree_property) properties = { 0 };
	int at;

	fdt_for_each_property_offset(at, tree->dtb, offset) {
		struct tree_property *property = array_add(&properties);
		int length = 0;

		property->value = fdt_getprop_by_offset(tree->dtb, at,
							&property->name, &length);
		property->length = (uint32_t)length;
	}
	node->properties = properties.items;
	node->nr_properties = properties.count;
	node->phandle = fdt_get_phandle(tree->dtb, offset);
}

static char *make_path(const struct tree_node *node)
{
	if (!node->parent)
		return memory_strdup("/");
	return memory_printf("%s/%s",
			     node->parent->parent ? node->parent->path : "",
			     node->name);
}

static size_t count_nodes(const void *dtb)
{
	size_t count = 0;
	int depth = 0;

	for (int at = 0; at >= 0 && depth >= 0; at = fdt_next_node(dtb, at, &depth))
		count++;
	return count;
}

/* dtb_check() has bounded the depth and everything that is read here. */
static void read_nodes(struct tree *tree)
{
	struct tree_node *open[DTB_MAX_DEPTH] = { NULL };
	struct tree_node *last[DTB_MAX_DEPTH] = { NULL };
	int depth = 0;

	tree->nodes = memory_new(count_nodes(tree->dtb), sizeof(*tree->nodes));
	for (int at = 0; at >= 0 && depth >= 0;
	     at = fdt_next_node(tree->dtb, at, &depth)) {
		struct tree_node *node = &tree->nodes[tree->nr_nodes];

		node->index = tree->nr_nodes++;
		node->depth = (unsigned int)depth;
		node->name = fdt_get_name(tree->dtb, at, NULL);
		if (depth) {
			node->parent = open[depth - 1];
			if (last[depth] && last[depth]->parent == node->parent)
				last[depth]->sibling = node;
			else
				node->parent->child = node;
		}
		open[depth] = node;
		last[depth] = node;
		node->path = make_path(node);
		read_properties(tree, node, at);
		tree->nr_properties += node->nr_properties;
		*map_put(&tree->paths, node->path) = node;
	}
}

static void read_reservations(struct tree *tree)
{
	int count = fdt_num_mem_rsv(tree->dtb);

	tree->reservations = memory_new(count > 0 ? (size_t)count : 0,
					sizeof(*tree->reservations));
	for (int i = 0; i < count; i++)
		fdt_get_mem_rsv(tree->dtb, i, &tree->reservations[i].address,
				&tree->reservations[i].size);
	tree->nr_reservations = count > 0 ? (size_t)count : 0;
}

int tree_read(struct tree *tree, const void *dtb, size_t size,
	      const char *source, struct error *error)
{
	char *copy = memory_new(size, 1);

	*tree = (struct tree){ 0 };
	if (size)
		memcpy(copy, dtb, size);
	if (dtb_check(copy, size, source, error)) {
		free(copy);
		return -1;
	}
	tree->source = memory_strdup(source);
	tree->dtb = copy;
	tree->dtb_size = fdt_totalsize(copy);
	read_nodes(tree);
	read_reservations(tree);
	return 0;
}

void tree_free(struct tree *tree)
{
	for (size_t i = 0; i < tree->nr_nodes; i++) {
		free((char *)tree->nodes[i].path);
		free(tree->nodes[i].properties);
	}
	free(tree->nodes);
	free(tree->reservations);
	free(tree->source);
	free(tree->dtb);
	map_free(&tree->paths);
	*tree = (struct tree){ 0 };
}

struct tree_node *tree_find_path(const struct tree *tree, const char *path)
{
	return map_get(&tree->paths, path);
}

struct tree_node *tree_find_phandle(const struct tree *tree, uint32_t phandle)
{
	if (!phandle)
		return NULL;
	for (size_t i = 0; i < tree->nr_nodes; i++)
		if (tree->nodes[i].phandle == phandle)
			return &tree->nodes[i];
	return NULL;
}

struct tree_node *tree_find_node(const struct tree *tree, const char *path,
				 const char **options)
{
	size_t length = strcspn(path, ":");
	size_t first = strcspn(path, "/:");
	const struct tree_node *aliases;
	struct tree_node *node = NULL;
	const char *target;
	char *whole, *alias;

	if (options)
		*options = path[length] ? path + length + 1 : NULL;
	if (path[0] == '/') {
		whole = memory_strndup(path, length);
		node = map_get(&tree->paths, whole);
		free(whole);
		return node;
	}

	aliases = tree_find_path(tree, "/aliases");
	alias = memory_strndup(path, first);
	target = aliases ? node_string(aliases, alias) : NULL;
	free(alias);
	if (!target || target[0] != '/')
		return NULL;
	whole = memory_printf("%s%.*s", target, (int)(length - first),
			      path + first);
	node = map_get(&tree->paths, whole);
	free(whole);
	return node;
}

const struct tree_property *node_property(const struct tree_node *node,
					  const char *name)
{
	for (size_t i = 0; i < node->nr_properties; i++)
		if (!strcmp(node->properties[i].name, name))
			return &node->properties[i];
	return NULL;
}

bool property_is_strings(const struct tree_property *property)
{
	return property->length && !property->value[property->length - 1];
}

const char *node_string(const struct tree_node *node, const char *name)
{
	return node_string_at(node, name, 0);
}

const char *node_string_at(const struct tree_node *node, const char *name,
			   size_t index)
{
	const struct tree_property *property = node_property(node, name);
	const char *string, *end;

	if (!property || !property_is_strings(property))
		return NULL;
	string = (const char *)property->value;
	end = string + property->length;
	while (index-- && string < end)
		string += strlen(string) + 1;
	return string < end ? string : NULL;
}

uint32_t property_cell(const struct tree_property *property, size_t index)
{
	return fdt32_ld((const fdt32_t *)(property->value + index * 4));
}

bool node_cell(const struct tree_node *node, const char *name, uint32_t *cell)
{
	const struct tree_property *property = node_property(node, name);

	if (!property || property->length < sizeof(*cell))
		return false;
	*cell = property_cell(property, 0);
	return true;
}

bool node_is_compatible(const struct tree_node *node, const char *compatible)
{
	const char *string;

	for (size_t i = 0; (string = node_string_at(node, "compatible", i)); i++)
		if (!strcasecmp(string, compatible))
			return true;
	return false;
}

bool node_is_available(const struct tree_node *node)
{
	const char *status;

	if (!node_property(node, "status"))
		return true;
	status = node_string(node, "status");
	return status && (!strcmp(status, "ok") || !strcmp(status, "okay"));
}

bool node_is_enabled(const struct tree_node *node)
{
	for (; node; node = node->parent)
		if (!node_is_available(node))
			return false;
	return true;
}

size_t node_name_length(const struct tree_node *node)
{
	return strcspn(node->name, "@");
}

bool node_name_is(const struct tree_node *node, const char *name)
{
	size_t length = node_name_length(node);

	return strlen(name) == length && !strncmp(node->name, name, length);
}

struct tree_node *node_next(const struct tree_node *top,
			    const struct tree_node *node)
{
	if (node->child)
		return node->child;
	for (; node != top; node = node->parent)
		if (node->sibling)
			return node->sibling;
	return NULL;
}

int tree_error(const struct tree *tree, const struct tree_node *node,
	       const char *property, struct error *error, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (property)
		return error_set(error, "%s: %s: %s: %s", tree->source,
				 node->path, property, text);
	return error_set(error, "%s: %s: %s", tree->source, node->path, text);
}
