/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a board file asks of the kernel's configuration:
 *
 *	kernel:
 *	  - {set: PROC_FS, why: "ps reads /proc"}
 *	  - {set: LOG_BUF_SHIFT=12, why: "4 KiB of log"}
 *	  - {set: BLOCK=n, why: "..."}
 *	  - {set: CPU_V7M_FAULTS, why: "...", series: true}
 */
#ifndef GENERATOR_BOARD_SETTINGS_H
#define GENERATOR_BOARD_SETTINGS_H

#include <jansson.h>
#include <stdbool.h>

#include "generator/base/error.h"

struct setting {
	char *symbol;		/* without CONFIG_ */
	char *value;		/* "y", "n", a number, a text without its quotes */
	char *why;
	bool budget;		/* of the budget, not of kernel: */
	bool series;		/* a symbol of the kernel series: a tree may lack it */
	unsigned int line;	/* of the board file; 0: it wasn't found there */
};

/*
 * Read the text behind set:, "SYMBOL" or "SYMBOL=value". An error says what is
 * wrong and what was expected, without the file.
 */
int setting_parse(struct setting *setting, const char *set, struct error *error);

/*
 * The line of a board file's text that has this set:, @nth of those that are
 * equal, from 0; 0: none has.
 */
unsigned int setting_line(const char *text, const char *set, unsigned int nth);

json_t *setting_json(const struct setting *setting);
void setting_free(struct setting *setting);

#endif
