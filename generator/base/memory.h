/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allocation that is checked once, here. Running out of memory is the one
 * failure that is not reported through struct error: abort() ends the program,
 * since nothing useful can be done and every caller would get it wrong.
 */
#ifndef GENERATOR_BASE_MEMORY_H
#define GENERATOR_BASE_MEMORY_H

#include <stddef.h>

/* count * size bytes, zeroed; overflow-checked. Free with free(). */
void *memory_new(size_t count, size_t size);

/* realloc() to count * size bytes, overflow-checked. */
void *memory_resize(void *memory, size_t count, size_t size);

char *memory_strdup(const char *string);
char *memory_strndup(const char *string, size_t length);

/* A string made as printf() would. Free with free(). */
char *memory_printf(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif
