/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A C file's tokens with the conditions of the #ifs around them, all branches
 * one after the other, and with those macros expanded that compatibles can
 * come from. It isn't a compiler's preprocessor: includes are the caller's
 * business, and most macros stay as they are.
 */
#ifndef GENERATOR_KERNEL_C_PREPROCESS_H
#define GENERATOR_KERNEL_C_PREPROCESS_H

#include "generator/kernel/c_lex.h"
#include "generator/kernel/kconfig_types.h"

struct c_macro {
	const struct condition *when;
	c_tokens body;
	ARRAY(struct c_token) parameters;
	bool function_like;
	bool variadic;		/* the last parameter takes all that is left */
	bool useful;		/* what it expands to matters everywhere */
};

/* All definitions of a name that hold at some place. */
struct c_macros {
	ARRAY(struct c_macro) definitions;
};

#define C_MAX_CONDITIONALS 64

struct c_conditional {
	const struct condition *outside;
	const struct condition *taken;
};

struct c_preprocessor {
	/* given */
	struct condition_pool *pool;
	const struct kconfig_types *types;	/* or NULL */
	/* Tells whether what a word stands for matters (of_device_id...). */
	bool (*is_mark)(const struct c_token *word);
	/* The words after which all macros count, up to the next semicolon. */
	bool (*is_table)(const struct c_token *word);
	/* An #include; may call c_preprocess_included(). NULL: they are skipped. */
	void (*include)(struct c_preprocessor *preprocessor, const char *name,
			size_t length, bool quoted, unsigned int line);
	void *context;			/* the caller's */

	/* made */
	c_tokens tokens;
	struct map macros;		/* name -> struct c_macros, owned */

	/* while reading */
	const struct condition *active;
	struct c_conditional open[C_MAX_CONDITIONALS];
	unsigned int nr_open;
	unsigned int nr_too_deep;	/* open beyond those */
	unsigned int nr_directives;	/* of the file that is read */
	unsigned int nr_expansions;
	unsigned int file;		/* whose tokens come now; 0: the first one's */
	bool macros_only;		/* a file is read for its macros, not its tokens */
	bool in_table;
	unsigned char seen[256];	/* what names of macros look like, to rule others out */
	struct c_lexer lexer;
	struct map strings;		/* texts that macros have made, owned */
};

/* Fill in what is given, the rest is zero, and call this. */
void c_preprocess(struct c_preprocessor *preprocessor, const char *text, size_t length);
void c_preprocessor_free(struct c_preprocessor *preprocessor);

/*
 * From within include(): read another file in the place of the directive. Its
 * tokens get the number @file, which isn't 0, or are dropped (@macros_only).
 * The text must stay as long as the preprocessor.
 */
void c_preprocess_included(struct c_preprocessor *preprocessor, const char *text,
			   size_t length, unsigned int file, bool macros_only);

/* ---- c_condition.c */

/* The condition of "#if text"; what follows the word if. */
const struct condition *c_if_condition(struct c_preprocessor *preprocessor,
				       const char *text, size_t length);

/* Whether a macro of this name is defined, here. */
const struct condition *c_is_defined(struct c_preprocessor *preprocessor,
				     const struct c_token *name);

/* ---- c_macro.c */

/* Where in seen[] a word is: a bit for each length and first character. */
static inline unsigned int c_look(const struct c_token *word)
{
	return ((unsigned char)*word->text * 8 + (unsigned int)word->length) % 2048;
}

/* A line "#define text" or "#undef text". */
void c_define(struct c_preprocessor *preprocessor, const char *text, size_t length,
	      unsigned int line);
void c_undefine(struct c_preprocessor *preprocessor, const struct c_token *name);

/* The macros of a word that are to be expanded here; NULL: it stays. */
const struct c_macros *c_macros_of(const struct c_preprocessor *preprocessor,
				   const struct c_token *word);

/* Whether a word is one of the macro's parameters, and which. */
bool c_is_parameter(const struct c_macro *macro, const struct c_token *token,
		    size_t *which);

/* ---- c_expand.c */

/*
 * Append what the tokens are with their macros expanded. Each gets the line
 * given, unless that is 0.
 */
void c_expand(struct c_preprocessor *preprocessor, const struct c_token *tokens,
	      size_t count, unsigned int line, c_tokens *out);

#endif
