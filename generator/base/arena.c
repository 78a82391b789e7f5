// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

#define FIRST_SIZE 256		/* each block is twice as large as the one before */
#define MAX_SIZE 65536

struct arena_block {
	struct arena_block *before;
	size_t size;
	uint64_t data[];
};

static void add_block(struct arena *arena, size_t least)
{
	size_t size = arena->last ? arena->last->size * 2 : FIRST_SIZE;
	struct arena_block *block;

	if (size > MAX_SIZE)
		size = MAX_SIZE;
	if (size < least)
		size = least;
	block = memory_resize(NULL, 1, sizeof(*block) + size);
	block->before = arena->last;
	block->size = size;
	arena->last = block;
	arena->used = 0;
}

void *arena_new(struct arena *arena, size_t size)
{
	const size_t align = sizeof(uint64_t);
	void *memory;

	size = (size + align - 1) / align * align;
	if (!arena->last || size > arena->last->size - arena->used)
		add_block(arena, size);
	memory = (char *)arena->last->data + arena->used;
	arena->used += size;
	return memory;
}

char *arena_strndup(struct arena *arena, const void *string, size_t length)
{
	char *copy = arena_new(arena, length + 1);

	memcpy(copy, string, length);
	copy[length] = '\0';
	return copy;
}

void arena_free(struct arena *arena)
{
	while (arena->last) {
		struct arena_block *block = arena->last;

		arena->last = block->before;
		free(block);
	}
	arena->used = 0;
}
