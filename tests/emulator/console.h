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
#include "ending.h"
#include "panic.h"

struct device;

/* Why the console ends the run. */
enum console_end {
	CONSOLE_DONE, /* the prompt came with nothing left to type */
	CONSOLE_LEFT, /* Ctrl-A x, or a signal */
	CONSOLE_SILENT, /* the input has ended, and the guest says no more */
	CONSOLE_PANICKED, /* the kernel did, and stays there */
};

struct console {
	struct clock *clock;
	struct device *uart;
	struct alarm keystroke;
	/* end the run; set by the owner */
	void (*leave)(void *opaque, enum console_end why);
	void *opaque;

	char *input; /* what is to be typed; owned */
	size_t input_bytes;
	size_t allowed; /* so many of its bytes may be typed by now */
	size_t typed;
	struct panic panic;
	struct ending cue; /* typing begins, or goes on, where this is printed */
	uint64_t active; /* when a byte was last printed or typed, in cycles */

	bool dialogue; /* the cue is a prompt: one line is typed at each */
	bool prompted; /* it came, whatever followed */
	struct alarm settled; /* rings when nothing follows any more */

	bool interactive;
	bool terminal; /* stdin is one, in raw mode; `saved` restores it */
	bool ended; /* stdin has no more */
	bool escape; /* Ctrl-A was typed */
	struct termios saved;
	int signals; /* file descriptor where signals arrive, or -1 */
	int signal; /* the one that came, or 0 */
};

/* False without memory. */
bool console_init(struct console *console, struct clock *clock);
void console_free(struct console *console);
void console_connect(struct console *console, struct device *uart);

/*
 * Type a file's contents ("-": stdin), once `after` was printed (or NULL).
 * False: it can't be read.
 */
bool console_type_file(struct console *console, const char *path,
		       const char *after);

/*
 * Type a file ("-": stdin; NULL: nothing) line by line, each line when the
 * guest waits at its prompt: its output ends with that text, and nothing
 * follows; or something does, as a kernel's message may, but then no more for
 * long. The prompt after the last line ends the run.
 */
bool console_converse(struct console *console, const char *path,
		      const char *prompt);

/* A dialogue's lines, and how many of them were typed to their end. */
size_t console_lines(const struct console *console);
size_t console_typed_lines(const struct console *console);

/*
 * Use stdin, raw if it is a terminal, until console_free(). The run ends with
 * Ctrl-A x; after the end of input, when nothing happens for a while of virtual
 * time; and when a signal asks to end: `signal` is set then, and whoever cleaned
 * up should die of it.
 */
void console_interactive(struct console *console);

/* The guest printed a byte. */
void console_put(struct console *console, uint8_t byte);
/* The guest's receiver has room for a byte. */
void console_room(struct console *console);
/* The guest sleeps that long: an interactive user gets real time. */
void console_idle(struct console *console, uint64_t ns);
/* The guest runs a user's program. */
void console_user(struct console *console);

#endif
