// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/number.h"
#include "generator/base/yaml_tree.h"
#include "generator/board/board_file.h"
#include "generator/board/board_yaml.h"

/* A board like one like one ... */
#define LIKE_DEPTH 4

#define DEFAULT_ARCH "arm"
#define DEFAULT_CROSS_COMPILE "arm-linux-gnueabi-"

/* What the file says replaces what the board has already; both may say nothing. */
static void set_text(char **text, const char *given)
{
	if (!given)
		return;
	free(*text);
	*text = memory_strdup(given);
}

/* "0x08000000", "2048", "2M". */
static int parse_number(const char *path, const char *key, const char *text,
			uint64_t *number, struct error *error)
{
	if (!text)
		return 0;
	if (number_parse(text, number))
		return error_set(error, "%s: %s: \"%s\" is no number; expected one like 0x08000000, 4096, 16K or 2M",
				 path, key, text);
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

	free(board->dts);
	board->dts = NULL;
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

/* The files that extend: adds, all of them beside the board file. */
static int find_extensions(struct board *board, const struct yaml_board *yaml,
			   struct error *error)
{
	board->extend = memory_resize(board->extend,
				      board->nr_extend + yaml->extend_count,
				      sizeof(char *));
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
	set_text(&board->machine_kind, machine->kind);
	set_text(&board->machine_model, machine->model);
	return 0;
}

static bool banks_overlap(const struct board_bank *a, const struct board_bank *b)
{
	return a->base < b->base + b->size && b->base < a->base + a->size;
}

static int check_bank(const struct board *board, unsigned int at,
		      struct error *error)
{
	const struct board_bank *bank = &board->banks[at];

	if (!bank->size || bank->base > UINT64_MAX - bank->size)
		return error_set(error, "%s: ram: %s: 0x%llx bytes at 0x%08llx are no bank of RAM",
				 board->path, bank->name,
				 (unsigned long long)bank->size,
				 (unsigned long long)bank->base);
	for (unsigned int i = 0; i < at; i++) {
		if (!strcmp(board->banks[i].name, bank->name))
			return error_set(error, "%s: ram: two banks are named %s",
					 board->path, bank->name);
		if (banks_overlap(&board->banks[i], bank))
			return error_set(error, "%s: ram: %s and %s overlap at 0x%08llx",
					 board->path, board->banks[i].name,
					 bank->name, (unsigned long long)
					 (bank->base > board->banks[i].base ?
					  bank->base : board->banks[i].base));
	}
	return 0;
}

static int set_banks(struct board *board, const struct yaml_board *yaml,
		     struct error *error)
{
	if (!yaml->ram_count)
		return 0;
	board_free_banks(board);
	board->banks = memory_new(yaml->ram_count, sizeof(*board->banks));
	for (unsigned int i = 0; i < yaml->ram_count; i++) {
		struct board_bank *bank = &board->banks[board->nr_banks++];

		bank->name = memory_strdup(yaml->ram[i].name);
		if (parse_number(board->path, "ram: base", yaml->ram[i].base,
				 &bank->base, error) ||
		    parse_number(board->path, "ram: size", yaml->ram[i].size,
				 &bank->size, error) ||
		    check_bank(board, i, error))
			return -1;
	}
	return 0;
}

/* In place of what is there. */
static void copy_strings(char *const *from, unsigned int count, char ***to,
			 unsigned int *nr_to)
{
	board_free_strings(*to, *nr_to);
	*to = memory_new(count, sizeof(char *));
	for (*nr_to = 0; *nr_to < count; ++*nr_to)
		(*to)[*nr_to] = memory_strdup(from[*nr_to]);
}

/* How many of the entries before this one say the same. */
static unsigned int nr_equal_before(const struct yaml_board *yaml, unsigned int at)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < at; i++)
		count += !strcmp(yaml->kernel[i].set, yaml->kernel[at].set);
	return count;
}

/* Of a symbol that the board has a setting of already, or a new one. */
static struct setting *setting_of(struct board *board, const char *symbol,
				  unsigned int nr_inherited)
{
	for (unsigned int i = 0; symbol && i < nr_inherited; i++) {
		struct setting *setting = &board->kernel[i];

		if (setting->symbol && !strcmp(setting->symbol, symbol)) {
			setting_free(setting);
			return setting;
		}
	}
	return &board->kernel[board->nr_kernel++];
}

/* What kernel: lists is added, and replaces what another file says of a symbol. */
static int set_kernel(struct board *board, const struct yaml_board *yaml,
		      const char *text, struct error *error)
{
	unsigned int nr_inherited = board->nr_kernel;

	board->kernel = memory_resize(board->kernel, nr_inherited + yaml->kernel_count,
				      sizeof(board->kernel[0]));
	for (unsigned int i = 0; i < yaml->kernel_count; i++) {
		const struct yaml_setting *given = &yaml->kernel[i];
		struct setting setting = { .series = given->series };
		int result = setting_parse(&setting, given->set, error);

		setting.line = setting_line(text, given->set, nr_equal_before(yaml, i));
		setting.why = memory_strdup(given->why);
		*setting_of(board, setting.symbol, nr_inherited) = setting;
		if (!result)
			continue;
		if (setting.line)
			return error_prefix(error, "%s:%u: kernel: set: ", board->path,
					    setting.line);
		return error_prefix(error, "%s: kernel: set: ", board->path);
	}
	return 0;
}

static int fill(struct board *board, const struct yaml_board *yaml,
		const char *text, const char *kernel, struct error *error)
{
	set_text(&board->description, yaml->description);
	set_text(&board->arch, yaml->arch ? yaml->arch :
			       board->arch ? NULL : DEFAULT_ARCH);
	set_text(&board->bootargs, yaml->bootargs);
	set_text(&board->cross_compile, yaml->cross_compile ? yaml->cross_compile :
					board->cross_compile ? NULL :
					DEFAULT_CROSS_COMPILE);
	if (yaml->machine && set_machine(board, yaml->machine, error))
		return -1;
	if (yaml->devices)
		copy_strings(yaml->devices->only, yaml->devices->only_count,
			     &board->devices_only, &board->nr_devices_only);
	if (yaml->drivers)
		copy_strings(yaml->drivers->only, yaml->drivers->only_count,
			     &board->drivers_only, &board->nr_drivers_only);
	copy_strings(yaml->columns, yaml->columns_count, &board->columns,
		     &board->nr_columns);
	if (set_numbers(board, yaml, error) ||
	    set_banks(board, yaml, error) ||
	    set_kernel(board, yaml, text, error) ||
	    find_extensions(board, yaml, error))
		return -1;
	if (yaml->dts && find_dts(board, yaml->dts, kernel, error))
		return -1;
	if (!board->dts)
		return error_set(error, "%s: dts: the key is missing; expected the board's .dts or .dtb",
				 board->path);
	return check_extend(board, error);
}

static int read_file(struct board *board, const char *path, const char *kernel,
		     unsigned int depth, struct error *error);

/* The board of like:, the name of a folder beside this board's. */
static int read_like(struct board *board, const char *directory, const char *name,
		     const char *path, const char *kernel, unsigned int depth,
		     struct error *error)
{
	char *like = memory_printf("%s/../%s/board.yaml", directory, name);
	int result;

	if (!file_exists(like))
		result = error_set(error, "%s: like: \"%s\" is no board beside this one: no file %s",
				   path, name, like);
	else if (depth == LIKE_DEPTH)
		result = error_set(error, "%s: like: more than %d boards like each other",
				   path, LIKE_DEPTH);
	else
		result = read_file(board, like, kernel, depth + 1, error);
	free(like);
	board_free_strings(board->columns, board->nr_columns);
	board->columns = NULL;
	board->nr_columns = 0;
	/* lines of another file */
	for (unsigned int i = 0; i < board->nr_kernel; i++)
		board->kernel[i].line = 0;
	return result;
}

static bool has_key(const char *path, const struct buffer *text, const char *key)
{
	struct error ignored = ERROR_INIT;
	struct yaml_tree tree;
	bool has;

	if (yaml_tree_parse(&tree, path, text, &ignored))
		return false;
	has = yaml_tree_find(&tree, yaml_tree_root(&tree), key);
	yaml_tree_free(&tree);
	return has;
}

static int read_file(struct board *board, const char *path, const char *kernel,
		     unsigned int depth, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	struct yaml_board *yaml = NULL;
	char *absolute = path_absolute(path, error);
	char *directory = absolute ? path_directory(absolute) : NULL;
	int result = -1;

	if (absolute && !file_read(absolute, &text, error) &&
	    !board_yaml_load(path, &text, &yaml, error)) {
		result = yaml->like ? read_like(board, directory, yaml->like, path,
						kernel, depth, error) : 0;
		if (yaml->like)
			set_text(&board->like, yaml->like);
		set_text(&board->path, absolute);
		set_text(&board->directory, directory);
		set_text(&board->name, path_name(directory));
		board->has_budget = has_key(path, &text, "budget");
		if (!result)
			result = fill(board, yaml, buffer_text(&text), kernel, error);
		board_yaml_free(yaml);
	}
	free(absolute);
	free(directory);
	buffer_free(&text);
	return result;
}

int board_read(struct board *board, const char *name, const char *boards,
	       const char *kernel, struct error *error)
{
	char *path;
	int result;

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
	result = read_file(board, path, kernel, 1, error);
	free(path);
	if (result)
		board_free(board);
	return result;
}
