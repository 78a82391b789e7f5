/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of devices and all that they need to work: their suppliers by every
 * reference that tree/references.c knows, the nodes above them, and what each
 * kernel needs (CPUs, memory, the root interrupt controller, /chosen, console).
 */
#ifndef GENERATOR_BOARD_CLOSURE_H
#define GENERATOR_BOARD_CLOSURE_H

#include "generator/board/prune.h"

/*
 * Set wanted[index] for each node of the closure; @wanted has an item for each
 * node, all false before. An entry that names no node is an error that says
 * what is named nearly so.
 */
int closure_of_devices(const struct tree *tree,
		       const struct prune_options *options, bool *wanted,
		       struct error *error);

/*
 * The enabled node that an entry of a list (label, alias or path) names; 
 * is the list's, for the message where there is none.
 */
const struct tree_node *closure_find(const struct tree *tree,
				     const struct prune_options *options,
				     const char *key, const char *entry,
				     struct error *error);

#endif
