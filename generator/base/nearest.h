/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names that are most like one that isn't there, for messages.
 */
#ifndef GENERATOR_BASE_NEAREST_H
#define GENERATOR_BASE_NEAREST_H

#include <stddef.h>

#include "generator/base/buffer.h"

#define NEAREST_NAMES 3

struct nearest {
	const char *wanted;
	struct {
		const char *name;
		size_t distance;
	} best[NEAREST_NAMES];	/* the nearest first; name NULL: no more */
};

#define NEAREST_INIT(wanted_) { .wanted = (wanted_) }

/* Offer a name; it must outlive @nearest. Of equally near ones the first stays. */
void nearest_offer(struct nearest *nearest, const char *name);

/* "a, b, c", appended; nothing where no name was offered. */
void nearest_list(const struct nearest *nearest, struct buffer *list);

#endif
