// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Dynamic programming over the variables, one after the other. A state is the
 * values of the first few; one state dominates another if whatever completes
 * the other completes it as well and comes out no worse, so the other goes. That
 * holds between states that agree on the variables that later ones are paired
 * with. Branch and bound on top: a state whose loss can't stay below that of an
 * answer known already goes, too. The bound is Lagrange's: the limits are lifted
 * and using RAM and flash costs a price instead, the prices that make the bound
 * best at the root. The answer known already is from the same thing with few
 * states per step.
 *
 * Costs only add up, so comparing states in the order of the goal gives the
 * same result before and after completion: ties need no further thought.
 */
#include "generator/budget/solve_search.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/table.h"

#define MAX_STATES 2000000

struct state {
	uint64_t cost[SOLVE_DIMENSIONS];
	uint8_t values[SOLVE_VARIABLES];	/* 0 where there is none yet */
	double bound;		/* no completion is below it */
};

struct states {		/* as of ARRAY() */
	struct state *items;
	size_t count;
	size_t capacity;
};

/* For the comparison; qsort_r() hands it on. */
struct context {
	const size_t *order;	/* dimensions, the goal's first */
	uint8_t open[SOLVE_VARIABLES];	/* assigned, and paired with an unassigned one */
	size_t nr_open;
};

struct search {
	const struct solve_problem *problem;
	const struct bound *bound;
	struct context context;
	uint64_t limits[SOLVE_DIMENSIONS];
	double known;		/* the goal's cost of a known answer */
	size_t width;		/* keep so many states; 0: all */
	struct states states;
	struct states next;
};

static int compare_open(const struct state *a, const struct state *b,
			const struct context *context)
{
	for (size_t i = 0; i < context->nr_open; i++) {
		size_t at = context->open[i];

		if (a->values[at] != b->values[at])
			return a->values[at] < b->values[at] ? -1 : 1;
	}
	return 0;
}

static int compare_costs(const struct state *a, const struct state *b,
			 const struct context *context)
{
	for (size_t i = 0; i < SOLVE_DIMENSIONS; i++) {
		size_t at = context->order[i];

		if (a->cost[at] != b->cost[at])
			return a->cost[at] < b->cost[at] ? -1 : 1;
	}
	return memcmp(a->values, b->values, sizeof(a->values));
}

static int compare_states(const void *a, const void *b, void *context)
{
	int open = compare_open(a, b, context);

	return open ? open : compare_costs(a, b, context);
}

static int compare_bounds(const void *a_, const void *b_, void *context)
{
	const struct state *a = a_, *b = b_;

	if (a->bound != b->bound)
		return a->bound < b->bound ? -1 : 1;
	return compare_costs(a, b, context);
}

/*
 * The states come best first: one goes if a kept one of the same open values
 * needs neither more RAM nor more flash. Those kept last are the likeliest to,
 * but all are asked: the stairs of a group, by rising RAM and falling flash.
 */
struct stair {
	uint64_t ram;
	uint64_t flash;
};

struct stairs {
	struct stair *items;
	size_t count;
	size_t capacity;
};

/* False: a stair is below this one; else it is one now. */
static bool add_stair(struct stairs *stairs, uint64_t ram, uint64_t flash)
{
	size_t low = 0, high = stairs->count, end;

	while (low < high) {	/* the first stair with more RAM */
		size_t middle = low + (high - low) / 2;

		if (stairs->items[middle].ram <= ram)
			low = middle + 1;
		else
			high = middle;
	}
	if (low && stairs->items[low - 1].flash <= flash)
		return false;
	if (low && stairs->items[low - 1].ram == ram)
		low--;
	for (end = low; end < stairs->count; end++)
		if (stairs->items[end].flash < flash)
			break;
	if (end == low) {
		array_add(stairs);
		memmove(&stairs->items[low + 1], &stairs->items[low],
			(stairs->count - 1 - low) * sizeof(*stairs->items));
	} else {
		memmove(&stairs->items[low + 1], &stairs->items[end],
			(stairs->count - end) * sizeof(*stairs->items));
		stairs->count -= end - low - 1;
	}
	stairs->items[low] = (struct stair){ ram, flash };
	return true;
}

static void drop_dominated(struct search *search)
{
	const bool ram = search->limits[SOLVE_D_RAM] != SOLVE_NO_LIMIT;
	const bool flash = search->limits[SOLVE_D_FLASH] != SOLVE_NO_LIMIT;
	struct state *states = search->next.items;
	struct stairs stairs = { 0 };
	size_t kept = 0;

	if (!search->next.count)
		return;
	qsort_r(states, search->next.count, sizeof(*states), compare_states,
		&search->context);
	for (size_t i = 0; i < search->next.count; i++) {
		if (!kept || compare_open(&states[kept - 1], &states[i],
					  &search->context))
			stairs.count = 0;
		if (!add_stair(&stairs, ram ? states[i].cost[SOLVE_D_RAM] : 0,
			       flash ? states[i].cost[SOLVE_D_FLASH] : 0))
			continue;
		if (kept != i)
			states[kept] = states[i];
		kept++;
	}
	search->next.count = kept;
	array_free(&stairs);
}

/* Add what the pairs of @at with variables that have a value cost; false: forbidden. */
static bool add_pairs(const struct search *search, size_t at, struct state *state)
{
	const struct solve_problem *problem = search->problem;

	for (size_t i = 0; i < problem->nr_pairs; i++) {
		const struct solve_pair *pair = &problem->pairs[i];
		size_t other = pair->a == at ? pair->b : pair->a;
		size_t a = state->values[pair->a], b = state->values[pair->b];

		if ((pair->a != at && pair->b != at) ||
		    search->bound->place[other] >= search->bound->place[at])
			continue;
		if (pair->forbidden[a] >> b & 1)
			return false;
		state->cost[SOLVE_D_RAM] += pair->ram[a][b];
		state->cost[SOLVE_D_FLASH] += pair->flash[a][b];
	}
	return true;
}

static void try_value(struct search *search, const struct state *from, size_t at,
		      size_t step, unsigned int value)
{
	const struct solve_variable *variable = &search->problem->variables[at];
	const struct solve_cost *cost = &variable->costs[value];
	const struct bound *bound = search->bound;
	struct state state = *from;

	state.values[at] = (uint8_t)value;
	state.cost[SOLVE_D_LOSS] += cost->loss;
	state.cost[SOLVE_D_CHANGES] += value != variable->preferred;
	state.cost[SOLVE_D_RAM] += cost->ram;
	state.cost[SOLVE_D_FLASH] += cost->flash;
	if (!add_pairs(search, at, &state))
		return;
	if (state.cost[SOLVE_D_RAM] + bound->least_ram[step + 1] >
	    search->limits[SOLVE_D_RAM] ||
	    state.cost[SOLVE_D_FLASH] + bound->least_flash[step + 1] >
	    search->limits[SOLVE_D_FLASH])
		return;
	state.bound = bound_of(bound, state.cost, step + 1);
	if (state.bound > search->known)
		return;
	*array_add(&search->next) = state;
}

/* The variables that have a value and are paired with one that hasn't. */
static void find_open(struct search *search, size_t step)
{
	const struct solve_problem *problem = search->problem;
	const size_t *place = search->bound->place;

	search->context.nr_open = 0;
	for (size_t at = 0; at < problem->nr_variables; at++) {
		bool open = false;

		for (size_t i = 0; i < problem->nr_pairs; i++) {
			const struct solve_pair *pair = &problem->pairs[i];

			open |= (pair->a == at && place[pair->b] > step) ||
				(pair->b == at && place[pair->a] > step);
		}
		if (open && place[at] <= step)
			search->context.open[search->context.nr_open++] = (uint8_t)at;
	}
}

static int step_over(struct search *search, size_t step, struct error *error)
{
	size_t at = search->bound->sequence[step];
	uint32_t allowed = search->problem->variables[at].allowed;
	struct states old;

	search->next.count = 0;
	for (size_t i = 0; i < search->states.count; i++)
		for (unsigned int value = 0; value < SOLVE_VALUES; value++)
			if (allowed >> value & 1)
				try_value(search, &search->states.items[i], at,
					  step, value);
	find_open(search, step);
	drop_dominated(search);
	if (search->width && search->next.count > search->width) {
		qsort_r(search->next.items, search->next.count,
			sizeof(*search->next.items), compare_bounds,
			&search->context);
		search->next.count = search->width;
	}
	if (search->next.count > MAX_STATES)
		return error_set(error, "the knobs are too many, or too much alike in what they cost, to be solved");
	old = search->states;
	search->states = search->next;
	search->next = old;
	return 0;
}

static int run(struct search *search, struct solve_answer *answer,
	       struct error *error)
{
	const struct solve_problem *problem = search->problem;
	const struct state *best;

	answer->found = false;
	*array_add(&search->states) = (struct state){
		.cost = { [SOLVE_D_LOSS] = problem->constant.loss,
			  [SOLVE_D_RAM] = problem->constant.ram,
			  [SOLVE_D_FLASH] = problem->constant.flash },
	};
	for (size_t step = 0; step < problem->nr_variables; step++)
		if (step_over(search, step, error))
			return -1;
	if (!search->states.count)
		return 0;
	best = &search->states.items[0];	/* in the order of the goal */
	for (size_t i = 1; i < search->states.count; i++)
		if (compare_costs(&search->states.items[i], best,
				  &search->context) < 0)
			best = &search->states.items[i];
	answer->found = true;
	memcpy(answer->values, best->values, sizeof(answer->values));
	answer->cost = (struct solve_cost){ best->cost[SOLVE_D_LOSS],
					    best->cost[SOLVE_D_RAM],
					    best->cost[SOLVE_D_FLASH] };
	answer->changes = (unsigned int)best->cost[SOLVE_D_CHANGES];
	return 0;
}

int search_run(const struct solve_problem *problem, const struct bound *bound,
	       const size_t *order, double known, size_t width,
	       struct solve_answer *answer, struct error *error)
{
	struct search search = {
		.problem = problem,
		.bound = bound,
		.context = { .order = order },
		.limits = { [SOLVE_D_RAM] = bound->ram,
			    [SOLVE_D_FLASH] = bound->flash },
		.known = known,
		.width = width,
	};
	int result = run(&search, answer, error);

	array_free(&search.states);
	array_free(&search.next);
	return result;
}

static void state_of(const struct solve_answer *answer, struct state *state)
{
	*state = (struct state){
		.cost = { [SOLVE_D_LOSS] = answer->cost.loss,
			  [SOLVE_D_CHANGES] = answer->changes,
			  [SOLVE_D_RAM] = answer->cost.ram,
			  [SOLVE_D_FLASH] = answer->cost.flash },
	};
	memcpy(state->values, answer->values, sizeof(state->values));
}

int search_compare(const struct solve_answer *a, const struct solve_answer *b,
		   const size_t *order)
{
	const struct context context = { .order = order };
	struct state first, second;

	state_of(a, &first);
	state_of(b, &second);
	return compare_costs(&first, &second, &context);
}
