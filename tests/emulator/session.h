/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of a machine: what was asked for, and what came of it. */
#ifndef EMULATOR_SESSION_H
#define EMULATOR_SESSION_H

#include "machine.h"
#include "options.h"
#include "stacks.h"
#include "stray.h"
#include "symbols.h"
#include "watch.h"

enum status {
	STATUS_LARGEST_VERDICT = 123,
	STATUS_LIMIT = 124,
	STATUS_HOST = 125,
	STATUS_FAULT = 126,
	STATUS_RESET = 127,
};

struct session {
	const struct options *options;
	struct machine machine;
	struct symbols symbols;
	struct stray stray;
	struct watch watch;
	bool watching;
	struct stacks stacks;
	bool measuring; /* stacks */
	struct core_fault *faults;
	size_t fault_count;
	uint64_t flash_stores;
	enum stop stop;
	int status;
};

/* Set up, run, and tell on stderr how it ended; the exit status. */
int session_run(struct session *session, const struct options *options);
void session_free(struct session *session);

/* Why it ended, in a word: the summary's exit reason. */
const char *session_reason(const struct session *session);

/* Write the --json summary (report.c). */
bool report_write(struct session *session, const char *path);
/* Print accesses per device on stderr (report.c). */
void report_devices(struct session *session);

#endif
