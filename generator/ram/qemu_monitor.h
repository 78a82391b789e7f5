/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's machine protocol, QMP: one JSON object a line, either way. */
#ifndef GENERATOR_RAM_QEMU_MONITOR_H
#define GENERATOR_RAM_QEMU_MONITOR_H

#include <jansson.h>
#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

/* An answer takes milliseconds, saving memory a little longer. */
#define MONITOR_PATIENCE_MS	15000

struct monitor {
	int socket;
	int patience_ms;	/* so long an answer is waited for */
	struct buffer input;	/* not yet taken apart into lines */
	json_int_t commands;	/* sent so far: the number of the last one */
	bool shut_down;		/* the guest did: the event SHUTDOWN came */
	bool late;		/* an answer did not come in time */
};

/*
 * Wait for QEMU to be ready, and say that we are. -1: it has ended, or does not
 * answer.
 */
int monitor_start(struct monitor *monitor);

/* Takes over @command; 0 when it was carried out. */
int monitor_command(struct monitor *monitor, json_t *command,
		    struct error *error);

/*
 * What a command of the monitor for people prints, to be freed; NULL: QEMU has
 * ended, or does not answer.
 */
char *monitor_ask(struct monitor *monitor, const char *line);

/* Have QEMU's main loop turn once; no answer is waited for. */
void monitor_nudge(struct monitor *monitor);

/* Take what came, without waiting. -1: QEMU has ended. */
int monitor_look(struct monitor *monitor);

void monitor_free(struct monitor *monitor);

#endif
