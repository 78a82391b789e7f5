// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SysTick (ARMv7-M manual, section B3.3): a 24-bit counter that counts down
 * and reloads. Its value is computed from virtual time when it is read.
 */
#include "nvic.h"

#define SYST_CSR 0x010
#define SYST_RVR 0x014
#define SYST_CVR 0x018
#define SYST_CALIB 0x01c

#define CSR_ENABLE (1u << 0)
#define CSR_TICKINT (1u << 1)
#define CSR_CLKSOURCE (1u << 2)
#define CSR_COUNTFLAG (1u << 16)
#define CALIB_SKEW (1u << 30) /* TENMS is not given */
#define COUNTER_MASK 0xffffffu
#define REFERENCE_DIVIDER 8 /* STM32: the reference clock is HCLK/8 */

static uint64_t cycles_per_count(const struct systick *st)
{
	return st->control & CSR_CLKSOURCE ? 1 : REFERENCE_DIVIDER;
}

/* Counts since `start`. */
static uint64_t elapsed(const struct nvic *nvic)
{
	const struct systick *st = &nvic->systick;

	return (clock_now(nvic->clock) - st->start) / cycles_per_count(st);
}

static uint32_t value_now(const struct nvic *nvic)
{
	const struct systick *st = &nvic->systick;
	uint64_t counts;

	if (!(st->control & CSR_ENABLE))
		return st->from;
	counts = elapsed(nvic);
	if (counts <= st->from)
		return st->from - counts;
	if (!st->reload)
		return 0;
	/* from 0 the next count loads the reload value */
	counts = (counts - st->from - 1) % ((uint64_t)st->reload + 1);
	return st->reload - counts;
}

/* Counts until the counter next becomes 0; 0 if it never will. */
static uint64_t counts_to_zero(const struct systick *st, uint32_t value)
{
	if (value)
		return value;
	return st->reload ? (uint64_t)st->reload + 1 : 0;
}

/* Bring the present value and COUNTFLAG up to date. */
static void rebase(struct nvic *nvic)
{
	struct systick *st = &nvic->systick;
	uint64_t counts = elapsed(nvic);
	uint64_t zero = counts_to_zero(st, st->from);
	uint32_t value = value_now(nvic);

	if (!(st->control & CSR_ENABLE)) {
		st->start = clock_now(nvic->clock);
		return;
	}
	if (zero && counts >= zero)
		st->counted = true;
	st->from = value;
	st->start += counts * cycles_per_count(st);
}

/* An alarm is needed only for the interrupt. */
static void schedule(struct nvic *nvic)
{
	struct systick *st = &nvic->systick;
	uint64_t zero = counts_to_zero(st, st->from);
	uint64_t when = ALARM_OFF;

	if (st->control & CSR_ENABLE && st->control & CSR_TICKINT && zero)
		when = st->start + zero * cycles_per_count(st);
	clock_set(nvic->clock, &st->alarm, when);
}

static void reached_zero(void *opaque)
{
	struct nvic *nvic = opaque;

	rebase(nvic);
	schedule(nvic);
	nvic_set_pending(nvic, EXC_SYSTICK, true);
}

void systick_init(struct nvic *nvic)
{
	clock_add(nvic->clock, &nvic->systick.alarm, reached_zero, nvic);
}

uint32_t systick_read(struct nvic *nvic, uint32_t offset)
{
	struct systick *st = &nvic->systick;
	uint32_t value;

	switch (offset) {
	case SYST_CSR:
		rebase(nvic);
		value = st->control | (st->counted ? CSR_COUNTFLAG : 0);
		st->counted = false;
		return value;
	case SYST_RVR:
		return st->reload;
	case SYST_CVR:
		return value_now(nvic);
	default:
		return CALIB_SKEW;
	}
}

void systick_write(struct nvic *nvic, uint32_t offset, uint32_t value)
{
	struct systick *st = &nvic->systick;

	rebase(nvic);
	switch (offset) {
	case SYST_CSR:
		st->control = value &
			      (CSR_ENABLE | CSR_TICKINT | CSR_CLKSOURCE);
		break;
	case SYST_RVR:
		st->reload = value & COUNTER_MASK;
		break;
	case SYST_CVR: /* any write clears it */
		st->from = 0;
		st->counted = false;
		break;
	}
	schedule(nvic);
}
