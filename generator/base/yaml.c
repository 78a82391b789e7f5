// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libcyaml's complaint: its first line says what, its backtrace where. */
struct complaint {
	struct buffer what;
	struct buffer where;
};

static void note_complaint(cyaml_log_t level, void *context, const char *format,
			   va_list args)
{
	struct complaint *complaint = context;
	char line[512];
	size_t length;

	(void)level;
	vsnprintf(line, sizeof(line), format, args);
	length = strcspn(line, "\n");
	line[length] = '\0';
	if (!complaint->what.length)
		buffer_add_string(&complaint->what, line);
	else if (!complaint->where.length && strstr(line, "(line: "))
		buffer_add_string(&complaint->where, line);
}

/* "Load:   in mapping (line: 3, column: 1)" -> 3; 0: it names no line. */
static long complaint_line(const struct complaint *complaint)
{
	const char *at = strstr(buffer_text(&complaint->where), "(line: ");

	if (!at)
		at = strstr(buffer_text(&complaint->what), "line: ");
	return at ? strtol(strchr(at, ':') + 1, NULL, 10) : 0;
}

/*
 * libcyaml tells where it was when it saw a key: behind the value before it.
 * The line with "key:" from there on, or @line where there is none.
 */
static long key_line(const char *text, const char *key, long line)
{
	size_t length = strlen(key);
	long at = 1;

	for (; *text && at < line; text++)
		at += *text == '\n';
	for (; *text; text++) {
		const char *end = text + length;

		if (!strncmp(text, key, length) && end[strspn(end, " ")] == ':')
			return at;
		at += *text == '\n';
	}
	return line;
}

static const char *without_prefix(const char *text)
{
	return strncmp(text, "Load: ", 6) ? text : text + 6;
}

void *yaml_file_load(const char *path, const struct buffer *text,
		const cyaml_schema_value_t *schema, struct error *error)
{
	struct complaint complaint = { BUFFER_INIT, BUFFER_INIT };
	const cyaml_config_t config = {
		.log_fn = note_complaint,
		.log_ctx = &complaint,
		.mem_fn = cyaml_mem,
		.log_level = CYAML_LOG_ERROR,
	};
	cyaml_data_t *data = NULL;
	cyaml_err_t status = cyaml_load_data((const uint8_t *)buffer_text(text),
					     text->length, &config, schema,
					     &data, NULL);

	if (status != CYAML_OK) {
		long line = complaint_line(&complaint);
		const char *what = complaint.what.length ?
				   without_prefix(buffer_text(&complaint.what)) :
				   cyaml_strerror(status);
		const char *key = strstr(what, "Unexpected key: ");

		if (key)
			line = key_line(buffer_text(text),
					key + strlen("Unexpected key: "), line);
		if (line > 0)
			error_set(error, "%s:%ld: %s", path, line, what);
		else
			error_set(error, "%s: %s", path, what);
		data = NULL;
	} else if (!data) {
		error_set(error, "%s: nothing in it; expected a mapping", path);
	}
	buffer_free(&complaint.what);
	buffer_free(&complaint.where);
	return data;
}

void yaml_file_free(const cyaml_schema_value_t *schema, void *data)
{
	const cyaml_config_t config = { .mem_fn = cyaml_mem };

	cyaml_free(&config, schema, data, 0);
}
