// SPDX-License-Identifier: GPL-2.0-or-later
#include <signal.h>

#include "options.h"
#include "session.h"

/* It was held back to restore the terminal: now it may do its work. */
static void die_of(int signal)
{
	sigset_t set;

	raise(signal);
	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

int main(int argc, char **argv)
{
	static struct session session;
	struct options options;
	int status, signal;

	switch (options_parse(&options, argc, argv)) {
	case OPTIONS_DONE:
		return 0;
	case OPTIONS_BAD:
		return STATUS_HOST;
	case OPTIONS_RUN:
		break;
	}
	status = session_run(&session, &options);
	signal = session.machine.console.signal;
	session_free(&session);
	if (signal)
		die_of(signal);
	return status;
}
