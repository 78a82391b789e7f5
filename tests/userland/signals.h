/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The signals' names and what a shell says about a process that one ended. */
#ifndef SIGNALS_H
#define SIGNALS_H

#define SIGNALS 31

/* "TERM" for 15, and so on; NULL: there is no such signal. */
const char *signal_name(unsigned int signal);
/* A number or a name, with or without SIG, in capitals or not; -1: neither. */
int signal_parse(const char *text);
/* "Segmentation fault" for 11, and so on. */
const char *signal_meaning(unsigned int signal);

#endif
