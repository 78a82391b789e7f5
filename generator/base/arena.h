/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for many small things that all go at once.
 */
#ifndef GENERATOR_BASE_ARENA_H
#define GENERATOR_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

/* Zeroed it is empty. */
struct arena {
	struct arena_block *last;	/* block, which knows those before it */
	size_t used;			/* of the last block */
};

/* @size bytes, aligned for pointers and numbers of 64 bits. Not zeroed. */
void *arena_new(struct arena *arena, size_t size);

/* A copy of @length bytes, and a NUL behind them. */
char *arena_strndup(struct arena *arena, const void *string, size_t length);

void arena_free(struct arena *arena);

#endif
