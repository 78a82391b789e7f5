// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_private.h"

/* Rounds of planning beside one for each aim; most goals take some ten. */
#define MAX_ROUNDS 200

/* Lines that one aim may take before all ways are looked at. */
#define MAX_LIMIT 64

void lines_set(struct solver *solver, uint32_t symbol, const char *value)
{
	if (!solver->values[symbol])
		*array_add(&solver->lines) = symbol;
	solver->values[symbol] = value;
}

void lines_drop(struct solver *solver, uint32_t symbol)
{
	size_t kept = 0;

	if (!solver->values[symbol])
		return;
	solver->values[symbol] = NULL;
	for (size_t i = 0; i < solver->lines.count; i++)
		if (solver->lines.items[i] != symbol)
			solver->lines.items[kept++] = solver->lines.items[i];
	solver->lines.count = kept;
}

void lines_drop_all(struct solver *solver)
{
	while (solver->lines.count)
		lines_drop(solver, solver->lines.items[solver->lines.count - 1]);
}

void lines_evaluate(struct solver *solver)
{
	const struct graph *graph = &solver->kconfig->graph;
	ARRAY(struct kconfig_line) lines = { 0 };

	for (size_t i = 0; i < solver->lines.count; i++) {
		uint32_t symbol = solver->lines.items[i];

		*array_add(&lines) = (struct kconfig_line){
			.symbol = graph_name(graph, symbol),
			.value = solver->values[symbol],
			.quoted = graph->symbols[symbol].type == KCONFIG_TYPE_STRING,
		};
	}
	kconfig_evaluate(solver->kconfig, lines.items, lines.count);
	array_free(&lines);
}

struct aim *lines_lack(struct solver *solver)
{
	for (size_t i = 0; i < solver->aims.count; i++) {
		struct aim *aim = &solver->aims.items[i];

		if (!aim->disabled && !aim_met(solver, aim->condition))
			return aim;
	}
	return NULL;
}

uint32_t lines_next_bypassed(struct solver *solver, uint32_t from)
{
	const struct graph *graph = &solver->kconfig->graph;

	for (uint32_t i = from; i < graph->nr_symbols; i++) {
		const struct graph_symbol *is = &graph->symbols[i];
		const struct symbol_value *value;

		if (!is->selected || !is->depends || is->choice ||
		    solver->accepted[i])
			continue;
		value = values_of(&solver->kconfig->values, i);
		if (value->selected > value->depends)
			return i;
	}
	return SYMBOL_NONE;
}

bool lines_do(struct solver *solver)
{
	return !lines_lack(solver) &&
	       !lines_next_bypassed(solver, SYMBOL_FIRST);
}

/* ---- finding */

/* Do what was planned; false: it is done already. */
static bool act(struct solver *solver, const struct plan_actions *actions)
{
	bool changed = false;

	for (size_t i = 0; i < actions->count; i++) {
		const struct plan_action *action = &actions->items[i];
		const char *is = solver->values[action->symbol];

		if (action->value ? is && !strcmp(is, action->value) : !is)
			continue;
		changed = true;
		if (action->value)
			lines_set(solver, action->symbol, action->value);
		else
			lines_drop(solver, action->symbol);
	}
	return changed;
}

static unsigned int count_on(struct solver *solver)
{
	const struct graph *graph = &solver->kconfig->graph;
	unsigned int count = 0;

	for (uint32_t i = 0; i < graph->nr_order; i++)
		count += values_of(&solver->kconfig->values, graph->order[i])->tri != TRI_N;
	return count;
}

static size_t count_lacking(struct solver *solver)
{
	size_t count = 0;

	for (size_t i = 0; i < solver->aims.count; i++)
		count += !solver->aims.items[i].disabled &&
			 !aim_met(solver, solver->aims.items[i].condition);
	return count;
}

/* How good one way to an aim is. */
struct trial {
	bool met;
	size_t lacking;		/* aims that aren't met then */
	size_t lines;
	unsigned int on;
	const struct condition *condition;
	struct plan_actions actions;
};

static bool is_better(const struct trial *a, const struct trial *b)
{
	struct buffer texts[2] = { BUFFER_INIT, BUFFER_INIT };
	bool result;

	if (a->met != b->met)
		return a->met;
	if (a->lacking != b->lacking)
		return a->lacking < b->lacking;
	if (a->lines != b->lines)
		return a->lines < b->lines;
	if (a->on != b->on)
		return a->on < b->on;
	condition_text(a->condition, &texts[0]);
	condition_text(b->condition, &texts[1]);
	result = strcmp(buffer_text(&texts[0]), buffer_text(&texts[1])) < 0;
	buffer_free(&texts[0]);
	buffer_free(&texts[1]);
	return result;
}

struct saved lines_save(const struct solver *solver)
{
	struct saved saved = { .count = solver->lines.count };

	saved.symbols = memory_new(saved.count + 1, sizeof(saved.symbols[0]));
	saved.values = memory_new(saved.count + 1, sizeof(saved.values[0]));
	for (size_t i = 0; i < saved.count; i++) {
		saved.symbols[i] = solver->lines.items[i];
		saved.values[i] = solver->values[saved.symbols[i]];
	}
	return saved;
}

void lines_restore(struct solver *solver, const struct saved *saved)
{
	lines_drop_all(solver);
	for (size_t i = 0; i < saved->count; i++)
		lines_set(solver, saved->symbols[i], saved->values[i]);
}

void lines_free_saved(struct saved *saved)
{
	free(saved->symbols);
	free(saved->values);
}

static void try_way(struct solver *solver, struct trial *trial,
		    const struct saved *before)
{
	act(solver, &trial->actions);
	lines_evaluate(solver);
	trial->met = aim_met(solver, trial->condition);
	trial->lacking = count_lacking(solver);
	trial->lines = solver->lines.count;
	trial->on = count_on(solver);
	lines_restore(solver, before);
}

/* Of an aim's alternatives the best, tried one by one. */
static bool choose(struct solver *solver, const struct condition *condition)
{
	ARRAY(struct trial) trials = { 0 };
	struct saved before = lines_save(solver);
	size_t best = 0;
	bool changed;

	/* plans first: they are by the values of now */
	for (size_t i = 0; i < condition->nr_operands; i++) {
		struct trial *trial;

		if (aim_cost(solver, condition->operands[i]) == PLAN_NEVER)
			continue;
		trial = array_add(&trials);
		trial->condition = condition->operands[i];
		aim_plan(solver, trial->condition, &trial->actions);
	}
	for (size_t i = 0; i < trials.count; i++) {
		try_way(solver, &trials.items[i], &before);
		if (i && is_better(&trials.items[i], &trials.items[best]))
			best = i;
	}
	changed = act(solver, &trials.items[best].actions);
	for (size_t i = 0; i < trials.count; i++)
		array_free(&trials.items[i].actions);
	array_free(&trials);
	lines_free_saved(&before);
	return changed;
}

/* The aims that need no choice and aren't met. */
static bool *find_plain(struct solver *solver)
{
	bool *plain = memory_new(solver->aims.count + 1, sizeof(*plain));

	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct aim *aim = &solver->aims.items[i];

		plain[i] = !aim->disabled && !aim_met(solver, aim->condition) &&
			   aim_is_plain(solver, aim->condition);
	}
	return plain;
}

/* What each takes, within the plan's limit; and the least. */
static uint32_t find_costs(struct solver *solver, const bool *plain, uint32_t *costs)
{
	uint32_t least = PLAN_NEVER;

	for (size_t i = 0; i < solver->aims.count; i++) {
		costs[i] = plain[i] ? aim_cost(solver, solver->aims.items[i].condition) :
				      PLAN_NEVER;
		if (costs[i] < least)
			least = costs[i];
	}
	return least;
}

/*
 * What needs no choice, as far as it takes no more than twice the lines of the
 * least: those lines may be what the others have alternatives to.
 */
static bool plan_plain(struct solver *solver)
{
	struct plan_actions actions = { 0 };
	uint32_t *costs = memory_new(solver->aims.count + 1, sizeof(*costs));
	bool *plain = find_plain(solver);
	uint32_t lines = 1, least = PLAN_NEVER;
	bool changed;

	/* the limit goes up until there is something within it */
	for (; least == PLAN_NEVER && lines <= MAX_LIMIT; lines *= 2) {
		plan_limit(solver->plan, lines < MAX_LIMIT ? lines * PLAN_LINE - 1 :
							     PLAN_NEVER);
		least = find_costs(solver, plain, costs);
	}
	for (size_t i = 0; i < solver->aims.count; i++)
		if (costs[i] != PLAN_NEVER)
			aim_plan(solver, solver->aims.items[i].condition, &actions);
	plan_limit(solver->plan, PLAN_NEVER);
	changed = act(solver, &actions);
	array_free(&actions);
	free(plain);
	free(costs);
	return changed;
}

/* The cheapest aim, within the plan's limit, that isn't met and wasn't tried yet; or NULL. */
static const struct condition *cheapest_within(struct solver *solver,
					       const bool *tried, size_t *number)
{
	const struct condition *best = NULL;
	uint32_t best_cost = PLAN_NEVER;

	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct aim *aim = &solver->aims.items[i];
		uint32_t cost;

		if (tried[i] || aim->disabled || aim_met(solver, aim->condition))
			continue;
		cost = aim_cost(solver, aim->condition);
		if (cost < best_cost) {
			best = aim->condition;
			best_cost = cost;
			*number = i;
		}
	}
	return best;
}

static const struct condition *cheapest_aim(struct solver *solver,
					    const bool *tried, size_t *number)
{
	const struct condition *best = NULL;

	/* what is dear is left alone, where there is something cheap */
	for (uint32_t lines = 1; !best && lines <= MAX_LIMIT; lines *= 2) {
		plan_limit(solver->plan, lines < MAX_LIMIT ? lines * PLAN_LINE - 1 :
							     PLAN_NEVER);
		best = cheapest_within(solver, tried, number);
	}
	plan_limit(solver->plan, PLAN_NEVER);
	return best;
}

/* One of the aims that leave a choice: the cheapest that changes anything. */
static bool plan_choice(struct solver *solver)
{
	bool *tried = memory_new(solver->aims.count, sizeof(*tried));
	const struct condition *aim;
	bool changed = false;
	size_t number;

	while (!changed && (aim = cheapest_aim(solver, tried, &number))) {
		struct plan_actions actions = { 0 };

		tried[number] = true;
		if (aim->kind == CONDITION_OR) {
			changed = choose(solver, aim);
			if (!changed)
				lines_evaluate(solver);
			continue;
		}
		aim_plan(solver, aim, &actions);
		changed = act(solver, &actions);
		array_free(&actions);
	}
	free(tried);
	return changed;
}

/* What is selected shall have what it depends on, where that can be had. */
static bool plan_bypassed(struct solver *solver)
{
	struct plan_actions actions = { 0 };
	bool changed;

	for (uint32_t i = SYMBOL_FIRST; (i = lines_next_bypassed(solver, i)); i++) {
		uint32_t depends = solver->kconfig->graph.symbols[i].depends;

		if (plan_expression_cost(solver->plan, depends, true) >= PLAN_DROP)
			solver->accepted[i] = true;
		else
			plan_expression(solver->plan, depends, true, &actions);
	}
	changed = act(solver, &actions);
	array_free(&actions);
	return changed;
}

static int compare_symbols(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Were there these lines before? Then it goes round in circles. */
static bool seen_before(struct solver *solver, struct map *seen)
{
	struct saved now = lines_save(solver);
	struct buffer key = BUFFER_INIT;
	void **slot;
	bool result;

	qsort(now.symbols, now.count, sizeof(now.symbols[0]), compare_symbols);
	for (size_t i = 0; i < now.count; i++)
		buffer_printf(&key, "%u=%s\n", now.symbols[i],
			      solver->values[now.symbols[i]]);
	slot = map_put(seen, buffer_text(&key));
	result = *slot;
	*slot = solver;
	buffer_free(&key);
	lines_free_saved(&now);
	return result;
}

bool lines_find(struct solver *solver)
{
	uint8_t *known = solver->thorough ? known_in_any_case(solver) :
					    known_by_goals(solver);
	const struct plan_state state = {
		.lines = solver->values, .avoided = solver->avoided,
		.banned = solver->banned,
		.known = known,
	};
	struct map seen = MAP_INIT;
	bool done = false, changed = true;

	for (size_t round = 0; changed && round < MAX_ROUNDS + solver->aims.count; round++) {
		lines_evaluate(solver);
		search_watch(solver);
		done = lines_do(solver);
		if (done || seen_before(solver, &seen))
			break;
		plan_run(solver->plan, &state);
		changed = plan_plain(solver) || plan_choice(solver) ||
			  (!lines_lack(solver) && plan_bypassed(solver));
	}
	/* what was accepted last changes no line */
	if (!done && !changed)
		done = lines_do(solver);
	map_free(&seen);
	free(known);
	return done;
}

/* ---- reducing */

/* Per symbol: does an aim name it? Such a line is the last to be tried. */
static bool *find_aimed_at(const struct solver *solver)
{
	bool *aimed = memory_new(solver->kconfig->graph.nr_symbols, sizeof(*aimed));
	struct map names = MAP_INIT;

	for (size_t i = 0; i < solver->aims.count; i++)
		condition_symbols(solver->aims.items[i].condition, &names);
	for (size_t i = 0; i < names.count; i++)
		aimed[kconfig_values_find(&solver->kconfig->values,
					  names.entries[i].key)] = true;
	map_free(&names);
	return aimed;
}

static bool try_without(struct solver *solver, uint32_t symbol)
{
	struct saved before = lines_save(solver);
	bool done;

	lines_drop(solver, symbol);
	lines_evaluate(solver);
	done = lines_do(solver);
	if (!done)
		lines_restore(solver, &before);
	lines_free_saved(&before);
	return done;
}

void lines_reduce(struct solver *solver)
{
	bool *is_aimed_at = find_aimed_at(solver);
	bool changed = true;

	while (changed) {
		struct saved lines = lines_save(solver);

		changed = false;
		for (int aimed = 0; aimed < 2; aimed++)
			for (size_t i = lines.count; i-- > 0;)
				if (solver->values[lines.symbols[i]] &&
				    is_aimed_at[lines.symbols[i]] == aimed &&
				    try_without(solver, lines.symbols[i]))
					changed = true;
		lines_free_saved(&lines);
	}
	free(is_aimed_at);
	lines_evaluate(solver);
}
