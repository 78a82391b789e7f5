// SPDX-License-Identifier: GPL-2.0-or-later
#include "panic.h"

#define LAST_WORDS "---[ end Kernel panic"
#define LOOK_NS 1000000000u

bool panic_init(struct panic *panic, struct clock *clock,
		void (*found)(void *opaque), void *opaque)
{
	panic->clock = clock;
	clock_add(clock, &panic->verdict, found, opaque);
	return ending_init(&panic->words, LAST_WORDS);
}

void panic_free(struct panic *panic)
{
	ending_free(&panic->words);
}

void panic_put(struct panic *panic, uint8_t byte)
{
	if (ending_add(&panic->words, byte))
		clock_set(panic->clock, &panic->verdict,
			  clock_now(panic->clock) +
				  clock_from_ns(panic->clock, LOOK_NS));
}

void panic_alive(struct panic *panic)
{
	if (panic->verdict.when != ALARM_OFF)
		clock_set(panic->clock, &panic->verdict, ALARM_OFF);
}
