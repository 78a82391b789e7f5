// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/model_nodes.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/board/c_text.h"
#include "generator/board/values.h"
#include "generator/tree/address.h"
#include "generator/tree/references.h"

/* An item of the properties array: lists that end alike share their ends. */
struct entry {
	const struct tree_node *owner;	/* the node it was made for */
	const struct tree_property *property;
	size_t next;			/* item + 1; 0: the last */
};

struct writer {
	struct model_nodes *nodes;
	struct tree_property *names;	/* by the tree's index: the kernel's "name" */
	struct values values;
	ARRAY(struct entry) entries;
	struct map shared;		/* key of an entry -> its item + 1 */
	struct map symbols;		/* C names in use */
	struct error *error;
};

void model_nodes_init(struct model_nodes *nodes, const struct tree *tree,
		      const struct prune *prune)
{
	*nodes = (struct model_nodes){
		.tree = tree,
		.prune = prune,
		.index = memory_new(tree->nr_nodes, sizeof(long)),
	};
	for (size_t i = 0; i < tree->nr_nodes; i++)
		nodes->index[i] = prune->nodes[i] ? (long)nodes->nr_nodes++ : -1;
}

void model_nodes_free(struct model_nodes *nodes)
{
	free(nodes->index);
}

json_t *model_node_index(const struct model_nodes *nodes,
			 const struct tree_node *node)
{
	if (!node || nodes->index[node->index] < 0)
		return json_null();
	return json_integer(nodes->index[node->index]);
}

/*
 * The kept properties of a node, in the order of the kernel's list: as in the
 * tree, then the "name" that populate_properties() makes where there is none.
 */
static size_t kept_properties(const struct writer *writer,
			      const struct tree_node *node,
			      const struct tree_property **list)
{
	const struct prune *prune = writer->nodes->prune;
	size_t count = 0;

	for (size_t i = 0; i < node->nr_properties; i++)
		if (prune->properties[node->index][i])
			list[count++] = &node->properties[i];
	if (writer->names[node->index].name)
		list[count++] = &writer->names[node->index];
	return count;
}

static void make_names(struct writer *writer)
{
	const struct tree *tree = writer->nodes->tree;

	writer->names = memory_new(tree->nr_nodes, sizeof(*writer->names));
	for (size_t i = 0; i < tree->nr_nodes; i++) {
		const struct tree_node *node = &tree->nodes[i];
		size_t length = node_name_length(node);

		if (!prune_keeps(writer->nodes->prune, node) ||
		    !writer->nodes->prune->names[i])
			continue;
		writer->names[i] = (struct tree_property){
			.name = "name",
			.value = (uint8_t *)memory_strndup(node->name, length),
			.length = (uint32_t)length + 1,
		};
	}
}

/* What makes two entries the same: name, value and what follows. */
static void entry_key(struct buffer *key, const struct tree_property *property,
		      size_t next)
{
	buffer_printf(key, "%zu %s %u ", next, property->name, property->length);
	buffer_add(key, property->value, property->length);
}

static const struct entry *find_shared(struct writer *writer,
				       const struct tree_property *property,
				       size_t next, size_t *item)
{
	struct buffer key = BUFFER_INIT;
	void **slot;

	entry_key(&key, property, next);
	slot = map_put_bytes(&writer->shared, key.data, key.length);
	buffer_free(&key);
	*item = (size_t)*slot;
	return *item ? &writer->entries.items[*item - 1] : NULL;
}

static void share(struct writer *writer, size_t item)
{
	const struct entry *entry = &writer->entries.items[item - 1];
	struct buffer key = BUFFER_INIT;

	entry_key(&key, entry->property, entry->next);
	*map_put_bytes(&writer->shared, key.data, key.length) = (void *)item;
	buffer_free(&key);
}

/*
 * Make the entries of a node's list, but for an end that an earlier node has.
 * Returns the first item + 1; 0: no properties.
 */
static size_t add_entries(struct writer *writer, const struct tree_node *node)
{
	const struct tree_property **list =
		memory_new(node->nr_properties + 1, sizeof(*list));
	size_t count = kept_properties(writer, node, list);
	size_t next = 0, item = 0, own = count, first;

	writer->nodes->nr_properties += count;
	while (own && find_shared(writer, list[own - 1], next, &item)) {
		next = item;
		own--;
	}
	first = own ? writer->entries.count + 1 : next;
	for (size_t i = 0; i < own; i++) {
		*array_add(&writer->entries) = (struct entry){
			.owner = node,
			.property = list[i],
			.next = i + 1 < own ? writer->entries.count + 1 : next,
		};
	}
	for (size_t i = 0; i < own; i++)
		share(writer, first + i);
	free(list);
	return first;
}

static json_t *value_text(const struct writer *writer,
			  const struct tree_property *property)
{
	char *text = NULL;
	json_t *json;

	switch (value_kind(property)) {
	case VALUE_EMPTY:
		return json_string("EMPTY");
	case VALUE_STRINGS:
		text = c_literal(property->value, property->length);
		json = json_sprintf("STRING(%s)", text);
		free(text);
		return json;
	case VALUE_CELLS:
		return json_sprintf("CELLS(%zu)",
				    values_find(&writer->values, property));
	case VALUE_BYTES:
		return json_sprintf("BYTES(%zu)",
				    values_find(&writer->values, property));
	}
	return NULL;
}

static json_t *entry_json(const struct writer *writer, const struct entry *entry)
{
	const struct tree_property *property = entry->property;
	enum value_kind kind = value_kind(property);
	char *name = c_literal(property->name, strlen(property->name));
	char *note = kind == VALUE_CELLS || kind == VALUE_BYTES ?
		     dts_value(property) : NULL;
	json_t *json = json_pack(
		"{s:I, s:s, s:i, s:{s:s, s:o, s:o}, s:o}",
		"index", (json_int_t)(entry - writer->entries.items),
		"name", property->name,
		"length", (int)property->length,
		"c",
		"name", name,
		"value", value_text(writer, property),
		"next", entry->next ? json_sprintf("PROPERTY(%zu)", entry->next - 1) :
				      json_string("NULL"),
		"note", note ? json_string(note) : json_null());

	free(name);
	free(note);
	return json;
}

static json_t *value_json(const struct tree_property *property, const char **kind)
{
	json_t *json = json_array();
	const char *string;

	switch (value_kind(property)) {
	case VALUE_EMPTY:
		*kind = "empty";
		break;
	case VALUE_STRINGS:
		*kind = "strings";
		for (string = (const char *)property->value;
		     string < (const char *)property->value + property->length;
		     string += strlen(string) + 1)
			json_array_append_new(json, json_string(string));
		break;
	case VALUE_CELLS:
		*kind = "cells";
		for (size_t i = 0; i < property_nr_cells(property); i++)
			json_array_append_new(json, json_integer(property_cell(property, i)));
		break;
	case VALUE_BYTES:
		*kind = "bytes";
		for (uint32_t i = 0; i < property->length; i++)
			json_array_append_new(json, json_integer(property->value[i]));
		break;
	}
	return json;
}

static json_t *cells_json(const uint8_t *cells, size_t count)
{
	json_t *json = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(json, json_integer((json_int_t)read_cells(cells + i * 4, 1)));
	return json;
}

/* What a property refers to; NULL on an error. */
static json_t *references_json(const struct writer *writer,
			       const struct tree_node *node,
			       const struct tree_property *property)
{
	reference_list list = { 0 };
	json_t *json = json_array();

	if (references_of_property(writer->nodes->tree, node, property, &list,
				   writer->error)) {
		json_decref(json);
		json = NULL;
	}
	for (size_t i = 0; json && i < list.count; i++) {
		const struct reference *reference = &list.items[i];

		json_array_append_new(json, json_pack(
			"{s:i, s:s, s:o, s:o}",
			"entry", (int)reference->entry,
			"path", reference->target->path,
			"node", model_node_index(writer->nodes, reference->target),
			"arguments", cells_json(reference->arguments,
						reference->nr_arguments)));
	}
	array_free(&list);
	return json;
}

static json_t *property_json(const struct writer *writer,
			     const struct tree_node *node,
			     const struct tree_property *property)
{
	const char *kind = NULL;
	json_t *value = value_json(property, &kind);
	json_t *json = json_pack("{s:s, s:i, s:s, s:o}", "name", property->name,
				 "length", (int)property->length, "kind", kind,
				 "value", value);
	json_t *references;

	if (!property_is_reference(node, property))
		return json;
	references = references_json(writer, node, property);
	if (!references) {
		json_decref(json);
		return NULL;
	}
	json_object_set_new(json, "references", references);
	return json;
}

static json_t *reg_json(const struct tree_node *node)
{
	const struct tree_property *reg = node_property(node, "reg");
	size_t na, entry;
	json_t *json = json_array();

	if (!reg || !node->parent)
		return json;
	na = address_cells(node->parent);
	entry = reg_entry_cells(node) * 4;
	for (size_t at = 0; entry && at + entry <= reg->length; at += entry) {
		const uint8_t *cells = reg->value + at;
		uint64_t cpu;
		bool translated = address_translate(node, cells, &cpu);

		json_array_append_new(json, json_pack(
			"{s:I, s:I, s:o}",
			"address", (json_int_t)read_cells(cells, na),
			"size", (json_int_t)read_cells(cells + na * 4, entry / 4 - na),
			"cpu_address", translated ? json_integer((json_int_t)cpu) :
						    json_null()));
	}
	return json;
}

static char *unique_symbol(struct writer *writer, const char *path)
{
	char *base = c_name(path);
	char *name = memory_strdup(base);

	for (unsigned int i = 2; map_has(&writer->symbols, name); i++) {
		free(name);
		name = memory_printf("%s_%u", base, i);
	}
	map_put(&writer->symbols, name);
	free(base);
	return name;
}

static void add_field(json_t *fields, const char *name, json_t *value)
{
	json_array_append_new(fields, json_pack("{s:s, s:o}", "name", name,
						"value", value));
}

static void add_link(const struct writer *writer, json_t *fields,
		     const char *name, const struct tree_node *node)
{
	if (node)
		add_field(fields, name,
			  json_sprintf("NODE(%ld)", writer->nodes->index[node->index]));
}

static void add_literal(json_t *fields, const char *name, const char *string)
{
	char *literal = c_literal(string, strlen(string));

	add_field(fields, name, json_string(literal));
	free(literal);
}

/* The members of struct device_node that aren't zero. */
static json_t *node_fields(const struct writer *writer,
			   const struct tree_node *node, const char *name,
			   size_t first)
{
	const struct prune *prune = writer->nodes->prune;
	json_t *fields = json_array();

	add_literal(fields, "name", name);
	if (node->phandle)
		add_field(fields, "phandle", json_sprintf("%u", node->phandle));
	add_literal(fields, "full_name", node->name);
	add_field(fields, "fwnode.ops", json_string("&of_fwnode_ops"));
	if (first)
		add_field(fields, "properties", json_sprintf("PROPERTY(%zu)", first - 1));
	add_link(writer, fields, "parent", node->parent);
	add_link(writer, fields, "child", prune_child(prune, node));
	add_link(writer, fields, "sibling", prune_sibling(prune, node));
	return fields;
}

static json_t *node_json(struct writer *writer, const struct tree_node *node,
			 size_t first)
{
	const struct tree_property **list =
		memory_new(node->nr_properties + 1, sizeof(*list));
	const struct model_nodes *nodes = writer->nodes;
	size_t count = kept_properties(writer, node, list);
	char *base = memory_strndup(node->name, node_name_length(node));
	/* populate_node(): the property "name", a tree's own or the made one */
	const char *name = node_string(node, "name") ? node_string(node, "name") : base;
	char *symbol = unique_symbol(writer, node->path);
	json_t *properties = json_array();
	json_t *json;

	for (size_t i = 0; i < count; i++)
		if (json_array_append_new(properties, property_json(writer, node, list[i])))
			break;
	if (json_array_size(properties) == count) {
		json = json_pack(
			"{s:o, s:s, s:s, s:s, s:s, s:I, s:b, s:o, s:o, s:o, s:o, s:o, s:{s:o}}",
			"index", model_node_index(nodes, node),
			"path", node->path,
			"symbol", symbol,
			"name", name,
			"full_name", node->name,
			"phandle", (json_int_t)node->phandle,
			"available", node_is_enabled(node),
			"parent", model_node_index(nodes, node->parent),
			"child", model_node_index(nodes, prune_child(nodes->prune, node)),
			"sibling", model_node_index(nodes, prune_sibling(nodes->prune, node)),
			"reg", reg_json(node),
			"properties", properties,
			"c", "fields", node_fields(writer, node, name, first));
	} else {
		json_decref(properties);
		json = NULL;
	}
	free(list);
	free(base);
	free(symbol);
	return json;
}

/* The properties array, by the nodes that its items were made for. */
static json_t *entries_json(const struct writer *writer)
{
	const struct tree_node *owner = NULL;
	json_t *lists = json_array(), *items = NULL;

	for (size_t i = 0; i < writer->entries.count; i++) {
		const struct entry *entry = &writer->entries.items[i];

		if (entry->owner != owner) {
			owner = entry->owner;
			items = json_array();
			json_array_append_new(lists, json_pack(
				"{s:s, s:o}", "path", owner->path,
				"entries", items));
		}
		json_array_append_new(items, entry_json(writer, entry));
	}
	return lists;
}

static void add_pool(json_t *model, const struct writer *writer)
{
	const struct values *values = &writer->values;
	json_t *cells = json_array(), *bytes = json_array();

	for (size_t i = 0; i < values->cells.count; i++)
		json_array_append_new(cells, json_integer(values->cells.items[i]));
	for (size_t i = 0; i < values->bytes.count; i++)
		json_array_append_new(bytes, json_integer(values->bytes.items[i]));
	json_object_set_new(model, "cells", cells);
	json_object_set_new(model, "bytes", bytes);
}

int model_add_nodes(struct model_nodes *nodes, json_t *model,
		    struct error *error)
{
	struct writer writer = { .nodes = nodes, .error = error };
	const struct tree *tree = nodes->tree;
	size_t *first = memory_new(tree->nr_nodes, sizeof(*first));
	json_t *list = json_array();
	int result = 0;

	make_names(&writer);
	for (size_t i = 0; i < tree->nr_nodes; i++)
		if (nodes->prune->nodes[i])
			first[i] = add_entries(&writer, &tree->nodes[i]);
	for (size_t i = 0; i < writer.entries.count; i++)
		values_want(&writer.values, writer.entries.items[i].property);
	values_place(&writer.values);

	for (size_t i = 0; !result && i < tree->nr_nodes; i++)
		if (nodes->prune->nodes[i])
			result = json_array_append_new(list, node_json(&writer, &tree->nodes[i], first[i]));
	json_object_set_new(model, "nodes", list);
	json_object_set_new(model, "property_lists", entries_json(&writer));
	json_object_set_new(model, "nr_property_entries",
			    json_integer((json_int_t)writer.entries.count));
	add_pool(model, &writer);

	for (size_t i = 0; i < tree->nr_nodes; i++)
		free((void *)writer.names[i].value);
	free(writer.names);
	free(first);
	values_free(&writer.values);
	array_free(&writer.entries);
	map_free(&writer.shared);
	map_free(&writer.symbols);
	return result;
}
