// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/budget_settings.h"

#include <string.h>

#include "generator/base/memory.h"
#include "generator/budget/report.h"

static const struct setting *find_setting(const struct board *board,
					  const char *symbol)
{
	for (unsigned int i = 0; i < board->nr_kernel; i++)
		if (!strcmp(board->kernel[i].symbol, symbol))
			return &board->kernel[i];
	return NULL;
}

/* The symbol that a value sets: a choice's values are symbols. */
static const char *symbol_of(const struct knob *knob, unsigned int value)
{
	return knob->type == KNOB_CHOICE ? knob->values[value] : knob->symbol;
}

/* What kernel: says of a knob's symbol, the budget can't change. */
static int bind_knob(struct budget *budget, const struct knob *knob,
		     uint32_t *bounds, const struct board *board,
		     struct error *error)
{
	const struct setting *setting = find_setting(board, knob->symbol);
	int value = setting ? knob_find_value(knob, setting->value) : -1;
	struct buffer list = BUFFER_INIT;

	if (!setting)
		return 0;
	if (value >= 0 && *bounds & UINT32_C(1) << value) {
		*bounds = UINT32_C(1) << value;
		return 0;
	}
	knob_list_values(knob, &list);
	error_set(error, "%s:%u: kernel: set: %s=%s is a knob, but the budget leaves of its values %s, not this one",
		  budget->path, setting->line, knob->symbol, setting->value,
		  buffer_text(&list));
	buffer_free(&list);
	return -1;
}

int budget_settings_bind(struct budget *budget, const struct knobs *knobs,
			 const struct board *board, struct error *error)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (bind_knob(budget, &knobs->knobs[i], &budget->bounds[i], board,
			      error))
			return -1;
	return 0;
}

static void add_setting(struct board *board, const struct plan *plan, size_t at)
{
	const struct knob *knob = &plan->knobs->knobs[at];
	unsigned int value = plan->answer.values[at];
	struct buffer why = BUFFER_INIT;

	report_reason(plan, at, &why);
	board->kernel = memory_resize(board->kernel, board->nr_kernel + 1,
				      sizeof(board->kernel[0]));
	board->kernel[board->nr_kernel++] = (struct setting){
		.symbol = memory_strdup(symbol_of(knob, value)),
		.value = memory_strdup(knob->type == KNOB_CHOICE ?
				       "y" : knob->values[value]),
		.why = buffer_take(&why),
		.budget = true,
		.series = !knob->source || strcmp(knob->source, "mainline"),
	};
}

/*
 * An int that has the kernel's own value needs no line; a bool that allnoconfig
 * would turn off does.
 */
static void add_settings(struct board *board, const struct plan *plan)
{
	for (size_t i = 0; i < plan->knobs->nr_knobs; i++) {
		const struct knob *knob = &plan->knobs->knobs[i];
		unsigned int value = plan->answer.values[i];

		if (plan->base->lacks[i] ||
		    find_setting(board, symbol_of(knob, value)))
			continue;
		if (value == knob->kernels &&
		    knob_needs_more(knob, plan->answer.values))
			continue;
		if (value != knob->kernels || knob->type == KNOB_BOOL ||
		    knob->type == KNOB_CHOICE)
			add_setting(board, plan, i);
	}
}

static int solve_budget(struct board *board, const struct knobs *knobs,
			struct budget *budget, struct error *error)
{
	const struct base *base = knobs_base(knobs, board->name, board->like,
					     error);
	struct plan plan;
	int result = 0;

	if (!base)
		return -1;
	if (budget_settings_bind(budget, knobs, board, error))
		return -1;
	if (plan_make(&plan, knobs, base, budget, error))
		return -1;
	if (plan.met)
		add_settings(board, &plan);
	else
		result = plan_unmet(&plan, error);
	plan_free(&plan);
	return result;
}

int budget_settings(struct board *board, const char *knobs_path, struct error *error)
{
	struct budget budget;
	struct knobs knobs;
	int result = -1;

	if (!board->has_budget)
		return 0;
	if (knobs_read(&knobs, knobs_path, error))
		return -1;
	if (!budget_read(&budget, board->path, "budget", &knobs, board, error)) {
		result = solve_budget(board, &knobs, &budget, error);
		budget_free(&budget);
	}
	knobs_free(&knobs);
	return result;
}
