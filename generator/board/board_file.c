// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/board_file.h"

#include <cyaml/cyaml.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"

#define DEFAULT_ARCH "arm"
#define DEFAULT_CROSS_COMPILE "arm-linux-gnueabi-"

/* The file as libcyaml loads it: text, interpreted below. */
struct yaml_flash {
	char *base;
	char *size;
};

struct yaml_map {
	char *kernel;
	char *root;
	char *dtb;
};

struct yaml_machine {
	char *kind;
	char *model;
};

struct yaml_devices {
	char **only;
	unsigned int only_count;
};

struct yaml_board {
	char *description;
	char *arch;
	char *dts;
	char **extend;
	unsigned int extend_count;
	struct yaml_flash *flash;
	struct yaml_map *map;
	char *bootargs;
	struct yaml_machine *machine;
	char *cross_compile;
	char **config;
	unsigned int config_count;
	struct yaml_devices *devices;
};

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
	CYAML_FIELD_SEQUENCE("config", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, config, &string_schema, 0,
			     CYAML_UNLIMITED),
	CYAML_FIELD_MAPPING_PTR("devices", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, devices, devices_fields),
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

static int load(const char *path, const struct buffer *text,
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

/* "0x08000000", "2048", "2M". */
static int parse_number(const char *path, const char *key, const char *text,
			uint64_t *number, struct error *error)
{
	unsigned int shift = 0;
	char *end;

	if (!text) {
		*number = 0;
		return 0;
	}
	errno = 0;
	*number = strtoull(text, &end, 0);
	if (end != text && (*end == 'K' || *end == 'k'))
		shift = 10;
	else if (end != text && (*end == 'M' || *end == 'm'))
		shift = 20;
	if (shift)
		end++;
	if (errno || end == text || *end || *text == '-' ||
	    *number > UINT64_MAX >> shift)
		return error_set(error, "%s: %s: \"%s\" is no number; expected one like 0x08000000, 4096, 16K or 2M",
				 path, key, text);
	*number <<= shift;
	return 0;
}

/* 0 stands for "not given" in struct board, so it must not be written. */
static int parse_address(const char *path, const char *key, const char *text,
			 uint64_t *address, struct error *error)
{
	if (parse_number(path, key, text, address, error))
		return -1;
	if (text && !*address)
		return error_set(error, "%s: %s: \"%s\" is no address of a region; expected one like 0x08008000",
				 path, key, text);
	return 0;
}

static int set_numbers(struct board *board, const struct yaml_board *yaml,
		       struct error *error)
{
	const char *path = board->path;

	if (yaml->flash &&
	    (parse_number(path, "flash: base", yaml->flash->base,
			  &board->flash_base, error) ||
	     parse_number(path, "flash: size", yaml->flash->size,
			  &board->flash_size, error)))
		return -1;
	if (yaml->map &&
	    (parse_address(path, "map: kernel", yaml->map->kernel,
			   &board->map_kernel, error) ||
	     parse_address(path, "map: root", yaml->map->root,
			   &board->map_root, error) ||
	     parse_address(path, "map: dtb", yaml->map->dtb, &board->map_dtb,
			   error)))
		return -1;
	return 0;
}

static int find_dts(struct board *board, const char *dts, const char *kernel,
		    struct error *error)
{
	char *beside = path_join(board->directory, dts);
	char *below = kernel ? path_join(kernel, dts) : NULL;
	const char *found = NULL;

	if (file_exists(beside))
		found = beside;
	else if (below && file_exists(below))
		found = below;
	if (found)
		board->dts = path_absolute(found, error);
	else if (below)
		error_set(error, "%s: dts: no file %s; expected it beside the board file or in the kernel tree %s",
			  board->path, dts, kernel);
	else
		error_set(error, "%s: dts: no file %s; expected it beside the board file",
			  board->path, dts);
	free(beside);
	free(below);
	return board->dts ? 0 : -1;
}

/* The files that @key lists, all of them beside the board file. */
static int find_files(const struct board *board, const char *key,
		      char *const *names, unsigned int count, char ***paths,
		      unsigned int *nr_paths, struct error *error)
{
	*paths = memory_new(count, sizeof(**paths));
	for (unsigned int i = 0; i < count; i++) {
		char *path = path_join(board->directory, names[i]);

		(*paths)[(*nr_paths)++] = path;
		if (!file_exists(path))
			return error_set(error, "%s: %s: no file %s; expected it beside the board file",
					 board->path, key, names[i]);
	}
	return 0;
}

/* A DTB has lost its labels and includes: nothing can be added to it. */
static int check_extend(const struct board *board, struct error *error)
{
	size_t length = strlen(board->dts);

	if (board->nr_extend && length > 4 &&
	    !strcmp(board->dts + length - 4, ".dtb"))
		return error_set(error, "%s: extend: %s is a DTB; expected a .dts, which alone can be extended",
				 board->path, board->dts);
	return 0;
}

static int set_machine(struct board *board, const struct yaml_machine *machine,
		       struct error *error)
{
	if (strcmp(machine->kind, "emulator") && strcmp(machine->kind, "qemu"))
		return error_set(error, "%s: machine: kind: \"%s\"; expected emulator or qemu",
				 board->path, machine->kind);
	board->machine_kind = memory_strdup(machine->kind);
	board->machine_model = memory_strdup(machine->model);
	return 0;
}

static char *copy_or_null(const char *text)
{
	return text ? memory_strdup(text) : NULL;
}

static int fill(struct board *board, const struct yaml_board *yaml,
		const char *kernel, struct error *error)
{
	board->description = copy_or_null(yaml->description);
	board->arch = memory_strdup(yaml->arch ? yaml->arch : DEFAULT_ARCH);
	board->bootargs = copy_or_null(yaml->bootargs);
	board->cross_compile = memory_strdup(yaml->cross_compile ?
					     yaml->cross_compile :
					     DEFAULT_CROSS_COMPILE);
	if (yaml->machine && set_machine(board, yaml->machine, error))
		return -1;
	if (yaml->devices) {
		board->devices_only = memory_new(yaml->devices->only_count,
						 sizeof(char *));
		for (unsigned int i = 0; i < yaml->devices->only_count; i++)
			board->devices_only[board->nr_devices_only++] =
				memory_strdup(yaml->devices->only[i]);
	}
	if (set_numbers(board, yaml, error) ||
	    find_files(board, "config", yaml->config, yaml->config_count,
		       &board->config, &board->nr_config, error) ||
	    find_files(board, "extend", yaml->extend, yaml->extend_count,
		       &board->extend, &board->nr_extend, error) ||
	    find_dts(board, yaml->dts, kernel, error))
		return -1;
	return check_extend(board, error);
}

static void free_yaml(struct yaml_board *yaml)
{
	const cyaml_config_t config = { .mem_fn = cyaml_mem };

	cyaml_free(&config, &board_schema, yaml, 0);
}

int board_read(struct board *board, const char *name, const char *boards,
	       const char *kernel, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	struct yaml_board *yaml = NULL;
	int result = -1;
	char *path;

	*board = (struct board){ 0 };
	if (strstr(name, ".yaml")) {
		path = memory_strdup(name);
	} else {
		path = memory_printf("%s/%s/board.yaml", boards, name);
		if (!file_exists(path)) {
			error_set(error, "%s: unknown board: no file %s", name, path);
			free(path);
			return -1;
		}
	}
	board->path = path_absolute(path, error);
	if (board->path && !file_read(board->path, &text, error) &&
	    !load(path, &text, &yaml, error)) {
		board->directory = path_directory(board->path);
		board->name = memory_strdup(path_name(board->directory));
		result = fill(board, yaml, kernel, error);
		free_yaml(yaml);
	}
	buffer_free(&text);
	free(path);
	if (result)
		board_free(board);
	return result;
}

/* "…/arch/arm64/boot/dts/…" says arm64. */
static char *arch_of_path(const char *path)
{
	const char *arch = strstr(path, "/arch/");
	size_t length;

	if (!arch)
		return memory_strdup(DEFAULT_ARCH);
	arch += strlen("/arch/");
	length = strcspn(arch, "/");
	return memory_strndup(arch, length);
}

int board_from_dts(struct board *board, const char *path, struct error *error)
{
	const char *name = path_name(path);

	*board = (struct board){ 0 };
	if (!strcmp(path, "-")) {
		board->dts = memory_strdup(path);
		name = "stdin";
	} else {
		board->dts = path_absolute(path, error);
		if (!board->dts)
			return -1;
	}
	board->name = memory_strndup(name, strcspn(name, "."));
	board->arch = arch_of_path(board->dts);
	board->cross_compile = memory_strdup(DEFAULT_CROSS_COMPILE);
	return 0;
}

static json_t *string_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *string_array(char *const *strings, unsigned int count)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < count; i++)
		json_array_append_new(array, json_string(strings[i]));
	return array;
}

char *board_json(const struct board *board)
{
	json_t *json = json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:I, s:I}, s:{s:I, s:I, s:I}, s:o, s:{s:o, s:o}, s:o, s:o, s:{s:o}}",
		"name", string_or_null(board->name),
		"path", string_or_null(board->path),
		"directory", string_or_null(board->directory),
		"description", string_or_null(board->description),
		"arch", string_or_null(board->arch),
		"dts", string_or_null(board->dts),
		"extend", string_array(board->extend, board->nr_extend),
		"flash", "base", (json_int_t)board->flash_base,
		"size", (json_int_t)board->flash_size,
		"map", "kernel", (json_int_t)board->map_kernel,
		"root", (json_int_t)board->map_root,
		"dtb", (json_int_t)board->map_dtb,
		"bootargs", string_or_null(board->bootargs),
		"machine", "kind", string_or_null(board->machine_kind),
		"model", string_or_null(board->machine_model),
		"cross_compile", string_or_null(board->cross_compile),
		"config", string_array(board->config, board->nr_config),
		"devices", "only",
		string_array(board->devices_only, board->nr_devices_only));
	char *text = json_dumps(json, JSON_INDENT(2));
	char *result = memory_printf("%s\n", text);

	free(text);
	json_decref(json);
	return result;
}

static void free_strings(char **strings, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		free(strings[i]);
	free(strings);
}

void board_free(struct board *board)
{
	free(board->name);
	free(board->path);
	free(board->directory);
	free(board->description);
	free(board->arch);
	free(board->dts);
	free(board->bootargs);
	free(board->machine_kind);
	free(board->machine_model);
	free(board->cross_compile);
	free_strings(board->extend, board->nr_extend);
	free_strings(board->config, board->nr_config);
	free_strings(board->devices_only, board->nr_devices_only);
	*board = (struct board){ 0 };
}
