/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why something is in a board's kernel, or is not.
 */
#ifndef GENERATOR_KERNEL_EXPLAIN_H
#define GENERATOR_KERNEL_EXPLAIN_H

#include "generator/kernel/fragment.h"

/*
 * A symbol, with or without CONFIG_: its value and why, for whose sake, and
 * which of the board's nodes its files drive. One that isn't there is an error
 * with the nearest names.
 */
int explain_symbol(struct fragment *fragment, const char *symbol,
		   struct buffer *text, struct error *error);

/*
 * A node: compatibles, files, conditions, lines; or why it has none. It is
 * named by label, alias or path.
 */
int explain_node(struct fragment *fragment, const char *name, struct buffer *text,
		 struct error *error);

#endif
