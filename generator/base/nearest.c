// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/nearest.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* Letters to insert, delete or change to get from one to the other. */
static size_t distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	size_t *row = memory_new(lb + 1, sizeof(*row));
	size_t result;

	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (row[j] + 1 < best)
				best = row[j] + 1;
			row[j] = best;
		}
	}
	result = row[lb];
	free(row);
	return result;
}

void nearest_offer(struct nearest *nearest, const char *name)
{
	size_t far = distance(name, nearest->wanted);
	size_t i = NEAREST_NAMES;

	for (size_t k = 0; k < NEAREST_NAMES; k++)
		if (nearest->best[k].name && !strcmp(nearest->best[k].name, name))
			return;
	while (i && (!nearest->best[i - 1].name ||
		     far < nearest->best[i - 1].distance)) {
		if (i < NEAREST_NAMES)
			nearest->best[i] = nearest->best[i - 1];
		i--;
	}
	if (i < NEAREST_NAMES) {
		nearest->best[i].name = name;
		nearest->best[i].distance = far;
	}
}

void nearest_list(const struct nearest *nearest, struct buffer *list)
{
	for (size_t i = 0; i < NEAREST_NAMES && nearest->best[i].name; i++)
		buffer_printf(list, "%s%s", i ? ", " : "", nearest->best[i].name);
}
