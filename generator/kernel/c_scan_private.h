/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For c_scan.c, c_scan_marks.c and c_scan_take.c only: going through a file's
 * tokens, and what is taken from them.
 */
#ifndef GENERATOR_KERNEL_C_SCAN_PRIVATE_H
#define GENERATOR_KERNEL_C_SCAN_PRIVATE_H

#include "generator/kernel/c_scan.h"

/* Between the type of a table and its opening brace: names and attributes. */
#define MAX_DECLARATOR 64
#define MAX_BRANCHES 16

struct scanner {
	const c_tokens *tokens;
	struct c_scan *scan;
	struct condition_pool *pool;
	bool in_machine;	/* between define_machine and its end */
};

/* ---- words that something follows from */

enum action {
	ACTION_DECLARE,		/* NAME(..., "compatible", ...) */
	ACTION_QUERY,		/* name(..., "compatible"): the last argument */
	ACTION_QUERY_STRINGS,	/* name(..., array, ...) */
	ACTION_TABLE,		/* struct name x[] = { rows } */
	ACTION_TABLE_MEMBER,	/* .name = table */
	ACTION_STRINGS_MEMBER,	/* .name = array */
	ACTION_STRING_MEMBER,	/* .name = "compatible" */
	ACTION_MODULE_TABLE,	/* NAME(of, table) */
	ACTION_TABLE_POINTER,	/* name(table) */
	ACTION_MACHINE,
};

struct mark {
	const char *word;
	enum action action;
	unsigned int argument;		/* which, from 0 */
	enum compatible_kind kind;
};

/* NULL: nothing follows from the word. */
const struct mark *scan_find_mark(const struct c_token *word);

/* ---- going through tokens (c_scan_take.c) */

static inline const struct c_token *token_at(const struct scanner *scanner, size_t i)
{
	static const struct c_token end = { .kind = C_END, .text = "" };

	return i < scanner->tokens->count ? &scanner->tokens->items[i] : &end;
}

static inline bool is_at(const struct scanner *scanner, size_t i, char character)
{
	return c_token_is_character(token_at(scanner, i), character);
}

/* How deep in brackets, seen that branches of an #if stand side by side. */
struct nesting {
	int depth;
	int saved[MAX_BRANCHES];
	unsigned int nr_saved;
};

void scan_nest(struct nesting *nesting, const struct c_token *token);

/*
 * Arguments of a use "NAME ( a, b )": where each begins, up to @most; i is at
 * the parenthesis. Returns how many there are, 0 where it is no such use.
 */
size_t scan_find_arguments(const struct scanner *scanner, size_t i, size_t *starts,
			   size_t most, size_t *end);

/* As macros are named, which stand for strings. */
bool scan_is_upper_case(const struct c_token *word);
void scan_add_unresolved(struct scanner *scanner, const struct c_token *word);

/*
 * The strings that an expression can be, each a row; it ends before a comma or
 * a bracket that it did not open. Returns where.
 */
size_t scan_take_strings(struct scanner *scanner, size_t i, enum compatible_kind kind,
			 size_t table);

void scan_add_reference(struct scanner *scanner, enum c_use use,
			const struct c_token *name, const struct condition *when);

/* References to all names in an expression, up to where it ends. */
void scan_take_names(struct scanner *scanner, size_t i, enum c_use use);

#endif
