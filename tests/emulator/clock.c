// SPDX-License-Identifier: GPL-2.0-or-later
#include "clock.h"

#include <stddef.h>

#define NS_PER_S 1000000000u

static void find_next(struct clock *clock)
{
	clock->next = ALARM_OFF;
	for (struct alarm *a = clock->alarms; a; a = a->next)
		if (a->when < clock->next)
			clock->next = a->when;
}

void clock_add(struct clock *clock, struct alarm *alarm,
	       void (*ring)(void *opaque), void *opaque)
{
	alarm->when = ALARM_OFF;
	alarm->ring = ring;
	alarm->opaque = opaque;
	alarm->next = clock->alarms;
	clock->alarms = alarm;
	find_next(clock);
}

void clock_set(struct clock *clock, struct alarm *alarm, uint64_t when)
{
	alarm->when = when;
	find_next(clock);
}

void clock_run(struct clock *clock)
{
	uint64_t now = clock_now(clock);

	for (struct alarm *a = clock->alarms; a; a = a->next) {
		if (a->when > now)
			continue;
		a->when = ALARM_OFF;
		a->ring(a->opaque);
	}
	find_next(clock);
}

void clock_sleep_until(struct clock *clock, uint64_t when)
{
	uint64_t now = clock_now(clock);

	if (when > now)
		clock->slept += when - now;
}

uint64_t clock_to_ns(const struct clock *clock, uint64_t cycles)
{
	return (unsigned __int128)cycles * NS_PER_S / clock->hz;
}

uint64_t clock_from_ns(const struct clock *clock, uint64_t ns)
{
	return (unsigned __int128)ns * clock->hz / NS_PER_S;
}
