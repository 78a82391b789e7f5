/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A board file as libcyaml loads it: text, which board_file.c interprets. For
 * board_file.c only.
 */
#ifndef GENERATOR_BOARD_BOARD_YAML_H
#define GENERATOR_BOARD_BOARD_YAML_H

#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

struct yaml_flash {
	char *base;
	char *size;
};

struct yaml_map {
	char *kernel;
	char *root;
	char *dtb;
};

struct yaml_machine {
	char *kind;
	char *model;
};

struct yaml_devices {
	char **only;
	unsigned int only_count;
};

struct yaml_setting {
	char *set;
	char *why;
	bool series;
};

struct yaml_bank {
	char *name;
	char *base;
	char *size;
};

struct yaml_board {
	char *like;
	char *description;
	char *arch;
	char *dts;
	char **extend;
	unsigned int extend_count;
	struct yaml_flash *flash;
	struct yaml_map *map;
	char *bootargs;
	struct yaml_machine *machine;
	char *cross_compile;
	struct yaml_devices *devices;
	struct yaml_devices *drivers;
	struct yaml_setting *kernel;
	unsigned int kernel_count;
	struct yaml_bank *ram;
	unsigned int ram_count;
	char **columns;
	unsigned int columns_count;
};

/* An error names the file as @path, and the line. board_yaml_free() the result. */
int board_yaml_load(const char *path, const struct buffer *text,
		    struct yaml_board **yaml, struct error *error);
void board_yaml_free(struct yaml_board *yaml);

#endif
