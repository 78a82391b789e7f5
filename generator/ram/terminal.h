/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Standard input and output as a board's console: raw while it lasts, and as
 * they were afterwards, also when a signal ends it. Where they are no terminal
 * all of this works, but there is nothing to restore.
 */
#ifndef GENERATOR_RAM_TERMINAL_H
#define GENERATOR_RAM_TERMINAL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

struct terminal {
	bool is_terminal;
	struct termios saved;
	bool escape;		/* Ctrl-A was typed last */
	int signals;		/* readable when a signal came: for poll() */
	sigset_t mask;		/* as it was */
};

/*
 * From here on signals that would end the program, and SIGCHLD, wait to be
 * taken. @raw: keys come one by one, as they are.
 */
int terminal_open(struct terminal *terminal, bool raw, struct error *error);
void terminal_close(struct terminal *terminal);

/* The next signal that came, or 0. */
int terminal_signal(struct terminal *terminal);

/*
 * Append to @typed what was typed: all @keys but Ctrl-A, which has a meaning
 * together with the next key. Ctrl-A x leaves: true. Any other key after it is
 * itself, also Ctrl-A.
 */
bool terminal_keys(struct terminal *terminal, const char *keys, size_t count,
		   struct buffer *typed);

#endif
