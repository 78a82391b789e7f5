/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The way from an address in peripheral space to a device: finds it, counts
 * the access, and answers for what is not there. The private peripheral bus
 * (system control space) is here too.
 */
#ifndef EMULATOR_BUS_H
#define EMULATOR_BUS_H

#include <stdbool.h>

struct machine;

/* Map the machine's peripheral spaces; error in machine->error. */
bool bus_map(struct machine *machine);

#endif
