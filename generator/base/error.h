/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One error: a status and one message that says where and what.
 *
 * Every function that can fail takes a `struct error *` as its last argument,
 * returns 0 when done and -1 when not (or NULL where it returns a pointer),
 * and leaves the message here. Libraries never print and never exit: main()
 * prints the message and exits with the status.
 */
#ifndef GENERATOR_BASE_ERROR_H
#define GENERATOR_BASE_ERROR_H

#include <stdarg.h>

enum error_status {
	ERROR_NONE = 0,
	ERROR_INPUT = 1,	/* the input is bad, or can't be had */
	ERROR_USAGE = 2,	/* the command line is bad */
};

struct error {
	enum error_status status;	/* also the exit status */
	char text[2048];		/* without a newline at the end */
};

#define ERROR_INIT { .status = ERROR_NONE }

/*
 * Each records an error and returns -1. The first error stays: later ones are
 * its consequences, and a user gets one message.
 */
int error_set(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int error_usage(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* As error_set(), with ": " and the system's reason for errno at the end. */
int error_errno(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Put text in front of an error that is set already ("board.yaml: "). */
int error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
