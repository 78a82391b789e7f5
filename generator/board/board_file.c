// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/board_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/board/board_yaml.h"

#define DEFAULT_ARCH "arm"
#define DEFAULT_CROSS_COMPILE "arm-linux-gnueabi-"

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

/* The files that extend: lists, all of them beside the board file. */
static int find_extensions(struct board *board, const struct yaml_board *yaml,
			   struct error *error)
{
	board->extend = memory_new(yaml->extend_count, sizeof(char *));
	for (unsigned int i = 0; i < yaml->extend_count; i++) {
		char *path = path_join(board->directory, yaml->extend[i]);

		board->extend[board->nr_extend++] = path;
		if (!file_exists(path))
			return error_set(error, "%s: extend: no file %s; expected it beside the board file",
					 board->path, yaml->extend[i]);
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

static void copy_only(const struct yaml_devices *list, char ***only,
		      unsigned int *nr_only)
{
	if (!list)
		return;
	*only = memory_new(list->only_count, sizeof(char *));
	for (unsigned int i = 0; i < list->only_count; i++)
		(*only)[(*nr_only)++] = memory_strdup(list->only[i]);
}

/* How many of the entries before this one say the same. */
static unsigned int nr_equal_before(const struct yaml_board *yaml, unsigned int at)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < at; i++)
		count += !strcmp(yaml->kernel[i].set, yaml->kernel[at].set);
	return count;
}

static int set_kernel(struct board *board, const struct yaml_board *yaml,
		      const char *text, struct error *error)
{
	board->kernel = memory_new(yaml->kernel_count, sizeof(board->kernel[0]));
	for (unsigned int i = 0; i < yaml->kernel_count; i++) {
		const struct yaml_setting *given = &yaml->kernel[i];
		struct setting *setting = &board->kernel[board->nr_kernel++];

		setting->line = setting_line(text, given->set, nr_equal_before(yaml, i));
		setting->why = memory_strdup(given->why);
		setting->series = given->series;
		if (!setting_parse(setting, given->set, error))
			continue;
		if (setting->line)
			return error_prefix(error, "%s:%u: kernel: set: ", board->path,
					    setting->line);
		return error_prefix(error, "%s: kernel: set: ", board->path);
	}
	return 0;
}

static int fill(struct board *board, const struct yaml_board *yaml,
		const char *text, const char *kernel, struct error *error)
{
	board->description = copy_or_null(yaml->description);
	board->arch = memory_strdup(yaml->arch ? yaml->arch : DEFAULT_ARCH);
	board->bootargs = copy_or_null(yaml->bootargs);
	board->cross_compile = memory_strdup(yaml->cross_compile ?
					     yaml->cross_compile :
					     DEFAULT_CROSS_COMPILE);
	if (yaml->machine && set_machine(board, yaml->machine, error))
		return -1;
	copy_only(yaml->devices, &board->devices_only, &board->nr_devices_only);
	copy_only(yaml->drivers, &board->drivers_only, &board->nr_drivers_only);
	if (set_numbers(board, yaml, error) ||
	    set_kernel(board, yaml, text, error) ||
	    find_extensions(board, yaml, error) ||
	    find_dts(board, yaml->dts, kernel, error))
		return -1;
	return check_extend(board, error);
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
	    !board_yaml_load(path, &text, &yaml, error)) {
		board->directory = path_directory(board->path);
		board->name = memory_strdup(path_name(board->directory));
		result = fill(board, yaml, buffer_text(&text), kernel, error);
		board_yaml_free(yaml);
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
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:I, s:I}, s:{s:I, s:I, s:I}, s:o, s:{s:o, s:o}, s:o, s:{s:o}, s:{s:o}, s:o}",
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
		"kernel", settings_json(board));
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
	free_strings(board->devices_only, board->nr_devices_only);
	free_strings(board->drivers_only, board->nr_drivers_only);
	for (unsigned int i = 0; i < board->nr_kernel; i++)
		setting_free(&board->kernel[i]);
	free(board->kernel);
	*board = (struct board){ 0 };
}
