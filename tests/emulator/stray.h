/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stray interrupts: at pseudo-random block boundaries an interrupt that
 * nobody asked for. What a guest computes must not depend on them.
 */
#ifndef EMULATOR_STRAY_H
#define EMULATOR_STRAY_H

#include <stdint.h>

struct machine;

struct stray {
	uint64_t state; /* of the generator; from the seed */
	uint32_t countdown; /* blocks until the next one */
	uint64_t raised;
};

void stray_init(struct stray *stray, uint64_t seed);

/* To be called at each block boundary. */
void stray_block(struct stray *stray, struct machine *machine);

#endif
