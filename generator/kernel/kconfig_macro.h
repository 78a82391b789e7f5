/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kconfig's macro language: variables, functions and $(...), as
 * Documentation/kbuild/kconfig-macro-language.rst of the kernel describes it.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_MACRO_H
#define GENERATOR_KERNEL_KCONFIG_MACRO_H

#include "generator/base/buffer.h"
#include "generator/base/error.h"

/* What macros reach outside of their own. */
struct macro_host {
	/* The value of an environment variable, or NULL. */
	const char *(*environment)(void *context, const char *name);

	/* Run a command by sh, add its standard output to the buffer. */
	int (*shell)(void *context, const char *command, struct buffer *output,
		     struct error *error);

	/* $(info) and $(warning-if), the latter with file and line in front. */
	void (*message)(void *context, const char *text);

	void *context;
};

/* Where the text stands that is expanded: $(filename), $(lineno) and errors. */
struct macro_place {
	const char *file;
	unsigned int line;
};

enum macro_flavor {
	MACRO_RECURSIVE,	/* = */
	MACRO_SIMPLE,		/* := */
	MACRO_APPEND,		/* += */
};

struct macros;

struct macros *macros_new(const struct macro_host *host);
void macros_free(struct macros *macros);		/* NULL is fine */

int macros_define(struct macros *macros, const char *name, const char *value,
		  enum macro_flavor flavor, const struct macro_place *place,
		  struct error *error);

/*
 * Expand from *@text on, and let it point to what follows: one $(...), or the
 * '$' alone, where it points behind a '$'; a token, which ends at the first
 * character that is neither of a word nor of a $(...). The result is not
 * expanded again; free() it. NULL with "file:line: ..." in the error.
 */
char *macros_expand_dollar(struct macros *macros, const char **text,
			   const struct macro_place *place, struct error *error);
char *macros_expand_token(struct macros *macros, const char **text,
			  const struct macro_place *place, struct error *error);

#endif
