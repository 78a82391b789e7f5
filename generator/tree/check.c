// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/tree/check.h"

#include <string.h>

#include "generator/tree/address.h"
#include "generator/tree/references.h"

/* The characters that dtc and the Devicetree Specification allow. */
#define ALPHANUMERIC "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define NODE_CHARACTERS ALPHANUMERIC ",._+-@"
#define PROPERTY_CHARACTERS ALPHANUMERIC ",._+*#?-"

/*
 * More than any binding has. The kernel makes nothing of addresses above 4
 * cells, but boots; what matters here is that sums of sizes stay small.
 */
#define MAX_CELLS 255

typedef int check_node(const struct tree *tree, const struct tree_node *node,
		       struct error *error);

struct check {
	const char *name;
	const char *purpose;
	check_node *run;	/* on each node */
};

static int check_names_of_nodes(const struct tree *tree,
				const struct tree_node *node,
				struct error *error)
{
	size_t good = strspn(node->name, NODE_CHARACTERS);

	if (node->name[good])
		return tree_error(tree, node->parent, NULL, error,
				  "the name of a node below it has the character 0x%02x at %zu; expected letters, digits and ,._+-@",
				  (unsigned char)node->name[good], good);
	if (map_get(&tree->paths, node->path) != node)
		return tree_error(tree, node, NULL, error,
				  "two nodes of this name; expected names that differ");
	return 0;
}

static int check_names_of_properties(const struct tree *tree,
				     const struct tree_node *node,
				     struct error *error)
{
	for (size_t i = 0; i < node->nr_properties; i++) {
		const char *name = node->properties[i].name;
		size_t good = strspn(name, PROPERTY_CHARACTERS);

		if (name[good])
			return tree_error(tree, node, NULL, error,
					  "the name of its property %zu has the character 0x%02x at %zu; expected letters, digits and ,._+*#?-",
					  i, (unsigned char)name[good], good);
		if (node_property(node, name) != &node->properties[i])
			return tree_error(tree, node, name, error,
					  "two properties of this name; expected names that differ");
	}
	return 0;
}

/* Properties that the kernel reads as strings before it trusts anything. */
static const char *const string_properties[] = {
	"bootargs", "clock-names", "clock-output-names", "compatible",
	"device_type", "dma-names", "gpio-line-names", "interrupt-names",
	"label", "linux,stdout-path", "model", "name", "phy-names",
	"pinctrl-names", "power-domain-names", "reg-names", "regulator-name",
	"reset-names", "status", "stdout-path",
};

static int check_strings(const struct tree *tree, const struct tree_node *node,
			 struct error *error)
{
	for (size_t i = 0;
	     i < sizeof(string_properties) / sizeof(string_properties[0]); i++) {
		const struct tree_property *property =
			node_property(node, string_properties[i]);

		/* below /aliases and the like, names of properties mean other things */
		if (!property || property_is_strings(property))
			continue;
		if (!property->length && strcmp(property->name, "status"))
			continue;
		return tree_error(tree, node, property->name, error,
				  "an unterminated string of %u bytes; expected a NUL at its end",
				  property->length);
	}
	return 0;
}

static bool is_cells_property(const char *name)
{
	size_t length = strlen(name);

	return name[0] == '#' && length > 6 && !strcmp(name + length - 6, "-cells");
}

static int check_cells(const struct tree *tree, const struct tree_node *node,
		       struct error *error)
{
	for (size_t i = 0; i < node->nr_properties; i++) {
		const struct tree_property *property = &node->properties[i];

		if (!is_cells_property(property->name))
			continue;
		if (property->length != 4)
			return tree_error(tree, node, property->name, error,
					  "%u bytes; expected one cell of 4",
					  property->length);
		if (property_cell(property, 0) > MAX_CELLS)
			return tree_error(tree, node, property->name, error,
					  "%u cells; expected at most %d",
					  property_cell(property, 0), MAX_CELLS);
	}
	return 0;
}

static int check_phandle(const struct tree *tree, const struct tree_node *node,
			 struct error *error)
{
	static const char *const names[] = { "phandle", "linux,phandle" };
	const struct tree_node *owner;

	for (size_t i = 0; i < 2; i++) {
		const struct tree_property *property =
			node_property(node, names[i]);
		uint32_t phandle;

		if (!property)
			continue;
		if (property->length != 4)
			return tree_error(tree, node, names[i], error,
					  "%u bytes; expected one cell of 4",
					  property->length);
		phandle = property_cell(property, 0);
		if (!phandle || phandle == UINT32_MAX)
			return tree_error(tree, node, names[i], error,
					  "0x%x is no phandle; expected neither 0 nor ~0",
					  phandle);
		if (phandle != node->phandle)
			return tree_error(tree, node, names[i], error,
					  "0x%x, but the node's other phandle property says 0x%x; expected the same",
					  phandle, node->phandle);
	}
	owner = tree_find_phandle(tree, node->phandle);
	if (node->phandle && owner != node)
		return tree_error(tree, node, "phandle", error,
				  "0x%x is also the phandle of %s; expected one of its own",
				  node->phandle, owner->path);
	return 0;
}

static int check_reg(const struct tree *tree, const struct tree_node *node,
		     struct error *error)
{
	const struct tree_property *reg = node_property(node, "reg");
	size_t entry;

	if (!reg || !node->parent)
		return 0;
	entry = reg_entry_cells(node) * 4;
	if (reg->length && (!entry || reg->length % entry))
		return tree_error(tree, node, "reg", error,
				  "%u bytes; expected a multiple of %zu (%s has #address-cells %u and #size-cells %u)",
				  reg->length, entry, node->parent->path,
				  address_cells(node->parent),
				  size_cells(node->parent));
	return 0;
}

static int check_ranges(const struct tree *tree, const struct tree_node *node,
			struct error *error)
{
	static const char *const names[] = { "ranges", "dma-ranges" };

	for (size_t i = 0; i < 2; i++) {
		const struct tree_property *ranges = node_property(node, names[i]);
		size_t entry;

		if (!ranges || !ranges->length || !node->parent)
			continue;
		entry = ((size_t)address_cells(node) + size_cells(node) +
			 address_cells(node->parent)) * 4;
		if (!entry || ranges->length % entry)
			return tree_error(tree, node, names[i], error,
					  "%u bytes; expected a multiple of %zu (#address-cells %u and #size-cells %u here, #address-cells %u in %s)",
					  ranges->length, entry,
					  address_cells(node), size_cells(node),
					  address_cells(node->parent),
					  node->parent->path);
	}
	return 0;
}

static int check_references(const struct tree *tree,
			    const struct tree_node *node, struct error *error)
{
	reference_list references = { 0 };
	int result = references_of_node(tree, node, &references, error);

	array_free(&references);
	return result;
}

static int check_aliases(const struct tree *tree, const struct tree_node *node,
			 struct error *error)
{
	if (strcmp(node->path, "/aliases"))
		return 0;
	for (size_t i = 0; i < node->nr_properties; i++) {
		const struct tree_property *alias = &node->properties[i];
		const char *path = (const char *)alias->value;

		if (!strcmp(alias->name, "name") ||
		    !strcmp(alias->name, "phandle") ||
		    !strcmp(alias->name, "linux,phandle"))
			continue;
		if (!property_is_strings(alias))
			return tree_error(tree, node, alias->name, error,
					  "an unterminated string of %u bytes; expected the path of a node",
					  alias->length);
		if (!tree_find_node(tree, path, NULL))
			return tree_error(tree, node, alias->name, error,
					  "an alias to nowhere: no node %s", path);
	}
	return 0;
}

static const struct check checks[] = {
	{ "node-names", "nodes have legal names of their own",
	  check_names_of_nodes },
	{ "property-names", "properties have legal names of their own",
	  check_names_of_properties },
	{ "strings", "strings end", check_strings },
	{ "cells", "#...-cells are one cell with a sane number", check_cells },
	{ "phandles", "phandles are one cell and unique", check_phandle },
	{ "reg", "reg is a multiple of the cells of the bus", check_reg },
	{ "ranges", "ranges and dma-ranges are multiples of the cells", check_ranges },
	{ "references", "phandles in properties lead to nodes, with all arguments",
	  check_references },
	{ "aliases", "aliases lead to nodes", check_aliases },
};

#define NR_CHECKS (sizeof(checks) / sizeof(checks[0]))

int tree_check(const struct tree *tree, struct error *error)
{
	for (size_t i = 0; i < NR_CHECKS; i++)
		for (size_t n = 0; n < tree->nr_nodes; n++)
			if (checks[i].run(tree, &tree->nodes[n], error))
				return -1;
	return 0;
}

size_t check_names(struct check_name *names, size_t room)
{
	for (size_t i = 0; i < NR_CHECKS && i < room; i++)
		names[i] = (struct check_name){ checks[i].name,
						checks[i].purpose };
	return NR_CHECKS;
}
