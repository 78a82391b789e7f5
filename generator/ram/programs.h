/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The programs that are machines: where they lie. */
#ifndef GENERATOR_RAM_PROGRAMS_H
#define GENERATOR_RAM_PROGRAMS_H

#include "generator/ram/machine.h"

struct programs {
	char *emulator;
	char *stub;
	struct machine_programs machine;	/* points to these */
};

/* Those that are built with this program lie beside it; $MCU_EMULATOR is another. */
void programs_find(struct programs *programs);
void programs_free(struct programs *programs);

#endif
