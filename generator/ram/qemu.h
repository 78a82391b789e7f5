/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stock qemu-system-arm with a job's kernel, as a process of its own: the
 * guest's serial line and QEMU's monitor are sockets. A guest that resets itself
 * is stopped there, and the monitor says "SHUTDOWN".
 */
#ifndef GENERATOR_RAM_QEMU_H
#define GENERATOR_RAM_QEMU_H

#include <sys/types.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/ram/dialogue.h"
#include "generator/ram/machine.h"
#include "generator/ram/qemu_monitor.h"

/* Time for the guest. */
enum qemu_time {
	QEMU_FAST,	/* goes by instructions, and jumps while the guest sleeps */
	QEMU_REAL,	/* is ours */
};

struct qemu {
	const char *program;
	pid_t pid;
	int console;		/* the serial line's far end */
	struct monitor monitor;
	char *console_log;	/* paths below the job's directory; owned */
	char *messages;
	char *trace;		/* of the probes' calls; QEMU_FAST only */
	unsigned int spins;	/* so often in a row the guest was seen to spin */
};

/* Up to a monitor that answers. qemu_stop() is due in any case. */
int qemu_start(struct qemu *qemu, const struct machine_job *job,
	       enum qemu_time time, struct error *error);
void qemu_stop(struct qemu *qemu);

/* What the guest printed, appended: how many bytes, or -1: QEMU has ended. */
int qemu_read(struct qemu *qemu, struct buffer *output);

/* Type what QEMU takes now, and remove it from @typed. -1: QEMU has ended. */
int qemu_write(struct qemu *qemu, struct buffer *typed);

/* Did the guest's serial line take all that was typed? */
bool qemu_took_all(const struct qemu *qemu);

/*
 * Make QEMU look whether the serial line has room now: a guest that has just
 * made some does not wake it.
 */
void qemu_nudge(struct qemu *qemu);

/*
 * Is the guest dead, to be asked again and again while it is still? A kernel's
 * last words at the end of @output are a hint, as anybody may print them. It is
 * dead if it then neither sleeps nor runs a user's program whenever one looks.
 * -1: QEMU has ended.
 */
int qemu_death(struct qemu *qemu, const struct buffer *output,
	       long long still_ms, enum dialogue_death *death);

/*
 * The error for a QEMU that has ended or does not answer, with its own
 * messages; -1.
 */
int qemu_ended(const struct qemu *qemu, struct error *error);

#endif
