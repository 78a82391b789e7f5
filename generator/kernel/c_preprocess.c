// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/c_preprocess.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* A macro's arguments that are longer than this are a parenthesis without end. */
#define MAX_ARGUMENT_TOKENS 65536

static void add_mark(struct c_preprocessor *preprocessor, enum c_kind kind,
		     const struct c_token *directive)
{
	if (preprocessor->macros_only)
		return;
	*array_add(&preprocessor->tokens) = (struct c_token){
		.kind = kind, .line = directive->line, .text = directive->text,
		.when = preprocessor->active,
	};
}

static void begin_if(struct c_preprocessor *preprocessor, const struct condition *is,
		     const struct c_token *directive)
{
	struct c_conditional *open = &preprocessor->open[preprocessor->nr_open];

	add_mark(preprocessor, C_IF, directive);
	if (preprocessor->nr_open == C_MAX_CONDITIONALS) {
		preprocessor->nr_too_deep++;
		return;
	}
	preprocessor->nr_open++;
	open->outside = preprocessor->active;
	open->taken = is;
	preprocessor->active = condition_and(preprocessor->pool, open->outside, is);
}

/* #else, or #elif with its condition. */
static void next_branch(struct c_preprocessor *preprocessor, const struct condition *is,
			const struct c_token *directive)
{
	struct condition_pool *pool = preprocessor->pool;
	struct c_conditional *open;

	add_mark(preprocessor, C_ELSE, directive);
	if (!preprocessor->nr_open || preprocessor->nr_too_deep)
		return;
	open = &preprocessor->open[preprocessor->nr_open - 1];
	preprocessor->active =
		condition_and(pool, open->outside,
			      condition_and(pool, is, condition_not(pool, open->taken)));
	open->taken = condition_or(pool, open->taken, is);
}

static void end_if(struct c_preprocessor *preprocessor, const struct c_token *directive)
{
	if (preprocessor->nr_too_deep)
		preprocessor->nr_too_deep--;
	else if (preprocessor->nr_open)
		preprocessor->active =
			preprocessor->open[--preprocessor->nr_open].outside;
	add_mark(preprocessor, C_ENDIF, directive);
}

/* #ifndef X at the start of a header is there to read it once: no condition. */
static const struct condition *not_defined(struct c_preprocessor *preprocessor,
					   const struct c_token *name)
{
	const struct condition *is = c_is_defined(preprocessor, name);

	if (preprocessor->file && preprocessor->nr_directives == 1 &&
	    is->kind == CONDITION_UNKNOWN)
		return condition_true(preprocessor->pool);
	return condition_not(preprocessor->pool, is);
}

static void read_include(struct c_preprocessor *preprocessor, struct c_lexer *lexer,
			 unsigned int line)
{
	const char *at = lexer->at, *end = lexer->end, *stop;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (!preprocessor->include || at == end || (*at != '"' && *at != '<'))
		return;
	stop = memchr(at + 1, *at == '"' ? '"' : '>', (size_t)(end - at) - 1);
	if (stop)
		preprocessor->include(preprocessor, at + 1, (size_t)(stop - at) - 1,
				      *at == '"', line);
}

/* Directives that only count where they are not in a branch that never is. */
static void read_active_directive(struct c_preprocessor *preprocessor,
				  const struct c_token *word, struct c_lexer *lexer,
				  const struct c_token *directive)
{
	struct c_token name;

	if (preprocessor->active->kind == CONDITION_FALSE)
		return;
	if (c_token_is(word, "define")) {
		c_define(preprocessor, lexer->at, (size_t)(lexer->end - lexer->at),
			 directive->line);
	} else if (c_token_is(word, "undef")) {
		name = c_lexer_next(lexer);
		c_undefine(preprocessor, &name);
	} else if (c_token_is(word, "include")) {
		read_include(preprocessor, lexer, directive->line);
	}
}

static void read_directive(struct c_preprocessor *preprocessor,
			   const struct c_token *directive)
{
	struct c_token word, name;
	struct c_lexer lexer;
	const char *rest;
	size_t length;

	c_lexer_init(&lexer, directive->text, directive->length, directive->line);
	lexer.line_start = false;
	word = c_lexer_next(&lexer);
	rest = lexer.at;
	length = (size_t)(lexer.end - lexer.at);
	preprocessor->nr_directives++;
	if (c_token_is(&word, "if")) {
		begin_if(preprocessor, c_if_condition(preprocessor, rest, length), directive);
	} else if (c_token_is(&word, "ifdef")) {
		name = c_lexer_next(&lexer);
		begin_if(preprocessor, c_is_defined(preprocessor, &name), directive);
	} else if (c_token_is(&word, "ifndef")) {
		name = c_lexer_next(&lexer);
		begin_if(preprocessor, not_defined(preprocessor, &name), directive);
	} else if (c_token_is(&word, "elif")) {
		next_branch(preprocessor, c_if_condition(preprocessor, rest, length),
			    directive);
	} else if (c_token_is(&word, "else")) {
		next_branch(preprocessor, condition_true(preprocessor->pool), directive);
	} else if (c_token_is(&word, "endif")) {
		end_if(preprocessor, directive);
	} else {
		read_active_directive(preprocessor, &word, &lexer, directive);
	}
}

/* The next token that isn't a directive; those are seen to. */
static struct c_token next_token(struct c_preprocessor *preprocessor)
{
	struct c_token token;

	while ((token = c_lexer_next(&preprocessor->lexer)).kind == C_DIRECTIVE)
		read_directive(preprocessor, &token);
	token.when = preprocessor->active;
	token.file = preprocessor->file;
	return token;
}

static void add_token(struct c_preprocessor *preprocessor, const struct c_token *token)
{
	if (token->when->kind == CONDITION_FALSE)
		return;
	if (token->kind == C_WORD && preprocessor->is_table(token))
		preprocessor->in_table = true;
	else if (c_token_is_character(token, ';'))
		preprocessor->in_table = false;
	*array_add(&preprocessor->tokens) = *token;
}

static bool any_function_like(const struct c_macros *macros)
{
	for (size_t i = 0; i < macros->definitions.count; i++)
		if (macros->definitions.items[i].function_like)
			return true;
	return false;
}

/* A macro's name and its arguments, up to the parenthesis that closes them. */
static void gather_use(struct c_preprocessor *preprocessor, const struct c_token *name,
		       c_tokens *use)
{
	unsigned int depth = 0;
	struct c_lexer before;

	*array_add(use) = *name;
	before = preprocessor->lexer;
	/* a name without arguments is not a use of it */
	if (!(c_lexer_next(&before).text < before.end) ||
	    before.at[-1] != '(')
		return;
	do {
		struct c_token token = next_token(preprocessor);

		if (token.kind == C_END)
			return;
		if (c_token_is_character(&token, '('))
			depth++;
		else if (c_token_is_character(&token, ')'))
			depth--;
		if (token.when->kind != CONDITION_FALSE)
			*array_add(use) = token;
	} while (depth && use->count < MAX_ARGUMENT_TOKENS);
}

static void read_token(struct c_preprocessor *preprocessor, const struct c_token *token)
{
	const struct c_macros *macros = NULL;
	c_tokens use = { 0 }, expanded = { 0 };

	if (token->kind == C_WORD && token->when->kind != CONDITION_FALSE)
		macros = c_macros_of(preprocessor, token);
	if (!macros) {
		add_token(preprocessor, token);
		return;
	}
	if (any_function_like(macros))
		gather_use(preprocessor, token, &use);
	else
		*array_add(&use) = *token;
	c_expand(preprocessor, use.items, use.count, token->line, &expanded);
	for (size_t i = 0; i < expanded.count; i++) {
		expanded.items[i].file = token->file;
		add_token(preprocessor, &expanded.items[i]);
	}
	array_free(&use);
	array_free(&expanded);
}

static void read_tokens(struct c_preprocessor *preprocessor, const char *text,
			size_t length)
{
	struct c_token token;

	c_lexer_init(&preprocessor->lexer, text, length, 1);
	while ((token = next_token(preprocessor)).kind != C_END)
		if (!preprocessor->macros_only)
			read_token(preprocessor, &token);
}

void c_preprocess(struct c_preprocessor *preprocessor, const char *text, size_t length)
{
	preprocessor->active = condition_true(preprocessor->pool);
	read_tokens(preprocessor, text, length);
}

void c_preprocess_included(struct c_preprocessor *preprocessor, const char *text,
			   size_t length, unsigned int file, bool macros_only)
{
	const struct c_lexer lexer = preprocessor->lexer;
	unsigned int nr_directives = preprocessor->nr_directives;
	unsigned int old_file = preprocessor->file;
	bool old_macros_only = preprocessor->macros_only;
	unsigned int nr_open = preprocessor->nr_open;

	preprocessor->nr_directives = 0;
	preprocessor->file = file;
	preprocessor->macros_only |= macros_only;
	read_tokens(preprocessor, text, length);
	/* an #if that the file left open ends with it */
	while (preprocessor->nr_open > nr_open)
		preprocessor->active = preprocessor->open[--preprocessor->nr_open].outside;
	preprocessor->macros_only = old_macros_only;
	preprocessor->file = old_file;
	preprocessor->nr_directives = nr_directives;
	preprocessor->lexer = lexer;
}

void c_preprocessor_free(struct c_preprocessor *preprocessor)
{
	for (size_t i = 0; i < preprocessor->macros.count; i++) {
		struct c_macros *macros = preprocessor->macros.entries[i].value;

		for (size_t k = 0; macros && k < macros->definitions.count; k++) {
			array_free(&macros->definitions.items[k].body);
			array_free(&macros->definitions.items[k].parameters);
		}
		if (macros)
			array_free(&macros->definitions);
		free(macros);
	}
	map_free(&preprocessor->macros);
	for (size_t i = 0; i < preprocessor->strings.count; i++)
		free(preprocessor->strings.entries[i].value);
	map_free(&preprocessor->strings);
	array_free(&preprocessor->tokens);
}
