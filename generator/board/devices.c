// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/devices.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "generator/base/memory.h"

/* of_default_bus_match_table */
static const char *const buses[] = {
	"simple-bus", "simple-mfd", "isa", "arm,amba-bus",
};

/* of_skipped_node_table */
static const char *const skipped[] = { "operating-points-v2" };

/* reserved_mem_matches */
static const char *const reserved_memory[] = {
	"phram", "qcom,rmtfs-mem", "qcom,cmd-db", "qcom,smem", "ramoops",
	"nvmem-rmem", "google,open-dice",
};

struct population {
	const struct tree *tree;
	const struct prune *prune;
	struct device **made;		/* by node index; NULL: none */
	const struct tree_node **parents;	/* by node index: of the device */
	bool *populated_bus;		/* by node index: OF_POPULATED_BUS */
};

static bool compatible_with(const struct tree_node *node,
			    const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (node_is_compatible(node, names[i]))
			return true;
	return false;
}

#define COMPATIBLE_WITH(node, names) \
	compatible_with(node, names, sizeof(names) / sizeof((names)[0]))

/* The first 1 bit, counted from 0; -1 where there is none: ffs() - 1. */
static int first_bit(uint32_t mask)
{
	return ffs((int)mask) - 1;
}

/* of_device_make_bus_id() */
static char *make_name(const struct tree_node *node)
{
	char *name = NULL;

	for (; node->parent; node = node->parent) {
		const struct tree_property *reg = node_property(node, "reg");
		int length = (int)node_name_length(node);
		char *rest = name;
		uint64_t address;
		uint32_t mask;

		if (reg && reg->length >= address_cells(node->parent) * 4 &&
		    address_translate(node, reg->value, &address)) {
			const char *colon = rest ? ":" : "";
			const char *tail = rest ? rest : "";

			if (node_cell(node, "mask", &mask))
				name = memory_printf("%llx.%x.%.*s%s%s",
						     (unsigned long long)address,
						     (unsigned int)first_bit(mask),
						     length, node->name, colon, tail);
			else
				name = memory_printf("%llx.%.*s%s%s",
						     (unsigned long long)address,
						     length, node->name, colon, tail);
			free(rest);
			return name;
		}
		name = rest ? memory_printf("%s:%s", node->name, rest) :
			      memory_strdup(node->name);
		free(rest);
	}
	return name;
}

static void add_resources(struct device *device)
{
	ARRAY(struct resource) resources = { 0 };
	struct resource resource;

	while (address_resource(device->node, resources.count, &resource))
		*array_add(&resources) = resource;
	device->resources = resources.items;
	device->nr_resources = resources.count;
}

/* of_platform_device_create_pdata(); false: none was made. */
static bool create_device(struct population *population,
			  const struct tree_node *node,
			  const struct tree_node *parent)
{
	struct device *device;

	if (!node_is_available(node) || population->made[node->index])
		return false;
	device = memory_new(1, sizeof(*device));
	device->node = node;
	device->name = make_name(node);
	add_resources(device);
	population->made[node->index] = device;
	population->parents[node->index] = parent;
	return true;
}

/* of_platform_bus_create(), strict; the depth is bounded by the tree's. */
static void create_bus(struct population *population,
		       const struct tree_node *node,
		       const struct tree_node *parent)
{
	if (!node_property(node, "compatible") ||
	    COMPATIBLE_WITH(node, skipped) ||
	    population->populated_bus[node->index] ||
	    node_is_compatible(node, "arm,primecell"))
		return;
	if (!create_device(population, node, parent) ||
	    !COMPATIBLE_WITH(node, buses))
		return;
	for (const struct tree_node *child = prune_child(population->prune, node);
	     child; child = prune_sibling(population->prune, child))
		create_bus(population, child, node);
	population->populated_bus[node->index] = true;
}

/* of_platform_populate() */
static void populate(struct population *population, const struct tree_node *root)
{
	for (const struct tree_node *child = prune_child(population->prune, root);
	     child; child = prune_sibling(population->prune, child))
		create_bus(population, child, NULL);
	population->populated_bus[root->index] = true;
}

static const struct tree_node *kept_path(const struct population *population,
					 const char *path)
{
	const struct tree_node *node = tree_find_path(population->tree, path);

	return node && prune_keeps(population->prune, node) ? node : NULL;
}

/* What of_platform_default_populate_init() does before the rest. */
static void populate_special(struct population *population)
{
	const struct tree_node *chosen = kept_path(population, "/chosen");
	const struct tree_node *firmware = kept_path(population, "/firmware");
	const struct tree_node *child;

	for (size_t i = 0; i < population->tree->nr_nodes; i++) {
		const struct tree_node *node = &population->tree->nodes[i];

		if (prune_keeps(population->prune, node) &&
		    COMPATIBLE_WITH(node, reserved_memory))
			create_device(population, node, NULL);
	}
	if (firmware)
		populate(population, firmware);
	for (child = chosen ? prune_child(population->prune, chosen) : NULL; child;
	     child = prune_sibling(population->prune, child)) {
		if (!node_is_compatible(child, "simple-framebuffer"))
			continue;
		create_device(population, child, NULL);
		break;
	}
}

static long find_device(const device_list *devices, const struct tree_node *node)
{
	for (size_t i = 0; node && i < devices->count; i++)
		if (devices->items[i].node == node)
			return (long)i;
	return -1;
}

void devices_of_tree(const struct tree *tree, const struct prune *prune,
		     device_list *devices)
{
	struct population population = {
		.tree = tree,
		.prune = prune,
		.made = memory_new(tree->nr_nodes, sizeof(struct device *)),
		.parents = memory_new(tree->nr_nodes, sizeof(struct tree_node *)),
		.populated_bus = memory_new(tree->nr_nodes, sizeof(bool)),
	};

	populate_special(&population);
	populate(&population, &tree->nodes[0]);
	for (size_t i = 0; i < tree->nr_nodes; i++) {
		struct device *device = population.made[i];

		if (!device)
			continue;
		device->parent = find_device(devices, population.parents[i]);
		*array_add(devices) = *device;
		free(device);
	}
	free(population.made);
	free(population.parents);
	free(population.populated_bus);
}

void devices_free(device_list *devices)
{
	for (size_t i = 0; i < devices->count; i++) {
		free(devices->items[i].name);
		free(devices->items[i].resources);
	}
	array_free(devices);
}
