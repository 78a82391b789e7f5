// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What lines say of symbols. From one set of lines to the next, only what is
 * computed from something that changed is computed again.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/kconfig_values.h"

bool values_text_is_valid(enum kconfig_symbol_type type, const char *text)
{
	const char *digits = text;

	if (type == KCONFIG_TYPE_STRING)
		return true;
	if (type == KCONFIG_TYPE_HEX) {
		if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
			digits += 2;
		return *digits && digits[strspn(digits, "0123456789abcdefABCDEF")] == '\0';
	}
	if (*digits == '-')
		digits++;
	return *digits && !digits[strspn(digits, "0123456789")] &&
	       (*digits != '0' || !digits[1]);
}

#define MIN_GENERATION 3	/* sets of lines before dependents are looked for */

/* ---- lines */

void values_begin(struct values *values)
{
	values->generation++;
	values->rank = 0;
	values->changed.count = 0;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool values_set(struct values *values, uint32_t symbol, const char *text,
		bool quoted)
{
	struct user_value *user = &values->users[symbol];
	enum kconfig_symbol_type type = values->graph->symbols[symbol].type;
	const char *tristates = type == KCONFIG_TYPE_TRISTATE ? "nmy" : "n\1y";
	const char *tri = tristates;
	bool is_text = false;

	if (type == KCONFIG_TYPE_UNKNOWN || quoted != (type == KCONFIG_TYPE_STRING))
		return false;
	if (type == KCONFIG_TYPE_BOOL || type == KCONFIG_TYPE_TRISTATE)
		tri = *text ? strchr(tristates, *text) : NULL;
	else
		is_text = true;
	if (!tri || (is_text && !values_text_is_valid(type, text)))
		return false;

	if (!user->given)
		*array_add(&values->given) = symbol;
	if (!user->given || user->tri != tri - tristates ||
	    !same_text(user->text, is_text ? text : NULL)) {
		*array_add(&values->changed) = symbol;
		free(user->text);
		user->text = is_text ? memory_strdup(text) : NULL;
	}
	user->given = true;
	user->generation = values->generation;
	user->tri = tri - tristates;
	user->rank = ++values->rank;
	return true;
}

bool values_has_user(const struct values *values, uint32_t symbol)
{
	const struct graph_symbol *is = &values->graph->symbols[symbol];

	return values->users[symbol].given ||
	       (is->asked && !is->choice &&
		(is->type == KCONFIG_TYPE_BOOL || is->type == KCONFIG_TYPE_TRISTATE));
}

/* Lines of the last time that aren't there any more. */
static void drop_old(struct values *values)
{
	size_t kept = 0;

	for (size_t i = 0; i < values->given.count; i++) {
		uint32_t symbol = values->given.items[i];
		struct user_value *user = &values->users[symbol];

		if (user->generation == values->generation) {
			values->given.items[kept++] = symbol;
			continue;
		}
		*array_add(&values->changed) = symbol;
		free(user->text);
		*user = (struct user_value){ 0 };
	}
	values->given.count = kept;
}

/* Which of a choice's lines is the last matters where there are several. */
static void mark_choices(struct values *values)
{
	const struct graph *graph = values->graph;

	for (size_t i = 0; i < values->given.count; i++) {
		uint32_t symbol = values->given.items[i];
		uint32_t choice = graph->symbols[symbol].choice;
		uint32_t count = 0;

		for (uint32_t k = 0; choice && k < graph->choices[choice - 1].nr_members; k++)
			count += values->users[graph->members[
				graph->choices[choice - 1].first_member + k]].given;
		if (count > 1)
			*array_add(&values->changed) = symbol;
	}
}

/* ---- computing again */

static void forget_all(struct values *values)
{
	const struct graph *graph = values->graph;

	memset(values->symbols, 0, graph->nr_symbols * sizeof(values->symbols[0]));
	memset(values->expressions, 0, graph->nr_expressions);
	memset(values->chosen, 0, graph->nr_choices * sizeof(values->chosen[0]));
	values->symbols[SYMBOL_N] = (struct symbol_value){ .known = true, .text = "n" };
	values->symbols[SYMBOL_M] = (struct symbol_value){ .known = true, .text = "m",
							   .tri = TRI_M };
	values->symbols[SYMBOL_Y] = (struct symbol_value){ .known = true, .text = "y",
							   .tri = TRI_Y };
	values->modules = TRI_N;
	values->modules = values_of(values, graph->modules)->tri;
}

/*
 * Can what is computed from the node change? What wasn't known can't: nothing
 * was computed from it.
 */
static bool compute_again(struct values *values, value_node node)
{
	const value_node first_symbol = symbol_value_node(values->graph, 0);
	const value_node first_choice = choice_value_node(values->graph, 0);
	bool known;

	if (node < first_symbol) {
		const uint8_t old = values->expressions[node];

		values->expressions[node] = 0;
		return old && values_expression(values, node) != old - 1;
	}
	if (node < first_choice) {
		const uint32_t symbol = node - first_symbol;
		const struct symbol_value old = values->symbols[symbol];

		values->symbols[symbol] = (struct symbol_value){ 0 };
		/* an old text may be gone: there is nothing to compare with */
		return old.known && (values_of(values, symbol)->tri != old.tri ||
				     values->graph->symbols[symbol].type > KCONFIG_TYPE_TRISTATE);
	}
	known = values->chosen[node - first_choice];
	values->chosen[node - first_choice] = 0;
	return known;
}

static void add_stale(struct values *values, value_node node)
{
	heap_push(&values->stale, values->dependents.order[node], node);
}

/* In their order, so that none is computed before what it is computed from. */
static void compute_stale(struct values *values)
{
	const struct dependents *dependents = &values->dependents;

	while (values->stale.count) {
		const value_node node = heap_pop(&values->stale);

		while (values->stale.count && values->stale.items[0].number == node)
			heap_pop(&values->stale);
		if (!compute_again(values, node))
			continue;
		for (uint32_t i = dependents->first[node]; i < dependents->first[node + 1]; i++)
			add_stale(values, dependents->nodes[i]);
	}
}

static void compute_changed(struct values *values)
{
	const struct graph *graph = values->graph;

	for (size_t i = 0; i < values->changed.count; i++) {
		uint32_t symbol = values->changed.items[i];
		uint32_t choice = graph->symbols[symbol].choice;

		add_stale(values, symbol_value_node(graph, symbol));
		if (choice)
			add_stale(values, choice_value_node(graph, choice - 1));
	}
	compute_stale(values);
}

const struct dependents *values_dependents(struct values *values)
{
	if (!values->dependents.first)
		dependents_make(&values->dependents, values->graph);
	return &values->dependents;
}

void values_finish(struct values *values)
{
	drop_old(values);
	mark_choices(values);
	/* where there is one set of lines only, an index isn't worth its time */
	if (values->generation == MIN_GENERATION)
		values_dependents(values);
	if (values->dependents.order)
		compute_changed(values);
	if (!values->dependents.order || values->generation == 1 ||
	    values_of(values, values->graph->modules)->tri != values->modules)
		forget_all(values);
}
