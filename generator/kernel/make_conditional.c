// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ifeq, ifneq, ifdef and ifndef.
 */
#include "generator/kernel/make.h"

#include <ctype.h>
#include <string.h>

char *make_trim(char *text)
{
	size_t length;

	while (isspace((unsigned char)*text))
		text++;
	length = strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
	return text;
}

char *make_after_word(char *line, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(line, word, length) ||
	    (line[length] && !isspace((unsigned char)line[length]) &&
	     line[length] != '(' && line[length] != '"' && line[length] != '\''))
		return NULL;
	return make_trim(line + length);
}

/* The side of ifeq that starts here: its end; the rest is at *after. */
static char *cut_side(char *at, char close, char **after)
{
	char *start = at;
	unsigned int depth = 0;

	for (; *at; at++) {
		if (close != ',' && close != ')') {
			if (*at == close)
				break;
			continue;
		}
		if (*at == '(' || *at == '{')
			depth++;
		else if (!depth && *at == close)
			break;
		else if ((*at == ')' || *at == '}') && depth)
			depth--;
	}
	*after = *at ? at + 1 : at;
	*at = '\0';
	return start;
}

/* ifeq (a,b), ifeq "a" "b" and mixtures of the latter's quotes. */
static bool cut_sides(char *text, char **left, char **right)
{
	char *after;

	if (*text == '(') {
		*left = make_trim(cut_side(text + 1, ',', &after));
		after += strspn(after, " \t");
		*right = cut_side(after, ')', &after);
		return true;
	}
	if (*text != '"' && *text != '\'')
		return false;
	*left = cut_side(text + 1, *text, &after);
	after += strspn(after, " \t");
	if (*after != '"' && *after != '\'')
		return false;
	*right = cut_side(after + 1, *after, &after);
	return true;
}

/* The text within quotes, as auto.conf has a string's value. */
static const char *unquoted(struct make *make, const char *text)
{
	size_t length = strlen(text);

	if (length >= 2 && *text == '"' && text[length - 1] == '"')
		return make_string(make, text + 1, length - 2);
	return text;
}

/* The name of the symbol that a text is the value of, and nothing else; or NULL. */
static const char *only_symbol(struct make *make, const char *text)
{
	size_t length = strlen(text);

	if (length < 3 || *text != MAKE_SYMBOL || text[length - 1] != MAKE_SYMBOL ||
	    memchr(text + 1, MAKE_SYMBOL, length - 2))
		return NULL;
	return make_string(make, text + 1, length - 2);
}

static const struct condition *texts_equal(struct make *make, const char *a,
					   const char *b)
{
	const char *symbol = only_symbol(make, a), *value = b;

	if (!symbol) {
		symbol = only_symbol(make, b);
		value = a;
	}
	if (symbol && !make_is_unknown(value))
		return condition_equals(make->pool, symbol, unquoted(make, value));
	if (make_is_unknown(a) || make_is_unknown(b))
		return condition_unknown(make->pool, "make");
	return strcmp(a, b) ? condition_false(make->pool) : condition_true(make->pool);
}

static bool any_unknown(const make_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (make_is_unknown(words->items[i].text))
			return true;
	return false;
}

/*
 * A list can be long; whether there is anything in it is easy to say. So it is
 * for $(A)$(B), which are seen one by one.
 */
static const struct condition *is_empty(struct make *make, const char *text)
{
	make_words words = { 0 };
	const struct condition *result;
	struct buffer apart = BUFFER_INIT;
	unsigned int depth = 0;

	for (const char *at = text; *at; at++) {
		if (*at == '(' || *at == '{')
			depth++;
		else if ((*at == ')' || *at == '}') && depth)
			depth--;
		else if (*at == '$' && !depth && at > text && at[-1] != '$')
			buffer_add(&apart, " ", 1);
		buffer_add(&apart, at, 1);
	}
	make_expand_words(make, buffer_text(&apart), apart.length, &words);
	buffer_free(&apart);
	if (words.count == 1 && only_symbol(make, words.items[0].text))
		result = texts_equal(make, words.items[0].text, "");
	else if (any_unknown(&words))
		result = condition_unknown(make->pool, "make");
	else
		result = condition_not(make->pool, make_not_empty(make, &words));
	array_free(&words);
	return result;
}

static const struct condition *are_equal(struct make *make, const char *left,
					 const char *right)
{
	make_words lefts = { 0 }, rights = { 0 };
	const struct condition *result = condition_false(make->pool);

	if (!*right)
		return is_empty(make, left);
	if (!*left)
		return is_empty(make, right);
	make_expand_texts(make, left, strlen(left), &lefts);
	make_expand_texts(make, right, strlen(right), &rights);
	for (size_t i = 0; i < lefts.count; i++)
		for (size_t k = 0; k < rights.count; k++) {
			const struct condition *when =
				condition_and(make->pool, lefts.items[i].when,
					      rights.items[k].when);

			when = condition_and(make->pool, when,
					     texts_equal(make, lefts.items[i].text,
							 rights.items[k].text));
			result = condition_or(make->pool, result, when);
		}
	array_free(&lefts);
	array_free(&rights);
	return result;
}

static const struct condition *is_defined(struct make *make, const char *text)
{
	make_words names = { 0 };
	const struct condition *result = condition_false(make->pool);

	make_expand_texts(make, text, strlen(text), &names);
	for (size_t i = 0; i < names.count; i++)
		result = condition_or(make->pool, result,
				      condition_and(make->pool, names.items[i].when,
						    make_variable_defined(make, names.items[i].text)));
	array_free(&names);
	return result;
}

const struct condition *make_conditional(struct make *make, char *line)
{
	char *rest, *left, *right;
	const struct condition *result = NULL;
	bool negated = false;

	if ((rest = make_after_word(line, "ifeq")) || (rest = make_after_word(line, "ifneq"))) {
		result = cut_sides(rest, &left, &right) ?
				 are_equal(make, left, right) :
				 condition_unknown(make->pool, "make");
		negated = line[2] == 'n';
	} else if ((rest = make_after_word(line, "ifdef")) ||
		   (rest = make_after_word(line, "ifndef"))) {
		result = is_defined(make, rest);
		negated = line[2] == 'n';
	}
	return negated ? condition_not(make->pool, result) : result;
}
