// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/solver_plan_private.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_reach.h"

/* More operands that aren't facts, or less. */
static void add_missing(struct plan *plan, uint32_t rule, int change)
{
	plan->progress[rule].missing += change;
	plan->begins[rule] = !plan->progress[rule].missing;
}

static struct plan *make_plan(struct kconfig *kconfig)
{
	struct plan *plan = memory_new(1, sizeof(*plan));
	const struct rule *rule;

	plan->kconfig = kconfig;
	rules_make(&plan->rules, kconfig);
	rule = plan->rules.rules.items;
	plan->nodes = memory_new(plan->rules.nr_nodes, sizeof(plan->nodes[0]));
	for (rule_node i = 0; i < plan->rules.nr_nodes; i++)
		plan->nodes[i] = (struct node){ .cost = PLAN_NEVER, .rule = NO_RULE };
	plan->collected = memory_new(plan->rules.nr_nodes, sizeof(bool));
	plan->facts = memory_new(plan->rules.nr_nodes / 2, 1);
	plan->begins = memory_new(plan->rules.nr_rules, sizeof(bool));
	plan->progress = memory_new(plan->rules.nr_rules, sizeof(plan->progress[0]));
	for (uint32_t i = 0; i < plan->rules.nr_rules; i++)
		add_missing(plan, i, rule[i + 1].first_operand - rule[i].first_operand);
	plan->compile_test = kconfig_values_find(&kconfig->values, "COMPILE_TEST");
	return plan;
}

static void free_plan(struct plan *plan)
{
	rules_free(&plan->rules);
	free(plan->nodes);
	free(plan->collected);
	free(plan->facts);
	free(plan->begins);
	free(plan->progress);
	array_free(&plan->heap);
	array_free(&plan->ready);
	array_free(&plan->changed);
	array_free(&plan->touched);
	array_free(&plan->collected_list);
	free(plan);
}

struct plan *plan_of(struct kconfig *kconfig)
{
	if (!kconfig->plan) {
		kconfig->plan = make_plan(kconfig);
		kconfig->free_plan = free_plan;
	}
	return kconfig->plan;
}

uint32_t plan_add(uint32_t a, uint32_t b)
{
	return a >= PLAN_NEVER - b ? PLAN_NEVER : a + b;
}

/* ---- the heap: cheapest first, then symbols by name, then expressions */

static uint32_t tie_rank(const struct plan *plan, rule_node node)
{
	uint32_t first = 2 * plan->kconfig->graph.nr_expressions;

	return node >= first ? plan->kconfig->graph.symbols[(node - first) / 2].rank :
			       plan->kconfig->graph.nr_symbols + node;
}

static void push(struct plan *plan, uint32_t cost, rule_node node)
{
	heap_push(&plan->heap, (uint64_t)cost << 32 | tie_rank(plan, node), node);
}

/* ---- costs */

uint32_t plan_rival(const struct plan *plan, uint32_t symbol)
{
	const struct graph *graph = &plan->kconfig->graph;
	const struct graph_choice *choice;

	if (!graph->symbols[symbol].choice)
		return SYMBOL_NONE;
	choice = &graph->choices[graph->symbols[symbol].choice - 1];
	for (uint32_t i = 0; i < choice->nr_members; i++) {
		uint32_t member = graph->members[choice->first_member + i];

		if (member != symbol && plan->state->lines[member])
			return member;
	}
	return SYMBOL_NONE;
}

uint32_t plan_line_cost(const struct plan *plan, uint32_t symbol, const char *value)
{
	const char *line = plan->state->lines[symbol];
	uint32_t cost = PLAN_LINE;

	if (plan->state->avoided[symbol] || plan->state->banned[symbol])
		return PLAN_NEVER;
	if (line)
		cost = strcmp(line, value) ? PLAN_DROP : 0;
	else if (symbol == plan->compile_test)
		cost = PLAN_SELECT;
	if (plan_rival(plan, symbol))
		cost += PLAN_DROP;
	return cost;
}

/* What a rule costs beside its operands. */
static uint32_t own_cost(const struct plan *plan, const struct rule *rule)
{
	const struct graph *graph = &plan->kconfig->graph;
	uint32_t cost = rule->is_dear ? PLAN_SELECT : 0;

	if (rule->action == RULE_SET)
		cost = plan_add(cost, plan_line_cost(plan, rule->symbol,
						     graph_name(graph, rule->value)));
	else if (rule->action == RULE_NO_LINE && plan->state->lines[rule->symbol])
		cost = plan_add(cost, PLAN_DROP);
	/* a symbol that it turns on; negative targets are even */
	if (rule->symbol && (rule->target & 1))
		cost = plan_add(cost, PLAN_SYMBOL);
	return cost;
}

static void settle(struct plan *plan, rule_node number)
{
	plan->nodes[number].settled = true;
	*array_add(&plan->ready) = number;
}

/* Must the symbol be otherwise in the end? */
static bool is_refused(const struct plan *plan, rule_node number)
{
	uint32_t first = 2 * plan->kconfig->graph.nr_expressions;

	return number >= first &&
	       plan->state->known[(number - first) / 2] ==
	       (number & 1 ? REACH_IS_N : REACH_IS_Y);
}

static uint32_t rule_rank(const struct plan *plan, uint32_t rule)
{
	return plan->kconfig->graph.symbols[plan->rules.rules.items[rule].symbol].rank;
}

static void finish_rule(struct plan *plan, uint32_t number)
{
	const struct rule *rule = &plan->rules.rules.items[number];
	struct node *node = &plan->nodes[rule->target];
	uint32_t cost;

	if (node->settled || is_refused(plan, rule->target))
		return;
	cost = plan_add(plan->progress[number].sum, own_cost(plan, rule));
	if (cost == PLAN_NEVER || cost > node->cost)
		return;
	if (cost == node->cost && node->rule != NO_RULE &&
	    rule_rank(plan, number) >= rule_rank(plan, node->rule))
		return;
	if (node->cost == PLAN_NEVER)
		*array_add(&plan->touched) = rule->target;
	if (cost && cost < node->cost)
		push(plan, cost, rule->target);
	node->cost = cost;
	node->rule = number;
	if (!cost)
		settle(plan, rule->target);
}

static void follow(struct plan *plan, rule_node number)
{
	const struct node *node = &plan->nodes[number];

	for (uint32_t i = plan->rules.first_use[number];
	     i < plan->rules.first_use[number + 1]; i++) {
		struct progress *progress = &plan->progress[plan->rules.uses[i]];

		progress->sum = plan_add(progress->sum, node->cost);
		if (!--progress->missing)
			finish_rule(plan, plan->rules.uses[i]);
	}
}

/* The number is that of a pair of nodes: of a symbol, or an expression. */
static void set_facts(struct plan *plan, uint32_t number, uint8_t facts)
{
	const uint8_t changed = plan->facts[number] ^ facts;

	plan->facts[number] = facts;
	if (changed & FACT_N)
		*array_add(&plan->changed) = 2 * number;
	if (changed & FACT_Y)
		*array_add(&plan->changed) = 2 * number + 1;
}

static uint8_t negated(uint8_t facts)
{
	return (facts & FACT_N ? FACT_Y : 0) | (facts & FACT_Y ? FACT_N : 0);
}

/*
 * What follows from what symbols are by the expression, whose operands have
 * lower numbers.
 */
static uint8_t expression_facts(struct plan *plan, uint32_t number)
{
	const struct graph *graph = &plan->kconfig->graph;
	const struct graph_expression *expression = &graph->expressions[number];
	uint8_t left, right;
	uint32_t symbol;
	bool wanted;

	if (expression->kind > EXPRESSION_OR || expression->kind == EXPRESSION_SYMBOL) {
		if (!rules_follow_symbol(&plan->rules, number, &symbol, &wanted))
			return values_expression(&plan->kconfig->values, number) ?
			       FACT_Y : FACT_N;
		left = plan->facts[graph->nr_expressions + symbol];
		return wanted ? left : negated(left);
	}
	left = plan->facts[expression->left];
	right = plan->facts[expression->right];
	switch (expression->kind) {
	case EXPRESSION_NOT:
		return negated(left);
	case EXPRESSION_AND:
		return (left & right & FACT_Y) | ((left | right) & FACT_N);
	case EXPRESSION_OR:
		return ((left | right) & FACT_Y) | (left & right & FACT_N);
	default:
		return FACT_Y;
	}
}

static bool is_fact(const struct plan *plan, rule_node number)
{
	return plan->facts[number / 2] & (number % 2 ? FACT_Y : FACT_N);
}

/*
 * It is a fact, or no more: rules that need it lack one operand less, or more;
 * the other way round those that give it, for which there is no need.
 */
static void change_fact(struct plan *plan, rule_node number)
{
	const struct rules *rules = &plan->rules;
	const bool fact = is_fact(plan, number);
	const int change = fact ? -1 : 1;

	for (uint32_t i = rules->first_use[number]; i < rules->first_use[number + 1]; i++)
		add_missing(plan, rules->uses[i], change);
	for (uint32_t i = rules->first_way[number]; i < rules->first_way[number + 1]; i++)
		add_missing(plan, rules->ways[i], -change);
	plan->nodes[number] = (struct node){
		.cost = fact ? 0 : PLAN_NEVER, .rule = NO_RULE, .settled = fact,
	};
}

/* Take back what the last run has found. */
static void undo(struct plan *plan)
{
	const struct rules *rules = &plan->rules;

	while (plan->touched.count) {
		rule_node number = plan->touched.items[--plan->touched.count];
		bool followed = plan->nodes[number].settled;

		for (uint32_t i = rules->first_use[number];
		     followed && i < rules->first_use[number + 1]; i++) {
			plan->progress[rules->uses[i]].missing++;
			plan->progress[rules->uses[i]].sum = 0;
		}
		plan->nodes[number] = (struct node){ .cost = PLAN_NEVER, .rule = NO_RULE };
	}
}

/* What holds now costs nothing: symbols are what they are, comparisons too. */
static void settle_facts(struct plan *plan)
{
	const struct graph *graph = &plan->kconfig->graph;

	for (uint32_t i = 0; i < graph->nr_symbols; i++) {
		bool is_on = values_of(&plan->kconfig->values, i)->tri;
		rule_node node = symbol_node(graph, i, is_on);

		set_facts(plan, node / 2, is_refused(plan, node) ? 0 :
					  is_on ? FACT_Y : FACT_N);
	}
	for (uint32_t i = 0; i < graph->nr_expressions; i++)
		set_facts(plan, i, expression_facts(plan, i));
	while (plan->changed.count)
		change_fact(plan, plan->changed.items[--plan->changed.count]);
}

/* Rules that lack nothing give the first costs. */
static void begin_rules(struct plan *plan)
{
	const bool *end = plan->begins + plan->rules.nr_rules;

	for (const bool *at = plan->begins; (at = memchr(at, true, end - at)); at++)
		finish_rule(plan, at - plan->begins);
}

static void follow_ready(struct plan *plan)
{
	while (plan->ready.count)
		follow(plan, plan->ready.items[--plan->ready.count]);
}

void plan_run(struct plan *plan, const struct plan_state *state)
{
	plan->state = state;
	plan->limit = PLAN_NEVER;
	plan->heap.count = 0;
	plan->ready.count = 0;
	undo(plan);
	settle_facts(plan);
	begin_rules(plan);
	follow_ready(plan);
}

/* The cost of a node: the costs are found as far as they are asked for. */
static uint32_t node_cost(struct plan *plan, rule_node number)
{
	if (is_refused(plan, number))
		return PLAN_NEVER;
	while (!plan->nodes[number].settled && plan->heap.count &&
	       plan->heap.items[0].order >> 32 <= plan->limit) {
		rule_node cheapest = heap_pop(&plan->heap);

		if (plan->nodes[cheapest].settled)
			continue;
		settle(plan, cheapest);
		follow_ready(plan);
	}
	return plan->nodes[number].settled ? plan->nodes[number].cost : PLAN_NEVER;
}

void plan_limit(struct plan *plan, uint32_t cost)
{
	plan->limit = cost;
}

uint32_t plan_symbol_cost(struct plan *plan, uint32_t symbol, bool wanted)
{
	return node_cost(plan, symbol_node(&plan->kconfig->graph, symbol, wanted));
}

uint32_t plan_expression_cost(struct plan *plan, uint32_t expression, bool wanted)
{
	return node_cost(plan, expression_node(expression, wanted));
}
