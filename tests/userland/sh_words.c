// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_words.h"

#include "sh_lex.h"

/* A word that is being made of text. */
struct making {
	struct sh *sh;
	struct words *words;
	bool split;
	bool begun;		/* there is a word, be it an empty one */
	bool in_double;		/* between " and " */
};

void words_init(struct words *words)
{
	words->first = NULL;
	words->last = &words->first;
	words->count = 0;
}

static void begin(struct making *m)
{
	if (!m->begun)
		arena_word_begin(&m->sh->arena);
	m->begun = true;
}

static void put(struct making *m, char c)
{
	begin(m);
	arena_word_char(&m->sh->arena, c);
}

static void finish(struct making *m)
{
	struct word *word;

	if (!m->begun)
		return;
	m->begun = false;
	word = arena_word_end(&m->sh->arena);
	if (!word)
		return;
	*m->words->last = word;
	m->words->last = &word->next;
	m->words->count++;
}

static void put_value(struct making *m, const char *value)
{
	for (; *value; value++) {
		if (m->split && !m->in_double && isspace(*value))
			finish(m);
		else
			put(m, *value);
	}
}

/* $@ and $*: "$@" is a word for each, all others are split as any value is. */
static void put_parameters(struct making *m, char which)
{
	bool apart = which == '@' && m->split && m->in_double;

	for (int i = 1; i <= m->sh->nr_parameters; i++) {
		if (i > 1 && apart) {
			finish(m);
			begin(m);
		} else if (i > 1) {
			put_value(m, " ");
		}
		if (apart)
			begin(m);
		put_value(m, m->sh->parameters[i]);
	}
}

static void put_special(struct making *m, char which)
{
	char digits[24];
	long number;

	switch (which) {
	case '?':
		number = m->sh->status;
		break;
	case '$':
		number = getpid();
		break;
	case '#':
		number = m->sh->nr_parameters;
		break;
	default: /* ! */
		number = m->sh->last_background;
		if (!number)
			return;
	}
	utoa_r(number, digits);
	put_value(m, digits);
}

static void put_variable(struct making *m, const char *name,
			 unsigned int length)
{
	const char *entry = NULL;

	while ((entry = vars_next(&m->sh->vars, entry)))
		if (!strncmp(entry, name, length) && entry[length] == '=') {
			put_value(m, entry + length + 1);
			return;
		}
}

/* What begins with the $ at `at`; where it ends. */
static const char *put_parameter(struct making *m, const char *at,
				 const char *end)
{
	const char *name, *name_end;

	at = lex_parameter(at, end, &name, &name_end);
	if (name == name_end)
		put(m, '$');
	else if (*name == '@' || *name == '*')
		put_parameters(m, *name);
	else if (isdigit(*name) && *name - '0' <= m->sh->nr_parameters)
		put_value(m, m->sh->parameters[*name - '0']);
	else if (strchr("?$!#", *name))
		put_special(m, *name);
	else
		put_variable(m, name, name_end - name);
	return at;
}

/* A \ and what follows it. */
static const char *put_escaped(struct making *m, const char *at,
			       const char *end)
{
	if (at + 1 == end) {
		put(m, '\\');
		return end;
	}
	if (m->in_double && !strchr("\\$\"`\n", at[1]))
		put(m, '\\');
	if (at[1] != '\n')
		put(m, at[1]);
	return at + 2;
}

void words_expand(struct sh *sh, const char *start, const char *end, bool split,
		  struct words *words)
{
	struct making m = { .sh = sh, .words = words, .split = split };
	bool only_parameters = end - start == 4 && !memcmp(start, "\"$@\"", 4);
	const char *at = start;

	if (!split)
		begin(&m);
	while (at < end) {
		switch (*at) {
		case '\'':
			if (m.in_double) {
				put(&m, *at++);
				break;
			}
			begin(&m);
			for (at++; *at != '\''; at++)
				put(&m, *at);
			at++;
			break;
		case '"':
			/* without parameters "$@" is no word at all */
			if (!only_parameters)
				begin(&m);
			m.in_double = !m.in_double;
			at++;
			break;
		case '\\':
			at = put_escaped(&m, at, end);
			break;
		case '$':
			at = put_parameter(&m, at, end);
			break;
		default:
			put(&m, *at++);
		}
	}
	finish(&m);
}

void words_parameters(struct sh *sh, struct words *words)
{
	static const char all[] = "\"$@\"";

	words_expand(sh, all, all + sizeof(all) - 1, true, words);
}

unsigned int words_assignment(const char *start, const char *end)
{
	unsigned int length = vars_name_length(start, end);

	return length && start + length < end && start[length] == '=' ? length :
									0;
}
