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
	const char *patches;	/* path of kernel-patches/ */
};

#define RAM_BOOT_DETAILS \
	"Boots a kernel on the board's machine to the shell's prompt, types a command\n" \
	"there, and prints the console. The command is `facts`, which tells what memory\n" \
	"is used for; with --type, all lines of a file, each at a prompt. Exit status 0:\n" \
	"the prompt came back after the last line (if that is `facts`, with all facts).\n" \
	"What doesn't fit the board's flash map is not booted. Options:\n" \
	"  --build DIR      the board's build directory (default: build/BOARD)\n" \
	"  --column NAME    which kernel: dt, dt-same-config or static (the default)\n" \
	"  --memory SIZE    give it less RAM: bytes, or with K or M\n" \
	"  --bootargs TEXT  more words for its command line\n" \
	"  --root FILE      another root image than the build directory's root.romfs;\n" \
	"                   it may be damaged: the kernel says what it thinks of it\n" \
	"  --type FILE      what to type in place of `facts`; - is standard input. Each\n" \
	"                   line must be a whole command: a shell that asks for the rest\n" \
	"                   of one (by \"> \") waits, and ends as \"hung or idle for ever\"\n" \
	"  --json           facts instead of the console\n" \
	"  --kernel TREE    kernel sources, for the board's dts"
#define RAM_SHELL_DETAILS \
	"Boots a kernel on the board's machine with its console on this terminal: a\n" \
	"shell, whose tools are in /bin. Ctrl-A x leaves, Ctrl-A Ctrl-A types Ctrl-A. The\n" \
	"session also ends when the guest halts, powers off, resets or panics; and, when\n" \
	"its input has an end, as a pipe's, 2 s after the last output. Exit status 0: it\n" \
	"was left, or ended with the input, by a halt or a reset; 1: by a fault, a panic\n" \
	"that does not reset (panic=0) or a signal. Options:\n" \
	"  --build DIR      the board's build directory (default: build/BOARD)\n" \
	"  --column NAME    which kernel: dt, dt-same-config or static (the default)\n" \
	"  --memory SIZE    give it less RAM: bytes, or with K or M\n" \
	"  --bootargs TEXT  more words for its command line\n" \
	"  --root FILE      another root image than the build directory's root.romfs\n" \
	"  --kernel TREE    kernel sources, for the board's dts"
#define RAM_COMPARE_DETAILS \
	"Boots the kernels in a board's build directory, each to the shell's prompt, runs\n" \
	"a command there (`facts`), and finds the least RAM that this can be done with: to\n" \
	"the page, by booting. Leaves compare.txt and compare.json there.\n" \
	"Of user space it tells what shell and command have for themselves, what the\n" \
	"kernel needs for a process, what one more process takes of free memory (measured\n" \
	"with eight), and what of RAM shell and one child take: twice that, and what the\n" \
	"shell has more than a child. Their text lies in flash. Options:\n" \
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
 * vmlinux, xipImage; beside these folders are board.dtb, for a device tree boot,
 * and root.romfs. compare leaves compare.json and compare.txt
 * there, whichever of them it prints.
 */
int ram_boot_command(int argc, char **argv, const struct ram_context *context,
		     struct buffer *out, struct error *error);
/* Nothing is appended to @out: the console is the terminal itself. */
int ram_shell_command(int argc, char **argv, const struct ram_context *context,
		      struct buffer *out, struct error *error);
int ram_compare_command(int argc, char **argv, const struct ram_context *context,
			struct buffer *out, struct error *error);

#endif
