// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A person at the console of a board in QEMU: bytes go between the terminal and
 * the guest's serial line, and time is real.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/process.h"
#include "generator/ram/dialogue.h"
#include "generator/ram/machine_kinds.h"
#include "generator/ram/qemu.h"
#include "generator/ram/terminal.h"

/* After the end of input: for the guest's last words, or its first ones. */
#define LAST_WORDS_MS	2000
#define START_MS	15000
#define POLL_MS		100
/* Keys that wait for a guest; more stay where they come from. */
#define KEYS		4096
/* The output is kept to look at its last line. */
#define LINE_LONGEST	1024

/* A session in progress. */
struct session {
	struct qemu qemu;
	struct terminal terminal;
	struct buffer typed;		/* not yet taken by QEMU */
	struct buffer output;		/* the last of it */
	bool ended;			/* no more input */
	long long active;		/* when a byte last went either way */
	bool over;
	enum shell_end end;
};

static void end_session(struct session *session, enum shell_end end)
{
	session->over = true;
	session->end = end;
}

static int take_signals(struct session *session, struct error *error)
{
	int signal;

	while ((signal = terminal_signal(&session->terminal))) {
		if (signal != SIGCHLD)
			return error_set(error, "the session was ended by a signal: %s",
					 strsignal(signal));
	}
	return 0;
}

static void take_keys(struct session *session)
{
	char keys[KEYS];
	ssize_t got = read(STDIN_FILENO, keys, sizeof(keys));

	session->active = process_clock_ms();
	session->ended = got <= 0;
	if (got > 0 && terminal_keys(&session->terminal, keys, (size_t)got,
				     &session->typed))
		end_session(session, SHELL_LEFT);
}

/* What the guest printed goes to standard output, all of it. */
static int pass_output(struct session *session, struct error *error)
{
	struct buffer *output = &session->output;
	size_t old = output->length;
	struct qemu *qemu = &session->qemu;
	int got = qemu_read(qemu, output);

	if (got < 0)
		return qemu_ended(qemu, error);
	while (old < output->length) {
		ssize_t put = write(STDOUT_FILENO, output->data + old,
				    output->length - old);

		if (put < 0)
			return error_errno(error, "standard output");
		old += (size_t)put;
		session->active = process_clock_ms();
	}
	if (output->length > 2 * LINE_LONGEST) {
		memmove(output->data, output->data + output->length - LINE_LONGEST,
			LINE_LONGEST + 1);
		output->length = LINE_LONGEST;
	}
	return 0;
}

static int exchange(struct session *session, struct error *error)
{
	struct qemu *qemu = &session->qemu;
	bool listens = !session->ended && session->typed.length < KEYS;
	struct pollfd fds[] = {
		{ .fd = qemu->console,
		  .events = POLLIN | (session->typed.length ? POLLOUT : 0) },
		{ .fd = qemu->monitor.socket, .events = POLLIN },
		{ .fd = session->terminal.signals, .events = POLLIN },
		{ .fd = listens ? STDIN_FILENO : -1, .events = POLLIN },
	};

	poll(fds, sizeof(fds) / sizeof(fds[0]), POLL_MS);
	if (take_signals(session, error) || pass_output(session, error))
		return -1;
	if (fds[3].revents)
		take_keys(session);
	if (qemu_write(qemu, &session->typed) ||
	    monitor_look(&qemu->monitor))
		return qemu_ended(qemu, error);
	if (qemu->monitor.shut_down)
		end_session(session, SHELL_RESET);
	return 0;
}

/* Nothing went either way: is that for ever? */
static int look_at_silence(struct session *session, struct error *error)
{
	static const enum shell_end ends[] = {
		[DIALOGUE_HALTED] = SHELL_HALTED,
		[DIALOGUE_RESET] = SHELL_RESET,
		[DIALOGUE_PANICKED] = SHELL_PANICKED,
	};
	long long still = process_clock_ms() - session->active;
	bool took_all = qemu_took_all(&session->qemu);
	bool taken = session->output.length && !session->typed.length &&
		     took_all;
	enum dialogue_death death;

	if (!took_all)
		qemu_nudge(&session->qemu);
	if (qemu_death(&session->qemu, &session->output, still, &death))
		return qemu_ended(&session->qemu, error);
	if (death != DIALOGUE_ALIVE)
		end_session(session, ends[death]);
	else if (session->ended && !session->qemu.spins &&
		 still >= (taken ? LAST_WORDS_MS : START_MS))
		end_session(session, SHELL_SILENT);
	return 0;
}

int qemu_shell(struct machine_job *job, struct shell *shell,
	       struct error *error)
{
	struct session session = { 0 };
	int result;

	if (terminal_open(&session.terminal, true, error))
		return -1;
	result = qemu_start(&session.qemu, job, QEMU_REAL, error);
	shell->begun = !result;
	session.active = process_clock_ms();
	while (!result && !session.over) {
		result = exchange(&session, error);
		if (!result && !session.over)
			result = look_at_silence(&session, error);
	}
	shell->end = session.end;
	qemu_stop(&session.qemu);
	terminal_close(&session.terminal);
	buffer_free(&session.typed);
	buffer_free(&session.output);
	return result;
}
