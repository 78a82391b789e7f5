/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boards/B/board.yaml: what is known about a board beside its device tree.
 *
 *	like: stm32f469-disco                  # optional: a board beside it, see below
 *	description: STM32F469 Discovery       # free text
 *	arch: arm                              # the kernel's ARCH
 *	dts: arch/arm/boot/dts/st/x.dts        # beside board.yaml, or in the kernel tree
 *	extend: [rom.dtsi]                     # source that is added to dts:; beside board.yaml; optional
 *	flash: {base: 0x08000000, size: 2M}    # the flash bank
 *	map: {kernel: 0x08008000, root: 0x08180000, dtb: 0x081f8000}  # see flash_map.h
 *	bootargs: "console=ttySTM0,115200"     # optional: replaces /chosen/bootargs
 *	machine: {kind: emulator, model: stm32f469-disco}  # or kind: qemu; optional
 *	cross_compile: arm-linux-gnueabi-      # optional, this is the default
 *	devices: {only: [usart3, timers5]}     # optional: labels, aliases or paths
 *	drivers: {only: [usart3, rcc]}         # optional: the nodes that get drivers; absent: all
 *	kernel:                                # optional: what else the kernel shall have, see settings.h
 *	  - {set: PROC_FS, why: "ps reads /proc"}
 *	ram: [{name: sram, base: 0x20000000, size: 320K}]  # banks, the main one first; optional
 *	columns: [static]                      # of a comparison, see ram/compare.h; optional
 *	budget: {ram: 320K}                    # optional, see budget/budget.h
 *
 * Addresses and sizes are decimal or 0x, sizes with an optional K or M.
 * A board that is like another has what that has, but for what it says itself:
 * extend: and kernel: add to the other's, a symbol that both set is this one's;
 * budget: and columns: are never the other's.
 * A key that is not listed here is an error that names the file, key and line.
 */
#ifndef GENERATOR_BOARD_BOARD_FILE_H
#define GENERATOR_BOARD_BOARD_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/error.h"
#include "generator/board/settings.h"

struct board_bank {
	char *name;
	uint64_t base;		/* bytes */
	uint64_t size;		/* bytes, never 0 */
};

struct board {
	char *name;		/* the name of its folder, or of the .dts without suffix */
	char *path;		/* absolute, of board.yaml; NULL: made from a bare .dts/.dtb */
	char *directory;	/* absolute, of board.yaml; NULL as above */
	char *description;	/* NULL: none */
	char *arch;		/* "arm" */
	char *dts;		/* absolute, exists; .dts or .dtb */
	char **extend;		/* absolute paths, exist, in order; none with a .dtb */
	unsigned int nr_extend;
	uint64_t flash_base;	/* bytes; 0 and 0 where there is no flash: key */
	uint64_t flash_size;
	uint64_t map_kernel;	/* CONFIG_XIP_PHYS_ADDR; 0: not given */
	uint64_t map_root;	/* where the root image goes; 0: not given */
	uint64_t map_dtb;	/* where the baseline's DTB goes; 0: not given */
	char *bootargs;		/* NULL: the tree's own stay */
	char *machine_kind;	/* "emulator" or "qemu"; NULL: none */
	char *machine_model;	/* "stm32f469-disco"; NULL: none */
	char *cross_compile;	/* "arm-linux-gnueabi-" */
	char **devices_only;	/* as written */
	unsigned int nr_devices_only;	/* 0: no devices: key, all devices stay */
	struct board_bank *banks;	/* of RAM, the main one first; they don't overlap */
	unsigned int nr_banks;	/* 0: no ram: key */
	char **columns;		/* as written */
	unsigned int nr_columns;	/* 0: no columns: key, all are compared */
	char **drivers_only;	/* as written */
	unsigned int nr_drivers_only;	/* 0: no drivers: key, all nodes get drivers */
	struct setting *kernel;	/* in order */
	unsigned int nr_kernel;
	bool has_budget;	/* its own file has budget:, see budget/budget.h */
	char *like;		/* the board that like: names; or NULL */
};

/*
 * Read @name's board file: a folder below @boards (path of boards/), or the
 * path of a .yaml file. @kernel is the kernel tree that dts: is looked up in,
 * after the board's own folder.
 */
int board_read(struct board *board, const char *name, const char *boards,
	       const char *kernel, struct error *error);

/* A board that is no more than a .dts or .dtb. @arch is from its path or "arm". */
int board_from_dts(struct board *board, const char *path, struct error *error);

/* All fields as JSON, free() it; ends with a newline. */
char *board_json(const struct board *board);

void board_free(struct board *board);

/* ---- for board_read.c only */

void board_free_strings(char **strings, unsigned int count);
void board_free_banks(struct board *board);

#endif
