/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which nodes and properties of a tree matter at run time. Everything that is
 * dropped is noted with its reason; what is not noted is kept.
 */
#ifndef GENERATOR_BOARD_PRUNE_H
#define GENERATOR_BOARD_PRUNE_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/tree/tree.h"

struct prune_options {
	bool keep_all;			/* prune nothing, disabled nodes included */
	char *const *only;		/* the devices to keep, or NULL: all */
	unsigned int nr_only;
	const struct map *labels;	/* label -> path (char *), or NULL */
	const char *board_file;		/* to name in messages about only; or NULL */
};

struct prune_note {
	const struct tree_node *node;
	const char *property;		/* NULL: the node with all below it */
	char *reason;
};

struct prune {
	bool *nodes;		/* by node index: kept */
	bool *names;		/* by node index: the kernel's own "name" property is kept */
	bool **properties;	/* by node index, then property: kept */
	size_t nr_nodes;	/* of the tree, kept or not */
	ARRAY(struct prune_note) notes;	/* what was dropped, in the tree's order */
};

int prune_tree(struct prune *prune, const struct tree *tree,
	       const struct prune_options *options, struct error *error);
void prune_free(struct prune *prune);

/* The kept node that comes after @node among the children of its parent. */
struct tree_node *prune_sibling(const struct prune *prune,
				const struct tree_node *node);
/* The first kept child. */
struct tree_node *prune_child(const struct prune *prune,
			      const struct tree_node *node);

static inline bool prune_keeps(const struct prune *prune,
			       const struct tree_node *node)
{
	return prune->nodes[node->index];
}

#endif
