/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A device tree in memory: the DTB as it was read, nothing lost, nothing
 * interpreted but phandles. Names and values point into the tree's own copy of
 * the DTB; all of it lives until tree_free().
 */
#ifndef GENERATOR_TREE_TREE_H
#define GENERATOR_TREE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"

struct tree_property {
	const char *name;
	const uint8_t *value;	/* never NULL, also where length is 0 */
	uint32_t length;	/* bytes */
};

struct tree_node {
	const char *name;		/* with unit address; "" for the root */
	const char *path;		/* "/soc/serial@40004800"; "/" for the root */
	size_t index;			/* in tree.nodes: pre-order */
	unsigned int depth;		/* 0: the root */
	uint32_t phandle;		/* 0: none */
	struct tree_node *parent;	/* NULL for the root */
	struct tree_node *child;	/* the first, as in the DTB */
	struct tree_node *sibling;	/* the next, as in the DTB */
	struct tree_property *properties;	/* as in the DTB */
	size_t nr_properties;
};

/* An entry of the memory reservation block. */
struct tree_reservation {
	uint64_t address;
	uint64_t size;
};

struct tree {
	char *source;			/* file to name in messages */
	char *dtb;			/* owned */
	size_t dtb_size;
	struct tree_node *nodes;	/* [0] is the root */
	size_t nr_nodes;
	size_t nr_properties;		/* of all nodes */
	struct tree_reservation *reservations;
	size_t nr_reservations;
	struct map paths;		/* path -> node */
};

/*
 * Read a DTB of @size bytes; it is copied. It may be anything: it is checked
 * first, and what is wrong is said with @source, node and property.
 */
int tree_read(struct tree *tree, const void *dtb, size_t size,
	      const char *source, struct error *error);
void tree_free(struct tree *tree);

/* NULL where there is none. */
struct tree_node *tree_find_path(const struct tree *tree, const char *path);
struct tree_node *tree_find_phandle(const struct tree *tree, uint32_t phandle);

/* As the kernel's of_find_node_opts_by_path(): a path or an alias, up to ':'. */
struct tree_node *tree_find_node(const struct tree *tree, const char *path,
				 const char **options);

const struct tree_property *node_property(const struct tree_node *node,
					  const char *name);

/* The value if it is a NUL-terminated string, else NULL. */
const char *node_string(const struct tree_node *node, const char *name);

/* The index-th string of a list; NULL past the end or where it isn't one. */
const char *node_string_at(const struct tree_node *node, const char *name,
			   size_t index);

/* The first cell; false where there is none. */
bool node_cell(const struct tree_node *node, const char *name, uint32_t *cell);

/* `compatible` has this string (the kernel compares without case). */
bool node_is_compatible(const struct tree_node *node, const char *compatible);

/* As the kernel's: no status, "ok" or "okay". Looks at this node alone. */
bool node_is_available(const struct tree_node *node);

/* This node and all above it are available. */
bool node_is_enabled(const struct tree_node *node);

/* The name up to '@'. */
size_t node_name_length(const struct tree_node *node);
bool node_name_is(const struct tree_node *node, const char *name);

/* The node that follows in pre-order within the subtree of @top, or NULL. */
struct tree_node *node_next(const struct tree_node *top,
			    const struct tree_node *node);

/* The value ends with NUL and is not empty: one or more strings. */
bool property_is_strings(const struct tree_property *property);
uint32_t property_cell(const struct tree_property *property, size_t index);

static inline size_t property_nr_cells(const struct tree_property *property)
{
	return property->length / sizeof(uint32_t);
}

/* "file: node: property: ..."; @property may be NULL. Returns -1. */
int tree_error(const struct tree *tree, const struct tree_node *node,
	       const char *property, struct error *error, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

#endif
