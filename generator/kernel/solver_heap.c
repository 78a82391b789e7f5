// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/solver_heap.h"

void heap_push(struct heap *heap, uint64_t order, uint32_t number)
{
	size_t at = heap->count;
	struct heap_item *items;

	array_add(heap);
	items = heap->items;
	for (; at && order < items[(at - 1) / 2].order; at = (at - 1) / 2)
		items[at] = items[(at - 1) / 2];
	items[at] = (struct heap_item){ .order = order, .number = number };
}

uint32_t heap_pop(struct heap *heap)
{
	struct heap_item *items = heap->items;
	const uint32_t first = items[0].number;
	const struct heap_item last = items[--heap->count];
	size_t at = 0, child;

	/* the last goes where it belongs on the way of the lesser children */
	while ((child = 2 * at + 1) < heap->count) {
		if (child + 1 < heap->count && items[child + 1].order < items[child].order)
			child++;
		if (last.order <= items[child].order)
			break;
		items[at] = items[child];
		at = child;
	}
	items[at] = last;
	return first;
}
