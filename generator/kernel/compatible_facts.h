/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What serves a compatible although no table in the kernel says so.
 */
#ifndef GENERATOR_KERNEL_COMPATIBLE_FACTS_H
#define GENERATOR_KERNEL_COMPATIBLE_FACTS_H

#include <stddef.h>

struct compatible_fact {
	const char *compatible;
	const char *source;	/* the file that serves it: its condition is the fact's */
	const char *symbol;	/* and this one as well, or NULL */
	const char *why;	/* where that is to be seen */
};

extern const struct compatible_fact compatible_facts[];
extern const size_t nr_compatible_facts;

#endif
