// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * make's functions: finding and calling them, and those that decide, bind
 * variables or look at files.
 */
#include "generator/kernel/make_function.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

const struct condition *make_both(struct make_call *call, const struct condition *a,
				    const struct condition *b)
{
	return condition_and(call->make->pool, a, b);
}

make_words make_argument_words(struct make_call *call, unsigned int i)
{
	make_words words = { 0 };

	if (i < call->count)
		make_expand_words(call->make, call->arguments[i].text,
				  call->arguments[i].length, &words);
	return words;
}

make_words make_argument_texts(struct make_call *call, unsigned int i)
{
	make_words texts = { 0 };

	if (i < call->count)
		make_expand_texts(call->make, call->arguments[i].text,
				  call->arguments[i].length, &texts);
	return texts;
}

const char *make_trimmed(struct make_call *call, const char *text)
{
	size_t length;

	text += strspn(text, " \t\n");
	length = strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return make_string(call->make, text, length);
}

/* ---- decisions */

static void add_when(struct make_call *call, const struct condition *when,
		     const make_words *from)
{
	for (size_t i = 0; i < from->count; i++)
		make_add_word(call->words, make_both(call, when, from->items[i].when),
			      from->items[i].text);
}

static void function_if(struct make_call *call)
{
	struct condition_pool *pool = call->make->pool;
	make_words test = make_argument_words(call, 0), words;
	const struct condition *is = make_not_empty(call->make, &test);
	const struct condition *is_not = condition_not(pool, is);

	for (size_t i = 0; i < test.count; i++)
		if (make_is_unknown(test.items[i].text))
			is = is_not = condition_unknown(pool, "$(if)");
	for (unsigned int i = 1; i < 3; i++) {
		words = make_argument_words(call, i);
		add_when(call, i == 1 ? is : is_not, &words);
		array_free(&words);
	}
	array_free(&test);
}

static void function_or(struct make_call *call)
{
	const struct condition *none = condition_true(call->make->pool);

	for (unsigned int i = 0; i < call->count; i++) {
		make_words words = make_argument_words(call, i);
		const struct condition *some = make_not_empty(call->make, &words);

		add_when(call, none, &words);
		none = make_both(call, none, condition_not(call->make->pool, some));
		array_free(&words);
	}
}

static void function_and(struct make_call *call)
{
	const struct condition *all = condition_true(call->make->pool);

	for (unsigned int i = 0; i < call->count; i++) {
		make_words words = make_argument_words(call, i);

		if (i + 1 == call->count)
			add_when(call, all, &words);
		all = make_both(call, all, make_not_empty(call->make, &words));
		array_free(&words);
	}
}

/* ---- with variables of their own */

/* Give a variable words for a while; what it was goes to @saved. */
static void bind(struct make *make, const char *name, const make_words *words,
		 void **saved)
{
	const struct condition *active = make->active;
	void **slot = map_put(&make->scope->variables, name);

	*saved = *slot;
	*slot = NULL;
	make->active = condition_true(make->pool);
	make_assign_words(make, name, words);
	make->active = active;
}

static void unbind(struct make *make, const char *name, void *saved)
{
	void **slot = map_put(&make->scope->variables, name);
	struct make_variable *variable = *slot;

	for (size_t i = 0; i < variable->chunks.count; i++)
		array_free(&variable->chunks.items[i].words);
	array_free(&variable->chunks);
	free(variable);
	*slot = saved;
}

static void function_foreach(struct make_call *call)
{
	make_words names = make_argument_texts(call, 0), list = make_argument_words(call, 1);
	const char *name = names.count ? make_trimmed(call, names.items[0].text) : "";

	for (size_t i = 0; *name && i < list.count; i++) {
		make_words one = { 0 }, words = { 0 };
		void *saved;

		make_add_word(&one, condition_true(call->make->pool), list.items[i].text);
		bind(call->make, name, &one, &saved);
		words = make_argument_words(call, 2);
		unbind(call->make, name, saved);
		add_when(call, list.items[i].when, &words);
		array_free(&one);
		array_free(&words);
	}
	array_free(&names);
	array_free(&list);
}

static void function_call(struct make_call *call)
{
	static const char *const parameters[MAKE_MAX_ARGUMENTS] = {
		"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
	};
	make_words values[MAKE_MAX_ARGUMENTS] = { 0 };
	void *saved[MAKE_MAX_ARGUMENTS];
	const char *name;

	for (unsigned int i = 0; i < call->count; i++)
		values[i] = make_argument_words(call, i);
	name = values[0].count == 1 ? values[0].items[0].text : "";
	for (unsigned int i = 0; i < MAKE_MAX_ARGUMENTS; i++)
		bind(call->make, parameters[i], &values[i], &saved[i]);
	make_variable_words(call->make, name, call->words);
	for (unsigned int i = 0; i < MAKE_MAX_ARGUMENTS; i++) {
		unbind(call->make, parameters[i], saved[i]);
		array_free(&values[i]);
	}
}

static void function_eval(struct make_call *call)
{
	make_words texts = make_argument_texts(call, 0);
	const struct condition *active = call->make->active;

	for (size_t i = 0; i < texts.count; i++) {
		call->make->active = make_both(call, active, texts.items[i].when);
		if (!make_is_unknown(texts.items[i].text))
			make_read_text(call->make, texts.items[i].text,
				       strlen(texts.items[i].text));
	}
	call->make->active = active;
	array_free(&texts);
}

/* ---- the rest */

static void add_matches(struct make_call *call, const struct condition *when,
			const char *pattern)
{
	char *path = path_join(call->make->tree, pattern);
	size_t skip = *pattern == '/' ? 0 : strlen(call->make->tree) + 1;
	glob_t found;

	if (!glob(path, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *name = found.gl_pathv[i];

			if (strlen(name) > skip)
				make_split(call->make, when, name + skip, call->words);
		}
		globfree(&found);
	}
	free(path);
}

static void function_wildcard(struct make_call *call)
{
	make_words patterns = make_argument_words(call, 0);

	for (size_t i = 0; i < patterns.count; i++)
		if (!make_is_unknown(patterns.items[i].text))
			add_matches(call, patterns.items[i].when, patterns.items[i].text);
	array_free(&patterns);
}

static void function_unknown(struct make_call *call)
{
	make_add_unknown(call->make, call->words);
}

static void function_nothing(struct make_call *call)
{
	(void)call;
}

static const struct make_function functions[] = {
	{ "and", 0, function_and },
	{ "call", 0, function_call },
	{ "error", 1, function_nothing },
	{ "eval", 1, function_eval },
	{ "file", 2, function_unknown },
	{ "flavor", 1, function_unknown },
	{ "foreach", 3, function_foreach },
	{ "if", 3, function_if },
	{ "info", 1, function_nothing },
	{ "intcmp", 0, function_unknown },
	{ "join", 2, function_unknown },
	{ "or", 0, function_or },
	{ "origin", 1, function_unknown },
	{ "shell", 1, function_unknown },
	{ "value", 1, function_unknown },
	{ "warning", 1, function_nothing },
	{ "wildcard", 1, function_wildcard },
};

/* Cut at commas that are outside of parentheses. */
static void cut_arguments(struct make_call *call, const char *text, size_t length,
			  unsigned int most)
{
	unsigned int depth = 0;
	size_t start = 0;

	for (size_t i = 0; i <= length; i++) {
		if (i < length) {
			if (text[i] == '(' || text[i] == '{')
				depth++;
			else if ((text[i] == ')' || text[i] == '}') && depth)
				depth--;
			if (depth || text[i] != ',' || call->count + 1 >= most)
				continue;
		}
		call->arguments[call->count].text = text + start;
		call->arguments[call->count++].length = i - start;
		start = i + 1;
	}
}

static int compare_function(const void *name, const void *function)
{
	return strcmp(name, ((const struct make_function *)function)->name);
}

static const struct make_function *find_function(const struct make_function *table,
						 size_t count, const char *name)
{
	return bsearch(name, table, count, sizeof(*table), compare_function);
}

bool make_function(struct make *make, const char *name, const char *arguments,
		   size_t length, make_words *words)
{
	const struct make_function *function =
		find_function(functions, sizeof(functions) / sizeof(functions[0]), name);
	struct make_call call = { .make = make, .words = words };

	if (!function)
		function = find_function(make_list_functions, make_nr_list_functions, name);
	if (!function)
		return false;
	cut_arguments(&call, arguments, length,
		      function->arguments ? function->arguments : MAKE_MAX_ARGUMENTS);
	function->run(&call);
	return true;
}
