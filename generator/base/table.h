/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two containers: a growable array of any type, and a map from strings to
 * pointers that remembers the order in which its keys came.
 */
#ifndef GENERATOR_BASE_TABLE_H
#define GENERATOR_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "generator/base/arena.h"

/*
 *	ARRAY(struct node *) nodes = { 0 };
 *	*array_add(&nodes) = node;
 *	for (size_t i = 0; i < nodes.count; i++)
 *		use(nodes.items[i]);
 *	array_free(&nodes);
 */
#define ARRAY(type)				\
	struct {				\
		type *items;			\
		size_t count;			\
		size_t capacity;		\
	}

/* A pointer to a new, zeroed item at the end. */
#define array_add(array)						\
	((array)->count == (array)->capacity ?				\
	 (void)((array)->items = array_grow((array)->items,		\
					    &(array)->capacity,		\
					    sizeof(*(array)->items))) :	\
	 (void)0,							\
	 memset(&(array)->items[(array)->count], 0, sizeof(*(array)->items)), \
	 &(array)->items[(array)->count++])

#define array_free(array)						\
	(array_release((array)->items), (array)->items = NULL,		\
	 (array)->count = 0, (array)->capacity = 0)

/* For the macros above only. */
void *array_grow(void *items, size_t *capacity, size_t size);
void array_release(void *items);

struct map_entry {
	const char *key;	/* owned by the map, at the same place for good */
	size_t length;		/* of the key, which may hold any byte */
	void *value;		/* the caller's */
};

struct map {
	struct map_entry *entries;	/* in the order they were added */
	size_t count;
	size_t capacity;
	size_t *slots;			/* entry + 1, 0: free */
	size_t nr_slots;		/* a power of two, or 0 */
	struct arena keys;
};

#define MAP_INIT { .count = 0 }

/*
 * Where the value of @key is kept; added with value NULL if the key is new.
 * The pointer is good until the next map_put().
 */
void **map_put(struct map *map, const char *key);
void **map_put_bytes(struct map *map, const void *key, size_t length);

/* The map's own copy of a key, added with value NULL if it is new. */
const char *map_key(struct map *map, const char *key);

/* The value of @key, or NULL. */
void *map_get(const struct map *map, const char *key);
bool map_has(const struct map *map, const char *key);

/* Frees the map's own memory, not the values. */
void map_free(struct map *map);

#endif
