// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check-compatibles TREE: hold the index against what the kernel's own
 * scripts/dtc/dt-extract-compatibles finds; standard input is the output of
 *
 *	cd TREE && scripts/dtc/dt-extract-compatibles -H drivers
 *
 * Each compatible must be mapped to the object of each file that the script
 * finds it in, and these to Kconfig symbols. What isn't is counted by class and
 * listed. Exit status 1: fewer than MAPPED or CONDITIONED percent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/index.h"

#define MAPPED 99
#define CONDITIONED 98
#define SHOWN 20	/* of each class */

/* What becomes of a compatible in a file. The worst one is the compatible's. */
enum outcome {
	BY_SYMBOLS,
	BY_NOTHING,	/* always built */
	BY_UNKNOWNS,	/* its condition has no symbol, but what a program says */
	NO_SYMBOL,
	NEVER,
	NO_MAKEFILE,
	NOT_IN_FILE,	/* the index has it, but not there */
	NOT_AT_ALL,
	OUTCOMES,
};

static const struct {
	const char *name;
	bool mapped, conditioned;
} outcomes[OUTCOMES] = {
	[BY_SYMBOLS] = { "by Kconfig symbols", true, true },
	[BY_NOTHING] = { "always built", true, true },
	[BY_UNKNOWNS] = { "by no symbol, but what is not known", true, false },
	[NO_SYMBOL] = { "only with symbols that there are not", true, false },
	[NEVER] = { "never built", true, false },
	[NO_MAKEFILE] = { "in a file that no makefile names", false, false },
	[NOT_IN_FILE] = { "not indexed in this file", false, false },
	[NOT_AT_ALL] = { "not indexed at all", false, false },
};

struct check {
	struct kernel_index index;
	struct map compatibles;		/* -> its worst outcome + 1 */
	size_t pairs[OUTCOMES];
	struct buffer lists[OUTCOMES];
};

static bool has_symbols(const struct condition *condition)
{
	struct map symbols = MAP_INIT;
	bool has;

	condition_symbols(condition, &symbols);
	has = symbols.count;
	map_free(&symbols);
	return has;
}

static enum outcome outcome_of_entry(const struct index_entry *entry)
{
	switch (entry->class) {
	case INDEX_BUILT:
		return has_symbols(entry->condition) || has_symbols(entry->module) ?
			       BY_SYMBOLS : BY_UNKNOWNS;
	case INDEX_ALWAYS:
		return BY_NOTHING;
	case INDEX_NO_SYMBOL:
		return NO_SYMBOL;
	case INDEX_NEVER:
		return NEVER;
	case INDEX_NO_MAKEFILE:
	case INDEX_CLASSES:
		break;
	}
	return NO_MAKEFILE;
}

/* The best of what the index says about the compatible in this file. */
static enum outcome outcome_of(const struct check *check, const char *file,
			       const char *compatible)
{
	struct index_entries entries = kernel_index_compatible(&check->index, compatible);
	enum outcome best = entries.count ? NOT_IN_FILE : NOT_AT_ALL;

	for (size_t i = 0; i < entries.count; i++) {
		const struct index_entry *entry = entries.items[i];
		enum outcome outcome;

		/* a row of a header or a part is found by the script where it stands */
		if (strcmp(entry->file, file) && strcmp(entry->source, file))
			continue;
		outcome = outcome_of_entry(entry);
		if (outcome < best)
			best = outcome;
	}
	return best;
}

static void check_pair(struct check *check, const char *file, const char *compatible)
{
	enum outcome outcome = outcome_of(check, file, compatible);
	void **worst = map_put(&check->compatibles, compatible);

	if ((size_t)*worst < (size_t)outcome + 1)
		*worst = (void *)((size_t)outcome + 1);
	check->pairs[outcome]++;
	if (outcome != BY_SYMBOLS && check->pairs[outcome] <= SHOWN)
		buffer_printf(&check->lists[outcome], "  %s: %s\n", file, compatible);
}

/* "FILE: compatible(s): A B C" */
static void check_line(struct check *check, char *line)
{
	char *colon = strstr(line, ": compatible(s): ");

	if (!colon)
		return;
	*colon = '\0';
	colon = strchr(colon + 1, ':') + 1;
	for (char *word = strtok(colon, " \n"); word; word = strtok(NULL, " \n"))
		check_pair(check, line, word);
}

static bool is_enough(const char *what, size_t part, size_t all, size_t percent)
{
	bool enough = all && part * 100 >= all * percent;

	printf("%zu of %zu %s: %.2f %%, expected %zu %%: %s\n", part, all, what,
	       all ? 100.0 * (double)part / (double)all : 0.0, percent,
	       enough ? "ok" : "NOT ENOUGH");
	return enough;
}

static bool report(const struct check *check)
{
	size_t distinct[OUTCOMES] = { 0 }, mapped = 0, conditioned = 0;
	bool enough;

	for (size_t i = 0; i < check->compatibles.count; i++) {
		size_t worst = (size_t)check->compatibles.entries[i].value - 1;

		distinct[worst]++;
		mapped += outcomes[worst].mapped;
		conditioned += outcomes[worst].conditioned;
	}
	printf("%12s %12s\n", "compatibles", "with files");
	for (size_t i = 0; i < OUTCOMES; i++)
		printf("%12zu %12zu %s\n%s", distinct[i], check->pairs[i], outcomes[i].name,
		       buffer_text(&check->lists[i]));
	enough = is_enough("compatibles mapped to the objects that hold them", mapped,
			   check->compatibles.count, MAPPED);
	return is_enough("of these mapped to symbols or always built", conditioned, mapped,
			 CONDITIONED) && enough;
}

int main(int argc, char **argv)
{
	struct check check = { 0 };
	struct error error = ERROR_INIT;
	char *line = NULL;
	size_t room = 0;
	bool enough;

	if (argc != 2) {
		fprintf(stderr, "usage: check-compatibles TREE <COMPATIBLES\n");
		return 2;
	}
	if (kernel_index_open(&check.index, argv[1], NULL, &error)) {
		fprintf(stderr, "check-compatibles: %s\n", error.text);
		return 2;
	}
	while (getline(&line, &room, stdin) >= 0)
		check_line(&check, line);
	enough = report(&check);
	free(line);
	for (size_t i = 0; i < OUTCOMES; i++)
		buffer_free(&check.lists[i]);
	map_free(&check.compatibles);
	kernel_index_close(&check.index);
	return enough ? 0 : 1;
}
