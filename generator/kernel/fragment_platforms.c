// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A board is of one platform, a family of chips; what another one selects can
 * be had without it. To the solver the second is as good as any other line.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/fragment.h"

typedef ARRAY(char *) names;

/* By custom the symbol of a platform is ARCH_X, in arch/. */
static bool is_platform(const struct fragment *fragment, const char *symbol)
{
	const char *file = kconfig_position(fragment->kconfig, symbol).file;

	return !strncmp(symbol, "ARCH_", 5) && file && !strncmp(file, "arch/", 5) &&
	       kconfig_symbol_type(fragment->kconfig, symbol) == KCONFIG_TYPE_BOOL &&
	       kconfig_prompt(fragment->kconfig, symbol);
}

/* Those that there are lines for. */
static void add_taken(const struct fragment *fragment, names *platforms)
{
	for (size_t i = 0; i < fragment->solution.nr_lines; i++) {
		const struct kconfig_line *line = &fragment->solution.lines[i].line;

		if (!strcmp(line->value, "y") && is_platform(fragment, line->symbol))
			*array_add(platforms) = memory_strdup(line->symbol);
	}
}

/* Those that could be set where the solution's lines are. */
static void add_all(const struct fragment *fragment, names *platforms)
{
	struct kconfig_lines lines = { 0 };
	struct buffer config = BUFFER_INIT;

	kconfig_config(fragment->kconfig, &config);
	kconfig_lines_read(&lines, buffer_text(&config));
	for (size_t i = 0; i < lines.count; i++)
		if (is_platform(fragment, lines.items[i].symbol))
			*array_add(platforms) = memory_strdup(lines.items[i].symbol);
	kconfig_lines_free(&lines);
	buffer_free(&config);
}

static bool has(const names *platforms, const char *name)
{
	for (size_t i = 0; i < platforms->count; i++)
		if (!strcmp(platforms->items[i], name))
			return true;
	return false;
}

/* Solve with the platforms that are taken, but one, and no others. */
static bool try_without(struct fragment *fragment, const names *all, const names *taken,
			size_t without)
{
	const char **avoid = memory_new(all->count + 1, sizeof(*avoid));
	struct solver_problem problem = fragment->problem;
	struct error ignored = ERROR_INIT;
	struct solver_solution solution;
	size_t count = 0;
	bool done;

	for (size_t i = 0; i < all->count; i++)
		if (!has(taken, all->items[i]) ||
		    !strcmp(all->items[i], taken->items[without]))
			avoid[count++] = all->items[i];
	problem.avoid = avoid;
	problem.brief = true;
	done = !solver_solve(fragment->kconfig, &problem, &solution, &ignored);
	if (done) {
		solver_solution_free(&fragment->solution);
		fragment->solution = solution;
	}
	free(avoid);
	return done;
}

static void free_names(names *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	array_free(list);
}

void fragment_leave_platforms(struct fragment *fragment)
{
	names all = { 0 }, taken = { 0 };

	add_taken(fragment, &taken);
	if (taken.count > 1)
		add_all(fragment, &all);
	for (size_t i = taken.count; taken.count > 1 && i-- > 0;)
		if (try_without(fragment, &all, &taken, i)) {
			free(taken.items[i]);
			taken.items[i] = taken.items[--taken.count];
		}
	free_names(&all);
	free_names(&taken);
}
