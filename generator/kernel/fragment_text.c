// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The fragment as text: each line below what it is there for, in groups.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/fragment_notes.h"

#define MAX_REASONS 4		/* of one line; gen-board explain tells all */

struct writer {
	const struct fragment *fragment;
	struct buffer *text;
};

/* Where a line belongs. */
struct place {
	enum goal_group group;
	char *folder;			/* of GOAL_DRIVER: "drivers/tty/serial" */
	const struct solver_line *line;
};

static const struct goal *goal_of(const struct fragment *fragment, size_t number)
{
	return &fragment->goals.items.items[fragment->numbers[number]];
}

/* ---- why a line is there */

/* The goal that the line is of: the first that says its symbol, else the first. */
static const struct goal *main_goal(const struct fragment *fragment,
				    const struct solver_line *line)
{
	for (size_t i = 0; i < line->nr_goals; i++)
		if (condition_mentions(goal_of(fragment, line->goals[i])->condition,
			     line->line.symbol))
			return goal_of(fragment, line->goals[i]);
	return line->nr_goals ? goal_of(fragment, line->goals[0]) : NULL;
}

/* Each reason is counted; those that are too many aren't written. */
static void add_reason(struct writer *writer, size_t *count, const char *reason)
{
	if (++*count <= MAX_REASONS)
		buffer_printf(writer->text, "# %s\n", reason);
}

static void add_driver_reason(struct writer *writer, size_t *count,
			      const struct goal_reason *reason)
{
	for (size_t i = 0; i < reason->need->ways.count; i++) {
		const struct driver_way *way = &reason->need->ways.items[i];
		struct buffer text = BUFFER_INIT;

		if (!notes_way_is_taken(writer->fragment, way))
			continue;
		notes_add_way(reason->node, reason->need, way, &text);
		add_reason(writer, count, buffer_text(&text));
		buffer_free(&text);
	}
}

static void add_goal_reasons(struct writer *writer, size_t *count,
			     const struct goal *goal)
{
	for (size_t i = 0; i < goal->reasons.count; i++) {
		const struct goal_reason *reason = &goal->reasons.items[i];
		struct buffer text = BUFFER_INIT;

		if (reason->need) {
			add_driver_reason(writer, count, reason);
			continue;
		}
		buffer_add_string(&text, reason->text);
		if (goal->group == GOAL_MACHINE || goal->group == GOAL_CONSOLE) {
			buffer_add_string(&text, " -> ");
			fragment_condition_text(goal->condition, &text);
		}
		add_reason(writer, count, buffer_text(&text));
		buffer_free(&text);
	}
}

/* Another goal needs the line, though it doesn't say so. */
static void add_sake(struct writer *writer, size_t *count, const struct goal *goal)
{
	struct buffer text = BUFFER_INIT;

	buffer_add_string(&text, "for the sake of ");
	fragment_condition_text(goal->condition, &text);
	buffer_printf(&text, ": %s", goal->reasons.items[0].text);
	add_reason(writer, count, buffer_text(&text));
	buffer_free(&text);
}

static void add_reasons(struct writer *writer, const struct solver_line *line)
{
	const struct fragment *fragment = writer->fragment;
	size_t count = 0;

	for (size_t i = 0; i < line->nr_goals; i++)
		if (condition_mentions(goal_of(fragment, line->goals[i])->condition,
			     line->line.symbol))
			add_goal_reasons(writer, &count, goal_of(fragment, line->goals[i]));
	if (!count)
		for (size_t i = 0; i < line->nr_goals; i++)
			add_sake(writer, &count, goal_of(fragment, line->goals[i]));
	if (count > MAX_REASONS)
		buffer_printf(writer->text, "# ... and %zu more\n", count - MAX_REASONS);
	if (line->keeps)
		buffer_printf(writer->text, "# without it %s would be selected past what it depends on\n",
			      line->keeps);
}

/* ---- groups */

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	int order;

	if (left->group != right->group)
		return left->group < right->group ? -1 : 1;
	order = strcmp(left->folder, right->folder);
	if (order)
		return order;
	return left->line < right->line ? -1 : left->line > right->line;
}

static char *folder_of(const struct goal *goal)
{
	const char *end = goal && goal->source && goal->group == GOAL_DRIVER ?
			  strrchr(goal->source, '/') : NULL;

	return end ? memory_strndup(goal->source, end - goal->source) :
		     memory_strdup("");
}

/*
 * A line that goals need without saying so goes with the machine where it is of
 * the architecture (arch/), and else with the first that needs it.
 */
static enum goal_group group_of(const struct fragment *fragment,
				const struct goal *goal, const char *symbol)
{
	const char *file = kconfig_position(fragment->kconfig, symbol).file;

	if (!goal || (!condition_mentions(goal->condition, symbol) && file &&
		      !strncmp(file, "arch/", 5)))
		return GOAL_MACHINE;
	return goal->group;
}

static struct place *place_lines(const struct fragment *fragment)
{
	const struct solver_solution *solution = &fragment->solution;
	struct place *places = memory_new(solution->nr_lines + 1, sizeof(*places));

	for (size_t i = 0; i < solution->nr_lines; i++) {
		const struct goal *goal = main_goal(fragment, &solution->lines[i]);

		places[i] = (struct place){
			.group = group_of(fragment, goal,
					  solution->lines[i].line.symbol),
			.folder = folder_of(goal),
			.line = &solution->lines[i],
		};
		if (places[i].group != GOAL_DRIVER)
			places[i].folder[0] = '\0';
	}
	qsort(places, solution->nr_lines, sizeof(*places), compare_places);
	return places;
}

static void add_heading(struct writer *writer, const struct place *place)
{
	static const char *const headings[GOAL_GROUPS] = {
		[GOAL_MACHINE] = "the processor and the machine",
		[GOAL_CONSOLE] = "the console",
		[GOAL_BOARD] = "what the board file asks for",
		[GOAL_BUDGET] = "what the budget of RAM and flash comes to",
		[GOAL_TABLES] = "the tree in constant tables",
	};

	buffer_printf(writer->text, "\n# ---- %s\n",
		      place->group == GOAL_DRIVER ? place->folder :
						    headings[place->group]);
}

static void add_lines(struct writer *writer)
{
	const size_t count = writer->fragment->solution.nr_lines;
	struct place *places = place_lines(writer->fragment);

	for (size_t i = 0; i < count; i++) {
		if (!i || places[i].group != places[i - 1].group ||
		    strcmp(places[i].folder, places[i - 1].folder))
			add_heading(writer, &places[i]);
		buffer_add_string(writer->text, "\n");
		add_reasons(writer, places[i].line);
		kconfig_line_write(&places[i].line->line, writer->text);
	}
	for (size_t i = 0; i < count; i++)
		free(places[i].folder);
	free(places);
}

/* ---- what has no line of its own */

static bool has_line(const struct fragment *fragment, const struct goal *goal)
{
	for (size_t i = 0; i < fragment->solution.nr_lines; i++) {
		const struct solver_line *line = &fragment->solution.lines[i];

		for (size_t k = 0; k < line->nr_goals; k++)
			if (goal_of(fragment, line->goals[k]) == goal &&
			    condition_mentions(goal->condition, line->line.symbol))
				return true;
	}
	return false;
}

/* A heading is written before the first thing below it. */
static void add_below(struct writer *writer, const char **heading, const char *line)
{
	if (*heading)
		buffer_printf(writer->text, "\n# ---- %s\n#\n", *heading);
	*heading = NULL;
	buffer_add_string(writer->text, line);
}

static void add_implied_need(struct writer *writer, const char **heading,
			     const struct goal_reason *reason)
{
	for (size_t i = 0; reason->need && i < reason->need->ways.count; i++) {
		const struct driver_way *way = &reason->need->ways.items[i];
		struct buffer text = BUFFER_INIT;

		if (!notes_way_is_taken(writer->fragment, way))
			continue;
		buffer_add_string(&text, "# ");
		notes_add_way(reason->node, reason->need, way, &text);
		buffer_add_string(&text, "\n");
		add_below(writer, heading, buffer_text(&text));
		buffer_free(&text);
	}
}

static void add_implied(struct writer *writer)
{
	const char *heading = "drivers that come with these lines";

	for (size_t i = 0; i < writer->fragment->goals.items.count; i++) {
		const struct goal *goal = &writer->fragment->goals.items.items[i];

		if (goal->impossible || has_line(writer->fragment, goal))
			continue;
		for (size_t k = 0; k < goal->reasons.count; k++)
			add_implied_need(writer, &heading, &goal->reasons.items[k]);
	}
}

static void add_several(struct writer *writer)
{
	const char *heading = "nodes that several drivers know: one is enough";
	const struct drivers *drivers = &writer->fragment->drivers;

	for (size_t i = 0; i < drivers->nodes.count; i++) {
		const struct node_drivers *node = &drivers->nodes.items[i];

		for (size_t k = 0; node->listed && k < node->needs.count; k++) {
			const struct driver_need *need = &node->needs.items[k];

			for (size_t w = 0; need->ways.count > 1 && w < need->ways.count; w++) {
				struct buffer text = BUFFER_INIT;

				buffer_add_string(&text, "# ");
				notes_add_way(node, need, &need->ways.items[w], &text);
				buffer_add_string(&text,
						  notes_way_is_taken(writer->fragment,
								     &need->ways.items[w]) ?
						  " (taken)\n" : "\n");
				add_below(writer, &heading, buffer_text(&text));
				buffer_free(&text);
			}
		}
	}
}

static void add_impossible(struct writer *writer)
{
	const char *heading = "drivers that this machine's kernel can't have";

	for (size_t i = 0; i < writer->fragment->goals.items.count; i++) {
		const struct goal *goal = &writer->fragment->goals.items.items[i];

		for (size_t k = 0; goal->impossible && k < goal->reasons.count; k++) {
			struct buffer text = BUFFER_INIT;

			buffer_printf(&text, "# %s -> ", goal->reasons.items[k].text);
			fragment_condition_text(goal->condition, &text);
			buffer_add_string(&text, "\n");
			notes_add_lines(goal->impossible, "#   ", &text);
			add_below(writer, &heading, buffer_text(&text));
			buffer_free(&text);
		}
	}
}

static void add_driverless(struct writer *writer)
{
	const char *heading = "nodes without a driver in this tree";
	const struct drivers *drivers = &writer->fragment->drivers;
	size_t unlisted = 0;

	for (size_t i = 0; i < drivers->nodes.count; i++) {
		const struct node_drivers *node = &drivers->nodes.items[i];
		struct buffer text = BUFFER_INIT;

		unlisted += !node->listed;
		if (!node->listed || node->needs.count)
			continue;
		buffer_printf(&text, "# %s ", node->node->path);
		notes_add_compatibles(node->node, &text);
		buffer_add_string(&text, "\n");
		notes_add_facts(writer->fragment, node, "#   ", &text);
		add_below(writer, &heading, buffer_text(&text));
		buffer_free(&text);
	}
	heading = "remarks";
	for (size_t i = 0; i < writer->fragment->goals.remarks.count; i++) {
		char *line = memory_printf("# %s\n",
					   writer->fragment->goals.remarks.items[i]);

		add_below(writer, &heading, line);
		free(line);
	}
	if (unlisted) {
		char *line = memory_printf("# %zu nodes get no driver: drivers: only in the board file doesn't list them\n",
					   unlisted);

		add_below(writer, &heading, line);
		free(line);
	}
}

/* ---- the whole */

static void add_series(struct writer *writer)
{
	const struct goals *goals = &writer->fragment->goals;

	if (!goals->series.count)
		return;
	buffer_printf(writer->text,
		      "\n# ---- for the kernel series (kernel-patches/%s)\n"
		      "# The tree that this was made with doesn't have these symbols: what they need in\n"
		      "# turn isn't looked at, and a kernel without the series passes them over.\n",
		      writer->fragment->index->version);
	for (size_t i = 0; i < goals->series.count; i++)
		buffer_printf(writer->text, "\n# %s\n%s", goals->series.items[i].why,
			      goals->series.items[i].text);
}

static void add_proof(struct writer *writer)
{
	const struct solver_solution *solution = &writer->fragment->solution;
	size_t open = 0;

	for (size_t i = 0; i < solution->nr_lines; i++)
		open += !solution->lines[i].proved;
	buffer_printf(writer->text, "# %zu needs, %zu lines. Proved for ",
		      writer->fragment->problem.nr_goals, solution->nr_lines);
	if (open)
		buffer_add_string(writer->text, "all but");
	else
		buffer_add_string(writer->text, "each of them");
	for (size_t i = 0; i < solution->nr_lines; i++)
		if (!solution->lines[i].proved)
			buffer_printf(writer->text, " %s", solution->lines[i].line.symbol);
	buffer_add_string(writer->text, ":\n# what is left without the line isn't enough, however much of it is kept.\n");
}

void fragment_text(const struct fragment *fragment, const char *version,
		   const char *command, struct buffer *text)
{
	struct writer writer = { fragment, text };
	struct kconfig_line *lines = solver_lines(&fragment->solution);

	/* the values that ways and goals are looked at with */
	kconfig_evaluate(fragment->kconfig, lines, fragment->solution.nr_lines);
	free(lines);
	buffer_printf(text, "# %s: what its kernel needs, on top of allnoconfig.\n"
		      "# Made by gen-board %s with: %s\n# For Linux %s, ARCH=%s.\n",
		      fragment->source->board->name, version, command,
		      fragment->index->version, fragment->source->board->arch);
	add_proof(&writer);
	add_lines(&writer);
	add_implied(&writer);
	add_several(&writer);
	add_impossible(&writer);
	add_driverless(&writer);
	add_series(&writer);
}
