// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_values.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* Symbols that depend on each other in a chain; the kernel's are some hundred. */
#define MAX_DEPTH 4000

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

void values_init(struct values *values, const struct graph *graph)
{
	*values = (struct values){
		.graph = graph,
		.users = memory_new(graph->nr_symbols, sizeof(struct user_value)),
		.symbols = memory_new(graph->nr_symbols, sizeof(struct symbol_value)),
		.expressions = memory_new(graph->nr_expressions, 1),
		.chosen = memory_new(graph->nr_choices + 1, sizeof(uint32_t)),
	};
	for (uint32_t i = SYMBOL_FIRST; i < graph->nr_symbols; i++)
		if (!graph->symbols[i].constant)
			*map_put(&values->numbers, graph_name(graph, i)) =
				(void *)(uintptr_t)i;
	values_begin(values);
	values_finish(values);
}

void kconfig_values_free(struct values *values)
{
	for (size_t i = 0; i < values->given.count; i++)
		free(values->users[values->given.items[i]].text);
	dependents_free(&values->dependents);
	array_free(&values->given);
	array_free(&values->changed);
	array_free(&values->stale);
	map_free(&values->numbers);
	free(values->users);
	free(values->symbols);
	free(values->expressions);
	free(values->chosen);
}

uint32_t kconfig_values_find(const struct values *values, const char *name)
{
	return (uint32_t)(uintptr_t)map_get(&values->numbers, name);
}

/* ---- expressions */

static const char *tri_text(uint8_t tri)
{
	return tri == TRI_Y ? "y" : tri == TRI_M ? "m" : "n";
}

static bool is_tristate(const struct graph *graph, uint32_t symbol)
{
	enum kconfig_symbol_type type = graph->symbols[symbol].type;

	return type == KCONFIG_TYPE_BOOL || type == KCONFIG_TYPE_TRISTATE ||
	       (symbol >= SYMBOL_N && symbol <= SYMBOL_Y);
}

/* What it is for the kernel while modules are off. */
static bool is_bool(const struct values *values, uint32_t symbol)
{
	enum kconfig_symbol_type type = values->graph->symbols[symbol].type;

	return type == KCONFIG_TYPE_BOOL ||
	       (type == KCONFIG_TYPE_TRISTATE && !values->modules);
}

const char *values_text(struct values *values, uint32_t symbol)
{
	const struct symbol_value *value = values_of(values, symbol);

	return is_tristate(values->graph, symbol) ? tri_text(value->tri) : value->text;
}

enum number_kind { NO_NUMBER, SIGNED_NUMBER, UNSIGNED_NUMBER };

static enum number_kind parse_number(const struct graph *graph, uint32_t symbol,
				     const char *text, unsigned long long *number)
{
	enum kconfig_symbol_type type = graph->symbols[symbol].type;
	char *tail;

	if (is_tristate(graph, symbol)) {
		*number = !strcmp(text, "y") ? TRI_Y : !strcmp(text, "m") ? TRI_M : TRI_N;
		return SIGNED_NUMBER;
	}
	errno = 0;
	if (type == KCONFIG_TYPE_HEX)
		*number = strtoull(text, &tail, 16);
	else
		*number = (unsigned long long)strtoll(text, &tail,
						      type == KCONFIG_TYPE_INT ? 10 : 0);
	if (errno || *tail || tail == text || !isxdigit((unsigned char)tail[-1]))
		return NO_NUMBER;
	return type == KCONFIG_TYPE_HEX ? UNSIGNED_NUMBER : SIGNED_NUMBER;
}

int values_compare_texts(const struct graph *graph,
			 uint32_t left, const char *left_text,
			 uint32_t right, const char *right_text)
{
	enum number_kind left_kind = NO_NUMBER, right_kind = NO_NUMBER;
	unsigned long long a = 0, b = 0;

	if (graph->symbols[left].type != KCONFIG_TYPE_STRING ||
	    graph->symbols[right].type != KCONFIG_TYPE_STRING) {
		left_kind = parse_number(graph, left, left_text, &a);
		right_kind = parse_number(graph, right, right_text, &b);
	}
	if (left_kind == NO_NUMBER || right_kind == NO_NUMBER)
		return strcmp(left_text, right_text);
	if (left_kind == UNSIGNED_NUMBER || right_kind == UNSIGNED_NUMBER)
		return (a > b) - (a < b);
	return ((long long)a > (long long)b) - ((long long)a < (long long)b);
}

bool values_comparison_holds(enum expression_kind comparison, int order)
{
	switch (comparison) {
	case EXPRESSION_EQUAL:
		return !order;
	case EXPRESSION_UNEQUAL:
		return order;
	case EXPRESSION_LESS:
		return order < 0;
	case EXPRESSION_LESS_EQUAL:
		return order <= 0;
	case EXPRESSION_GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

static uint8_t compute_comparison(struct values *values,
				  const struct graph_expression *expression)
{
	const char *left = values_text(values, expression->left);
	const char *right = values_text(values, expression->right);
	int order = values_compare_texts(values->graph, expression->left, left,
					 expression->right, right);

	return values_comparison_holds(expression->kind, order) ? TRI_Y : TRI_N;
}

static uint8_t compute_expression(struct values *values,
				  const struct graph_expression *expression)
{
	uint8_t left, right;

	switch (expression->kind) {
	case EXPRESSION_NONE:
		return TRI_Y;
	case EXPRESSION_SYMBOL:
		return values_of(values, expression->left)->tri;
	case EXPRESSION_NOT:
		return TRI_Y - values_expression(values, expression->left);
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		left = values_expression(values, expression->left);
		right = values_expression(values, expression->right);
		return expression->kind == EXPRESSION_AND ? MIN(left, right) :
							    MAX(left, right);
	default:
		return compute_comparison(values, expression);
	}
}

uint8_t values_expression(struct values *values, uint32_t expression)
{
	uint8_t *known = &values->expressions[expression];

	if (!*known)
		*known = 1 + compute_expression(values,
						&values->graph->expressions[expression]);
	return *known - 1;
}

/* ---- symbols */

const struct graph_property *values_property(struct values *values,
					     uint32_t symbol,
					     enum property_kind kind)
{
	const struct graph_symbol *is = &values->graph->symbols[symbol];

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			&values->graph->properties[is->first_property + i];

		if (property->kind == kind &&
		    values_expression(values, property->visible))
			return property;
	}
	return NULL;
}

static void compute_visibility(struct values *values, uint32_t symbol)
{
	const struct graph_symbol *is = &values->graph->symbols[symbol];
	struct symbol_value *value = &values->symbols[symbol];
	uint8_t visible = TRI_N;

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			&values->graph->properties[is->first_property + i];

		if (property->kind == PROPERTY_PROMPT)
			visible = MAX(visible,
				      values_expression(values, property->visible));
	}
	if (visible == TRI_M && (is->type != KCONFIG_TYPE_TRISTATE || !values->modules))
		visible = TRI_Y;
	value->visible = visible;
}

/* An m is a y for what can't be m. */
static uint8_t raise(const struct values *values, uint32_t symbol, uint8_t tri)
{
	return tri == TRI_M && is_bool(values, symbol) ? TRI_Y : tri;
}

static void compute_dependencies(struct values *values, uint32_t symbol)
{
	const struct graph_symbol *is = &values->graph->symbols[symbol];
	struct symbol_value *value = &values->symbols[symbol];

	value->depends = raise(values, symbol,
			       values_expression(values, is->depends));
	value->selected = is->selected ?
		raise(values, symbol, values_expression(values, is->selected)) : TRI_N;
	value->implied = is->implied ?
		raise(values, symbol, values_expression(values, is->implied)) : TRI_N;
}

/* ---- choices: the rules of sym_calc_choice() */

/* The visible member with a y by the last line. */
static uint32_t choice_by_lines(const struct values *values,
				const uint32_t *members, uint32_t count)
{
	uint32_t chosen = SYMBOL_NONE;

	for (uint32_t i = 0; i < count; i++) {
		const struct user_value *user = &values->users[members[i]];

		if (values->symbols[members[i]].visible && user->given &&
		    user->tri == TRI_Y &&
		    (!chosen || user->rank > values->users[chosen].rank))
			chosen = members[i];
	}
	return chosen;
}

static uint32_t choice_default(struct values *values,
			       const struct graph_choice *choice,
			       const uint32_t *members)
{
	for (uint32_t i = 0; i < choice->nr_properties; i++) {
		const struct graph_property *property =
			&values->graph->properties[choice->first_property + i];

		if (property->kind == PROPERTY_DEFAULT &&
		    values_expression(values, property->visible) &&
		    values->symbols[property->value].visible)
			return property->value;
	}
	for (uint32_t i = 0; i < choice->nr_members; i++)
		if (values->symbols[members[i]].visible)
			return members[i];
	return SYMBOL_NONE;
}

/* Every visible member was refused, or one is left: the first that no line names. */
static uint32_t choice_by_refusal(const struct values *values,
				  const uint32_t *members, uint32_t count)
{
	uint32_t chosen = SYMBOL_NONE;

	for (uint32_t i = 0; i < count; i++)
		if (values->symbols[members[i]].visible &&
		    !values->users[members[i]].given)
			return members[i];
	for (uint32_t i = 0; i < count; i++)
		if (values->symbols[members[i]].visible &&
		    (!chosen || values->users[members[i]].rank <
				values->users[chosen].rank))
			chosen = members[i];
	return chosen;
}

static uint32_t compute_choice(struct values *values, uint32_t number)
{
	const struct graph_choice *choice = &values->graph->choices[number];
	const uint32_t *members = values->graph->members + choice->first_member;
	uint32_t chosen;

	if (values->chosen[number])
		return values->chosen[number] - 1;
	values->chosen[number] = 1 + SYMBOL_NONE;
	for (uint32_t i = 0; i < choice->nr_members; i++)
		compute_visibility(values, members[i]);
	chosen = choice_by_lines(values, members, choice->nr_members);
	if (!chosen)
		chosen = choice_default(values, choice, members);
	if (chosen && values->users[chosen].given &&
	    values->users[chosen].tri == TRI_N)
		chosen = choice_by_refusal(values, members, choice->nr_members);
	values->chosen[number] = 1 + chosen;
	return chosen;
}

/* ---- values */

static void compute_tristate(struct values *values, uint32_t symbol)
{
	const struct graph_symbol *is = &values->graph->symbols[symbol];
	struct symbol_value *value = &values->symbols[symbol];
	const struct graph_property *property;
	uint8_t tri = TRI_N;

	if (is->choice) {
		value->tri = compute_choice(values, is->choice - 1) == symbol ?
			     TRI_Y : TRI_N;
		return;
	}
	if (value->visible && values_has_user(values, symbol)) {
		tri = MIN(values->users[symbol].tri, value->visible);
	} else {
		if (value->selected)
			value->written = true;
		property = values_property(values, symbol, PROPERTY_DEFAULT);
		if (property) {
			uint8_t visible = values_expression(values, property->visible);

			tri = MIN(values_expression(values, property->value), visible);
			if (tri)
				value->written = true;
		}
		if (value->implied) {
			value->written = true;
			tri = MIN(MAX(tri, value->implied), value->depends);
		}
	}
	value->tri = raise(values, symbol, MAX(tri, value->selected));
}

static int number_base(const struct values *values, uint32_t symbol, int otherwise)
{
	enum kconfig_symbol_type type = values->graph->symbols[symbol].type;

	return type == KCONFIG_TYPE_INT ? 10 : type == KCONFIG_TYPE_HEX ? 16 : otherwise;
}

static void keep_in_range(struct values *values, uint32_t symbol)
{
	struct symbol_value *value = &values->symbols[symbol];
	const struct graph_property *range;
	int base = number_base(values, symbol, 0);
	uint32_t ends[2];

	if (!base)
		return;
	range = values_property(values, symbol, PROPERTY_RANGE);
	if (!range)
		return;
	ends[0] = range->low;
	ends[1] = range->high;
	for (int i = 0; i < 2; i++) {
		long long number = strtoll(value->text, NULL, base);
		const char *text = values_text(values, ends[i]);
		long long end = strtoll(text, NULL, number_base(values, ends[i], base));

		if (i ? number > end : number < end) {
			value->text = text;
			return;
		}
	}
}

static void compute_text(struct values *values, uint32_t symbol)
{
	const struct graph *graph = values->graph;
	struct symbol_value *value = &values->symbols[symbol];
	const struct graph_property *property;

	if (value->visible && values->users[symbol].given) {
		value->text = values->users[symbol].text;
		return;
	}
	property = values_property(values, symbol, PROPERTY_DEFAULT);
	if (property &&
	    graph->expressions[property->value].kind == EXPRESSION_SYMBOL) {
		value->written = true;
		value->text = values_text(values,
					  graph->expressions[property->value].left);
	}
}

static void compute(struct values *values, uint32_t symbol)
{
	struct symbol_value *value = &values->symbols[symbol];

	switch (values->graph->symbols[symbol].type) {
	case KCONFIG_TYPE_UNKNOWN:
		value->text = graph_name(values->graph, symbol);
		return;
	case KCONFIG_TYPE_INT:
		value->text = "0";
		break;
	case KCONFIG_TYPE_HEX:
		value->text = "0x0";
		break;
	default:
		value->text = "";
	}
	compute_visibility(values, symbol);
	if (!values->graph->symbols[symbol].choice)
		compute_dependencies(values, symbol);
	value->written = value->visible;
	if (is_tristate(values->graph, symbol))
		compute_tristate(values, symbol);
	else
		compute_text(values, symbol);
	keep_in_range(values, symbol);
}

const struct symbol_value *values_of(struct values *values, uint32_t symbol)
{
	struct symbol_value *value = &values->symbols[symbol];

	if (value->known)
		return value;
	value->known = true;
	if (values->depth == MAX_DEPTH) {
		values->too_deep = true;
		value->text = "";
		return value;
	}
	values->depth++;
	compute(values, symbol);
	values->depth--;
	return value;
}
