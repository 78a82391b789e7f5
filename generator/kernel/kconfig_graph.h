/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that a tree of Kconfig files says, as plain arrays that refer to each
 * other by number: what kconfig_parse makes and what values are computed from.
 * For kconfig*.c and solver*.c only.
 *
 * Dependencies of menus and ifs are in the expressions already, `visible if`
 * is in the prompts', and an m is `m && MODULES`.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_GRAPH_H
#define GENERATOR_KERNEL_KCONFIG_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/kernel/kconfig.h"
#include "generator/kernel/kconfig_flat.h"

/* Symbols that every graph has; number 0 is no symbol. */
enum { SYMBOL_NONE, SYMBOL_N, SYMBOL_M, SYMBOL_Y, SYMBOL_FIRST };

enum expression_kind {
	EXPRESSION_NONE,		/* number 0 only: nothing was said, which is y */
	EXPRESSION_SYMBOL,		/* left */
	EXPRESSION_NOT,			/* left is an expression, as in AND and OR */
	EXPRESSION_AND,
	EXPRESSION_OR,
	EXPRESSION_EQUAL,		/* of two symbols, as in all below */
	EXPRESSION_UNEQUAL,
	EXPRESSION_LESS,
	EXPRESSION_LESS_EQUAL,
	EXPRESSION_GREATER,
	EXPRESSION_GREATER_EQUAL,
};

/* Each is there once: equal expressions have equal numbers. */
struct graph_expression {
	uint32_t kind;
	uint32_t left, right;
};

enum property_kind {
	PROPERTY_PROMPT,	/* text */
	PROPERTY_DEFAULT,	/* value: an expression */
	PROPERTY_SELECT,	/* value: a symbol */
	PROPERTY_IMPLY,		/* value: a symbol */
	PROPERTY_RANGE,		/* low, high: symbols */
};

struct graph_property {
	uint32_t kind;
	uint32_t visible;	/* expression: when it counts */
	uint32_t value;
	uint32_t low, high;
	uint32_t text;
	uint32_t line;		/* of the flat text */
};

struct graph_symbol {
	uint32_t name;		/* for a constant: its value */
	uint32_t type;		/* enum kconfig_symbol_type */
	uint32_t constant;	/* was quoted: can't be the symbol of that name */
	uint32_t first_property, nr_properties;
	uint32_t depends;	/* expression: `depends on`, any of its definitions' */
	uint32_t selected;	/* expression: what selects it; 0: nothing does */
	uint32_t implied;	/* likewise */
	uint32_t choice;	/* it is a member of that one, number + 1; 0: of none */
	uint32_t line;		/* of the flat text, where it is defined first; 0: nowhere */
	uint32_t asked;		/* a definition has a prompt */
	uint32_t rank;		/* where its name is among all names */
};

struct graph_choice {
	uint32_t first_member, nr_members;	/* in members */
	uint32_t first_property, nr_properties;	/* PROMPT; DEFAULT: value is a symbol */
	uint32_t line;
};

/* What of a symbol's properties or a choice's members lies together. */
struct graph {
	struct graph_symbol *symbols;
	struct graph_expression *expressions;
	struct graph_property *properties;
	struct graph_choice *choices;
	uint32_t *members;		/* symbols of choices */
	uint32_t *order;		/* defined symbols, as in a .config */
	char *strings;			/* texts are offsets into it; 0: "" */
	uint32_t nr_symbols, nr_expressions, nr_properties, nr_choices;
	uint32_t nr_members, nr_order, nr_strings;
	uint32_t modules;		/* symbol; SYMBOL_N: there is none */
	void *block;			/* that all arrays lie in; NULL: each has its own */
};

/*
 * Read a flat text by libkconfig-parser, in a child process. Errors of grammar
 * begin with file and line of where the text comes from.
 */
int kconfig_parse(struct graph *graph, const struct kconfig_flat *flat,
		  struct error *error);

/*
 * A graph as bytes, for processes of this program: add them to @bytes, and
 * make a graph of them again. false: they aren't such.
 */
void graph_pack(const struct graph *graph, struct buffer *bytes);
bool graph_unpack(struct graph *graph, const void *bytes, size_t length);

void graph_free(struct graph *graph);

static inline const char *graph_text(const struct graph *graph, uint32_t offset)
{
	return graph->strings + offset;
}

static inline const char *graph_name(const struct graph *graph, uint32_t symbol)
{
	return graph_text(graph, graph->symbols[symbol].name);
}

#endif
