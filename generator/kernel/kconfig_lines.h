/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines of a .config or a fragment of one: CONFIG_A=y, CONFIG_S="text",
 * "# CONFIG_B is not set".
 */
#ifndef GENERATOR_KERNEL_KCONFIG_LINES_H
#define GENERATOR_KERNEL_KCONFIG_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/buffer.h"

struct kconfig_line {
	const char *symbol;	/* without CONFIG_ */
	const char *value;	/* "y", "m", "n", a number; a string without its quotes */
	bool quoted;		/* it had, or gets, quotes: what a string symbol wants */
};

struct kconfig_lines {
	struct kconfig_line *items;
	size_t count;
	size_t capacity;
};

/* Add a copy of a line. */
void kconfig_lines_add(struct kconfig_lines *lines, const char *symbol,
		       const char *value, bool quoted);

/* Add the lines of a text, as the kernel's conf reads them: what it passes over is left out. */
void kconfig_lines_read(struct kconfig_lines *lines, const char *text);

/* The line as it stands in a .config, with a newline. */
void kconfig_line_write(const struct kconfig_line *line, struct buffer *text);

void kconfig_lines_free(struct kconfig_lines *lines);

#endif
