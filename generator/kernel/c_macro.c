// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Macros: what is defined, and which of them matter.
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/c_preprocess.h"

static struct c_macros *macros_at(struct c_preprocessor *preprocessor, const char *name,
				  size_t length)
{
	void **slot = map_put_bytes(&preprocessor->macros, name, length);

	if (!*slot)
		*slot = memory_new(1, sizeof(struct c_macros));
	return *slot;
}

static void free_macro(struct c_macro *macro)
{
	array_free(&macro->body);
	array_free(&macro->parameters);
}

/* What was defined so far holds only where @when does not. */
static void narrow(struct c_preprocessor *preprocessor, struct c_macros *macros,
		   const struct condition *when)
{
	const struct condition *otherwise = condition_not(preprocessor->pool, when);
	size_t kept = 0;

	for (size_t i = 0; i < macros->definitions.count; i++) {
		struct c_macro *macro = &macros->definitions.items[i];

		macro->when = condition_and(preprocessor->pool, macro->when, otherwise);
		if (macro->when->kind == CONDITION_FALSE)
			free_macro(macro);
		else
			macros->definitions.items[kept++] = *macro;
	}
	macros->definitions.count = kept;
}

/* "(a, b, rest...)"; the lexer stands behind the parenthesis. */
static void read_parameters(struct c_lexer *lexer, struct c_macro *macro)
{
	struct c_token token;

	macro->function_like = true;
	while ((token = c_lexer_next(lexer)).kind != C_END) {
		if (c_token_is_character(&token, ')'))
			break;
		if (token.kind == C_WORD)
			*array_add(&macro->parameters) = token;
		if (c_token_is_character(&token, '.') && !macro->variadic) {
			const char *end = token.text;

			macro->variadic = true;
			/* "rest..." names it, "..." alone is __VA_ARGS__ */
			if (macro->parameters.count) {
				const struct c_token *last =
					&macro->parameters.items[macro->parameters.count - 1];

				if (last->text + last->length == end)
					continue;
			}
			*array_add(&macro->parameters) = (struct c_token){
				.kind = C_WORD, .text = "__VA_ARGS__", .length = 11,
			};
		}
	}
}

bool c_is_parameter(const struct c_macro *macro, const struct c_token *token,
		    size_t *which)
{
	if (token->kind != C_WORD)
		return false;
	for (size_t i = 0; i < macro->parameters.count; i++) {
		const struct c_token *parameter = &macro->parameters.items[i];

		if (parameter->length == token->length &&
		    !memcmp(parameter->text, token->text, token->length)) {
			*which = i;
			return true;
		}
	}
	return false;
}

static const struct c_macros *find_macros(const struct c_preprocessor *preprocessor,
					  const struct c_token *word)
{
	char name[128];
	unsigned int look;

	if (word->kind != C_WORD || word->length >= sizeof(name))
		return NULL;
	look = c_look(word);
	if (!(preprocessor->seen[look / 8] & 1u << look % 8))
		return NULL;
	memcpy(name, word->text, word->length);
	name[word->length] = '\0';
	return map_get(&preprocessor->macros, name);
}

static bool any_useful(const struct c_macros *macros)
{
	for (size_t i = 0; i < macros->definitions.count; i++)
		if (macros->definitions.items[i].useful)
			return true;
	return false;
}

/*
 * What leads to a compatible: a mark, another such macro, or nothing but
 * strings, which a compatible can be.
 */
static bool is_useful(const struct c_preprocessor *preprocessor,
		      const struct c_macro *macro)
{
	bool strings_only = macro->body.count > 0, string = false;

	for (size_t i = 0; i < macro->body.count; i++) {
		const struct c_token *token = &macro->body.items[i];
		const struct c_macros *macros = find_macros(preprocessor, token);
		size_t which;

		if (token->kind == C_WORD && preprocessor->is_mark(token))
			return true;
		if (macros && any_useful(macros))
			return true;
		if (token->kind == C_STRING)
			string = true;
		else if (!c_is_parameter(macro, token, &which) &&
			 token->kind != C_PUNCTUATION)
			strings_only = false;
	}
	return strings_only && string;
}

void c_define(struct c_preprocessor *preprocessor, const char *text, size_t length,
	      unsigned int line)
{
	struct c_macro macro = { .when = preprocessor->active };
	struct c_macros *macros;
	struct c_token name, token;
	struct c_lexer lexer;

	c_lexer_init(&lexer, text, length, line);
	lexer.line_start = false;
	name = c_lexer_next(&lexer);
	if (name.kind != C_WORD)
		return;
	if (lexer.at < lexer.end && *lexer.at == '(') {
		lexer.at++;
		read_parameters(&lexer, &macro);
	}
	while ((token = c_lexer_next(&lexer)).kind != C_END)
		*array_add(&macro.body) = token;
	macro.useful = is_useful(preprocessor, &macro);
	preprocessor->seen[c_look(&name) / 8] |= 1u << c_look(&name) % 8;
	macros = macros_at(preprocessor, name.text, name.length);
	narrow(preprocessor, macros, macro.when);
	*array_add(&macros->definitions) = macro;
}

void c_undefine(struct c_preprocessor *preprocessor, const struct c_token *name)
{
	struct c_macros *macros = (struct c_macros *)find_macros(preprocessor, name);

	if (macros)
		narrow(preprocessor, macros, preprocessor->active);
}

const struct c_macros *c_macros_of(const struct c_preprocessor *preprocessor,
				   const struct c_token *word)
{
	const struct c_macros *macros = find_macros(preprocessor, word);

	if (!macros || !macros->definitions.count || preprocessor->is_mark(word))
		return NULL;
	return preprocessor->in_table || any_useful(macros) ? macros : NULL;
}
