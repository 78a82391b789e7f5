// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/flash_use.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/number.h"
#include "generator/board/root_image.h"

/* The file of a region; NULL: nothing is written there. */
static char *file_of(const char *region, const char *directory,
		     const char *column, bool with_dtb)
{
	if (!strcmp(region, "kernel"))
		return memory_printf("%s/%s/xipImage", directory, column);
	if (!strcmp(region, "root"))
		return path_join(directory, "root.romfs");
	return with_dtb ? path_join(directory, "board.dtb") : NULL;
}

static int measure(struct flash_use *use, size_t index, struct error *error)
{
	const char *region = use->map->regions[index].name;
	const char *path = use->files[index];
	struct buffer data = BUFFER_INIT;
	int result = file_read(path, &data, error);

	if (!result && !strcmp(region, "root"))
		result = root_image_check(path, buffer_text(&data), data.length,
					  error);
	if (!result)
		result = flash_map_check_fits(use->map, region, data.length,
					      path, error);
	use->used[index] = data.length;
	buffer_free(&data);
	return result;
}

int flash_use_read(struct flash_use *use, const struct flash_map *map,
		   const char *directory, const char *column, bool with_dtb,
		   struct error *error)
{
	*use = (struct flash_use){ .map = map, .column = column };
	for (size_t i = 0; i < map->nr_regions; i++) {
		use->files[i] = file_of(map->regions[i].name, directory, column,
					with_dtb);
		if (use->files[i] && measure(use, i, error)) {
			flash_use_free(use);
			return -1;
		}
	}
	return 0;
}

void flash_use_text(const struct flash_use *use, struct buffer *text)
{
	const struct board *board = use->map->board;
	char size[NUMBER_TEXT_SIZE], used[NUMBER_TEXT_SIZE];
	char room[NUMBER_TEXT_SIZE];

	buffer_printf(text, "%s, %s: %s KiB of flash at 0x%08" PRIx64 "\n\n",
		      board->name, use->column,
		      number_grouped(board->flash_size / 1024, size),
		      board->flash_base);
	buffer_printf(text, "%-8s%-12s%-12s%12s%12s%12s  %s\n", "region", "from",
		      "to", "bytes", "used", "free", "file");
	for (size_t i = 0; i < use->map->nr_regions; i++) {
		const struct flash_region *region = &use->map->regions[i];

		buffer_printf(text, "%-8s0x%08" PRIx64 "  0x%08" PRIx64 "  %12s%12s%12s  %s\n",
			      region->name, region->base,
			      region->base + region->size,
			      number_grouped(region->size, size),
			      number_grouped(use->used[i], used),
			      number_grouped(region->size - use->used[i], room),
			      use->files[i] ? use->files[i] : "-");
	}
}

void flash_use_json(const struct flash_use *use, struct buffer *text)
{
	const struct board *board = use->map->board;
	json_t *regions = json_array(), *json;
	char *dump;

	for (size_t i = 0; i < use->map->nr_regions; i++) {
		const struct flash_region *region = &use->map->regions[i];

		json_array_append_new(regions, json_pack(
			"{s:s, s:I, s:I, s:I, s:s?, s:I, s:I}",
			"name", region->name,
			"base", (json_int_t)region->base,
			"end", (json_int_t)(region->base + region->size),
			"size", (json_int_t)region->size,
			"file", use->files[i],
			"used", (json_int_t)use->used[i],
			"free", (json_int_t)(region->size - use->used[i])));
	}
	json = json_pack("{s:s, s:s, s:{s:I, s:I}, s:o}",
			 "board", board->name, "column", use->column,
			 "flash", "base", (json_int_t)board->flash_base,
			 "size", (json_int_t)board->flash_size,
			 "regions", regions);
	dump = json_dumps(json, JSON_INDENT(2));
	buffer_printf(text, "%s\n", dump);
	free(dump);
	json_decref(json);
}

void flash_use_free(struct flash_use *use)
{
	for (size_t i = 0; i < FLASH_REGIONS; i++)
		free(use->files[i]);
	*use = (struct flash_use){ 0 };
}
