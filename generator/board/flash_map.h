/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lies where in a board's flash: a region for each address below map: in
 * its board.yaml. A region ends where the next one begins, by address; the last
 * one ends with the flash.
 */
#ifndef GENERATOR_BOARD_FLASH_MAP_H
#define GENERATOR_BOARD_FLASH_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "generator/base/error.h"
#include "generator/board/board_file.h"

#define FLASH_REGIONS 3

struct flash_region {
	const char *name;	/* the key below map: "kernel", "root" or "dtb" */
	uint64_t base;
	uint64_t size;		/* bytes, never 0 */
};

struct flash_map {
	const struct board *board;	/* whose map it is; must outlive it */
	struct flash_region regions[FLASH_REGIONS];	/* by ascending base */
	size_t nr_regions;		/* 0: the board has no map */
};

/*
 * The regions of @board. A map without flash:, a region outside of the flash
 * and two regions at one address are errors. Nothing is to be freed.
 */
int flash_map_make(struct flash_map *map, const struct board *board,
		   struct error *error);

/* By name; NULL: the board's map doesn't have it. */
const struct flash_region *flash_map_find(const struct flash_map *map,
					  const char *name);

/*
 * Whether @bytes can lie in the region of this name; an error if not, also if
 * there is no such region. @what is named in the message: a file.
 */
int flash_map_check_fits(const struct flash_map *map, const char *name,
			 uint64_t bytes, const char *what, struct error *error);

/*
 * The map for a C preprocessor, for each region: "MAP_ROOT_BASE=0x8180000",
 * "MAP_ROOT_SIZE=0x78000" and "MAP_ROOT_UNIT=8180000", which is for the unit
 * address of a node; and MAP_RAM_* for the first bank of ram:. NULL at the end; flash_map_free_macros().
 */
char **flash_map_macros(const struct flash_map *map);
void flash_map_free_macros(char **macros);

#endif
