// SPDX-License-Identifier: GPL-2.0-or-later
#include "blocks.h"

#include <stdlib.h>

#define FIRST_ROOM 1024 /* a power of two */

static size_t home(const struct blocks *blocks, enum block_kind kind,
		   uint32_t address)
{
	uint64_t key = (uint64_t)kind << 32 | address;

	return (key * 0x9e3779b97f4a7c15) >> 32 & (blocks->room - 1);
}

/* Where it is, or the empty slot where it would be. */
static size_t find(const struct blocks *blocks, enum block_kind kind,
		   uint32_t address)
{
	size_t i = home(blocks, kind, address);

	while (blocks->slots[i].kind && (blocks->slots[i].kind != kind ||
					 blocks->slots[i].address != address))
		i = (i + 1) & (blocks->room - 1);
	return i;
}

static bool grow(struct blocks *blocks)
{
	struct blocks larger = { .room = blocks->room ? blocks->room * 2 :
							FIRST_ROOM };

	larger.slots = calloc(larger.room, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < blocks->room; i++) {
		const struct block *b = &blocks->slots[i];

		if (b->kind)
			larger.slots[find(&larger, b->kind, b->address)] = *b;
	}
	larger.count = blocks->count;
	free(blocks->slots);
	*blocks = larger;
	return true;
}

bool blocks_add(struct blocks *blocks, const struct block *block)
{
	size_t i;

	if (blocks->count * 2 >= blocks->room && !grow(blocks))
		return false;
	i = find(blocks, block->kind, block->address);
	blocks->count += !blocks->slots[i].kind;
	blocks->slots[i] = *block;
	return true;
}

bool blocks_take(struct blocks *blocks, enum block_kind kind, uint32_t address,
		 struct block *block)
{
	size_t hole, mask = blocks->room - 1;

	if (!blocks->room)
		return false;
	hole = find(blocks, kind, address);
	if (!blocks->slots[hole].kind)
		return false;
	*block = blocks->slots[hole];
	blocks->count--;
	/* close the gap: move back what could not be where it wanted */
	for (size_t i = (hole + 1) & mask; blocks->slots[i].kind;
	     i = (i + 1) & mask) {
		size_t want = home(blocks, blocks->slots[i].kind,
				   blocks->slots[i].address);

		if (((i - want) & mask) >= ((i - hole) & mask)) {
			blocks->slots[hole] = blocks->slots[i];
			hole = i;
		}
	}
	blocks->slots[hole].kind = 0;
	return true;
}

void blocks_free(struct blocks *blocks)
{
	free(blocks->slots);
	*blocks = (struct blocks){ 0 };
}
