/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Live allocations: a hash table from kind and address to what is known. */
#ifndef EMULATOR_BLOCKS_H
#define EMULATOR_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum block_kind { BLOCK_SLAB = 1, BLOCK_MEMBLOCK = 2 };

struct block {
	enum block_kind kind; /* 0: an empty slot */
	uint32_t address;
	uint32_t size; /* as requested */
	uint32_t object; /* bytes really taken */
	uint32_t phases; /* one bit per phase it was allocated in */
};

struct blocks {
	struct block *slots;
	size_t count, room;
};

/* Add or replace; false without memory. */
bool blocks_add(struct blocks *blocks, const struct block *block);
/* Take out; false if it is not there. */
bool blocks_take(struct blocks *blocks, enum block_kind kind, uint32_t address,
		 struct block *block);
void blocks_free(struct blocks *blocks);

#endif
