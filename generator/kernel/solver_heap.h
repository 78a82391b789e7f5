/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers by an order, the least first. For kconfig*.c and solver*.c only.
 */
#ifndef GENERATOR_KERNEL_SOLVER_HEAP_H
#define GENERATOR_KERNEL_SOLVER_HEAP_H

#include <stdint.h>

#include "generator/base/table.h"

struct heap_item {
	uint64_t order;
	uint32_t number;
};

/* Zeroed it is empty. array_free() it; no item lies before its parent at (i - 1) / 2. */
struct heap {
	struct heap_item *items;
	size_t count;
	size_t capacity;
};

void heap_push(struct heap *heap, uint64_t order, uint32_t number);
uint32_t heap_pop(struct heap *heap);		/* of one that isn't empty */

#endif
