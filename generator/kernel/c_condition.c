// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Conditions of #if.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/c_preprocess.h"

#define MAX_DEPTH 48

/* What a part of an expression is. */
struct value {
	const struct condition *is;	/* when it is not 0 */
	const char *symbol;		/* whose number it is; NULL: none's. Owned */
	const struct c_token *number;	/* the number it is; NULL: it isn't one */
};

struct parser {
	struct c_preprocessor *preprocessor;
	c_tokens tokens;
	size_t at;
	unsigned int depth;
	bool failed;
};

static struct condition_pool *pool_of(const struct parser *parser)
{
	return parser->preprocessor->pool;
}

static const struct c_token *peek(const struct parser *parser)
{
	return &parser->tokens.items[parser->at];
}

static bool accept(struct parser *parser, const char *operator)
{
	size_t length = strlen(operator);

	for (size_t i = 0; i < length; i++) {
		const struct c_token *token = &parser->tokens.items[parser->at + i];

		if (!c_token_is_character(token, operator[i]))
			return false;
		/* the two characters of an operator have nothing between them */
		if (i && token->text != token[-1].text + 1)
			return false;
	}
	parser->at += length;
	return true;
}

/* The text of some tokens, for what can't be known. */
static const struct condition *unknown(struct parser *parser, size_t from)
{
	struct buffer text = BUFFER_INIT;
	const struct condition *result;

	for (size_t i = from; i < parser->at && i - from < 16; i++) {
		if (i > from)
			buffer_add(&text, " ", 1);
		buffer_add(&text, parser->tokens.items[i].text,
			   parser->tokens.items[i].length);
	}
	/* a NUL in it would cut it short, and that is fine */
	result = condition_unknown(pool_of(parser), buffer_text(&text));
	buffer_free(&text);
	return result;
}

static const char *symbol_of(const struct c_token *token)
{
	if (token->kind != C_WORD || token->length <= 7 ||
	    memcmp(token->text, "CONFIG_", 7))
		return NULL;
	return memory_strndup(token->text + 7, token->length - 7);
}

/* CONFIG_X or CONFIG_X_MODULE as a macro that may be defined (to 1). */
static const struct condition *symbol_defined(struct c_preprocessor *preprocessor,
					      const char *symbol)
{
	static const char suffix[] = "_MODULE";
	size_t length = strlen(symbol), end = sizeof(suffix) - 1;
	const struct condition *result;
	char *base;

	switch (kconfig_type(preprocessor->types, symbol)) {
	case KCONFIG_VALUE:
		return condition_unknown(preprocessor->pool, symbol);
	case KCONFIG_BOOL:
	case KCONFIG_TRISTATE:
		return condition_symbol(preprocessor->pool, symbol);
	case KCONFIG_UNDEFINED:
		break;
	}
	if (length <= end || strcmp(symbol + length - end, suffix))
		return condition_symbol(preprocessor->pool, symbol);
	base = memory_strndup(symbol, length - end);
	result = condition_equals(preprocessor->pool, base, "m");
	free(base);
	return result;
}

static const struct condition *symbol_enabled(struct c_preprocessor *preprocessor,
					      const char *symbol)
{
	if (kconfig_type(preprocessor->types, symbol) == KCONFIG_BOOL)
		return condition_symbol(preprocessor->pool, symbol);
	return condition_enabled(preprocessor->pool, symbol);
}

const struct condition *c_is_defined(struct c_preprocessor *preprocessor,
				     const struct c_token *name)
{
	struct condition_pool *pool = preprocessor->pool;
	const struct condition *result = condition_false(pool);
	const struct c_macros *macros;
	const char *symbol;
	char *text;

	text = memory_strndup(name->text, name->length);
	macros = map_get(&preprocessor->macros, text);
	symbol = macros ? NULL : symbol_of(name);
	if (symbol)
		result = symbol_defined(preprocessor, symbol);
	for (size_t i = 0; macros && i < macros->definitions.count; i++)
		result = condition_or(pool, result, macros->definitions.items[i].when);
	if (!macros && !symbol) {
		if (!strcmp(text, "__KERNEL__"))
			result = condition_true(pool);
		else if (!strcmp(text, "MODULE"))
			result = condition_symbol(pool, "MODULE");
		else if (strcmp(text, "__ASSEMBLY__") && strcmp(text, "__cplusplus"))
			result = condition_unknown(pool, text);
	}
	free((char *)symbol);
	free(text);
	return result;
}

static struct value parse_expression(struct parser *parser, unsigned int level);

/* defined X, defined(X) */
static const struct condition *parse_defined(struct parser *parser)
{
	bool parenthesis = accept(parser, "(");
	const struct c_token *name = peek(parser);

	if (name->kind != C_WORD) {
		parser->failed = true;
		return condition_false(pool_of(parser));
	}
	parser->at++;
	if (parenthesis && !accept(parser, ")"))
		parser->failed = true;
	return c_is_defined(parser->preprocessor, name);
}

/* IS_ENABLED(CONFIG_X) and its like; NULL: the word is none of them. */
static const struct condition *parse_is(struct parser *parser, const struct c_token *word)
{
	struct c_preprocessor *preprocessor = parser->preprocessor;
	struct condition_pool *pool = pool_of(parser);
	const struct condition *result = NULL, *module;
	const char *symbol;

	if (!c_token_is(word, "IS_ENABLED") && !c_token_is(word, "IS_BUILTIN") &&
	    !c_token_is(word, "IS_MODULE") && !c_token_is(word, "IS_REACHABLE"))
		return NULL;
	if (!accept(parser, "(") || !(symbol = symbol_of(peek(parser)))) {
		parser->failed = true;
		return condition_false(pool);
	}
	parser->at++;
	module = condition_equals(pool, symbol, "m");
	if (c_token_is(word, "IS_ENABLED"))
		result = symbol_enabled(preprocessor, symbol);
	else if (c_token_is(word, "IS_BUILTIN"))
		result = condition_symbol(pool, symbol);
	else if (c_token_is(word, "IS_MODULE"))
		result = module;
	else
		result = condition_or(pool, condition_symbol(pool, symbol),
				      condition_and(pool, module,
						    condition_symbol(pool, "MODULE")));
	free((char *)symbol);
	if (!accept(parser, ")"))
		parser->failed = true;
	return result;
}

/* X(...): what a macro with arguments says isn't known. */
static void skip_arguments(struct parser *parser)
{
	unsigned int depth = 0;

	do {
		if (c_token_is_character(peek(parser), '('))
			depth++;
		else if (c_token_is_character(peek(parser), ')'))
			depth--;
		else if (peek(parser)->kind == C_END)
			return;
		parser->at++;
	} while (depth);
}

static struct value parse_word(struct parser *parser)
{
	const struct c_token *word = peek(parser);
	struct value value = { 0 };
	size_t from = parser->at++;

	if (c_token_is(word, "defined")) {
		value.is = parse_defined(parser);
	} else if ((value.is = parse_is(parser, word))) {
		;
	} else if ((value.symbol = symbol_of(word))) {
		value.is = symbol_defined(parser->preprocessor, value.symbol);
	} else {
		if (c_token_is_character(peek(parser), '('))
			skip_arguments(parser);
		value.is = unknown(parser, from);
	}
	return value;
}

static bool is_zero(const struct c_token *number)
{
	for (size_t i = 0; i < number->length; i++)
		if (number->text[i] != '0' && number->text[i] != 'x' &&
		    number->text[i] != 'L' && number->text[i] != 'U')
			return false;
	return true;
}

static struct value parse_unary(struct parser *parser)
{
	struct condition_pool *pool = pool_of(parser);
	struct value value = { .is = condition_false(pool) };
	const struct c_token *token = peek(parser);

	if (++parser->depth > MAX_DEPTH) {
		parser->failed = true;
	} else if (accept(parser, "!")) {
		value = parse_unary(parser);
		value.is = condition_not(pool, value.is);
		free((char *)value.symbol);
		value.symbol = NULL;
		value.number = NULL;
	} else if (accept(parser, "(")) {
		value = parse_expression(parser, 0);
		if (!accept(parser, ")"))
			parser->failed = true;
	} else if (token->kind == C_NUMBER) {
		parser->at++;
		value.number = token;
		value.is = is_zero(token) ? condition_false(pool) : condition_true(pool);
	} else if (token->kind == C_WORD) {
		value = parse_word(parser);
	} else if (accept(parser, "-") || accept(parser, "+") || accept(parser, "~")) {
		size_t from = parser->at - 1;

		value = parse_unary(parser);
		free((char *)value.symbol);
		value = (struct value){ .is = unknown(parser, from) };
	} else {
		parser->failed = true;
	}
	parser->depth--;
	return value;
}

/* Two numbers: only CONFIG_X == 4 says something about a symbol. */
static struct value compare(struct parser *parser, size_t from, bool equal, bool unequal,
			    struct value left, struct value right)
{
	struct condition_pool *pool = pool_of(parser);
	struct value result = { 0 };
	const char *symbol = left.symbol ? left.symbol : right.symbol;
	const struct c_token *number = left.symbol ? right.number : left.number;

	if ((equal || unequal) && symbol && number &&
	    kconfig_type(parser->preprocessor->types, symbol) == KCONFIG_VALUE) {
		char *text = memory_strndup(number->text, number->length);

		result.is = condition_equals(pool, symbol, text);
		if (unequal)
			result.is = condition_not(pool, result.is);
		free(text);
	} else {
		result.is = unknown(parser, from);
	}
	free((char *)left.symbol);
	free((char *)right.symbol);
	return result;
}

/* All that binds more than && does. */
static struct value parse_comparison(struct parser *parser)
{
	static const char *const operators[] = {
		"==", "!=", "<=", ">=", "<<", ">>", "<", ">", "+", "-", "*", "/", "%",
		"&", "|", "^",
	};
	size_t from = parser->at;
	struct value left = parse_unary(parser);

	for (size_t i = 0; !parser->failed && i < sizeof(operators) / sizeof(operators[0]); i++) {
		const struct c_token *token = peek(parser);

		/* not the first half of && or || */
		if (!operators[i][1] && (*operators[i] == '&' || *operators[i] == '|') &&
		    c_token_is_character(token, *operators[i]) &&
		    c_token_is_character(token + 1, *operators[i]))
			continue;
		if (!accept(parser, operators[i]))
			continue;
		left = compare(parser, from, i == 0, i == 1, left, parse_unary(parser));
		i = (size_t)-1;
	}
	return left;
}

/* Level 0: "||" and "?:", 1: "&&". */
static struct value parse_expression(struct parser *parser, unsigned int level)
{
	size_t from = parser->at;
	struct value left = level ? parse_comparison(parser) : parse_expression(parser, 1);

	while (!parser->failed && accept(parser, level ? "&&" : "||")) {
		struct value right = level ? parse_comparison(parser) :
					     parse_expression(parser, 1);

		left.is = level ? condition_and(pool_of(parser), left.is, right.is) :
				  condition_or(pool_of(parser), left.is, right.is);
		left.number = NULL;
		free((char *)left.symbol);
		free((char *)right.symbol);
		left.symbol = NULL;
	}
	if (!level && accept(parser, "?")) {
		while (peek(parser)->kind != C_END &&
		       !c_token_is_character(peek(parser), ')'))
			parser->at++;
		free((char *)left.symbol);
		left = (struct value){ .is = unknown(parser, from) };
	}
	return left;
}

const struct condition *c_if_condition(struct c_preprocessor *preprocessor,
				       const char *text, size_t length)
{
	struct parser parser = { .preprocessor = preprocessor };
	const struct condition *result;
	struct c_lexer lexer;
	struct value value;

	c_lexer_init(&lexer, text, length, 1);
	lexer.line_start = false;
	do {
		*array_add(&parser.tokens) = c_lexer_next(&lexer);
	} while (parser.tokens.items[parser.tokens.count - 1].kind != C_END);
	/* two characters may be looked at past the end */
	array_add(&parser.tokens)->text = "";
	value = parse_expression(&parser, 0);
	free((char *)value.symbol);
	result = value.is;
	if (parser.failed || peek(&parser)->kind != C_END) {
		parser.at = parser.tokens.count - 2;
		result = unknown(&parser, 0);
	}
	array_free(&parser.tokens);
	return result;
}
