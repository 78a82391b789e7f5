/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Virtual time. It is counted in cycles of the processor's clock and comes
 * from the instructions executed and the time slept through, never from the
 * host, so that two runs see the same moments.
 */
#ifndef EMULATOR_CLOCK_H
#define EMULATOR_CLOCK_H

#include <stdint.h>

#define ALARM_OFF UINT64_MAX

/* Something that happens at a moment; owned by whoever embeds it. */
struct alarm {
	uint64_t when; /* cycle at which it rings, ALARM_OFF for never */
	void (*ring)(void *opaque);
	void *opaque;
	struct alarm *next;
};

struct clock {
	uint32_t hz; /* processor clock */
	uint32_t cycles_per_instruction; /* a flat average, see machine.h */
	uint64_t instructions;
	uint64_t slept; /* cycles passed without instructions */
	uint64_t next; /* the earliest alarm */
	struct alarm *alarms;
};

static inline uint64_t clock_now(const struct clock *clock)
{
	return clock->instructions * clock->cycles_per_instruction +
	       clock->slept;
}

/* Register an alarm, switched off. It must outlive the clock's use. */
void clock_add(struct clock *clock, struct alarm *alarm,
	       void (*ring)(void *opaque), void *opaque);

/* Set or move an alarm; a moment in the past rings at the next chance. */
void clock_set(struct clock *clock, struct alarm *alarm, uint64_t when);

/* Ring everything that is due; each alarm is off again when it rings. */
void clock_run(struct clock *clock);

/* Let time pass up to a moment without executing anything. */
void clock_sleep_until(struct clock *clock, uint64_t when);

uint64_t clock_to_ns(const struct clock *clock, uint64_t cycles);
uint64_t clock_from_ns(const struct clock *clock, uint64_t ns);

#endif
