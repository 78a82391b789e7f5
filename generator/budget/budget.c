// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/budget.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/number.h"
#include "generator/base/yaml_tree.h"
#include "generator/board/flash_map.h"

struct reader {
	struct budget *budget;
	const struct knobs *knobs;
	const struct board *board;
	struct yaml_tree tree;
	struct error *error;
};

static unsigned long long number(uint64_t value)
{
	return value;
}

static int bad(const struct reader *reader, int node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* An error at a node: "board.yaml:12: " and the message. */
static int bad(const struct reader *reader, int node, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return error_set(reader->error, "%s:%ld: %s", reader->tree.path,
			 yaml_tree_line(&reader->tree, node), text);
}

/* "there is no knob X; the nearest are A, B, C" */
static int no_such(const struct reader *reader, int node, const char *what,
		   const struct nearest *nearest)
{
	struct buffer list = BUFFER_INIT;

	nearest_list(nearest, &list);
	bad(reader, node, "there is no %s %s%s%s", what, nearest->wanted,
	    list.length ? "; the nearest are " : "", buffer_text(&list));
	buffer_free(&list);
	return -1;
}

static int read_size(const struct reader *reader, const char *key, int node,
		     uint64_t *bytes)
{
	const char *text = yaml_tree_text(&reader->tree, node);

	if (!text)
		return bad(reader, node, "%s: expected a size like 320K", key);
	if (number_parse(text, bytes))
		return bad(
			reader, node,
			"%s: \"%s\" is no size, or one that overflows; expected one like 320K, 2M or 327680",
			key, text);
	if (*bytes > BUDGET_SIZE_MAX)
		return bad(
			reader, node,
			"%s: %s overflows the 4096M that a 32-bit kernel can address",
			key, text);
	return 0;
}

static int add_size(const struct reader *reader, const char *key, int node,
		    uint64_t bytes, uint64_t *sum)
{
	*sum += bytes;
	if (*sum > BUDGET_SIZE_MAX)
		return bad(
			reader, node,
			"%s: the sum overflows the 4096M that a 32-bit kernel can address",
			key);
	return 0;
}

/* ---- ram, flash, free */

static int check_bank(const struct reader *reader, int node,
		      const struct board_bank *bank, uint64_t bytes)
{
	if (bytes <= bank->size)
		return 0;
	return bad(reader, node,
		   "ram: %llu bytes, but the bank %s of %s has %llu",
		   number(bytes), bank->name, reader->board->name,
		   number(bank->size));
}

static int read_bank(const struct reader *reader, const char *name, int node)
{
	const struct board *board = reader->board;
	struct budget *budget = reader->budget;
	struct budget_bank *bank = &budget->banks[budget->nr_banks++];
	struct nearest nearest = NEAREST_INIT(name);

	bank->name = memory_strdup(name);
	if (read_size(reader, "ram", node, &bank->bytes) ||
	    add_size(reader, "ram", node, bank->bytes, &budget->ram))
		return -1;
	if (!board->nr_banks)
		return bad(
			reader, node,
			"ram: %s: the board %s lists no banks; expected ram: SIZE, or ram: [{name: %s, base: ADDRESS, size: SIZE}] in its board.yaml",
			name, board->name, name);
	for (unsigned int i = 0; i < board->nr_banks; i++) {
		if (!strcmp(board->banks[i].name, name))
			return check_bank(reader, node, &board->banks[i],
					  bank->bytes);
		nearest_offer(&nearest, board->banks[i].name);
	}
	return no_such(reader, node, "bank of RAM", &nearest);
}

static int read_ram(const struct reader *reader, int node)
{
	const struct yaml_tree *tree = &reader->tree;
	const struct board *board = reader->board;
	struct budget *budget = reader->budget;

	if (yaml_tree_kind(tree, node) == YAML_MAPPING) {
		budget->banks = memory_new(yaml_tree_count(tree, node),
					   sizeof(*budget->banks));
		for (size_t i = 0; i < yaml_tree_count(tree, node); i++)
			if (read_bank(reader, yaml_tree_key(tree, node, i),
				      yaml_tree_value(tree, node, i)))
				return -1;
	} else if (read_size(reader, "ram", node, &budget->ram) ||
		   (board->nr_banks &&
		    check_bank(reader, node, &board->banks[0], budget->ram))) {
		return -1;
	}
	if (!budget->ram)
		return bad(reader, node,
			   "ram: no RAM at all; expected a size like 320K");
	return 0;
}

static int read_flash(const struct reader *reader, int node)
{
	const struct flash_region *kernel;
	struct flash_map map;

	if (node)
		return read_size(reader, "flash", node, &reader->budget->flash);
	if (flash_map_make(&map, reader->board, reader->error))
		return -1;
	kernel = flash_map_find(&map, "kernel");
	reader->budget->flash = kernel ? kernel->size : BUDGET_NO_LIMIT;
	return 0;
}

static int read_free(const struct reader *reader, int node)
{
	const struct yaml_tree *tree = &reader->tree;
	struct budget *budget = reader->budget;
	uint64_t bytes;

	if (!node)
		return 0;
	if (yaml_tree_kind(tree, node) != YAML_MAPPING) {
		if (read_size(reader, "free", node, &budget->free))
			return -1;
	} else {
		for (size_t i = 0; i < yaml_tree_count(tree, node); i++) {
			int value = yaml_tree_value(tree, node, i);

			if (read_size(reader, yaml_tree_key(tree, node, i),
				      value, &bytes) ||
			    add_size(reader, "free", value, bytes,
				     &budget->free))
				return -1;
		}
	}
	if (budget->free >= budget->ram)
		return bad(
			reader, node,
			"ram: %llu bytes are below the sum of the reserves: free: %llu, and the kernel",
			number(budget->ram), number(budget->free));
	return 0;
}

/* ---- features and knobs */

static int read_features(const struct reader *reader, int node)
{
	const struct yaml_tree *tree = &reader->tree;
	const struct knobs *knobs = reader->knobs;

	for (size_t i = 0; !node && i < knobs->nr_features; i++)
		reader->budget->listed[i] = knobs->features[i].by_default;
	if (!node)
		return 0;
	if (yaml_tree_kind(tree, node) != YAML_LIST)
		return bad(reader, node, "features: expected a list");
	for (size_t i = 0; i < yaml_tree_count(tree, node); i++) {
		int item = yaml_tree_item(tree, node, i);
		const char *name = yaml_tree_text(tree, item);
		struct nearest nearest = NEAREST_INIT(name);
		int found = name ? knobs_find_feature(knobs, name) : -1;

		if (!name)
			return bad(reader, item, "features: expected names");
		for (size_t k = 0; found < 0 && k < knobs->nr_features; k++)
			nearest_offer(&nearest, knobs->features[k].name);
		if (found < 0)
			return no_such(reader, item, "feature", &nearest);
		reader->budget->listed[found] = true;
	}
	return 0;
}

static int read_pin(const struct reader *reader, const struct knob *knob,
		    int node, uint32_t *bounds)
{
	const char *text = yaml_tree_text(&reader->tree, node);
	struct buffer list = BUFFER_INIT;
	int value = text ? knob_find_value(knob, text) : -1;

	if (value >= 0) {
		*bounds = UINT32_C(1) << value;
		return 0;
	}
	knob_list_values(knob, &list);
	bad(reader, node, "%s: %s is outside of its range; the values are %s",
	    knob->name, text ? text : "a list", buffer_text(&list));
	buffer_free(&list);
	return -1;
}

/* A bound must lie between the least and the greatest value, both included. */
static int read_bound(const struct reader *reader, const struct knob *knob,
		      const char *key, int node, uint64_t *bound)
{
	const char *text = yaml_tree_text(&reader->tree, node);
	uint64_t least = UINT64_MAX, greatest = 0, value;

	if (!text || number_parse(text, bound))
		return bad(reader, node, "%s: %s: expected a number",
			   knob->name, key);
	for (unsigned int i = 0; i < knob->nr_values; i++) {
		number_parse(knob->values[i], &value);
		least = value < least ? value : least;
		greatest = value > greatest ? value : greatest;
	}
	if (*bound < least || *bound > greatest)
		return bad(reader, node,
			   "%s: %s: %s is outside of its range, %llu to %llu",
			   knob->name, key, text, number(least),
			   number(greatest));
	return 0;
}

static int read_range(const struct reader *reader, const struct knob *knob,
		      int node, uint32_t *bounds)
{
	const struct yaml_tree *tree = &reader->tree;
	uint64_t min = 0, max = UINT64_MAX, value;
	struct buffer list = BUFFER_INIT;

	if (knob->type != KNOB_INT && knob->type != KNOB_HEX)
		return bad(reader, node,
			   "%s: has no order; expected one of its values",
			   knob->name);
	for (size_t i = 0; i < yaml_tree_count(tree, node); i++) {
		const char *key = yaml_tree_key(tree, node, i);
		bool is_min = !strcmp(key, "min");

		if (!is_min && strcmp(key, "max"))
			return bad(
				reader, node,
				"%s: %s: expected {min: NUMBER, max: NUMBER}",
				knob->name, key);
		if (read_bound(reader, knob, key,
			       yaml_tree_value(tree, node, i),
			       is_min ? &min : &max))
			return -1;
	}
	*bounds = 0;
	for (unsigned int i = 0; i < knob->nr_values; i++)
		if (!number_parse(knob->values[i], &value) && value >= min &&
		    value <= max)
			*bounds |= UINT32_C(1) << i;
	if (*bounds)
		return 0;
	knob_list_values(knob, &list);
	bad(reader, node, "%s: no value from %llu to %llu; there are %s",
	    knob->name, number(min), number(max), buffer_text(&list));
	buffer_free(&list);
	return -1;
}

static int read_knobs(const struct reader *reader, int node)
{
	const struct yaml_tree *tree = &reader->tree;
	const struct knobs *knobs = reader->knobs;

	if (!node)
		return 0;
	if (yaml_tree_kind(tree, node) != YAML_MAPPING)
		return bad(reader, node, "knobs: expected {NAME: VALUE}");
	for (size_t i = 0; i < yaml_tree_count(tree, node); i++) {
		const char *name = yaml_tree_key(tree, node, i);
		int value = yaml_tree_value(tree, node, i);
		struct nearest nearest = NEAREST_INIT(name);
		int found = knobs_find(knobs, name);
		bool range = yaml_tree_kind(tree, value) == YAML_MAPPING;

		for (size_t k = 0; found < 0 && k < knobs->nr_knobs; k++)
			nearest_offer(&nearest, knobs->knobs[k].name);
		if (found < 0)
			return no_such(reader, value, "knob", &nearest);
		if ((range ? read_range :
			     read_pin)(reader, &knobs->knobs[found], value,
				       &reader->budget->bounds[found]))
			return -1;
	}
	return 0;
}

/* ---- the whole */

static int check_keys(const struct reader *reader, int node)
{
	static const char *const keys[] = { "ram", "flash", "free", "features",
					    "knobs" };
	const size_t nr_keys = sizeof(keys) / sizeof(keys[0]);

	for (size_t i = 0; i < yaml_tree_count(&reader->tree, node); i++) {
		const char *key = yaml_tree_key(&reader->tree, node, i);
		struct nearest nearest = NEAREST_INIT(key);
		size_t k = 0;

		for (; k < nr_keys && strcmp(keys[k], key); k++)
			nearest_offer(&nearest, keys[k]);
		if (k == nr_keys)
			return no_such(reader,
				       yaml_tree_value(&reader->tree, node, i),
				       "key", &nearest);
	}
	return 0;
}

static int read_budget(const struct reader *reader, const char *key)
{
	const struct yaml_tree *tree = &reader->tree;
	int node = yaml_tree_root(tree);

	if (key && yaml_tree_kind(tree, node) == YAML_MAPPING)
		node = yaml_tree_find(tree, node, key);
	if (!node)
		return error_set(
			reader->error,
			"%s: no %s:; expected one like {ram: 320K}, or -b FILE",
			tree->path, key);
	if (yaml_tree_kind(tree, node) != YAML_MAPPING ||
	    !yaml_tree_count(tree, node))
		return bad(reader, node, "expected a budget like ram: 320K");
	if (check_keys(reader, node))
		return -1;
	if (!yaml_tree_find(tree, node, "ram"))
		return bad(reader, node,
			   "no ram:; expected one like ram: 320K");
	if (read_ram(reader, yaml_tree_find(tree, node, "ram")) ||
	    read_flash(reader, yaml_tree_find(tree, node, "flash")) ||
	    read_free(reader, yaml_tree_find(tree, node, "free")) ||
	    read_features(reader, yaml_tree_find(tree, node, "features")) ||
	    read_knobs(reader, yaml_tree_find(tree, node, "knobs")))
		return -1;
	return budget_want(reader->budget, reader->knobs, reader->error);
}

int budget_read(struct budget *budget, const char *path, const char *key,
		const struct knobs *knobs, const struct board *board,
		struct error *error)
{
	struct reader reader = {
		.budget = budget, .knobs = knobs, .board = board, .error = error
	};
	struct buffer text = BUFFER_INIT;
	int result = -1;

	*budget = (struct budget){
		.path = memory_strdup(path),
		.listed = memory_new(knobs->nr_features, sizeof(bool)),
		.wanted = memory_new(knobs->nr_features, sizeof(bool)),
		.bounds = memory_new(knobs->nr_knobs, sizeof(uint32_t)),
		.nr_features = knobs->nr_features,
		.nr_knobs = knobs->nr_knobs,
	};
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		budget->bounds[i] = knob_values(&knobs->knobs[i]);
	if (!file_read(path, &text, error) &&
	    !yaml_tree_parse(&reader.tree, path, &text, error)) {
		result = read_budget(&reader, key);
		yaml_tree_free(&reader.tree);
	}
	buffer_free(&text);
	if (result)
		budget_free(budget);
	return result;
}

void budget_free(struct budget *budget)
{
	for (size_t i = 0; i < budget->nr_banks; i++)
		free(budget->banks[i].name);
	free(budget->banks);
	free(budget->listed);
	free(budget->wanted);
	free(budget->bounds);
	free(budget->path);
	*budget = (struct budget){ 0 };
}
