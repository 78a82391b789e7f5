/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text that is written a line at a time, so that lines of several processes
 * don't mix. Lines longer than the buffer go out in pieces.
 */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>

struct out {
	int fd;
	unsigned int used;	/* of text */
	int error;		/* errno of the first write that failed, or 0 */
	char text[128];
};

void out_init(struct out *out, int fd);
void out_char(struct out *out, char c);
void out_text(struct out *out, const char *text);
void out_bytes(struct out *out, const char *bytes, unsigned int length);
/* In decimal, with blanks before it if it is shorter than width. */
void out_number(struct out *out, unsigned long number, unsigned int width);
void out_hex(struct out *out, unsigned long number);
/* 0, or -1 when not all could be written, now or before. */
int out_flush(struct out *out);
/* The same, for the end of a tool: says so on stderr; its exit status. */
int out_end(struct out *out, const char *tool);

/* "TOOL: WHAT: REASON" on stderr; what may be NULL, error (an errno) 0. */
void complain(const char *tool, const char *what, int error);

/* A decimal number, or a hexadecimal one with 0x, and nothing else. */
bool number_parse(const char *text, unsigned long *number);

/* What errno means; "error N" for rare ones, in text. */
#define ERROR_TEXT 16
const char *error_text(int error, char text[ERROR_TEXT]);

#endif
