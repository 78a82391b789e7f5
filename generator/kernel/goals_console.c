// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The console: the driver of what /chosen/stdout-path names, and the symbol
 * that makes a console of it. By Kconfig's own custom that symbol is called as
 * the driver's, or the beginning of that, with _CONSOLE behind it, and depends
 * on it: SERIAL_STM32_CONSOLE of SERIAL_STM32, SERIAL_8250_CONSOLE (which
 * depends on SERIAL_8250) of SERIAL_8250_DW.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/goals.h"

/* As of_alias_scan() looks for it. */
static const char *stdout_path(const struct tree *tree)
{
	const struct tree_node *chosen = tree_find_path(tree, "/chosen");
	const char *path;

	if (!chosen)
		chosen = tree_find_path(tree, "/chosen@0");
	if (!chosen)
		return NULL;
	path = node_string(chosen, "stdout-path");
	return path ? path : node_string(chosen, "linux,stdout-path");
}

/* The console symbol of a driver's symbol; free() it. NULL: it has none. */
static char *console_of_symbol(const struct kconfig *kconfig, const char *symbol)
{
	char *name = memory_strdup(symbol);
	char *end;

	do {
		char *console = memory_printf("%s_CONSOLE", name);

		if (kconfig_depends_on(kconfig, console, symbol) ||
		    kconfig_depends_on(kconfig, console, name)) {
			free(name);
			return console;
		}
		free(console);
		end = strrchr(name, '_');
		if (end)
			*end = '\0';
	} while (end);
	free(name);
	return NULL;
}

/* The longest name wins: the one that is nearest to the driver's. */
static char *console_of_condition(const struct kconfig *kconfig,
				  const struct condition *condition)
{
	struct map symbols = MAP_INIT;
	char *best = NULL;

	condition_symbols(condition, &symbols);
	for (size_t i = 0; i < symbols.count; i++) {
		char *console = console_of_symbol(kconfig, symbols.entries[i].key);

		if (console && (!best || strlen(console) > strlen(best))) {
			free(best);
			best = console;
			console = NULL;
		}
		free(console);
	}
	map_free(&symbols);
	return best;
}

/* Is there a console symbol? */
static bool add_way(struct goals *goals, const struct goals_source *source,
		    const struct node_drivers *node, const struct driver_need *need,
		    const char *path)
{
	struct condition_pool *pool = source->index->pool;
	char *console = console_of_condition(source->kconfig, need->condition);
	bool found = console;

	goals_add(goals, GOAL_CONSOLE, need->condition,
		  memory_printf("/chosen stdout-path \"%s\" is %s -> %s", path,
				node->node->path, need->ways.items[0].entry->source));
	if (console)
		goals_add(goals, GOAL_CONSOLE, condition_symbol(pool, console),
			  memory_printf("/chosen stdout-path \"%s\" is %s", path,
					node->node->path));
	free(console);
	return found;
}

void goals_add_console(struct goals *goals, const struct goals_source *source)
{
	const char *path = stdout_path(source->tree);
	const struct tree_node *console =
		path ? tree_find_node(source->tree, path, NULL) : NULL;
	const struct node_drivers *node =
		console ? drivers_of(source->drivers, console) : NULL;
	bool found = false;

	if (!path)
		return;
	for (size_t i = 0; node && i < node->needs.count; i++) {
		enum compatible_kind kind = node->needs.items[i].ways.items[0].entry->kind;

		if (kind == COMPATIBLE_DRIVER || kind == COMPATIBLE_FACT)
			found |= add_way(goals, source, node, &node->needs.items[i], path);
	}
	if (!found)
		*array_add(&goals->remarks) =
			memory_printf("/chosen stdout-path \"%s\": %s", path,
				      !node ? "no node that is in use" :
				      !node->needs.count ? "no driver knows this node" :
				      "Kconfig has no ..._CONSOLE that depends on its driver's symbol");
}
