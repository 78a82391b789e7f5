// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
	if (!memory) {
		fputs("out of memory\n", stderr);
		abort();
	}
	return memory;
}

void *memory_new(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *memory_resize(void *memory, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		checked(NULL);
	return checked(realloc(memory, count && size ? count * size : 1));
}

char *memory_strdup(const char *string)
{
	return memory_strndup(string, strlen(string));
}

char *memory_strndup(const char *string, size_t length)
{
	char *copy = memory_new(length + 1, 1);

	memcpy(copy, string, length);
	return copy;
}

char *memory_printf(const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = memory_new((size_t)length + 1, 1);
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}
