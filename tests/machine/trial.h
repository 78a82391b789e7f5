/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine with guest.c in a kernel's place, for one test. */
#ifndef TESTS_MACHINE_TRIAL_H
#define TESTS_MACHINE_TRIAL_H

#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/ram/machine.h"

extern const struct machine_programs programs;

/* A machine to try, and its guest: as cmocka's state. */
struct machine {
	struct machine_job job;
	const char *guest;
	uint64_t data;		/* where the guest's "poke" stores */
};

extern const struct machine emulator, qemu;

/* A job of its own, with a directory and what is loaded. */
struct trial {
	struct machine_job job;
	struct machine_outcome outcome;
	struct buffer image;
	char *directory;
	char *console;		/* what was printed, without carriage returns */
};

void trial_start(struct trial *trial, void **state);
void trial_run(struct trial *trial, void **state, const char *dialogue);
void trial_end(struct trial *trial);

/* A test may take that long, then it ends all: cmocka's setup. */
int trial_set_alarm(void **state);

#define ON(machine, test) { #test " (" #machine ")", test, trial_set_alarm, \
			    NULL, (void *)&machine }
#define ON_BOTH(test) ON(emulator, test), ON(qemu, test)

#endif
