// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/prune.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/board/closure.h"
#include "generator/board/pins.h"
#include "generator/tree/references.h"

/* Nodes below the root that the kernel finds by path or by name. */
static const char *const known_names[] = {
	"aliases", "chosen", "clocks", "cpus", "firmware", "hypervisor",
	"memory", "ocp", "options", "psci", "reserved-memory", "soc",
	"thermal-zones",
};

/* Nodes that dtc makes for overlays, which constant tables can't take. */
static const char *const overlay_names[] = {
	"__symbols__", "__fixups__", "__local_fixups__",
};

/* Properties of /chosen that make constant tables lie: they must be random. */
static const char *const seed_names[] = { "rng-seed", "kaslr-seed" };

struct work {
	struct prune *prune;
	const struct tree *tree;
	const struct prune_options *options;
	struct error *error;
};

static void add_note(struct work *work, const struct tree_node *node,
		     const char *property, char *reason)
{
	*array_add(&work->prune->notes) = (struct prune_note){
		.node = node,
		.property = property,
		.reason = reason,
	};
}

static bool keeps(const struct work *work, const struct tree_node *node)
{
	return work->prune->nodes[node->index];
}

/* Drop a node with all below it; the reason says how many those are. */
static void drop_node(struct work *work, const struct tree_node *top,
		      const char *reason)
{
	size_t below = 0;

	for (const struct tree_node *node = top; node;
	     node = node_next(top, node)) {
		if (node != top && keeps(work, node))
			below++;
		work->prune->nodes[node->index] = false;
	}
	if (below)
		add_note(work, top, NULL,
			 memory_printf("%s (with %zu node%s below it)", reason,
				       below, below == 1 ? "" : "s"));
	else
		add_note(work, top, NULL, memory_strdup(reason));
}

static void drop_disabled(struct work *work)
{
	for (size_t i = 0; i < work->tree->nr_nodes; i++) {
		const struct tree_node *node = &work->tree->nodes[i];
		const char *status = node_string(node, "status");
		char *reason;

		if (!node->parent || !keeps(work, node) ||
		    node_is_available(node))
			continue;
		reason = memory_printf("status = \"%s\"", status ? status : "");
		drop_node(work, node, reason);
		free(reason);
	}
}

static bool name_in(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

#define NAME_IN(name, names) name_in(name, names, sizeof(names) / sizeof((names)[0]))

static void drop_overlay_nodes(struct work *work)
{
	for (const struct tree_node *node = work->tree->nodes[0].child; node;
	     node = node->sibling)
		if (NAME_IN(node->name, overlay_names))
			drop_node(work, node, "for overlays, which constant tables can't take");
}

/* Nodes that kept nodes refer to, by index. */
static int find_referenced(struct work *work, bool *referenced)
{
	reference_list references = { 0 };
	int result = 0;

	for (size_t i = 0; !result && i < work->tree->nr_nodes; i++) {
		const struct tree_node *node = &work->tree->nodes[i];

		if (!keeps(work, node))
			continue;
		references.count = 0;
		result = references_of_node(work->tree, node, &references,
					    work->error);
		for (size_t k = 0; !result && k < references.count; k++)
			referenced[references.items[k].target->index] = true;
	}
	array_free(&references);
	return result;
}

static bool any_below(const struct tree_node *top, const bool *set)
{
	for (const struct tree_node *node = top; node;
	     node = node_next(top, node))
		if (set[node->index])
			return true;
	return false;
}

static void drop_pin_states(struct work *work, const bool *referenced)
{
	for (size_t i = 0; i < work->tree->nr_nodes; i++) {
		const struct tree_node *node = &work->tree->nodes[i];

		if (keeps(work, node) && is_pin_state(node) &&
		    !any_below(node, referenced))
			drop_node(work, node, "a pin state that no kept node chooses");
	}
}

/* Something leads the kernel to this very node. */
static bool is_found(const struct tree_node *node, const bool *referenced)
{
	char *name;
	bool known;

	if (!node->parent)
		return false;
	if (referenced[node->index] || node_property(node, "compatible") ||
	    node_property(node, "device_type"))
		return true;
	if (node->depth != 1)
		return false;
	name = memory_strndup(node->name, node_name_length(node));
	known = NAME_IN(name, known_names);
	free(name);
	return known;
}

/*
 * A node is reachable if the kernel is led to it, to a node above it (whose
 * driver may read it) or to one below it (which needs its parents).
 */
static void drop_unreachable(struct work *work, const bool *referenced)
{
	const struct tree *tree = work->tree;
	bool *reachable = memory_new(tree->nr_nodes, sizeof(bool));

	for (size_t i = 0; i < tree->nr_nodes; i++) {
		const struct tree_node *node = &tree->nodes[i];
		const struct tree_node *up = node;

		if (!keeps(work, node))
			continue;
		while (up && !is_found(up, referenced))
			up = up->parent;
		if (!up)
			continue;
		reachable[i] = true;
		for (up = node; up; up = up->parent)
			reachable[up->index] = true;
	}
	for (size_t i = 1; i < tree->nr_nodes; i++)
		if (keeps(work, &tree->nodes[i]) && !reachable[i])
			drop_node(work, &tree->nodes[i],
				  "nothing leads to it: no compatible, phandle, alias or known path");
	free(reachable);
}

static void mark_aliases(struct work *work, bool *referenced)
{
	const struct tree_node *aliases = tree_find_path(work->tree, "/aliases");

	for (size_t i = 0; aliases && i < aliases->nr_properties; i++) {
		const struct tree_node *node = NULL;

		if (property_is_strings(&aliases->properties[i]))
			node = tree_find_node(work->tree,
					      (const char *)aliases->properties[i].value,
					      NULL);
		if (node)
			referenced[node->index] = true;
	}
}

static int drop_unneeded(struct work *work)
{
	bool *referenced = memory_new(work->tree->nr_nodes, sizeof(bool));
	int result = find_referenced(work, referenced);

	if (!result) {
		drop_pin_states(work, referenced);
		mark_aliases(work, referenced);
		drop_unreachable(work, referenced);
	}
	free(referenced);
	return result;
}

static int drop_unlisted(struct work *work)
{
	bool *wanted = memory_new(work->tree->nr_nodes, sizeof(bool));
	int result = closure_of_devices(work->tree, work->options, wanted,
					work->error);

	for (size_t i = 0; !result && i < work->tree->nr_nodes; i++) {
		const struct tree_node *node = &work->tree->nodes[i];

		if (keeps(work, node) && !wanted[i])
			drop_node(work, node, "neither in devices: only nor needed by one that is");
	}
	free(wanted);
	return result;
}

/* Why a property doesn't matter at run time; NULL: it does. */
static const char *useless(const struct work *work, const struct tree_node *node,
			   const struct tree_property *property)
{
	const char *name = property->name;
	const struct tree_node *target;

	if (!strcmp(name, "phandle") || !strcmp(name, "linux,phandle"))
		return "the node holds its phandle itself";
	if (!strcmp(name, "status"))
		return "a node without status is as available";
	if (!strncmp(name, "bootph-", 7) || !strncmp(name, "u-boot,dm-", 10))
		return "for boot loaders only";
	if (!strcmp(node->path, "/chosen") && NAME_IN(name, seed_names))
		return "a constant seed is no entropy";
	if (!strcmp(node->path, "/aliases") && property_is_strings(property) &&
	    strcmp(name, "name")) {
		target = tree_find_node(work->tree,
					(const char *)property->value, NULL);
		if (target && !keeps(work, target))
			return "its node was dropped";
	}
	return NULL;
}

/*
 * The kernel gives each node without one a property "name" from its name, and
 * hardly anything reads it: flash partitions without a label are named by it
 * (drivers/mtd/parsers/ofpart_core.c), and one backlight.
 */
static bool name_is_read(const struct tree_node *node)
{
	if (node_is_compatible(node, "skyworks,sky81452-backlight"))
		return true;
	return node_property(node, "reg") && !node_property(node, "label") &&
	       !node_property(node, "compatible") &&
	       !node_property(node, "gpio-controller") &&
	       !node_property(node, "device_type");
}

static void drop_properties(struct work *work)
{
	for (size_t i = 0; i < work->tree->nr_nodes; i++) {
		const struct tree_node *node = &work->tree->nodes[i];

		if (!keeps(work, node))
			continue;
		for (size_t k = 0; k < node->nr_properties; k++) {
			const struct tree_property *property = &node->properties[k];
			const char *reason = useless(work, node, property);

			if (!reason)
				continue;
			work->prune->properties[i][k] = false;
			add_note(work, node, property->name, memory_strdup(reason));
		}
		work->prune->names[i] = name_is_read(node);
	}
}

/* Put the notes in the tree's order; those of one node stay as they came. */
static void sort_notes(struct prune *prune, const struct tree *tree)
{
	struct prune_note *sorted = memory_new(prune->notes.count,
					       sizeof(*sorted));
	size_t count = 0;

	for (size_t i = 0; i < tree->nr_nodes; i++)
		for (size_t k = 0; k < prune->notes.count; k++)
			if (prune->notes.items[k].node == &tree->nodes[i])
				sorted[count++] = prune->notes.items[k];
	free(prune->notes.items);
	prune->notes.items = sorted;
	prune->notes.capacity = count;
}

static void keep_everything(struct prune *prune, const struct tree *tree)
{
	*prune = (struct prune){
		.nodes = memory_new(tree->nr_nodes, sizeof(bool)),
		.names = memory_new(tree->nr_nodes, sizeof(bool)),
		.properties = memory_new(tree->nr_nodes, sizeof(bool *)),
		.nr_nodes = tree->nr_nodes,
	};
	for (size_t i = 0; i < tree->nr_nodes; i++) {
		size_t count = tree->nodes[i].nr_properties;

		prune->nodes[i] = true;
		prune->names[i] = !node_property(&tree->nodes[i], "name");
		prune->properties[i] = memory_new(count, sizeof(bool));
		for (size_t k = 0; k < count; k++)
			prune->properties[i][k] = true;
	}
}

int prune_tree(struct prune *prune, const struct tree *tree,
	       const struct prune_options *options, struct error *error)
{
	struct work work = { prune, tree, options, error };
	int result = 0;

	keep_everything(prune, tree);
	if (options->keep_all)
		return 0;
	drop_overlay_nodes(&work);
	drop_disabled(&work);
	if (options->nr_only)
		result = drop_unlisted(&work);
	if (!result)
		result = drop_unneeded(&work);
	if (result) {
		prune_free(prune);
		return -1;
	}
	drop_properties(&work);
	sort_notes(prune, tree);
	return 0;
}

void prune_free(struct prune *prune)
{
	for (size_t i = 0; i < prune->nr_nodes; i++)
		free(prune->properties[i]);
	for (size_t i = 0; i < prune->notes.count; i++)
		free(prune->notes.items[i].reason);
	free(prune->nodes);
	free(prune->names);
	free(prune->properties);
	array_free(&prune->notes);
	*prune = (struct prune){ 0 };
}

struct tree_node *prune_sibling(const struct prune *prune,
				const struct tree_node *node)
{
	struct tree_node *next = node->sibling;

	while (next && !prune_keeps(prune, next))
		next = next->sibling;
	return next;
}

struct tree_node *prune_child(const struct prune *prune,
			      const struct tree_node *node)
{
	struct tree_node *child = node->child;

	while (child && !prune_keeps(prune, child))
		child = child->sibling;
	return child;
}
