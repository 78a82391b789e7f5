// SPDX-License-Identifier: GPL-2.0-or-later
#include "nvic.h"

#include <string.h>

static int group_of(const struct nvic *nvic, int priority)
{
	int group_size = 2 << nvic->priority_group;

	if (priority < 0 || priority >= PRIORITY_NONE)
		return priority;
	return priority - priority % group_size;
}

/* Priority with the fixed ones; the lower the more urgent. */
static int full_priority(const struct nvic *nvic, unsigned int exception)
{
	switch (exception) {
	case EXC_RESET:
		return -3;
	case EXC_NMI:
		return -2;
	case EXC_HARDFAULT:
		return -1;
	default:
		return nvic->priority[exception];
	}
}

int nvic_group_priority(const struct nvic *nvic, unsigned int exception)
{
	return group_of(nvic, full_priority(nvic, exception));
}

static void update(struct nvic *nvic)
{
	int best = PRIORITY_NONE, active = PRIORITY_NONE;

	nvic->best = EXC_NONE;
	nvic->active_count = 0;
	for (unsigned int i = 1; i < EXC_IRQ0 + nvic->lines; i++) {
		int priority = full_priority(nvic, i);

		if (nvic->pending[i] && priority < best &&
		    (nvic->enabled[i] || nvic->stray[i])) {
			best = priority;
			nvic->best = i;
		}
		if (nvic->active[i]) {
			nvic->active_count++;
			if (priority < active)
				active = priority;
		}
	}
	nvic->best_priority = group_of(nvic, best);
	nvic->active_priority = group_of(nvic, active);
}

void nvic_init(struct nvic *nvic, struct clock *clock, unsigned int lines,
	       unsigned int priority_bits)
{
	memset(nvic, 0, sizeof(*nvic));
	nvic->clock = clock;
	nvic->lines = lines;
	nvic->priority_mask = 0xff << (8 - priority_bits);
	nvic->ccr = CCR_STKALIGN;
	for (unsigned int i = 1; i < EXC_IRQ0; i++)
		nvic->enabled[i] = i < EXC_MEMMANAGE || i > EXC_USAGEFAULT;
	systick_init(nvic);
	update(nvic);
}

void nvic_set_pending(struct nvic *nvic, unsigned int exception, bool on)
{
	/* a line that is still high can't be cleared */
	nvic->pending[exception] = on || nvic->level[exception];
	if (!on)
		nvic->stray[exception] = false;
	update(nvic);
}

void nvic_set_enabled(struct nvic *nvic, unsigned int exception, bool on)
{
	nvic->enabled[exception] = on;
	update(nvic);
}

void nvic_set_priority(struct nvic *nvic, unsigned int exception,
		       uint8_t priority)
{
	nvic->priority[exception] = priority & nvic->priority_mask;
	update(nvic);
}

void nvic_set_level(struct nvic *nvic, unsigned int line, bool level)
{
	unsigned int exception = EXC_IRQ0 + line;

	if (nvic->level[exception] == level)
		return;
	nvic->level[exception] = level;
	if (level) {
		nvic->pending[exception] = true;
		update(nvic);
	}
}

void nvic_raise_stray(struct nvic *nvic, unsigned int line)
{
	nvic->stray[EXC_IRQ0 + line] = true;
	nvic_set_pending(nvic, EXC_IRQ0 + line, true);
}

void nvic_activate(struct nvic *nvic, unsigned int exception)
{
	nvic->active[exception] = true;
	nvic->pending[exception] = false;
	nvic->stray[exception] = false;
	update(nvic);
}

void nvic_deactivate(struct nvic *nvic, unsigned int exception)
{
	nvic->active[exception] = false;
	if (nvic->level[exception])
		nvic->pending[exception] = true;
	update(nvic);
}

void nvic_set_priority_group(struct nvic *nvic, unsigned int group)
{
	nvic->priority_group = group;
	update(nvic);
}

int nvic_execution_priority(const struct nvic *nvic, struct nvic_masks masks)
{
	int boosted = PRIORITY_NONE;

	if (masks.basepri)
		boosted = group_of(nvic, masks.basepri);
	if (masks.primask)
		boosted = 0;
	if (masks.faultmask)
		boosted = -1;
	return boosted < nvic->active_priority ? boosted :
						 nvic->active_priority;
}

unsigned int nvic_to_take(const struct nvic *nvic, struct nvic_masks masks)
{
	if (nvic->best &&
	    nvic->best_priority < nvic_execution_priority(nvic, masks))
		return nvic->best;
	return EXC_NONE;
}

bool nvic_wakes(const struct nvic *nvic, struct nvic_masks masks)
{
	masks.primask = false;
	return nvic_to_take(nvic, masks) != EXC_NONE;
}
