// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/drivers.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/driver_bus.h"
#include "generator/tree/references.h"

struct search {
	const struct drivers_source *source;
	struct drivers *drivers;
	struct driver_buses buses;
};

/* ---- an entry's condition in this kernel */

static const struct condition *without_unknown_symbols(const struct search *search,
						       const struct condition *condition)
{
	struct map symbols = MAP_INIT;

	condition_symbols(condition, &symbols);
	for (size_t i = 0; i < symbols.count; i++)
		if (kconfig_symbol_type(search->source->kconfig,
					symbols.entries[i].key) == KCONFIG_TYPE_UNKNOWN)
			condition = condition_assume(search->source->index->pool,
						     condition,
						     symbols.entries[i].key, "n");
	map_free(&symbols);
	return condition;
}

/*
 * What it takes to have the entry in a kernel of this architecture without
 * modules. Symbols that its Kconfig files don't define are n.
 */
static const struct condition *condition_here(const struct search *search,
					      const struct index_entry *entry)
{
	struct condition_pool *pool = search->source->index->pool;
	const struct kconfig *kconfig = search->source->kconfig;
	const struct condition *condition = entry->condition;

	if (!condition)
		return condition_false(pool);
	condition = condition_assume(pool, condition, "SRCARCH",
				     kconfig_source_arch(kconfig));
	condition = condition_assume(pool, condition, "ARCH", kconfig_arch(kconfig));
	condition = condition_without_modules(pool, condition);
	condition = condition_without_unknowns(pool, condition);
	return without_unknown_symbols(search, condition);
}

static char *why_lost(const struct search *search, const struct index_entry *entry)
{
	struct condition_pool *pool = search->source->index->pool;
	const struct kconfig *kconfig = search->source->kconfig;
	struct buffer text = BUFFER_INIT;

	if (entry->class == INDEX_NO_MAKEFILE)
		return memory_strdup("no makefile builds it");
	if (entry->class == INDEX_NEVER || entry->class == INDEX_NO_SYMBOL ||
	    !entry->condition)
		return memory_strdup("its condition is never true");
	if (condition_assume(pool, entry->condition, "SRCARCH",
			     kconfig_source_arch(kconfig))->kind == CONDITION_FALSE)
		return memory_strdup("for other architectures only");
	buffer_add_string(&text, "built when ");
	condition_text(entry->condition, &text);
	buffer_printf(&text, ", which Kconfig doesn't have for %s",
		      kconfig_arch(kconfig));
	return buffer_take(&text);
}

/* ---- what a node is to have */

/*
 * What is done for a node once, by whatever file: to be a clock, to be bound
 * to a driver. A fact is a part of its own: a syscon may have a driver too.
 */
static bool same_part(const struct index_entry *a, const struct index_entry *b)
{
	enum compatible_kind kinds[] = { a->kind, b->kind };

	for (size_t i = 0; i < 2; i++)
		if (kinds[i] == COMPATIBLE_I2C_ID || kinds[i] == COMPATIBLE_SPI_ID)
			kinds[i] = COMPATIBLE_DRIVER;
	if (kinds[0] != kinds[1])
		return false;
	return kinds[0] != COMPATIBLE_FACT || !strcmp(a->source, b->source);
}

static struct driver_need *find_need(struct node_drivers *node,
				     const struct index_entry *entry)
{
	for (size_t i = 0; i < node->needs.count; i++)
		if (same_part(node->needs.items[i].ways.items[0].entry, entry))
			return &node->needs.items[i];
	return NULL;
}

static bool has_way(const struct driver_need *need, const struct index_entry *entry)
{
	for (size_t i = 0; i < need->ways.count; i++)
		if (!strcmp(need->ways.items[i].entry->source, entry->source))
			return true;
	return false;
}

static bool has_lost(const struct node_drivers *node, const struct index_entry *entry)
{
	for (size_t i = 0; i < node->lost.count; i++)
		if (!strcmp(node->lost.items[i].entry->source, entry->source))
			return true;
	return false;
}

static void add_way(struct search *search, struct node_drivers *node,
		    const char *compatible, const struct index_entry *entry)
{
	const struct condition *condition = condition_here(search, entry);
	struct driver_need *need = find_need(node, entry);

	if (condition->kind == CONDITION_FALSE) {
		if (!has_lost(node, entry))
			*array_add(&node->lost) = (struct driver_lost){
				compatible, entry, why_lost(search, entry),
			};
		return;
	}
	if (!need) {
		need = array_add(&node->needs);
		need->compatible = compatible;
		need->condition = condition_false(search->source->index->pool);
	}
	/* the driver of a more specific compatible is the one that is taken */
	if (strcmp(need->compatible, compatible) || has_way(need, entry))
		return;
	*array_add(&need->ways) = (struct driver_way){ entry, condition };
	need->condition = condition_or(search->source->index->pool, need->condition,
				       condition);
}

static const char *parent_source(const struct search *search,
				 const struct tree_node *node)
{
	const struct node_drivers *parent =
		node->parent ? drivers_of(search->drivers, node->parent) : NULL;

	return parent && parent->needs.count ?
	       parent->needs.items[0].ways.items[0].entry->source : NULL;
}

static bool is_id(enum compatible_kind kind)
{
	return kind == COMPATIBLE_I2C_ID || kind == COMPATIBLE_SPI_ID;
}

/* Shared DMA pools tell by properties which of two files takes them. */
static bool reserved_memory_fits(const struct tree_node *node,
				 const struct index_entry *entry)
{
	bool reusable = node_property(node, "reusable");

	if (strcmp(entry->compatible, "shared-dma-pool"))
		return true;
	if (!strcmp(entry->source, "kernel/dma/contiguous.c"))	/* rmem_cma_setup() */
		return reusable;
	if (!strcmp(entry->source, "kernel/dma/coherent.c"))	/* rmem_dma_setup() */
		return !reusable;
	return true;
}

static void add_compatible(struct search *search, struct node_drivers *node,
			   const char *compatible, enum driver_bus bus)
{
	struct index_entries entries =
		kernel_index_compatible(search->source->index, compatible);
	bool fits = false;

	/* a file for the right bus shuts out those for others */
	for (size_t i = 0; i < entries.count; i++)
		fits |= entries.items[i]->registered &&
			entries.items[i]->kind == COMPATIBLE_DRIVER &&
			driver_bus_serves(&search->buses, entries.items[i]->source, bus);
	for (size_t i = 0; i < entries.count; i++) {
		const struct index_entry *entry = entries.items[i];

		if (!entry->registered || is_id(entry->kind) ||
		    !compatible_kind_serves(entry->kind) ||
		    (entry->kind == COMPATIBLE_MACHINE && node->node->parent) ||
		    (entry->kind == COMPATIBLE_RESERVED_MEMORY &&
		     !reserved_memory_fits(node->node, entry)) ||
		    (entry->kind == COMPATIBLE_DRIVER && fits &&
		     !driver_bus_serves(&search->buses, entry->source, bus)))
			continue;
		add_way(search, node, compatible, entry);
	}
}

static bool has_driver(const struct node_drivers *node)
{
	for (size_t i = 0; i < node->needs.count; i++) {
		enum compatible_kind kind = node->needs.items[i].ways.items[0].entry->kind;

		if (kind == COMPATIBLE_DRIVER || is_id(kind))
			return true;
	}
	return false;
}

/*
 * Devices on I2C and SPI are also matched by the name of their first
 * compatible, without its vendor: of_alias_from_compatible().
 */
static void add_bus_name(struct search *search, struct node_drivers *node,
			 enum driver_bus bus)
{
	enum compatible_kind kind = bus == BUS_I2C ? COMPATIBLE_I2C_ID :
						     COMPATIBLE_SPI_ID;
	const char *compatible = node_string_at(node->node, "compatible", 0);
	const char *comma = strchr(compatible, ',');
	struct index_entries entries =
		kernel_index_compatible(search->source->index,
					comma ? comma + 1 : compatible);

	for (size_t i = 0; i < entries.count; i++)
		if (entries.items[i]->kind == kind && entries.items[i]->registered)
			add_way(search, node, compatible, entries.items[i]);
}

static void add_node(struct search *search, const struct tree_node *tree_node)
{
	enum driver_bus bus = driver_bus_of_node(tree_node,
						 parent_source(search, tree_node));
	struct node_drivers node = { .node = tree_node };
	const char *compatible;

	node.listed = !search->source->listed ||
		      search->source->listed[tree_node->index];
	for (size_t i = 0; (compatible = node_string_at(tree_node, "compatible", i)); i++)
		add_compatible(search, &node, compatible, bus);
	if ((bus == BUS_I2C || bus == BUS_SPI) && !has_driver(&node))
		add_bus_name(search, &node, bus);
	*array_add(&search->drivers->nodes) = node;
}

void drivers_find(struct drivers *drivers, const struct drivers_source *source)
{
	struct search search = {
		.source = source,
		.drivers = drivers,
		.buses = { .tree = source->index->tree },
	};

	*drivers = (struct drivers){ 0 };
	for (size_t i = 0; i < source->tree->nr_nodes; i++) {
		const struct tree_node *node = &source->tree->nodes[i];

		if (source->kept[i] && node_is_enabled(node) &&
		    node_string_at(node, "compatible", 0))
			add_node(&search, node);
	}
	driver_buses_free(&search.buses);
}

void drivers_free(struct drivers *drivers)
{
	for (size_t i = 0; i < drivers->nodes.count; i++) {
		struct node_drivers *node = &drivers->nodes.items[i];

		for (size_t k = 0; k < node->needs.count; k++)
			array_free(&node->needs.items[k].ways);
		for (size_t k = 0; k < node->lost.count; k++)
			free(node->lost.items[k].why);
		array_free(&node->needs);
		array_free(&node->lost);
	}
	array_free(&drivers->nodes);
}

const struct node_drivers *drivers_of(const struct drivers *drivers,
				      const struct tree_node *node)
{
	size_t low = 0, high = drivers->nodes.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (drivers->nodes.items[middle].node->index < node->index)
			low = middle + 1;
		else
			high = middle;
	}
	return low < drivers->nodes.count && drivers->nodes.items[low].node == node ?
	       &drivers->nodes.items[low] : NULL;
}

bool drivers_is_root_interrupt_controller(const struct tree *tree,
					  const struct tree_node *node)
{
	const struct tree_node *parent;

	if (!node_property(node, "interrupt-controller"))
		return false;
	parent = interrupt_parent(tree, node);
	return !parent || parent == node;
}
