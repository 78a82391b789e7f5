/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The platform devices that the kernel's of_platform_default_populate_init()
 * would make of a tree (drivers/of/platform.c), but for two things: those for
 * "arm,primecell" nodes, which the AMBA bus makes, and the order, which is
 * that of the nodes.
 */
#ifndef GENERATOR_BOARD_DEVICES_H
#define GENERATOR_BOARD_DEVICES_H

#include <stddef.h>

#include "generator/base/table.h"
#include "generator/board/prune.h"
#include "generator/tree/address.h"

struct device {
	const struct tree_node *node;
	char *name;			/* dev_name(): "40004800.serial" */
	struct resource *resources;
	size_t nr_resources;
	long parent;			/* index in the list; -1: the platform bus */
};

typedef ARRAY(struct device) device_list;

/* Add the devices of the kept nodes, by ascending node. */
void devices_of_tree(const struct tree *tree, const struct prune *prune,
		     device_list *devices);
void devices_free(device_list *devices);

#endif
