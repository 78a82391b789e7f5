// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/board_file.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"

#define DEFAULT_ARCH "arm"
#define DEFAULT_CROSS_COMPILE "arm-linux-gnueabi-"

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

static json_t *bank_array(const struct board *board)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < board->nr_banks; i++)
		json_array_append_new(array, json_pack("{s:s, s:I, s:I}",
			"name", board->banks[i].name,
			"base", (json_int_t)board->banks[i].base,
			"size", (json_int_t)board->banks[i].size));
	return array;
}

static json_t *string_array(char *const *strings, unsigned int count)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < count; i++)
		json_array_append_new(array, json_string(strings[i]));
	return array;
}

static json_t *settings_json(const struct board *board)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < board->nr_kernel; i++)
		json_array_append_new(array, setting_json(&board->kernel[i]));
	return array;
}

char *board_json(const struct board *board)
{
	json_t *json = json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:I, s:I}, s:{s:I, s:I, s:I}, s:o, s:{s:o, s:o}, s:o, s:{s:o}, s:{s:o}, s:o, s:o, s:o}",
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
		"devices", "only",
		string_array(board->devices_only, board->nr_devices_only),
		"drivers", "only",
		string_array(board->drivers_only, board->nr_drivers_only),
		"kernel", settings_json(board),
		"ram", bank_array(board),
		"columns", string_array(board->columns, board->nr_columns));
	char *text = json_dumps(json, JSON_INDENT(2));
	char *result = memory_printf("%s\n", text);

	free(text);
	json_decref(json);
	return result;
}

void board_free_strings(char **strings, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		free(strings[i]);
	free(strings);
}

void board_free_banks(struct board *board)
{
	for (unsigned int i = 0; i < board->nr_banks; i++)
		free(board->banks[i].name);
	free(board->banks);
	board->banks = NULL;
	board->nr_banks = 0;
}

void board_free(struct board *board)
{
	free(board->like);
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
	board_free_strings(board->extend, board->nr_extend);
	board_free_strings(board->devices_only, board->nr_devices_only);
	board_free_banks(board);
	board_free_strings(board->columns, board->nr_columns);
	board_free_strings(board->drivers_only, board->nr_drivers_only);
	for (unsigned int i = 0; i < board->nr_kernel; i++)
		setting_free(&board->kernel[i]);
	free(board->kernel);
	*board = (struct board){ 0 };
}
