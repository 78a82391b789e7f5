// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/fragment_notes.h"

#include <string.h>

#define MAX_MENTIONS 3		/* of one compatible, that are told about */

void notes_add_way(const struct node_drivers *node, const struct driver_need *need,
		   const struct driver_way *way, struct buffer *text)
{
	buffer_printf(text, "%s \"%s\" -> %s -> ", node->node->path, need->compatible,
		      way->entry->source);
	if (way->condition->kind == CONDITION_TRUE)
		buffer_add_string(text, "always built");
	else
		condition_text(way->condition, text);
}

bool notes_way_is_taken(const struct fragment *fragment, const struct driver_way *way)
{
	return kconfig_holds(fragment->kconfig, way->condition);
}

void notes_add_compatibles(const struct tree_node *node, struct buffer *text)
{
	const char *compatible;

	for (size_t i = 0; (compatible = node_string_at(node, "compatible", i)); i++)
		buffer_printf(text, "%s\"%s\"", i ? ", " : "", compatible);
}

/* What knows a compatible without serving it. */
static void add_mentions(const struct fragment *fragment, const char *compatible,
			 const char *indent, struct buffer *text)
{
	struct index_entries entries = kernel_index_compatible(fragment->index,
							       compatible);
	size_t count = 0;

	for (size_t i = 0; i < entries.count; i++) {
		const struct index_entry *entry = entries.items[i];

		if (entry->registered && compatible_kind_serves(entry->kind))
			continue;
		if (++count <= MAX_MENTIONS)
			buffer_printf(text, "%s\"%s\" is mentioned in %s:%u (%s%s)\n",
				      indent, compatible, entry->file, entry->line,
				      compatible_kind_name(entry->kind),
				      entry->registered || !compatible_kind_serves(entry->kind) ?
				      "" : ", which nobody registers");
	}
	if (count > MAX_MENTIONS)
		buffer_printf(text, "%s... and in %zu more places\n", indent,
			      count - MAX_MENTIONS);
}

void notes_add_facts(const struct fragment *fragment, const struct node_drivers *node,
		     const char *indent, struct buffer *text)
{
	const char *compatible;

	for (size_t i = 0; i < node->lost.count; i++) {
		const struct driver_lost *lost = &node->lost.items[i];

		buffer_printf(text, "%s\"%s\" is known to %s: %s\n", indent,
			      lost->compatible, lost->entry->source, lost->why);
	}
	for (size_t i = 0;
	     (compatible = node_string_at(node->node, "compatible", i)); i++)
		add_mentions(fragment, compatible, indent, text);
}

const struct goal *notes_goal_of(const struct fragment *fragment,
				 const struct driver_need *need)
{
	for (size_t i = 0; i < fragment->goals.items.count; i++) {
		const struct goal *goal = &fragment->goals.items.items[i];

		if (goal->condition == need->condition &&
		    (goal->group == GOAL_DRIVER || goal->group == GOAL_MACHINE))
			return goal;
	}
	return NULL;
}

void notes_add_lines(const char *lines, const char *indent, struct buffer *text)
{
	while (*lines) {
		int length = (int)strcspn(lines, "\n");

		buffer_printf(text, "%s%.*s\n", indent, length, lines);
		lines += length + (lines[length] == '\n');
	}
}
