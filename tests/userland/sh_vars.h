/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The shell's variables, packed one behind the other: a byte that tells whether
 * it is exported, then NAME=VALUE and \0, as an environment has it. Beyond the
 * static part they move to mapped memory, and back when they have become few.
 */
#ifndef SH_VARS_H
#define SH_VARS_H

#include <stdbool.h>

#define VARS_FIRST	640
#define VARS_MOST	(16 * 1024)

struct vars {
	char *moved;		/* mapped memory, NULL: they are in first */
	unsigned short size;	/* of the mapped memory */
	unsigned short used;
	char first[VARS_FIRST];
};

/* How many characters at the start of text are a variable's name; 0: none. */
unsigned int vars_name_length(const char *text, const char *end);

/* NULL: it is not set. The value is valid until a variable is set or unset. */
const char *vars_get(const struct vars *vars, const char *name);
/*
 * name is so many characters long; value must not be in vars. An exported
 * variable stays so. False: there is no memory, and the old value is kept.
 */
bool vars_set(struct vars *vars, const char *name, unsigned int length,
	      const char *value, bool exported);
/* One that isn't set becomes empty. False: there is no memory. */
bool vars_export(struct vars *vars, const char *name);
void vars_unset(struct vars *vars, const char *name);

/* NAME=VALUE of the first (after NULL) or the next one; NULL: no more. */
const char *vars_next(const struct vars *vars, const char *entry);
bool vars_exported(const char *entry);

#endif
