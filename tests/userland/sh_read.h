/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the shell's text comes from: a terminal, a pipe, a file. */
#ifndef SH_READ_H
#define SH_READ_H

#include "sh.h"

/*
 * Runs what comes from a descriptor, a command after the other, until its end
 * or until something in it wants to end. No byte is read that isn't needed for
 * the next command: the rest is for programs that read the same input.
 * `text` of so many bytes is used first; NULL: memory is asked for.
 */
void read_source(struct sh *sh, int fd, char *text, unsigned int size);

/* The shell's own descriptor of a script; -1: a message, and status is set. */
int read_open(struct sh *sh, const char *path);

/* The builtin ".": its status. */
int read_file(struct sh *sh, int argc, char **argv);

#endif
