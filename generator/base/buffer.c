// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

char *buffer_reserve(struct buffer *buffer, size_t length)
{
	size_t need = buffer->length + length + 1;

	if (need > buffer->capacity) {
		size_t capacity = buffer->capacity ? buffer->capacity : 256;

		while (capacity < need)
			capacity *= 2;
		buffer->data = memory_resize(buffer->data, capacity, 1);
		buffer->capacity = capacity;
	}
	return buffer->data + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *data, size_t length)
{
	char *end = buffer_reserve(buffer, length);

	if (length)
		memcpy(end, data, length);
	end[length] = '\0';
	buffer->length += length;
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
	buffer_add(buffer, string, strlen(string));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	va_start(args, format);
	vsnprintf(buffer_reserve(buffer, (size_t)length), (size_t)length + 1,
		  format, args);
	va_end(args);
	buffer->length += (size_t)length;
}

const char *buffer_text(const struct buffer *buffer)
{
	return buffer->data ? buffer->data : "";
}

char *buffer_take(struct buffer *buffer)
{
	char *data = buffer->data ? buffer->data : memory_new(1, 1);

	*buffer = (struct buffer)BUFFER_INIT;
	return data;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer)BUFFER_INIT;
}
