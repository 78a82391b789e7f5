// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_dependents.h"

#include <stdlib.h>

#include "generator/base/memory.h"

struct builder {
	struct dependents *dependents;
	const struct graph *graph;
	bool checked;		/* see dependents_make_checked() */
	bool counting;		/* first they are counted, then put in their places */
};

static void depends(struct builder *builder, value_node on, value_node node)
{
	struct dependents *dependents = builder->dependents;

	if (!on)
		return;		/* the expression that is always y */
	if (builder->counting)
		dependents->first[on]++;
	else
		dependents->nodes[--dependents->first[on]] = node;
}

static void add_expression(struct builder *builder, uint32_t number)
{
	const struct graph *graph = builder->graph;
	const struct graph_expression *expression = &graph->expressions[number];

	switch (expression->kind) {
	case EXPRESSION_NONE:
		break;
	case EXPRESSION_NOT:
		depends(builder, expression->left, number);
		break;
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		depends(builder, expression->left, number);
		depends(builder, expression->right, number);
		break;
	default:
		depends(builder, symbol_value_node(graph, expression->left), number);
		if (expression->kind != EXPRESSION_SYMBOL)
			depends(builder, symbol_value_node(graph, expression->right),
				number);
	}
}

/* A number's default is a symbol, which is asked for its text. */
static void add_default(struct builder *builder, uint32_t value, value_node node)
{
	const struct graph_expression *expression = &builder->graph->expressions[value];

	depends(builder, value, node);
	if (expression->kind == EXPRESSION_SYMBOL)
		depends(builder, symbol_value_node(builder->graph, expression->left),
			node);
}

static void add_properties(struct builder *builder, uint32_t first, uint32_t count,
			   value_node node)
{
	const struct graph *graph = builder->graph;

	for (uint32_t i = first; i < first + count; i++) {
		const struct graph_property *property = &graph->properties[i];

		if (property->kind == PROPERTY_SELECT ||
		    property->kind == PROPERTY_IMPLY ||
		    (property->kind == PROPERTY_RANGE && builder->checked))
			continue;
		depends(builder, property->visible, node);
		/* a choice's default is a symbol, whose prompt is looked at anyway */
		if (property->kind == PROPERTY_DEFAULT &&
		    node < choice_value_node(graph, 0))
			add_default(builder, property->value, node);
		if (property->kind == PROPERTY_RANGE) {
			depends(builder, symbol_value_node(graph, property->low), node);
			depends(builder, symbol_value_node(graph, property->high), node);
		}
	}
}

static void add_symbol(struct builder *builder, uint32_t number)
{
	const struct graph_symbol *symbol = &builder->graph->symbols[number];
	const value_node node = symbol_value_node(builder->graph, number);

	add_properties(builder, symbol->first_property, symbol->nr_properties, node);
	depends(builder, symbol->depends, node);
	depends(builder, symbol->selected, node);
	depends(builder, symbol->implied, node);
}

/* It looks at its members' prompts, and they at what is chosen. */
static void add_choice(struct builder *builder, uint32_t number)
{
	const struct graph *graph = builder->graph;
	const struct graph_choice *choice = &graph->choices[number];
	const value_node node = choice_value_node(graph, number);

	add_properties(builder, choice->first_property, choice->nr_properties, node);
	for (uint32_t i = 0; i < choice->nr_members; i++) {
		uint32_t member = graph->members[choice->first_member + i];

		add_properties(builder, graph->symbols[member].first_property,
			       graph->symbols[member].nr_properties, node);
		depends(builder, node, symbol_value_node(graph, member));
	}
}

static void add_all(struct builder *builder)
{
	for (uint32_t i = 0; i < builder->graph->nr_expressions; i++)
		add_expression(builder, i);
	for (uint32_t i = SYMBOL_FIRST; i < builder->graph->nr_symbols; i++)
		add_symbol(builder, i);
	for (uint32_t i = 0; !builder->checked && i < builder->graph->nr_choices; i++)
		add_choice(builder, i);
}

static void make(struct dependents *dependents, const struct graph *graph, bool checked)
{
	struct builder builder = {
		.dependents = dependents, .graph = graph, .checked = checked,
		.counting = true,
	};
	const value_node count = choice_value_node(graph, graph->nr_choices);

	dependents->nr_nodes = count;
	dependents->first = memory_new(count + 1, sizeof(uint32_t));
	add_all(&builder);
	for (value_node i = 1; i <= count; i++)
		dependents->first[i] += dependents->first[i - 1];
	dependents->nodes = memory_new(dependents->first[count] + 1, sizeof(value_node));
	builder.counting = false;
	add_all(&builder);
}

/* Again and again the nodes that are computed only from those before them. */
static void find_order(struct dependents *dependents)
{
	const value_node nr_nodes = dependents->nr_nodes;
	uint32_t *missing = memory_new(nr_nodes, sizeof(*missing));
	value_node *ready = memory_new(nr_nodes, sizeof(*ready));
	uint32_t *order = memory_new(nr_nodes, sizeof(*order));
	value_node count = 0;

	for (uint32_t i = 0; i < dependents->first[nr_nodes]; i++)
		missing[dependents->nodes[i]]++;
	for (value_node i = 0; i < nr_nodes; i++)
		if (!missing[i])
			ready[count++] = i;
	for (value_node i = 0; i < count; i++) {
		const value_node node = ready[i];

		order[node] = i;
		for (uint32_t k = dependents->first[node]; k < dependents->first[node + 1]; k++)
			if (!--missing[dependents->nodes[k]])
				ready[count++] = dependents->nodes[k];
	}
	free(missing);
	if (count == nr_nodes) {
		dependents->order = order;
		dependents->sequence = ready;
	} else {
		free(order);
		free(ready);
	}
}

void dependents_make(struct dependents *dependents, const struct graph *graph)
{
	make(dependents, graph, false);
	find_order(dependents);
}

void dependents_make_checked(struct dependents *dependents, const struct graph *graph)
{
	make(dependents, graph, true);
}

void dependents_free(struct dependents *dependents)
{
	free(dependents->first);
	free(dependents->nodes);
	free(dependents->order);
	free(dependents->sequence);
	*dependents = (struct dependents){ 0 };
}
