// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/solver_private.h"

#define MAX_GOALS 3		/* that one error tells about */
#define MAX_CONDITION 300	/* of the text of a goal */
#define MAX_TEXT 1400		/* of an explanation: an error has an end */
#define MAX_TRIES 6		/* of other ways, for goals that are left out one by one */

/* "A=n" is !A, and !A=m beside it where that can be: for people A=n again. */
static const struct condition *says_n(const struct condition *condition)
{
	if (condition->kind == CONDITION_AND &&
	    condition->nr_operands == 2 &&
	    condition->operands[0]->kind == CONDITION_NOT &&
	    condition->operands[1]->kind == CONDITION_NOT &&
	    !strcmp(condition->operands[0]->operands[0]->symbol,
		    condition->operands[1]->operands[0]->symbol))
		condition = condition->operands[0];
	return condition->kind == CONDITION_NOT ? condition->operands[0] : NULL;
}

static void add_condition(const struct condition *condition, struct buffer *text)
{
	struct buffer whole = BUFFER_INIT;

	condition_text(condition, &whole);
	buffer_printf(text, "%.*s%s", MAX_CONDITION, buffer_text(&whole),
		      whole.length > MAX_CONDITION ? "..." : "");
	buffer_free(&whole);
}

static void add_goal(const struct solver *solver, size_t number,
		     struct buffer *text)
{
	const struct solver_goal *goal = &solver->problem->goals[number];
	const struct condition *leaf;

	if (number >= solver->problem->nr_goals) {
		buffer_printf(text, "%s=n (it is to be avoided)",
			      solver->problem->avoid[number - solver->problem->nr_goals]);
		return;
	}
	leaf = says_n(goal->condition);
	if (leaf)
		buffer_printf(text, "%s=n", leaf->symbol);
	else if (goal->condition->kind == CONDITION_SYMBOL)
		buffer_printf(text, "%s=%s", goal->condition->symbol,
			      goal->condition->value);
	else
		add_condition(goal->condition, text);
	if (goal->reason)
		buffer_printf(text, " (%s)", goal->reason);
}

/* Whole lines of an explanation, as many as fit. */
static void add_shortened(struct buffer *text, const char *explanation)
{
	const char *end = explanation;

	while (*end) {
		const char *next = end + strcspn(end, "\n") + 1;

		if (next - explanation > MAX_TEXT)
			break;
		end = next;
	}
	buffer_add(text, explanation, end - explanation);
	if (*end)
		buffer_add_string(text, "  ...\n");
}

static int set_error(struct error *error, struct buffer *text)
{
	while (text->length && text->data[text->length - 1] == '\n')
		text->data[--text->length] = '\0';
	error_set(error, "%s", buffer_text(text));
	buffer_free(text);
	return -1;
}

/* ---- why an aim isn't met, or can't be */

static bool reach_symbol_possible(void *context, uint32_t symbol, bool wanted)
{
	return reach_symbol(context, symbol, wanted);
}

static bool reach_expression_possible(void *context, uint32_t expression,
				      bool wanted)
{
	return reach_expression(context, expression, wanted);
}

static void explain_number(struct solver *solver, const struct condition *leaf,
			   uint32_t symbol, const struct kconfig_possible *possible,
			   struct buffer *text)
{
	const struct graph *graph = &solver->kconfig->graph;
	const struct graph_property *range =
		values_property(&solver->kconfig->values, symbol, PROPERTY_RANGE);

	if (values_of(&solver->kconfig->values, symbol)->visible) {
		buffer_printf(text, "  %s is %s", leaf->symbol,
			      values_text(&solver->kconfig->values, symbol));
		if (range) {
			buffer_printf(text, ", in a range from %s to %s",
				      graph_name(graph, range->low),
				      graph_name(graph, range->high));
			kconfig_add_origin(solver->kconfig, range->line, text);
		}
		buffer_add_string(text, "\n");
		return;
	}
	kconfig_explain_symbol(solver->kconfig, symbol, true, possible, 2, text);
}

static void explain_leaf(struct solver *solver, const struct condition *leaf,
			 bool wanted, const struct kconfig_possible *possible,
			 struct buffer *text)
{
	struct kconfig *kconfig = solver->kconfig;
	uint32_t symbol = kconfig_values_find(&kconfig->values, leaf->symbol);
	const struct graph_symbol *is = &kconfig->graph.symbols[symbol];

	if (!symbol || !is->line) {
		struct buffer unknown = BUFFER_INIT;

		kconfig_explain(kconfig, leaf->symbol, &unknown);
		buffer_printf(text, "  %s", buffer_text(&unknown));
		buffer_free(&unknown);
		return;
	}
	if (is->type > KCONFIG_TYPE_TRISTATE) {
		explain_number(solver, leaf, symbol, possible, text);
		return;
	}
	if (!strcmp(leaf->value, "m"))
		buffer_printf(text, "  %s=m: a module is never planned for\n",
			      leaf->symbol);
	else if (possible ? !possible->symbol(possible->context, symbol, wanted) :
			    (values_of(&kconfig->values, symbol)->tri != TRI_N) != wanted)
		kconfig_explain_symbol(kconfig, symbol, wanted, possible, 2, text);
	else if (wanted)
		kconfig_explain_expression(kconfig, is->depends, true, possible, 2,
					   text);
}

static void explain_aim(struct solver *solver, const struct condition *condition,
			const struct kconfig_possible *possible,
			struct buffer *text)
{
	switch (condition->kind) {
	case CONDITION_SYMBOL:
		explain_leaf(solver, condition, true, possible, text);
		break;
	case CONDITION_NOT:
		if (condition->operands[0]->kind == CONDITION_SYMBOL)
			explain_leaf(solver, condition->operands[0], false, possible,
				     text);
		break;
	case CONDITION_AND:
	case CONDITION_OR:
		for (size_t i = 0; i < condition->nr_operands; i++)
			if (!aim_met(solver, condition->operands[i]))
				explain_aim(solver, condition->operands[i], possible,
					    text);
		break;
	default:
		buffer_add_string(text, "  it is never true\n");
	}
}

/* ---- goals that are wrong by themselves */

/* The symbol and value of "S=v" and "!S=y"; NULL: another condition. */
static const struct condition *only_leaf(const struct condition *condition)
{
	if (condition->kind == CONDITION_NOT)
		condition = condition->operands[0];
	return condition->kind == CONDITION_SYMBOL ? condition : NULL;
}

int error_check_names(struct solver *solver, struct error *error)
{
	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct aim *aim = &solver->aims.items[i];
		const struct condition *leaf = only_leaf(aim->condition);
		struct kconfig_line line;

		if (!leaf || !strcmp(leaf->symbol, "ARCH") ||
		    !strcmp(leaf->symbol, "SRCARCH"))
			continue;
		line = (struct kconfig_line){
			.symbol = leaf->symbol,
			.value = leaf->value,
			.quoted = kconfig_symbol_type(solver->kconfig, leaf->symbol) ==
				  KCONFIG_TYPE_STRING,
		};
		/* never m is true of what can't be m */
		if (aim->condition->kind == CONDITION_NOT)
			line.value = "n";
		if (!kconfig_check_line(solver->kconfig, &line, error))
			continue;
		if (aim->goal < solver->problem->nr_goals &&
		    solver->problem->goals[aim->goal].reason)
			error_prefix(error, "%s: ",
				     solver->problem->goals[aim->goal].reason);
		return -1;
	}
	return 0;
}

/* -1 with an error if there are goals that no lines can reach. */
static int check_reach(struct solver *solver, struct error *error)
{
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	reach_cases *allowed = memory_new(nr_symbols, sizeof(*allowed));
	const char **values = memory_new(nr_symbols, sizeof(*values));
	const struct reach_lines lines = { .allowed = allowed, .values = values };
	struct reach *reach = reach_new(solver->kconfig);
	const struct kconfig_possible possible = {
		.symbol = reach_symbol_possible,
		.expression = reach_expression_possible,
		.context = reach,
	};
	struct buffer text = BUFFER_INIT, explanation = BUFFER_INIT;
	unsigned int count = 0;
	int result = 0;

	for (uint32_t i = 0; i < nr_symbols; i++)
		allowed[i] = solver->avoided[i] ? 0 : REACH_ALL;
	lines_drop_all(solver);
	lines_evaluate(solver);
	reach_run(reach, &lines);
	for (size_t i = 0; i < solver->aims.count; i++) {
		const struct aim *aim = &solver->aims.items[i];

		if (reach_condition(reach, aim->condition) || ++count > MAX_GOALS)
			continue;
		buffer_add_string(&explanation, count > 1 ? "" : "can't be had: ");
		add_goal(solver, aim->goal, &explanation);
		buffer_add_string(&explanation, "\n");
		explain_aim(solver, aim->condition, &possible, &explanation);
	}
	if (count > MAX_GOALS)
		buffer_printf(&explanation, "and %u more\n", count - MAX_GOALS);
	if (count) {
		add_shortened(&text, buffer_text(&explanation));
		result = set_error(error, &text);
	}
	buffer_free(&explanation);
	reach_free(reach);
	free(allowed);
	free(values);
	return result;
}

/* ---- goals that contradict each other */

static void disable_goal(struct solver *solver, size_t goal, bool disabled)
{
	for (size_t i = 0; i < solver->aims.count; i++)
		if (solver->aims.items[i].goal == goal)
			solver->aims.items[i].disabled = disabled;
}

static bool find_again(struct solver *solver)
{
	lines_drop_all(solver);
	return lines_find(solver);
}

/*
 * Might those goals be had that aren't disabled? Where it is  that all of
 * them can't, the rest shall be, too.
 */
static bool may_hold(struct solver *solver, bool proved)
{
	if (proved)
		return !proof_of_contradiction(solver);
	return find_again(solver) ||
	       (!proof_of_contradiction(solver) && search_find(solver, MAX_TRIES));
}

/*
 * What keeps one goal from holding where all others do. false: nothing that
 * can be seen.
 */
static bool explain_goal(struct solver *solver, size_t goal, struct reach *reach,
			 const struct reach_lines *lines, struct buffer *text)
{
	const struct kconfig_possible possible = {
		.symbol = reach_symbol_possible,
		.expression = reach_expression_possible,
		.context = reach,
	};
	struct buffer explanation = BUFFER_INIT;
	bool said;

	reach_run(reach, lines);
	for (size_t i = 0; i < solver->aims.count; i++)
		if (solver->aims.items[i].goal == goal &&
		    !reach_condition(reach, solver->aims.items[i].condition))
			explain_aim(solver, solver->aims.items[i].condition,
				    &possible, &explanation);
	said = explanation.length;
	if (said) {
		buffer_add_string(text, "where the others hold:\n");
		add_shortened(text, buffer_text(&explanation));
	}
	buffer_free(&explanation);
	return said;
}

static void explain_contradiction(struct solver *solver, const size_t *goals,
				  size_t count, struct buffer *text)
{
	const uint32_t nr_symbols = solver->kconfig->graph.nr_symbols;
	reach_cases *allowed = memory_new(nr_symbols, sizeof(*allowed));
	const char **values = memory_new(nr_symbols, sizeof(*values));
	struct reach *reach = reach_new(solver->kconfig);
	struct buffer explanation = BUFFER_INIT;
	bool said = false;

	for (uint32_t i = 0; i < nr_symbols; i++)
		allowed[i] = solver->avoided[i] ? 0 : REACH_ALL;
	for (size_t i = 0; !said && count > 1 && i < count; i++) {
		struct reach_lines lines = { .allowed = allowed, .values = values };

		disable_goal(solver, goals[i], true);
		find_again(solver);
		lines.known = known_by_goals(solver);
		said = explain_goal(solver, goals[i], reach, &lines, text);
		disable_goal(solver, goals[i], false);
		free((uint8_t *)lines.known);
	}
	if (!said) {
		const struct aim *lacking;

		find_again(solver);
		lacking = lines_lack(solver);
		if (lacking)
			explain_aim(solver, lacking->condition, NULL, &explanation);
		add_shortened(text, buffer_text(&explanation));
		buffer_free(&explanation);
	}
	reach_free(reach);
	free(allowed);
	free(values);
}

static bool is_disabled(const struct solver *solver, size_t goal)
{
	for (size_t i = 0; i < solver->aims.count; i++)
		if (solver->aims.items[i].goal == goal)
			return solver->aims.items[i].disabled;
	return true;
}

/*
 * Leave out what can be left out, many goals at once first: the rest
 * contradicts itself.
 */
static void leave_out(struct solver *solver, bool proved)
{
	const size_t count = solver->nr_goals;
	size_t size = count;

	do {
		size = (size + 1) / 2;
		for (size_t first = 0; first < count; first += size) {
			size_t end = first + size < count ? first + size : count;
			bool *before = memory_new(size, sizeof(bool));

			for (size_t i = first; i < end; i++) {
				before[i - first] = is_disabled(solver, i);
				disable_goal(solver, i, true);
			}
			if (may_hold(solver, proved))
				for (size_t i = first; i < end; i++)
					disable_goal(solver, i, before[i - first]);
			free(before);
		}
	} while (size > 1);
}

static int find_contradiction(struct solver *solver, struct error *error)
{
	const bool proved = proof_of_contradiction(solver);
	struct buffer text = BUFFER_INIT;
	ARRAY(size_t) goals = { 0 };

	leave_out(solver, proved);
	for (size_t i = 0; i < solver->nr_goals; i++)
		if (!is_disabled(solver, i))
			*array_add(&goals) = i;
	buffer_add_string(&text, goals.count < 2 ? "no lines were found for:\n" :
				 proved ? "these can't be had together:\n" :
				 "no lines were found for these together:\n");
	for (size_t i = 0; i < goals.count; i++) {
		buffer_add_string(&text, "  ");
		add_goal(solver, goals.items[i], &text);
		buffer_add_string(&text, "\n");
	}
	explain_contradiction(solver, goals.items, goals.count, &text);
	array_free(&goals);
	return set_error(error, &text);
}

int error_explain(struct solver *solver, struct error *error)
{
	return check_reach(solver, error) ? -1 : find_contradiction(solver, error);
}
