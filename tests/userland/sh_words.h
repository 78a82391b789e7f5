/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From words as they are written to words as commands get them. */
#ifndef SH_WORDS_H
#define SH_WORDS_H

#include "sh.h"

/* A list in the arena; init before use. */
struct words {
	struct word *first, **last;
	unsigned int count;
};

void words_init(struct words *words);

/*
 * Replaces parameters, removes quotes and adds what comes of it: any number of
 * words when it may be split at blanks, which only parameters outside quotes
 * are, else one. When there is no room the arena says so.
 */
void words_expand(struct sh *sh, const char *start, const char *end, bool split,
		  struct words *words);

/* The words of "$@" */
void words_parameters(struct sh *sh, struct words *words);

/* Is it NAME=...? Then the length of NAME, else 0. */
unsigned int words_assignment(const char *start, const char *end);

#endif
