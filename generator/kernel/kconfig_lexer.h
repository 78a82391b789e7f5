/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A Kconfig file as statements, which are lists of tokens with all macros
 * expanded. Assignments to macros are carried out on the way and don't show.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_LEXER_H
#define GENERATOR_KERNEL_KCONFIG_LEXER_H

#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/kernel/kconfig_macro.h"

enum kconfig_token_kind {
	TOKEN_WORD,
	TOKEN_EXPANDED,		/* a word that a macro gave: never a keyword */
	TOKEN_QUOTED,		/* what was between the quotes */
	TOKEN_OPERATOR,
};

struct kconfig_token {
	enum kconfig_token_kind kind;
	char *text;
};

struct kconfig_statement {
	unsigned int line;	/* of its first token */
	ARRAY(struct kconfig_token) tokens;
};

struct kconfig_lexer {
	const char *at;		/* what is still to be read; ends with NUL */
	struct macro_place place;
	struct macros *macros;
};

/*
 * The next statement; 0 without a token at the end of the file. -1 with
 * "file:line: ..." in the error.
 */
int kconfig_lexer_next(struct kconfig_lexer *lexer,
		       struct kconfig_statement *statement, struct error *error);

/* Is the token that number, and this keyword? */
bool kconfig_statement_is(const struct kconfig_statement *statement, size_t token,
			  const char *keyword);

/* Pass over the text behind a `help`. */
void kconfig_lexer_skip_help(struct kconfig_lexer *lexer);

void kconfig_statement_free(struct kconfig_statement *statement);

#endif
