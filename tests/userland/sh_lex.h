/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's text cut into tokens, which point into it. */
#ifndef SH_LEX_H
#define SH_LEX_H

#include <stdbool.h>

enum token_kind {
	TOKEN_END,		/* of the text */
	TOKEN_OPEN_ENDED,	/* the text ends inside quotes, or with \ */
	TOKEN_UNKNOWN,		/* what other shells have, and this one has not */
	TOKEN_NEWLINE,
	TOKEN_SEMICOLON,
	TOKEN_BACKGROUND,	/* & */
	TOKEN_AND,		/* && */
	TOKEN_OR,		/* || */
	TOKEN_PIPE,
	TOKEN_OPEN,		/* ( */
	TOKEN_CLOSE,
	TOKEN_WORD,		/* with its quotes */
	TOKEN_FROM,		/* <, the first of the redirections */
	TOKEN_TO,		/* > */
	TOKEN_APPEND,		/* >> */
	TOKEN_SAME,		/* >& or <& */
};

struct token {
	enum token_kind kind;
	int fd;			/* that a redirection is for */
	const char *start, *end;
};

/* The token at or after `at`; blanks and comments before it are passed over. */
void lex(const char *at, const char *end, struct token *token);

/* Is it this word, without any quotes? */
bool token_is(const struct token *token, const char *word);

/*
 * Where the parameter ends that begins with the $ at `at`, and its name; a $
 * that begins none is a parameter with an empty name. NULL: ${...} is wrong.
 */
const char *lex_parameter(const char *at, const char *end, const char **name,
			  const char **name_end);

#endif
