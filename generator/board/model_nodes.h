/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The model's nodes and properties. For model.c alone.
 */
#ifndef GENERATOR_BOARD_MODEL_NODES_H
#define GENERATOR_BOARD_MODEL_NODES_H

#include <jansson.h>

#include "generator/board/prune.h"

struct model_nodes {
	const struct tree *tree;
	const struct prune *prune;
	long *index;		/* by the tree's index: the model's; -1: dropped */
	size_t nr_nodes;	/* kept */
	size_t nr_properties;	/* of all kept nodes, the made names included */
};

void model_nodes_init(struct model_nodes *nodes, const struct tree *tree,
		      const struct prune *prune);
void model_nodes_free(struct model_nodes *nodes);

/* The model's index of a node as JSON; null for NULL or a dropped node. */
json_t *model_node_index(const struct model_nodes *nodes,
			 const struct tree_node *node);

/* Add "nodes", "properties", "cells" and "bytes" to @model. */
int model_add_nodes(struct model_nodes *nodes, json_t *model,
		    struct error *error);

#endif
