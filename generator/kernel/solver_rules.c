// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/solver_rules.h"

#include <stdlib.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_plan.h"

#define Y true
#define N false

/* ---- putting a rule together: begin, operands */

static struct rule *begin(struct rules *rules, rule_node target, uint32_t symbol)
{
	struct rule *rule = array_add(&rules->rules);

	rule->target = target;
	rule->first_operand = rules->operands.count;
	rule->symbol = symbol;
	return rule;
}

static void add_operand(struct rules *rules, rule_node node)
{
	*array_add(&rules->operands) = node;
}

static void wants_symbol(struct rules *rules, uint32_t symbol, bool wanted)
{
	add_operand(rules, symbol_node(&rules->kconfig->graph, symbol, wanted));
}

static void wants(struct rules *rules, uint32_t expression, bool wanted)
{
	add_operand(rules, expression_node(expression, wanted));
}

static const struct graph_property *next_property(const struct graph *graph,
						  uint32_t symbol,
						  enum property_kind kind,
						  uint32_t *at)
{
	const struct graph_symbol *is = &graph->symbols[symbol];

	while (*at < is->nr_properties) {
		const struct graph_property *property =
			&graph->properties[is->first_property + (*at)++];

		if (property->kind == kind)
			return property;
	}
	return NULL;
}

static bool has(const struct graph *graph, uint32_t symbol, enum property_kind kind)
{
	uint32_t at = 0;

	return next_property(graph, symbol, kind, &at);
}

/* None of its prompts is there. */
static void wants_no_prompt(struct rules *rules, uint32_t symbol)
{
	const struct graph_property *prompt;

	for (uint32_t at = 0; (prompt = next_property(&rules->kconfig->graph, symbol,
						      PROPERTY_PROMPT, &at));)
		wants(rules, prompt->visible, N);
}

/*
 * The defaults in front of this one don't count; one of the same value does no
 * harm. @last NULL: none of them all.
 */
static void wants_no_default_before(struct rules *rules, uint32_t symbol,
				    const struct graph_property *last)
{
	const struct graph_property *property;

	for (uint32_t at = 0; (property = next_property(&rules->kconfig->graph, symbol,
							PROPERTY_DEFAULT, &at)) &&
			      property != last;)
		if (!last || property->value != last->value)
			wants(rules, property->visible, N);
}

/* ---- symbols that are y or n */

static void add_selects(struct rules *rules, uint32_t symbol)
{
	const struct kconfig *kconfig = rules->kconfig;
	const struct graph *graph = &kconfig->graph;
	bool asked = has(graph, symbol, PROPERTY_PROMPT);

	for (uint32_t i = kconfig->first_selector[symbol];
	     i < kconfig->first_selector[symbol + 1]; i++) {
		uint32_t number = kconfig->selectors[i];
		const struct graph_property *property = &graph->properties[number];
		bool implies = property->kind == PROPERTY_IMPLY;
		struct rule *rule;

		rule = begin(rules, symbol_node(graph, symbol, Y),
			     kconfig->owners[number]);
		rule->is_dear = asked;
		wants_symbol(rules, kconfig->owners[number], Y);
		wants(rules, property->visible, Y);
		wants(rules, graph->symbols[symbol].depends, Y);
		if (implies)
			wants_no_prompt(rules, symbol);
	}
}

static void add_defaults(struct rules *rules, uint32_t symbol)
{
	const struct graph *graph = &rules->kconfig->graph;
	const struct graph_symbol *is = &graph->symbols[symbol];
	const struct graph_property *property;

	for (uint32_t at = 0; (property = next_property(graph, symbol,
							PROPERTY_DEFAULT, &at));) {
		begin(rules, symbol_node(graph, symbol, Y), symbol);
		wants(rules, property->visible, Y);
		wants(rules, property->value, Y);
		wants_no_default_before(rules, symbol, property);
		wants_no_prompt(rules, symbol);

		begin(rules, symbol_node(graph, symbol, N), symbol);
		wants(rules, property->visible, Y);
		wants(rules, property->value, N);
		wants_no_default_before(rules, symbol, property);
		wants_no_prompt(rules, symbol);
		if (is->selected)
			wants(rules, is->selected, N);
		if (is->implied)
			wants(rules, is->implied, N);
	}
	begin(rules, symbol_node(graph, symbol, N), symbol);
	wants_no_default_before(rules, symbol, NULL);
	wants_no_prompt(rules, symbol);
	if (is->selected)
		wants(rules, is->selected, N);
	if (is->implied)
		wants(rules, is->implied, N);
}

static void add_prompts(struct rules *rules, uint32_t symbol)
{
	const struct graph *graph = &rules->kconfig->graph;
	const struct graph_property *prompt;
	struct rule *rule;

	for (uint32_t at = 0; (prompt = next_property(graph, symbol,
						      PROPERTY_PROMPT, &at));) {
		rule = begin(rules, symbol_node(graph, symbol, Y), symbol);
		rule->action = RULE_SET;
		rule->value = SYMBOL_Y;
		wants(rules, prompt->visible, Y);

		/* allnoconfig answers it with n */
		rule = begin(rules, symbol_node(graph, symbol, N), symbol);
		rule->action = RULE_NO_LINE;
		wants(rules, prompt->visible, Y);
		if (graph->symbols[symbol].selected)
			wants(rules, graph->symbols[symbol].selected, N);
	}
}

static void add_member(struct rules *rules, uint32_t symbol)
{
	const struct graph *graph = &rules->kconfig->graph;
	const struct graph_choice *choice =
		&graph->choices[graph->symbols[symbol].choice - 1];
	const struct graph_property *prompt;
	struct rule *rule;

	for (uint32_t at = 0; (prompt = next_property(graph, symbol,
						      PROPERTY_PROMPT, &at));) {
		rule = begin(rules, symbol_node(graph, symbol, Y), symbol);
		rule->action = RULE_SET;
		rule->value = SYMBOL_Y;
		wants(rules, prompt->visible, Y);
		/* to be n, another one must be y */
		for (uint32_t i = 0; i < choice->nr_members; i++) {
			uint32_t other = graph->members[choice->first_member + i];

			if (other == symbol)
				continue;
			begin(rules, symbol_node(graph, other, N), symbol);
			wants_symbol(rules, symbol, Y);
		}
	}
	begin(rules, symbol_node(graph, symbol, N), symbol);
	wants_no_prompt(rules, symbol);
}

static void add_symbol(struct rules *rules, uint32_t symbol)
{
	const struct graph_symbol *is = &rules->kconfig->graph.symbols[symbol];

	if (!is->line || is->type > KCONFIG_TYPE_TRISTATE ||
	    is->type == KCONFIG_TYPE_UNKNOWN)
		return;
	if (is->choice) {
		add_member(rules, symbol);
		return;
	}
	add_prompts(rules, symbol);
	add_selects(rules, symbol);
	add_defaults(rules, symbol);
}

/* ---- expressions */

static void add_pair(struct rules *rules, uint32_t number,
		     const struct graph_expression *expression)
{
	/* what takes both, and what takes either */
	bool both = expression->kind == EXPRESSION_AND;

	begin(rules, expression_node(number, both), SYMBOL_NONE);
	wants(rules, expression->left, both);
	wants(rules, expression->right, both);
	begin(rules, expression_node(number, !both), SYMBOL_NONE);
	wants(rules, expression->left, !both);
	begin(rules, expression_node(number, !both), SYMBOL_NONE);
	wants(rules, expression->right, !both);
}

static bool is_number(const struct graph *graph, uint32_t symbol)
{
	return graph->symbols[symbol].line &&
	       graph->symbols[symbol].type > KCONFIG_TYPE_TRISTATE;
}

/*
 * A line can make a number equal to another, or let it reach it; past that
 * it isn't known by how much.
 */
static void add_number_comparison(struct rules *rules, uint32_t number,
				  const struct graph_expression *expression,
				  uint32_t symbol, uint32_t value)
{
	const struct graph *graph = &rules->kconfig->graph;
	const struct graph_property *prompt;
	struct rule *rule;

	if (!is_number(graph, symbol) || graph->symbols[value].line ||
	    (expression->kind != EXPRESSION_EQUAL &&
	     expression->kind != EXPRESSION_LESS_EQUAL &&
	     expression->kind != EXPRESSION_GREATER_EQUAL))
		return;
	for (uint32_t at = 0; (prompt = next_property(graph, symbol,
						      PROPERTY_PROMPT, &at));) {
		rule = begin(rules, expression_node(number, Y), symbol);
		rule->action = RULE_SET;
		rule->value = value;
		wants(rules, prompt->visible, Y);
	}
}

/* The symbol of a comparison with y or n, and which; else SYMBOL_NONE. */
static uint32_t compared_symbol(const struct graph_expression *expression,
				uint32_t *value)
{
	uint32_t symbol = expression->left;

	*value = expression->right;
	if (symbol == SYMBOL_N || symbol == SYMBOL_Y) {
		symbol = expression->right;
		*value = expression->left;
	}
	if ((*value == SYMBOL_N || *value == SYMBOL_Y) &&
	    (expression->kind == EXPRESSION_EQUAL ||
	     expression->kind == EXPRESSION_UNEQUAL))
		return symbol;
	return SYMBOL_NONE;
}

bool rules_follow_symbol(const struct rules *rules, uint32_t number,
			 uint32_t *symbol, bool *wanted)
{
	const struct graph_expression *expression =
		&rules->kconfig->graph.expressions[number];
	uint32_t value = SYMBOL_Y;

	if (expression->kind == EXPRESSION_SYMBOL)
		*symbol = expression->left;
	else
		*symbol = compared_symbol(expression, &value);
	*wanted = (value == SYMBOL_Y) == (expression->kind != EXPRESSION_UNEQUAL);
	return *symbol;
}

static bool is_tristate(const struct graph *graph, uint32_t symbol)
{
	return graph->symbols[symbol].line &&
	       (graph->symbols[symbol].type == KCONFIG_TYPE_BOOL ||
		graph->symbols[symbol].type == KCONFIG_TYPE_TRISTATE);
}

/* Two symbols are equal where both are y, or both n. */
static void add_equality(struct rules *rules, uint32_t number,
			 const struct graph_expression *expression)
{
	const bool equal = expression->kind == EXPRESSION_EQUAL;

	for (int left = 0; left < 2; left++)
		for (int right = 0; right < 2; right++) {
			begin(rules, expression_node(number, (left == right) == equal),
			      SYMBOL_NONE);
			wants_symbol(rules, expression->left, left);
			wants_symbol(rules, expression->right, right);
		}
}

/* A = y and A != n are A; A = n and A != y are !A. */
static void add_comparison(struct rules *rules, uint32_t number,
			   const struct graph_expression *expression)
{
	uint32_t symbol;
	bool wanted;

	if ((expression->kind == EXPRESSION_EQUAL ||
	     expression->kind == EXPRESSION_UNEQUAL) &&
	    is_tristate(&rules->kconfig->graph, expression->left) &&
	    is_tristate(&rules->kconfig->graph, expression->right)) {
		add_equality(rules, number, expression);
		return;
	}
	if (!rules_follow_symbol(rules, number, &symbol, &wanted)) {
		add_number_comparison(rules, number, expression,
				      expression->left, expression->right);
		add_number_comparison(rules, number, expression,
				      expression->right, expression->left);
		return;
	}
	begin(rules, expression_node(number, Y), SYMBOL_NONE);
	wants_symbol(rules, symbol, wanted);
	begin(rules, expression_node(number, N), SYMBOL_NONE);
	wants_symbol(rules, symbol, !wanted);
}

static void add_expression(struct rules *rules, uint32_t number)
{
	const struct graph_expression *expression =
		&rules->kconfig->graph.expressions[number];

	switch (expression->kind) {
	case EXPRESSION_NONE:
		break;
	case EXPRESSION_SYMBOL:
	case EXPRESSION_NOT:
		for (int wanted = 0; wanted < 2; wanted++) {
			begin(rules, expression_node(number, wanted), SYMBOL_NONE);
			if (expression->kind == EXPRESSION_NOT)
				wants(rules, expression->left, !wanted);
			else
				wants_symbol(rules, expression->left, wanted);
		}
		break;
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		add_pair(rules, number, expression);
		break;
	default:
		add_comparison(rules, number, expression);
	}
}

/* ---- */

/* Counts become places: where each node's part ends, for now. */
static void sum_up(uint32_t *counts, rule_node nr_nodes)
{
	for (rule_node i = 1; i <= nr_nodes; i++)
		counts[i] += counts[i - 1];
}

static void index_rules(struct rules *rules)
{
	const struct rule *rule = rules->rules.items;
	uint32_t *use = memory_new(rules->nr_nodes + 1, sizeof(uint32_t));
	uint32_t *way = memory_new(rules->nr_nodes + 1, sizeof(uint32_t));

	rules->uses = memory_new(rules->operands.count + 1, sizeof(rules->uses[0]));
	rules->ways = memory_new(rules->nr_rules + 1, sizeof(rules->ways[0]));
	for (size_t i = 0; i < rules->operands.count; i++)
		use[rules->operands.items[i]]++;
	for (uint32_t i = 0; i < rules->nr_rules; i++)
		way[rule[i].target]++;
	sum_up(use, rules->nr_nodes);
	sum_up(way, rules->nr_nodes);
	/* each is put in its place from the end */
	for (uint32_t i = rules->nr_rules; i-- > 0;) {
		rules->ways[--way[rule[i].target]] = i;
		for (uint32_t k = rule[i].first_operand; k < rule[i + 1].first_operand; k++)
			rules->uses[--use[rules->operands.items[k]]] = i;
	}
	rules->first_use = use;
	rules->first_way = way;
}

void rules_make(struct rules *rules, const struct kconfig *kconfig)
{
	const struct graph *graph = &kconfig->graph;

	*rules = (struct rules){
		.kconfig = kconfig,
		.nr_nodes = 2 * (graph->nr_expressions + graph->nr_symbols),
	};
	for (uint32_t i = 1; i < graph->nr_expressions; i++)
		add_expression(rules, i);
	for (uint32_t i = SYMBOL_FIRST; i < graph->nr_symbols; i++)
		add_symbol(rules, i);
	rules->nr_rules = rules->rules.count;
	begin(rules, 0, SYMBOL_NONE);
	index_rules(rules);
}

void rules_free(struct rules *rules)
{
	array_free(&rules->rules);
	array_free(&rules->operands);
	free(rules->first_use);
	free(rules->uses);
	free(rules->first_way);
	free(rules->ways);
}
