/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The far end of the console UART: what the guest prints goes to stdout, what
 * is to be typed is typed byte by byte, at a human's pace in virtual time.
 */
#ifndef EMULATOR_CONSOLE_H
#define EMULATOR_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#include "clock.h"

struct device;

struct console {
	struct clock *clock;
	struct device *uart;
	struct alarm keystroke;

	char *input; /* what is to be typed; owned */
	size_t input_bytes, typed;
	const char *after; /* type only once this was printed; or NULL */
	size_t matched; /* bytes of it seen */

	bool interactive;
	bool terminal; /* stdin is one, in raw mode; `saved` restores it */
	uint64_t ended; /* when stdin ended, in cycles; 0: it has not */
	bool escape; /* Ctrl-A was typed */
	struct termios saved;
	void (*leave)(void *opaque);
	void *opaque;
};

void console_init(struct console *console, struct clock *clock);
void console_free(struct console *console);
void console_connect(struct console *console, struct device *uart);

/* Type a file's contents ("-": stdin), once `after` was printed (or NULL). */
bool console_type_file(struct console *console, const char *path,
		       const char *after);

/*
 * Use stdin, raw if it is a terminal, until console_free(). leave() is called
 * on Ctrl-A x, and a second of virtual time after the end of input.
 */
void console_interactive(struct console *console, void (*leave)(void *opaque),
			 void *opaque);

/* The guest printed a byte. */
void console_put(struct console *console, uint8_t byte);
/* The guest's receiver has room for a byte. */
void console_room(struct console *console);
/* The guest sleeps that long: an interactive user gets real time. */
void console_idle(struct console *console, uint64_t ns);

#endif
