// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/solve_bound.h"

#include <math.h>
#include <string.h>

/* ---- the sequence */

/* How much RAM and flash a variable can move. */
static uint64_t spread(const struct solve_variable *variable)
{
	uint64_t least = UINT64_MAX, most = 0;

	for (size_t i = 0; i < SOLVE_VALUES; i++) {
		uint64_t bytes = variable->costs[i].ram + variable->costs[i].flash;

		if (!(variable->allowed >> i & 1))
			continue;
		least = bytes < least ? bytes : least;
		most = bytes > most ? bytes : most;
	}
	return most - least;
}

/* Variables with a value that would still have a partner without one. */
static size_t open_after(const struct solve_problem *problem, const bool *done,
			 size_t next)
{
	size_t open = 0;

	for (size_t at = 0; at < problem->nr_variables; at++) {
		bool is_open = false;

		if (!done[at] && at != next)
			continue;
		for (size_t i = 0; i < problem->nr_pairs; i++) {
			const struct solve_pair *pair = &problem->pairs[i];
			size_t other = pair->a == at ? pair->b : pair->a;

			is_open |= (pair->a == at || pair->b == at) &&
				   !done[other] && other != next;
		}
		open += is_open;
	}
	return open;
}

/* Few open variables at any time; else what moves most comes first. */
static void make_sequence(struct bound *bound,
			  const struct solve_problem *problem)
{
	bool done[SOLVE_VARIABLES] = { false };

	for (size_t step = 0; step < problem->nr_variables; step++) {
		size_t best = SIZE_MAX, best_open = SIZE_MAX;
		uint64_t best_spread = 0;

		for (size_t at = 0; at < problem->nr_variables; at++) {
			size_t open;
			uint64_t moves;

			if (done[at])
				continue;
			open = open_after(problem, done, at);
			moves = spread(&problem->variables[at]);
			if (best != SIZE_MAX &&
			    (open > best_open ||
			     (open == best_open && moves <= best_spread)))
				continue;
			best = at;
			best_open = open;
			best_spread = moves;
		}
		done[best] = true;
		bound->sequence[step] = best;
		bound->place[best] = step;
	}
}

/* ---- least sums */

/* The least that a pair adds when this variable, the later one, has @value. */
static void least_of_pair(const struct solve_problem *problem,
			  const struct solve_pair *pair, size_t at, size_t value,
			  struct solve_cost *cost)
{
	bool is_a = pair->a == at;
	uint32_t allowed = problem->variables[is_a ? pair->b : pair->a].allowed;
	uint64_t ram = UINT64_MAX, flash = UINT64_MAX;

	for (size_t other = 0; other < SOLVE_VALUES; other++) {
		size_t a = is_a ? value : other, b = is_a ? other : value;

		if (!(allowed >> other & 1) || pair->forbidden[a] >> b & 1)
			continue;
		ram = pair->ram[a][b] < ram ? pair->ram[a][b] : ram;
		flash = pair->flash[a][b] < flash ? pair->flash[a][b] : flash;
	}
	if (ram == UINT64_MAX)
		return;		/* forbidden with all: found out in time */
	cost->ram += ram;
	cost->flash += flash;
}

/* The problem without its pairs: each variable's costs with their least share. */
static void part_pairs(const struct bound *bound,
		       const struct solve_problem *problem,
		       struct solve_variable *alone)
{
	memcpy(alone, problem->variables,
	       problem->nr_variables * sizeof(*alone));
	for (size_t i = 0; i < problem->nr_pairs; i++) {
		const struct solve_pair *pair = &problem->pairs[i];
		size_t later = bound->place[pair->a] > bound->place[pair->b] ?
			       pair->a : pair->b;

		for (size_t value = 0; value < SOLVE_VALUES; value++)
			if (alone[later].allowed >> value & 1)
				least_of_pair(problem, pair, later, value,
					      &alone[later].costs[value]);
	}
}

static void least_sums(struct bound *bound, const struct solve_problem *problem,
		       const struct solve_variable *alone)
{
	size_t count = problem->nr_variables;

	bound->least_ram[count] = bound->least_flash[count] = 0;
	for (size_t step = count; step-- > 0;) {
		const struct solve_variable *variable =
			&alone[bound->sequence[step]];
		uint64_t ram = UINT64_MAX, flash = UINT64_MAX;

		for (size_t i = 0; i < SOLVE_VALUES; i++) {
			const struct solve_cost *cost = &variable->costs[i];

			if (!(variable->allowed >> i & 1))
				continue;
			ram = cost->ram < ram ? cost->ram : ram;
			flash = cost->flash < flash ? cost->flash : flash;
		}
		bound->least_ram[step] = bound->least_ram[step + 1] + ram;
		bound->least_flash[step] = bound->least_flash[step + 1] + flash;
	}
}

/* A limit that no choice reaches is none: there is less to keep in mind. */
static void drop_limits(struct bound *bound, const struct solve_problem *problem)
{
	uint64_t ram = problem->constant.ram, flash = problem->constant.flash;

	for (size_t at = 0; at < problem->nr_variables; at++) {
		uint64_t most_ram = 0, most_flash = 0;

		for (size_t i = 0; i < SOLVE_VALUES; i++) {
			const struct solve_cost *cost =
				&problem->variables[at].costs[i];

			if (!(problem->variables[at].allowed >> i & 1))
				continue;
			most_ram = cost->ram > most_ram ? cost->ram : most_ram;
			most_flash = cost->flash > most_flash ? cost->flash :
								most_flash;
		}
		ram += most_ram;
		flash += most_flash;
	}
	for (size_t i = 0; i < problem->nr_pairs; i++) {
		const struct solve_pair *pair = &problem->pairs[i];
		uint64_t most_ram = 0, most_flash = 0;

		for (size_t k = 0; k < SOLVE_VALUES * SOLVE_VALUES; k++) {
			uint64_t more = pair->ram[k / SOLVE_VALUES][k % SOLVE_VALUES];
			uint64_t flash_too =
				pair->flash[k / SOLVE_VALUES][k % SOLVE_VALUES];

			most_ram = more > most_ram ? more : most_ram;
			most_flash = flash_too > most_flash ? flash_too : most_flash;
		}
		ram += most_ram;
		flash += most_flash;
	}
	bound->ram = ram <= problem->ram ? SOLVE_NO_LIMIT : problem->ram;
	bound->flash = flash <= problem->flash ? SOLVE_NO_LIMIT : problem->flash;
}

/* ---- prices */

static double dimension_of(size_t dimension, const struct solve_cost *cost,
			   uint64_t changes)
{
	switch (dimension) {
	case SOLVE_D_LOSS:
		return (double)cost->loss;
	case SOLVE_D_CHANGES:
		return (double)changes;
	case SOLVE_D_RAM:
		return (double)cost->ram;
	default:
		return (double)cost->flash;
	}
}

static double goal_of(const struct bound *bound, const struct solve_cost *cost,
		      uint64_t changes)
{
	return dimension_of(bound->goal, cost, changes) +
	       bound->second_weight * dimension_of(bound->second, cost, changes);
}

static double priced(const struct bound *bound, const struct solve_cost *cost,
		     uint64_t changes, double ram_price, double flash_price)
{
	return goal_of(bound, cost, changes) + ram_price * (double)cost->ram +
	       flash_price * (double)cost->flash;
}

/* The least that a variable adds; *@flash: how much of it is bytes of flash. */
static double least_priced(const struct bound *bound,
			   const struct solve_variable *variable,
			   double ram_price, double flash_price, double *flash)
{
	double least = INFINITY;

	for (size_t i = 0; variable->allowed >> i; i++) {
		double price;

		if (!(variable->allowed >> i & 1))
			continue;
		price = priced(bound, &variable->costs[i],
			       i != variable->preferred, ram_price, flash_price);
		if (price >= least)
			continue;
		least = price;
		*flash = (double)variable->costs[i].flash;
		if (i == SOLVE_VALUES - 1)
			break;
	}
	return least;
}


struct dual {
	const struct bound *bound;
	const struct solve_problem *problem;
	const struct solve_variable *alone;
};

/*
 * The bound at the root for these prices; it is concave in them. *@slope: how
 * it rises with the price of flash.
 */
static double dual_at(const struct dual *dual, double ram_price,
		      double flash_price, double *slope)
{
	const struct bound *bound = dual->bound;
	const struct solve_cost *constant = &dual->problem->constant;
	double sum = priced(bound, constant, 0, ram_price, flash_price);
	double flash = 0;

	*slope = (double)constant->flash - (double)bound->flash;
	for (size_t at = 0; at < dual->problem->nr_variables; at++) {
		sum += least_priced(bound, &dual->alone[at], ram_price,
				    flash_price, &flash);
		*slope += flash;
	}
	if (ram_price > 0)
		sum -= ram_price * (double)bound->ram;
	if (flash_price > 0)
		sum -= flash_price * (double)bound->flash;
	return sum;
}

/* Prices are looked for between these, by their logarithm. */
#define LEAST_PRICE 1e-9
#define MOST_PRICE 1e9
#define PRICE_STEPS 36
#define GOLDEN 0.6180339887498949

static double best_flash_price(const struct dual *dual, double ram_price,
			       double *value)
{
	double low = log(LEAST_PRICE), high = log(MOST_PRICE), slope, last;

	*value = dual_at(dual, ram_price, 0, &slope);
	if (dual->bound->flash == SOLVE_NO_LIMIT || slope <= 0)
		return 0;
	for (size_t i = 0; i < PRICE_STEPS; i++) {
		double middle = (low + high) / 2;

		dual_at(dual, ram_price, exp(middle), &slope);
		if (slope > 0)
			low = middle;
		else
			high = middle;
	}
	last = dual_at(dual, ram_price, exp(low), &slope);
	if (last <= *value)
		return 0;
	*value = last;
	return exp(low);
}

static void find_prices(struct bound *bound, const struct dual *dual)
{
	struct bound_prices *prices = &bound->prices[0];
	double low = log(LEAST_PRICE), high = log(MOST_PRICE);
	double a = high - GOLDEN * (high - low), b = low + GOLDEN * (high - low);
	double none, at_a, at_b, flash_price;

	prices->ram = 0;
	prices->flash = best_flash_price(dual, 0, &none);
	bound->root = none;
	if (bound->ram == SOLVE_NO_LIMIT)
		return;
	best_flash_price(dual, exp(a), &at_a);
	best_flash_price(dual, exp(b), &at_b);
	for (size_t i = 0; i < PRICE_STEPS; i++) {
		if (at_a < at_b) {
			low = a;
			a = b;
			at_a = at_b;
			b = low + GOLDEN * (high - low);
			best_flash_price(dual, exp(b), &at_b);
		} else {
			high = b;
			b = a;
			at_b = at_a;
			a = high - GOLDEN * (high - low);
			best_flash_price(dual, exp(a), &at_a);
		}
	}
	flash_price = best_flash_price(dual, exp(a), &at_a);
	if (at_a <= none)
		return;
	prices->ram = exp(a);
	prices->flash = flash_price;
	bound->root = at_a;
}

double bound_weight(const struct solve_problem *problem, const size_t *order)
{
	const struct solve_variable *alone = problem->variables;
	size_t dimension = order[1];
	double sum = dimension_of(dimension, &problem->constant, 0);

	for (size_t at = 0; at < problem->nr_variables; at++) {
		double most = 0;

		for (size_t i = 0; i < SOLVE_VALUES; i++)
			if (alone[at].allowed >> i & 1)
				most = fmax(most, dimension_of(dimension,
							       &alone[at].costs[i], 1));
		sum += most;
	}
	for (size_t i = 0; i < problem->nr_pairs; i++) {
		double most = 0;

		for (size_t k = 0; k < SOLVE_VALUES * SOLVE_VALUES; k++) {
			const struct solve_cost cost = {
				.ram = problem->pairs[i].ram[k / SOLVE_VALUES][k % SOLVE_VALUES],
				.flash = problem->pairs[i].flash[k / SOLVE_VALUES][k % SOLVE_VALUES],
			};

			most = fmax(most, dimension_of(dimension, &cost, 0));
		}
		sum += most;
	}
	return 0.5 / (sum + 1);
}

/* Those around the best; all sums, and what rounding can do to them. */
static void make_sums(struct bound *bound, const struct solve_problem *problem,
		      const struct solve_variable *alone)
{
	static const double factors[] = { 1, 0.6, 1.7 };
	const struct bound_prices *best = &bound->prices[0];
	size_t count = problem->nr_variables;
	double flash;

	bound->nr_prices = best->flash > 0 ? BOUND_PRICES : 3;
	for (size_t i = 0; i < bound->nr_prices; i++) {
		struct bound_prices *prices = &bound->prices[i];
		double most;

		prices->ram = best->ram * factors[i % 3];
		prices->flash = best->flash * factors[i / 3];
		prices->least[count] = 0;
		for (size_t step = count; step-- > 0;)
			prices->least[step] = prices->least[step + 1] +
				least_priced(bound, &alone[bound->sequence[step]],
					     prices->ram, prices->flash, &flash);
		most = fabs(prices->least[0]) +
		       priced(bound, &problem->constant, 0, prices->ram,
			      prices->flash);
		if (prices->ram > 0)
			most += prices->ram * (double)bound->ram;
		if (prices->flash > 0)
			most += prices->flash * (double)bound->flash;
		bound->slack = fmax(bound->slack, 1e-9 + 1e-12 * most);
	}
}

void bound_make(
struct bound *bound, const struct solve_problem *problem,
		const size_t *order, double weight)
{
	struct solve_variable alone[SOLVE_VARIABLES];
	const struct dual dual = { bound, problem, alone };

	*bound = (struct bound){ .goal = order[0], .second = order[1],
				  .second_weight = weight };
	make_sequence(bound, problem);
	part_pairs(bound, problem, alone);
	least_sums(bound, problem, alone);
	drop_limits(bound, problem);
	find_prices(bound, &dual);
	make_sums(bound, problem, alone);
}

double bound_of(const struct bound *bound, const uint64_t *cost, size_t step)
{
	double goal = (double)cost[bound->goal] +
		      bound->second_weight * (double)cost[bound->second];
	double best = -INFINITY;

	for (size_t i = 0; i < bound->nr_prices; i++) {
		const struct bound_prices *prices = &bound->prices[i];
		double sum = goal + prices->least[step];

		if (prices->ram > 0)
			sum += prices->ram *
			       ((double)cost[SOLVE_D_RAM] - (double)bound->ram);
		if (prices->flash > 0)
			sum += prices->flash *
			       ((double)cost[SOLVE_D_FLASH] - (double)bound->flash);
		best = fmax(best, sum);
	}
	return best;
}

double bound_known(const struct bound *bound, const struct solve_answer *answer)
{
	return goal_of(bound, &answer->cost, answer->changes) + bound->slack;
}
