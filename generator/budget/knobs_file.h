/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The knob file as libcyaml loads it: text and figures, which knobs.c and
 * knobs_relations.c make struct knobs of. For those two only.
 */
#ifndef GENERATOR_BUDGET_KNOBS_FILE_H
#define GENERATOR_BUDGET_KNOBS_FILE_H

#include "generator/budget/knobs.h"

struct figures_yaml {
	int64_t *items;		/* NULL: the key isn't there */
	unsigned int count;
};

struct names_yaml {
	char **items;
	unsigned int count;
};

struct part_figures_yaml {
	struct figures_yaml parts[NR_PARTS];
};

struct part_sums_yaml {
	int64_t parts[NR_PARTS];
};

struct times_yaml {
	char *knob;
	char *part;
	struct figures_yaml counts;
};

struct rule_yaml {
	struct names_yaml at;
	char *knob;
	struct names_yaml values;
	char *feature;
	char *why;
};

struct rules_yaml {
	struct rule_yaml *items;
	unsigned int count;
};

struct knob_yaml {
	char *name;
	char *symbol;
	char *type;
	char *file;
	struct names_yaml values;
	char *kernels;
	struct part_figures_yaml *bytes;
	struct part_sums_yaml *least_per_mib;
	struct figures_yaml block;
	struct figures_yaml each;
	struct figures_yaml size;
	uint32_t high_water;
	uint32_t margin;
	struct times_yaml *times;
	unsigned int nr_times;
	struct figures_yaml loss;
	char *gives_up;
	char *why;
	struct rules_yaml needs;
	struct rules_yaml excludes;
	char *source;
};

struct feature_yaml {
	char *name;
	char *about;
	bool by_default;
	struct names_yaml needs;
	struct names_yaml excludes;
};

struct base_yaml {
	char *board;
	struct names_yaml boards;
	struct part_sums_yaml *bytes;
	struct part_sums_yaml *per_mib;
	uint32_t struct_page;
	uint32_t memblock;
	struct names_yaml lacks;
};

struct knobs_yaml {
	struct part_sums_yaml *per_mib;
	uint32_t memblock;
	struct base_yaml *bases;
	unsigned int nr_bases;
	struct feature_yaml *features;
	unsigned int nr_features;
	struct knob_yaml *knobs;
	unsigned int nr_knobs;
};

struct knobs_yaml *knobs_yaml_load(const char *path, struct error *error);
void knobs_yaml_free(struct knobs_yaml *yaml);

/* Each adds to @knobs what its name says; knobs_relations.c. */
int knobs_add_features(struct knobs *knobs, const struct knobs_yaml *yaml,
		       struct error *error);
int knobs_add_relations(struct knobs *knobs, const struct knobs_yaml *yaml,
			struct error *error);
int knobs_add_bases(struct knobs *knobs, const struct knobs_yaml *yaml,
		    struct error *error);

/* What the file as a whole must be. */
int knobs_check(const struct knobs *knobs, struct error *error);

#endif
