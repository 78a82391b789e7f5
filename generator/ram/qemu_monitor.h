/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's machine protocol, QMP: one JSON object a line, either way. */
#ifndef GENERATOR_RAM_QEMU_MONITOR_H
#define GENERATOR_RAM_QEMU_MONITOR_H

#include <jansson.h>
#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

struct monitor {
	int socket;
	struct buffer input;	/* not yet taken apart into lines */
	json_int_t commands;	/* sent so far: the number of the last one */
};

/* Wait for QEMU to be ready, and say that we are. -1: it has ended. */
int monitor_start(struct monitor *monitor);

/* Takes over @command; 0 when it was carried out. */
int monitor_command(struct monitor *monitor, json_t *command,
		    struct error *error);

/* Have QEMU's main loop turn once; no answer is waited for. */
void monitor_nudge(struct monitor *monitor);

/*
 * Take what came, without waiting. -1: QEMU has ended. An event of that name
 * was among it: *seen becomes true.
 */
int monitor_look(struct monitor *monitor, const char *event, bool *seen);

void monitor_free(struct monitor *monitor);

#endif
