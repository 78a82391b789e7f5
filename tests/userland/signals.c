// SPDX-License-Identifier: GPL-2.0-or-later
#include "signals.h"

#include "out.h"

/* Name and meaning of 1, 2, ...; no pointers, which would take up RAM. */
static const char names[] =
	"HUP\0" "Hangup\0"
	"INT\0" "Interrupt\0"
	"QUIT\0" "Quit\0"
	"ILL\0" "Illegal instruction\0"
	"TRAP\0" "Trace/breakpoint trap\0"
	"ABRT\0" "Aborted\0"
	"BUS\0" "Bus error\0"
	"FPE\0" "Floating point exception\0"
	"KILL\0" "Killed\0"
	"USR1\0" "User defined signal 1\0"
	"SEGV\0" "Segmentation fault\0"
	"USR2\0" "User defined signal 2\0"
	"PIPE\0" "Broken pipe\0"
	"ALRM\0" "Alarm clock\0"
	"TERM\0" "Terminated\0"
	"STKFLT\0" "Stack fault\0"
	"CHLD\0" "Child exited\0"
	"CONT\0" "Continued\0"
	"STOP\0" "Stopped\0"
	"TSTP\0" "Stopped\0"
	"TTIN\0" "Stopped (tty input)\0"
	"TTOU\0" "Stopped (tty output)\0"
	"URG\0" "Urgent I/O condition\0"
	"XCPU\0" "CPU time limit exceeded\0"
	"XFSZ\0" "File size limit exceeded\0"
	"VTALRM\0" "Virtual timer expired\0"
	"PROF\0" "Profiling timer expired\0"
	"WINCH\0" "Window changed\0"
	"IO\0" "I/O possible\0"
	"PWR\0" "Power failure\0"
	"SYS\0" "Bad system call";

/* The index-th text of names. */
static const char *entry(unsigned int index)
{
	const char *at = names;

	while (index--)
		at += strlen(at) + 1;
	return at;
}

const char *signal_name(unsigned int signal)
{
	return signal && signal <= SIGNALS ? entry(2 * signal - 2) : NULL;
}

const char *signal_meaning(unsigned int signal)
{
	return signal && signal <= SIGNALS ? entry(2 * signal - 1) :
					     "Unknown signal";
}

static bool same_letters(const char *text, const char *capitals)
{
	while (*text && (*text == *capitals || (islower(*text) &&
						*text - 'a' + 'A' == *capitals))) {
		text++;
		capitals++;
	}
	return *text == *capitals;
}

int signal_parse(const char *text)
{
	unsigned long number;

	if (number_parse(text, &number))
		return number < 65 ? (int)number : -1;
	for (number = 1; number <= SIGNALS; number++) {
		const char *name = signal_name(number);

		if (same_letters(text, name))
			return number;
		if ((text[0] | 0x20) == 's' && (text[1] | 0x20) == 'i' &&
		    (text[2] | 0x20) == 'g' && same_letters(text + 3, name))
			return number;
	}
	return -1;
}
