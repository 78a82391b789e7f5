// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_lex.h"

#include "sh_vars.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_word(char c)
{
	return is_blank(c) || c == '\n' || c == ';' || c == '&' || c == '|' ||
	       c == '<' || c == '>' || c == '(' || c == ')';
}

const char *lex_parameter(const char *at, const char *end, const char **name,
			  const char **name_end)
{
	const char *begin = at + 1;
	bool braces = begin < end && *begin == '{';
	unsigned int length;

	begin += braces;
	length = vars_name_length(begin, end);
	if (!length && begin < end &&
	    (isdigit(*begin) || (*begin && strchr("?$!#@*", *begin))))
		length = 1;
	*name = begin;
	*name_end = begin + length;
	if (!braces)
		return begin + length;
	if (!length || begin + length == end || begin[length] != '}')
		return NULL;
	return begin + length + 1;
}

/* Passes over a $ in a word; what is unknown becomes the token. */
static const char *pass_dollar(const char *at, const char *end,
			       struct token *token)
{
	const char *name, *name_end, *next;

	next = at + 1 < end && at[1] == '(' ?
		       NULL :
		       lex_parameter(at, end, &name, &name_end);
	if (next)
		return next;
	token->kind = TOKEN_UNKNOWN;
	token->start = at;
	token->end = at + 2;
	return NULL;
}

/* Passes over "..." from behind the first ". */
static const char *pass_double(const char *at, const char *end,
			       struct token *token)
{
	while (at && at < end && *at != '"') {
		if (*at == '\\')
			at += 2;
		else if (*at == '$')
			at = pass_dollar(at, end, token);
		else if (*at == '`')
			break;
		else
			at++;
	}
	if (at && at < end && *at == '`') {
		token->kind = TOKEN_UNKNOWN;
		token->start = at;
		token->end = at + 1;
		return NULL;
	}
	if (at && at >= end) {
		token->kind = TOKEN_OPEN_ENDED;
		return NULL;
	}
	return at ? at + 1 : NULL;
}

static void lex_word(const char *at, const char *end, struct token *token)
{
	const char *closing;

	token->kind = TOKEN_WORD;
	token->start = at;
	while (at && at < end && !ends_word(*at)) {
		switch (*at) {
		case '\'':
			closing = at + 1;
			while (closing < end && *closing != '\'')
				closing++;
			if (closing == end) {
				token->kind = TOKEN_OPEN_ENDED;
				return;
			}
			at = closing + 1;
			break;
		case '"':
			at = pass_double(at + 1, end, token);
			break;
		case '\\':
			if (at + 2 == end && at[1] == '\n') {
				token->kind = TOKEN_OPEN_ENDED;
				return;
			}
			at += at + 1 < end ? 2 : 1;
			break;
		case '$':
			at = pass_dollar(at, end, token);
			break;
		case '`':
			token->kind = TOKEN_UNKNOWN;
			token->start = at;
			token->end = at + 1;
			return;
		default:
			at++;
		}
	}
	if (at)
		token->end = at;
}

/* Blanks, joined lines and a comment. */
static const char *pass_blanks(const char *at, const char *end, bool *joined)
{
	*joined = false;
	for (;;) {
		if (at < end && is_blank(*at)) {
			at++;
			*joined = false;
		} else if (at + 1 < end && at[0] == '\\' && at[1] == '\n') {
			at += 2;
			*joined = true;
		} else {
			break;
		}
	}
	if (at < end && *at == '#')
		while (at < end && *at != '\n')
			at++;
	return at;
}

/* A redirection's operator, from its < or >. */
static void lex_redirection(const char *at, const char *end,
			    struct token *token, int fd)
{
	char second = at + 1 < end ? at[1] : '\0';

	token->fd = fd >= 0 ? fd : *at == '>';
	token->kind = *at == '>' ? TOKEN_TO : TOKEN_FROM;
	token->end = at + 1;
	if (second == '&') {
		token->kind = TOKEN_SAME;
		token->end = at + 2;
	} else if (second == '>' || second == '<') {
		token->kind = *at == '>' && second == '>' ? TOKEN_APPEND :
							    TOKEN_UNKNOWN;
		token->end = at + 2;
	}
}

/* An operator of one or, if it is there twice, of two characters. */
static void lex_operator(const char *at, const char *end, struct token *token,
			 enum token_kind one, enum token_kind two)
{
	bool twice = two != TOKEN_END && at + 1 < end && at[1] == *at;

	token->kind = twice ? two : one;
	token->end = at + 1 + twice;
}

void lex(const char *at, const char *end, struct token *token)
{
	bool joined;

	at = pass_blanks(at, end, &joined);
	token->start = at;
	token->end = at;
	token->fd = -1;
	if (at == end) {
		token->kind = joined ? TOKEN_OPEN_ENDED : TOKEN_END;
		return;
	}
	switch (*at) {
	case '\n':
		lex_operator(at, end, token, TOKEN_NEWLINE, TOKEN_END);
		return;
	case ';':
		lex_operator(at, end, token, TOKEN_SEMICOLON, TOKEN_END);
		return;
	case '(':
		lex_operator(at, end, token, TOKEN_OPEN, TOKEN_END);
		return;
	case ')':
		lex_operator(at, end, token, TOKEN_CLOSE, TOKEN_END);
		return;
	case '&':
		lex_operator(at, end, token, TOKEN_BACKGROUND, TOKEN_AND);
		return;
	case '|':
		lex_operator(at, end, token, TOKEN_PIPE, TOKEN_OR);
		return;
	case '<':
	case '>':
		lex_redirection(at, end, token, -1);
		return;
	}
	if (isdigit(*at) && at + 1 < end && (at[1] == '<' || at[1] == '>'))
		lex_redirection(at + 1, end, token, *at - '0');
	else
		lex_word(at, end, token);
}

bool token_is(const struct token *token, const char *word)
{
	unsigned int length = strlen(word);

	return token->kind == TOKEN_WORD &&
	       (unsigned int)(token->end - token->start) == length &&
	       !memcmp(token->start, word, length);
}
