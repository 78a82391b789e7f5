// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/plan.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/number.h"

/* ---- the least that some budget comes to */

/* Of RAM or flash; UINT64_MAX: nothing is within the other limit. */
static int least_of(const struct plan *plan, const struct budget *budget,
		    uint64_t *least, struct solve_answer *answer,
		    struct error *error)
{
	struct error contradiction = ERROR_INIT;
	uint32_t *values = budget_values(budget, plan->knobs, plan->base, &contradiction);
	struct problem problem;
	int result;

	*least = UINT64_MAX;
	answer->found = false;
	if (!values)
		return 0;
	problem_make(&problem, plan->knobs, plan->base, values, budget->free,
		     budget->flash);
	if (plan->lacks_flash) {
		result = problem_least_flash(&problem, answer, error);
		if (!result && answer->found)
			*least = answer->cost.flash;
	} else {
		result = problem_least_ram(&problem, least, answer, error);
		if (!result && !answer->found)
			*least = UINT64_MAX;
	}
	problem_free(&problem);
	free(values);
	return result;
}

/* ---- what would help */

static struct budget copy_budget(const struct budget *budget)
{
	struct budget copy = *budget;

	copy.listed = memory_new(budget->nr_features, sizeof(bool));
	copy.wanted = memory_new(budget->nr_features, sizeof(bool));
	copy.bounds = memory_new(budget->nr_knobs, sizeof(uint32_t));
	for (size_t i = 0; i < budget->nr_features; i++)
		copy.listed[i] = budget->listed[i];
	for (size_t i = 0; i < budget->nr_knobs; i++)
		copy.bounds[i] = budget->bounds[i];
	return copy;
}

static void free_copy(struct budget *copy)
{
	free(copy->listed);
	free(copy->wanted);
	free(copy->bounds);
}

/* Into its place among the best. Takes @what. */
static void offer_change(struct plan *plan, char *what, uint64_t least)
{
	uint64_t limit = plan->lacks_flash ? plan->budget->flash :
					     plan->budget->ram;
	struct plan_change change = {
		what, least < plan->least ? plan->least - least : 0,
		least <= limit,
	};
	size_t at = plan->nr_changes;

	while (at && plan->changes[at - 1].saves < change.saves)
		at--;
	if (!change.saves || at == PLAN_CHANGES) {
		free(what);
		return;
	}
	if (plan->nr_changes == PLAN_CHANGES)
		free(plan->changes[--plan->nr_changes].what);
	memmove(&plan->changes[at + 1], &plan->changes[at],
		(plan->nr_changes - at) * sizeof(change));
	plan->changes[at] = change;
	plan->nr_changes++;
}

/* Takes @what. */
static int try_change(struct plan *plan, struct budget *changed, char *what,
		      struct error *error)
{
	struct error contradiction = ERROR_INIT;
	struct solve_answer answer;
	uint64_t least = UINT64_MAX;

	if (!budget_want(changed, plan->knobs, &contradiction) &&
	    least_of(plan, changed, &least, &answer, error)) {
		free(what);
		return -1;
	}
	offer_change(plan, what, least);
	return 0;
}

static int find_changes(struct plan *plan, struct error *error)
{
	const struct budget *budget = plan->budget;
	const struct knobs *knobs = plan->knobs;
	struct budget changed;
	int result = 0;

	for (size_t i = 0; !result && i < knobs->nr_features; i++) {
		if (!budget->listed[i])
			continue;
		changed = copy_budget(budget);
		changed.listed[i] = false;
		result = try_change(plan, &changed,
				    memory_printf("do without %s",
						  knobs->features[i].name),
				    error);
		free_copy(&changed);
	}
	for (size_t i = 0; !result && i < knobs->nr_knobs; i++) {
		if (!budget_bounds(budget, knobs, i))
			continue;
		changed = copy_budget(budget);
		changed.bounds[i] = knob_values(&knobs->knobs[i]);
		result = try_change(plan, &changed,
				    memory_printf("put no bound on %s",
						  knobs->knobs[i].name),
				    error);
		free_copy(&changed);
	}
	changed = copy_budget(budget);
	changed.free = 0;
	if (!result && !plan->lacks_flash && budget->free)
		result = try_change(plan, &changed,
				    memory_printf("ask for nothing free"), error);
	changed.free = budget->free;
	changed.flash = BUDGET_NO_LIMIT;
	if (!result && !plan->lacks_flash && budget->flash != BUDGET_NO_LIMIT)
		result = try_change(plan, &changed,
				    memory_printf("have more flash"), error);
	free_copy(&changed);
	return result;
}

/* ---- the plan */

static int find_nearest(struct plan *plan, struct error *error)
{
	const char *path = plan->budget->path;
	struct solve_answer answer;

	if (problem_least_flash(&plan->problem, &answer, error))
		return -1;
	if (!answer.found)
		return error_set(error, "%s: knobs: the bounds contradict each other: no values of all knobs are possible together",
				 path);
	plan->lacks_flash = answer.cost.flash > plan->budget->flash;
	if (least_of(plan, plan->budget, &plan->least, &plan->answer, error))
		return -1;
	return find_changes(plan, error);
}

int plan_make(struct plan *plan, const struct knobs *knobs,
	      const struct base *base, const struct budget *budget,
	      struct error *error)
{
	*plan = (struct plan){ .knobs = knobs, .base = base, .budget = budget };
	plan->values = budget_values(budget, knobs, base, error);
	if (!plan->values)
		return -1;
	problem_make(&plan->problem, knobs, base, plan->values, budget->free,
		     budget->flash);
	if (problem_solve(&plan->problem, budget->ram, SOLVE_LOSS,
			  &plan->answer, error))
		goto bad;
	plan->met = plan->answer.found;
	if (!plan->met && find_nearest(plan, error))
		goto bad;
	predict(&plan->prediction, knobs, base, plan->answer.values, budget->ram,
		budget->free);
	return 0;
bad:
	plan_free(plan);
	return -1;
}

int plan_unmet(const struct plan *plan, struct error *error)
{
	char limit[NUMBER_TEXT_SIZE], least[NUMBER_TEXT_SIZE];

	number_grouped(plan->lacks_flash ? plan->budget->flash :
					   plan->budget->ram, limit);
	number_grouped(plan->least, least);
	return error_set(error, "%s: %s: %s bytes can't be met; the least with these features and bounds is %s",
			 plan->budget->path, plan->lacks_flash ? "flash" : "ram",
			 limit, least);
}

void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->nr_changes; i++)
		free(plan->changes[i].what);
	plan->nr_changes = 0;
	problem_free(&plan->problem);
	free(plan->values);
	plan->values = NULL;
}

int64_t plan_saving(const struct plan *plan, size_t knob, bool flash)
{
	uint8_t values[SOLVE_VARIABLES];
	struct prediction undone;

	memcpy(values, plan->answer.values, sizeof(values));
	values[knob] = (uint8_t)plan->knobs->knobs[knob].kernels;
	predict(&undone, plan->knobs, plan->base, values, plan->budget->ram,
		plan->budget->free);
	if (flash)
		return (int64_t)(undone.parts[PART_FLASH] -
				 plan->prediction.parts[PART_FLASH]);
	return (int64_t)(undone.needed - plan->prediction.needed);
}

/* ---- the curve */

int curve_make(struct curve *curve, struct plan *plan, struct error *error)
{
	uint64_t ram = BUDGET_SIZE_MAX;

	*curve = (struct curve){ 0 };
	for (;;) {
		struct solve_answer answer;
		struct curve_point *point, *last;

		if (problem_solve(&plan->problem, ram, SOLVE_LOSS_AND_RAM,
				  &answer, error)) {
			curve_free(curve);
			return -1;
		}
		if (!answer.found)
			return 0;
		last = curve->points.count ?
		       &curve->points.items[curve->points.count - 1] : NULL;
		/* the same loss with less RAM: what RAM costs depends on how much there is */
		point = last && last->loss == answer.cost.loss ?
			last : array_add(&curve->points);
		point->loss = answer.cost.loss;
		point->flash = answer.cost.flash;
		memcpy(point->values, answer.values, sizeof(point->values));
		point->ram = predict_least_ram(plan->knobs, plan->base,
					       answer.values, plan->budget->free);
		if (point->ram < PAGE_BYTES)
			return 0;
		ram = point->ram - PAGE_BYTES;
	}
}

void curve_free(struct curve *curve)
{
	array_free(&curve->points);
}
