/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel that panicked and was not told to reset stays where it is, with its
 * interrupts on. Its last line is a hint only, as anybody may print that; but
 * from there on it neither sleeps nor runs a user's program.
 */
#ifndef EMULATOR_PANIC_H
#define EMULATOR_PANIC_H

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"
#include "ending.h"

struct panic {
	struct clock *clock;
	struct ending words;
	struct alarm verdict; /* rings when it has looked dead for long enough */
};

/* `found` is called once it is certain. False without memory. */
bool panic_init(struct panic *panic, struct clock *clock,
		void (*found)(void *opaque), void *opaque);
void panic_free(struct panic *panic);

/* The guest printed a byte. */
void panic_put(struct panic *panic, uint8_t byte);
/* It sleeps, or returned to a user's program. */
void panic_alive(struct panic *panic);

#endif
