// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * draw-mappings TREE SEED COUNT DIR ARCH=CROSS_COMPILE...
 *
 * Draw compatibles of drivers at random from the index, and find for each the
 * Kconfig lines that make its condition true, for the first of the
 * architectures for which there are any. Writes DIR/NUMBER.config with these
 * lines, and for each a line "NUMBER ARCH OBJECT COMPATIBLE KIND CONDITION".
 * What none of the architectures can have is counted, listed in DIR/refused
 * and replaced by the next one that is drawn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/index.h"
#include "generator/kernel/solver.h"

struct draw {
	struct kernel_index index;
	ARRAY(const struct index_entry *) mappings;
	ARRAY(struct kconfig *) architectures;
	uint64_t state;			/* of the random numbers */
	const char *directory;
	struct buffer list, refused;
	size_t nr_refused;
};

/* splitmix64 */
static uint64_t draw_number(struct draw *draw)
{
	uint64_t z = draw->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Each compatible of each source once. */
static void gather(struct draw *draw)
{
	struct map seen = MAP_INIT;

	for (size_t i = 0; i < draw->index.entries.count; i++) {
		const struct index_entry *entry = &draw->index.entries.items[i];
		char *key;

		/* names of i2c and spi devices are no compatibles */
		if (entry->kind == COMPATIBLE_I2C_ID || entry->kind == COMPATIBLE_SPI_ID)
			continue;
		if (!entry->registered || entry->class > INDEX_ALWAYS ||
		    entry->condition->kind == CONDITION_FALSE)
			continue;
		key = memory_printf("%s %s", entry->compatible, entry->source);
		if (!map_has(&seen, key)) {
			map_put(&seen, key);
			*array_add(&draw->mappings) = entry;
		}
		free(key);
	}
	map_free(&seen);
}

static int open_architectures(struct draw *draw, const char *tree, char **names, int count,
			      struct error *error)
{
	for (int i = 0; i < count; i++) {
		char *name = memory_strdup(names[i]), *equals = strchr(name, '=');
		struct kconfig_options options = { .tree = tree, .arch = name };

		if (equals) {
			*equals = '\0';
			options.cross_compile = equals + 1;
		}
		*array_add(&draw->architectures) = kconfig_open(&options, error);
		free(name);
		if (!draw->architectures.items[i])
			return -1;
	}
	return 0;
}

static int write_mapping(struct draw *draw, size_t number, struct kconfig *kconfig,
			 const struct index_entry *entry, const struct condition *goal,
			 const struct solver_solution *solution, struct error *error)
{
	char *path = memory_printf("%s/%zu.config", draw->directory, number);
	struct buffer lines = BUFFER_INIT;
	int result;

	for (size_t i = 0; i < solution->nr_lines; i++)
		kconfig_line_write(&solution->lines[i].line, &lines);
	result = file_write(path, buffer_text(&lines), lines.length, error);
	buffer_printf(&draw->list, "%zu %s %.*s.o %s %s ", number, kconfig_arch(kconfig),
		      (int)strlen(entry->source) - 2, entry->source, entry->compatible,
		      compatible_kind_name(entry->kind));
	condition_text(goal, &draw->list);
	buffer_add_string(&draw->list, "\n");
	buffer_free(&lines);
	free(path);
	return result;
}

/* 1: it is mapping @number now; 0: no architecture has it. */
static int try_mapping(struct draw *draw, size_t number, const struct index_entry *entry,
		       struct error *error)
{
	struct condition_pool *pool = draw->index.pool;
	const struct condition *all = condition_without_modules(pool, entry->condition);

	for (size_t i = 0; i < draw->architectures.count; i++) {
		struct kconfig *kconfig = draw->architectures.items[i];
		struct solver_goal goal = { 0 };
		const struct solver_problem problem = { .goals = &goal, .nr_goals = 1 };
		struct solver_solution solution = { 0 };
		struct error why = ERROR_INIT;
		int result;

		goal.condition = condition_assume(pool, all, "SRCARCH",
						  kconfig_source_arch(kconfig));
		goal.condition = condition_assume(pool, goal.condition, "ARCH",
						  kconfig_arch(kconfig));
		if (goal.condition->kind == CONDITION_FALSE)
			continue;
		if (solver_solve(kconfig, &problem, &solution, &why)) {
			buffer_printf(&draw->refused, "%s %s: %s: %s\n", entry->compatible,
				      entry->source, kconfig_arch(kconfig), why.text);
			continue;
		}
		result = write_mapping(draw, number, kconfig, entry, goal.condition,
				       &solution, error);
		solver_solution_free(&solution);
		return result ? -1 : 1;
	}
	draw->nr_refused++;
	return 0;
}

static int draw_all(struct draw *draw, size_t count, struct error *error)
{
	size_t number = 0, left = draw->mappings.count;

	while (number < count && left) {
		size_t i = draw_number(draw) % left;
		const struct index_entry *entry = draw->mappings.items[i];
		int tried = try_mapping(draw, number, entry, error);

		if (tried < 0)
			return -1;
		number += (size_t)tried;
		draw->mappings.items[i] = draw->mappings.items[--left];
	}
	fprintf(stderr, "%zu mappings: %zu drawn, %zu of them refused: not for these architectures\n",
		draw->mappings.count, number + draw->nr_refused, draw->nr_refused);
	return number == count ? 0 : error_set(error, "only %zu could be drawn", number);
}

static int write_list(const struct draw *draw, struct error *error)
{
	char *path = path_join(draw->directory, "refused");
	int result = file_write(path, buffer_text(&draw->refused), draw->refused.length,
				error);

	free(path);
	return result ? result : file_write("-", buffer_text(&draw->list),
					    draw->list.length, error);
}

int main(int argc, char **argv)
{
	struct draw draw = { 0 };
	struct error error = ERROR_INIT;

	if (argc < 6) {
		fprintf(stderr, "usage: draw-mappings TREE SEED COUNT DIR ARCH=CROSS_COMPILE...\n");
		return ERROR_USAGE;
	}
	draw.state = strtoull(argv[2], NULL, 10);
	draw.directory = argv[4];
	if (!file_make_directories(draw.directory, &error) &&
	    !kernel_index_open(&draw.index, argv[1], NULL, &error) &&
	    !open_architectures(&draw, argv[1], argv + 5, argc - 5, &error)) {
		gather(&draw);
		if (!draw_all(&draw, strtoul(argv[3], NULL, 10), &error))
			write_list(&draw, &error);
	}
	if (error.status)
		fprintf(stderr, "draw-mappings: %s\n", error.text);
	for (size_t i = 0; i < draw.architectures.count; i++)
		kconfig_close(draw.architectures.items[i]);
	array_free(&draw.architectures);
	array_free(&draw.mappings);
	buffer_free(&draw.list);
	buffer_free(&draw.refused);
	kernel_index_close(&draw.index);
	return error.status;
}
