// SPDX-License-Identifier: GPL-2.0-or-later
#include "console.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"

#define KEYSTROKE_NS 10000000u /* a hundred keys a second */
#define POLL_NS 5000000u /* how often a terminal is looked at */
#define LAST_WORDS_NS 1000000000u /* for an answer to a piped-in script */
#define CTRL_A 0x01
#define NS_PER_MS 1000000u

static bool waiting(const struct console *console)
{
	return console->typed < console->input_bytes &&
	       (!console->after || !console->after[console->matched]);
}

static void wait_for_key(struct console *console)
{
	clock_set(console->clock, &console->keystroke,
		  clock_now(console->clock) +
			  clock_from_ns(console->clock, console->interactive ?
								POLL_NS :
								KEYSTROKE_NS));
}

static bool deliver(struct console *console, uint8_t byte)
{
	return console->uart &&
	       console->uart->desc->type->receive(console->uart, byte);
}

static bool readable(int timeout_ms)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&fd, 1, timeout_ms) > 0;
}

/* Keys the guest has not taken yet stay in `input`. */
static void read_terminal(struct console *console)
{
	char key;

	while (!console->ended && readable(0)) {
		char *input;

		if (read(STDIN_FILENO, &key, 1) != 1) {
			console->ended = clock_now(console->clock);
			return;
		}
		if (console->escape && key == 'x') {
			console->leave(console->opaque);
			return;
		}
		console->escape = !console->escape && key == CTRL_A;
		if (console->escape)
			continue;
		input = realloc(console->input, console->input_bytes + 1);
		if (!input)
			return;
		console->input = input;
		console->input[console->input_bytes++] = key;
	}
}

static void keystroke(void *opaque)
{
	struct console *console = opaque;

	if (console->interactive) {
		fflush(stdout);
		read_terminal(console);
		wait_for_key(console);
		if (console->ended && !waiting(console) &&
		    clock_now(console->clock) - console->ended >
			    clock_from_ns(console->clock, LAST_WORDS_NS))
			console->leave(console->opaque);
	}
	if (waiting(console) &&
	    deliver(console, console->input[console->typed]))
		console->typed++;
}

void console_init(struct console *console, struct clock *clock)
{
	memset(console, 0, sizeof(*console));
	console->clock = clock;
	clock_add(clock, &console->keystroke, keystroke, console);
}

void console_free(struct console *console)
{
	if (console->terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &console->saved);
	console->terminal = false;
	free(console->input);
	console->input = NULL;
}

void console_connect(struct console *console, struct device *uart)
{
	console->uart = uart;
}

bool console_type_file(struct console *console, const char *path,
		       const char *after)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	char chunk[4096];
	size_t got;
	bool ok = file;

	while (ok && (got = fread(chunk, 1, sizeof(chunk), file))) {
		char *input =
			realloc(console->input, console->input_bytes + got);

		ok = input;
		if (!input)
			break;
		memcpy(input + console->input_bytes, chunk, got);
		console->input = input;
		console->input_bytes += got;
	}
	ok = ok && !ferror(file);
	if (file && file != stdin)
		fclose(file);
	console->after = after;
	return ok;
}

void console_interactive(struct console *console, void (*leave)(void *opaque),
			 void *opaque)
{
	struct termios raw;

	console->leave = leave;
	console->opaque = opaque;
	if (tcgetattr(STDIN_FILENO, &console->saved) == 0) {
		raw = console->saved;
		cfmakeraw(&raw);
		raw.c_oflag |= OPOST | ONLCR;
		tcsetattr(STDIN_FILENO, TCSANOW, &raw);
		console->terminal = true;
	}
	console->interactive = true;
	wait_for_key(console);
}

void console_put(struct console *console, uint8_t byte)
{
	putchar(byte);
	if (!console->after || !console->after[console->matched])
		return;
	/* a text that starts over inside itself is rare: start from scratch */
	if (byte != (uint8_t)console->after[console->matched])
		console->matched = 0;
	if (byte == (uint8_t)console->after[console->matched])
		console->matched++;
	if (waiting(console))
		wait_for_key(console);
}

void console_room(struct console *console)
{
	if (waiting(console) && console->keystroke.when == ALARM_OFF)
		wait_for_key(console);
}

void console_idle(struct console *console, uint64_t ns)
{
	if (console->interactive && !console->ended) {
		fflush(stdout);
		readable(ns / NS_PER_MS);
	}
}
