// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Strings and names, taken from expressions.
 */
#include "generator/kernel/c_scan_private.h"

#include <string.h>

#include "generator/base/memory.h"

void scan_nest(struct nesting *nesting, const struct c_token *token)
{
	switch (token->kind) {
	case C_IF:
		if (nesting->nr_saved < MAX_BRANCHES)
			nesting->saved[nesting->nr_saved] = nesting->depth;
		nesting->nr_saved++;
		break;
	case C_ELSE:
		if (nesting->nr_saved && nesting->nr_saved <= MAX_BRANCHES)
			nesting->depth = nesting->saved[nesting->nr_saved - 1];
		break;
	case C_ENDIF:
		nesting->nr_saved -= nesting->nr_saved > 0;
		break;
	case C_PUNCTUATION:
		if (strchr("({[", *token->text))
			nesting->depth++;
		else if (strchr(")}]", *token->text))
			nesting->depth--;
		break;
	default:
		break;
	}
}

/* ---- strings */

static void add_row(struct scanner *scanner, enum compatible_kind kind,
		    const struct c_token *first, const struct buffer *text, size_t table)
{
	struct c_row *row;
	char *copy;

	if (!text->length)
		return;
	copy = memory_strndup(text->data, text->length);
	*array_add(&scanner->scan->strings) = copy;
	row = array_add(&scanner->scan->rows);
	row->kind = kind;
	row->text = copy;
	row->file = first->file;
	row->line = first->line;
	row->when = first->when;
	row->table = table;
}

bool scan_is_upper_case(const struct c_token *word)
{
	for (size_t i = 0; i < word->length; i++)
		if (word->text[i] >= 'a' && word->text[i] <= 'z')
			return false;
	return word->length > 2 && !c_token_is(word, "NULL");
}

void scan_add_unresolved(struct scanner *scanner, const struct c_token *word)
{
	*array_add(&scanner->scan->unresolved) =
		(struct c_unresolved){ word->text, word->length, word->line };
}

size_t scan_take_strings(struct scanner *scanner, size_t i, enum compatible_kind kind,
			 size_t table)
{
	const struct c_token *first = NULL, *word = NULL;
	struct nesting nesting = { 0 };
	struct buffer text = BUFFER_INIT;

	for (;; i++) {
		const struct c_token *token = token_at(scanner, i);
		bool end = token->kind == C_END ||
			   (nesting.depth <= 0 && token->kind == C_PUNCTUATION &&
			    strchr(",;)}]", *token->text));
		bool between = token->kind >= C_IF || c_token_is_character(token, '?') ||
			       c_token_is_character(token, ':');

		if (end || between) {
			if (first && !word)
				add_row(scanner, kind, first, &text, table);
			text.length = 0;
			first = word = NULL;
		}
		if (end)
			break;
		if (token->kind == C_STRING) {
			first = first ? first : token;
			buffer_add(&text, token->text, token->length);
		} else if (token->kind == C_WORD && scan_is_upper_case(token)) {
			word = token;
			scan_add_unresolved(scanner, token);
		}
		scan_nest(&nesting, token);
	}
	buffer_free(&text);
	return i;
}

size_t scan_find_arguments(const struct scanner *scanner, size_t i, size_t *starts,
			   size_t most, size_t *end)
{
	struct nesting nesting = { 0 };
	size_t count = 0;

	if (!is_at(scanner, i, '('))
		return 0;
	starts[count++] = i + 1;
	for (; token_at(scanner, i)->kind != C_END; i++) {
		scan_nest(&nesting, token_at(scanner, i));
		if (nesting.depth <= 0)
			break;
		if (nesting.depth == 1 && is_at(scanner, i, ',')) {
			if (count == most)
				break;
			starts[count++] = i + 1;
		}
	}
	*end = i;
	return count;
}

/* ---- names of tables */

void scan_add_reference(struct scanner *scanner, enum c_use use,
			const struct c_token *name, const struct condition *when)
{
	*array_add(&scanner->scan->references) = (struct c_reference){
		use, name->text, name->length, name->line, when,
	};
}

static bool is_name(const struct c_token *token)
{
	static const char *const others[] = {
		"NULL", "of_match_ptr", "const", "struct", "of_device_id", "char",
		"IS_ENABLED", "ARRAY_SIZE", "__initconst", "__initdata",
	};

	if (token->kind != C_WORD)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (c_token_is(token, others[i]))
			return false;
	return true;
}

void scan_take_names(struct scanner *scanner, size_t i, enum c_use use)
{
	const struct condition *also = condition_true(scanner->pool);
	struct nesting nesting = { 0 };

	for (size_t limit = i + MAX_DECLARATOR; i < limit; i++) {
		const struct c_token *token = token_at(scanner, i);

		if (token->kind == C_END || c_token_is_character(token, '{') ||
		    (nesting.depth <= 0 && token->kind == C_PUNCTUATION &&
		     strchr(",;)}", *token->text)))
			break;
		/* of_match_ptr() is NULL in a kernel without device trees */
		if (c_token_is(token, "of_match_ptr"))
			also = condition_symbol(scanner->pool, "OF");
		else if (is_name(token))
			scan_add_reference(scanner, use, token,
				      condition_and(scanner->pool, also, token->when));
		scan_nest(&nesting, token);
	}
}
