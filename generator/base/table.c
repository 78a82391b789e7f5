// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

void *array_grow(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count == *capacity) {
		*capacity = *capacity ? *capacity * 2 : 8;
		items = memory_resize(items, *capacity, size);
	}
	memset((char *)items + count * size, 0, size);
	return items;
}

void array_release(void *items)
{
	free(items);
}

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t hash_bytes(const void *data, size_t length)
{
	const unsigned char *byte = data;
	uint64_t hash = 0xcbf29ce484222325u;

	while (length--)
		hash = (hash ^ *byte++) * 0x100000001b3u;
	return hash;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t *find_slot(const struct map *map, const void *key, size_t length)
{
	size_t mask = map->nr_slots - 1;
	size_t i = hash_bytes(key, length) & mask;

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

void **map_put_bytes(struct map *map, const void *key, size_t length)
{
	struct map_entry *entry;
	size_t *slot;

	if (map->count * 2 >= map->nr_slots)
		grow_slots(map);
	slot = find_slot(map, key, length);
	if (!*slot) {
		map->entries = array_grow(map->entries, map->count,
					  &map->capacity, sizeof(*entry));
		entry = &map->entries[map->count++];
		entry->key = memory_strndup(key, length);
		entry->length = length;
		*slot = map->count;
	}
	return &map->entries[*slot - 1].value;
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
	for (size_t i = 0; i < map->count; i++)
		free((char *)map->entries[i].key);
	free(map->entries);
	free(map->slots);
	*map = (struct map)MAP_INIT;
}
