/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files read a piece or a line at a time. */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>

#define LINE_SIZE 512

struct reader {
	int fd;
	int error;		/* errno of a read that failed, or 0 */
	unsigned int used;	/* of piece */
	unsigned int at;	/* next byte in piece */
	char piece[256];
};

/* Opens a file to read, "-" is stdin; -1 and a message on stderr if it can't. */
int file_open(const char *tool, const char *path);
/* Closes what file_open() gave. */
void file_close(int fd);

void reader_init(struct reader *reader, int fd);
/* The next byte, -1 at the end or after an error. */
int reader_byte(struct reader *reader);
/*
 * The next line without its \n; a longer one than fits is cut. False at the
 * end or after an error.
 */
bool reader_line(struct reader *reader, char *line, unsigned int size);

#endif
