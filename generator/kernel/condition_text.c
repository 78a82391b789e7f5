// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Conditions as text, and back.
 */
#include "generator/kernel/condition.h"

#include <ctype.h>
#include <string.h>

/* Deeper nesting than this is refused by the parser. */
#define MAX_DEPTH 64

static bool is_word_character(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.' ||
	       c == '/' || c == '+';
}

static bool is_word(const char *text)
{
	const char *at = text;

	while (is_word_character(*at))
		at++;
	return at > text && !*at;
}

static void add_quoted(const char *value, struct buffer *text)
{
	buffer_add(text, "\"", 1);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			buffer_add(text, "\\", 1);
		buffer_add(text, value, 1);
	}
	buffer_add(text, "\"", 1);
}

static void add_symbol(const struct condition *leaf, bool negated, struct buffer *text)
{
	bool yes = !strcmp(leaf->value, "y");

	if (negated && yes)
		buffer_add(text, "!", 1);
	buffer_add_string(text, leaf->symbol);
	if (yes)
		return;
	buffer_add_string(text, negated ? "!=" : "=");
	if (is_word(leaf->value))
		buffer_add_string(text, leaf->value);
	else
		add_quoted(leaf->value, text);
}

/* Braces within the text would end it: they become brackets. */
static void add_unknown(const struct condition *leaf, struct buffer *text)
{
	buffer_add(text, "{", 1);
	for (const char *at = leaf->symbol; *at; at++)
		buffer_add(text, *at == '{' ? "[" : *at == '}' ? "]" : at, 1);
	buffer_add(text, "}", 1);
}

static void add_text(const struct condition *condition, bool nested,
		     struct buffer *text)
{
	const char *between = condition->kind == CONDITION_AND ? " && " : " || ";
	const struct condition *leaf;

	switch (condition->kind) {
	case CONDITION_FALSE:
		buffer_add_string(text, "false");
		return;
	case CONDITION_TRUE:
		buffer_add_string(text, "true");
		return;
	case CONDITION_SYMBOL:
		add_symbol(condition, false, text);
		return;
	case CONDITION_UNKNOWN:
		add_unknown(condition, text);
		return;
	case CONDITION_NOT:
		leaf = condition->operands[0];
		if (leaf->kind == CONDITION_SYMBOL) {
			add_symbol(leaf, true, text);
			return;
		}
		buffer_add(text, "!", 1);
		add_unknown(leaf, text);
		return;
	case CONDITION_AND:
	case CONDITION_OR:
		break;
	}
	if (nested)
		buffer_add(text, "(", 1);
	for (size_t i = 0; i < condition->nr_operands; i++) {
		if (i)
			buffer_add_string(text, between);
		add_text(condition->operands[i], true, text);
	}
	if (nested)
		buffer_add(text, ")", 1);
}

void condition_text(const struct condition *condition, struct buffer *text)
{
	add_text(condition, false, text);
}

/* ---- reading: or_list = and_list { "||" and_list }, and so on */

struct parser {
	struct condition_pool *pool;
	const char *text;
	const char *at;
	unsigned int depth;
	struct error *error;
};

static void skip_blanks(struct parser *parser)
{
	while (isspace((unsigned char)*parser->at))
		parser->at++;
}

static bool accept(struct parser *parser, const char *token)
{
	size_t length = strlen(token);

	skip_blanks(parser);
	if (strncmp(parser->at, token, length))
		return false;
	parser->at += length;
	return true;
}

static const struct condition *fail(struct parser *parser, const char *expected)
{
	error_set(parser->error, "condition \"%s\": expected %s at character %zu",
		  parser->text, expected, (size_t)(parser->at - parser->text) + 1);
	return NULL;
}

static bool take_word(struct parser *parser, struct buffer *word)
{
	skip_blanks(parser);
	while (is_word_character(*parser->at))
		buffer_add(word, parser->at++, 1);
	return word->length;
}

static bool take_value(struct parser *parser, struct buffer *value)
{
	if (!accept(parser, "\""))
		return take_word(parser, value);
	buffer_add(value, "", 0);
	while (*parser->at != '"') {
		if (*parser->at == '\\')
			parser->at++;
		if (!*parser->at)
			return false;
		buffer_add(value, parser->at++, 1);
	}
	parser->at++;
	return true;
}

static const struct condition *parse_unknown(struct parser *parser)
{
	const char *end = strchr(parser->at, '}');
	struct buffer text = BUFFER_INIT;
	const struct condition *result;

	if (!end)
		return fail(parser, "}");
	buffer_add(&text, parser->at, (size_t)(end - parser->at));
	parser->at = end + 1;
	result = condition_unknown(parser->pool, buffer_text(&text));
	buffer_free(&text);
	return result;
}

static const struct condition *parse_symbol(struct parser *parser)
{
	struct condition_pool *pool = parser->pool;
	struct buffer symbol = BUFFER_INIT, value = BUFFER_INIT;
	const struct condition *result = NULL;
	bool negated;

	if (!take_word(parser, &symbol)) {
		fail(parser, "a symbol");
	} else if (!strcmp(symbol.data, "true")) {
		result = condition_true(pool);
	} else if (!strcmp(symbol.data, "false")) {
		result = condition_false(pool);
	} else if ((negated = accept(parser, "!=")) || accept(parser, "=")) {
		if (!take_value(parser, &value)) {
			fail(parser, "a value");
		} else {
			result = condition_equals(pool, symbol.data,
						  buffer_text(&value));
			if (negated)
				result = condition_not(pool, result);
		}
	} else {
		result = condition_symbol(pool, symbol.data);
	}
	buffer_free(&symbol);
	buffer_free(&value);
	return result;
}

static const struct condition *parse_any(struct parser *parser);

static const struct condition *parse_one(struct parser *parser)
{
	const struct condition *result = NULL;

	if (++parser->depth > MAX_DEPTH) {
		fail(parser, "less nesting");
	} else if (accept(parser, "!")) {
		result = parse_one(parser);
		if (result)
			result = condition_not(parser->pool, result);
	} else if (accept(parser, "(")) {
		result = parse_any(parser);
		if (result && !accept(parser, ")"))
			result = fail(parser, ")");
	} else if (accept(parser, "{")) {
		result = parse_unknown(parser);
	} else {
		result = parse_symbol(parser);
	}
	parser->depth--;
	return result;
}

static const struct condition *parse_all(struct parser *parser)
{
	const struct condition *left = parse_one(parser), *right;

	while (left && accept(parser, "&&")) {
		right = parse_one(parser);
		left = right ? condition_and(parser->pool, left, right) : NULL;
	}
	return left;
}

static const struct condition *parse_any(struct parser *parser)
{
	const struct condition *left = parse_all(parser), *right;

	while (left && accept(parser, "||")) {
		right = parse_all(parser);
		left = right ? condition_or(parser->pool, left, right) : NULL;
	}
	return left;
}

const struct condition *condition_parse(struct condition_pool *pool,
					const char *text, struct error *error)
{
	struct parser parser = { .pool = pool, .text = text, .at = text,
				 .error = error };
	const struct condition *result = parse_any(&parser);

	skip_blanks(&parser);
	if (result && *parser.at)
		return fail(&parser, "&&, || or the end");
	return result;
}
