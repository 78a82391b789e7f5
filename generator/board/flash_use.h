/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What of a board's build directory lies where in its flash, and how full that
 * makes it.
 */
#ifndef GENERATOR_BOARD_FLASH_USE_H
#define GENERATOR_BOARD_FLASH_USE_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/board/flash_map.h"

struct flash_use {
	const struct flash_map *map;	/* must outlive it */
	const char *column;		/* whose kernel */
	char *files[FLASH_REGIONS];	/* by region; NULL: nothing lies there */
	uint64_t used[FLASH_REGIONS];	/* bytes */
};

/*
 * Measure the kernel @directory/@column/xipImage, @directory/root.romfs and,
 * if the kernel is started @with_dtb, @directory/board.dtb. A file that isn't
 * there, that doesn't fit its region or, for the root image, that a kernel
 * couldn't mount is an error. flash_use_free() it unless there was one.
 */
int flash_use_read(struct flash_use *use, const struct flash_map *map,
		   const char *directory, const char *column, bool with_dtb,
		   struct error *error);

void flash_use_text(const struct flash_use *use, struct buffer *text);
void flash_use_json(const struct flash_use *use, struct buffer *text);

void flash_use_free(struct flash_use *use);

#endif
