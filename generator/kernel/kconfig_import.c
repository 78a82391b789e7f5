// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_import.h"

#include <stdlib.h>
#include <string.h>
/* wants those before it */
#include <kconfig/lkc.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "generator/base/table.h"

/* Of operators in each other; the longest `select` lists are some thousands. */
#define MAX_DEPTH 20000

struct importer {
	ARRAY(struct graph_symbol) symbols;
	ARRAY(struct graph_expression) expressions;
	ARRAY(struct graph_property) properties;
	ARRAY(struct graph_choice) choices;
	ARRAY(uint32_t) members;
	ARRAY(uint32_t) order;
	ARRAY(struct symbol *) sources;		/* of symbols, by number */
	ARRAY(struct menu *) choice_menus;	/* of choices, by number */
	struct map texts;			/* -> offset + 1 */
	struct buffer strings;
	uint32_t *slots;			/* of expressions: number; 0: free */
	uint32_t nr_slots;
	unsigned int depth;
	bool too_deep;
};

/* ---- texts, symbols */

static uint32_t import_text(struct importer *importer, const char *text)
{
	void **offset;

	if (!text || !*text)
		return 0;
	offset = map_put(&importer->texts, text);
	if (!*offset) {
		*offset = (void *)(uintptr_t)(importer->strings.length + 1);
		buffer_add(&importer->strings, text, strlen(text) + 1);
	}
	return (uint32_t)(uintptr_t)*offset - 1;
}

/* The library has a place for values nobody reads: it keeps our numbers. */
static void set_number(struct symbol *symbol, uint32_t number)
{
	symbol->def[S_DEF_DEF4].val = (void *)(uintptr_t)number;
}

static uint32_t get_number(const struct symbol *symbol)
{
	return (uint32_t)(uintptr_t)symbol->def[S_DEF_DEF4].val;
}

static uint32_t import_type(enum symbol_type type)
{
	switch (type) {
	case S_BOOLEAN:
		return KCONFIG_TYPE_BOOL;
	case S_TRISTATE:
		return KCONFIG_TYPE_TRISTATE;
	case S_INT:
		return KCONFIG_TYPE_INT;
	case S_HEX:
		return KCONFIG_TYPE_HEX;
	case S_STRING:
		return KCONFIG_TYPE_STRING;
	default:
		return KCONFIG_TYPE_UNKNOWN;
	}
}

static uint32_t add_symbol(struct importer *importer, struct symbol *source)
{
	const uint32_t number = importer->symbols.count;

	*array_add(&importer->sources) = source;
	*array_add(&importer->symbols) = (struct graph_symbol){
		.name = import_text(importer, source ? source->name : NULL),
		.type = source ? import_type(source->type) : KCONFIG_TYPE_UNKNOWN,
		.constant = source && (source->flags & SYMBOL_CONST),
	};
	if (source)
		set_number(source, number);
	return number;
}

static void import_symbols(struct importer *importer)
{
	struct symbol *symbol;
	int i;

	add_symbol(importer, NULL);
	add_symbol(importer, &symbol_no);
	add_symbol(importer, &symbol_mod);
	add_symbol(importer, &symbol_yes);
	for_all_symbols(i, symbol)
		if (!sym_is_choice(symbol))
			add_symbol(importer, symbol);
}

/* ---- expressions */

static uint32_t *find_slot(struct importer *importer,
			   const struct graph_expression *expression)
{
	uint32_t i = (expression->kind * 0x9e3779b1u) ^
		     (expression->left * 0x85ebca6bu) ^
		     (expression->right * 0xc2b2ae35u);

	for (i ^= i >> 15;; i++) {
		uint32_t *slot = &importer->slots[i & (importer->nr_slots - 1)];

		if (!*slot || !memcmp(&importer->expressions.items[*slot], expression,
				      sizeof(*expression)))
			return slot;
	}
}

static void grow_slots(struct importer *importer)
{
	free(importer->slots);
	importer->nr_slots = importer->nr_slots ? importer->nr_slots * 2 : 1 << 14;
	importer->slots = memory_new(importer->nr_slots, sizeof(importer->slots[0]));
	for (uint32_t i = 1; i < importer->expressions.count; i++)
		*find_slot(importer, &importer->expressions.items[i]) = i;
}

static uint32_t add_expression(struct importer *importer, uint32_t kind,
			       uint32_t left, uint32_t right)
{
	const struct graph_expression expression = { kind, left, right };
	uint32_t *slot;

	if (importer->expressions.count * 2 >= importer->nr_slots)
		grow_slots(importer);
	slot = find_slot(importer, &expression);
	if (!*slot) {
		*slot = importer->expressions.count;
		*array_add(&importer->expressions) = expression;
	}
	return *slot;
}

static uint32_t import_expression(struct importer *importer,
				  const struct expr *source);

/*
 * The library makes a choice's members depend on the choice; in the kernel
 * they depend on what the choice depends on.
 */
static uint32_t import_use(struct importer *importer, const struct symbol *symbol)
{
	if (sym_is_choice((struct symbol *)symbol)) {
		uint32_t choice = get_number(symbol);

		return choice ? import_expression(importer,
			importer->choice_menus.items[choice - 1]->dep) : 0;
	}
	return add_expression(importer, EXPRESSION_SYMBOL, get_number(symbol), 0);
}

/* NULL, or 0, is "nothing was said": neutral in an AND, y in an OR or NOT. */
static uint32_t said(struct importer *importer, uint32_t expression)
{
	return expression ? expression :
			    add_expression(importer, EXPRESSION_SYMBOL, SYMBOL_Y, 0);
}

static uint32_t import_pair(struct importer *importer, uint32_t kind,
			    const struct expr *source)
{
	uint32_t left = import_expression(importer, source->left.expr);
	uint32_t right = import_expression(importer, source->right.expr);

	if (left == right)
		return left;
	if (kind == EXPRESSION_AND && (!left || !right))
		return left ? left : right;
	return add_expression(importer, kind, said(importer, left),
			      said(importer, right));
}

static uint32_t import_comparison(struct importer *importer, uint32_t kind,
				  const struct expr *source)
{
	return add_expression(importer, kind, get_number(source->left.sym),
			      get_number(source->right.sym));
}

static uint32_t import_kind(struct importer *importer, const struct expr *source)
{
	switch (source->type) {
	case E_SYMBOL:
		return import_use(importer, source->left.sym);
	case E_NOT:
		return add_expression(importer, EXPRESSION_NOT,
			said(importer, import_expression(importer, source->left.expr)), 0);
	case E_AND:
		return import_pair(importer, EXPRESSION_AND, source);
	case E_OR:
		return import_pair(importer, EXPRESSION_OR, source);
	case E_EQUAL:
		return import_comparison(importer, EXPRESSION_EQUAL, source);
	case E_UNEQUAL:
		return import_comparison(importer, EXPRESSION_UNEQUAL, source);
	case E_LTH:
		return import_comparison(importer, EXPRESSION_LESS, source);
	case E_LEQ:
		return import_comparison(importer, EXPRESSION_LESS_EQUAL, source);
	case E_GTH:
		return import_comparison(importer, EXPRESSION_GREATER, source);
	case E_GEQ:
		return import_comparison(importer, EXPRESSION_GREATER_EQUAL, source);
	default:
		return 0;	/* E_LIST and E_RANGE are read where they belong */
	}
}

static uint32_t import_expression(struct importer *importer,
				  const struct expr *source)
{
	uint32_t number = 0;

	if (!source)
		return 0;
	if (importer->depth == MAX_DEPTH) {
		importer->too_deep = true;
		return 0;
	}
	importer->depth++;
	number = import_kind(importer, source);
	importer->depth--;
	return number;
}

/* ---- properties */

static void import_property(struct importer *importer,
			    const struct property *source)
{
	struct graph_property property = {
		.visible = import_expression(importer, source->visible.expr),
		.line = source->lineno,
	};

	switch (source->type) {
	case P_PROMPT:
	case P_MENU:
		property.kind = PROPERTY_PROMPT;
		property.text = import_text(importer, source->text);
		break;
	case P_DEFAULT:
		property.kind = PROPERTY_DEFAULT;
		property.value = import_expression(importer, source->expr);
		break;
	case P_SELECT:
	case P_IMPLY:
		property.kind = source->type == P_SELECT ? PROPERTY_SELECT :
							   PROPERTY_IMPLY;
		property.value = get_number(source->expr->left.sym);
		break;
	case P_RANGE:
		property.kind = PROPERTY_RANGE;
		property.low = get_number(source->expr->left.sym);
		property.high = get_number(source->expr->right.sym);
		break;
	default:
		return;
	}
	*array_add(&importer->properties) = property;
}

static void import_symbol_properties(struct importer *importer, uint32_t number)
{
	const struct symbol *source = importer->sources.items[number];
	struct graph_symbol *symbol = &importer->symbols.items[number];

	symbol->first_property = importer->properties.count;
	for (const struct property *p = source->prop; p; p = p->next)
		import_property(importer, p);
	symbol->nr_properties = importer->properties.count - symbol->first_property;
	symbol->depends = import_expression(importer, source->dir_dep.expr);
	symbol->selected = import_expression(importer, source->rev_dep.expr);
	symbol->implied = import_expression(importer, source->implied.expr);
}

static void import_choice(struct importer *importer, uint32_t number)
{
	const struct menu *menu = importer->choice_menus.items[number];
	struct graph_choice choice = {
		.first_member = importer->members.count,
		.first_property = importer->properties.count,
		.line = menu->lineno,
	};
	const struct expr *list;
	const struct symbol *member;

	expr_list_for_each_sym(sym_get_choice_prop(menu->sym)->expr, list, member) {
		*array_add(&importer->members) = get_number(member);
		importer->symbols.items[get_number(member)].choice = number + 1;
	}
	choice.nr_members = importer->members.count - choice.first_member;

	for (const struct property *p = menu->sym->prop; p; p = p->next) {
		size_t count = importer->properties.count;

		import_property(importer, p);
		/* a choice's default is a symbol, not its value */
		if (p->type == P_DEFAULT && importer->properties.count > count)
			importer->properties.items[count].value =
				get_number(p->expr->left.sym);
	}
	choice.nr_properties = importer->properties.count - choice.first_property;
	*array_add(&importer->choices) = choice;
}

/* ---- menus */

static struct menu *next_menu(struct menu *menu)
{
	if (menu->list)
		return menu->list;
	while (menu && !menu->next)
		menu = menu->parent;
	return menu ? menu->next : NULL;
}

/* Our own first lines are no definition: see kconfig_flat. */
static bool is_added(const struct kconfig_flat *flat, uint32_t line)
{
	return !line || line > flat->origins.count ||
	       flat->origins.items[line - 1].file == UINT32_MAX;
}

static void import_definitions(struct importer *importer,
			       const struct kconfig_flat *flat)
{
	for (struct menu *menu = rootmenu.list; menu; menu = next_menu(menu)) {
		struct graph_symbol *symbol;

		if (!menu->sym || is_added(flat, menu->lineno))
			continue;
		if (sym_is_choice(menu->sym)) {
			*array_add(&importer->choice_menus) = menu;
			set_number(menu->sym, importer->choice_menus.count);
			continue;
		}
		symbol = &importer->symbols.items[get_number(menu->sym)];
		if (!symbol->line) {
			symbol->line = menu->lineno;
			*array_add(&importer->order) = get_number(menu->sym);
		}
		if (menu->prompt)
			symbol->asked = true;
	}
}

/* ---- */

static int compare_names(const void *a, const void *b, void *context)
{
	const struct graph *graph = context;

	return strcmp(graph_name(graph, *(const uint32_t *)a),
		      graph_name(graph, *(const uint32_t *)b));
}

static void rank_names(struct graph *graph)
{
	uint32_t *order = memory_new(graph->nr_symbols, sizeof(uint32_t));

	for (uint32_t i = 0; i < graph->nr_symbols; i++)
		order[i] = i;
	qsort_r(order, graph->nr_symbols, sizeof(uint32_t), compare_names, graph);
	for (uint32_t i = 0; i < graph->nr_symbols; i++)
		graph->symbols[order[i]].rank = i;
	free(order);
}

static void give(struct graph *graph, struct importer *importer)
{
	graph->symbols = importer->symbols.items;
	graph->nr_symbols = importer->symbols.count;
	graph->expressions = importer->expressions.items;
	graph->nr_expressions = importer->expressions.count;
	graph->properties = importer->properties.items;
	graph->nr_properties = importer->properties.count;
	graph->choices = importer->choices.items;
	graph->nr_choices = importer->choices.count;
	graph->members = importer->members.items;
	graph->nr_members = importer->members.count;
	graph->order = importer->order.items;
	graph->nr_order = importer->order.count;
	graph->nr_strings = importer->strings.length;
	graph->strings = buffer_take(&importer->strings);
}

static void silent(const char *format, va_list arguments)
{
	(void)format;
	(void)arguments;
}

int kconfig_import(struct graph *graph, const char *path,
		   const struct kconfig_flat *flat, struct error *error)
{
	struct importer importer = { 0 };

	conf_set_message_callback(silent);
	conf_parse(path);

	buffer_add(&importer.strings, "", 1);
	*array_add(&importer.expressions) = (struct graph_expression){ 0 };
	import_symbols(&importer);
	import_definitions(&importer, flat);
	for (uint32_t i = SYMBOL_FIRST; i < importer.symbols.count; i++)
		import_symbol_properties(&importer, i);
	for (uint32_t i = 0; i < importer.choice_menus.count; i++)
		import_choice(&importer, i);

	*graph = (struct graph){ .modules = SYMBOL_N };
	if (modules_sym && strcmp(modules_sym->name, KCONFIG_FLAT_NO_MODULES))
		graph->modules = get_number(modules_sym);
	give(graph, &importer);
	rank_names(graph);
	array_free(&importer.sources);
	array_free(&importer.choice_menus);
	map_free(&importer.texts);
	free(importer.slots);
	if (!importer.too_deep)
		return 0;
	graph_free(graph);
	return error_set(error, "Kconfig expressions nested more than %d deep",
			 MAX_DEPTH);
}
