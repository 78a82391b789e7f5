/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which properties refer to other nodes, and how their entries are laid out.
 * One table (references.c) that the checks, pruning and the model all use.
 *
 * Sources: the kernel's drivers/of/property.c (of_supplier_bindings) and
 * drivers/of/irq.c, dtc's checks.c, and the bindings of vendor properties that
 * lead to a system controller.
 */
#ifndef GENERATOR_TREE_REFERENCES_H
#define GENERATOR_TREE_REFERENCES_H

#include "generator/tree/tree.h"

struct reference {
	const struct tree_property *property;
	size_t entry;			/* number of the entry in the property */
	uint32_t phandle;
	struct tree_node *target;
	const char *cells;		/* "#clock-cells"; NULL: no such property rules it */
	const uint8_t *arguments;	/* big-endian cells */
	size_t nr_arguments;		/* cells */
};

typedef ARRAY(struct reference) reference_list;

/* The property is one that refers to other nodes of the tree. */
bool property_is_reference(const struct tree_node *node,
			   const struct tree_property *property);

/*
 * Add what @property of @node refers to at the end of @list. Holes (cells of 0
 * or ~0) are left out. An entry that names no node, that is cut short, or
 * whose provider has no cells property is an error.
 */
int references_of_property(const struct tree *tree,
			   const struct tree_node *node,
			   const struct tree_property *property,
			   reference_list *list, struct error *error);

/* The same for all properties of a node. */
int references_of_node(const struct tree *tree, const struct tree_node *node,
		       reference_list *list, struct error *error);

/* Where the interrupts of @node go, as of_irq_find_parent(); NULL: nowhere. */
struct tree_node *interrupt_parent(const struct tree *tree,
				   const struct tree_node *node);
#endif
