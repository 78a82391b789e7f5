/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The values of a graph's symbols for some lines on top of allnoconfig, by the
 * rules of scripts/kconfig/symbol.c and confdata.c of Linux 6.12. For
 * kconfig*.c and solver*.c only.
 *
 * Each value is computed when it is asked for, with what it depends on.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_VALUES_H
#define GENERATOR_KERNEL_KCONFIG_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/table.h"
#include "generator/kernel/kconfig_dependents.h"
#include "generator/kernel/kconfig_graph.h"
#include "generator/kernel/solver_heap.h"

/* AND is the least of two, OR the greatest. */
enum { TRI_N, TRI_M, TRI_Y };

/* What a line says of a symbol. */
struct user_value {
	bool given;
	uint8_t tri;
	uint32_t rank;		/* greater: a later line */
	uint32_t generation;	/* of the set of lines that says so */
	char *text;		/* of a number or string, owned */
};

struct symbol_value {
	bool known;		/* computed, or about to be */
	uint8_t tri;
	uint8_t visible;	/* a prompt is there */
	uint8_t depends;	/* `depends on` is met; not for choice members */
	uint8_t selected;	/* likewise */
	uint8_t implied;
	bool written;		/* shows up in a .config */
	const char *text;	/* of a number or string; for what isn't defined its name */
};

struct values {
	const struct graph *graph;
	struct map numbers;		/* name -> number of a symbol, as a pointer */
	struct user_value *users;
	ARRAY(uint32_t) given;		/* symbols that a line gave a value */
	struct symbol_value *symbols;
	uint8_t *expressions;		/* value + 1; 0: not known yet */
	uint32_t *chosen;		/* per choice: a member + 1; 0: not known yet */
	uint8_t modules;		/* value of the symbol with `modules` */
	uint32_t rank;			/* of the last line so far */
	uint32_t generation;		/* of the lines: their sets are counted */
	ARRAY(uint32_t) changed;	/* symbols of which lines say something else now */
	struct heap stale;		/* nodes to be computed again */
	struct dependents dependents;
	unsigned int depth;
	bool too_deep;			/* what depends on what is deeper than any stack */
};

void values_init(struct values *values, const struct graph *graph);
void kconfig_values_free(struct values *values);

/* ---- kconfig_users.c: lines. Begin, set each, finish: then there are values. */

void values_begin(struct values *values);
/* false: the line has no effect, conf passes over it. */
bool values_set(struct values *values, uint32_t symbol, const char *text,
		bool quoted);
void values_finish(struct values *values);

/* What depends on what: made where it is asked for. */
const struct dependents *values_dependents(struct values *values);

/* Does allnoconfig, or a line, answer its prompt? */
bool values_has_user(const struct values *values, uint32_t symbol);

/* Is the text a number as the type wants it? Any text is a string. */
bool values_text_is_valid(enum kconfig_symbol_type type, const char *text);

/* ---- kconfig_values.c: values */

/* The symbol of that name, or SYMBOL_NONE. */
uint32_t kconfig_values_find(const struct values *values, const char *name);

const struct symbol_value *values_of(struct values *values, uint32_t symbol);
uint8_t values_expression(struct values *values, uint32_t expression);

/* "y", "m", "n", or the text of a number or string. */
const char *values_text(struct values *values, uint32_t symbol);

/* The first default, or range, that counts; NULL: none does. */
const struct graph_property *values_property(struct values *values,
					     uint32_t symbol,
					     enum property_kind kind);

/*
 * How two symbols with these texts compare (<0, 0, >0), and whether `=`, `<`...
 * of that order holds, as in an expression of the kernel's.
 */
int values_compare_texts(const struct graph *graph,
			 uint32_t left, const char *left_text,
			 uint32_t right, const char *right_text);
bool values_comparison_holds(enum expression_kind comparison, int order);

#endif
