// SPDX-License-Identifier: GPL-2.0-or-later
#define _GNU_SOURCE
#include "console.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "device.h"

#define KEYSTROKE_NS 10000000u /* a hundred keys a second */
#define PASTE_NS 1000000u /* a line of a dialogue is there already */
#define SETTLE_NS 10000000u /* a prompt is one if nothing follows so long */
#define AFTER_NS 500000000u /* ... or nothing after what did follow */
#define POLL_NS 5000000u /* how often a terminal is looked at */
#define LAST_WORDS_NS 2000000000u /* for an answer to a piped-in script */
#define START_NS 10000000000u /* ... that the guest is not ready for yet */
#define KEYS 4096 /* that wait for the guest; more stay where they come from */
#define CTRL_A 0x01
#define NS_PER_S 1000000000u

/* What asks an interactive session to end: the terminal is to be restored. */
static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };

static bool waiting(const struct console *console)
{
	return console->typed < console->allowed;
}

static void ring_in(struct console *console, struct alarm *alarm, uint64_t ns)
{
	clock_set(console->clock, alarm,
		  clock_now(console->clock) +
			  clock_from_ns(console->clock, ns));
}

static void wait_for_key(struct console *console)
{
	ring_in(console, &console->keystroke,
		console->interactive ? POLL_NS :
		console->dialogue    ? PASTE_NS :
				       KEYSTROKE_NS);
}

static bool deliver(struct console *console, uint8_t byte)
{
	return console->uart &&
	       console->uart->desc->type->receive(console->uart, byte);
}

static bool listens(const struct console *console)
{
	return !console->ended && console->input_bytes < KEYS;
}

/* Something typed that there is room for, or a signal, within that time? */
static bool readable(const struct console *console, uint64_t ns)
{
	struct pollfd fds[] = {
		{ .fd = listens(console) ? STDIN_FILENO : -1,
		  .events = POLLIN },
		{ .fd = console->signals, .events = POLLIN },
	};
	struct timespec time = { ns / NS_PER_S, ns % NS_PER_S };

	return ppoll(fds, 2, &time, NULL) > 0 && fds[0].revents;
}

static bool add_input(struct console *console, const char *bytes, size_t count)
{
	char *input = realloc(console->input, console->input_bytes + count);

	if (!input)
		return false;
	memcpy(input + console->input_bytes, bytes, count);
	console->input = input;
	console->input_bytes += count;
	return true;
}

/* Keys the guest has not taken yet stay in `input`. */
static void read_terminal(struct console *console)
{
	char key;

	while (readable(console, 0)) {
		if (read(STDIN_FILENO, &key, 1) != 1) {
			console->ended = true;
			console->active = clock_now(console->clock);
			return;
		}
		if (console->escape && key == 'x') {
			console->leave(console->opaque, CONSOLE_LEFT);
			return;
		}
		console->escape = !console->escape && key == CTRL_A;
		if (!console->escape && add_input(console, &key, 1))
			console->allowed = console->input_bytes;
	}
}

static void read_signal(struct console *console)
{
	struct signalfd_siginfo info;

	if (read(console->signals, &info, sizeof(info)) != sizeof(info))
		return;
	console->signal = (int)info.ssi_signo;
	console->leave(console->opaque, CONSOLE_LEFT);
}

static bool nothing_happens(const struct console *console)
{
	uint64_t patience = waiting(console) ? START_NS : LAST_WORDS_NS;

	return clock_now(console->clock) - console->active >
	       clock_from_ns(console->clock, patience);
}

static void keystroke(void *opaque)
{
	struct console *console = opaque;

	if (console->interactive) {
		fflush(stdout);
		read_signal(console);
		read_terminal(console);
		wait_for_key(console);
		if (console->ended && nothing_happens(console))
			console->leave(console->opaque, CONSOLE_SILENT);
	}
	if (!waiting(console) ||
	    !deliver(console, console->input[console->typed]))
		return;
	console->typed++;
	console->active = clock_now(console->clock);
	if (console->interactive && !waiting(console)) {
		console->input_bytes = 0;
		console->allowed = 0;
		console->typed = 0;
	}
	if (console->dialogue && !waiting(console)) {
		ending_forget(&console->cue);
		console->prompted = false;
	}
}

/* The guest stands at its prompt. */
static void next_line(void *opaque)
{
	struct console *console = opaque;
	const char *end;

	if (console->typed == console->input_bytes) {
		console->leave(console->opaque, CONSOLE_DONE);
		return;
	}
	/* there is one: see console_converse() */
	end = memchr(console->input + console->typed, '\n',
		     console->input_bytes - console->typed);
	console->allowed = end + 1 - console->input;
	wait_for_key(console);
}

static void panicked(void *opaque)
{
	struct console *console = opaque;

	console->leave(console->opaque, CONSOLE_PANICKED);
}

bool console_init(struct console *console, struct clock *clock)
{
	memset(console, 0, sizeof(*console));
	console->clock = clock;
	console->signals = -1;
	clock_add(clock, &console->keystroke, keystroke, console);
	clock_add(clock, &console->settled, next_line, console);
	return panic_init(&console->panic, clock, panicked, console);
}

void console_free(struct console *console)
{
	if (console->terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &console->saved);
	console->terminal = false;
	free(console->input);
	console->input = NULL;
	ending_free(&console->cue);
	panic_free(&console->panic);
}

void console_connect(struct console *console, struct device *uart)
{
	console->uart = uart;
}

static bool read_file(struct console *console, const char *path)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	char chunk[4096];
	size_t got;
	bool ok = file;

	while (ok && (got = fread(chunk, 1, sizeof(chunk), file)))
		ok = add_input(console, chunk, got);
	ok = ok && !ferror(file);
	if (file && file != stdin)
		fclose(file);
	return ok;
}

bool console_type_file(struct console *console, const char *path,
		       const char *after)
{
	if (!read_file(console, path) ||
	    (after && !ending_init(&console->cue, after)))
		return false;
	if (!after)
		console->allowed = console->input_bytes;
	return true;
}

bool console_converse(struct console *console, const char *path,
		      const char *prompt)
{
	console->dialogue = true;
	if ((path && !read_file(console, path)) ||
	    !ending_init(&console->cue, prompt))
		return false;
	return !console->input_bytes ||
	       console->input[console->input_bytes - 1] == '\n' ||
	       add_input(console, "\n", 1);
}

static size_t count_lines(const char *text, size_t bytes)
{
	size_t lines = 0;

	for (size_t i = 0; i < bytes; i++)
		lines += text[i] == '\n';
	return lines;
}

size_t console_lines(const struct console *console)
{
	return count_lines(console->input, console->input_bytes);
}

size_t console_typed_lines(const struct console *console)
{
	return count_lines(console->input, console->typed);
}

/* From now on they are read, and kill nobody; those ignored stay ignored. */
static void catch_signals(struct console *console)
{
	struct sigaction now;
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		if (!sigaction(deadly[i], NULL, &now) &&
		    now.sa_handler == SIG_DFL)
			sigaddset(&set, deadly[i]);
	console->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (console->signals >= 0)
		sigprocmask(SIG_BLOCK, &set, NULL);
}

void console_interactive(struct console *console)
{
	struct termios raw;

	catch_signals(console);
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
	bool cue;

	putchar(byte);
	console->active = clock_now(console->clock);
	panic_put(&console->panic, byte);
	if (!console->cue.text)
		return;
	cue = ending_add(&console->cue, byte);
	if (console->dialogue) {
		/* while a line is being typed, its echo is no prompt */
		cue = cue && !waiting(console);
		console->prompted = console->prompted || cue;
		if (console->prompted && !waiting(console))
			ring_in(console, &console->settled,
				cue ? SETTLE_NS : AFTER_NS);
	} else if (cue && !console->allowed) {
		console->allowed = console->input_bytes;
		if (waiting(console))
			wait_for_key(console);
	}
}

void console_room(struct console *console)
{
	if (waiting(console) && console->keystroke.when == ALARM_OFF)
		wait_for_key(console);
}

void console_user(struct console *console)
{
	panic_alive(&console->panic);
}

void console_idle(struct console *console, uint64_t ns)
{
	panic_alive(&console->panic);
	if (console->interactive && !console->ended) {
		fflush(stdout);
		readable(console, ns);
	}
}
