// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the cheapest ways don't do: lines that cost a goal that held before are
 * forbidden, one by one and together, until other ways do.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_private.h"

#define MAX_BANS 6		/* lines that are forbidden at a time */

/* Symbols that no line may set, ascending. */
struct bans {
	uint32_t symbols[MAX_BANS];
	size_t count;
};

struct search {
	uint8_t *known;			/* enum reach_known, by the goals */
	const char **values;		/* the lines one round ago, per symbol */
	bool *met;			/* the aims that were met then */
	bool *is_blamed;		/* per symbol */
	ARRAY(uint32_t) blamed;		/* in this try, as they came */
	ARRAY(struct bans) queue;
};

/* ---- who is to blame */

static void blame(struct search *search, uint32_t symbol)
{
	/* a goal itself: others must go */
	if (search->is_blamed[symbol] || search->known[symbol] == REACH_IS_Y)
		return;
	search->is_blamed[symbol] = true;
	*array_add(&search->blamed) = symbol;
}

/* Is one met that was met a round ago, and isn't by the lines of now? */
static bool is_found_again(struct solver *solver, const bool *met)
{
	for (size_t i = 0; i < solver->aims.count; i++)
		if (solver->search->met[i] && !met[i] &&
		    aim_met(solver, solver->aims.items[i].condition))
			return true;
	return false;
}

/* Undo each of this round's changes by itself: which of them lost what was met? */
static void find_blamed(struct solver *solver, const bool *met)
{
	struct search *search = solver->search;
	const size_t count = search->blamed.count;
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	struct saved now = lines_save(solver);
	ARRAY(uint32_t) changed = { 0 };

	for (uint32_t i = SYMBOL_FIRST; i < nr_symbols; i++)
		if (solver->values[i] != search->values[i])
			*array_add(&changed) = i;
	for (size_t i = 0; i < changed.count; i++) {
		uint32_t symbol = changed.items[i];

		if (search->values[symbol])
			lines_set(solver, symbol, search->values[symbol]);
		else
			lines_drop(solver, symbol);
		lines_evaluate(solver);
		if (is_found_again(solver, met))
			blame(search, symbol);
		lines_restore(solver, &now);
	}
	for (size_t i = 0; search->blamed.count == count && i < changed.count; i++)
		blame(search, changed.items[i]);
	lines_evaluate(solver);
	array_free(&changed);
	lines_free_saved(&now);
}

void search_watch(struct solver *solver)
{
	struct search *search = solver->search;
	bool *met, lost = false;

	if (!search)
		return;
	met = memory_new(solver->aims.count + 1, sizeof(*met));
	for (size_t i = 0; i < solver->aims.count; i++) {
		met[i] = !solver->aims.items[i].disabled &&
			 aim_met(solver, solver->aims.items[i].condition);
		lost |= search->met[i] && !met[i];
	}
	if (lost)
		find_blamed(solver, met);
	free(search->met);
	search->met = met;
	memcpy(search->values, solver->values,
	       solver->kconfig->graph.nr_symbols * sizeof(solver->values[0]));
}

/* ---- the tries */

static bool is_queued(const struct search *search, const struct bans *bans)
{
	for (size_t i = 0; i < search->queue.count; i++) {
		const struct bans *other = &search->queue.items[i];

		if (other->count == bans->count &&
		    !memcmp(other->symbols, bans->symbols,
			    bans->count * sizeof(bans->symbols[0])))
			return true;
	}
	return false;
}

static void enqueue(struct search *search, struct bans bans, uint32_t symbol)
{
	size_t at = bans.count;

	if (bans.count == MAX_BANS)
		return;
	for (; at && bans.symbols[at - 1] > symbol; at--)
		bans.symbols[at] = bans.symbols[at - 1];
	bans.symbols[at] = symbol;
	bans.count++;
	if (!is_queued(search, &bans))
		*array_add(&search->queue) = bans;
}

static void ban(struct solver *solver, const struct bans *bans, bool banned)
{
	for (size_t i = 0; i < bans->count; i++)
		solver->banned[bans->symbols[i]] = banned;
}

static bool try_with(struct solver *solver, const struct bans *bans)
{
	struct search *search = solver->search;
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	bool done;

	search->blamed.count = 0;
	memset(search->is_blamed, 0, nr_symbols * sizeof(bool));
	memset(search->met, 0, solver->aims.count * sizeof(bool));
	memset(search->values, 0, nr_symbols * sizeof(search->values[0]));
	memset(solver->accepted, 0, nr_symbols * sizeof(bool));
	lines_drop_all(solver);
	ban(solver, bans, true);
	done = lines_find(solver);
	ban(solver, bans, false);
	return done;
}

bool search_find(struct solver *solver, size_t max_tries)
{
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	struct search search = {
		.known = known_by_goals(solver),
		.values = memory_new(nr_symbols, sizeof(search.values[0])),
		.met = memory_new(solver->aims.count + 1, sizeof(bool)),
		.is_blamed = memory_new(nr_symbols, sizeof(bool)),
	};
	bool done = false;

	solver->search = &search;
	*array_add(&search.queue) = (struct bans){ .count = 0 };
	for (size_t i = 0; !done && i < search.queue.count && i < max_tries; i++) {
		const struct bans bans = search.queue.items[i];

		done = try_with(solver, &bans);
		for (size_t k = 0; !done && k < search.blamed.count; k++)
			enqueue(&search, bans, search.blamed.items[k]);
	}
	solver->search = NULL;
	free(search.known);
	free(search.values);
	free(search.met);
	free(search.is_blamed);
	array_free(&search.blamed);
	array_free(&search.queue);
	return done;
}
