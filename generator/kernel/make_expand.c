// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Texts with $(references) in them, as words and as alternatives.
 */
#include "generator/kernel/make.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* A text that has more alternatives than this is unknown. */
#define MAX_ALTERNATIVES 128
#define MAX_DEPTH 120

bool make_is_unknown(const char *text)
{
	return strchr(text, MAKE_UNKNOWN) || strchr(text, MAKE_SYMBOL);
}

void make_add_unknown(struct make *make, make_words *words)
{
	static const char unknown[] = { MAKE_UNKNOWN, '\0' };

	make->nr_unknown++;
	make_add_word(words, condition_true(make->pool), unknown);
}

void make_split(struct make *make, const struct condition *when, const char *text,
		make_words *words)
{
	while (*text) {
		size_t length = strcspn(text, " \t\n");

		if (length)
			make_add_word(words, when, make_string(make, text, length));
		text += length;
		text += strspn(text, " \t\n");
	}
}

const struct condition *make_not_empty(struct make *make, const make_words *words)
{
	ARRAY(const struct condition *) any = { 0 };
	const struct condition *result;

	for (size_t i = 0; i < words->count; i++)
		*array_add(&any) = words->items[i].when;
	result = condition_any(make->pool, any.items, any.count);
	array_free(&any);
	return result;
}

static const char *join(struct make *make, const char *a, const char *between,
			const char *b)
{
	struct buffer text = BUFFER_INIT;
	const char *result;

	buffer_add_string(&text, a);
	buffer_add_string(&text, between);
	buffer_add_string(&text, b);
	result = make_string(make, text.data, text.length);
	buffer_free(&text);
	return result;
}

static void become_unknown(struct make *make, make_words *texts)
{
	texts->count = 0;
	make_add_unknown(make, texts);
}

/* Alternatives that are the same text are one. */
static void merge(struct make *make, make_words *texts)
{
	size_t kept = 0;

	for (size_t i = 0; i < texts->count; i++) {
		size_t k = 0;

		while (k < kept && texts->items[k].text != texts->items[i].text)
			k++;
		if (k < kept)
			texts->items[k].when = condition_or(make->pool, texts->items[k].when,
							    texts->items[i].when);
		else
			texts->items[kept++] = texts->items[i];
	}
	texts->count = kept;
}

/* Every text of @texts followed by every one of @more. */
static void multiply(struct make *make, make_words *texts, const char *between,
		     const make_words *more)
{
	make_words product = { 0 };

	for (size_t i = 0; i < texts->count; i++)
		for (size_t k = 0; k < more->count; k++) {
			const struct make_word *a = &texts->items[i], *b = &more->items[k];

			make_add_word(&product,
				      condition_and(make->pool, a->when, b->when),
				      join(make, a->text,
					   *a->text && *b->text ? between : "", b->text));
		}
	array_free(texts);
	*texts = product;
	merge(make, texts);
	if (texts->count > MAX_ALTERNATIVES)
		become_unknown(make, texts);
}

void make_words_to_texts(struct make *make, const make_words *words, make_words *texts)
{
	make_words result = { 0 };

	make_add_word(&result, condition_true(make->pool), "");
	for (size_t i = 0; i < words->count; i++) {
		const struct make_word *word = &words->items[i];
		make_words one = { 0 };

		make_add_word(&one, word->when, word->text);
		make_add_word(&one, condition_not(make->pool, word->when), "");
		multiply(make, &result, " ", &one);
		array_free(&one);
	}
	for (size_t i = 0; i < result.count; i++)
		*array_add(texts) = result.items[i];
	array_free(&result);
}

/* The end of what "$(" or "${" began: at the closing character, or the end. */
static const char *find_close(const char *at, const char *end)
{
	char close = *at == '(' ? ')' : '}', open = *at;
	unsigned int depth = 0;

	for (; at < end; at++) {
		if (*at == open)
			depth++;
		else if (*at == close && !--depth)
			return at;
	}
	return end;
}

/* One reference in a text: what is within, and where the text goes on. */
struct reference {
	const char *inside;
	size_t length;
	const char *after;
};

static struct reference find_reference(const char *dollar, const char *end)
{
	const char *at = dollar + 1, *close;

	if (at == end)
		return (struct reference){ at, 0, end };
	if (*at != '(' && *at != '{')
		return (struct reference){ at, 1, at + 1 };
	close = find_close(at, end);
	return (struct reference){ at + 1, (size_t)(close - at - 1),
				   close < end ? close + 1 : end };
}

/* "name:%.c=%.o" and "name:.c=.o": the position of the colon, or NULL. */
static const char *find_substitution(const char *text, size_t length)
{
	unsigned int depth = 0;
	const char *colon = NULL;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '(' || text[i] == '{')
			depth++;
		else if ((text[i] == ')' || text[i] == '}') && depth)
			depth--;
		else if (!depth && text[i] == ':' && !colon)
			colon = text + i;
		else if (!depth && text[i] == '=' && colon)
			return colon;
	}
	return NULL;
}

/* $(name:a=b) is $(patsubst %a,%b,$(name)). */
static void substitution_words(struct make *make, const char *text, size_t length,
			       const char *colon, make_words *words)
{
	const char *equals = memchr(colon, '=', length - (size_t)(colon - text));
	size_t name = (size_t)(colon - text), from = (size_t)(equals - colon) - 1;
	size_t to = length - name - from - 2;
	bool pattern = memchr(colon, '%', from + 1);
	char *arguments = memory_printf("%s%.*s,%s%.*s,$(%.*s)", pattern ? "" : "%",
					(int)from, colon + 1, pattern ? "" : "%",
					(int)to, equals + 1, (int)name, text);

	make_function(make, "patsubst", arguments, strlen(arguments), words);
	free(arguments);
}

/* Letters up to a blank, as "filter" in $(filter a,b); "" if it is none. */
static void function_name(const struct reference *reference, char name[16])
{
	size_t length = 0;

	while (length < reference->length && length < 15 &&
	       (isalpha((unsigned char)reference->inside[length]) ||
		reference->inside[length] == '-'))
		length++;
	if (length == reference->length || !isspace((unsigned char)reference->inside[length]))
		length = 0;
	memcpy(name, reference->inside, length);
	name[length] = '\0';
}

static void reference_words(struct make *make, const struct reference *reference,
			    make_words *words)
{
	const char *colon = find_substitution(reference->inside, reference->length);
	make_words names = { 0 };
	char name[16];

	function_name(reference, name);
	if (*name) {
		size_t skip = strlen(name);

		skip += strspn(reference->inside + skip, " \t\n");
		if (skip <= reference->length &&
		    make_function(make, name, reference->inside + skip,
				  reference->length - skip, words))
			return;
	}
	if (colon) {
		substitution_words(make, reference->inside, reference->length, colon, words);
		return;
	}
	make_expand_texts(make, reference->inside, reference->length, &names);
	for (size_t i = 0; i < names.count; i++) {
		make_words value = { 0 };

		if (make_is_unknown(names.items[i].text))
			make_add_unknown(make, &value);
		else
			make_variable_words(make, names.items[i].text, &value);
		for (size_t k = 0; k < value.count; k++)
			make_add_word(words, condition_and(make->pool, names.items[i].when,
							   value.items[k].when),
				      value.items[k].text);
		array_free(&value);
	}
	array_free(&names);
}

/* A variable that was given one text: that text, with its blanks; or NULL. */
static const struct make_chunk *only_chunk(const struct make *make, const char *name)
{
	const struct make_scope *scope = make->scope;
	const struct make_variable *variable = map_get(&scope->variables, name);

	if (!variable && scope->prelude)
		variable = map_get(&scope->prelude->variables, name);
	if (!variable || variable->chunks.count != 1 ||
	    variable->chunks.items[0].when->kind != CONDITION_TRUE)
		return NULL;
	return &variable->chunks.items[0];
}

static void reference_texts(struct make *make, const struct reference *reference,
			    make_words *texts)
{
	const char *name = make_string(make, reference->inside, reference->length);
	const struct make_chunk *chunk = only_chunk(make, name);
	make_words words = { 0 };

	if (chunk && chunk->text) {
		make_expand_texts(make, chunk->text, strlen(chunk->text), texts);
	} else if (chunk && chunk->exact) {
		make_add_word(texts, condition_true(make->pool), chunk->exact);
	} else {
		reference_words(make, reference, &words);
		make_words_to_texts(make, &words, texts);
		array_free(&words);
	}
}

static void append_literal(struct make *make, make_words *texts, const char *text,
			   size_t length)
{
	const char *literal = make_string(make, text, length);

	for (size_t i = 0; i < texts->count; i++)
		texts->items[i].text = join(make, texts->items[i].text, "", literal);
}

void make_expand_texts(struct make *make, const char *text, size_t length,
		       make_words *texts)
{
	const char *at = text, *end = text + length;
	make_words result = { 0 };

	make_add_word(&result, condition_true(make->pool), "");
	if (++make->depth > MAX_DEPTH)
		become_unknown(make, &result);
	while (at < end && make->depth <= MAX_DEPTH) {
		const char *dollar = memchr(at, '$', (size_t)(end - at));
		struct reference reference;
		make_words more = { 0 };

		if (!dollar)
			dollar = end;
		if (dollar > at)
			append_literal(make, &result, at, (size_t)(dollar - at));
		if (dollar == end)
			break;
		reference = find_reference(dollar, end);
		at = reference.after;
		if (reference.length == 1 && *reference.inside == '$' &&
		    reference.inside == dollar + 1) {
			append_literal(make, &result, "$", 1);
			continue;
		}
		reference_texts(make, &reference, &more);
		multiply(make, &result, "", &more);
		array_free(&more);
	}
	make->depth--;
	for (size_t i = 0; i < result.count; i++)
		*array_add(texts) = result.items[i];
	array_free(&result);
}

/*
 * The end of the run of characters from @at on that has no blank outside of
 * references; *references counts those in it.
 */
static const char *word_end(const char *at, const char *end, unsigned int *references)
{
	*references = 0;
	while (at < end && !isspace((unsigned char)*at)) {
		if (*at == '$') {
			at = find_reference(at, end).after;
			(*references)++;
		} else {
			at++;
		}
	}
	return at;
}

void make_expand_words(struct make *make, const char *text, size_t length,
		       make_words *words)
{
	const char *at = text, *end = text + length;

	if (++make->depth > MAX_DEPTH) {
		make_add_unknown(make, words);
		at = end;
	}
	while (at < end) {
		unsigned int references;
		const char *stop;

		if (isspace((unsigned char)*at)) {
			at++;
			continue;
		}
		stop = word_end(at, end, &references);
		if (!references) {
			make_add_word(words, condition_true(make->pool),
				      make_string(make, at, (size_t)(stop - at)));
		} else if (references == 1 && *at == '$' &&
			   find_reference(at, end).after == stop && at[1] != '$') {
			/* a list on its own stays a list */
			struct reference reference = find_reference(at, end);

			reference_words(make, &reference, words);
		} else {
			make_words texts = { 0 };

			make_expand_texts(make, at, (size_t)(stop - at), &texts);
			for (size_t i = 0; i < texts.count; i++)
				make_split(make, texts.items[i].when,
					   texts.items[i].text, words);
			array_free(&texts);
		}
		at = stop;
	}
	make->depth--;
}
