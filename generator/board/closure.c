// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/closure.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "generator/base/nearest.h"
#include "generator/board/pins.h"
#include "generator/tree/references.h"

/* Nodes below the root that every kernel reads. */
static const char *const always_named[] = {
	"aliases", "chosen", "cpus", "firmware", "memory", "psci",
	"reserved-memory",
};

/* What a CPU can't run without, beside the root interrupt controller. */
static const char *const always_compatible[] = {
	"arm,armv7m-systick", "arm,armv7-timer", "arm,armv8-timer",
	"arm,cortex-a7-twd-timer", "arm,cortex-a9-twd-timer",
	"arm,cortex-a9-global-timer",
};

struct closure {
	const struct tree *tree;
	bool *wanted;			/* by node index */
	bool *followed;			/* its references, by node index */
	ARRAY(const struct tree_node *) pending;	/* references not followed yet */
	struct error *error;
};

static void want(struct closure *closure, const struct tree_node *node)
{
	closure->wanted[node->index] = true;
	if (closure->followed[node->index])
		return;
	closure->followed[node->index] = true;
	*array_add(&closure->pending) = node;
}

/* The node and those above it, whose references count as well. */
static void want_alone(struct closure *closure, const struct tree_node *node)
{
	for (; node; node = node->parent)
		want(closure, node);
}

/* A device: its driver may read all that is below. */
static void want_device(struct closure *closure, const struct tree_node *device)
{
	const struct tree_node *node = device;

	want_alone(closure, device);
	while (node) {
		if (node_is_enabled(node))
			want(closure, node);
		node = node_next(device, node);
	}
}

static bool is_bus(const struct tree_node *node)
{
	return !node->parent || node_is_compatible(node, "simple-bus") ||
	       node_is_compatible(node, "simple-pm-bus");
}

/* A state that was chosen, and the GPIO banks that its pins belong to. */
static void want_pin_state(struct closure *closure, const struct tree_node *state)
{
	const struct tree_node *controller = state->parent;

	while (controller && !is_pin_controller(controller))
		controller = controller->parent;
	want_device(closure, state);
	if (!controller)
		return;
	for (const struct tree_node *bank = controller->child; bank;
	     bank = bank->sibling)
		if (node_property(bank, "gpio-controller") &&
		    node_is_enabled(bank) &&
		    bank_has_pins_of(controller, bank, state))
			want_device(closure, bank);
}

/* The device at the other end: above its endpoint, port and ports. */
static const struct tree_node *port_parent(const struct tree_node *endpoint)
{
	const struct tree_node *node = endpoint->parent;

	while (node && node->parent &&
	       (node_name_is(node, "port") || node_name_is(node, "ports")))
		node = node->parent;
	return node ? node : endpoint;
}

static void want_target(struct closure *closure, const struct reference *reference)
{
	const struct tree_node *target = reference->target;

	if (!node_is_enabled(target))
		return;
	if (!strncmp(reference->property->name, "pinctrl-", 8))
		want_pin_state(closure, target);
	else if (!strcmp(reference->property->name, "remote-endpoint"))
		want_device(closure, port_parent(target));
	else if (is_bus(target) || is_pin_controller(target))
		want_alone(closure, target);
	else
		want_device(closure, target);
}

static int follow_references(struct closure *closure)
{
	reference_list references = { 0 };
	int result = 0;

	while (!result && closure->pending.count) {
		const struct tree_node *node =
			closure->pending.items[--closure->pending.count];

		references.count = 0;
		result = references_of_node(closure->tree, node, &references,
					    closure->error);
		for (size_t i = 0; !result && i < references.count; i++)
			want_target(closure, &references.items[i]);
	}
	array_free(&references);
	return result;
}

static bool is_always_needed(const struct tree *tree, const struct tree_node *node)
{
	if (!node->parent)
		return true;
	for (size_t i = 0; node->depth == 1 &&
	     i < sizeof(always_named) / sizeof(always_named[0]); i++)
		if (node_name_is(node, always_named[i]))
			return true;
	for (size_t i = 0;
	     i < sizeof(always_compatible) / sizeof(always_compatible[0]); i++)
		if (node_is_compatible(node, always_compatible[i]))
			return true;
	/* the root of the interrupt tree */
	if (node_property(node, "interrupt-controller")) {
		const struct tree_node *parent = interrupt_parent(tree, node);

		return !parent || parent == node;
	}
	return false;
}

static void want_the_rest(struct closure *closure)
{
	const struct tree *tree = closure->tree;
	const struct tree_node *chosen = tree_find_path(tree, "/chosen");
	const struct tree_node *console;
	const char *path;

	for (size_t i = 0; i < tree->nr_nodes; i++) {
		const struct tree_node *node = &tree->nodes[i];

		if (!node_is_enabled(node) || !is_always_needed(tree, node))
			continue;
		if (node->parent)
			want_device(closure, node);
		else
			want(closure, node);
	}
	path = chosen ? node_string(chosen, "stdout-path") : NULL;
	console = path ? tree_find_node(tree, path, NULL) : NULL;
	if (console && node_is_enabled(console))
		want_device(closure, console);
}

/* The names that are most like @entry: labels and aliases, or paths. */
static void list_nearest(const struct tree *tree,
			 const struct prune_options *options,
			 const char *entry, struct buffer *list)
{
	const struct tree_node *aliases = tree_find_path(tree, "/aliases");
	struct nearest nearest = NEAREST_INIT(entry);

	if (entry[0] == '/') {
		for (size_t i = 0; i < tree->nr_nodes; i++)
			nearest_offer(&nearest, tree->nodes[i].path);
	} else {
		for (size_t i = 0; options->labels && i < options->labels->count; i++)
			nearest_offer(&nearest, options->labels->entries[i].key);
		for (size_t i = 0; aliases && i < aliases->nr_properties; i++)
			nearest_offer(&nearest, aliases->properties[i].name);
	}
	nearest_list(&nearest, list);
}

const struct tree_node *closure_find(const struct tree *tree,
				     const struct prune_options *options,
				     const char *key, const char *entry,
				     struct error *error)
{
	const char *path = options->labels ? map_get(options->labels, entry) : NULL;
	const struct tree_node *node = path ? tree_find_path(tree, path) :
					      tree_find_node(tree, entry, NULL);
	const char *file = options->board_file ? options->board_file : tree->source;
	struct buffer list = BUFFER_INIT;

	if (!node) {
		list_nearest(tree, options, entry, &list);
		error_set(error, "%s: %s: \"%s\" names no node of %s%s%s", file, key,
			  entry, tree->source,
			  list.length ? "; the nearest are " : "",
			  buffer_text(&list));
		buffer_free(&list);
		return NULL;
	}
	if (!node_is_enabled(node)) {
		error_set(error, "%s: %s: \"%s\" is %s, which is disabled in %s; expected status = \"okay\" there and above",
			  file, key, entry, node->path, tree->source);
		return NULL;
	}
	return node;
}

static int want_entry(struct closure *closure, const struct prune_options *options,
		      const char *entry)
{
	const struct tree_node *node = closure_find(closure->tree, options,
						    "devices: only", entry,
						    closure->error);

	if (!node)
		return -1;
	want_device(closure, node);
	return 0;
}

int closure_of_devices(const struct tree *tree,
		       const struct prune_options *options, bool *wanted,
		       struct error *error)
{
	struct closure closure = {
		.tree = tree,
		.wanted = wanted,
		.followed = memory_new(tree->nr_nodes, sizeof(bool)),
		.error = error,
	};
	int result = 0;

	want_the_rest(&closure);
	for (unsigned int i = 0; !result && i < options->nr_only; i++)
		result = want_entry(&closure, options, options->only[i]);
	if (!result)
		result = follow_references(&closure);
	array_free(&closure.pending);
	free(closure.followed);
	return result;
}
