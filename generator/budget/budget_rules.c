// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "generator/budget/budget.h"

int budget_want(struct budget *budget, const struct knobs *knobs,
		struct error *error)
{
	bool more = true;

	memcpy(budget->wanted, budget->listed,
	       budget->nr_features * sizeof(*budget->wanted));
	while (more) {
		more = false;
		for (size_t i = 0; i < knobs->nr_features; i++) {
			const struct feature *feature = &knobs->features[i];

			for (size_t k = 0; budget->wanted[i] &&
					   k < feature->nr_needs; k++) {
				bool *needed = &budget->wanted[feature->needs[k]];

				more |= !*needed;
				*needed = true;
			}
		}
	}
	for (size_t i = 0; i < knobs->nr_features; i++) {
		const struct feature *feature = &knobs->features[i];

		for (size_t k = 0; budget->wanted[i] && k < feature->nr_excludes;
		     k++)
			if (budget->wanted[feature->excludes[k]])
				return error_set(error, "%s: features: %s and %s contradict each other: no kernel has both",
						 budget->path, feature->name,
						 knobs->features[feature->excludes[k]].name);
	}
	return 0;
}

bool budget_bounds(const struct budget *budget, const struct knobs *knobs,
		   size_t knob)
{
	return budget->bounds[knob] != knob_values(&knobs->knobs[knob]);
}

/* The values that a rule about a feature takes away. */
static uint32_t taken(const struct budget *budget, const struct knob_rule *rule)
{
	if (!rule->is_feature || budget->wanted[rule->other] != rule->excludes)
		return 0;
	return rule->at;
}

/* "procfs, and no console": whose rules took values of @mask from the knob. */
static void list_takers(const struct budget *budget, const struct knobs *knobs,
			const struct knob *knob, uint32_t mask,
			struct buffer *list)
{
	for (size_t i = 0; i < knob->nr_rules; i++) {
		const struct knob_rule *rule = &knob->rules[i];

		if (taken(budget, rule) & mask)
			buffer_printf(list, "%s%s%s", list->length ? " and " : "",
				      rule->excludes ? "" : "no ",
				      knobs->features[rule->other].name);
	}
}

/* A board's kernel that doesn't have the symbol is as the kernel's own value. */
static int value_without(const struct budget *budget, const struct knob *knob,
			 uint32_t bounds, uint32_t *values, struct error *error)
{
	*values = UINT32_C(1) << knob->kernels;
	if (bounds & *values)
		return 0;
	return error_set(error, "%s: knobs: %s: this board's kernel doesn't have %s, and is as with %s",
			 budget->path, knob->name, knob->symbol,
			 knob->values[knob->kernels]);
}

static int values_of(const struct budget *budget, const struct knobs *knobs,
		     size_t at, uint32_t *values, struct error *error)
{
	const struct knob *knob = &knobs->knobs[at];
	uint32_t left = knob_values(knob);
	struct buffer list = BUFFER_INIT;

	for (size_t i = 0; i < knob->nr_rules; i++)
		left &= ~taken(budget, &knob->rules[i]);
	if (!(budget->bounds[at] & ~knob_unsafe_values(knob)))
		return error_set(error, "%s: knobs: %s: all that is left of its values is below the high-water mark of %llu bytes and the margin of %llu",
				 budget->path, knob->name,
				 (unsigned long long)knob->high_water,
				 (unsigned long long)knob->margin);
	left &= ~knob_unsafe_values(knob);
	*values = left & budget->bounds[at];
	if (*values)
		return 0;
	if (!left) {
		list_takers(budget, knobs, knob, UINT32_MAX, &list);
		error_set(error, "%s: features: %s contradict each other: together they leave no value of %s",
			  budget->path, buffer_text(&list), knob->name);
	} else {
		list_takers(budget, knobs, knob, budget->bounds[at], &list);
		error_set(error, "%s: knobs: %s: all that is left of its values contradicts features: %s",
			  budget->path, knob->name, buffer_text(&list));
	}
	buffer_free(&list);
	return -1;
}

/* A rule between two knobs that leaves nothing of what is left of them. */
static int check_pair(const struct budget *budget, const struct knobs *knobs,
		      const uint32_t *values, size_t at,
		      const struct knob_rule *rule, struct error *error)
{
	uint32_t allowed = rule->excludes ? ~rule->values : rule->values;

	if (rule->is_feature || values[at] & ~rule->at ||
	    values[rule->other] & allowed)
		return 0;
	return error_set(error, "%s: knobs: what is left of %s and of %s contradict each other%s%s",
			 budget->path, knobs->knobs[at].name,
			 knobs->knobs[rule->other].name, rule->why ? ": " : "",
			 rule->why ? rule->why : "");
}

uint32_t *budget_values(const struct budget *budget, const struct knobs *knobs,
			const struct base *base, struct error *error)
{
	uint32_t *values = memory_new(knobs->nr_knobs, sizeof(*values));

	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (base->lacks[i] ?
		    value_without(budget, &knobs->knobs[i], budget->bounds[i],
				  &values[i], error) :
		    values_of(budget, knobs, i, &values[i], error))
			goto bad;
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		for (size_t k = 0; k < knobs->knobs[i].nr_rules; k++)
			if (check_pair(budget, knobs, values, i,
				       &knobs->knobs[i].rules[k], error))
				goto bad;
	return values;
bad:
	free(values);
	return NULL;
}
