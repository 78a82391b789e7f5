/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for words, given back in the order opposite to its being taken: what
 * was taken since a mark is freed at once. It begins with a small static part;
 * pages are mapped when that is full, and unmapped again.
 */
#ifndef SH_ARENA_H
#define SH_ARENA_H

#include <stdbool.h>

#define ARENA_FIRST	1792
#define ARENA_MOST	(32 * 1024)	/* bytes mapped */

/* A mapped part; its memory follows. */
struct arena_part {
	struct arena_part *below;	/* NULL: the static one */
	unsigned int size;		/* of this and of what follows */
};

struct arena {
	struct arena_part *top;		/* NULL: the static one */
	unsigned int used;		/* of the top part */
	unsigned int mapped;		/* bytes, of all parts */
	unsigned int open;		/* where the word begins that is being made */
	bool full;			/* something didn't fit since it was reset */
	char first[ARENA_FIRST] __attribute__((aligned(8)));
};

struct arena_mark {
	struct arena_part *top;
	unsigned int used;
};

/* Words in a list. */
struct word {
	struct word *next;
	char text[];
};

struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

/* NULL, and full is set: there is none. Aligned for pointers. */
void *arena_take(struct arena *arena, size_t size);

/*
 * A word is made a character at a time; nothing else may be taken meanwhile.
 * When it doesn't fit, full is set and the word is shorter.
 */
void arena_word_begin(struct arena *arena);
void arena_word_char(struct arena *arena, char c);
/* The word, with next NULL; NULL when it didn't fit. */
struct word *arena_word_end(struct arena *arena);

#endif
