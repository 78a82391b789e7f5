// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/tree_cost.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

/* Shell patterns of symbols, the first that fits decides. */
static const struct {
	const char *pattern;
	bool counts;
} symbols[] = {
	{ "of_*_driver", false },	/* drivers for clocks and the like */
	{ "of_*", true },		/* roots, locks, notifiers, provider lists */
	{ "*_of_notifier", true },	/* who is told of changes to the tree */
	{ "aliases_lookup", true },
	{ "phandle_cache", true },
	{ "devtree_lock", true },
	{ "initial_boot_params*", true },
	{ "chosen_node_offset", true },
	{ "dt_root_*_cells", true },
	{ "reserved_mem", true },	/* /reserved-memory, drivers/of */
	{ "reserved_mem_array", true },
	{ "total_reserved_mem_cnt", true },
};

/* drivers/of/fdt.c: memblock is asked for the tree's memory from here. */
#define TREE_ALLOCATOR	"early_init_dt_alloc_memory_arch"

/* drivers/of/static_tables.c includes the tables, and holds nothing else. */
#define TABLES_OBJECT	"linux/drivers/of/static_tables.o"

static bool symbol_counts(const char *name)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (!fnmatch(symbols[i].pattern, name, 0))
			return symbols[i].counts;
	}
	return false;
}

static bool is_freed(const struct image *image, uint64_t address)
{
	const struct image_symbol *begin = image_find(image, "__init_begin");
	const struct image_symbol *end = image_find(image, "__init_end");

	return begin && end && address >= begin->address &&
	       address < end->address;
}

static void add_item(struct tree_cost *cost, char *name, const char *kind,
		     long long bytes)
{
	*array_add(&cost->items) = (struct tree_item){
		.name = name, .kind = kind, .bytes = bytes
	};
	cost->ram_bytes += bytes;
}

static void add_symbols(struct tree_cost *cost, const struct image *image)
{
	for (size_t i = 0; i < image->symbols.count; i++) {
		const struct image_symbol *symbol = &image->symbols.items[i];

		if (symbol->function || !symbol->size ||
		    !symbol_counts(symbol->name) ||
		    image_in_flash(image, symbol->address) ||
		    is_freed(image, symbol->address))
			continue;
		add_item(cost, memory_strdup(symbol->name), "symbol",
			 (long long)symbol->size);
	}
}

static void add_allocations(struct tree_cost *cost, const struct boot *boot)
{
	unsigned int aliases = 0;

	for (size_t i = 0; i < boot->allocations.count; i++) {
		const struct boot_allocation *allocation =
			&boot->allocations.items[i];

		if (strcmp(allocation->caller, TREE_ALLOCATOR))
			continue;
		if (!cost->unflatten_bytes) {
			cost->unflatten_bytes = allocation->bytes;
			add_item(cost, memory_strdup("unflattened tree"),
				 "allocation", allocation->bytes);
		} else {
			add_item(cost, memory_printf("alias %u", ++aliases),
				 "allocation", allocation->bytes);
		}
	}
}

/* The largest first. */
static int compare_items(const void *left, const void *right)
{
	const struct tree_item *a = left, *b = right;

	if (a->bytes != b->bytes)
		return a->bytes > b->bytes ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int read_tables_size(struct tree_cost *cost, const char *directory,
			    struct error *error)
{
	char *path = path_join(directory, TABLES_OBJECT);
	uint64_t bytes;
	int result = 0;

	if (file_exists(path)) {
		result = image_object_constants(path, &bytes, error);
		if (!result)
			cost->flash_bytes = (long long)bytes;
	}
	free(path);
	return result;
}

int tree_cost_read(struct tree_cost *cost, const struct kernel *kernel,
		   const struct boot *boot, struct error *error)
{
	*cost = (struct tree_cost){ .flash_bytes = -1 };
	add_symbols(cost, &kernel->image);
	add_allocations(cost, boot);
	if (cost->items.count)
		qsort(cost->items.items, cost->items.count,
		      sizeof(*cost->items.items), compare_items);
	if (!kernel->is_static) {
		cost->flash_bytes = (long long)kernel->dtb.length;
	} else if (read_tables_size(cost, kernel->directory, error)) {
		tree_cost_free(cost);
		return -1;
	}
	return 0;
}

void tree_cost_free(struct tree_cost *cost)
{
	for (size_t i = 0; i < cost->items.count; i++)
		free(cost->items.items[i].name);
	array_free(&cost->items);
}
