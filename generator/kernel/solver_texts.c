// SPDX-License-Identifier: GPL-2.0-or-later
/* What of numbers and strings can be: comparisons, and goals. */
#include "generator/kernel/solver_reach_private.h"

#include <string.h>

/* ---- numbers and strings: the texts they can have */

#define MAX_TEXTS 64

struct texts {
	struct {
		const char *text;
		reach_cases cases;
	} items[MAX_TEXTS];
	size_t count;
	reach_cases any;	/* where it can be anything */
};

static void add_text(struct texts *texts, const char *text, reach_cases cases)
{
	if (texts->count == MAX_TEXTS) {
		texts->any |= cases;
		return;
	}
	texts->items[texts->count].text = text;
	texts->items[texts->count++].cases = cases;
}

static void add_tristate_texts(const struct reach *reach, uint32_t symbol,
			       struct texts *texts)
{
	const struct can *can = &reach->symbols[symbol];

	if (symbol == SYMBOL_M) {
		add_text(texts, "m", REACH_ALL);
		return;
	}
	add_text(texts, "n", can->be[false]);
	add_text(texts, "y", can->be[true]);
	if (reach->graph->symbols[symbol].type == KCONFIG_TYPE_TRISTATE)
		add_text(texts, "m", can->be[true] & reach->modules);
}

static void add_default_texts(const struct reach *reach,
			      const struct graph_property *property,
			      reach_cases cases, struct texts *texts)
{
	const struct graph_expression *value =
		&reach->graph->expressions[property->value];

	if (value->kind == EXPRESSION_SYMBOL &&
	    !reach->graph->symbols[value->left].line)
		add_text(texts, graph_name(reach->graph, value->left), cases);
	else
		texts->any |= cases;
}

/* What is out of a range becomes its nearer end. */
static void keep_texts_in_range(const struct reach *reach, uint32_t symbol,
				const struct graph_property *range,
				struct texts *texts)
{
	const struct graph *graph = reach->graph;
	reach_cases cases = reach->expressions[range->visible].be[true];
	const uint32_t ends[2] = { range->low, range->high };
	const size_t count = texts->count;

	if (graph->symbols[range->low].line || graph->symbols[range->high].line) {
		texts->any |= cases;
		return;
	}
	for (size_t i = 0; i < count; i++)
		for (int end = 0; end < 2; end++) {
			const char *text = graph_name(graph, ends[end]);
			int order = values_compare_texts(graph, symbol,
							 texts->items[i].text,
							 symbol, text);

			if (end ? order > 0 : order < 0)
				add_text(texts, text, cases & texts->items[i].cases);
		}
}

/* A default counts where none before it must. */
static void add_number_texts(const struct reach *reach, uint32_t symbol,
			     struct texts *texts)
{
	const struct graph_symbol *is = &reach->graph->symbols[symbol];
	reach_cases left = REACH_ALL;

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			&reach->graph->properties[is->first_property + i];
		const struct can *visible = &reach->expressions[property->visible];
		reach_cases asked;

		switch (property->kind) {
		case PROPERTY_PROMPT:
			asked = visible->be[true] & reach->lines->allowed[symbol];
			if (reach->lines->values[symbol])
				add_text(texts, reach->lines->values[symbol], asked);
			else
				texts->any |= asked;
			break;
		case PROPERTY_DEFAULT:
			add_default_texts(reach, property, left & visible->be[true],
					  texts);
			left &= visible->be[false];
			break;
		}
	}
	add_text(texts, is->type == KCONFIG_TYPE_INT ? "0" :
			is->type == KCONFIG_TYPE_HEX ? "0x0" : "", left);
	for (uint32_t i = 0; i < is->nr_properties; i++)
		if (reach->graph->properties[is->first_property + i].kind == PROPERTY_RANGE)
			keep_texts_in_range(reach, symbol,
				&reach->graph->properties[is->first_property + i],
				texts);
}

static void add_texts(const struct reach *reach, uint32_t symbol,
		      struct texts *texts)
{
	const struct graph_symbol *is = &reach->graph->symbols[symbol];

	if (symbol < SYMBOL_FIRST || reach_is_tristate(is))
		add_tristate_texts(reach, symbol, texts);
	else if (!is->line || is->type == KCONFIG_TYPE_UNKNOWN)
		add_text(texts, graph_name(reach->graph, symbol), REACH_ALL);
	else
		add_number_texts(reach, symbol, texts);
}

/* ---- comparisons */

static bool compares_tristates(const struct reach *reach,
			       const struct graph_expression *expression)
{
	return (expression->left < SYMBOL_FIRST ||
		reach_is_tristate(&reach->graph->symbols[expression->left])) &&
	       (expression->right < SYMBOL_FIRST ||
		reach_is_tristate(&reach->graph->symbols[expression->right]));
}

static bool holds(const struct reach *reach,
		  const struct graph_expression *expression, const char *left,
		  const char *right)
{
	int order = values_compare_texts(reach->graph, expression->left, left,
					 expression->right, right);

	return values_comparison_holds(expression->kind, order);
}

struct can reach_compare(const struct reach *reach,
			 const struct graph_expression *expression)
{
	struct texts left = { .count = 0 }, right = { .count = 0 };
	struct can can = { .m = 0 };

	add_texts(reach, expression->left, &left);
	add_texts(reach, expression->right, &right);
	for (size_t i = 0; i < left.count; i++)
		for (size_t k = 0; k < right.count; k++)
			can.be[holds(reach, expression, left.items[i].text,
				     right.items[k].text)] |=
				left.items[i].cases & right.items[k].cases;
	if (!compares_tristates(reach, expression)) {
		can.be[false] |= left.any | right.any;
		can.be[true] |= left.any | right.any;
	}
	return can;
}

/* ---- goals */

static reach_cases leaf_cases(const struct reach *reach,
			      const struct condition *leaf, bool wanted)
{
	uint32_t symbol = kconfig_values_find(&reach->kconfig->values, leaf->symbol);
	const struct graph_symbol *is = &reach->graph->symbols[symbol];
	struct texts texts = { .count = 0 };
	reach_cases cases;

	/* what isn't defined is what it is */
	if (!symbol || !is->line)
		return kconfig_holds(reach->kconfig, leaf) == wanted ? REACH_ALL : 0;
	add_texts(reach, symbol, &texts);
	cases = texts.any;
	for (size_t i = 0; i < texts.count; i++)
		if (kconfig_same_value(is->type, texts.items[i].text, leaf->value) == wanted)
			cases |= texts.items[i].cases;
	if (wanted && reach_is_tristate(is) && !is->choice && is->depends)
		cases &= reach->expressions[is->depends].be[true];
	return cases;
}

reach_cases reach_condition(const struct reach *reach,
			    const struct condition *condition)
{
	reach_cases cases;

	switch (condition->kind) {
	case CONDITION_FALSE:
		return 0;
	case CONDITION_TRUE:
	case CONDITION_UNKNOWN:
		return REACH_ALL;
	case CONDITION_SYMBOL:
		return leaf_cases(reach, condition, true);
	case CONDITION_NOT:
		return condition->operands[0]->kind == CONDITION_UNKNOWN ? REACH_ALL :
		       leaf_cases(reach, condition->operands[0], false);
	default:
		cases = condition->kind == CONDITION_AND ? REACH_ALL : 0;
		for (size_t i = 0; i < condition->nr_operands; i++) {
			reach_cases operand = reach_condition(reach,
							      condition->operands[i]);

			cases = condition->kind == CONDITION_AND ? cases & operand :
								   cases | operand;
		}
		return cases;
	}
}
