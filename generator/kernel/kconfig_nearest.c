// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "generator/kernel/kconfig_private.h"

#define MAX_LENGTH 64		/* longer names are compared up to here */
#define MIN_PART 4		/* a shorter name is part of too many */

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/*
 * How many letters to insert, drop, replace or swap with their neighbour
 * (optimal string alignment); more than @limit: some number over it.
 */
static unsigned int distance(const char *a, const char *b, unsigned int limit)
{
	size_t length_a = strnlen(a, MAX_LENGTH), length_b = strnlen(b, MAX_LENGTH);
	unsigned int rows[3][MAX_LENGTH + 1];
	unsigned int *before = rows[0], *last = rows[1], *row = rows[2];

	if (length_a > length_b + limit || length_b > length_a + limit)
		return limit + 1;
	for (size_t j = 0; j <= length_b; j++)
		last[j] = j;
	for (size_t i = 1; i <= length_a; i++) {
		unsigned int *spare = before;
		unsigned int lowest = i;

		row[0] = i;
		for (size_t j = 1; j <= length_b; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1,
				       last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
			lowest = least(lowest, row[j]);
		}
		if (lowest > limit)
			return limit + 1;
		before = last;
		last = row;
		row = spare;
	}
	return last[length_b];
}

struct candidate {
	const char *name;
	unsigned int distance;
};

static int compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return strcmp(x->name, y->name);
}

size_t kconfig_nearest(const struct kconfig *kconfig, const char *symbol,
		       const char **names, size_t max)
{
	const struct graph *graph = &kconfig->graph;
	/* what differs more than this isn't what was meant, unless it is a part */
	unsigned int limit = 2 + strnlen(symbol, MAX_LENGTH) / 6;
	const bool is_word = strlen(symbol) >= MIN_PART;
	ARRAY(struct candidate) candidates = { 0 };
	size_t count = 0;

	for (uint32_t i = 0; i < graph->nr_order; i++) {
		const char *name = graph_name(graph, graph->order[i]);
		unsigned int differs = distance(symbol, name, limit);
		bool is_part = differs > limit && is_word && strstr(name, symbol);

		if (is_part)
			differs = limit + strlen(name) - strlen(symbol);
		if (is_part || differs <= limit)
			*array_add(&candidates) = (struct candidate){
				.name = name, .distance = differs };
	}
	if (candidates.count)
		qsort(candidates.items, candidates.count,
		      sizeof(candidates.items[0]), compare);
	for (; count < max && count < candidates.count; count++)
		names[count] = candidates.items[count].name;
	array_free(&candidates);
	return count;
}
