// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Macros, expanded.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/c_preprocess.h"

/* Macros within macros; real ones stay below ten. */
#define MAX_DEPTH 20
/* A file that takes more than this is not one that people wrote. */
#define MAX_TOKENS (1u << 22)
#define MAX_EXPANSIONS (1u << 20)

static const char *keep_text(struct c_preprocessor *preprocessor,
			     const struct buffer *text)
{
	void **value = map_put_bytes(&preprocessor->strings, buffer_text(text),
				     text->length);

	if (!*value)
		*value = memory_strndup(buffer_text(text), text->length);
	return *value;
}

/* The names that are being expanded: they stay as they are within. */
struct hidden {
	const struct hidden *outer;
	const struct c_token *name;
};

/* One use of a macro. */
struct use {
	struct c_preprocessor *preprocessor;
	const struct c_macro *macro;
	ARRAY(c_tokens) arguments;
	const struct condition *when;
	unsigned int line;		/* 0: each token's own */
	unsigned int depth;
	struct hidden hidden;
	c_tokens *out;
};

static void expand(struct c_preprocessor *preprocessor, const struct c_token *tokens,
		   size_t count, unsigned int line, unsigned int depth,
		   const struct hidden *hidden, c_tokens *out);

static void add_token(struct use *use, const struct c_token *token)
{
	struct c_preprocessor *preprocessor = use->preprocessor;
	struct c_token *added;

	if (use->out->count >= MAX_TOKENS)
		return;
	added = array_add(use->out);
	*added = *token;
	if (use->line)
		added->line = use->line;
	added->when = token->when ? condition_and(preprocessor->pool, token->when, use->when) :
				    use->when;
}

static void add_text(const struct c_token *token, struct buffer *text)
{
	if (token->kind == C_STRING || token->kind == C_CHARACTER) {
		const char *quote = token->kind == C_STRING ? "\"" : "'";

		buffer_add(text, quote, 1);
		buffer_add(text, token->text, token->length);
		buffer_add(text, quote, 1);
	} else if (token->kind < C_IF) {
		buffer_add(text, token->text, token->length);
	}
}

/* #parameter: the argument as it was written, a blank where there was one. */
static void add_string(struct use *use, const c_tokens *argument)
{
	struct c_token string = { .kind = C_STRING };
	struct buffer text = BUFFER_INIT;

	for (size_t i = 0; i < argument->count; i++) {
		const struct c_token *token = &argument->items[i];

		if (i && token->text != token[-1].text + token[-1].length &&
		    token->kind < C_PUNCTUATION && token[-1].kind < C_PUNCTUATION)
			buffer_add(&text, " ", 1);
		add_text(token, &text);
	}
	string.text = keep_text(use->preprocessor, &text);
	string.length = text.length;
	string.line = use->line;
	buffer_free(&text);
	add_token(use, &string);
}

/* The tokens of a body's token that ## joins: the argument's, or itself. */
static const struct c_token *unexpanded(const struct use *use, const struct c_token *token,
					size_t *count)
{
	size_t which;

	*count = 1;
	if (!c_is_parameter(use->macro, token, &which))
		return token;
	*count = use->arguments.items[which].count;
	return use->arguments.items[which].items;
}

/* Join the last token there is with the first of some more. */
static void paste(struct use *use, size_t first, const struct c_token *more, size_t count)
{
	struct buffer text = BUFFER_INIT;
	struct c_token *left;

	if (!count)
		return;
	if (use->out->count == first) {
		for (size_t i = 0; i < count; i++)
			add_token(use, &more[i]);
		return;
	}
	left = &use->out->items[use->out->count - 1];
	/* ", ## __VA_ARGS__" joins nothing */
	if (left->kind == C_PUNCTUATION || more->kind == C_PUNCTUATION ||
	    left->kind == C_STRING || more->kind == C_STRING) {
		add_token(use, more);
	} else {
		add_text(left, &text);
		add_text(more, &text);
		left->text = keep_text(use->preprocessor, &text);
		left->length = text.length;
	}
	buffer_free(&text);
	for (size_t i = 1; i < count; i++)
		add_token(use, &more[i]);
}

static bool is_operator(const c_tokens *body, size_t i, const char *operator)
{
	return i < body->count && body->items[i].kind == C_PUNCTUATION &&
	       body->items[i].length == strlen(operator) &&
	       !memcmp(body->items[i].text, operator, body->items[i].length);
}

/* The body with the arguments in it, not looked at again yet. */
static void substitute(struct use *use)
{
	const c_tokens *body = &use->macro->body;
	struct c_preprocessor *preprocessor = use->preprocessor;
	size_t start = use->out->count, which;

	for (size_t i = 0; i < body->count; i++) {
		const struct c_token *token = &body->items[i];
		bool joined = is_operator(body, i + 1, "##");

		if (is_operator(body, i, "##") && i + 1 < body->count) {
			const struct c_token *more;
			size_t count;

			more = unexpanded(use, &body->items[++i], &count);
			paste(use, start, more, count);
		} else if (use->macro->function_like && is_operator(body, i, "#") &&
			   i + 1 < body->count &&
			   c_is_parameter(use->macro, &body->items[i + 1], &which)) {
			add_string(use, &use->arguments.items[which]);
			i++;
		} else if (c_is_parameter(use->macro, token, &which)) {
			const c_tokens *argument = &use->arguments.items[which];

			if (joined) {
				for (size_t k = 0; k < argument->count; k++)
					add_token(use, &argument->items[k]);
			} else {
				c_tokens expanded = { 0 };

				expand(preprocessor, argument->items, argument->count,
				       use->line, use->depth + 1, use->hidden.outer,
				       &expanded);
				for (size_t k = 0; k < expanded.count; k++)
					add_token(use, &expanded.items[k]);
				array_free(&expanded);
			}
		} else {
			add_token(use, token);
		}
	}
}

static void expand_use(struct use *use, c_tokens *out)
{
	c_tokens body = { 0 };

	use->out = &body;
	substitute(use);
	expand(use->preprocessor, body.items, body.count, use->line, use->depth + 1,
	       &use->hidden, out);
	array_free(&body);
}

/*
 * Cut "(a, b)" at its commas: how many tokens it takes, or 0 where there is no
 * such thing.
 */
static size_t cut_arguments(const struct c_token *tokens, size_t count,
			    const struct c_macro *macro, struct use *use)
{
	unsigned int depth = 0;
	size_t i = 0;

	if (!count || !c_token_is_character(tokens, '('))
		return 0;
	for (; i < count; i++) {
		const struct c_token *token = &tokens[i];
		bool open = c_token_is_character(token, '(');
		size_t nr = use->arguments.count;

		if (c_token_is_character(token, ')') && !--depth)
			break;
		if (open && !depth++) {
			array_add(&use->arguments);
			continue;
		}
		if (depth == 1 && c_token_is_character(token, ',') &&
		    (!macro->variadic || nr < macro->parameters.count))
			array_add(&use->arguments);
		else
			*array_add(&use->arguments.items[nr - 1]) = *token;
	}
	if (i == count)
		return 0;
	/* an empty list is one argument, which may be none */
	while (use->arguments.count < macro->parameters.count)
		array_add(&use->arguments);
	return i + 1;
}

/* Expand the macro that @tokens begin with: how many of them that took. */
static size_t expand_one(struct c_preprocessor *preprocessor, const struct c_macro *macro,
			 const struct c_token *tokens, size_t count, unsigned int line,
			 unsigned int depth, const struct hidden *hidden,
			 const struct condition *when, c_tokens *out)
{
	struct use use = {
		.preprocessor = preprocessor, .macro = macro, .when = when,
		.line = line ? line : tokens->line, .depth = depth,
		.hidden = { hidden, tokens },
	};
	size_t taken = 1;

	if (macro->function_like) {
		taken = cut_arguments(tokens + 1, count - 1, macro, &use);
		taken += taken > 0;
	}
	if (taken && use.arguments.count >= macro->parameters.count)
		expand_use(&use, out);
	for (size_t i = 0; i < use.arguments.count; i++)
		array_free(&use.arguments.items[i]);
	array_free(&use.arguments);
	return taken;
}

static void add_mark(enum c_kind kind, const struct c_token *at, c_tokens *out)
{
	struct c_token *token = array_add(out);

	*token = *at;
	token->kind = kind;
	token->length = 0;
}

/* All definitions, each under its condition: how many tokens that took. */
static size_t expand_all(struct c_preprocessor *preprocessor,
			 const struct c_macros *macros, const struct c_token *tokens,
			 size_t count, unsigned int line, unsigned int depth,
			 const struct hidden *hidden, c_tokens *out)
{
	bool several = macros->definitions.count > 1, first = true;
	size_t taken = 0;

	for (size_t i = 0; i < macros->definitions.count; i++) {
		const struct c_macro *macro = &macros->definitions.items[i];
		const struct condition *when = macro->when;
		size_t took;

		if (tokens->when)
			when = condition_and(preprocessor->pool, when, tokens->when);
		if (when->kind == CONDITION_FALSE)
			continue;
		if (several)
			add_mark(first ? C_IF : C_ELSE, tokens, out);
		first = false;
		took = expand_one(preprocessor, macro, tokens, count, line, depth, hidden,
				  when, out);
		taken = took > taken ? took : taken;
	}
	if (!first && several)
		add_mark(C_ENDIF, tokens, out);
	return taken;
}

static bool is_hidden(const struct hidden *hidden, const struct c_token *name)
{
	for (; hidden; hidden = hidden->outer)
		if (hidden->name->length == name->length &&
		    !memcmp(hidden->name->text, name->text, name->length))
			return true;
	return false;
}

static void expand(struct c_preprocessor *preprocessor, const struct c_token *tokens,
		   size_t count, unsigned int line, unsigned int depth,
		   const struct hidden *hidden, c_tokens *out)
{
	size_t i = 0;

	while (i < count && out->count < MAX_TOKENS) {
		const struct c_macros *macros = NULL;
		size_t taken = 0;

		if (depth < MAX_DEPTH && preprocessor->nr_expansions < MAX_EXPANSIONS &&
		    !is_hidden(hidden, &tokens[i]))
			macros = c_macros_of(preprocessor, &tokens[i]);
		preprocessor->nr_expansions += macros != NULL;
		if (macros)
			taken = expand_all(preprocessor, macros, &tokens[i], count - i, line,
					   depth, hidden, out);
		if (!taken) {
			struct c_token *token = array_add(out);

			*token = tokens[i++];
			if (line)
				token->line = line;
		}
		i += taken;
	}
}

void c_expand(struct c_preprocessor *preprocessor, const struct c_token *tokens,
	      size_t count, unsigned int line, c_tokens *out)
{
	expand(preprocessor, tokens, count, line, 0, NULL, out);
}
