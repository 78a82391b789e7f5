/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Other programs: run one and wait for it, or start one and leave it running.
 * Where a caller has SIGCHLD ignored, which children can't be waited for with,
 * that ends with the first of them.
 */
#ifndef GENERATOR_BASE_PROCESS_H
#define GENERATOR_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

struct process {
	const char *const *argv;	/* NULL at the end; found in $PATH */
	const char *const *environment;	/* more "NAME=value", NULL at the end; or NULL */
	const char *directory;		/* run there; NULL: here */

	/* Standard input: a file, or bytes; neither: /dev/null. */
	const char *input_path;
	const void *input;
	size_t input_length;

	/*
	 * Standard output and error, each: a file that is truncated first, or
	 * a buffer that it is appended to; neither: it goes where ours goes.
	 * The same buffer (or path) for both keeps the order of what is written.
	 */
	const char *output_path;
	const char *error_path;
	struct buffer *output;
	struct buffer *errors;

	unsigned int timeout_ms;	/* then kill it and what it started; 0: never */
};

struct process_result {
	int status;		/* exit status; 128 + signal if killed by one */
	bool timed_out;
};

/*
 * 0 when the program was started and has ended, however it ended; -1 with a
 * message when it couldn't be started.
 */
int process_run(const struct process *process, struct process_result *result,
		struct error *error);

/*
 * Start a program and leave it running: its process, for waitpid(), or -1 when
 * it couldn't be started. Its file descriptors from 0 on are @fds; those of
 * ours that are not close-on-exec it has as well. No signal is blocked in it;
 * when we die, it is asked to.
 */
pid_t process_start(const char *const *argv, const int *fds, size_t nr_fds,
		    struct error *error);

/* Milliseconds of a clock that only goes forward, to measure waiting with. */
long long process_clock_ms(void);

#endif
