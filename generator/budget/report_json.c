// SPDX-License-Identifier: GPL-2.0-or-later
#include <jansson.h>
#include <stdlib.h>

#include "generator/budget/report.h"

static json_t *number(uint64_t value)
{
	return json_integer((json_int_t)value);
}

/* null stands for: there is no limit. */
static json_t *limit(uint64_t value)
{
	return value == BUDGET_NO_LIMIT ? json_null() : number(value);
}

static json_t *budget_object(const struct plan *plan)
{
	const struct budget *budget = plan->budget;
	json_t *features = json_array(), *banks = json_object();

	for (size_t i = 0; i < budget->nr_features; i++)
		if (budget->wanted[i])
			json_array_append_new(features, json_string(plan->knobs->features[i].name));
	for (size_t i = 0; i < budget->nr_banks; i++)
		json_object_set_new(banks, budget->banks[i].name,
				    number(budget->banks[i].bytes));
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "ram", number(budget->ram),
			 "banks", banks, "flash", limit(budget->flash),
			 "free", number(budget->free), "features", features);
}

static json_t *knob_object(const struct plan *plan, size_t at)
{
	const struct knob *knob = &plan->knobs->knobs[at];
	unsigned int value = plan->answer.values[at];

	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s?, s:s?, s:o}",
			 "name", knob->name, "symbol",
			 knob->type == KNOB_CHOICE ? knob->values[value] :
						     knob->symbol,
			 "value", knob->values[value],
			 "default", knob->values[knob->kernels],
			 "loss", number(knob->loss[value]), "ram_saved",
			 json_integer(plan_saving(plan, at, false)),
			 "flash_saved",
			 json_integer(plan_saving(plan, at, true)),
			 "gives_up", knob->gives_up, "why", knob->why,
			 "measured", report_measured_knob(plan, at));
}

static json_t *prediction_object(const struct plan *plan)
{
	const struct prediction *prediction = &plan->prediction;
	uint64_t taken = prediction->used + prediction->left_out;
	bool fits = taken <= plan->budget->ram;
	json_t *parts = json_object();

	for (size_t part = 0; part < NR_RAM_PARTS; part++)
		json_object_set_new(parts, part_names[part],
				    number(prediction->parts[part]));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "parts", parts,
			 "free", fits ? number(plan->budget->ram - taken) :
					json_null(),
			 "used", number(prediction->used),
			 "left_out", number(prediction->left_out),
			 "reserve", number(prediction->parts[PART_RESERVE]),
			 "needed", number(prediction->needed),
			 "flash", number(prediction->parts[PART_FLASH]));
}

static void add_unmet(const struct plan *plan, json_t *json)
{
	json_t *changes = json_array();

	for (size_t i = 0; i < plan->nr_changes; i++)
		json_array_append_new(changes, json_pack("{s:s, s:o, s:b}",
			"change", plan->changes[i].what,
			"saves", number(plan->changes[i].saves),
			"enough", plan->changes[i].enough));
	json_object_set_new(json, "lacks",
			    json_string(plan->lacks_flash ? "flash" : "ram"));
	json_object_set_new(json, "least", number(plan->least));
	json_object_set_new(json, "changes", changes);
}

static json_t *curve_array(const struct plan *plan, const struct curve *curve)
{
	json_t *array = json_array();

	for (size_t i = 0; i < curve->points.count; i++) {
		const struct curve_point *point = &curve->points.items[i];
		json_t *values = json_object();

		for (size_t k = 0; k < plan->knobs->nr_knobs; k++) {
			const struct knob *knob = &plan->knobs->knobs[k];

			json_object_set_new(values, knob->name,
					    json_string(knob->values[point->values[k]]));
		}
		json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o}",
			"ram", number(point->ram), "flash", number(point->flash),
			"loss", number(point->loss), "knobs", values));
	}
	return array;
}

void report_json(const struct plan *plan, const struct curve *curve,
		 const char *board, struct buffer *out)
{
	json_t *knobs = json_array();
	json_t *json = json_pack("{s:s, s:b, s:o, s:o, s:o}", "board", board,
				 "met", plan->met, "budget", budget_object(plan),
				 "loss", number(plan->answer.cost.loss),
				 "prediction", prediction_object(plan));
	char *text;

	for (size_t i = 0; i < plan->knobs->nr_knobs; i++)
		json_array_append_new(knobs, knob_object(plan, i));
	json_object_set_new(json, "knobs", knobs);
	if (!plan->met)
		add_unmet(plan, json);
	if (curve)
		json_object_set_new(json, "curve", curve_array(plan, curve));
	text = json_dumps(json, JSON_INDENT(1));
	buffer_printf(out, "%s\n", text);
	free(text);
	json_decref(json);
}
