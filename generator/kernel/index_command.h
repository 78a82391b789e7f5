/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subcommand `index`: what a kernel tree knows of compatibles, files and
 * symbols.
 */
#ifndef GENERATOR_KERNEL_INDEX_COMMAND_H
#define GENERATOR_KERNEL_INDEX_COMMAND_H

#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

#define INDEX_COMMAND_DETAILS \
	"What the kernel's sources say about compatibles, and its makefiles about when a\n" \
	"file is built. Of a compatible: where it stands, as what, and the condition under\n" \
	"which that is in a kernel; of a file (its path in the tree): all its compatibles;\n" \
	"of a CONFIG_ symbol: the files whose condition has it. Without any of these:\n" \
	"figures. Exit status 1: one of them is not to be found.\n" \
	"The first reading of a tree takes some seconds; what it found is kept in\n" \
	"$GEN_BOARD_CACHE (else $XDG_CACHE_HOME/gen-board, ~/.cache/gen-board) until a\n" \
	"file changes."

/* What is to be printed is appended to @out, also where -1 is returned. */
int index_command(const char *kernel, bool json, char *const *names, int nr_names,
		  struct buffer *out, struct error *error);

#endif
