/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C source text as tokens. Comments and white space are gone; a preprocessor
 * directive is one token.
 */
#ifndef GENERATOR_KERNEL_C_LEX_H
#define GENERATOR_KERNEL_C_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/table.h"
#include "generator/kernel/condition.h"

enum c_kind {
	C_END,
	C_WORD,		/* identifier or keyword */
	C_NUMBER,
	C_STRING,	/* text is what stands between the quotes */
	C_CHARACTER,
	C_PUNCTUATION,	/* one character, but "##" */
	C_DIRECTIVE,	/* from after the # to the end of the logical line */
	/* of the preprocessor, not of the lexer: where an #if begins and ends */
	C_IF,
	C_ELSE,
	C_ENDIF,
};

struct c_token {
	enum c_kind kind;
	unsigned int line;
	unsigned int file;		/* the preprocessor's number of it */
	const char *text;		/* not terminated */
	size_t length;
	const struct condition *when;	/* of the #ifs around it; set by the preprocessor */
};

typedef ARRAY(struct c_token) c_tokens;

struct c_lexer {
	const char *at, *end;
	unsigned int line;
	bool line_start;	/* only blanks since the line began */
};

/* Any bytes at all can be lexed; the text must outlive the tokens. */
void c_lexer_init(struct c_lexer *lexer, const char *text, size_t length,
		  unsigned int line);

/* The next token; C_END at the end. */
struct c_token c_lexer_next(struct c_lexer *lexer);

bool c_token_is(const struct c_token *token, const char *text);	/* a word */
static inline bool c_token_is_character(const struct c_token *token, char character)
{
	return token->kind == C_PUNCTUATION && token->length == 1 &&
	       *token->text == character;
}

#endif
