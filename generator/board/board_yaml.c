// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/board_yaml.h"

#include <cyaml/cyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(key, type, field) \
	CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, field, 1, CYAML_UNLIMITED)
#define OPTIONAL_TEXT(key, type, field)						\
	CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,	\
			       type, field, 0, CYAML_UNLIMITED)

static const cyaml_schema_value_t string_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t flash_fields[] = {
	TEXT("base", struct yaml_flash, base),
	TEXT("size", struct yaml_flash, size),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t map_fields[] = {
	TEXT("kernel", struct yaml_map, kernel),
	OPTIONAL_TEXT("root", struct yaml_map, root),
	OPTIONAL_TEXT("dtb", struct yaml_map, dtb),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t machine_fields[] = {
	TEXT("kind", struct yaml_machine, kind),
	TEXT("model", struct yaml_machine, model),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t devices_fields[] = {
	CYAML_FIELD_SEQUENCE("only", CYAML_FLAG_POINTER, struct yaml_devices,
			     only, &string_schema, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t setting_fields[] = {
	TEXT("set", struct yaml_setting, set),
	TEXT("why", struct yaml_setting, why),
	CYAML_FIELD_BOOL("series", CYAML_FLAG_OPTIONAL, struct yaml_setting, series),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t setting_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_setting, setting_fields),
};

static const cyaml_schema_field_t board_fields[] = {
	OPTIONAL_TEXT("description", struct yaml_board, description),
	OPTIONAL_TEXT("arch", struct yaml_board, arch),
	TEXT("dts", struct yaml_board, dts),
	CYAML_FIELD_SEQUENCE("extend", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, extend, &string_schema, 0,
			     CYAML_UNLIMITED),
	CYAML_FIELD_MAPPING_PTR("flash", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, flash, flash_fields),
	CYAML_FIELD_MAPPING_PTR("map", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, map, map_fields),
	OPTIONAL_TEXT("bootargs", struct yaml_board, bootargs),
	CYAML_FIELD_MAPPING_PTR("machine", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, machine, machine_fields),
	OPTIONAL_TEXT("cross_compile", struct yaml_board, cross_compile),
	CYAML_FIELD_MAPPING_PTR("devices", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, devices, devices_fields),
	CYAML_FIELD_MAPPING_PTR("drivers", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, drivers, devices_fields),
	CYAML_FIELD_SEQUENCE("kernel", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, kernel, &setting_schema, 0,
			     CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t board_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_board, board_fields),
};

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

int board_yaml_load(const char *path, const struct buffer *text,
		    struct yaml_board **yaml, struct error *error)
{
	struct complaint complaint = { BUFFER_INIT, BUFFER_INIT };
	const cyaml_config_t config = {
		.log_fn = note_complaint,
		.log_ctx = &complaint,
		.mem_fn = cyaml_mem,
		.log_level = CYAML_LOG_ERROR,
	};
	cyaml_err_t status = cyaml_load_data((const uint8_t *)buffer_text(text),
					     text->length, &config, &board_schema,
					     (cyaml_data_t **)yaml, NULL);

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
	}
	buffer_free(&complaint.what);
	buffer_free(&complaint.where);
	return status == CYAML_OK ? 0 : -1;
}

void board_yaml_free(struct yaml_board *yaml)
{
	const cyaml_config_t config = { .mem_fn = cyaml_mem };

	cyaml_free(&config, &board_schema, yaml, 0);
}
