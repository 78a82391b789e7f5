// SPDX-License-Identifier: GPL-2.0-or-later
/* What knobs were seen to save, beside what the model says. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/number.h"
#include "generator/budget/measured.h"
#include "generator/budget/report.h"

static const struct measurement *measurement_of(const struct plan *plan)
{
	const struct measured *measured = plan->knobs->measured;

	return measured ? measured_find(measured, plan->base->board) : NULL;
}

/* "+1,024" */
static void add_difference(struct buffer *out, long long bytes, int width)
{
	char digits[NUMBER_TEXT_SIZE];
	char *text;

	number_grouped((uint64_t)llabs(bytes), digits);
	text = memory_printf("%s%s", bytes < 0 ? "-" : bytes ? "+" : "", digits);
	buffer_printf(out, "%*s", width, text);
	free(text);
}

/* "static +4,096, slab -64": where boots and model differ. */
static void add_parts(const struct measured_saving *saving, struct buffer *out)
{
	bool any = false;

	for (size_t part = 0; part < NR_RAM_PARTS; part++) {
		long long more = saving->parts[part] - saving->models[part];

		if (!saving->known_parts[part] || !more)
			continue;
		buffer_printf(out, "%s%s ", any ? ", " : "", part_names[part]);
		add_difference(out, more, 0);
		any = true;
	}
}

static void add_knob(const struct measurement *measurement,
		     const struct measured_undone *undone,
		     const struct knobs *knobs, int width, struct buffer *out)
{
	const struct knob *knob = &knobs->knobs[undone->knob];
	struct measured_saving saving = measured_saving(measurement, undone, knobs);
	const uint8_t *with = undone->kernel.values;
	char *step = memory_printf("%s -> %s",
				   knob->values[measurement->kernel.values[undone->knob]],
				   knob->values[with[undone->knob]]);

	buffer_printf(out, "%-*s %14s ", width, knob->name, step);
	free(step);
	add_difference(out, saving.model, 10);
	if (undone->why) {
		buffer_printf(out, "          -          -  %s\n", undone->why);
		return;
	}
	buffer_add_string(out, " ");
	add_difference(out, saving.used, 10);
	buffer_add_string(out, " ");
	add_difference(out, saving.used - saving.model, 10);
	buffer_add_string(out, "  ");
	add_parts(&saving, out);
	/* what Kconfig, or a need of the knob, changed with it */
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (i != undone->knob && with[i] != measurement->kernel.values[i])
			buffer_printf(out, " (with %s %s)", knobs->knobs[i].name,
				      knobs->knobs[i].values[with[i]]);
	buffer_add_string(out, "\n");
}

void report_measured(const struct plan *plan, struct buffer *out)
{
	const struct measurement *measurement = measurement_of(plan);
	int width = 4;

	if (!measurement)
		return;
	buffer_printf(out, "\nMeasured on %s, Linux %s with %" PRIu64 " KiB: RAM used with one knob undone\n",
		      measurement->board,
		      measurement->version ? measurement->version : "(unknown)",
		      measurement->ram / 1024);
	if (!measurement->undone.count) {
		buffer_add_string(out, "  no knob was: make calibrate\n");
		return;
	}
	for (size_t i = 0; i < plan->knobs->nr_knobs; i++) {
		int length = (int)strlen(plan->knobs->knobs[i].name);

		width = length > width ? length : width;
	}
	buffer_printf(out, "%-*s %14s %10s %10s %10s  %s\n", width, "knob", "undone",
		      "model", "measured", "difference", "in");
	for (size_t i = 0; i < plan->knobs->nr_knobs; i++) {
		const struct measured_undone *undone = measured_knob(measurement, i);

		if (undone)
			add_knob(measurement, undone, plan->knobs, width, out);
	}
}

json_t *report_measured_knob(const struct plan *plan, size_t at)
{
	const struct measurement *measurement = measurement_of(plan);
	const struct measured_undone *undone =
		measurement ? measured_knob(measurement, at) : NULL;
	const struct knob *knob = &plan->knobs->knobs[at];
	struct measured_saving saving;
	json_t *parts;

	if (!undone)
		return json_null();
	saving = measured_saving(measurement, undone, plan->knobs);
	parts = json_object();
	for (size_t part = 0; part < NR_PARTS; part++)
		if (saving.known_parts[part])
			json_object_set_new(parts, part_names[part],
					    json_integer(saving.parts[part]));
	return json_pack("{s:s, s:s, s:I, s:o, s:o, s:s?}",
			 "from", knob->values[measurement->kernel.values[at]],
			 "to", knob->values[undone->kernel.values[at]],
			 "model", (json_int_t)saving.model,
			 "used", saving.known ? json_integer(saving.used) : json_null(),
			 "parts", parts, "why", undone->why);
}
