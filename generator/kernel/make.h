/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makefiles, read for every configuration at once.
 *
 * GNU make is given a .config and has one value for each variable. Here
 * $(CONFIG_X) is y, m and nothing at the same time, so a value is a list of
 * words that each say when they are there, and a variable's name can be
 * several names. What depends on running programs ($(shell), most of
 * $(call cc-option)) has an unknown value, and conditions on it are unknown.
 *
 * Rules and recipes are skipped; assignments, conditionals, includes, define
 * and all functions that occur in the kernel's makefiles are evaluated.
 */
#ifndef GENERATOR_KERNEL_MAKE_H
#define GENERATOR_KERNEL_MAKE_H

#include "generator/base/table.h"
#include "generator/kernel/condition.h"
#include "generator/kernel/kconfig_types.h"

/* A word of a list, or one of the texts that something can be. */
struct make_word {
	const struct condition *when;
	const char *text;		/* owned by the struct make */
};

/*
 * As a list: words in order, each there when its condition holds. As
 * alternatives: texts of which exactly one is true.
 */
typedef ARRAY(struct make_word) make_words;

/* What a text holds where a value is not known. */
#define MAKE_UNKNOWN '\001'
/* And what stands around the name of a symbol whose value is a number or string. */
#define MAKE_SYMBOL '\002'

/* One assignment to a variable, as far as later ones have left it alone. */
struct make_chunk {
	const struct condition *when;
	const char *text;		/* not expanded yet; NULL: words */
	const char *exact;		/* of words, with its blanks, if it is one text */
	make_words words;
};

struct make_variable {
	ARRAY(struct make_chunk) chunks;
	const struct condition *defined;
	bool simple;			/* := and what follows it */
	bool exported;
	bool fixed;			/* assignments are ignored */
};

/* Variables by name, and where to look for others. */
struct make_scope {
	struct map variables;		/* -> struct make_variable, owned */
	const struct make_scope *environment;	/* its exported variables; or NULL */
	const struct make_scope *prelude;	/* all its variables; or NULL */
};

struct make {
	struct condition_pool *pool;
	const char *tree;		/* paths in makefiles are below it */
	const struct kconfig_types *types;	/* or NULL: all symbols are tristates */
	struct make_scope *scope;	/* where assignments go */
	const struct condition *active;	/* of the line that is read */
	struct map strings;		/* -> owned copy */
	unsigned int depth;		/* of expansion */
	unsigned int inclusions;	/* files that are open */
	unsigned int nr_unknown;	/* values that could not be had */
};

void make_init(struct make *make, struct condition_pool *pool, const char *tree,
	       const struct kconfig_types *types);
void make_free(struct make *make);

struct make_scope *make_scope_new(const struct make_scope *environment,
				  const struct make_scope *prelude);
void make_scope_free(struct make_scope *scope);

/* A copy that lives as long as @make. */
const char *make_string(struct make *make, const char *text, size_t length);

/* ---- variables (make_variable.c) */

enum make_assignment { MAKE_SET, MAKE_SET_SIMPLE, MAKE_SET_IF_UNDEFINED, MAKE_ADD };

/* What is assigned while make->active is true. */
void make_assign(struct make *make, const char *name,
		 enum make_assignment assignment, const char *text);

/* A simple variable with these words, which are copied. */
void make_assign_words(struct make *make, const char *name, const make_words *words);

/* Add a variable's words to a list. */
void make_variable_words(struct make *make, const char *name, make_words *words);

/* When the variable has a value, as ifdef means it. */
const struct condition *make_variable_defined(struct make *make, const char *name);

void make_export(struct make *make, const char *name);

/* ---- expansion (make_expand.c, make_function.c) */

/* Add the words of a text. */
void make_expand_words(struct make *make, const char *text, size_t length,
		       make_words *words);

/* The alternatives for a text, blanks and all. */
void make_expand_texts(struct make *make, const char *text, size_t length,
		       make_words *texts);

/*
 * $(name arguments), the arguments not expanded yet. False: there is no such
 * function.
 */
bool make_function(struct make *make, const char *name, const char *arguments,
		   size_t length, make_words *words);

void make_add_word(make_words *words, const struct condition *when, const char *text);
void make_add_unknown(struct make *make, make_words *words);
bool make_is_unknown(const char *text);

/* A list as alternatives: each what the list is, with single blanks. */
void make_words_to_texts(struct make *make, const make_words *words, make_words *texts);

/* Add what a text has between blanks to a list. */
void make_split(struct make *make, const struct condition *when, const char *text,
		make_words *words);

/* When a list has any word at all. */
const struct condition *make_not_empty(struct make *make, const make_words *words);

/* ---- files (make_read.c) */

/*
 * Read a makefile into make->scope. False: there is no such file, which is no
 * error. Lines that make itself would refuse are skipped.
 */
bool make_read_file(struct make *make, const char *path);

/* The same for text in memory, which a NUL follows. */
void make_read_text(struct make *make, const char *text, size_t length);

/*
 * The condition that a line "ifeq (a,b)" and its like states, in the scope as
 * it is; the line is cut into pieces. NULL: it is no such line.
 */
const struct condition *make_conditional(struct make *make, char *line);

/* Without blanks around it, in place. */
char *make_trim(char *text);

/* If the line starts with this word: what follows it, trimmed. Else NULL. */
char *make_after_word(char *line, const char *word);

#endif
