// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/c_scan_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables */

/* Behind "__section" and the like: the parenthesis that closes it, or i - 1. */
static size_t skip_attribute(const struct scanner *scanner, size_t i)
{
	struct nesting nesting = { 0 };

	if (!is_at(scanner, i, '('))
		return i - 1;
	for (; token_at(scanner, i)->kind != C_END; i++) {
		scan_nest(&nesting, token_at(scanner, i));
		if (nesting.depth <= 0)
			break;
	}
	return i;
}

/*
 * The brace that opens the rows of a table whose type ends before i, its name
 * in *name (NULL: it has none). 0: this is no table.
 */
static size_t find_rows(const struct scanner *scanner, size_t i,
			const struct c_token **name)
{
	bool assigned = false, closed = false, array = false;

	*name = NULL;
	for (size_t limit = i + MAX_DECLARATOR; i < limit; i++) {
		const struct c_token *token = token_at(scanner, i);

		if (token->kind == C_WORD && assigned)
			return 0;
		if (token->kind == C_WORD) {
			if (token->length > 2 && !memcmp(token->text, "__", 2))
				i = skip_attribute(scanner, i + 1);
			else if (!c_token_is(token, "const"))
				*name = *name ? *name : token;
		} else if (c_token_is_character(token, '[')) {
			while (token_at(scanner, i)->kind != C_END && !is_at(scanner, i, ']'))
				i++;
			array = true;
		} else if (c_token_is_character(token, '=')) {
			assigned = true;
		} else if (c_token_is_character(token, ')')) {
			closed = true;
		} else if (c_token_is_character(token, '{')) {
			return assigned || (closed && array) ? i : 0;
		} else if (token->kind < C_IF) {
			return 0;
		}
	}
	return 0;
}

/* Whether the declaration that a token is a part of says "static". */
static bool is_static(const struct scanner *scanner, size_t i)
{
	for (size_t steps = 0; i > 0 && steps < 12; steps++) {
		const struct c_token *token = token_at(scanner, --i);

		if (c_token_is(token, "static"))
			return true;
		if (token->kind == C_PUNCTUATION && strchr(";{}", *token->text))
			break;
	}
	return false;
}

/* "{ "name" and "{ .name = "name": a row of a table of names. */
static void take_id(struct scanner *scanner, size_t i, enum compatible_kind kind,
		    size_t table)
{
	if (is_at(scanner, i + 1, '.') && c_token_is(token_at(scanner, i + 2), "name") &&
	    is_at(scanner, i + 3, '='))
		scan_take_strings(scanner, i + 4, kind, table);
	else if (token_at(scanner, i + 1)->kind == C_STRING ||
		 token_at(scanner, i + 1)->kind == C_WORD)
		scan_take_strings(scanner, i + 1, kind, table);
}

/* A macro of a header in the place of a row. */
static bool is_foreign_row(const struct scanner *scanner, size_t i)
{
	const struct c_token *token = token_at(scanner, i);

	return token->kind == C_WORD && scan_is_upper_case(token) && i &&
	       !scan_find_mark(token) && is_at(scanner, i + 1, '(') &&
	       (is_at(scanner, i - 1, '{') || is_at(scanner, i - 1, ','));
}

static size_t take_declaration(struct scanner *scanner, size_t i, const struct mark *mark,
			       size_t table);

/* Rows between braces; returns the brace that closes them. */
static size_t take_rows(struct scanner *scanner, size_t i, const struct mark *mark,
			size_t table)
{
	struct nesting nesting = { 0 };

	for (;; i++) {
		const struct c_token *token = token_at(scanner, i);
		const struct mark *inner = NULL;

		scan_nest(&nesting, token);
		if (token->kind == C_END || nesting.depth <= 0 ||
		    c_token_is(token, "MODULE_DEVICE_TABLE"))
			return i;
		if (mark->kind != COMPATIBLE_TABLE) {
			if (nesting.depth == 2 && c_token_is_character(token, '{'))
				take_id(scanner, i, mark->kind, table);
			continue;
		}
		if (token->kind == C_WORD)
			inner = scan_find_mark(token);
		if (inner && inner->action == ACTION_STRING_MEMBER && is_at(scanner, i - 1, '.') &&
		    is_at(scanner, i + 1, '='))
			i = scan_take_strings(scanner, i + 2, mark->kind, table) - 1;
		else if (inner && inner->action == ACTION_DECLARE)
			take_declaration(scanner, i, inner, table);
		else if (nesting.depth == 1 && is_foreign_row(scanner, i))
			scan_add_unresolved(scanner, token);
	}
}

static size_t add_table(struct scanner *scanner, size_t i, const struct c_token *name,
			bool strings)
{
	struct c_table *table = array_add(&scanner->scan->tables);

	table->name = name ? name->text : "";
	table->length = name ? name->length : 0;
	table->line = token_at(scanner, i)->line;
	table->when = token_at(scanner, i)->when;
	table->is_static = is_static(scanner, i);
	table->strings = strings;
	return scanner->scan->tables.count;
}

static size_t take_table(struct scanner *scanner, size_t i, const struct mark *mark)
{
	const struct c_token *name;
	size_t open = find_rows(scanner, i + 1, &name), table, close;

	if (!open)
		return i;
	table = add_table(scanner, i, name, false);
	close = take_rows(scanner, open, mark, table);
	scanner->scan->tables.items[table - 1].from = i;
	scanner->scan->tables.items[table - 1].to = close;
	/* one without a name is used where it stands */
	if (!name)
		for (size_t r = 0; r < scanner->scan->rows.count; r++)
			if (scanner->scan->rows.items[r].table == table)
				scanner->scan->rows.items[r].kind = COMPATIBLE_DRIVER;
	return close;
}

/* "char *const names[] = { ... }" */
static size_t note_strings(struct scanner *scanner, size_t i)
{
	const struct c_token *name;
	size_t start = i + 1, open, table;

	while (is_at(scanner, start, '*') || c_token_is(token_at(scanner, start), "const"))
		start++;
	open = find_rows(scanner, start, &name);
	if (!open || !name)
		return i;
	table = add_table(scanner, i, name, true);
	scanner->scan->tables.items[table - 1].from = open;
	return open;
}

/* ---- each action */

static size_t take_declaration(struct scanner *scanner, size_t i, const struct mark *mark,
			       size_t table)
{
	size_t starts[16], end = i;
	size_t count = scan_find_arguments(scanner, i + 1, starts, 16, &end);

	if (count > mark->argument)
		scan_take_strings(scanner, starts[mark->argument], mark->kind, table);
	return count ? end : i;
}

static void take_query(struct scanner *scanner, size_t i, const struct mark *mark)
{
	size_t starts[8], end = i;
	size_t count = scan_find_arguments(scanner, i + 1, starts, 8, &end);

	if (!count)
		return;
	if (mark->action == ACTION_QUERY)
		scan_take_strings(scanner, starts[count - 1], mark->kind, 0);
	else if (count > mark->argument)
		scan_take_names(scanner, starts[mark->argument], C_USE_QUERY);
}

static void take_module_table(struct scanner *scanner, size_t i)
{
	const struct c_token *bus = token_at(scanner, i + 2);

	if (is_at(scanner, i + 1, '(') &&
	    (c_token_is(bus, "of") || c_token_is(bus, "i2c") || c_token_is(bus, "spi")) &&
	    is_at(scanner, i + 3, ','))
		scan_take_names(scanner, i + 4, C_USE_MODULE);
}

static bool is_member(const struct scanner *scanner, size_t i)
{
	return i && (is_at(scanner, i - 1, '.') || is_at(scanner, i - 1, '>')) &&
	       is_at(scanner, i + 1, '=');
}

/* What follows from the word at i; returns the last token that it took. */
static size_t act(struct scanner *scanner, size_t i, const struct mark *mark)
{
	enum compatible_kind kind = mark->kind;

	switch (mark->action) {
	case ACTION_DECLARE:
		return take_declaration(scanner, i, mark, 0);
	case ACTION_QUERY:
	case ACTION_QUERY_STRINGS:
		take_query(scanner, i, mark);
		break;
	case ACTION_TABLE:
		return take_table(scanner, i, mark);
	case ACTION_TABLE_MEMBER:
		if (is_member(scanner, i))
			scan_take_names(scanner, i + 2, C_USE_DRIVER);
		break;
	case ACTION_STRINGS_MEMBER:
		if (is_member(scanner, i))
			scan_take_names(scanner, i + 2, C_USE_MACHINE);
		break;
	case ACTION_STRING_MEMBER:
		if (is_at(scanner, i - 1, '.') && is_at(scanner, i + 1, '='))
			scan_take_strings(scanner, i + 2,
				     scanner->in_machine ? COMPATIBLE_MACHINE : kind, 0);
		break;
	case ACTION_MODULE_TABLE:
		take_module_table(scanner, i);
		break;
	case ACTION_TABLE_POINTER:
		if (is_at(scanner, i + 1, '('))
			scan_take_names(scanner, i, C_USE_DRIVER);
		break;
	case ACTION_MACHINE:
		scanner->in_machine = true;
		break;
	}
	return i;
}

static bool same_name(const struct c_table *table, const struct c_reference *reference)
{
	return table->length == reference->length &&
	       !memcmp(table->name, reference->name, table->length);
}

/* Arrays of strings that turned out to be of compatibles. */
static void take_string_arrays(struct scanner *scanner)
{
	struct c_scan *scan = scanner->scan;

	for (size_t r = 0; r < scan->references.count; r++) {
		const struct c_reference *reference = &scan->references.items[r];
		bool machine = reference->use == C_USE_MACHINE;

		if (!machine && reference->use != C_USE_QUERY)
			continue;
		for (size_t t = 0; t < scan->tables.count; t++) {
			const struct c_table *table = &scan->tables.items[t];
			size_t i = table->from;

			if (!table->strings || !same_name(table, reference))
				continue;
			do {
				i = scan_take_strings(scanner, i + 1,
						 machine ? COMPATIBLE_MACHINE : COMPATIBLE_QUERY,
						 0);
			} while (is_at(scanner, i, ','));
		}
	}
}

static bool has_driver(const struct c_scan *scan, const struct c_table *table)
{
	for (size_t r = 0; r < scan->references.count; r++)
		if (scan->references.items[r].use <= C_USE_MODULE &&
		    same_name(table, &scan->references.items[r]))
			return true;
	return false;
}

/* Tables that no driver has, but that are named elsewhere in the file. */
static void find_other_uses(struct scanner *scanner)
{
	struct c_scan *scan = scanner->scan;
	struct map names = MAP_INIT;

	for (size_t t = 0; t < scan->tables.count; t++)
		if (!scan->tables.items[t].strings && !has_driver(scan, &scan->tables.items[t]))
			*map_put_bytes(&names, scan->tables.items[t].name,
				       scan->tables.items[t].length) = scan;
	for (size_t i = 0; names.count && i < scanner->tokens->count; i++) {
		const struct c_token *token = token_at(scanner, i);
		char name[128];

		if (token->kind != C_WORD || token->length >= sizeof(name))
			continue;
		memcpy(name, token->text, token->length);
		name[token->length] = '\0';
		if (!map_has(&names, name))
			continue;
		for (size_t t = 0; t < scan->tables.count; t++) {
			const struct c_table *table = &scan->tables.items[t];

			/* its own definition starts with its type, before the name */
			if (!table->strings && i >= table->from && i <= table->to)
				break;
			if (t + 1 == scan->tables.count)
				scan_add_reference(scanner, C_USE_OTHER, token, token->when);
		}
	}
	map_free(&names);
}

void c_scan(const struct c_preprocessor *preprocessor, struct c_scan *scan)
{
	struct scanner scanner = { .tokens = &preprocessor->tokens, .scan = scan,
				   .pool = preprocessor->pool };

	*scan = (struct c_scan){ 0 };
	for (size_t i = 0; i < scanner.tokens->count; i++) {
		const struct c_token *token = &scanner.tokens->items[i];
		const struct mark *mark;

		if (c_token_is_character(token, ';'))
			scanner.in_machine = false;
		if (token->kind != C_WORD)
			continue;
		mark = scan_find_mark(token);
		if (mark)
			i = act(&scanner, i, mark);
		else if (c_token_is(token, "char"))
			i = note_strings(&scanner, i);
	}
	take_string_arrays(&scanner);
	find_other_uses(&scanner);
}

void c_scan_free(struct c_scan *scan)
{
	for (size_t i = 0; i < scan->strings.count; i++)
		free(scan->strings.items[i]);
	array_free(&scan->strings);
	array_free(&scan->rows);
	array_free(&scan->tables);
	array_free(&scan->references);
	array_free(&scan->unresolved);
}
