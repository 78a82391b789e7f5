// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/model.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/board/c_text.h"
#include "generator/board/devices.h"
#include "generator/board/model_nodes.h"
#include "generator/tree/address.h"

/* Raised when a key changes its meaning or goes away. */
#define MODEL_VERSION 1

struct model {
	const struct tree *tree;
	const struct prune *prune;
	struct model_nodes nodes;
	json_t *json;
};

static const struct tree_node *kept_path(const struct model *model,
					 const char *path)
{
	const struct tree_node *node = tree_find_path(model->tree, path);

	return node && prune_keeps(model->prune, node) ? node : NULL;
}

static json_t *string_or_null(const char *string)
{
	return string ? json_string(string) : json_null();
}

/* "NULL" or a literal. */
static json_t *literal_or_null(const char *string)
{
	char *literal;
	json_t *json;

	if (!string)
		return json_string("NULL");
	literal = c_literal(string, strlen(string));
	json = json_string(literal);
	free(literal);
	return json;
}

static json_t *node_or_null(const struct model *model,
			    const struct tree_node *node)
{
	if (!node)
		return json_string("NULL");
	return json_sprintf("NODE(%ld)", model->nodes.index[node->index]);
}

static void add_field(json_t *fields, const char *name, json_t *value)
{
	json_array_append_new(fields, json_pack("{s:s, s:o}", "name", name,
						"value", value));
}

/* early_init_dt_check_for_initrd() */
static uint64_t chosen_number(const struct tree_node *chosen, const char *name)
{
	const struct tree_property *property =
		chosen ? node_property(chosen, name) : NULL;

	return property ? read_cells(property->value, property_nr_cells(property)) : 0;
}

/* of_alias_scan(): what the kernel knows of /chosen. */
static void add_board(struct model *model, const struct board *board)
{
	const struct tree_node *root = &model->tree->nodes[0];
	const struct tree_node *chosen = kept_path(model, "/chosen");
	const struct tree_node *stdout_node = NULL;
	const char *path = NULL, *options = NULL, *bootargs = NULL;
	const char *name = node_string(root, "model");

	if (!chosen)
		chosen = kept_path(model, "/chosen@0");
	if (chosen) {
		bootargs = node_string(chosen, "bootargs");
		path = node_string(chosen, "stdout-path");
		if (!path)
			path = node_string(chosen, "linux,stdout-path");
	}
	if (path)
		stdout_node = tree_find_node(model->tree, path, &options);
	if (!stdout_node || !prune_keeps(model->prune, stdout_node)) {
		stdout_node = NULL;
		options = NULL;
	}
	if (!name)
		name = node_string(root, "compatible");
	json_object_set_new(model->json, "board", json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:{s:o, s:o, s:o, s:o}}",
		"name", board->name,
		"description", string_or_null(board->description),
		"model", string_or_null(name),
		"bootargs", string_or_null(bootargs),
		"chosen", model_node_index(&model->nodes, chosen),
		"aliases", model_node_index(&model->nodes, kept_path(model, "/aliases")),
		"stdout", model_node_index(&model->nodes, stdout_node),
		"stdout_options", string_or_null(options),
		"initrd_start", (json_int_t)chosen_number(chosen, "linux,initrd-start"),
		"initrd_end", (json_int_t)chosen_number(chosen, "linux,initrd-end"),
		"c",
		"chosen", node_or_null(model, chosen),
		"aliases", node_or_null(model, kept_path(model, "/aliases")),
		"stdout", node_or_null(model, stdout_node),
		"fields", json_array()));
}

/* An array of the tables and its length; nothing where it is empty. */
static void add_array_fields(const struct model *model, json_t *fields,
			     const char *name)
{
	char *count_name;

	if (!json_array_size(json_object_get(model->json, name)))
		return;
	count_name = memory_printf("nr_%s", name);
	add_field(fields, name, json_string(name));
	add_field(fields, count_name, json_sprintf("ARRAY_SIZE(%s)", name));
	free(count_name);
}

/* The members of struct of_static_board that aren't zero. */
static void add_board_fields(struct model *model)
{
	static const char *const arrays[] = {
		"nodes", "phandles", "aliases", "memory", "reserved", "devices",
	};
	static const char *const strings[] = { "model", "bootargs", "stdout_options" };
	static const char *const numbers[] = { "initrd_start", "initrd_end" };
	json_t *board = json_object_get(model->json, "board");
	json_t *fields = json_object_get(json_object_get(board, "c"), "fields");

	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		add_array_fields(model, fields, arrays[i]);
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		const char *text = json_string_value(json_object_get(board, strings[i]));

		if (text)
			add_field(fields, strings[i], literal_or_null(text));
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		json_int_t value = json_integer_value(json_object_get(board, numbers[i]));

		if (value)
			add_field(fields, numbers[i],
				  json_sprintf("0x%llx", (unsigned long long)value));
	}
}

/* What the tables need of the kernel's configuration. */
static void add_config(struct model *model, const struct model_source *source)
{
	json_object_set_new(model->json, "config", json_pack(
		"[{s:s, s:s}, {s:s, s:o}]",
		"reason", "The tree changes at run time for fw_devlink alone",
		"text", "# CONFIG_FW_DEVLINK is not set",
		"reason", "The device tree is in these tables, not in a DTB",
		"text", json_sprintf("CONFIG_OF_STATIC=y\nCONFIG_OF_STATIC_SOURCE=\"%s\"",
				     source->tables ? source->tables : "board-tables.c")));
}

static void add_source(struct model *model, const struct board *board,
		       const struct model_source *source)
{
	json_t *extend = json_array();

	for (unsigned int i = 0; i < board->nr_extend; i++)
		json_array_append_new(extend,
				      json_string(path_name(board->extend[i])));
	json_object_set_new(model->json, "generator", json_pack(
		"{s:s, s:s}", "version", source->version,
		"command", source->command));
	json_object_set_new(model->json, "source", json_pack(
		"{s:s, s:o, s:s, s:s, s:o}", "dts", source->dts,
		"extend", extend,
		"licence", source->licence,
		"dtb_sha256", source->dtb_sha256,
		"board_sha256", string_or_null(source->board_sha256)));
}

static int compare_phandles(const void *a, const void *b)
{
	const struct tree_node *left = *(const struct tree_node *const *)a;
	const struct tree_node *right = *(const struct tree_node *const *)b;

	return left->phandle < right->phandle ? -1 : left->phandle > right->phandle;
}

static void add_phandles(struct model *model)
{
	ARRAY(const struct tree_node *) list = { 0 };
	json_t *json = json_array();

	for (size_t i = 0; i < model->tree->nr_nodes; i++)
		if (model->prune->nodes[i] && model->tree->nodes[i].phandle)
			*array_add(&list) = &model->tree->nodes[i];
	if (list.count)
		qsort(list.items, list.count, sizeof(list.items[0]), compare_phandles);
	for (size_t i = 0; i < list.count; i++)
		json_array_append_new(json, json_pack(
			"{s:I, s:o, s:s}",
			"phandle", (json_int_t)list.items[i]->phandle,
			"node", model_node_index(&model->nodes, list.items[i]),
			"path", list.items[i]->path));
	array_free(&list);
	json_object_set_new(model->json, "phandles", json);
}

/* The number at the end of an alias as kstrtoint() reads it; false: none. */
static bool alias_number(const char *name, size_t *stem, int *number)
{
	long value;

	*stem = strlen(name);
	while (*stem && isdigit((unsigned char)name[*stem - 1]))
		(*stem)--;
	if (!name[*stem])
		return false;
	errno = 0;
	value = strtol(name + *stem, NULL, 10);
	*number = (int)value;
	return !errno && value <= INT_MAX;
}

static void add_aliases(struct model *model)
{
	const struct tree_node *aliases = kept_path(model, "/aliases");
	json_t *json = json_array();

	for (size_t i = 0; aliases && i < aliases->nr_properties; i++) {
		const struct tree_property *alias = &aliases->properties[i];
		const struct tree_node *node = NULL;
		char *stem;
		size_t length;
		int id;

		if (!model->prune->properties[aliases->index][i] ||
		    !property_is_strings(alias))
			continue;
		node = tree_find_node(model->tree, (const char *)alias->value, NULL);
		if (!node || !prune_keeps(model->prune, node) ||
		    !alias_number(alias->name, &length, &id))
			continue;
		stem = memory_strndup(alias->name, length);
		json_array_append_new(json, json_pack(
			"{s:s, s:s, s:i, s:o, s:s, s:{s:o, s:o}}",
			"alias", alias->name, "stem", stem, "id", id,
			"node", model_node_index(&model->nodes, node),
			"path", node->path,
			"c", "alias", literal_or_null(alias->name),
			"stem", literal_or_null(stem)));
		free(stem);
	}
	json_object_set_new(model->json, "aliases", json);
}

static void add_region(json_t *json, uint64_t base, uint64_t size, bool nomap,
		       const char *what)
{
	if (size)
		json_array_append_new(json, json_pack(
			"{s:I, s:I, s:b, s:s, s:{s:o, s:o, s:s}}",
			"base", (json_int_t)base, "size", (json_int_t)size,
			"nomap", nomap, "origin", what,
			"c", "base", json_sprintf("0x%llx", (unsigned long long)base),
			"size", json_sprintf("0x%llx", (unsigned long long)size),
			"nomap", nomap ? "true" : "false"));
}

static void add_regions_of(json_t *json, const struct tree_node *node,
			   const struct tree_property *reg)
{
	const struct tree_node *root = node;
	size_t na, ns;

	while (root->parent)
		root = root->parent;
	na = address_cells(root);
	ns = size_cells(root);
	for (size_t at = 0; na + ns && (at + na + ns) * 4 <= reg->length;
	     at += na + ns) {
		const uint8_t *cells = reg->value + at * 4;

		add_region(json, read_cells(cells, na),
			   read_cells(cells + na * 4, ns),
			   node_property(node, "no-map") != NULL, node->path);
	}
}

/* early_init_dt_scan_memory() */
static void add_memory(struct model *model)
{
	json_t *json = json_array();

	for (const struct tree_node *node =
		     prune_child(model->prune, &model->tree->nodes[0]);
	     node; node = prune_sibling(model->prune, node)) {
		const char *type = node_string(node, "device_type");
		const struct tree_property *reg =
			node_property(node, "linux,usable-memory");

		if (!type || strcmp(type, "memory") || !node_is_available(node))
			continue;
		if (!reg)
			reg = node_property(node, "reg");
		if (reg)
			add_regions_of(json, node, reg);
	}
	json_object_set_new(model->json, "memory", json);
}

/* The memory reservation block, and /reserved-memory's fixed regions. */
static void add_reserved(struct model *model)
{
	const struct tree_node *reserved = kept_path(model, "/reserved-memory");
	const struct tree_node *node =
		reserved ? prune_child(model->prune, reserved) : NULL;
	json_t *json = json_array();

	for (size_t i = 0; i < model->tree->nr_reservations; i++)
		add_region(json, model->tree->reservations[i].address,
			   model->tree->reservations[i].size, false,
			   "/memreserve/");
	for (; node; node = prune_sibling(model->prune, node))
		if (node_is_available(node) && node_property(node, "reg"))
			add_regions_of(json, node, node_property(node, "reg"));
	json_object_set_new(model->json, "reserved", json);
}

static void add_resources(json_t *json, const struct device *device)
{
	for (size_t i = 0; i < device->nr_resources; i++) {
		const struct resource *resource = &device->resources[i];

		json_array_append_new(json, json_pack(
			"{s:I, s:s, s:I, s:I, s:I, s:s, s:{s:o, s:o, s:o, s:o}}",
			"index", (json_int_t)json_array_size(json),
			"path", device->node->path,
			"start", (json_int_t)resource->start,
			"end", (json_int_t)resource->end,
			"flags", (json_int_t)resource->flags,
			"name", resource->name,
			"c",
			"start", json_sprintf("0x%08llx", (unsigned long long)resource->start),
			"end", json_sprintf("0x%08llx", (unsigned long long)resource->end),
			"flags", resource->flags == RESOURCE_MEMORY ?
				 json_string("IORESOURCE_MEM") :
				 json_sprintf("0x%08x", resource->flags),
			"name", literal_or_null(resource->name)));
	}
}

/* The members of struct of_static_device beside the node and the name. */
static json_t *device_fields(const struct device *device, size_t first_resource)
{
	json_t *fields = json_array();

	if (device->nr_resources) {
		add_field(fields, "resource",
			  json_sprintf("&resources[%zu]", first_resource));
		add_field(fields, "num_resources",
			  json_sprintf("%zu", device->nr_resources));
	}
	add_field(fields, "parent", json_sprintf("%ld", device->parent));
	return fields;
}

static void add_devices(struct model *model)
{
	device_list devices = { 0 };
	json_t *json = json_array(), *resources = json_array();

	devices_of_tree(model->tree, model->prune, &devices);
	for (size_t i = 0; i < devices.count; i++) {
		const struct device *device = &devices.items[i];
		size_t first = json_array_size(resources);

		add_resources(resources, device);
		json_array_append_new(json, json_pack(
			"{s:s, s:s, s:o, s:o, s:I, s:I, s:{s:o, s:o}}",
			"name", device->name, "path", device->node->path,
			"node", model_node_index(&model->nodes, device->node),
			"parent", device->parent < 0 ? json_null() :
						       json_integer(device->parent),
			"first_resource", (json_int_t)first,
			"nr_resources", (json_int_t)device->nr_resources,
			"c", "name", literal_or_null(device->name),
			"fields", device_fields(device, first)));
	}
	devices_free(&devices);
	json_object_set_new(model->json, "resources", resources);
	json_object_set_new(model->json, "devices", json);
}

static void add_dropped(struct model *model)
{
	json_t *json = json_array();

	for (size_t i = 0; i < model->prune->notes.count; i++) {
		const struct prune_note *note = &model->prune->notes.items[i];

		json_array_append_new(json, json_pack(
			"{s:s, s:o, s:s}", "path", note->node->path,
			"property", string_or_null(note->property),
			"reason", note->reason));
	}
	json_object_set_new(model->json, "dropped", json);
}

static void add_sizes(struct model *model)
{
	json_object_set_new(model->json, "sizes", json_pack(
		"{s:I, s:I, s:I, s:I}",
		"nodes_in_tree", (json_int_t)model->tree->nr_nodes,
		"properties_in_tree", (json_int_t)model->tree->nr_properties,
		"nodes", (json_int_t)model->nodes.nr_nodes,
		"properties", (json_int_t)model->nodes.nr_properties));
}

json_t *model_make(const struct tree *tree, const struct prune *prune,
		   const struct board *board, const struct model_source *source,
		   struct error *error)
{
	struct model model = {
		.tree = tree,
		.prune = prune,
		.json = json_object(),
	};

	json_object_set_new(model.json, "model_version", json_integer(MODEL_VERSION));
	model_nodes_init(&model.nodes, tree, prune);
	add_source(&model, board, source);
	add_board(&model, board);
	add_memory(&model);
	add_reserved(&model);
	if (model_add_nodes(&model.nodes, model.json, error)) {
		json_decref(model.json);
		model.json = NULL;
	} else {
		add_phandles(&model);
		add_aliases(&model);
		add_devices(&model);
		add_board_fields(&model);
		add_config(&model, source);
		add_sizes(&model);
		add_dropped(&model);
	}
	model_nodes_free(&model.nodes);
	return model.json;
}

int model_check_memory(const json_t *model, const char *source,
		       struct error *error)
{
	if (json_array_size(json_object_get(model, "memory")))
		return 0;
	return error_set(error, "%s: /memory: reg: no memory; expected a node with device_type = \"memory\" and a reg that isn't empty, as no boot loader can fill it in",
			 source);
}

/*
 * A plain region at a fixed address goes into the reserved table. What has a
 * driver of its own in the kernel (RESERVEDMEM_OF_DECLARE), or is to be placed
 * at boot, isn't served there.
 */
static const char *reserved_memory_problem(const struct tree_node *node)
{
	if (!node_property(node, "reg"))
		return "a region without a fixed address";
	if (node_property(node, "reusable"))
		return "a reusable region";
	if (node_is_compatible(node, "shared-dma-pool") ||
	    node_is_compatible(node, "restricted-dma-pool"))
		return "a DMA pool";
	return NULL;
}

int model_check_reserved_memory(const struct tree *tree,
				const struct prune *prune, struct error *error)
{
	const struct tree_node *reserved = tree_find_path(tree, "/reserved-memory");
	const struct tree_node *node = NULL;

	if (reserved && prune_keeps(prune, reserved))
		node = prune_child(prune, reserved);
	for (; node; node = prune_sibling(prune, node)) {
		const char *problem = reserved_memory_problem(node);

		if (problem && node_is_available(node))
			return tree_error(tree, node, "reg", error,
					  "%s, which a kernel with constant tables can't serve; expected a fixed reg and no driver of its own, or status = \"disabled\"",
					  problem);
	}
	return 0;
}
