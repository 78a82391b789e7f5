// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/kernel_config.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/table.h"

#define PREFIX "CONFIG_"

/* One line, without its end: "CONFIG_X=5" or "# CONFIG_X is not set". */
static void read_line(struct map *symbols, const char *line, size_t length)
{
	static const char off[] = " is not set";
	bool is_off = length > 2 && !strncmp(line, "# " PREFIX, strlen("# " PREFIX));
	const char *name = line + (is_off ? 2 : 0) + strlen(PREFIX);
	const char *end = line + length;
	size_t name_length;
	char *key;

	if (!is_off && strncmp(line, PREFIX, strlen(PREFIX)))
		return;
	name_length = strcspn(name, "= \n");
	if (name + name_length >= end ||
	    (is_off && strncmp(name + name_length, off, strlen(off))) ||
	    (!is_off && name[name_length] != '='))
		return;
	key = memory_strndup(name, name_length);
	name += name_length + 1;
	*map_put(symbols, key) = is_off ? memory_strdup("n") :
					  memory_strndup(name, (size_t)(end - name));
	free(key);
}

static int read_symbols(struct map *symbols, const char *path, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	const char *line;

	if (file_read(path, &text, error))
		return -1;
	line = buffer_text(&text);
	while (*line) {
		size_t length = strcspn(line, "\n");

		read_line(symbols, line, length);
		line += length + (line[length] == '\n');
	}
	buffer_free(&text);
	return 0;
}

static void free_symbols(struct map *symbols)
{
	for (size_t i = 0; i < symbols->count; i++)
		free(symbols->entries[i].value);
	map_free(symbols);
}

/* The symbol's value as written, or NULL. */
static const char *value_of(const struct map *symbols, const struct knob *knob)
{
	for (unsigned int i = 0; knob->type == KNOB_CHOICE && i < knob->nr_values; i++) {
		const char *value = map_get(symbols, knob->values[i]);

		if (value && !strcmp(value, "y"))
			return knob->values[i];
	}
	return knob->type == KNOB_CHOICE ? NULL : map_get(symbols, knob->symbol);
}

static int set_values(const struct map *symbols, const char *path,
		      const struct knobs *knobs, uint8_t *values, bool *absent,
		      struct error *error)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob *knob = &knobs->knobs[i];
		const char *text = value_of(symbols, knob);
		int value = text ? knob_find_value(knob, text) : (int)knob->kernels;

		absent[i] = !text;
		if (value < 0)
			return error_set(error, "%s: CONFIG_%s=%s: not among the values of %s in %s",
					 path, knob->symbol, text, knob->name,
					 knobs->path);
		values[i] = (uint8_t)value;
	}
	return 0;
}

int kernel_config_read(const char *path, const struct knobs *knobs,
		       uint8_t *values, bool *lacks, struct error *error)
{
	bool absent[KNOBS_MAX];
	struct map symbols = MAP_INIT;
	int result = read_symbols(&symbols, path, error);

	if (!result)
		result = set_values(&symbols, path, knobs, values, absent, error);
	for (size_t i = 0; lacks && !result && i < knobs->nr_knobs; i++)
		lacks[i] = absent[i] &&
			   !knob_needs_more(&knobs->knobs[i], values);
	free_symbols(&symbols);
	return result;
}

void kernel_config_lines(const struct knobs *knobs, const uint8_t *values,
			 const bool *lacks, struct buffer *lines)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		const struct knob *knob = &knobs->knobs[i];

		if (lacks[i])
			continue;
		if (knob->type == KNOB_CHOICE)
			buffer_printf(lines, PREFIX "%s=y\n", knob->values[values[i]]);
		else
			buffer_printf(lines, PREFIX "%s=%s\n", knob->symbol,
				      knob->values[values[i]]);
	}
}
