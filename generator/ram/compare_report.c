// SPDX-License-Identifier: GPL-2.0-or-later
/* A comparison as a table, and as JSON. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/number.h"
#include "generator/ram/compare.h"

const struct figure_kind figure_kinds[FIGURES] = {
	[FIGURE_TEXT] = { "text", "text", "Image, bytes" },
	[FIGURE_DATA] = { "data", "data", NULL },
	[FIGURE_BSS] = { "bss", "bss", NULL },
	[FIGURE_TREE_FLASH_BYTES] = { "tree_flash_bytes",
		"in flash: DTB, or tables", "The tree, bytes" },
	[FIGURE_TREE_RAM_BYTES] = { "tree_ram_bytes",
		"in RAM: all that is there for it alone", NULL },
	[FIGURE_UNFLATTEN_BYTES] = { "unflatten_bytes",
		"  of that: unflattened at boot", NULL },
	[FIGURE_PLATFORM_DEVICES] = { "platform_devices",
		"platform devices made from it", "Devices" },
	[FIGURE_POPULATE_BYTES] = { "populate_bytes",
		"bytes of slab for making them", NULL },
	[FIGURE_SLAB_BYTES] = { "slab_bytes",
		"bytes of slab when user space starts", "Memory in use" },
	[FIGURE_SLAB_PAGES] = { "slab_pages", "pages of slab, seen by the command",
		NULL },
	[FIGURE_AVAILABLE_KIB] = { "memory_available_kib",
		"\"Memory:\" available, KiB", "Memory left" },
	[FIGURE_RESERVED_KIB] = { "reserved_kib", "\"Memory:\" reserved, KiB", NULL },
	[FIGURE_FREE_PAGES] = { "free_pages_at_init",
		"free pages when the command starts", NULL },
	[FIGURE_USER_SHELL_BYTES] = { "user_shell_bytes",
		"private to the shell", "User space, bytes" },
	[FIGURE_USER_CHILD_BYTES] = { "user_child_bytes",
		"private to the command, its child", NULL },
	[FIGURE_USER_BYTES] = { "user_bytes",
		"mapped by both, shared text once", NULL },
	[FIGURE_PROCESS_STACK_BYTES] = { "process_stack_bytes",
		"kernel stack of one process", NULL },
	[FIGURE_PROCESS_SLAB_BYTES] = { "process_slab_bytes",
		"kernel slab of one process", NULL },
	[FIGURE_PROCESS_BYTES] = { "process_bytes",
		"one more process, all in all", NULL },
	[FIGURE_SHELL_AND_CHILD_BYTES] = { "shell_and_child_bytes",
		"shell and one child, all in all", NULL },
	[FIGURE_MIN_RAM_KIB] = { "min_ram_kib",
		"to the prompt with one command run, KiB",
		"Least RAM, found by booting" },
	[FIGURE_MIN_RAM_FAILING_KIB] = { "min_ram_failing_kib",
		"a page below, where that fails, KiB", NULL },
	[FIGURE_FLASH_STORES] = { "flash_stores",
		"stores to it by the kernel", "Flash" },
};

#define LABEL_WIDTH	42
#define COLUMN_WIDTH	16

/* "12,345" right-aligned; "-" for what can't be had. */
static void add_number(struct buffer *text, long long value, bool known,
		       bool with_sign)
{
	char digits[NUMBER_TEXT_SIZE], signed_digits[NUMBER_TEXT_SIZE + 1];
	const char *sign = value < 0 ? "-" : with_sign && value > 0 ? "+" : "";

	number_grouped((uint64_t)llabs(value), digits);
	snprintf(signed_digits, sizeof(signed_digits), "%s%s", sign, digits);
	buffer_printf(text, "%*s", COLUMN_WIDTH, known ? signed_digits : "-");
}

/* The columns' values, then static's difference to each of the others. */
static void add_row(struct buffer *text, const char *label,
		    const long long values[COMPARE_COLUMNS])
{
	buffer_printf(text, "  %-*s", LABEL_WIDTH - 2, label);
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		add_number(text, values[i], values[i] >= 0, false);
	for (int i = 0; i < COMPARE_STATIC; i++)
		add_number(text, values[COMPARE_STATIC] - values[i],
			   values[i] >= 0 && values[COMPARE_STATIC] >= 0, true);
	buffer_add_string(text, "\n");
}

static void add_heading(struct buffer *text, const struct comparison *comparison)
{
	static const char *const differences[] = { "static - dt", "static - same" };
	const struct board *board = comparison->board;
	const char *version = NULL;

	for (int i = 0; i < COMPARE_COLUMNS && !version; i++)
		version = comparison->columns[i].version;
	buffer_printf(text, "%s (%s), Linux %s",
		      board->description ? board->description : board->name,
		      board->name, version ? version : "of unknown version");
	if (board->machine_kind)
		buffer_printf(text, ", on %s %s",
			      strcmp(board->machine_kind, "qemu") ?
				      "the emulator's" : "QEMU's",
			      board->machine_model);
	buffer_add_string(text, "\n\n"
		"dt              device tree boot, mainline with its defaults\n"
		"dt-same-config  device tree boot, the configuration of static\n"
		"static          the tree compiled in, no device tree at run time\n\n");
	buffer_printf(text, "%*s", LABEL_WIDTH, "");
	for (int i = 0; i < COMPARE_COLUMNS; i++)
		buffer_printf(text, "%*s", COLUMN_WIDTH, compare_columns[i]);
	for (int i = 0; i < COMPARE_STATIC; i++)
		buffer_printf(text, "%*s", COLUMN_WIDTH, differences[i]);
	buffer_add_string(text, "\n");
}

static void add_figures(struct buffer *text, const struct comparison *comparison)
{
	for (int f = 0; f < FIGURES; f++) {
		long long values[COMPARE_COLUMNS];

		for (int i = 0; i < COMPARE_COLUMNS; i++)
			values[i] = comparison->columns[i].present ?
				    comparison->columns[i].figures[f] : -1;
		if (figure_kinds[f].heading)
			buffer_printf(text, "%s\n", figure_kinds[f].heading);
		add_row(text, figure_kinds[f].label, values);
	}
}

static void add_flash_equal(struct buffer *text,
			    const struct comparison *comparison)
{
	buffer_printf(text, "  %-*s", LABEL_WIDTH - 2, "equal to the image afterwards");
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		const struct column *column = &comparison->columns[i];
		const char *answer = !column->present || column->flash_equal < 0 ?
				     "-" : column->flash_equal ? "yes" : "NO";

		buffer_printf(text, "%*s", COLUMN_WIDTH, answer);
	}
	buffer_add_string(text, "\n");
}

static long long item_bytes(const struct column *column, const char *name)
{
	long long bytes = -1;

	for (size_t i = 0; i < column->tree.items.count; i++) {
		const struct tree_item *item = &column->tree.items.items[i];

		/* two static symbols may share a name */
		if (!strcmp(item->name, name))
			bytes = (bytes < 0 ? 0 : bytes) + item->bytes;
	}
	return bytes;
}

static bool listed_before(const struct comparison *comparison, int column,
			  size_t item)
{
	const char *name = comparison->columns[column].tree.items.items[item].name;

	for (int i = 0; i < column; i++) {
		if (item_bytes(&comparison->columns[i], name) >= 0)
			return true;
	}
	for (size_t i = 0; i < item; i++) {
		if (!strcmp(comparison->columns[column].tree.items.items[i].name,
			    name))
			return true;
	}
	return false;
}

/* Every symbol and allocation that the tree's RAM is the sum of. */
static void add_items(struct buffer *text, const struct comparison *comparison)
{
	size_t count = 0;

	for (int i = 0; i < COMPARE_COLUMNS; i++)
		count += comparison->columns[i].tree.items.count;
	if (!count)
		return;
	buffer_add_string(text, "\nThe tree's RAM by symbol and allocation, bytes\n");
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		const struct tree_cost *tree = &comparison->columns[i].tree;

		for (size_t j = 0; j < tree->items.count; j++) {
			const char *name = tree->items.items[j].name;
			long long values[COMPARE_COLUMNS];

			if (listed_before(comparison, i, j))
				continue;
			for (int k = 0; k < COMPARE_COLUMNS; k++)
				values[k] = item_bytes(&comparison->columns[k],
						       name);
			add_row(text, name, values);
		}
	}
}

/* What was predicted of the column that has a budget, and what was seen. */
static void add_prediction(struct buffer *text,
			   const struct comparison *comparison)
{
	const struct column *column = &comparison->columns[COMPARE_STATIC];
	const struct parts *predicted = &column->prediction;
	const struct parts *measured = &column->parts;

	if (!column->has_prediction || !column->has_parts)
		return;
	buffer_printf(text, "\n%-*s%*s%*s%*s\n", LABEL_WIDTH,
		      "RAM of static at the prompt, bytes", COLUMN_WIDTH,
		      "predicted", COLUMN_WIDTH, "measured", COLUMN_WIDTH,
		      "difference");
	for (size_t part = 0; part <= NR_RAM_PARTS; part++) {
		bool all = part == NR_RAM_PARTS;
		long long one = all ? predicted->ram - predicted->free :
				      predicted->bytes[part];
		long long other = all ? measured->ram - measured->free :
					measured->bytes[part];

		buffer_printf(text, "  %-*s", LABEL_WIDTH - 2,
			      all ? "used" : part_names[part]);
		add_number(text, one, true, false);
		add_number(text, other, true, false);
		add_number(text, other - one, true, true);
		buffer_add_string(text, "\n");
	}
}

static void add_ends(struct buffer *text, const struct comparison *comparison)
{
	buffer_add_string(text, "\n");
	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		const struct column *column = &comparison->columns[i];

		if (!column->present)
			continue;
		buffer_printf(text, "%-15s %s: %s\n", column->name,
			      column->source ? column->source : "no boot",
			      column->reached ? "reached the prompt" :
			      column->trouble ? column->trouble :
						"did not reach the prompt");
		if (column->min_ram_trouble)
			buffer_printf(text, "%-15s a page less than the least RAM: %s (%u boots)\n",
				      "", column->min_ram_trouble,
				      column->min_ram_boots);
	}
}

void compare_text(const struct comparison *comparison, struct buffer *text)
{
	add_heading(text, comparison);
	add_figures(text, comparison);
	add_flash_equal(text, comparison);
	add_items(text, comparison);
	add_prediction(text, comparison);
	add_ends(text, comparison);
}

static json_t *number_or_null(long long value)
{
	return value < 0 ? json_null() : json_integer(value);
}

static json_t *string_or_null(const char *string)
{
	return string ? json_string(string) : json_null();
}

/* By part; null where it isn't known. */
static json_t *parts_json(const struct parts *parts, bool known)
{
	json_t *object;

	if (!known)
		return json_null();
	object = json_object();
	for (size_t part = 0; part < NR_PARTS; part++)
		if (part != PART_RESERVE)
			json_object_set_new(object, part_names[part],
					    number_or_null(parts->bytes[part]));
	json_object_set_new(object, "used", json_integer(parts->ram - parts->free));
	json_object_set_new(object, "free", json_integer(parts->free));
	return object;
}

static json_t *column_json(const struct column *column)
{
	json_t *object = json_object(), *items = json_array();

	for (int i = 0; i < FIGURES; i++)
		json_object_set_new(object, figure_kinds[i].key,
				    number_or_null(column->figures[i]));
	json_object_set_new(object, "reached", string_or_null(column->reached));
	json_object_set_new(object, "trouble", string_or_null(column->trouble));
	json_object_set_new(object, "flash_equal",
			    column->flash_equal < 0 ? json_null() :
			    json_boolean(column->flash_equal));
	json_object_set_new(object, "min_ram_failing",
			    string_or_null(column->min_ram_trouble));
	json_object_set_new(object, "min_ram_boots",
			    json_integer(column->min_ram_boots));
	json_object_set_new(object, "source", string_or_null(column->source));
	for (size_t i = 0; i < column->tree.items.count; i++) {
		const struct tree_item *item = &column->tree.items.items[i];

		json_array_append_new(items, json_pack("{s:s, s:s, s:I}",
			"name", item->name, "kind", item->kind,
			"bytes", (json_int_t)item->bytes));
	}
	json_object_set_new(object, "tree_ram", items);
	json_object_set_new(object, "parts",
			    parts_json(&column->parts, column->has_parts));
	json_object_set_new(object, "predicted",
			    parts_json(&column->prediction,
				       column->has_prediction));
	return object;
}

char *compare_json(const struct comparison *comparison)
{
	const struct board *board = comparison->board;
	json_t *columns = json_object(), *object;
	const char *version = NULL;
	char *text, *result;

	for (int i = 0; i < COMPARE_COLUMNS; i++) {
		const struct column *column = &comparison->columns[i];

		if (!column->present)
			continue;
		if (!version)
			version = column->version;
		json_object_set_new(columns, column->name, column_json(column));
	}
	object = json_pack("{s:s, s:o, s:o, s:o}", "board", board->name,
			   "kernel", string_or_null(version),
			   "machine", board->machine_kind ?
				json_pack("{s:s, s:s?}", "kind",
					  board->machine_kind, "model",
					  board->machine_model) : json_null(),
			   "columns", columns);
	text = json_dumps(object, JSON_INDENT(2));
	result = memory_printf("%s\n", text);
	free(text);
	json_decref(object);
	return result;
}
