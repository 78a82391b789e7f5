// SPDX-License-Identifier: GPL-2.0-or-later
/* measured.yaml as it is read and written. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/yaml.h"
#include "generator/budget/knobs_file.h"
#include "generator/budget/measured.h"

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

struct bytes_yaml {
	int64_t *parts[NR_PARTS];	/* NULL: not known */
};

struct undone_yaml {
	char *knob;
	struct names_yaml values;
	int64_t *free;
	struct bytes_yaml *bytes;
	char *why;
};

struct board_yaml {
	char *board;
	char *kernel;
	uint32_t ram;
	uint32_t struct_page;
	struct names_yaml lacks;
	struct names_yaml values;
	int64_t free;
	struct bytes_yaml *bytes;
	struct undone_yaml *undone;
	unsigned int nr_undone;
};

struct measured_yaml {
	struct board_yaml *boards;
	unsigned int nr_boards;
};

static const cyaml_schema_value_t name_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};

#define NAMES(key, flags, type, field)						\
	CYAML_FIELD_SEQUENCE_COUNT(key, flags, type, field.items, field.count,	\
				   &name_schema, 0, CYAML_UNLIMITED)
#define TEXT(key, flags, type, field) \
	CYAML_FIELD_STRING_PTR(key, flags, type, field, 1, CYAML_UNLIMITED)
#define PART(key, part) \
	CYAML_FIELD_INT_PTR(key, OPTIONAL, struct bytes_yaml, parts[part])

static const cyaml_schema_field_t bytes_fields[] = {
	PART("static", PART_STATIC), PART("percpu", PART_PERCPU),
	PART("memmap", PART_MEMMAP), PART("slab", PART_SLAB),
	PART("stacks", PART_STACKS), PART("pages", PART_PAGES),
	PART("user", PART_USER), PART("flash", PART_FLASH),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t undone_fields[] = {
	TEXT("knob", CYAML_FLAG_POINTER, struct undone_yaml, knob),
	NAMES("values", CYAML_FLAG_POINTER, struct undone_yaml, values),
	CYAML_FIELD_INT_PTR("free", OPTIONAL, struct undone_yaml, free),
	CYAML_FIELD_MAPPING_PTR("bytes", OPTIONAL, struct undone_yaml, bytes,
				bytes_fields),
	TEXT("why", OPTIONAL, struct undone_yaml, why),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t undone_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct undone_yaml, undone_fields),
};

static const cyaml_schema_field_t board_fields[] = {
	TEXT("board", CYAML_FLAG_POINTER, struct board_yaml, board),
	TEXT("kernel", OPTIONAL, struct board_yaml, kernel),
	CYAML_FIELD_UINT("ram", CYAML_FLAG_DEFAULT, struct board_yaml, ram),
	CYAML_FIELD_UINT("struct_page", CYAML_FLAG_DEFAULT, struct board_yaml,
			 struct_page),
	NAMES("lacks", OPTIONAL, struct board_yaml, lacks),
	NAMES("values", CYAML_FLAG_POINTER, struct board_yaml, values),
	CYAML_FIELD_INT("free", CYAML_FLAG_DEFAULT, struct board_yaml, free),
	CYAML_FIELD_MAPPING_PTR("bytes", CYAML_FLAG_POINTER, struct board_yaml,
				bytes, bytes_fields),
	CYAML_FIELD_SEQUENCE_COUNT("undone", OPTIONAL, struct board_yaml, undone,
				   nr_undone, &undone_schema, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t board_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct board_yaml, board_fields),
};

static const cyaml_schema_field_t measured_fields[] = {
	CYAML_FIELD_SEQUENCE_COUNT("boards", CYAML_FLAG_POINTER,
				   struct measured_yaml, boards, nr_boards,
				   &board_schema, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t measured_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct measured_yaml,
			    measured_fields),
};

/* ---- from text to indexes */

struct reading {
	const char *path;
	const char *board;
	const struct knobs *knobs;
};

/* "LVL_BITS=3" */
static int set_value(const struct reading *reading, const char *text,
		     uint8_t *values, struct error *error)
{
	const struct knobs *knobs = reading->knobs;
	const char *equals = strchr(text, '=');
	char *name = memory_strndup(text, strcspn(text, "="));
	int knob = knobs_find(knobs, name), value = -1;

	free(name);
	if (!equals || knob < 0)
		return error_set(error, "%s: %s: values: %s: expected KNOB=VALUE of a knob of %s; make calibrate measures anew",
				 reading->path, reading->board, text,
				 knobs->path);
	value = knob_find_value(&knobs->knobs[knob], equals + 1);
	if (value < 0)
		return error_set(error, "%s: %s: values: %s: not among the values of %s; make calibrate measures anew",
				 reading->path, reading->board, text,
				 knobs->path);
	values[knob] = (uint8_t)value;
	return 0;
}

static int set_values(const struct reading *reading, const struct names_yaml *names,
		      uint8_t *values, struct error *error)
{
	for (unsigned int i = 0; i < names->count; i++)
		if (set_value(reading, names->items[i], values, error))
			return -1;
	return 0;
}

static int find_knob(const struct reading *reading, const char *key,
		     const char *name, struct error *error)
{
	int knob = knobs_find(reading->knobs, name);

	if (knob < 0)
		error_set(error, "%s: %s: %s: there is no knob %s; make calibrate measures anew",
			  reading->path, reading->board, key, name);
	return knob;
}

static int set_bytes(const struct reading *reading, const struct bytes_yaml *from,
		     int64_t free_bytes, struct measured_kernel *kernel,
		     struct error *error)
{
	kernel->free = free_bytes;
	for (size_t part = 0; from && part < NR_PARTS; part++)
		if (from->parts[part])
			kernel->bytes[part] = *from->parts[part];
	for (size_t part = 0; part < NR_PARTS; part++)
		if (kernel->bytes[part] < -1 ||
		    kernel->bytes[part] > (long long)KNOB_FIGURE_MAX)
			return error_set(error, "%s: %s: bytes: %s: %lld is out of range",
					 reading->path, reading->board,
					 part_names[part], kernel->bytes[part]);
	if (free_bytes < 0 || free_bytes > (long long)KNOB_FIGURE_MAX)
		return error_set(error, "%s: %s: free: %" PRId64 " is out of range",
				 reading->path, reading->board, free_bytes);
	return 0;
}

static int add_undone(const struct reading *reading,
		      struct measurement *measurement,
		      const struct undone_yaml *from, struct error *error)
{
	int knob = find_knob(reading, "undone", from->knob, error);
	struct measured_undone *undone;

	if (knob < 0)
		return -1;
	if (measured_knob(measurement, (size_t)knob))
		return error_set(error, "%s: %s: undone: %s is there twice",
				 reading->path, reading->board, from->knob);
	if (!from->free == !from->why)
		return error_set(error, "%s: %s: undone: %s: expected free: and bytes:, or why: there are none",
				 reading->path, reading->board, from->knob);
	undone = measured_renew_undone(measurement, (size_t)knob, reading->knobs);
	undone->why = from->why ? memory_strdup(from->why) : NULL;
	if (set_values(reading, &from->values, undone->kernel.values, error))
		return -1;
	return from->free ? set_bytes(reading, from->bytes, *from->free,
				      &undone->kernel, error) : 0;
}

static int fill_board(const struct reading *reading,
		      struct measurement *measurement,
		      const struct board_yaml *from, struct error *error)
{
	measurement->version = from->kernel ? memory_strdup(from->kernel) : NULL;
	measurement->ram = from->ram;
	measurement->struct_page = from->struct_page;
	for (unsigned int i = 0; i < from->lacks.count; i++) {
		int knob = find_knob(reading, "lacks", from->lacks.items[i], error);

		if (knob < 0)
			return -1;
		measurement->lacks[knob] = true;
	}
	if (!from->ram || from->struct_page > 256)
		return error_set(error, "%s: %s: ram: %u or struct_page: %u is out of range",
				 reading->path, reading->board, from->ram,
				 from->struct_page);
	if (set_values(reading, &from->values, measurement->kernel.values, error) ||
	    set_bytes(reading, from->bytes, from->free, &measurement->kernel, error))
		return -1;
	for (unsigned int i = 0; i < from->nr_undone; i++)
		if (add_undone(reading, measurement, &from->undone[i], error))
			return -1;
	return 0;
}

static int add_board(struct measured *measured, const struct knobs *knobs,
		     const struct board_yaml *from, struct buffer *stale,
		     struct error *error)
{
	struct reading reading = { measured->path, from->board, knobs };
	struct measured one = { .path = measured->path };
	struct error reason = ERROR_INIT;
	struct measurement *measurement;

	if (measured_find(measured, from->board))
		return error_set(error, "%s: boards: %s is there twice",
				 measured->path, from->board);
	measurement = measured_renew(&one, from->board, knobs);
	if (!fill_board(&reading, measurement, from, &reason)) {
		*array_add(&measured->boards) = *measurement;
		array_free(&one.boards);
		return 0;
	}
	one.path = NULL;
	measured_free(&one);
	if (!stale) {
		*error = reason;
		return -1;
	}
	buffer_printf(stale, "%s%s", stale->length ? ", " : "", from->board);
	return 0;
}

int measured_read(struct measured *measured, const char *path,
		  const struct knobs *knobs, struct buffer *stale,
		  struct error *error)
{
	struct buffer text = BUFFER_INIT;
	struct measured_yaml *yaml = NULL;
	int result = 0;

	*measured = (struct measured){ .path = memory_strdup(path) };
	if (!file_exists(path))
		return 0;
	if (!file_read(path, &text, error))
		yaml = yaml_file_load(path, &text, &measured_schema, error);
	buffer_free(&text);
	if (!yaml)
		result = -1;
	for (unsigned int i = 0; !result && i < yaml->nr_boards; i++)
		result = add_board(measured, knobs, &yaml->boards[i], stale, error);
	yaml_file_free(&measured_schema, yaml);
	if (result)
		measured_free(measured);
	return result;
}

/* ---- back to text */

#define LINE_WIDTH 90

/* "key: [a, b]", in lines that @indent spaces begin. */
struct list {
	struct buffer *out;
	int indent;
	size_t line;	/* where the line began in out */
	bool any;
};

static struct list list_begin(struct buffer *out, int indent, const char *key)
{
	struct list list = { out, indent, out->length, false };

	buffer_printf(out, "%*s%s: [", indent, "", key);
	return list;
}

static void list_add(struct list *list, const char *text)
{
	if (list->any)
		buffer_add_string(list->out, ",");
	if (list->out->length - list->line + strlen(text) > LINE_WIDTH) {
		buffer_add_string(list->out, "\n");
		list->line = list->out->length;
		buffer_printf(list->out, "%*s", list->indent + 2, "");
	} else if (list->any) {
		buffer_add_string(list->out, " ");
	}
	buffer_add_string(list->out, text);
	list->any = true;
}

static void list_end(struct list *list)
{
	buffer_add_string(list->out, "]\n");
}

/* All values; or those that are not as in @from. */
static void add_values(struct buffer *out, const struct knobs *knobs,
		       const struct measured_kernel *kernel, const uint8_t *from,
		       const bool *lacks, int indent)
{
	struct list list = list_begin(out, indent, "values");

	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob *knob = &knobs->knobs[i];
		char *text;

		if (lacks[i] || (from && from[i] == kernel->values[i]))
			continue;
		text = memory_printf("%s=%s", knob->name,
				     knob->values[kernel->values[i]]);
		list_add(&list, text);
		free(text);
	}
	list_end(&list);
}

static void add_bytes(struct buffer *out, const struct measured_kernel *kernel,
		      int indent)
{
	bool any = false;

	buffer_printf(out, "%*sfree: %lld\n%*sbytes: {", indent, "",
		      kernel->free, indent, "");
	for (size_t part = 0; part < NR_PARTS; part++) {
		if (kernel->bytes[part] < 0)
			continue;
		buffer_printf(out, "%s%s: %lld", any ? ", " : "",
			      part_names[part], kernel->bytes[part]);
		any = true;
	}
	buffer_add_string(out, "}\n");
}

/* A YAML string in double quotes. */
static void add_quoted(struct buffer *out, const char *text)
{
	buffer_add_string(out, "\"");
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buffer_add_string(out, "\\");
		if ((unsigned char)*text >= ' ')
			buffer_add(out, text, 1);
	}
	buffer_add_string(out, "\"");
}

static void add_knob(struct buffer *out, const struct knobs *knobs,
		     const struct measurement *measurement,
		     const struct measured_undone *undone)
{
	buffer_printf(out, "  - knob: %s\n", knobs->knobs[undone->knob].name);
	add_values(out, knobs, &undone->kernel, measurement->kernel.values,
		   measurement->lacks, 4);
	if (undone->why) {
		buffer_add_string(out, "    why: ");
		add_quoted(out, undone->why);
		buffer_add_string(out, "\n");
	} else {
		add_bytes(out, &undone->kernel, 4);
	}
}

static void add_measurement(struct buffer *out, const struct knobs *knobs,
			    const struct measurement *measurement)
{
	struct list list;

	buffer_printf(out, "- board: %s\n", measurement->board);
	if (measurement->version)
		buffer_printf(out, "  kernel: \"%s\"\n", measurement->version);
	buffer_printf(out, "  ram: %" PRIu64 "\n  struct_page: %" PRIu64 "\n",
		      measurement->ram, measurement->struct_page);
	list = list_begin(out, 2, "lacks");
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (measurement->lacks[i])
			list_add(&list, knobs->knobs[i].name);
	list_end(&list);
	add_values(out, knobs, &measurement->kernel, NULL, measurement->lacks, 2);
	add_bytes(out, &measurement->kernel, 2);
	if (!measurement->undone.count)
		return;
	buffer_add_string(out, "  undone:\n");
	/* in the order of the knob file, whatever order they were measured in */
	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct measured_undone *undone = measured_knob(measurement, i);

		if (undone)
			add_knob(out, knobs, measurement, undone);
	}
}

int measured_write(const struct measured *measured, const struct knobs *knobs,
		   struct error *error)
{
	struct buffer out = BUFFER_INIT;
	int result;

	buffer_add_string(&out,
		"# Measured by booting; made by gen-board calibrate, which writes it anew:\n"
		"# make calibrate BOARD=... What is what: generator/budget/measured.h.\n"
		"boards:");
	if (!measured->boards.count)
		buffer_add_string(&out, " []");
	buffer_add_string(&out, "\n");
	for (size_t i = 0; i < measured->boards.count; i++)
		add_measurement(&out, knobs, &measured->boards.items[i]);
	result = file_write(measured->path, out.data, out.length, error);
	buffer_free(&out);
	return result;
}

int measured_write_board(const struct measured *measured, const char *board,
			 const struct knobs *knobs, struct error *error)
{
	struct measurement *own = measured_find(measured, board), *place;
	struct measurement theirs = { 0 };
	struct buffer stale = BUFFER_INIT;
	struct measured now;
	int result = measured_read(&now, measured->path, knobs, &stale, error);

	buffer_free(&stale);
	if (result)
		return -1;
	place = measured_renew(&now, board, knobs);
	theirs = *place;
	*place = *own;
	result = measured_write(&now, knobs, error);
	*place = theirs;
	measured_free(&now);
	return result;
}
