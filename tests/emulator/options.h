/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line, as data. */
#ifndef EMULATOR_OPTIONS_H
#define EMULATOR_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "machine.h"

#define OPTIONS_LIST 32 /* of each repeatable option */

struct option_pair {
	const char *name; /* file, bank or symbol */
	const char *file;
	uint32_t number;
};

struct options {
	const struct machine_desc *machine;
	struct option_pair loads[OPTIONS_LIST];
	size_t load_count;
	struct option_pair dumps[OPTIONS_LIST];
	size_t dump_count;
	const char *phases[OPTIONS_LIST];
	size_t phase_count;
	const char *counts[OPTIONS_LIST];
	size_t count_count;
	uint32_t ram_sizes[MACHINE_BANKS];
	bool only_ram; /* the others' sizes are 0 */
	bool has_entry, has_sp;
	uint32_t entry, sp, r[3];
	const char *vmlinux, *input, *input_after, *prompt, *watch, *json;
	bool interactive, verbose, strict_flash, stray, has_limit;
	bool stacks, has_stack_margin;
	uint32_t stack_margin; /* bytes */
	uint64_t stray_seed;
	uint64_t limit_ns; /* 0: none */
};

enum options_result {
	OPTIONS_RUN, /* go on */
	OPTIONS_DONE, /* help or version was printed */
	OPTIONS_BAD, /* a message was printed */
};

enum options_result options_parse(struct options *options, int argc,
				  char **argv);

#endif
