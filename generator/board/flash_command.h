/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subcommand `flash`: its command line, and what it says.
 */
#ifndef GENERATOR_BOARD_FLASH_COMMAND_H
#define GENERATOR_BOARD_FLASH_COMMAND_H

#include "generator/base/buffer.h"
#include "generator/base/error.h"

#define FLASH_COMMAND_DETAILS \
	"Prints the regions of the board's flash map, and how full what was built makes\n" \
	"them. Exit status 1: something is missing, damaged or too large. Options:\n" \
	"  --build DIR      the board's build directory (default: build/BOARD)\n" \
	"  --column NAME    whose kernel: dt, dt-same-config or static (the default)\n" \
	"  --json           for programs\n" \
	"  --kernel TREE    kernel sources, for the board's dts"

/*
 * @argv[0] is the command's name; @boards and @kernel are as in board_read().
 * What is to be printed is appended to @out.
 */
int flash_command(int argc, char **argv, const char *boards, const char *kernel,
		  struct buffer *out, struct error *error);

#endif
