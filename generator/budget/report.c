// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/report.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/number.h"

#define GROUPED(number) number_grouped(number, (char[NUMBER_TEXT_SIZE]){ 0 })

/* "-1,024": a knob can also cost something in exchange. */
static void add_signed(struct buffer *out, int64_t number, int width)
{
	char text[NUMBER_TEXT_SIZE + 1] = "-";

	if (number < 0)
		number_grouped((uint64_t)-number, text + 1);
	else
		number_grouped((uint64_t)number, text);
	buffer_printf(out, "%*s", width, text);
}

/* Text from the knob file may have line ends: one line of it. */
static void add_line(struct buffer *out, const char *text)
{
	bool blank = false;

	for (; text && *text; text++) {
		if (isspace((unsigned char)*text)) {
			blank = true;
			continue;
		}
		if (blank)
			buffer_add_string(out, " ");
		blank = false;
		buffer_add(out, text, 1);
	}
}

static void add_limits(const struct plan *plan, struct buffer *out)
{
	const struct budget *budget = plan->budget;

	buffer_printf(out, "%s bytes of RAM", GROUPED(budget->ram));
	for (size_t i = 0; i < budget->nr_banks; i++)
		buffer_printf(out, "%s%s %s", i ? ", " : " (",
			      budget->banks[i].name,
			      GROUPED(budget->banks[i].bytes));
	if (budget->nr_banks)
		buffer_add_string(out, ")");
	if (budget->flash != BUDGET_NO_LIMIT)
		buffer_printf(out, ", %s of flash", GROUPED(budget->flash));
	if (budget->free)
		buffer_printf(out, ", %s to stay free", GROUPED(budget->free));
}

/* ---- the fragment */

static void add_symbol(const struct knob *knob, unsigned int value,
		       struct buffer *out)
{
	const char *text = knob->values[value];

	if (knob->type == KNOB_CHOICE)
		buffer_printf(out, "CONFIG_%s=y\n", text);
	else if (knob->type == KNOB_BOOL && !strcmp(text, "n"))
		buffer_printf(out, "# CONFIG_%s is not set\n", knob->symbol);
	else
		buffer_printf(out, "CONFIG_%s=%s\n", knob->symbol, text);
}

/* "saves 5 bytes of RAM, costs 3 of flash" */
static void add_saving(struct buffer *out, int64_t bytes)
{
	buffer_printf(out, "%s %s", bytes < 0 ? "costs" : "saves",
		      GROUPED((uint64_t)(bytes < 0 ? -bytes : bytes)));
}

void report_reason(const struct plan *plan, size_t at, struct buffer *out)
{
	const struct knob *knob = &plan->knobs->knobs[at];
	unsigned int value = plan->answer.values[at];
	int64_t ram = plan_saving(plan, at, false);
	int64_t flash = plan_saving(plan, at, true);

	if (value == knob->kernels) {
		buffer_printf(out, "%s is %s, as the kernel's default", knob->name,
			      knob->values[value]);
		return;
	}
	buffer_printf(out, "%s is %s, not %s: ", knob->name,
		      knob->values[value], knob->values[knob->kernels]);
	add_saving(out, ram);
	buffer_add_string(out, " bytes of RAM");
	if (flash) {
		buffer_add_string(out, ", ");
		add_saving(out, flash);
		buffer_add_string(out, " of flash");
	}
	buffer_printf(out, "; loss %" PRIu64, knob->loss[value]);
	if (knob->gives_up && knob->loss[value]) {
		buffer_add_string(out, "; gives up: ");
		add_line(out, knob->gives_up);
	}
}

static void add_reason(const struct plan *plan, size_t at, struct buffer *out)
{
	buffer_add_string(out, "\n# ");
	report_reason(plan, at, out);
	buffer_add_string(out, "\n");
}

/*
 * An int that has the kernel's own value needs no line, and can't have one where
 * its symbol depends on something that is off; a bool that allnoconfig would
 * turn off does.
 */
void report_fragment(const struct plan *plan, const char *board,
		     struct buffer *out)
{
	const struct prediction *prediction = &plan->prediction;

	buffer_printf(out, "# %s: knobs by gen-board budget, for ", board);
	add_limits(plan, out);
	buffer_printf(out, "\n# predicted: %s bytes of RAM used at the prompt, %s free; loss %" PRIu64 ", %u of %zu knobs changed\n",
		      GROUPED(prediction->used),
		      GROUPED(plan->budget->ram - prediction->used -
			      prediction->left_out),
		      plan->answer.cost.loss, plan->answer.changes,
		      plan->knobs->nr_knobs);
	if (prediction->left_out)
		buffer_printf(out, "# needs mem=%" PRIu64 ": the last %s bytes cost more in memmap than they are\n",
			      plan->budget->ram - prediction->left_out,
			      GROUPED(prediction->left_out));
	for (size_t i = 0; i < plan->knobs->nr_knobs; i++) {
		const struct knob *knob = &plan->knobs->knobs[i];
		unsigned int value = plan->answer.values[i];

		bool told = knob->type == KNOB_BOOL || knob->type == KNOB_CHOICE;

		if (value != knob->kernels ||
		    (told && !knob_needs_more(knob, plan->answer.values))) {
			add_reason(plan, i, out);
			add_symbol(knob, value, out);
		} else {
			buffer_printf(out, "\n# %s stays %s, the kernel's default\n",
				      knob->name, knob->values[value]);
		}
	}
}

/* ---- the table */

static void add_parts(const struct plan *plan, struct buffer *out)
{
	const struct prediction *prediction = &plan->prediction;

	buffer_printf(out, "\nRAM at the prompt, predicted, in bytes:\n");
	for (size_t part = 0; part < NR_RAM_PARTS; part++)
		buffer_printf(out, "  %-10s %12s\n", part_names[part],
			      GROUPED(prediction->parts[part]));
	buffer_printf(out, "  %-10s %12s\n", "used", GROUPED(prediction->used));
	if (prediction->left_out)
		buffer_printf(out, "  %-10s %12s\n", "left out",
			      GROUPED(prediction->left_out));
	if (prediction->needed <= plan->budget->ram)
		buffer_printf(out, "  %-10s %12s\n", "free",
			      GROUPED(plan->budget->ram - prediction->used -
				      prediction->left_out));
	if (prediction->parts[PART_RESERVE])
		buffer_printf(out, "  of which the kernel keeps %s to itself\n",
			      GROUPED(prediction->parts[PART_RESERVE]));
	buffer_printf(out, "flash: %s\n", GROUPED(prediction->parts[PART_FLASH]));
}

void report_explain(const struct plan *plan, const char *board,
		    struct buffer *out)
{
	int width = 4;

	for (size_t i = 0; i < plan->knobs->nr_knobs; i++) {
		int length = (int)strlen(plan->knobs->knobs[i].name);

		width = length > width ? length : width;
	}
	buffer_printf(out, "%s: ", board);
	add_limits(plan, out);
	buffer_printf(out, "\n\n%-*s %10s %10s %12s %12s %6s  %s\n", width, "knob",
		      "value", "default", "RAM saved", "flash saved", "loss",
		      "gives up");
	for (size_t i = 0; i < plan->knobs->nr_knobs; i++) {
		const struct knob *knob = &plan->knobs->knobs[i];
		unsigned int value = plan->answer.values[i];

		buffer_printf(out, "%-*s %10s %10s ", width, knob->name,
			      knob->values[value], knob->values[knob->kernels]);
		add_signed(out, plan_saving(plan, i, false), 12);
		buffer_add_string(out, " ");
		add_signed(out, plan_saving(plan, i, true), 12);
		buffer_printf(out, " %6" PRIu64 "  ", knob->loss[value]);
		if (knob->loss[value])
			add_line(out, knob->gives_up);
		else
			buffer_add_string(out, "-");
		buffer_add_string(out, "\n");
	}
	buffer_printf(out, "%-*s %10s %10u %12s %12s %6" PRIu64 "\n", width, "sum",
		      "changed:", plan->answer.changes, "", "",
		      plan->answer.cost.loss);
	add_parts(plan, out);
	report_measured(plan, out);
}

/* ---- what can't be met */

void report_unmet(const struct plan *plan, const char *board, struct buffer *out)
{
	const char *what = plan->lacks_flash ? "flash" : "RAM";

	buffer_printf(out, "%s: ", board);
	add_limits(plan, out);
	buffer_printf(out, ": can't be met\nThe least %s that this kernel reaches with these features and bounds: %s bytes.\n",
		      what, GROUPED(plan->least));
	if (!plan->nr_changes) {
		buffer_add_string(out, "No change to the budget would lower it.\n");
		return;
	}
	buffer_printf(out, "What would help most, in bytes of %s:\n", what);
	for (size_t i = 0; i < plan->nr_changes; i++)
		buffer_printf(out, "  %12s  %s%s\n",
			      GROUPED(plan->changes[i].saves),
			      plan->changes[i].what,
			      plan->changes[i].enough ? " (enough)" : "");
}

/* ---- the curve */

/* What was changed on the way from one point to the next. */
static void add_steps(const struct knobs *knobs, const uint8_t *from,
		      const uint8_t *to, struct buffer *out)
{
	bool any = false;

	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob *knob = &knobs->knobs[i];

		if (from[i] == to[i])
			continue;
		buffer_printf(out, "%s%s %s->%s", any ? ", " : "", knob->name,
			      knob->values[from[i]], knob->values[to[i]]);
		any = true;
	}
	if (!any)
		buffer_add_string(out, "all as the kernel's defaults");
}

void report_curve(const struct plan *plan, const struct curve *curve,
		  const char *board, struct buffer *out)
{
	uint8_t before[KNOBS_MAX] = { 0 };

	for (size_t i = 0; i < plan->knobs->nr_knobs; i++)
		before[i] = (uint8_t)plan->knobs->knobs[i].kernels;
	buffer_printf(out, "%s: the least RAM for each loss", board);
	if (plan->budget->free)
		buffer_printf(out, ", with %s bytes free at the prompt",
			      GROUPED(plan->budget->free));
	buffer_printf(out, "\n\n%12s %10s %6s  %s\n", "RAM", "flash", "loss",
		      "changed, beside the row above");
	for (size_t i = 0; i < curve->points.count; i++) {
		const struct curve_point *point = &curve->points.items[i];

		buffer_printf(out, "%12s %10s %6" PRIu64 "  ",
			      GROUPED(point->ram), GROUPED(point->flash),
			      point->loss);
		add_steps(plan->knobs, before, point->values, out);
		buffer_add_string(out, "\n");
		memcpy(before, point->values, sizeof(before));
	}
}
