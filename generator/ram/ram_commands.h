/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subcommands that boot kernels: their command lines, and what they say.
 */
#ifndef GENERATOR_RAM_RAM_COMMANDS_H
#define GENERATOR_RAM_RAM_COMMANDS_H

#include "generator/base/buffer.h"
#include "generator/base/error.h"

struct ram_context {
	const char *boards;	/* path of boards/ */
	const char *kernel;	/* kernel source tree, for the board's dts; or NULL */
};

#define RAM_BOOT_DETAILS \
	"Boots a kernel on the board's machine and prints its console. Options:\n" \
	"  --build DIR      the board's build directory (default: build/BOARD)\n" \
	"  --column NAME    which kernel: dt, dt-same-config or static (the default)\n" \
	"  --memory SIZE    give it less RAM: bytes, or with K or M\n" \
	"  --bootargs TEXT  more words for its command line\n" \
	"  --json           facts instead of the console\n" \
	"  --kernel TREE    kernel sources, for the board's dts"
#define RAM_COMPARE_DETAILS \
	"Boots the kernels in a board's build directory, finds the least RAM that each\n" \
	"reaches init with, and leaves compare.txt and compare.json there. Options:\n" \
	"  --build DIR      the board's build directory (default: build/BOARD)\n" \
	"  --column NAME    only this kernel (repeatable)\n" \
	"  --log NAME=FILE  a real board's console log in place of a boot (repeatable)\n" \
	"  --no-bisect      don't look for the least RAM\n" \
	"  --json           print JSON, not the table\n" \
	"  --kernel TREE    kernel sources, for the board's dts"

/*
 * @argv[0] is the command's name. What is to be printed on standard output is
 * appended to @out, also if -1 is returned: then the error is why the exit
 * status is not 0. Progress goes to standard error if that is a terminal.
 *
 * The build directory defaults to build/BOARD, and has one folder per column:
 * vmlinux, xipImage, and board.dtb for a device tree boot. compare leaves
 * compare.json and compare.txt there, whichever of them it prints.
 */
int ram_boot_command(int argc, char **argv, const struct ram_context *context,
		     struct buffer *out, struct error *error);
int ram_compare_command(int argc, char **argv, const struct ram_context *context,
			struct buffer *out, struct error *error);

#endif
