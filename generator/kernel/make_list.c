// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * make's functions on words and lists. Lists have no order to speak of here: a
 * word is there under a condition.
 */
#include "generator/kernel/make_function.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

/* ---- of each word by itself */

static void add_joined(struct make_call *call, const struct condition *when,
		       const char *a, const char *b)
{
	char *text = memory_printf("%s%s", a, b);

	make_split(call->make, when, text, call->words);
	free(text);
}

/* The stem of a word that matches a pattern with at most one %; or false. */
static bool match(const char *pattern, const char *word, const char **stem,
		  size_t *stem_length)
{
	const char *percent = strchr(pattern, '%');
	size_t length = strlen(word), before, after;

	if (!percent)
		return !strcmp(pattern, word);
	before = (size_t)(percent - pattern);
	after = strlen(percent + 1);
	if (length < before + after || strncmp(pattern, word, before) ||
	    strcmp(percent + 1, word + length - after))
		return false;
	*stem = word + before;
	*stem_length = length - before - after;
	return true;
}

static void substitute_word(struct make_call *call, const struct condition *when,
			    const char *pattern, const char *to, const char *word)
{
	const char *percent = strchr(to, '%'), *stem = NULL;
	size_t length = 0;
	char *text;

	if (!match(pattern, word, &stem, &length)) {
		make_add_word(call->words, when, word);
		return;
	}
	if (!percent || !stem) {
		make_split(call->make, when, to, call->words);
		return;
	}
	text = memory_printf("%.*s%.*s%s", (int)(percent - to), to, (int)length, stem,
			     percent + 1);
	make_split(call->make, when, text, call->words);
	free(text);
}

static void function_patsubst(struct make_call *call)
{
	make_words patterns = make_argument_texts(call, 0), tos = make_argument_texts(call, 1);
	make_words list = make_argument_words(call, 2);

	for (size_t p = 0; p < patterns.count; p++)
		for (size_t t = 0; t < tos.count; t++) {
			const struct condition *when =
				make_both(call, patterns.items[p].when, tos.items[t].when);
			const char *pattern = make_trimmed(call, patterns.items[p].text);
			const char *to = make_trimmed(call, tos.items[t].text);

			for (size_t i = 0; i < list.count; i++)
				substitute_word(call, make_both(call, when, list.items[i].when),
						pattern, to, list.items[i].text);
		}
	array_free(&patterns);
	array_free(&tos);
	array_free(&list);
}

static char *replace_all(const char *text, const char *from, const char *to)
{
	struct buffer result = BUFFER_INIT;
	const char *found;

	while (*from && (found = strstr(text, from))) {
		buffer_add(&result, text, (size_t)(found - text));
		buffer_add_string(&result, to);
		text = found + strlen(from);
	}
	buffer_add_string(&result, text);
	return buffer_take(&result);
}

/* Of a list: word by word where blanks play no part, else of it all. */
static void function_subst(struct make_call *call)
{
	make_words froms = make_argument_texts(call, 0), tos = make_argument_texts(call, 1);
	make_words list = { 0 };
	bool blanks = false;

	for (size_t f = 0; f < froms.count; f++)
		blanks |= strpbrk(froms.items[f].text, " \t") != NULL;
	list = blanks ? make_argument_texts(call, 2) : make_argument_words(call, 2);
	for (size_t f = 0; f < froms.count; f++)
		for (size_t t = 0; t < tos.count; t++)
			for (size_t i = 0; i < list.count; i++) {
				const struct condition *when =
					make_both(call, froms.items[f].when,
					     make_both(call, tos.items[t].when, list.items[i].when));
				char *text = replace_all(list.items[i].text,
							 froms.items[f].text,
							 tos.items[t].text);

				make_split(call->make, when, text, call->words);
				free(text);
			}
	array_free(&froms);
	array_free(&tos);
	array_free(&list);
}

/* Adds what an affix makes of each word of the second argument. */
static void affix(struct make_call *call, bool prefix)
{
	make_words affixes = make_argument_texts(call, 0), list = make_argument_words(call, 1);

	for (size_t a = 0; a < affixes.count; a++)
		for (size_t i = 0; i < list.count; i++) {
			const struct condition *when = make_both(call, affixes.items[a].when,
							    list.items[i].when);
			const char *affix = make_trimmed(call, affixes.items[a].text);
			const char *word = list.items[i].text;

			if (prefix)
				add_joined(call, when, affix, word);
			else
				add_joined(call, when, word, affix);
		}
	array_free(&affixes);
	array_free(&list);
}

static void function_addprefix(struct make_call *call)
{
	affix(call, true);
}

static void function_addsuffix(struct make_call *call)
{
	affix(call, false);
}

/* Where the parts of a file's name are. */
static void each_name(struct make_call *call, const char *(*part)(const char *, size_t *))
{
	make_words list = make_argument_words(call, 0);

	for (size_t i = 0; i < list.count; i++) {
		size_t length;
		const char *at = part(list.items[i].text, &length);

		if (length)
			make_add_word(call->words, list.items[i].when,
				      make_string(call->make, at, length));
	}
	array_free(&list);
}

static const char *part_dir(const char *name, size_t *length)
{
	const char *slash = strrchr(name, '/');

	*length = slash ? (size_t)(slash - name) + 1 : 2;
	return slash ? name : "./";
}

static const char *part_notdir(const char *name, size_t *length)
{
	const char *slash = strrchr(name, '/');

	name = slash ? slash + 1 : name;
	*length = strlen(name);
	return name;
}

static const char *part_suffix(const char *name, size_t *length)
{
	const char *slash = strrchr(name, '/');
	const char *dot = strrchr(slash ? slash : name, '.');

	*length = dot ? strlen(dot) : 0;
	return dot;
}

static const char *part_basename(const char *name, size_t *length)
{
	size_t suffix;

	part_suffix(name, &suffix);
	*length = strlen(name) - suffix;
	return name;
}

static const char *part_whole(const char *name, size_t *length)
{
	*length = strlen(name);
	return name;
}

static void function_dir(struct make_call *call)
{
	each_name(call, part_dir);
}

static void function_notdir(struct make_call *call)
{
	each_name(call, part_notdir);
}

static void function_suffix(struct make_call *call)
{
	each_name(call, part_suffix);
}

static void function_basename(struct make_call *call)
{
	each_name(call, part_basename);
}

/* Lists have no order to speak of, nor blanks that matter; paths are as they are. */
static void function_same(struct make_call *call)
{
	each_name(call, part_whole);
}

/* ---- which words stay */

/* A word stays if any pattern matches it (or none does). */
static void keep(struct make_call *call, bool matching)
{
	make_words patterns = make_argument_words(call, 0), list = make_argument_words(call, 1);
	struct condition_pool *pool = call->make->pool;

	for (size_t i = 0; i < list.count; i++) {
		const struct condition *when = condition_false(pool);
		const char *word = list.items[i].text, *stem;
		size_t length;

		for (size_t p = 0; p < patterns.count; p++)
			if (match(patterns.items[p].text, word, &stem, &length))
				when = condition_or(pool, when, patterns.items[p].when);
		if (make_is_unknown(word))
			when = condition_unknown(pool, "$(filter)");
		if (!matching)
			when = condition_not(pool, when);
		make_add_word(call->words, make_both(call, when, list.items[i].when), word);
	}
	array_free(&patterns);
	array_free(&list);
}

static void function_filter(struct make_call *call)
{
	keep(call, true);
}

static void function_filter_out(struct make_call *call)
{
	keep(call, false);
}

/* For each thing that the whole list can be: @pick adds what it makes of it. */
static void each_list(struct make_call *call, unsigned int argument,
		      void (*pick)(struct make_call *call, const struct condition *when,
				   const make_words *list))
{
	make_words words = make_argument_words(call, argument), texts = { 0 };

	make_words_to_texts(call->make, &words, &texts);
	for (size_t i = 0; i < texts.count; i++) {
		make_words list = { 0 };

		if (make_is_unknown(texts.items[i].text))
			make_add_unknown(call->make, call->words);
		else
			make_split(call->make, texts.items[i].when,
				   texts.items[i].text, &list);
		pick(call, texts.items[i].when, &list);
		array_free(&list);
	}
	array_free(&words);
	array_free(&texts);
}

static void pick_count(struct make_call *call, const struct condition *when,
		       const make_words *list)
{
	char *text = memory_printf("%zu", list->count);

	make_split(call->make, when, text, call->words);
	free(text);
}

static void pick_first(struct make_call *call, const struct condition *when,
		       const make_words *list)
{
	if (list->count)
		make_add_word(call->words, when, list->items[0].text);
}

static void pick_last(struct make_call *call, const struct condition *when,
		      const make_words *list)
{
	if (list->count)
		make_add_word(call->words, when, list->items[list->count - 1].text);
}

/* $(word N,...) and $(wordlist FROM,TO,...); the numbers are constants. */
static size_t number(struct make_call *call, unsigned int i)
{
	make_words texts = make_argument_texts(call, i);
	size_t result = 0;

	if (texts.count == 1)
		result = strtoul(texts.items[0].text, NULL, 10);
	array_free(&texts);
	return result;
}

static void pick_word(struct make_call *call, const struct condition *when,
		      const make_words *list)
{
	size_t n = number(call, 0);

	if (n && n <= list->count)
		make_add_word(call->words, when, list->items[n - 1].text);
}

static void pick_words(struct make_call *call, const struct condition *when,
		       const make_words *list)
{
	size_t from = number(call, 0), to = number(call, 1);

	for (size_t n = from ? from : 1; n <= to && n <= list->count; n++)
		make_add_word(call->words, when, list->items[n - 1].text);
}

static void function_words(struct make_call *call)
{
	each_list(call, 0, pick_count);
}

static void function_firstword(struct make_call *call)
{
	each_list(call, 0, pick_first);
}

static void function_lastword(struct make_call *call)
{
	each_list(call, 0, pick_last);
}

static void function_word(struct make_call *call)
{
	each_list(call, 1, pick_word);
}

static void function_wordlist(struct make_call *call)
{
	each_list(call, 2, pick_words);
}

static void function_findstring(struct make_call *call)
{
	make_words finds = make_argument_texts(call, 0), texts = make_argument_texts(call, 1);

	for (size_t f = 0; f < finds.count; f++)
		for (size_t t = 0; t < texts.count; t++)
			if (make_is_unknown(texts.items[t].text))
				make_add_unknown(call->make, call->words);
			else if (strstr(texts.items[t].text, finds.items[f].text))
				make_split(call->make,
					   make_both(call, finds.items[f].when, texts.items[t].when),
					   finds.items[f].text, call->words);
	array_free(&finds);
	array_free(&texts);
}

const struct make_function make_list_functions[] = {
	{ "abspath", 1, function_same },
	{ "addprefix", 2, function_addprefix },
	{ "addsuffix", 2, function_addsuffix },
	{ "basename", 1, function_basename },
	{ "dir", 1, function_dir },
	{ "filter", 2, function_filter },
	{ "filter-out", 2, function_filter_out },
	{ "findstring", 2, function_findstring },
	{ "firstword", 1, function_firstword },
	{ "lastword", 1, function_lastword },
	{ "notdir", 1, function_notdir },
	{ "patsubst", 3, function_patsubst },
	{ "realpath", 1, function_same },
	{ "sort", 1, function_same },
	{ "strip", 1, function_same },
	{ "subst", 3, function_subst },
	{ "suffix", 1, function_suffix },
	{ "word", 2, function_word },
	{ "wordlist", 3, function_wordlist },
	{ "words", 1, function_words },
};

const size_t make_nr_list_functions =
	sizeof(make_list_functions) / sizeof(make_list_functions[0]);
