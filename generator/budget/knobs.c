// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/knobs.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "generator/base/number.h"
#include "generator/budget/knobs_file.h"
#include "generator/budget/measured.h"

int knobs_find(const struct knobs *knobs, const char *name)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (!strcmp(knobs->knobs[i].name, name))
			return (int)i;
	return -1;
}

int knobs_find_feature(const struct knobs *knobs, const char *name)
{
	for (size_t i = 0; i < knobs->nr_features; i++)
		if (!strcmp(knobs->features[i].name, name))
			return (int)i;
	return -1;
}

int knob_find_value(const struct knob *knob, const char *text)
{
	uint64_t wanted, value;
	bool number = (knob->type == KNOB_INT || knob->type == KNOB_HEX) &&
		      !number_parse(text, &wanted);

	for (unsigned int i = 0; i < knob->nr_values; i++)
		if (!strcmp(knob->values[i], text) ||
		    (number && !number_parse(knob->values[i], &value) &&
		     value == wanted))
			return (int)i;
	return -1;
}

uint32_t knob_values(const struct knob *knob)
{
	return UINT32_MAX >> (KNOB_VALUES_MAX - knob->nr_values);
}

uint32_t knob_unsafe_values(const struct knob *knob)
{
	uint32_t unsafe = 0;

	for (unsigned int i = 0; knob->high_water && i < knob->nr_values; i++)
		if (knob->size[i] < knob->high_water + knob->margin)
			unsafe |= UINT32_C(1) << i;
	return unsafe;
}

bool knob_needs_more(const struct knob *knob, const uint8_t *values)
{
	for (size_t i = 0; i < knob->nr_rules; i++) {
		const struct knob_rule *rule = &knob->rules[i];

		if (!rule->is_feature && !rule->excludes &&
		    !(rule->values >> values[rule->other] & 1))
			return true;
	}
	return false;
}

void knob_list_values(const struct knob *knob, struct buffer *list)
{
	for (unsigned int i = 0; i < knob->nr_values; i++)
		buffer_printf(list, "%s%s", i ? ", " : "", knob->values[i]);
}

static const struct base *find_base(const struct knobs *knobs, const char *board)
{
	for (size_t i = 0; i < knobs->nr_bases; i++)
		if (!strcmp(knobs->bases[i].board, board))
			return &knobs->bases[i];
	return NULL;
}

const struct base *knobs_base(const struct knobs *knobs, const char *board,
			      const char *like, struct error *error)
{
	struct buffer list = BUFFER_INIT;
	const struct base *base = find_base(knobs, board);

	if (!base && like)
		base = find_base(knobs, like);
	if (base)
		return base;
	for (size_t i = 0; i < knobs->nr_bases; i++)
		buffer_printf(&list, "%s%s", i ? ", " : "",
			      knobs->bases[i].board);
	error_set(error, "%s: base: nothing was measured on the board %s, only on %s",
		  knobs->path, board, list.length ? buffer_text(&list) : "none");
	buffer_free(&list);
	return NULL;
}

/* ---- from the file's text to indexes */

static int set_figures(const struct knobs *knobs, const struct knob *knob,
		       const char *key, const struct figures_yaml *from,
		       uint64_t **to, struct error *error)
{
	if (!from->items)
		return 0;
	if (from->count != knob->nr_values)
		return error_set(error, "%s: %s: %s: %u figures for %u values; expected one each",
				 knobs->path, knob->name, key, from->count,
				 knob->nr_values);
	*to = memory_new(from->count, sizeof(**to));
	for (unsigned int i = 0; i < from->count; i++) {
		if (from->items[i] < 0 || from->items[i] > (int64_t)KNOB_FIGURE_MAX)
			return error_set(error, "%s: %s: %s: %lld; expected a figure from 0 to %llu",
					 knobs->path, knob->name, key,
					 (long long)from->items[i],
					 (unsigned long long)KNOB_FIGURE_MAX);
		(*to)[i] = (uint64_t)from->items[i];
	}
	return 0;
}

static char *copy(const char *text)
{
	return text ? memory_strdup(text) : NULL;
}

static int set_type(const struct knobs *knobs, struct knob *knob,
		    const char *type, struct error *error)
{
	static const char *const types[] = {
		[KNOB_INT] = "int", [KNOB_HEX] = "hex", [KNOB_BOOL] = "bool",
		[KNOB_CHOICE] = "choice",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i], type)) {
			knob->type = (enum knob_type)i;
			return 0;
		}
	return error_set(error, "%s: %s: type: \"%s\"; expected int, hex, bool or choice",
			 knobs->path, knob->name, type);
}

static int set_values(const struct knobs *knobs, struct knob *knob,
		      const struct names_yaml *values, struct error *error)
{
	uint64_t number;

	if (values->count > KNOB_VALUES_MAX)
		return error_set(error, "%s: %s: values: %u of them; at most %d are possible",
				 knobs->path, knob->name, values->count,
				 KNOB_VALUES_MAX);
	knob->values = memory_new(values->count, sizeof(char *));
	for (unsigned int i = 0; i < values->count; i++) {
		const char *value = values->items[i];

		if ((knob->type == KNOB_INT || knob->type == KNOB_HEX) &&
		    number_parse(value, &number))
			return error_set(error, "%s: %s: values: \"%s\" is no number",
					 knobs->path, knob->name, value);
		if (knob->type == KNOB_BOOL && strcmp(value, "y") && strcmp(value, "n"))
			return error_set(error, "%s: %s: values: \"%s\"; expected y or n",
					 knobs->path, knob->name, value);
		if (knob_find_value(knob, value) >= 0)
			return error_set(error, "%s: %s: values: %s is there twice",
					 knobs->path, knob->name, value);
		knob->values[knob->nr_values++] = memory_strdup(value);
	}
	return 0;
}

static int set_kernels(const struct knobs *knobs, struct knob *knob,
		       const char *value, struct error *error)
{
	struct buffer list = BUFFER_INIT;
	int at = knob_find_value(knob, value);

	if (at < 0) {
		knob_list_values(knob, &list);
		error_set(error, "%s: %s: default: %s is not among values: %s",
			  knobs->path, knob->name, value, buffer_text(&list));
		buffer_free(&list);
		return -1;
	}
	knob->kernels = (unsigned int)at;
	return 0;
}

static int set_least(const struct knobs *knobs, struct knob *knob,
		     const struct part_sums_yaml *least, struct error *error)
{
	for (size_t part = 0; least && part < NR_PARTS; part++) {
		int64_t bytes = least->parts[part];

		if (bytes < 0 || bytes > 64 * 1024 || (bytes && part >= NR_RAM_PARTS))
			return error_set(error, "%s: %s: least_per_mib: %s: %lld is out of range",
					 knobs->path, knob->name, part_names[part],
					 (long long)bytes);
		knob->least_per_mib[part] = (uint64_t)bytes;
	}
	return 0;
}

/* The figures of one knob that need no other. */
static int fill_knob(struct knobs *knobs, struct knob *knob,
		     const struct knob_yaml *yaml, struct error *error)
{
	if (set_type(knobs, knob, yaml->type, error) ||
	    set_values(knobs, knob, &yaml->values, error) ||
	    set_kernels(knobs, knob, yaml->kernels, error) ||
	    set_figures(knobs, knob, "loss", &yaml->loss, &knob->loss, error) ||
	    set_figures(knobs, knob, "block", &yaml->block, &knob->block, error) ||
	    set_figures(knobs, knob, "each", &yaml->each, &knob->each, error) ||
	    set_figures(knobs, knob, "size", &yaml->size, &knob->size, error))
		return -1;
	for (size_t part = 0; yaml->bytes && part < NR_PARTS; part++)
		if (set_figures(knobs, knob, part_names[part],
				&yaml->bytes->parts[part], &knob->bytes[part],
				error))
			return -1;
	if (set_least(knobs, knob, yaml->least_per_mib, error))
		return -1;
	knob->high_water = yaml->high_water;
	knob->margin = yaml->margin;
	knob->symbol = memory_strdup(yaml->symbol);
	knob->file = copy(yaml->file);
	knob->gives_up = copy(yaml->gives_up);
	knob->why = copy(yaml->why);
	knob->source = copy(yaml->source);
	return 0;
}

static int add_knobs(struct knobs *knobs, const struct knobs_yaml *yaml,
		     struct error *error)
{
	if (yaml->nr_knobs > KNOBS_MAX)
		return error_set(error, "%s: %u knobs; at most %d are possible",
				 knobs->path, yaml->nr_knobs, KNOBS_MAX);
	knobs->knobs = memory_new(yaml->nr_knobs, sizeof(*knobs->knobs));
	for (unsigned int i = 0; i < yaml->nr_knobs; i++) {
		if (knobs_find(knobs, yaml->knobs[i].name) >= 0)
			return error_set(error, "%s: two knobs are named %s",
					 knobs->path, yaml->knobs[i].name);
		knobs->knobs[i].name = memory_strdup(yaml->knobs[i].name);
		knobs->nr_knobs++;
		if (fill_knob(knobs, &knobs->knobs[i], &yaml->knobs[i], error))
			return -1;
	}
	return 0;
}

int knobs_read_models(struct knobs *knobs, const char *path, struct error *error)
{
	struct knobs_yaml *yaml = knobs_yaml_load(path, error);
	int result = -1;

	*knobs = (struct knobs){ 0 };
	if (!yaml)
		return -1;
	knobs->path = memory_strdup(path);
	if (!knobs_add_features(knobs, yaml, error) &&
	    !add_knobs(knobs, yaml, error) &&
	    !knobs_add_relations(knobs, yaml, error) &&
	    !knobs_add_bases(knobs, yaml, error) &&
	    !knobs_check(knobs, error))
		result = 0;
	knobs_yaml_free(yaml);
	if (result)
		knobs_free(knobs);
	return result;
}

/* The boards that were measured. */
static int add_measured(struct knobs *knobs, struct error *error)
{
	char *path = measured_path(knobs->path);
	struct measured *measured = memory_new(1, sizeof(*measured));
	int result = measured_read(measured, path, knobs, NULL, error);

	knobs->measured = measured;
	for (size_t i = 0; !result && i < measured->boards.count; i++) {
		const struct measurement *board = &measured->boards.items[i];

		for (size_t k = 0; !result && k < knobs->nr_bases; k++)
			if (!strcmp(knobs->bases[k].board, board->board))
				result = error_set(error, "%s: base: %s: it is in %s as well",
						   knobs->path, board->board, path);
		if (result)
			break;
		knobs->bases = memory_resize(knobs->bases, knobs->nr_bases + 1,
					     sizeof(*knobs->bases));
		result = measured_base(&knobs->bases[knobs->nr_bases++], board,
				       knobs, path, error);
	}
	free(path);
	return result;
}

int knobs_read(struct knobs *knobs, const char *path, struct error *error)
{
	if (knobs_read_models(knobs, path, error))
		return -1;
	if (!add_measured(knobs, error))
		return 0;
	knobs_free(knobs);
	return -1;
}

static void free_knob(struct knob *knob)
{
	for (unsigned int i = 0; i < knob->nr_values; i++)
		free(knob->values[i]);
	for (size_t part = 0; part < NR_PARTS; part++)
		free(knob->bytes[part]);
	for (size_t i = 0; i < knob->nr_times; i++)
		free(knob->times[i].counts);
	for (size_t i = 0; i < knob->nr_rules; i++)
		free(knob->rules[i].why);
	free(knob->values);
	free(knob->block);
	free(knob->each);
	free(knob->size);
	free(knob->loss);
	free(knob->times);
	free(knob->rules);
	free(knob->name);
	free(knob->symbol);
	free(knob->file);
	free(knob->gives_up);
	free(knob->why);
	free(knob->source);
}

static void free_base(struct base *base)
{
	free(base->board);
	free(base->lacks);
}

void knobs_free(struct knobs *knobs)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		free_knob(&knobs->knobs[i]);
	for (size_t i = 0; i < knobs->nr_features; i++) {
		free(knobs->features[i].name);
		free(knobs->features[i].about);
		free(knobs->features[i].needs);
		free(knobs->features[i].excludes);
	}
	for (size_t i = 0; i < knobs->nr_bases; i++)
		free_base(&knobs->bases[i]);
	if (knobs->measured)
		measured_free(knobs->measured);
	free(knobs->measured);
	free(knobs->knobs);
	free(knobs->features);
	free(knobs->bases);
	free(knobs->path);
	*knobs = (struct knobs){ 0 };
}
