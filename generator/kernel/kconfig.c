// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/kconfig_cache.h"
#include "generator/kernel/kconfig_host.h"
#include "generator/kernel/kconfig_private.h"

/* ---- opening */

static void index_properties(struct kconfig *kconfig)
{
	const struct graph *graph = &kconfig->graph;
	uint32_t *next;

	kconfig->owners = memory_new(graph->nr_properties + 1, sizeof(uint32_t));
	kconfig->selectors = memory_new(graph->nr_properties + 1, sizeof(uint32_t));
	kconfig->first_selector = memory_new(graph->nr_symbols + 1, sizeof(uint32_t));
	next = kconfig->first_selector;

	for (uint32_t i = SYMBOL_FIRST; i < graph->nr_symbols; i++)
		for (uint32_t k = 0; k < graph->symbols[i].nr_properties; k++)
			kconfig->owners[graph->symbols[i].first_property + k] = i;
	/* count, sum up, and put each in its place from the end */
	for (uint32_t i = 0; i < graph->nr_properties; i++)
		if (graph->properties[i].kind == PROPERTY_SELECT ||
		    graph->properties[i].kind == PROPERTY_IMPLY)
			next[graph->properties[i].value]++;
	for (uint32_t i = 1; i <= graph->nr_symbols; i++)
		next[i] += next[i - 1];
	for (uint32_t i = graph->nr_properties; i-- > 0;)
		if (graph->properties[i].kind == PROPERTY_SELECT ||
		    graph->properties[i].kind == PROPERTY_IMPLY)
			kconfig->selectors[--next[graph->properties[i].value]] = i;
}

static int compute_all(struct kconfig *kconfig, struct error *error)
{
	const struct graph *graph = &kconfig->graph;

	for (uint32_t i = 0; i < graph->nr_order; i++) {
		values_of(&kconfig->values, graph->order[i]);
		if (kconfig->values.too_deep)
			return error_set(error, "%s depends on too many symbols in a chain",
					 graph_name(graph, graph->order[i]));
	}
	return 0;
}

static int open_with(struct kconfig *kconfig, struct kconfig_host *host,
		     const char *cache, struct error *error)
{
	kconfig->tree = memory_strdup(host->tree);
	kconfig->arch = memory_strdup(host->arch);
	kconfig->arch_folder = memory_strdup(kconfig_host_environment(host, "SRCARCH"));
	kconfig->cross_compile = memory_strdup(host->cross_compile);
	if (kconfig_cache_open(&kconfig->flat, &kconfig->graph, host, cache, error))
		return -1;
	index_properties(kconfig);
	values_init(&kconfig->values, &kconfig->graph);
	return compute_all(kconfig, error);
}

struct kconfig *kconfig_open(const struct kconfig_options *options,
			     struct error *error)
{
	struct kconfig *kconfig = memory_new(1, sizeof(*kconfig));
	struct kconfig_host host;
	int result = kconfig_host_open(&host, options->tree, options->arch,
				       options->cross_compile ?
				       options->cross_compile : "", error);

	if (!result) {
		result = open_with(kconfig, &host, options->cache, error);
		kconfig_host_close(&host);
	}
	if (!result)
		return kconfig;
	kconfig_close(kconfig);
	return NULL;
}

void kconfig_close(struct kconfig *kconfig)
{
	if (!kconfig)
		return;
	if (kconfig->plan)
		kconfig->free_plan(kconfig->plan);
	if (kconfig->values.graph)
		kconfig_values_free(&kconfig->values);
	kconfig_flat_free(&kconfig->flat);
	graph_free(&kconfig->graph);
	free(kconfig->owners);
	free(kconfig->first_selector);
	free(kconfig->selectors);
	free(kconfig->tree);
	free(kconfig->arch);
	free(kconfig->arch_folder);
	free(kconfig->cross_compile);
	free(kconfig);
}

/* ---- evaluation */

void kconfig_evaluate(struct kconfig *kconfig, const struct kconfig_line *lines,
		      size_t count)
{
	struct values *values = &kconfig->values;

	values_begin(values);
	for (size_t i = 0; i < count; i++) {
		uint32_t symbol = kconfig_values_find(values, lines[i].symbol);

		if (symbol)
			values_set(values, symbol, lines[i].value, lines[i].quoted);
	}
	values_finish(values);
	kconfig->evaluations++;
}

unsigned int kconfig_evaluations(const struct kconfig *kconfig)
{
	return kconfig->evaluations;
}

/* The symbol, if it is defined; else SYMBOL_NONE. */
static uint32_t find_defined(const struct kconfig *kconfig, const char *name)
{
	uint32_t symbol = kconfig_values_find(&kconfig->values, name);

	return symbol && kconfig->graph.symbols[symbol].line ? symbol : SYMBOL_NONE;
}

static int unknown_symbol(const struct kconfig *kconfig, const char *symbol,
			  struct error *error)
{
	const char *names[3];
	size_t count = kconfig_nearest(kconfig, symbol, names, 3);
	struct buffer list = BUFFER_INIT;

	for (size_t i = 0; i < count; i++)
		buffer_printf(&list, "%s%s", !i ? "; nearest: " : ", ", names[i]);
	error_set(error, "no symbol %s in %s's Kconfig for ARCH=%s%s", symbol,
		  kconfig->tree, kconfig->arch, buffer_text(&list));
	buffer_free(&list);
	return -1;
}

int kconfig_check_line(const struct kconfig *kconfig,
		       const struct kconfig_line *line, struct error *error)
{
	enum kconfig_symbol_type type = kconfig_symbol_type(kconfig, line->symbol);
	bool good = true;

	if (type == KCONFIG_TYPE_UNKNOWN)
		return unknown_symbol(kconfig, line->symbol, error);
	if (line->quoted != (type == KCONFIG_TYPE_STRING))
		return error_set(error, "%s=%s: it is %s %s", line->symbol, line->value,
				 type == KCONFIG_TYPE_STRING ?
				 "of type string and wants quotes; type" :
				 "without quotes, of type",
				 kconfig_symbol_type_name(type));
	if (type == KCONFIG_TYPE_BOOL || type == KCONFIG_TYPE_TRISTATE)
		good = !strcmp(line->value, "y") || !strcmp(line->value, "n") ||
		       (type == KCONFIG_TYPE_TRISTATE && !strcmp(line->value, "m"));
	else
		good = values_text_is_valid(type, line->value);
	return good ? 0 : error_set(error, "%s=%s: not a value of type %s",
				    line->symbol, line->value,
				    kconfig_symbol_type_name(type));
}

const char *kconfig_value(struct kconfig *kconfig, const char *symbol)
{
	uint32_t number = find_defined(kconfig, symbol);

	return number ? values_text(&kconfig->values, number) : NULL;
}

bool kconfig_same_value(enum kconfig_symbol_type type, const char *a, const char *b)
{
	const int base = type == KCONFIG_TYPE_HEX ? 16 : 10;
	unsigned long long numbers[2];
	const char *texts[2] = { a, b };

	if (!strcmp(a, b))
		return true;
	if (type != KCONFIG_TYPE_HEX && type != KCONFIG_TYPE_INT)
		return false;
	for (int i = 0; i < 2; i++) {
		char *end;

		errno = 0;
		numbers[i] = base == 16 ? strtoull(texts[i], &end, base) :
			     (unsigned long long)strtoll(texts[i], &end, base);
		if (errno || *end || end == texts[i])
			return false;
	}
	return numbers[0] == numbers[1];
}

static bool leaf_holds(struct kconfig *kconfig, const struct condition *leaf)
{
	const char *value = kconfig_value(kconfig, leaf->symbol);

	/* two that make knows, and no Kconfig file */
	if (!value && !strcmp(leaf->symbol, "SRCARCH"))
		value = kconfig->arch_folder;
	if (!value && !strcmp(leaf->symbol, "ARCH"))
		value = kconfig->arch;
	return kconfig_same_value(kconfig_symbol_type(kconfig, leaf->symbol),
				  value ? value : "n", leaf->value);
}

bool kconfig_holds(struct kconfig *kconfig, const struct condition *condition)
{
	const bool is_and = condition->kind == CONDITION_AND;

	switch (condition->kind) {
	case CONDITION_FALSE:
		return false;
	case CONDITION_TRUE:
	case CONDITION_UNKNOWN:
		return true;
	case CONDITION_SYMBOL:
		return leaf_holds(kconfig, condition);
	case CONDITION_NOT:
		return condition->operands[0]->kind == CONDITION_UNKNOWN ||
		       !kconfig_holds(kconfig, condition->operands[0]);
	default:
		for (size_t i = 0; i < condition->nr_operands; i++)
			if (kconfig_holds(kconfig, condition->operands[i]) != is_and)
				return !is_and;
		return is_and;
	}
}

/* ---- what there is to know of a symbol */

enum kconfig_symbol_type kconfig_symbol_type(const struct kconfig *kconfig,
					     const char *symbol)
{
	uint32_t number = find_defined(kconfig, symbol);

	return number ? kconfig->graph.symbols[number].type : KCONFIG_TYPE_UNKNOWN;
}

const char *kconfig_symbol_type_name(enum kconfig_symbol_type type)
{
	static const char *const names[] = {
		[KCONFIG_TYPE_UNKNOWN] = "unknown",
		[KCONFIG_TYPE_BOOL] = "bool",
		[KCONFIG_TYPE_TRISTATE] = "tristate",
		[KCONFIG_TYPE_INT] = "int",
		[KCONFIG_TYPE_HEX] = "hex",
		[KCONFIG_TYPE_STRING] = "string",
	};

	return names[type];
}

const char *kconfig_prompt(const struct kconfig *kconfig, const char *symbol)
{
	const struct graph *graph = &kconfig->graph;
	const struct graph_symbol *is = &graph->symbols[find_defined(kconfig, symbol)];

	for (uint32_t i = 0; i < is->nr_properties; i++)
		if (graph->properties[is->first_property + i].kind == PROPERTY_PROMPT)
			return graph_text(graph,
				graph->properties[is->first_property + i].text);
	return NULL;
}

struct kconfig_position kconfig_origin(const struct kconfig *kconfig, uint32_t line)
{
	struct kconfig_position position = { 0 };

	if (line && line <= kconfig->flat.origins.count) {
		const struct kconfig_origin *origin =
			&kconfig->flat.origins.items[line - 1];

		if (origin->file != UINT32_MAX) {
			position.file = kconfig->flat.files.items[origin->file];
			position.line = origin->line;
		}
	}
	return position;
}

struct kconfig_position kconfig_position(const struct kconfig *kconfig,
					 const char *symbol)
{
	uint32_t number = find_defined(kconfig, symbol);

	return kconfig_origin(kconfig, kconfig->graph.symbols[number].line);
}

void kconfig_config(struct kconfig *kconfig, struct buffer *text)
{
	const struct graph *graph = &kconfig->graph;

	for (uint32_t i = 0; i < graph->nr_order; i++) {
		uint32_t symbol = graph->order[i];
		enum kconfig_symbol_type type = graph->symbols[symbol].type;
		struct kconfig_line line = {
			.symbol = graph_name(graph, symbol),
			.value = values_text(&kconfig->values, symbol),
			.quoted = type == KCONFIG_TYPE_STRING,
		};

		if (type != KCONFIG_TYPE_UNKNOWN &&
		    values_of(&kconfig->values, symbol)->written)
			kconfig_line_write(&line, text);
	}
}
