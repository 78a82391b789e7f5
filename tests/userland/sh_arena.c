// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_arena.h"

#include "calls.h"

#define ALIGN_UP(n, to) (((n) + (to) - 1) & ~((size_t)(to) - 1))

static char *memory(struct arena *arena)
{
	return arena->top ? (char *)(arena->top + 1) : arena->first;
}

static unsigned int room(const struct arena *arena)
{
	unsigned int size = arena->top ? arena->top->size - sizeof(*arena->top) :
					 sizeof(arena->first);

	return size - arena->used;
}

/* A new top part with room for so much. */
static bool grow(struct arena *arena, size_t size)
{
	size_t bytes = ALIGN_UP(size + sizeof(struct arena_part), PAGE);
	struct arena_part *part = NULL;

	if (bytes <= ARENA_MOST - arena->mapped)
		part = call_pages(bytes);
	if (!part) {
		arena->full = true;
		return false;
	}
	part->below = arena->top;
	part->size = bytes;
	arena->top = part;
	arena->used = 0;
	arena->mapped += bytes;
	return true;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->top, arena->used };
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
	while (arena->top != mark.top) {
		struct arena_part *part = arena->top;

		arena->top = part->below;
		arena->mapped -= part->size;
		munmap(part, part->size);
	}
	arena->used = mark.used;
}

void *arena_take(struct arena *arena, size_t size)
{
	char *taken;

	size = ALIGN_UP(size, sizeof(void *));
	if (size > ARENA_MOST) {
		arena->full = true;
		return NULL;
	}
	if (room(arena) < size && !grow(arena, size))
		return NULL;
	taken = memory(arena) + arena->used;
	arena->used += size;
	return taken;
}

void arena_word_begin(struct arena *arena)
{
	arena->open = arena->used;
	arena_take(arena, sizeof(struct word));
	if (arena->used == sizeof(struct word))
		arena->open = 0;	/* in a new part */
}

/* Moves the word that is being made to a part of its own. */
static bool move_word(struct arena *arena)
{
	unsigned int length = arena->used - arena->open;
	const char *from = memory(arena) + arena->open;

	arena->used = arena->open;
	if (!grow(arena, 2 * length))
		return false;
	memcpy(memory(arena), from, length);
	arena->open = 0;
	arena->used = length;
	return true;
}

void arena_word_char(struct arena *arena, char c)
{
	if (arena->full || (room(arena) == 0 && !move_word(arena)))
		return;
	memory(arena)[arena->used++] = c;
}

struct word *arena_word_end(struct arena *arena)
{
	struct word *word;

	arena_word_char(arena, '\0');
	if (arena->full)
		return NULL;
	word = (struct word *)(memory(arena) + arena->open);
	word->next = NULL;
	arena->used = ALIGN_UP(arena->used, sizeof(void *));
	return word;
}
