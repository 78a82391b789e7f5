// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_graph.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* Each array of a graph, those of wider items first. */
#define GRAPH_ARRAYS(do_array)				\
	do_array(symbols) do_array(expressions)		\
	do_array(properties) do_array(choices)		\
	do_array(members) do_array(order) do_array(strings)

/* The struct, then its arrays. */
void graph_pack(const struct graph *graph, struct buffer *bytes)
{
	struct graph counts = *graph;

	counts.block = NULL;
#define FORGET(name) counts.name = NULL;
	GRAPH_ARRAYS(FORGET)
#undef FORGET
	buffer_add(bytes, &counts, sizeof(counts));
#define PACK(name) \
	buffer_add(bytes, graph->name, graph->nr_##name * sizeof(graph->name[0]));
	GRAPH_ARRAYS(PACK)
#undef PACK
}

/* How many bytes graph_pack() makes of a graph with these counts. */
static size_t packed_size(const struct graph *graph)
{
	size_t size = sizeof(*graph);

#define ADD(name) size += (size_t)graph->nr_##name * sizeof(graph->name[0]);
	GRAPH_ARRAYS(ADD)
#undef ADD
	return size;
}

bool graph_unpack(struct graph *graph, const void *bytes, size_t length)
{
	struct graph packed;
	char *at;

	if (length < sizeof(packed))
		return false;
	memcpy(&packed, bytes, sizeof(packed));
	if (packed_size(&packed) != length)
		return false;
	*graph = packed;
	graph->block = memory_new(length, 1);
	memcpy(graph->block, bytes, length);
	at = (char *)graph->block + sizeof(packed);
#define POINT(name) \
	graph->name = (void *)at; \
	at += (size_t)graph->nr_##name * sizeof(graph->name[0]);
	GRAPH_ARRAYS(POINT)
#undef POINT
	return true;
}

void graph_free(struct graph *graph)
{
	if (graph->block) {
		free(graph->block);
	} else {
#define FREE(name) free(graph->name);
		GRAPH_ARRAYS(FREE)
#undef FREE
	}
	*graph = (struct graph){ 0 };
}
