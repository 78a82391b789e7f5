// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/flash_map.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/number.h"

/* Kept in order while they come in: there are three at most. */
static int add_region(struct flash_map *map, const char *name, uint64_t base,
		      struct error *error)
{
	const struct board *board = map->board;
	size_t at = map->nr_regions;

	if (base < board->flash_base ||
	    base - board->flash_base >= board->flash_size)
		return error_set(error, "%s: map: %s: 0x%08" PRIx64 " is outside of the flash, 0x%08" PRIx64 " to 0x%08" PRIx64,
				 board->path, name, base, board->flash_base,
				 board->flash_base + board->flash_size);
	for (; at && map->regions[at - 1].base >= base; at--) {
		if (map->regions[at - 1].base == base)
			return error_set(error, "%s: map: %s: 0x%08" PRIx64 " is also the address of %s",
					 board->path, name, base,
					 map->regions[at - 1].name);
		map->regions[at] = map->regions[at - 1];
	}
	map->regions[at] = (struct flash_region){ .name = name, .base = base };
	map->nr_regions++;
	return 0;
}

int flash_map_make(struct flash_map *map, const struct board *board,
		   struct error *error)
{
	const struct {
		const char *name;
		uint64_t base;
	} given[FLASH_REGIONS] = {
		{ "kernel", board->map_kernel },
		{ "root", board->map_root },
		{ "dtb", board->map_dtb },
	};
	uint64_t end = board->flash_base + board->flash_size;

	*map = (struct flash_map){ .board = board };
	for (size_t i = 0; i < FLASH_REGIONS; i++) {
		if (!given[i].base)
			continue;
		if (!board->flash_size)
			return error_set(error, "%s: map: %s: 0x%08" PRIx64 " is in no flash; expected flash: {base: ADDRESS, size: BYTES}",
					 board->path, given[i].name, given[i].base);
		if (end < board->flash_base)
			return error_set(error, "%s: flash: 0x%" PRIx64 " bytes at 0x%08" PRIx64 " go beyond the last address there is",
					 board->path, board->flash_size,
					 board->flash_base);
		if (add_region(map, given[i].name, given[i].base, error))
			return -1;
	}
	for (size_t i = map->nr_regions; i-- > 0; end = map->regions[i].base)
		map->regions[i].size = end - map->regions[i].base;
	return 0;
}

const struct flash_region *flash_map_find(const struct flash_map *map,
					  const char *name)
{
	for (size_t i = 0; i < map->nr_regions; i++)
		if (!strcmp(map->regions[i].name, name))
			return &map->regions[i];
	return NULL;
}

int flash_map_check_fits(const struct flash_map *map, const char *name,
			 uint64_t bytes, const char *what, struct error *error)
{
	const struct flash_region *region = flash_map_find(map, name);
	char has[NUMBER_TEXT_SIZE], room[NUMBER_TEXT_SIZE], over[NUMBER_TEXT_SIZE];

	if (!region)
		return error_set(error, "%s: map: no %s:; expected the address of %s",
				 map->board->path ? map->board->path :
						    map->board->name,
				 name, what);
	if (bytes <= region->size)
		return 0;
	return error_set(error, "%s: map: %s: %s has %s bytes, but its region, 0x%08" PRIx64 " to 0x%08" PRIx64 ", has %s: %s too many",
			 map->board->path, name, what, number_grouped(bytes, has),
			 region->base, region->base + region->size,
			 number_grouped(region->size, room),
			 number_grouped(bytes - region->size, over));
}

static void add_macro(char **macros, size_t *count, const char *name,
		      const char *what, const char *prefix, uint64_t value)
{
	char *macro = memory_printf("MAP_%s_%s=%s%" PRIx64, name, what, prefix,
				    value);

	for (char *at = macro; *at != '='; at++)
		*at = (char)toupper((unsigned char)*at);
	macros[(*count)++] = macro;
}

static void add_macros(char **macros, size_t *count, const char *name,
		       uint64_t base, uint64_t size)
{
	add_macro(macros, count, name, "BASE", "0x", base);
	add_macro(macros, count, name, "SIZE", "0x", size);
	add_macro(macros, count, name, "UNIT", "", base);
}

char **flash_map_macros(const struct flash_map *map)
{
	const struct board_bank *banks = map->board->banks;
	char **macros = memory_new(3 * (map->nr_regions + 1) + 1, sizeof(*macros));
	size_t count = 0;

	for (size_t i = 0; i < map->nr_regions; i++) {
		const struct flash_region *region = &map->regions[i];

		add_macros(macros, &count, region->name, region->base, region->size);
	}
	if (map->board->nr_banks)
		add_macros(macros, &count, "ram", banks[0].base, banks[0].size);
	return macros;
}

void flash_map_free_macros(char **macros)
{
	for (size_t i = 0; macros && macros[i]; i++)
		free(macros[i]);
	free(macros);
}
