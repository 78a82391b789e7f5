// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Variables: what was assigned to them, under which conditions.
 */
#include "generator/kernel/make.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* Variables that read each other in a circle are empty from there on. */
#define MAX_DEPTH 40

void make_init(struct make *make, struct condition_pool *pool, const char *tree,
	       const struct kconfig_types *types)
{
	*make = (struct make){ .pool = pool, .tree = tree, .types = types,
			       .active = condition_true(pool) };
}

void make_free(struct make *make)
{
	for (size_t i = 0; i < make->strings.count; i++)
		free(make->strings.entries[i].value);
	map_free(&make->strings);
}

const char *make_string(struct make *make, const char *text, size_t length)
{
	void **value = map_put_bytes(&make->strings, text, length);

	if (!*value)
		*value = memory_strndup(text, length);
	return *value;
}

struct make_scope *make_scope_new(const struct make_scope *environment,
				  const struct make_scope *prelude)
{
	struct make_scope *scope = memory_new(1, sizeof(*scope));

	scope->environment = environment;
	scope->prelude = prelude;
	return scope;
}

void make_scope_free(struct make_scope *scope)
{
	for (size_t i = 0; scope && i < scope->variables.count; i++) {
		struct make_variable *variable = scope->variables.entries[i].value;

		/* a name that was bound for a while has none */
		if (!variable)
			continue;
		for (size_t k = 0; k < variable->chunks.count; k++)
			array_free(&variable->chunks.items[k].words);
		array_free(&variable->chunks);
		free(variable);
	}
	if (scope)
		map_free(&scope->variables);
	free(scope);
}

void make_add_word(make_words *words, const struct condition *when, const char *text)
{
	if (when->kind != CONDITION_FALSE)
		*array_add(words) = (struct make_word){ when, text };
}

static struct make_variable *variable_of(struct make *make, const char *name)
{
	void **slot = map_put(&make->scope->variables, name);
	struct make_variable *variable = *slot;

	if (!variable) {
		variable = memory_new(1, sizeof(*variable));
		variable->defined = condition_false(make->pool);
		*slot = variable;
	}
	return variable;
}

/* Where a variable is found that the scope itself does not have. */
static const struct make_variable *inherited(const struct make_scope *scope,
					     const char *name)
{
	const struct make_variable *variable = NULL;

	if (scope->environment)
		variable = map_get(&scope->environment->variables, name);
	if (variable && variable->exported)
		return variable;
	return scope->prelude ? map_get(&scope->prelude->variables, name) : NULL;
}

/* A symbol of Kconfig as include/config/auto.conf would have it. */
static void symbol_words(struct make *make, const char *symbol, make_words *words)
{
	enum kconfig_type type = kconfig_type(make->types, symbol);

	if (type == KCONFIG_VALUE) {
		char *text = memory_printf("%c%s%c", MAKE_SYMBOL, symbol, MAKE_SYMBOL);

		make_add_word(words, condition_true(make->pool),
			      make_string(make, text, strlen(text)));
		free(text);
		return;
	}
	make_add_word(words, condition_equals(make->pool, symbol, "y"), "y");
	if (type != KCONFIG_BOOL)
		make_add_word(words, condition_equals(make->pool, symbol, "m"), "m");
}

/* Add @from to @to, each word under a further condition. */
static void add_words_when(struct make *make, const struct condition *when,
			   const make_words *from, make_words *to)
{
	for (size_t i = 0; i < from->count; i++)
		make_add_word(to, condition_and(make->pool, when, from->items[i].when),
			      from->items[i].text);
}

static void chunk_words(struct make *make, const struct make_chunk *chunk,
			make_words *words)
{
	make_words expanded = { 0 };

	if (!chunk->text) {
		add_words_when(make, chunk->when, &chunk->words, words);
		return;
	}
	make_expand_words(make, chunk->text, strlen(chunk->text), &expanded);
	add_words_when(make, chunk->when, &expanded, words);
	array_free(&expanded);
}

static void own_words(struct make *make, const struct make_variable *variable,
		      make_words *words)
{
	/* by index: what is expanded may assign, and move the chunks */
	for (size_t i = 0; i < variable->chunks.count; i++) {
		struct make_chunk chunk = variable->chunks.items[i];

		chunk_words(make, &chunk, words);
	}
}

void make_variable_words(struct make *make, const char *name, make_words *words)
{
	const struct make_variable *variable = map_get(&make->scope->variables, name);
	const struct make_variable *other;
	const struct condition *otherwise = condition_true(make->pool);
	make_words more = { 0 };

	if (++make->depth > MAX_DEPTH)
		goto out;
	if (variable) {
		own_words(make, variable, words);
		otherwise = condition_not(make->pool, variable->defined);
		if (otherwise->kind == CONDITION_FALSE)
			goto out;
	}
	other = inherited(make->scope, name);
	if (other)
		own_words(make, other, &more);
	else if (!strncmp(name, "CONFIG_", 7))
		symbol_words(make, name + 7, &more);
	add_words_when(make, otherwise, &more, words);
	array_free(&more);
out:
	make->depth--;
}

static const struct condition *chunk_not_empty(struct make *make,
					       const struct make_chunk *chunk)
{
	const struct condition *when;

	if (chunk->text)
		return *chunk->text ? chunk->when : condition_false(make->pool);
	if (chunk->exact)
		return *chunk->exact ? chunk->when : condition_false(make->pool);
	when = make_not_empty(make, &chunk->words);
	return condition_and(make->pool, chunk->when, when);
}

static const struct condition *own_defined(struct make *make,
					   const struct make_variable *variable)
{
	const struct condition *result = condition_false(make->pool);

	for (size_t i = 0; i < variable->chunks.count; i++)
		result = condition_or(make->pool, result,
				      chunk_not_empty(make, &variable->chunks.items[i]));
	return result;
}

static const struct condition *symbol_defined(struct make *make, const char *symbol)
{
	switch (kconfig_type(make->types, symbol)) {
	case KCONFIG_VALUE:
		/* it is where it is visible, whatever its value */
		return condition_unknown(make->pool, symbol);
	case KCONFIG_BOOL:
		return condition_symbol(make->pool, symbol);
	case KCONFIG_UNDEFINED:
	case KCONFIG_TRISTATE:
		break;
	}
	return condition_enabled(make->pool, symbol);
}

const struct condition *make_variable_defined(struct make *make, const char *name)
{
	const struct make_variable *variable = map_get(&make->scope->variables, name);
	const struct make_variable *other = inherited(make->scope, name);
	const struct condition *result = condition_false(make->pool);
	const struct condition *otherwise = condition_true(make->pool);
	const struct condition *more = NULL;

	if (variable) {
		result = own_defined(make, variable);
		otherwise = condition_not(make->pool, variable->defined);
	}
	if (other)
		more = own_defined(make, other);
	else if (!strncmp(name, "CONFIG_", 7))
		more = symbol_defined(make, name + 7);
	if (more)
		result = condition_or(make->pool, result,
				      condition_and(make->pool, otherwise, more));
	return result;
}

/* What was assigned so far holds only where the new assignment doesn't. */
static void clear(struct make *make, struct make_variable *variable,
		  const struct condition *when)
{
	const struct condition *otherwise = condition_not(make->pool, when);
	size_t kept = 0;

	for (size_t i = 0; i < variable->chunks.count; i++) {
		struct make_chunk *chunk = &variable->chunks.items[i];

		chunk->when = condition_and(make->pool, chunk->when, otherwise);
		if (chunk->when->kind == CONDITION_FALSE)
			array_free(&chunk->words);
		else
			variable->chunks.items[kept++] = *chunk;
	}
	variable->chunks.count = kept;
}

static void add_chunk(struct make *make, struct make_variable *variable,
		      const struct condition *when, const struct make_chunk *chunk)
{
	struct make_chunk *added = array_add(&variable->chunks);

	*added = *chunk;
	added->when = when;
	variable->defined = condition_or(make->pool, variable->defined, when);
}

/* The value of := and of what is added to it: expanded now. */
static void expand_chunk(struct make *make, const char *text, struct make_chunk *chunk)
{
	make_words texts = { 0 };
	size_t length = strlen(text);

	make_expand_words(make, text, length, &chunk->words);
	/* a text that is blank, or a word or two: its blanks may matter */
	if (length < 64 && chunk->words.count < 3) {
		make_expand_texts(make, text, length, &texts);
		if (texts.count == 1)
			chunk->exact = texts.items[0].text;
		array_free(&texts);
	}
}

/* A list that was inherited is copied before anything is added to it. */
static void inherit(struct make *make, struct make_variable *variable,
		    const char *name)
{
	const struct make_variable *other = inherited(make->scope, name);
	struct make_chunk chunk = { 0 };

	if (!other || variable->chunks.count)
		return;
	own_words(make, other, &chunk.words);
	variable->simple = true;
	add_chunk(make, variable, condition_true(make->pool), &chunk);
}

void make_assign(struct make *make, const char *name,
		 enum make_assignment assignment, const char *text)
{
	struct make_variable *variable = variable_of(make, name);
	const struct condition *when = make->active;
	struct make_chunk chunk = { 0 };

	if (variable->fixed)
		return;
	if (assignment == MAKE_ADD)
		inherit(make, variable, name);
	if (assignment == MAKE_SET_SIMPLE ||
	    (assignment == MAKE_ADD && variable->simple))
		expand_chunk(make, text, &chunk);
	else
		chunk.text = make_string(make, text, strlen(text));
	if (assignment == MAKE_SET_IF_UNDEFINED) {
		const struct condition *defined = variable->defined;
		const struct make_variable *other = inherited(make->scope, name);

		if (other)
			defined = condition_or(make->pool, defined, other->defined);
		when = condition_and(make->pool, when,
				     condition_not(make->pool, defined));
	}
	if (assignment != MAKE_ADD) {
		clear(make, variable, when);
		variable->simple = assignment == MAKE_SET_SIMPLE;
	}
	if (when->kind == CONDITION_FALSE)
		array_free(&chunk.words);
	else
		add_chunk(make, variable, when, &chunk);
}

void make_assign_words(struct make *make, const char *name, const make_words *words)
{
	struct make_variable *variable = variable_of(make, name);
	struct make_chunk chunk = { 0 };

	clear(make, variable, make->active);
	variable->simple = true;
	add_words_when(make, condition_true(make->pool), words, &chunk.words);
	add_chunk(make, variable, make->active, &chunk);
}

void make_export(struct make *make, const char *name)
{
	variable_of(make, name)->exported = true;
}
