/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that grow. data[length] is always NUL once anything was added, so that
 * a buffer of text is a C string.
 */
#ifndef GENERATOR_BASE_BUFFER_H
#define GENERATOR_BASE_BUFFER_H

#include <stddef.h>

struct buffer {
	char *data;		/* owned; NULL while empty */
	size_t length;		/* bytes in use, without the final NUL */
	size_t capacity;	/* bytes allocated */
};

#define BUFFER_INIT { 0 }

void buffer_add(struct buffer *buffer, const void *data, size_t length);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Room for @length more bytes; the caller writes there and adds to length. */
char *buffer_reserve(struct buffer *buffer, size_t length);

/* The text so far; "" while empty. */
const char *buffer_text(const struct buffer *buffer);

/* Give the memory to the caller (free() it); the buffer is empty again. */
char *buffer_take(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
