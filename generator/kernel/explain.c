// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/explain.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/board/closure.h"
#include "generator/kernel/fragment_notes.h"

#define MAX_FILES 8		/* that a symbol builds, and that are listed */

/* ---- symbols */

static void add_nodes_of(const struct fragment *fragment, const char *symbol,
			 struct buffer *text)
{
	for (size_t i = 0; i < fragment->drivers.nodes.count; i++) {
		const struct node_drivers *node = &fragment->drivers.nodes.items[i];

		for (size_t k = 0; k < node->needs.count; k++) {
			const struct driver_need *need = &node->needs.items[k];

			for (size_t w = 0; w < need->ways.count; w++) {
				if (!condition_mentions(need->ways.items[w].condition, symbol))
					continue;
				buffer_add_string(text, "  ");
				notes_add_way(node, need, &need->ways.items[w], text);
				buffer_add_string(text, node->listed ? "\n" :
						  " (not in drivers: only)\n");
			}
		}
	}
}

struct files {
	struct buffer *text;
	size_t count;
};

static void add_file(const struct index_object *object, void *context)
{
	struct files *files = context;

	if (++files->count <= MAX_FILES)
		buffer_printf(files->text, "  builds %s (%s)\n", object->source,
			      object->makefile);
}

int explain_symbol(struct fragment *fragment, const char *symbol,
		   struct buffer *text, struct error *error)
{
	struct files files = { .text = text };
	struct kconfig_line line = { .value = "n" };
	const char *prompt;

	if (!strncmp(symbol, "CONFIG_", strlen("CONFIG_")))
		symbol += strlen("CONFIG_");
	line.symbol = symbol;
	if (kconfig_symbol_type(fragment->kconfig, symbol) == KCONFIG_TYPE_UNKNOWN)
		return kconfig_check_line(fragment->kconfig, &line, error) ? -1 :
		       error_set(error, "%s: no such symbol", symbol);
	prompt = kconfig_prompt(fragment->kconfig, symbol);
	buffer_printf(text, "CONFIG_%s%s%s\n", symbol, prompt ? ": " : "",
		      prompt ? prompt : "");
	solver_explain(fragment->kconfig, &fragment->problem, &fragment->solution,
		       symbol, text);
	kernel_index_symbol(fragment->index, symbol, add_file, &files);
	if (files.count > MAX_FILES)
		buffer_printf(text, "  ... and %zu more files\n", files.count - MAX_FILES);
	add_nodes_of(fragment, symbol, text);
	return 0;
}

/* ---- nodes */

static size_t number_of(const struct fragment *fragment, const struct goal *goal)
{
	size_t number = 0;

	while (number < fragment->problem.nr_goals &&
	       &fragment->goals.items.items[fragment->numbers[number]] != goal)
		number++;
	return number;
}

/* The lines without which the goal is lost. */
static void add_lines_for(const struct fragment *fragment, const struct goal *goal,
			  struct buffer *text)
{
	size_t number = number_of(fragment, goal), count = 0;

	for (size_t i = 0; i < fragment->solution.nr_lines; i++) {
		const struct solver_line *line = &fragment->solution.lines[i];

		for (size_t k = 0; k < line->nr_goals; k++) {
			if (line->goals[k] != number)
				continue;
			buffer_add_string(text, count++ ? "      " :
					  "    it is there by these lines:\n      ");
			kconfig_line_write(&line->line, text);
		}
	}
	if (!count)
		buffer_add_string(text, "    no line is there for it alone: others bring it\n");
}

static void add_need(const struct fragment *fragment, const struct node_drivers *node,
		     const struct driver_need *need, struct buffer *text)
{
	const struct goal *goal = node->listed ? notes_goal_of(fragment, need) : NULL;

	for (size_t i = 0; i < need->ways.count; i++) {
		const struct driver_way *way = &need->ways.items[i];

		buffer_printf(text, "  \"%s\" is served by %s:%u (%s)\n", need->compatible,
			      way->entry->file, way->entry->line,
			      compatible_kind_name(way->entry->kind));
		if (way->entry->why)
			buffer_printf(text, "    as %s says\n", way->entry->why);
		buffer_printf(text, "    %s is built when ", way->entry->source);
		condition_text(way->condition, text);
		buffer_add_string(text, notes_way_is_taken(fragment, way) ?
				  ": it is\n" : ": it is not\n");
	}
	if (goal && goal->impossible) {
		buffer_add_string(text, "    this machine's kernel can't have it:\n");
		notes_add_lines(goal->impossible, "      ", text);
	} else if (goal && goal->condition->kind != CONDITION_TRUE) {
		add_lines_for(fragment, goal, text);
	}
}

static void add_dropped(const struct fragment *fragment, const struct tree_node *node,
			struct buffer *text)
{
	const struct prune *prune = fragment->source->prune;

	for (const struct tree_node *up = node; up; up = up->parent)
		for (size_t i = 0; i < prune->notes.count; i++)
			if (prune->notes.items[i].node == up &&
			    !prune->notes.items[i].property) {
				buffer_printf(text, "  dropped%s%s: %s\n",
					      up == node ? "" : " with ",
					      up == node ? "" : up->path,
					      prune->notes.items[i].reason);
				return;
			}
	buffer_add_string(text, "  not in use\n");
}

int explain_node(struct fragment *fragment, const char *name, struct buffer *text,
		 struct error *error)
{
	const struct fragment_source *source = fragment->source;
	const struct prune_options names = { .labels = source->labels };
	const char *path = source->labels ? map_get(source->labels, name) : NULL;
	const struct tree_node *node = tree_find_node(source->tree, path ? path : name, NULL);
	struct kconfig_line *lines;
	const struct node_drivers *drivers;

	if (!node) {
		closure_find(source->tree, &names, "explain", name, error);
		return -1;
	}
	buffer_printf(text, "%s ", node->path);
	notes_add_compatibles(node, text);
	buffer_add_string(text, "\n");
	lines = solver_lines(&fragment->solution);
	kconfig_evaluate(fragment->kconfig, lines, fragment->solution.nr_lines);
	free(lines);
	drivers = drivers_of(&fragment->drivers, node);
	if (!prune_keeps(source->prune, node) || !node_is_enabled(node))
		add_dropped(fragment, node, text);
	else if (!drivers)
		buffer_add_string(text, "  it has no compatible: what is above it reads it\n");
	if (!drivers)
		return 0;
	if (!drivers->listed)
		buffer_add_string(text, "  drivers: only in the board file doesn't list it\n");
	for (size_t i = 0; i < drivers->needs.count; i++)
		add_need(fragment, drivers, &drivers->needs.items[i], text);
	if (!drivers->needs.count)
		buffer_add_string(text, "  no driver in this tree\n");
	notes_add_facts(fragment, drivers, "  ", text);
	return 0;
}
