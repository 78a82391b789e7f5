// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "generator/base/table.h"
#include "generator/kernel/kconfig_private.h"

#define MAX_DEPTH 8		/* of one reason for another */
#define MAX_REASONS 6		/* that one thing is said to have */
#define MAX_FOLLOWED 2		/* selectors that are explained themselves */

/* ---- expressions as text */

static const char *const comparisons[] = {
	[EXPRESSION_EQUAL] = "=", [EXPRESSION_UNEQUAL] = "!=",
	[EXPRESSION_LESS] = "<", [EXPRESSION_LESS_EQUAL] = "<=",
	[EXPRESSION_GREATER] = ">", [EXPRESSION_GREATER_EQUAL] = ">=",
};

static void add_symbol(struct kconfig *kconfig, uint32_t symbol, bool values,
		       struct buffer *text)
{
	const struct graph_symbol *is = &kconfig->graph.symbols[symbol];

	if (symbol < SYMBOL_FIRST) {
		buffer_add_string(text, values_text(&kconfig->values, symbol));
		return;
	}
	if (is->constant) {
		buffer_printf(text, "\"%s\"", graph_name(&kconfig->graph, symbol));
		return;
	}
	buffer_add_string(text, graph_name(&kconfig->graph, symbol));
	if (values && is->line)
		buffer_printf(text, "[=%s]", values_text(&kconfig->values, symbol));
	else if (values && !values_text_is_valid(KCONFIG_TYPE_INT,
						 graph_name(&kconfig->graph, symbol)))
		buffer_add_string(text, "[undefined]");
}

static void add_expression(struct kconfig *kconfig, uint32_t number,
			   enum expression_kind around, bool values,
			   struct buffer *text)
{
	const struct graph_expression *expression =
		&kconfig->graph.expressions[number];
	enum expression_kind kind = expression->kind;
	bool pair = kind == EXPRESSION_AND || kind == EXPRESSION_OR;
	bool braces = pair && around != EXPRESSION_NONE && around != kind;

	if (braces)
		buffer_add_string(text, "(");
	if (kind == EXPRESSION_NONE) {
		buffer_add_string(text, "y");
	} else if (kind == EXPRESSION_SYMBOL) {
		add_symbol(kconfig, expression->left, values, text);
	} else if (kind == EXPRESSION_NOT) {
		buffer_add_string(text, "!");
		add_expression(kconfig, expression->left, kind, values, text);
	} else if (pair) {
		add_expression(kconfig, expression->left, kind, values, text);
		buffer_add_string(text, kind == EXPRESSION_AND ? " && " : " || ");
		add_expression(kconfig, expression->right, kind, values, text);
	} else {
		add_symbol(kconfig, expression->left, values, text);
		buffer_printf(text, " %s ", comparisons[kind]);
		add_symbol(kconfig, expression->right, values, text);
	}
	if (braces)
		buffer_add_string(text, ")");
}

void kconfig_add_expression(struct kconfig *kconfig, uint32_t expression,
			    bool values, struct buffer *text)
{
	add_expression(kconfig, expression, EXPRESSION_NONE, values, text);
}

void kconfig_add_origin(const struct kconfig *kconfig, uint32_t line,
			struct buffer *text)
{
	struct kconfig_position position = kconfig_origin(kconfig, line);

	if (position.file)
		buffer_printf(text, " (%s:%u)", position.file, position.line);
}

/* ---- properties as text */

static const struct graph_property *property_of(const struct kconfig *kconfig,
						uint32_t symbol, uint32_t number)
{
	return &kconfig->graph.properties[
		kconfig->graph.symbols[symbol].first_property + number];
}

void kconfig_dependencies(struct kconfig *kconfig, const char *name,
			  struct buffer *text)
{
	uint32_t symbol = kconfig_values_find(&kconfig->values, name);
	const struct graph_symbol *is = &kconfig->graph.symbols[symbol];
	bool said = false;

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property = property_of(kconfig, symbol, i);

		if (property->kind != PROPERTY_PROMPT)
			continue;
		/* mostly the prompt's condition is no other */
		said = property->visible == is->depends;
		buffer_printf(text, "  prompt \"%s\"",
			      graph_text(&kconfig->graph, property->text));
		kconfig_add_origin(kconfig, property->line, text);
		if (property->visible) {
			buffer_add_string(text, " if ");
			kconfig_add_expression(kconfig, property->visible, true, text);
		}
		buffer_add_string(text, "\n");
	}
	if (is->depends && !is->choice && !said) {
		buffer_add_string(text, "  depends on ");
		kconfig_add_expression(kconfig, is->depends, true, text);
		buffer_add_string(text, "\n");
	}
}

static void add_selector(struct kconfig *kconfig, uint32_t number,
			 struct buffer *text)
{
	const struct graph_property *property = &kconfig->graph.properties[number];

	buffer_printf(text, "  %s by ", property->kind == PROPERTY_SELECT ?
		      "selected" : "implied");
	add_symbol(kconfig, kconfig->owners[number], true, text);
	kconfig_add_origin(kconfig, property->line, text);
	if (property->visible) {
		buffer_add_string(text, " if ");
		kconfig_add_expression(kconfig, property->visible, true, text);
	}
	buffer_add_string(text, "\n");
}

static bool selects_now(struct kconfig *kconfig, uint32_t number)
{
	return values_of(&kconfig->values, kconfig->owners[number])->tri &&
	       values_expression(&kconfig->values,
				 kconfig->graph.properties[number].visible);
}

void kconfig_selected_by(struct kconfig *kconfig, const char *name,
			 struct buffer *text)
{
	uint32_t symbol = kconfig_values_find(&kconfig->values, name);
	uint32_t first = kconfig->first_selector[symbol];
	uint32_t end = kconfig->first_selector[symbol + 1];
	unsigned int shown = 0;

	/* those that do it now first */
	for (int now = 1; now >= 0; now--)
		for (uint32_t i = first; i < end; i++)
			if (selects_now(kconfig, kconfig->selectors[i]) == now &&
			    (now || shown++ < MAX_REASONS))
				add_selector(kconfig, kconfig->selectors[i], text);
	if (shown > MAX_REASONS)
		buffer_printf(text, "  could be selected or implied by %u more\n",
			      shown - MAX_REASONS);
}

/* ---- what blocks a value */

/* An explanation under way: no symbol is explained twice. */
struct telling {
	struct kconfig *kconfig;
	const struct kconfig_possible *possible;	/* NULL: as it is now */
	struct buffer *text;
	ARRAY(uint32_t) told;
	unsigned int indent;
	unsigned int depth;
};

static void tell_block(struct telling *telling, uint32_t expression, bool wanted);

static bool is_possible(struct telling *telling, uint32_t expression, bool wanted)
{
	const struct kconfig_possible *possible = telling->possible;

	if (possible)
		return possible->expression(possible->context, expression, wanted);
	return (values_expression(&telling->kconfig->values, expression) != TRI_N) ==
	       wanted;
}

static void begin_line(struct telling *telling)
{
	buffer_printf(telling->text, "%*s", (int)(telling->indent + 2 * telling->depth), "");
}

static bool told_before(struct telling *telling, uint32_t symbol)
{
	for (size_t i = 0; i < telling->told.count; i++)
		if (telling->told.items[i] == symbol)
			return true;
	*array_add(&telling->told) = symbol;
	return false;
}

/* What would show one of its prompts; false: it has none. */
static bool tell_prompts(struct telling *telling, uint32_t symbol)
{
	const struct graph_symbol *is = &telling->kconfig->graph.symbols[symbol];
	unsigned int count = 0;

	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			property_of(telling->kconfig, symbol, i);

		if (property->kind != PROPERTY_PROMPT || ++count > MAX_REASONS)
			continue;
		buffer_add_string(telling->text, count == 1 ? ": needs " : "; or ");
		kconfig_add_expression(telling->kconfig, property->visible, true,
				       telling->text);
		kconfig_add_origin(telling->kconfig, property->line, telling->text);
	}
	return count;
}

/* What else would give it a y. */
static void tell_selectors(struct telling *telling, uint32_t symbol)
{
	struct kconfig *kconfig = telling->kconfig;
	const struct graph_symbol *is = &kconfig->graph.symbols[symbol];
	const char *before = ": has no prompt; is y by ";
	unsigned int count = 0;

	for (uint32_t i = kconfig->first_selector[symbol];
	     i < kconfig->first_selector[symbol + 1]; i++) {
		uint32_t number = kconfig->selectors[i];

		if (++count > MAX_REASONS)
			continue;
		buffer_add_string(telling->text, before);
		before = ", ";
		add_symbol(kconfig, kconfig->owners[number], true, telling->text);
		kconfig_add_origin(kconfig, kconfig->graph.properties[number].line,
				   telling->text);
	}
	if (count > MAX_REASONS)
		buffer_printf(telling->text, " and %u more", count - MAX_REASONS);
	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property = property_of(kconfig, symbol, i);

		if (property->kind != PROPERTY_DEFAULT || ++count > 2 * MAX_REASONS)
			continue;
		buffer_printf(telling->text, "%sdefault ", before);
		before = ", ";
		kconfig_add_expression(kconfig, property->value, true, telling->text);
		if (property->visible) {
			buffer_add_string(telling->text, " if ");
			kconfig_add_expression(kconfig, property->visible, true,
					       telling->text);
		}
		kconfig_add_origin(kconfig, property->line, telling->text);
	}
	if (!count) {
		buffer_add_string(telling->text, ": has no prompt, and nothing selects it");
		kconfig_add_origin(kconfig, is->line, telling->text);
	}
}

static uint32_t count_selectors(const struct kconfig *kconfig, uint32_t symbol)
{
	return kconfig->first_selector[symbol + 1] - kconfig->first_selector[symbol];
}

/* The symbol's prompt isn't there, or it has none: say so, and go on below. */
static void tell_hidden(struct telling *telling, uint32_t symbol)
{
	const struct graph_symbol *is = &telling->kconfig->graph.symbols[symbol];
	bool prompts = tell_prompts(telling, symbol);

	if (!prompts)
		tell_selectors(telling, symbol);
	buffer_add_string(telling->text, "\n");

	telling->depth++;
	if (!prompts && count_selectors(telling->kconfig, symbol) <= MAX_FOLLOWED)
		tell_block(telling, is->selected, true);
	for (uint32_t i = 0; i < is->nr_properties; i++) {
		const struct graph_property *property =
			property_of(telling->kconfig, symbol, i);

		if (property->kind == PROPERTY_PROMPT ||
		    (!prompts && property->kind == PROPERTY_DEFAULT)) {
			tell_block(telling, property->visible, true);
			if (property->kind == PROPERTY_DEFAULT)
				tell_block(telling, property->value, true);
		}
	}
	telling->depth--;
}

static void tell_off(struct telling *telling, uint32_t symbol)
{
	struct kconfig *kconfig = telling->kconfig;
	const struct graph_symbol *is = &kconfig->graph.symbols[symbol];

	begin_line(telling);
	buffer_printf(telling->text, "%s is %s", graph_name(&kconfig->graph, symbol),
		      is->line ? values_text(&kconfig->values, symbol) : "n");
	if (!is->line) {
		buffer_printf(telling->text, ": not defined for ARCH=%s\n", kconfig->arch);
		return;
	}
	if (values_of(&kconfig->values, symbol)->visible) {
		buffer_add_string(telling->text,
				  is->choice ? ": another of its choice is y" :
				  telling->possible ? ": nothing may turn it on" :
						      ": no line turns it on");
		kconfig_add_origin(kconfig, is->line, telling->text);
		buffer_add_string(telling->text, "\n");
		return;
	}
	tell_hidden(telling, symbol);
}

/* The one that gives a symbol the value y, in words. */
static void tell_cause(struct telling *telling, uint32_t symbol)
{
	struct kconfig *kconfig = telling->kconfig;
	const struct symbol_value *value = values_of(&kconfig->values, symbol);
	const struct graph_property *property;

	if (value->selected) {
		for (uint32_t i = kconfig->first_selector[symbol];
		     i < kconfig->first_selector[symbol + 1]; i++) {
			uint32_t number = kconfig->selectors[i];

			property = &kconfig->graph.properties[number];
			if (property->kind != PROPERTY_SELECT ||
			    !values_of(&kconfig->values, kconfig->owners[number])->tri ||
			    !values_expression(&kconfig->values, property->visible))
				continue;
			buffer_add_string(telling->text, "selected by ");
			add_symbol(kconfig, kconfig->owners[number], true, telling->text);
			kconfig_add_origin(kconfig, property->line, telling->text);
			return;
		}
	}
	if (kconfig->values.users[symbol].given && value->visible) {
		buffer_add_string(telling->text, "a line says so");
		return;
	}
	if (kconfig->graph.symbols[symbol].choice) {
		buffer_add_string(telling->text, "the default of its choice");
		kconfig_add_origin(kconfig, kconfig->graph.symbols[symbol].line,
				   telling->text);
		return;
	}
	property = values_property(&kconfig->values, symbol, PROPERTY_DEFAULT);
	if (property) {
		buffer_add_string(telling->text, "default ");
		kconfig_add_expression(kconfig, property->value, true, telling->text);
		if (property->visible) {
			buffer_add_string(telling->text, " if ");
			kconfig_add_expression(kconfig, property->visible, true,
					       telling->text);
		}
		kconfig_add_origin(kconfig, property->line, telling->text);
		return;
	}
	buffer_add_string(telling->text, value->implied ? "implied" : "by itself");
}

static void tell_on(struct telling *telling, uint32_t symbol)
{
	begin_line(telling);
	buffer_printf(telling->text, "%s is %s, but must be n: ",
		      graph_name(&telling->kconfig->graph, symbol),
		      values_text(&telling->kconfig->values, symbol));
	tell_cause(telling, symbol);
	buffer_add_string(telling->text, "\n");
}

static void tell_block(struct telling *telling, uint32_t number, bool wanted)
{
	struct kconfig *kconfig = telling->kconfig;
	const struct graph_expression *expression =
		&kconfig->graph.expressions[number];

	if (is_possible(telling, number, wanted) || telling->depth >= MAX_DEPTH)
		return;
	switch (expression->kind) {
	case EXPRESSION_SYMBOL:
		if (told_before(telling, expression->left))
			break;
		if (wanted)
			tell_off(telling, expression->left);
		else if (expression->left >= SYMBOL_FIRST)
			tell_on(telling, expression->left);
		break;
	case EXPRESSION_NOT:
		tell_block(telling, expression->left, !wanted);
		break;
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		tell_block(telling, expression->left, wanted);
		tell_block(telling, expression->right, wanted);
		break;
	default:
		begin_line(telling);
		buffer_add_string(telling->text, wanted ? "it must be that " :
							  "it mustn't be that ");
		kconfig_add_expression(kconfig, number, true, telling->text);
		buffer_add_string(telling->text, "\n");
	}
}

void kconfig_explain_expression(struct kconfig *kconfig, uint32_t expression,
				bool wanted,
				const struct kconfig_possible *possible,
				unsigned int indent, struct buffer *text)
{
	struct telling telling = {
		.kconfig = kconfig, .possible = possible, .text = text,
		.indent = indent,
	};

	tell_block(&telling, expression, wanted);
	array_free(&telling.told);
}

void kconfig_explain_symbol(struct kconfig *kconfig, uint32_t symbol, bool wanted,
			    const struct kconfig_possible *possible,
			    unsigned int indent, struct buffer *text)
{
	struct telling telling = {
		.kconfig = kconfig, .possible = possible, .text = text,
		.indent = indent,
	};

	told_before(&telling, symbol);
	if (wanted)
		tell_off(&telling, symbol);
	else
		tell_on(&telling, symbol);
	array_free(&telling.told);
}

/* ---- the whole story of one symbol */

static void explain_unknown(struct kconfig *kconfig, const char *name,
			    struct buffer *text)
{
	const char *names[3];
	size_t count = kconfig_nearest(kconfig, name, names, 3);

	buffer_printf(text, "%s: no such symbol for ARCH=%s", name, kconfig->arch);
	for (size_t i = 0; i < count; i++)
		buffer_printf(text, "%s%s", !i ? "; nearest: " : ", ", names[i]);
	buffer_add_string(text, "\n");
}

void kconfig_explain(struct kconfig *kconfig, const char *name,
		     struct buffer *text)
{
	uint32_t symbol = kconfig_values_find(&kconfig->values, name);
	struct telling telling = { .kconfig = kconfig, .text = text, .indent = 2 };
	const struct graph_symbol *is = &kconfig->graph.symbols[symbol];

	if (!symbol || !is->line) {
		explain_unknown(kconfig, name, text);
		return;
	}
	buffer_printf(text, "%s=%s, %s", name, values_text(&kconfig->values, symbol),
		      kconfig_symbol_type_name(is->type));
	kconfig_add_origin(kconfig, is->line, text);
	buffer_add_string(text, "\n");
	if (values_of(&kconfig->values, symbol)->tri ||
	    is->type > KCONFIG_TYPE_TRISTATE) {
		buffer_add_string(text, "  because: ");
		tell_cause(&telling, symbol);
		buffer_add_string(text, "\n");
	} else {
		told_before(&telling, symbol);
		tell_off(&telling, symbol);
	}
	kconfig_dependencies(kconfig, name, text);
	kconfig_selected_by(kconfig, name, text);
	array_free(&telling.told);
}
