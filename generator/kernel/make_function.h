/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files that implement make's functions share.
 */
#ifndef GENERATOR_KERNEL_MAKE_FUNCTION_H
#define GENERATOR_KERNEL_MAKE_FUNCTION_H

#include "generator/kernel/make.h"

#define MAKE_MAX_ARGUMENTS 12

/* The arguments of one use of a function, not expanded. */
struct make_call {
	struct make *make;
	struct { const char *text; size_t length; } arguments[MAKE_MAX_ARGUMENTS];
	unsigned int count;
	make_words *words;	/* the result is added here */
};

struct make_function {
	const char *name;
	unsigned int arguments;		/* the last one may have commas; 0: any number */
	void (*run)(struct make_call *call);
};

/* Sorted by name: of words and lists; and all others. */
extern const struct make_function make_list_functions[];
extern const size_t make_nr_list_functions;

/* An argument, expanded; none where there are fewer. array_free() the result. */
make_words make_argument_words(struct make_call *call, unsigned int i);
make_words make_argument_texts(struct make_call *call, unsigned int i);

/* Without blanks at the ends. */
const char *make_trimmed(struct make_call *call, const char *text);

const struct condition *make_both(struct make_call *call, const struct condition *a,
				  const struct condition *b);

#endif
