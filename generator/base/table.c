// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/table.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/hash.h"
#include "generator/base/memory.h"

void *array_grow(void *items, size_t *capacity, size_t size)
{
	*capacity = *capacity ? *capacity * 2 : 8;
	return memory_resize(items, *capacity, size);
}

void array_release(void *items)
{
	free(items);
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t *find_slot(const struct map *map, const void *key, size_t length)
{
	size_t mask = map->nr_slots - 1;
	size_t i = hash_checksum(key, length) & mask;

	for (;; i = (i + 1) & mask) {
		size_t *slot = &map->slots[i];
		const struct map_entry *entry;

		if (!*slot)
			return slot;
		entry = &map->entries[*slot - 1];
		if (entry->length == length && !memcmp(entry->key, key, length))
			return slot;
	}
}

static void grow_slots(struct map *map)
{
	free(map->slots);
	map->nr_slots = map->nr_slots ? map->nr_slots * 2 : 16;
	map->slots = memory_new(map->nr_slots, sizeof(*map->slots));
	for (size_t i = 0; i < map->count; i++) {
		const struct map_entry *entry = &map->entries[i];

		*find_slot(map, entry->key, entry->length) = i + 1;
	}
}

static struct map_entry *put(struct map *map, const void *key, size_t length)
{
	size_t *slot;

	if (map->count * 2 >= map->nr_slots)
		grow_slots(map);
	slot = find_slot(map, key, length);
	if (!*slot) {
		if (map->count == map->capacity)
			map->entries = array_grow(map->entries, &map->capacity,
						  sizeof(*map->entries));
		map->entries[map->count++] = (struct map_entry){
			.key = arena_strndup(&map->keys, key, length), .length = length,
		};
		*slot = map->count;
	}
	return &map->entries[*slot - 1];
}

void **map_put_bytes(struct map *map, const void *key, size_t length)
{
	return &put(map, key, length)->value;
}

const char *map_key(struct map *map, const char *key)
{
	return put(map, key, strlen(key))->key;
}

void **map_put(struct map *map, const char *key)
{
	return map_put_bytes(map, key, strlen(key));
}

bool map_has(const struct map *map, const char *key)
{
	return map->nr_slots && *find_slot(map, key, strlen(key));
}

void *map_get(const struct map *map, const char *key)
{
	if (!map_has(map, key))
		return NULL;
	return map->entries[*find_slot(map, key, strlen(key)) - 1].value;
}

void map_free(struct map *map)
{
	arena_free(&map->keys);
	free(map->entries);
	free(map->slots);
	*map = (struct map)MAP_INIT;
}
