// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/knobs_file.h"

#include "generator/base/file.h"
#include "generator/base/yaml.h"

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

#define TEXT(key, flags, type, field) \
	CYAML_FIELD_STRING_PTR(key, flags, type, field, 1, CYAML_UNLIMITED)

#define LIST(key, flags, type, field, schema, min)				\
	CYAML_FIELD_SEQUENCE_COUNT(key, flags, type, field.items, field.count,	\
				   schema, min, CYAML_UNLIMITED)
#define FIGURES(key, flags, type, field) \
	LIST(key, flags, type, field, &figure_schema, 1)
#define NAMES(key, flags, type, field) \
	LIST(key, flags, type, field, &name_schema, 0)

static const cyaml_schema_value_t figure_schema = {
	CYAML_VALUE_INT(CYAML_FLAG_DEFAULT, int64_t),
};

static const cyaml_schema_value_t name_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};

#define PART_FIGURES(key, part) \
	FIGURES(key, OPTIONAL, struct part_figures_yaml, parts[part])
#define PART_SUM(key, part)						\
	CYAML_FIELD_INT(key, CYAML_FLAG_OPTIONAL, struct part_sums_yaml, \
			parts[part])

static const cyaml_schema_field_t part_figures_fields[] = {
	PART_FIGURES("static", PART_STATIC), PART_FIGURES("percpu", PART_PERCPU),
	PART_FIGURES("memmap", PART_MEMMAP), PART_FIGURES("slab", PART_SLAB),
	PART_FIGURES("stacks", PART_STACKS), PART_FIGURES("pages", PART_PAGES),
	PART_FIGURES("user", PART_USER), PART_FIGURES("reserve", PART_RESERVE),
	PART_FIGURES("flash", PART_FLASH),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t part_sums_fields[] = {
	PART_SUM("static", PART_STATIC), PART_SUM("percpu", PART_PERCPU),
	PART_SUM("memmap", PART_MEMMAP), PART_SUM("slab", PART_SLAB),
	PART_SUM("stacks", PART_STACKS), PART_SUM("pages", PART_PAGES),
	PART_SUM("user", PART_USER), PART_SUM("reserve", PART_RESERVE),
	PART_SUM("flash", PART_FLASH),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t times_fields[] = {
	TEXT("knob", CYAML_FLAG_POINTER, struct times_yaml, knob),
	TEXT("part", CYAML_FLAG_POINTER, struct times_yaml, part),
	FIGURES("counts", CYAML_FLAG_POINTER, struct times_yaml, counts),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t times_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct times_yaml, times_fields),
};

static const cyaml_schema_field_t rule_fields[] = {
	NAMES("at", OPTIONAL, struct rule_yaml, at),
	TEXT("knob", OPTIONAL, struct rule_yaml, knob),
	NAMES("values", OPTIONAL, struct rule_yaml, values),
	TEXT("feature", OPTIONAL, struct rule_yaml, feature),
	TEXT("why", OPTIONAL, struct rule_yaml, why),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t rule_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rule_yaml, rule_fields),
};

static const cyaml_schema_field_t knob_fields[] = {
	TEXT("name", CYAML_FLAG_POINTER, struct knob_yaml, name),
	TEXT("symbol", CYAML_FLAG_POINTER, struct knob_yaml, symbol),
	TEXT("type", CYAML_FLAG_POINTER, struct knob_yaml, type),
	TEXT("file", OPTIONAL, struct knob_yaml, file),
	LIST("values", CYAML_FLAG_POINTER, struct knob_yaml, values, &name_schema, 1),
	TEXT("default", CYAML_FLAG_POINTER, struct knob_yaml, kernels),
	CYAML_FIELD_MAPPING_PTR("bytes", OPTIONAL, struct knob_yaml, bytes,
				part_figures_fields),
	CYAML_FIELD_MAPPING_PTR("least_per_mib", OPTIONAL, struct knob_yaml,
				least_per_mib, part_sums_fields),
	FIGURES("block", OPTIONAL, struct knob_yaml, block),
	FIGURES("each", OPTIONAL, struct knob_yaml, each),
	FIGURES("size", OPTIONAL, struct knob_yaml, size),
	CYAML_FIELD_UINT("high_water", CYAML_FLAG_OPTIONAL, struct knob_yaml,
			 high_water),
	CYAML_FIELD_UINT("margin", CYAML_FLAG_OPTIONAL, struct knob_yaml, margin),
	CYAML_FIELD_SEQUENCE_COUNT("times", OPTIONAL, struct knob_yaml, times,
				   nr_times, &times_schema, 0, CYAML_UNLIMITED),
	FIGURES("loss", CYAML_FLAG_POINTER, struct knob_yaml, loss),
	TEXT("gives_up", OPTIONAL, struct knob_yaml, gives_up),
	TEXT("why", OPTIONAL, struct knob_yaml, why),
	LIST("needs", OPTIONAL, struct knob_yaml, needs, &rule_schema, 0),
	LIST("excludes", OPTIONAL, struct knob_yaml, excludes, &rule_schema, 0),
	TEXT("source", OPTIONAL, struct knob_yaml, source),
	CYAML_FIELD_IGNORE("measured", CYAML_FLAG_OPTIONAL),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t knob_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct knob_yaml, knob_fields),
};

static const cyaml_schema_field_t feature_fields[] = {
	TEXT("name", CYAML_FLAG_POINTER, struct feature_yaml, name),
	TEXT("about", OPTIONAL, struct feature_yaml, about),
	CYAML_FIELD_BOOL("default", CYAML_FLAG_OPTIONAL, struct feature_yaml,
			 by_default),
	NAMES("needs", OPTIONAL, struct feature_yaml, needs),
	NAMES("excludes", OPTIONAL, struct feature_yaml, excludes),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t feature_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct feature_yaml,
			    feature_fields),
};

static const cyaml_schema_field_t base_fields[] = {
	TEXT("board", OPTIONAL, struct base_yaml, board),
	NAMES("boards", OPTIONAL, struct base_yaml, boards),
	CYAML_FIELD_MAPPING_PTR("bytes", CYAML_FLAG_POINTER, struct base_yaml,
				bytes, part_sums_fields),
	CYAML_FIELD_MAPPING_PTR("per_mib", OPTIONAL, struct base_yaml, per_mib,
				part_sums_fields),
	CYAML_FIELD_UINT("struct_page", CYAML_FLAG_OPTIONAL, struct base_yaml,
			 struct_page),
	CYAML_FIELD_UINT("memblock", CYAML_FLAG_OPTIONAL, struct base_yaml, memblock),
	NAMES("lacks", OPTIONAL, struct base_yaml, lacks),
	CYAML_FIELD_IGNORE("measured", CYAML_FLAG_OPTIONAL),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t base_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct base_yaml, base_fields),
};

static const cyaml_schema_field_t knobs_fields[] = {
	CYAML_FIELD_MAPPING_PTR("per_mib", OPTIONAL, struct knobs_yaml, per_mib,
				part_sums_fields),
	CYAML_FIELD_UINT("memblock", CYAML_FLAG_OPTIONAL, struct knobs_yaml, memblock),
	CYAML_FIELD_SEQUENCE_COUNT("base", OPTIONAL, struct knobs_yaml,
				   bases, nr_bases, &base_schema, 0,
				   CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE_COUNT("features", OPTIONAL, struct knobs_yaml,
				   features, nr_features, &feature_schema, 0,
				   CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE_COUNT("knobs", CYAML_FLAG_POINTER, struct knobs_yaml,
				   knobs, nr_knobs, &knob_schema, 1,
				   CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t knobs_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct knobs_yaml, knobs_fields),
};

struct knobs_yaml *knobs_yaml_load(const char *path, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	struct knobs_yaml *yaml = NULL;

	if (!file_read(path, &text, error))
		yaml = yaml_file_load(path, &text, &knobs_schema, error);
	buffer_free(&text);
	return yaml;
}

void knobs_yaml_free(struct knobs_yaml *yaml)
{
	yaml_file_free(&knobs_schema, yaml);
}
