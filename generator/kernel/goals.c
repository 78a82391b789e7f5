// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/goals.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

struct goal *goals_add(struct goals *goals, enum goal_group group,
		       const struct condition *condition, char *reason)
{
	struct goal *goal = NULL;

	for (size_t i = 0; i < goals->items.count && !goal; i++)
		if (goals->items.items[i].group == group &&
		    goals->items.items[i].condition == condition)
			goal = &goals->items.items[i];
	if (!goal) {
		goal = array_add(&goals->items);
		goal->group = group;
		goal->condition = condition;
	}
	for (size_t i = 0; i < goal->reasons.count; i++)
		if (!strcmp(goal->reasons.items[i].text, reason)) {
			free(reason);
			return goal;
		}
	*array_add(&goal->reasons) = (struct goal_reason){ .text = reason };
	return goal;
}

/* ---- drivers */

static char *driver_reason(const struct node_drivers *node,
			   const struct driver_need *need)
{
	struct buffer text = BUFFER_INIT;

	buffer_printf(&text, "%s \"%s\" -> ", node->node->path, need->compatible);
	for (size_t i = 0; i < need->ways.count; i++)
		buffer_printf(&text, "%s%s", i ? " or " : "",
			      need->ways.items[i].entry->source);
	return buffer_take(&text);
}

static void add_drivers(struct goals *goals, const struct goals_source *source)
{
	for (size_t i = 0; i < source->drivers->nodes.count; i++) {
		const struct node_drivers *node = &source->drivers->nodes.items[i];

		for (size_t k = 0; node->listed && k < node->needs.count; k++) {
			const struct driver_need *need = &node->needs.items[k];
			const struct index_entry *entry = need->ways.items[0].entry;
			struct goal_reason *reason;
			struct goal *goal;

			goal = goals_add(goals, entry->kind == COMPATIBLE_MACHINE ?
					 GOAL_MACHINE : GOAL_DRIVER,
					 need->condition, driver_reason(node, need));
			reason = &goal->reasons.items[goal->reasons.count - 1];
			reason->node = node;
			reason->need = need;
			goal->machine = entry->kind == COMPATIBLE_MACHINE;
			goal->processor |= drivers_is_root_interrupt_controller(
				source->tree, node->node);
			if (!goal->source)
				goal->source = entry->source;
			goals_add_facts(goals, source, node, need);
		}
	}
}

/* Lines that the tree has no use for, once each; @text is taken over. */
static void add_series(struct goals *goals, const char *why, char *text)
{
	for (size_t i = 0; i < goals->series.count; i++)
		if (!strcmp(goals->series.items[i].text, text)) {
			free(text);
			return;
		}
	*array_add(&goals->series) = (struct series_line){ memory_strdup(why), text };
}

/* ---- the board file */

static char *setting_line_text(const struct goals_source *source,
			       const struct setting *setting)
{
	struct kconfig_line line = {
		.symbol = setting->symbol,
		.value = setting->value,
		.quoted = kconfig_symbol_type(source->kconfig, setting->symbol) ==
			  KCONFIG_TYPE_STRING,
	};
	struct buffer text = BUFFER_INIT;

	kconfig_line_write(&line, &text);
	return buffer_take(&text);
}

static int setting_error(const struct board *board, const struct setting *setting,
			 struct error *error)
{
	if (setting->line)
		return error_prefix(error, "%s:%u: kernel: set: ", board->path,
				    setting->line);
	return error_prefix(error, "%s: kernel: set: ", board->path);
}

static int add_setting(struct goals *goals, const struct goals_source *source,
		       const struct setting *setting, struct error *error)
{
	enum kconfig_symbol_type type = kconfig_symbol_type(source->kconfig,
							    setting->symbol);
	struct kconfig_line line = {
		.symbol = setting->symbol,
		.value = setting->value,
		.quoted = type == KCONFIG_TYPE_STRING,
	};
	const struct board *board = source->board;

	if (setting->series && type == KCONFIG_TYPE_UNKNOWN) {
		if (!source->dt)
			add_series(goals, setting->why,
				   setting_line_text(source, setting));
		return 0;
	}
	if (kconfig_check_line(source->kconfig, &line, error))
		return setting_error(board, setting, error);
	goals_add(goals, setting->budget ? GOAL_BUDGET : GOAL_BOARD,
		  condition_equals(source->index->pool, setting->symbol, setting->value),
		  setting->budget ? memory_strdup(setting->why) : setting->line ?
		  memory_printf("%s:%u: %s", "board.yaml", setting->line, setting->why) :
		  memory_printf("board.yaml: %s", setting->why));
	return 0;
}

/* ---- the tables */

static bool knows_all(const struct kconfig *kconfig, const struct kconfig_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		if (kconfig_symbol_type(kconfig, lines->items[i].symbol) ==
		    KCONFIG_TYPE_UNKNOWN)
			return false;
	return true;
}

static void add_table_lines(struct goals *goals, const struct goals_source *source)
{
	for (size_t i = 0; i < source->nr_tables; i++) {
		const struct goals_table_line *given = &source->tables[i];
		struct kconfig_lines lines = { 0 };
		bool known;

		kconfig_lines_read(&lines, given->text);
		known = knows_all(source->kconfig, &lines);
		for (size_t k = 0; known && k < lines.count; k++)
			goals_add(goals, GOAL_TABLES,
				  condition_equals(source->index->pool,
						   lines.items[k].symbol,
						   lines.items[k].value),
				  memory_strdup(given->why));
		if (!known)
			add_series(goals, given->why, memory_printf("%s\n", given->text));
		kconfig_lines_free(&lines);
	}
}

int goals_make(struct goals *goals, const struct goals_source *source,
	       struct error *error)
{
	int result = 0;

	*goals = (struct goals){ 0 };
	goals_add_machine(goals, source);
	add_drivers(goals, source);
	goals_add_console(goals, source);
	for (unsigned int i = 0; !result && i < source->board->nr_kernel; i++)
		result = add_setting(goals, source, &source->board->kernel[i], error);
	if (!source->dt)
		add_table_lines(goals, source);
	if (result)
		goals_free(goals);
	return result;
}

void goals_free(struct goals *goals)
{
	for (size_t i = 0; i < goals->items.count; i++) {
		struct goal *goal = &goals->items.items[i];

		for (size_t k = 0; k < goal->reasons.count; k++)
			free(goal->reasons.items[k].text);
		array_free(&goal->reasons);
		free(goal->impossible);
	}
	for (size_t i = 0; i < goals->series.count; i++) {
		free(goals->series.items[i].why);
		free(goals->series.items[i].text);
	}
	for (size_t i = 0; i < goals->remarks.count; i++)
		free(goals->remarks.items[i]);
	array_free(&goals->items);
	array_free(&goals->series);
	array_free(&goals->remarks);
	*goals = (struct goals){ 0 };
}
