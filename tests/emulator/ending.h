/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Does the output end with a text? Asked byte by byte; a text that starts over
 * inside itself is found as well.
 */
#ifndef EMULATOR_ENDING_H
#define EMULATOR_ENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ending {
	const char *text; /* NULL: nothing is looked for */
	size_t length; /* of the text */
	char *last; /* the last bytes of the output, as many; owned */
	size_t seen; /* how many of them there are */
};

/* False without memory. */
bool ending_init(struct ending *ending, const char *text);
void ending_free(struct ending *ending);

/* One more byte of output; true: with it the output ends with the text. */
bool ending_add(struct ending *ending, uint8_t byte);

/* The output so far counts no more: the text has to come anew. */
void ending_forget(struct ending *ending);

#endif
