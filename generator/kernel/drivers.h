/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which files of a kernel tree drive the nodes of a device tree, and when they
 * are built.
 *
 * A node may need several things at once: a clock provider that CLK_OF_DECLARE
 * knows, and a driver for the resets of the same node. Each is a need, served
 * by the node's most specific compatible that any file knows in that role; the
 * files that know it are ways to the same end, of which a node takes one.
 */
#ifndef GENERATOR_KERNEL_DRIVERS_H
#define GENERATOR_KERNEL_DRIVERS_H

#include "generator/base/table.h"
#include "generator/kernel/index.h"
#include "generator/kernel/kconfig.h"
#include "generator/tree/tree.h"

struct driver_way {
	const struct index_entry *entry;
	const struct condition *condition;	/* for this architecture, no modules */
};

struct driver_need {
	const char *compatible;		/* the one that is served */
	ARRAY(struct driver_way) ways;	/* one or more, by file */
	const struct condition *condition;	/* any of them */
};

/* A file that knows the node but can't be a part of this kernel. */
struct driver_lost {
	const char *compatible;
	const struct index_entry *entry;
	char *why;			/* "other architectures only" */
};

struct node_drivers {
	const struct tree_node *node;
	bool listed;			/* the board file wants its drivers */
	ARRAY(struct driver_need) needs;	/* none: it has no driver */
	ARRAY(struct driver_lost) lost;
};

struct drivers {
	ARRAY(struct node_drivers) nodes;	/* those with a compatible, as in the tree */
};

struct drivers_source {
	const struct kernel_index *index;
	const struct kconfig *kconfig;	/* which symbols there are */
	const struct tree *tree;
	const bool *kept;		/* by node index: those to look at */
	const bool *listed;		/* by node index; NULL: all */
};

/* Conditions are made in the index's pool. */
void drivers_find(struct drivers *drivers, const struct drivers_source *source);
void drivers_free(struct drivers *drivers);

/* NULL: the node isn't among them. */
const struct node_drivers *drivers_of(const struct drivers *drivers,
				      const struct tree_node *node);


/* The root of the interrupt tree: a part of the processor, or goes with it. */
bool drivers_is_root_interrupt_controller(const struct tree *tree,
					  const struct tree_node *node);

#endif
