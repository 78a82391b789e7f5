// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A run in QEMU. Its "flash" is RAM that the guest could write, so what lies
 * there is read back afterwards: when the console shows that the run is over,
 * the monitor stops the guest and saves memory. Mainline can't reset an MPS2,
 * and a semihosting exit would end QEMU before anything can be read, so that
 * neither of the two serves as the end.
 *
 * Calls are counted from QEMU's log of translated blocks: a function's first
 * block begins at its address and is entered once per call.
 */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/ram/dialogue.h"
#include "generator/ram/machine_kinds.h"
#include "generator/ram/qemu.h"

/* A guest that says nothing for so long hangs; a boot takes about a second. */
#define QUIET_MS	15000
/* And one that has talked for so long, or so much, will never stop. */
#define TOTAL_MS	600000
#define OUTPUT_MOST	(64u << 20)
#define POLL_MS		10

/* A run in progress. */
struct talk {
	struct qemu *qemu;
	struct dialogue dialogue;
	struct buffer typed;		/* not yet taken by QEMU */
	struct buffer *output;		/* of the guest, from the start */
	long long start;
	long long active;		/* when a byte last went either way */
};

static enum machine_end end_of(enum dialogue_death death)
{
	static const enum machine_end ends[] = {
		[DIALOGUE_HALTED] = MACHINE_HALTED,
		[DIALOGUE_RESET] = MACHINE_RESET,
		[DIALOGUE_PANICKED] = MACHINE_FAILED,
	};

	return ends[death];
}

/*
 * Is it over? If the guest waits for a line, type it. *over stays false if it
 * is not. -1: QEMU has ended.
 */
static int look(struct talk *talk, bool *over, enum machine_end *end)
{
	const char *output = buffer_text(talk->output);
	size_t length = talk->output->length;
	long long now = process_clock_ms();
	long long still = now - talk->active;
	enum dialogue_death death;

	*end = MACHINE_LIMIT;
	if (still >= QUIET_MS || now - talk->start >= TOTAL_MS ||
	    length > OUTPUT_MOST) {
		*over = true;
		return 0;
	}
	if (!talk->typed.length &&
	    dialogue_at_prompt(&talk->dialogue, output, length, still)) {
		*end = MACHINE_VERDICT;
		*over = !dialogue_next(&talk->dialogue, length);
		if (*over)
			return 0;
		buffer_add(&talk->typed, talk->dialogue.line,
			   talk->dialogue.line_length);
		talk->active = now;
		return 0;
	}
	if (qemu_death(talk->qemu, talk->output, still, &death))
		return -1;
	*over = death != DIALOGUE_ALIVE;
	if (*over)
		*end = end_of(death);
	return 0;
}

/* Let bytes go either way. -1: QEMU has ended. */
static int exchange(struct talk *talk)
{
	struct qemu *qemu = talk->qemu;
	struct pollfd fds[] = {
		{ .fd = qemu->console,
		  .events = POLLIN | (talk->typed.length ? POLLOUT : 0) },
		{ .fd = qemu->monitor.socket, .events = POLLIN },
	};
	size_t left = talk->typed.length;
	int got;

	if (poll(fds, 2, POLL_MS) == 0 && !qemu_took_all(qemu))
		qemu_nudge(qemu);
	got = qemu_read(qemu, talk->output);
	if (got < 0 || qemu_write(qemu, &talk->typed) ||
	    monitor_look(&qemu->monitor))
		return -1;
	if (got || talk->typed.length != left)
		talk->active = process_clock_ms();
	return 0;
}

static int converse(struct qemu *qemu, const struct machine_job *job,
		    struct machine_outcome *outcome, struct error *error)
{
	struct talk talk = {
		.qemu = qemu,
		.dialogue.left = job->dialogue ? job->dialogue : "",
		.output = &outcome->console,
		.start = process_clock_ms(),
	};
	const bool *reset = &qemu->monitor.shut_down;
	bool over = false;
	int result = 0;

	talk.active = talk.start;
	while (!result && !over && !*reset) {
		result = exchange(&talk);
		if (!result)
			result = look(&talk, &over, &outcome->end);
	}
	if (*reset)
		outcome->end = MACHINE_RESET;
	buffer_free(&talk.typed);
	return result ? qemu_ended(qemu, error) : 0;
}

static int save_loads(struct monitor *monitor,
		      const struct machine_job *job, struct error *error)
{
	int result = monitor_command(monitor, json_pack("{s:s}", "execute", "stop"),
				     error);

	for (size_t i = 0; i < job->nr_loads && !result; i++) {
		const struct machine_load *load = &job->loads[i];
		char *path = memory_printf("%s/%s.after", job->directory,
					   load->name);

		result = monitor_command(monitor,
			json_pack("{s:s, s:{s:I, s:I, s:s}}",
				  "execute", "pmemsave", "arguments",
				  "val", (json_int_t)load->address,
				  "size", (json_int_t)load->length,
				  "filename", path), error);
		free(path);
	}
	return result;
}

/* "Trace 0: 0x7f8e [00000000/0000a1b4/00110200/ff020000]", bracket's 2nd. */
static int count_calls(struct machine_job *job, const char *trace,
		       struct error *error)
{
	struct buffer log = BUFFER_INIT;
	char *line, *next;

	for (size_t i = 0; i < job->nr_probes; i++)
		job->probes[i].calls = 0;
	if (!file_exists(trace))
		return 0;
	if (file_read(trace, &log, error))
		return -1;
	for (line = log.data; line && *line; line = next) {
		char *field = strchr(line, '[');
		char *end = strchr(line, '\n');
		uint64_t address;

		next = end ? end + 1 : NULL;
		if (!field || (end && field > end))
			continue;
		if (sscanf(field, "[%*[0-9a-f]/%" SCNx64, &address) != 1)
			continue;
		for (size_t i = 0; i < job->nr_probes; i++) {
			if (job->probes[i].address == address)
				job->probes[i].calls++;
		}
	}
	buffer_free(&log);
	return 0;
}

int qemu_run(struct machine_job *job, struct machine_outcome *outcome,
	     struct error *error)
{
	struct qemu qemu;
	int result = -1;

	if (!qemu_start(&qemu, job, QEMU_FAST, error))
		result = converse(&qemu, job, outcome, error) ||
			 save_loads(&qemu.monitor, job, error) ? -1 : 0;
	if (!result)
		result = file_read(qemu.messages, &outcome->messages, error);
	if (!result)
		result = count_calls(job, qemu.trace, error);
	qemu_stop(&qemu);
	return result;
}
