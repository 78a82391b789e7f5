// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * General-purpose timers TIM2..TIM5 of the STM32F4 (RM0386 section 24.4),
 * counting up; see stm32f4.h. The counter is computed from virtual time;
 * flags are brought up to date whenever the timer is looked at, and an alarm
 * rings at the next moment an enabled interrupt would come.
 */
#include "stm32f4.h"

#define TIM_CR1 0x00
#define TIM_DIER 0x0c
#define TIM_SR 0x10
#define TIM_EGR 0x14
#define TIM_CNT 0x24
#define TIM_PSC 0x28
#define TIM_ARR 0x2c
#define TIM_CCR1 0x34

#define CR1_CEN (1u << 0)
#define CR1_UDIS (1u << 1)
#define CR1_URS (1u << 2)
#define CR1_OPM (1u << 3)
#define SR_UIF (1u << 0)
#define EGR_UG (1u << 0)
#define INTERRUPT_BITS 0x1fu /* UIF, CC1IF..CC4IF; the same in DIER and SR */

#define CHANNELS 4
#define TIM_WORDS 21

struct tim {
	uint32_t registers[TIM_WORDS];
	uint32_t prescaler; /* PSC as taken over by the last update event */
	uint32_t counter; /* CNT at `since` */
	uint64_t since; /* processor cycle */
	struct alarm alarm;
	struct device *device;
};

static uint32_t *reg(struct tim *t, uint32_t offset)
{
	return &t->registers[offset / 4];
}

static uint32_t width_mask(const struct tim *t)
{
	return t->device->desc->option & STM32F4_TIM_32BIT ? 0xffffffff :
							     0xffff;
}

static uint64_t cycles_per_tick(const struct tim *t)
{
	return (t->device->desc->option & STM32F4_TIM_DIVIDER) *
	       ((uint64_t)t->prescaler + 1);
}

/* Ticks from the counter's value until it next becomes `target`. */
static uint64_t ticks_until(struct tim *t, uint32_t target)
{
	uint64_t period = (uint64_t)*reg(t, TIM_ARR) + 1;
	uint64_t counter = t->counter;

	if (counter >= period) /* beyond ARR: up to the end of its width */
		return target > counter ?
			       target - counter :
			       (uint64_t)width_mask(t) + 1 - counter + target;
	if (target >= period)
		return UINT64_MAX;
	return target > counter ? target - counter : period - counter + target;
}

/* Move the counter on; n ticks at most reach beyond one update event. */
static void advance(struct tim *t, uint64_t ticks)
{
	uint64_t period = (uint64_t)*reg(t, TIM_ARR) + 1;
	uint64_t to_update = ticks_until(t, 0);

	for (int i = 0; i < CHANNELS; i++)
		if (ticks_until(t, *reg(t, TIM_CCR1 + i * 4)) <= ticks)
			*reg(t, TIM_SR) |= 2u << i;
	if (ticks < to_update) {
		t->counter += ticks;
		return;
	}
	t->counter = (ticks - to_update) % period;
	if (*reg(t, TIM_CR1) & CR1_UDIS)
		return;
	*reg(t, TIM_SR) |= SR_UIF;
	t->prescaler = *reg(t, TIM_PSC);
	if (*reg(t, TIM_CR1) & CR1_OPM) {
		*reg(t, TIM_CR1) &= ~CR1_CEN;
		t->counter = 0;
	}
}

static void synchronise(struct tim *t)
{
	uint64_t now = clock_now(t->device->host->clock);
	uint64_t tick = cycles_per_tick(t), ticks;

	if (!(*reg(t, TIM_CR1) & CR1_CEN)) {
		t->since = now;
		return;
	}
	ticks = (now - t->since) / tick;
	if (!ticks)
		return;
	t->since += ticks * tick;
	advance(t, ticks);
}

static uint64_t earliest(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* After any change: the interrupt line, and when to look again. */
static void settle(struct tim *t)
{
	const struct device_host *host = t->device->host;
	uint32_t enabled = *reg(t, TIM_DIER) & INTERRUPT_BITS;
	uint32_t awaited = enabled & ~*reg(t, TIM_SR);
	uint64_t ticks = UINT64_MAX, when = ALARM_OFF;

	host->irq(host->owner, t->device->desc->irqs[0],
		  enabled & *reg(t, TIM_SR));

	if (awaited & SR_UIF && !(*reg(t, TIM_CR1) & CR1_UDIS))
		ticks = ticks_until(t, 0);
	for (int i = 0; i < CHANNELS; i++)
		if (awaited & 2u << i)
			ticks = earliest(
				ticks,
				ticks_until(t, *reg(t, TIM_CCR1 + i * 4)));
	if (*reg(t, TIM_CR1) & CR1_CEN && ticks != UINT64_MAX)
		when = t->since + ticks * cycles_per_tick(t);
	clock_set(host->clock, &t->alarm, when);
}

static void rang(void *opaque)
{
	struct tim *t = opaque;

	synchronise(t);
	settle(t);
}

static void tim_reset(struct device *device)
{
	struct tim *t = device->state;

	t->device = device;
	*reg(t, TIM_ARR) = width_mask(t);
	clock_add(device->host->clock, &t->alarm, rang, t);
}

static uint32_t tim_read(struct device *device, uint32_t offset)
{
	struct tim *t = device->state;

	if (offset / 4 >= TIM_WORDS || offset == TIM_EGR)
		return 0;
	synchronise(t);
	if (offset == TIM_CNT)
		return t->counter;
	return *reg(t, offset);
}

/* EGR: an update event by software */
static void generate(struct tim *t, uint32_t value)
{
	if (value & EGR_UG) {
		t->counter = 0;
		t->prescaler = *reg(t, TIM_PSC);
		t->since = clock_now(t->device->host->clock);
		if (!(*reg(t, TIM_CR1) & (CR1_UDIS | CR1_URS)))
			*reg(t, TIM_SR) |= SR_UIF;
	}
	*reg(t, TIM_SR) |= value & INTERRUPT_BITS & ~EGR_UG;
}

static void tim_write(struct device *device, uint32_t offset, uint32_t value,
		      uint32_t mask)
{
	struct tim *t = device->state;

	if (offset / 4 >= TIM_WORDS)
		return;
	synchronise(t);
	value |= *reg(t, offset) & ~mask;
	switch (offset) {
	case TIM_SR: /* write zero to clear */
		*reg(t, TIM_SR) &= value;
		break;
	case TIM_EGR:
		generate(t, value & mask);
		break;
	case TIM_CNT:
		t->counter = value & width_mask(t);
		break;
	default:
		if (offset >= TIM_ARR)
			value &= width_mask(t);
		else
			value &= 0xffff;
		*reg(t, offset) = value;
		break;
	}
	settle(t);
}

const struct device_type stm32f4_tim = {
	.state_bytes = sizeof(struct tim),
	.reset = tim_reset,
	.read = tim_read,
	.write = tim_write,
};
