// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_loop.h"

#include <stdlib.h>

#include "generator/base/memory.h"
#include "generator/kernel/kconfig_dependents.h"

#define MAX_NAMES 12		/* of a loop, in an error */

enum { NOT_SEEN, UNDER_WAY, DONE };

/* A walk along what depends on what, depth first. */
struct walk {
	const struct graph *graph;
	struct dependents dependents;
	uint8_t *seen;
	uint32_t *next;			/* per node: the dependent that is next */
	ARRAY(value_node) path;
};

static bool is_symbol(const struct walk *walk, value_node node)
{
	return node >= symbol_value_node(walk->graph, 0) &&
	       node < choice_value_node(walk->graph, 0);
}

static void add_place(const struct walk *walk, const struct kconfig_flat *flat,
		      value_node node, struct buffer *text)
{
	const struct graph_symbol *symbol =
		&walk->graph->symbols[node - symbol_value_node(walk->graph, 0)];
	const struct kconfig_origin *origin;

	buffer_printf(text, "%s", graph_text(walk->graph, symbol->name));
	if (!symbol->line || symbol->line > flat->origins.count)
		return;
	origin = &flat->origins.items[symbol->line - 1];
	if (origin->file != UINT32_MAX)
		buffer_printf(text, " (%s:%u)", flat->files.items[origin->file],
			      origin->line);
}

/* The end of the path is what @node depends on, and the other way round. */
static int report(const struct walk *walk, const struct kconfig_flat *flat,
		  value_node node, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	unsigned int names = 0;
	size_t i = walk->path.count;

	do {
		i--;
		if (!is_symbol(walk, walk->path.items[i]))
			continue;
		if (++names <= MAX_NAMES) {
			buffer_add_string(&text, names > 1 ? " depends on " : "");
			add_place(walk, flat, walk->path.items[i], &text);
		}
	} while (walk->path.items[i] != node);
	error_set(error, "recursive dependency: %s%s", buffer_text(&text),
		  names > MAX_NAMES ? " depends on ... and so on, and that on the first" :
		  names > 1 ? ", and that on the first" : " depends on itself");
	buffer_free(&text);
	return -1;
}

static void enter(struct walk *walk, value_node node)
{
	walk->seen[node] = UNDER_WAY;
	walk->next[node] = walk->dependents.first[node];
	*array_add(&walk->path) = node;
}

static int walk_from(struct walk *walk, const struct kconfig_flat *flat,
		     value_node start, struct error *error)
{
	enter(walk, start);
	while (walk->path.count) {
		value_node node = walk->path.items[walk->path.count - 1];
		value_node dependent;

		if (walk->next[node] == walk->dependents.first[node + 1]) {
			walk->seen[node] = DONE;
			walk->path.count--;
			continue;
		}
		dependent = walk->dependents.nodes[walk->next[node]++];
		if (walk->seen[dependent] == UNDER_WAY)
			return report(walk, flat, dependent, error);
		if (walk->seen[dependent] == NOT_SEEN)
			enter(walk, dependent);
	}
	return 0;
}

int kconfig_check_loops(const struct graph *graph, const struct kconfig_flat *flat,
			struct error *error)
{
	struct walk walk = { .graph = graph };
	int result = 0;

	dependents_make_checked(&walk.dependents, graph);
	walk.seen = memory_new(walk.dependents.nr_nodes, 1);
	walk.next = memory_new(walk.dependents.nr_nodes, sizeof(walk.next[0]));
	for (uint32_t i = SYMBOL_FIRST; !result && i < graph->nr_symbols; i++)
		if (walk.seen[symbol_value_node(graph, i)] == NOT_SEEN)
			result = walk_from(&walk, flat, symbol_value_node(graph, i),
					   error);
	dependents_free(&walk.dependents);
	free(walk.seen);
	free(walk.next);
	array_free(&walk.path);
	return result;
}
