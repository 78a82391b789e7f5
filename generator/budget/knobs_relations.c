// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "generator/budget/knobs_file.h"

static int no_such(const struct knobs *knobs, const char *where, const char *what,
		   struct nearest *nearest, struct error *error)
{
	struct buffer list = BUFFER_INIT;

	nearest_list(nearest, &list);
	error_set(error, "%s: %s: there is no %s %s; the nearest are %s",
		  knobs->path, where, what, nearest->wanted, buffer_text(&list));
	buffer_free(&list);
	return -1;
}

static int want_knob(const struct knobs *knobs, const char *where,
		     const char *name, size_t *index, struct error *error)
{
	struct nearest nearest = NEAREST_INIT(name);
	int found = knobs_find(knobs, name);

	if (found >= 0) {
		*index = (size_t)found;
		return 0;
	}
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		nearest_offer(&nearest, knobs->knobs[i].name);
	return no_such(knobs, where, "knob", &nearest, error);
}

static int want_feature(const struct knobs *knobs, const char *where,
			const char *name, size_t *index, struct error *error)
{
	struct nearest nearest = NEAREST_INIT(name);
	int found = knobs_find_feature(knobs, name);

	if (found >= 0) {
		*index = (size_t)found;
		return 0;
	}
	for (size_t i = 0; i < knobs->nr_features; i++)
		nearest_offer(&nearest, knobs->features[i].name);
	return no_such(knobs, where, "feature", &nearest, error);
}

/* ---- features */

static int list_features(const struct knobs *knobs, const char *where,
			 const struct names_yaml *names, size_t **list,
			 size_t *count, struct error *error)
{
	*list = memory_new(names->count, sizeof(**list));
	for (unsigned int i = 0; i < names->count; i++) {
		if (want_feature(knobs, where, names->items[i], &(*list)[i],
				 error))
			return -1;
		(*count)++;
	}
	return 0;
}

int knobs_add_features(struct knobs *knobs, const struct knobs_yaml *yaml,
		       struct error *error)
{
	knobs->features = memory_new(yaml->nr_features, sizeof(*knobs->features));
	for (unsigned int i = 0; i < yaml->nr_features; i++) {
		const struct feature_yaml *from = &yaml->features[i];
		struct feature *feature = &knobs->features[i];

		if (knobs_find_feature(knobs, from->name) >= 0)
			return error_set(error, "%s: two features are named %s",
					 knobs->path, from->name);
		feature->name = memory_strdup(from->name);
		feature->about = from->about ? memory_strdup(from->about) : NULL;
		feature->by_default = from->by_default;
		knobs->nr_features++;
	}
	for (size_t i = 0; i < knobs->nr_features; i++) {
		struct feature *feature = &knobs->features[i];

		if (list_features(knobs, feature->name, &yaml->features[i].needs,
				  &feature->needs, &feature->nr_needs, error) ||
		    list_features(knobs, feature->name,
				  &yaml->features[i].excludes,
				  &feature->excludes, &feature->nr_excludes,
				  error))
			return -1;
	}
	return 0;
}

/* ---- knobs that depend on others */

static int value_set(const struct knobs *knobs, const struct knob *knob,
		     const char *where, const struct names_yaml *names,
		     uint32_t *set, struct error *error)
{
	struct buffer list = BUFFER_INIT;

	*set = 0;
	for (unsigned int i = 0; i < names->count; i++) {
		int at = knob_find_value(knob, names->items[i]);

		if (at < 0) {
			knob_list_values(knob, &list);
			error_set(error, "%s: %s: %s is no value of %s, which has %s",
				  knobs->path, where, names->items[i],
				  knob->name, buffer_text(&list));
			buffer_free(&list);
			return -1;
		}
		*set |= UINT32_C(1) << at;
	}
	return 0;
}

static int add_rule(struct knobs *knobs, struct knob *knob, bool excludes,
		    const struct rule_yaml *from, struct error *error)
{
	const char *where = knob->name;
	struct knob_rule *rule = &knob->rules[knob->nr_rules++];

	rule->excludes = excludes;
	rule->is_feature = from->feature != NULL;
	rule->why = from->why ? memory_strdup(from->why) : NULL;
	rule->at = UINT32_MAX;
	if (from->at.items &&
	    value_set(knobs, knob, where, &from->at, &rule->at, error))
		return -1;
	if (!from->feature == !from->knob || !from->values.items == !from->feature)
		return error_set(error, "%s: %s: %s: expected {knob: NAME, values: [...]} or {feature: NAME}",
				 knobs->path, where,
				 excludes ? "excludes" : "needs");
	if (from->feature)
		return want_feature(knobs, where, from->feature, &rule->other,
				    error);
	if (want_knob(knobs, where, from->knob, &rule->other, error) ||
	    value_set(knobs, &knobs->knobs[rule->other], where, &from->values,
		      &rule->values, error))
		return -1;
	if (&knobs->knobs[rule->other] == knob)
		return error_set(error, "%s: %s: %s: the knob names itself",
				 knobs->path, where,
				 excludes ? "excludes" : "needs");
	return 0;
}

static int ram_part(const char *name)
{
	for (int part = 0; part < NR_RAM_PARTS; part++)
		if (!strcmp(part_names[part], name))
			return part;
	return !strcmp(name, part_names[PART_FLASH]) ? PART_FLASH : -1;
}

static int add_times(struct knobs *knobs, struct knob *knob,
		     const struct times_yaml *from, struct error *error)
{
	struct knob_times *times = &knob->times[knob->nr_times];
	int part = ram_part(from->part);

	if (part < 0)
		return error_set(error, "%s: %s: times: part: \"%s\"; expected static, percpu, memmap, slab, stacks, pages, user or flash",
				 knobs->path, knob->name, from->part);
	if (want_knob(knobs, knob->name, from->knob, &times->knob, error))
		return -1;
	if (&knobs->knobs[times->knob] == knob ||
	    !knobs->knobs[times->knob].each)
		return error_set(error, "%s: %s: times: %s; expected another knob, with each:",
				 knobs->path, knob->name, from->knob);
	if (from->counts.count != knob->nr_values)
		return error_set(error, "%s: %s: times: counts: %u figures for %u values; expected one each",
				 knobs->path, knob->name, from->counts.count,
				 knob->nr_values);
	times->part = (enum part)part;
	times->counts = memory_new(knob->nr_values, sizeof(*times->counts));
	knob->nr_times++;
	for (unsigned int i = 0; i < knob->nr_values; i++) {
		const struct knob *other = &knobs->knobs[times->knob];

		for (unsigned int j = 0; j < other->nr_values; j++)
			if (from->counts.items[i] < 0 ||
			    (uint64_t)from->counts.items[i] > KNOB_FIGURE_MAX ||
			    other->each[j] * (uint64_t)from->counts.items[i] >
			    KNOB_FIGURE_MAX)
				return error_set(error, "%s: %s: times: counts: %lld of %s at %s; expected at most %llu bytes, and none below 0",
						 knobs->path, knob->name,
						 (long long)from->counts.items[i],
						 other->name, other->values[j],
						 (unsigned long long)KNOB_FIGURE_MAX);
		times->counts[i] = (uint64_t)from->counts.items[i];
	}
	return 0;
}

int knobs_add_relations(struct knobs *knobs, const struct knobs_yaml *yaml,
			struct error *error)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob_yaml *from = &yaml->knobs[i];
		struct knob *knob = &knobs->knobs[i];

		knob->rules = memory_new((size_t)from->needs.count +
					 from->excludes.count,
					 sizeof(*knob->rules));
		for (unsigned int k = 0; k < from->needs.count; k++)
			if (add_rule(knobs, knob, false, &from->needs.items[k],
				     error))
				return -1;
		for (unsigned int k = 0; k < from->excludes.count; k++)
			if (add_rule(knobs, knob, true,
				     &from->excludes.items[k], error))
				return -1;
		knob->times = memory_new(from->nr_times, sizeof(*knob->times));
		for (unsigned int k = 0; k < from->nr_times; k++)
			if (add_times(knobs, knob, &from->times[k], error))
				return -1;
	}
	return 0;
}

/* ---- boards */

static int set_lacks(struct base *base, const struct knobs *knobs,
		     const struct names_yaml *names, struct error *error)
{
	base->lacks = memory_new(knobs->nr_knobs, sizeof(*base->lacks));
	for (unsigned int i = 0; i < names->count; i++) {
		int knob = knobs_find(knobs, names->items[i]);

		if (knob < 0)
			return error_set(error, "%s: base: %s: lacks: there is no knob %s",
					 knobs->path, base->board, names->items[i]);
		base->lacks[knob] = true;
	}
	return 0;
}

static int check_memblock(const struct knobs *knobs, uint32_t bytes,
			  struct error *error)
{
	if (bytes <= 1 << 20)
		return 0;
	return error_set(error, "%s: memblock: %u bytes; expected at most 1 MiB",
			 knobs->path, bytes);
}

static int add_base(struct knobs *knobs, const char *board,
		    const struct base_yaml *from, struct error *error)
{
	struct base *base = &knobs->bases[knobs->nr_bases];
	uint64_t slope = 0;

	for (size_t i = 0; i < knobs->nr_bases; i++)
		if (!strcmp(knobs->bases[i].board, board))
			return error_set(error, "%s: base: %s is there twice",
					 knobs->path, board);
	base->board = memory_strdup(board);
	base->struct_page = from->struct_page;
	base->memblock = from->memblock;
	knobs->nr_bases++;
	if (set_lacks(base, knobs, &from->lacks, error))
		return -1;
	for (size_t part = 0; part < NR_PARTS; part++) {
		int64_t bytes = from->bytes->parts[part];
		int64_t more = from->per_mib ? from->per_mib->parts[part] : 0;

		if (bytes < 0 || bytes > (int64_t)KNOB_FIGURE_MAX || more < 0 ||
		    more > 512 * 1024 || (more && part >= NR_RAM_PARTS))
			return error_set(error, "%s: base: %s: %s: %lld bytes, and %lld per MiB, are out of range",
					 knobs->path, board, part_names[part],
					 (long long)bytes, (long long)more);
		base->bytes[part] = (uint64_t)bytes;
		base->per_mib[part] = (uint64_t)more;
		slope += (uint64_t)more;
	}
	if (slope > 512 * 1024 || base->struct_page > 256)
		return error_set(error, "%s: base: %s: per_mib: and struct_page: take most of the RAM there is",
				 knobs->path, board);
	return check_memblock(knobs, from->memblock, error);
}

/* What grows with RAM on the boards that were measured. */
static int set_per_mib(struct knobs *knobs, const struct part_sums_yaml *per_mib,
		       struct error *error)
{
	uint64_t slope = 0;

	for (size_t part = 0; per_mib && part < NR_PARTS; part++) {
		int64_t more = per_mib->parts[part];

		if (more < 0 || more > 512 * 1024 || (more && part >= NR_RAM_PARTS))
			return error_set(error, "%s: per_mib: %s: %lld is out of range",
					 knobs->path, part_names[part],
					 (long long)more);
		knobs->per_mib[part] = (uint64_t)more;
		slope += (uint64_t)more;
	}
	if (slope > 512 * 1024)
		return error_set(error, "%s: per_mib: takes most of the RAM there is",
				 knobs->path);
	return 0;
}

int knobs_add_bases(struct knobs *knobs, const struct knobs_yaml *yaml,
		    struct error *error)
{
	size_t count = 0;

	if (set_per_mib(knobs, yaml->per_mib, error))
		return -1;
	if (check_memblock(knobs, yaml->memblock, error))
		return -1;
	knobs->memblock = yaml->memblock;
	for (unsigned int i = 0; i < yaml->nr_bases; i++)
		count += yaml->bases[i].boards.count + 1;
	knobs->bases = memory_new(count, sizeof(*knobs->bases));
	for (unsigned int i = 0; i < yaml->nr_bases; i++) {
		const struct base_yaml *from = &yaml->bases[i];

		if (!from->board == !from->boards.count)
			return error_set(error, "%s: base: entry %u: expected board: or boards:",
					 knobs->path, i + 1);
		if (from->board && add_base(knobs, from->board, from, error))
			return -1;
		for (unsigned int k = 0; k < from->boards.count; k++)
			if (add_base(knobs, from->boards.items[k], from, error))
				return -1;
	}
	return 0;
}

/* ---- the file as a whole */

static bool is_name(const char *text)
{
	return *text && !text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

static int check_knob(const struct knobs *knobs, const struct knob *knob,
		      struct error *error)
{
	if (!is_name(knob->name) || !is_name(knob->symbol))
		return error_set(error, "%s: %s: symbol: %s: expected letters, digits and _ in both names",
				 knobs->path, knob->name, knob->symbol);
	if ((knob->high_water || knob->margin) && !knob->size)
		return error_set(error, "%s: %s: high_water: and margin: are of a size; expected size:",
				 knobs->path, knob->name);
	if (knob_unsafe_values(knob) >> knob->kernels & 1)
		return error_set(error, "%s: %s: high_water: %llu and margin: %llu are more than the default has",
				 knobs->path, knob->name,
				 (unsigned long long)knob->high_water,
				 (unsigned long long)knob->margin);
	if (knob->loss[knob->kernels])
		return error_set(error, "%s: %s: loss: %llu for the default, %s; expected 0",
				 knobs->path, knob->name,
				 (unsigned long long)knob->loss[knob->kernels],
				 knob->values[knob->kernels]);
	for (unsigned int i = 0; i < knob->nr_values; i++) {
		if (knob->type == KNOB_CHOICE && !is_name(knob->values[i]))
			return error_set(error, "%s: %s: values: %s is no symbol",
					 knobs->path, knob->name, knob->values[i]);
		if (knob->block && (knob->block[i] < 4096 ||
				    (knob->block[i] & (knob->block[i] - 1))))
			return error_set(error, "%s: %s: block: %llu; expected a power of two from 4096 on",
					 knobs->path, knob->name,
					 (unsigned long long)knob->block[i]);
	}
	return 0;
}

/* The kernel's own values must be possible, else nothing is ample enough. */
static int check_kernels(const struct knobs *knobs, const struct knob *knob,
			 struct error *error)
{
	for (size_t i = 0; i < knob->nr_rules; i++) {
		const struct knob_rule *rule = &knob->rules[i];
		const struct knob *other;

		if (rule->is_feature || !(rule->at >> knob->kernels & 1))
			continue;
		other = &knobs->knobs[rule->other];
		if ((rule->values >> other->kernels & 1) == rule->excludes)
			return error_set(error, "%s: %s: the defaults, %s and %s of %s, exclude each other",
					 knobs->path, knob->name,
					 knob->values[knob->kernels],
					 other->values[other->kernels],
					 other->name);
	}
	return 0;
}

int knobs_check(const struct knobs *knobs, struct error *error)
{
	const struct knob *block = NULL, *reserve = NULL;

	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob *knob = &knobs->knobs[i];

		if (check_knob(knobs, knob, error) ||
		    check_kernels(knobs, knob, error))
			return -1;
		if ((block && knob->block) ||
		    (reserve && knob->bytes[PART_RESERVE]))
			return error_set(error, "%s: %s: %s has %s too; expected it of one knob",
					 knobs->path, knob->name,
					 block && knob->block ? block->name :
								reserve->name,
					 block && knob->block ? "block:" :
								"reserve:");
		if (knob->block)
			block = knob;
		if (knob->bytes[PART_RESERVE])
			reserve = knob;
	}
	return 0;
}
