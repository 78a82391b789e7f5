// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/terminal.h"

#include <sys/signalfd.h>
#include <unistd.h>

#define CTRL_A	'\001'

static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM };

/* What is ignored (nohup, a shell's "&") stays so. */
static void choose_signals(sigset_t *set)
{
	struct sigaction now;

	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++) {
		if (!sigaction(deadly[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			sigaddset(set, deadly[i]);
	}
}

int terminal_open(struct terminal *terminal, bool raw, struct error *error)
{
	struct termios settings;
	sigset_t set;

	*terminal = (struct terminal){ 0 };
	choose_signals(&set);
	terminal->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (terminal->signals < 0)
		return error_errno(error, "signalfd");
	sigprocmask(SIG_BLOCK, &set, &terminal->mask);
	terminal->is_terminal = !tcgetattr(STDIN_FILENO, &terminal->saved);
	if (raw && terminal->is_terminal) {
		settings = terminal->saved;
		cfmakeraw(&settings);
		/* a guest's bare newline begins a line, as on a serial terminal */
		settings.c_oflag |= OPOST | ONLCR;
		tcsetattr(STDIN_FILENO, TCSANOW, &settings);
	}
	return 0;
}

void terminal_close(struct terminal *terminal)
{
	if (terminal->is_terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal->saved);
	/* those not taken were for this session, and don't outlive it */
	while (terminal_signal(terminal))
		;
	close(terminal->signals);
	sigprocmask(SIG_SETMASK, &terminal->mask, NULL);
}

int terminal_signal(struct terminal *terminal)
{
	struct signalfd_siginfo info;

	if (read(terminal->signals, &info, sizeof(info)) != sizeof(info))
		return 0;
	return (int)info.ssi_signo;
}

bool terminal_keys(struct terminal *terminal, const char *keys, size_t count,
		   struct buffer *typed)
{
	for (size_t i = 0; i < count; i++) {
		if (terminal->escape && keys[i] == 'x')
			return true;
		terminal->escape = !terminal->escape && keys[i] == CTRL_A;
		if (!terminal->escape)
			buffer_add(typed, keys + i, 1);
	}
	return false;
}
