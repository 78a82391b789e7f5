// SPDX-License-Identifier: GPL-2.0-or-later
#include "stray.h"

#include "machine.h"

#define LONGEST_GAP 4096 /* blocks */

/* splitmix64: small, and every seed is good */
static uint64_t random_number(struct stray *stray)
{
	uint64_t z = stray->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static uint32_t gap(struct stray *stray)
{
	uint64_t r = random_number(stray);

	/* now and then several in close succession */
	return r >> 32 & 7 ? r % LONGEST_GAP : r % 4;
}

void stray_init(struct stray *stray, uint64_t seed)
{
	stray->state = seed;
	stray->raised = 0;
	stray->countdown = gap(stray);
}

/* A line that the guest has not enabled, if there is one: nobody expects it. */
static void unused_line(struct nvic *nvic, uint64_t r)
{
	for (unsigned int i = 0; i < nvic->lines; i++) {
		unsigned int line = (r + i) % nvic->lines;

		if (nvic->enabled[EXC_IRQ0 + line])
			continue;
		nvic_raise_stray(nvic, line);
		return;
	}
}

/* A line that the guest uses, without a reason from its device. */
static void used_line(struct nvic *nvic, uint64_t r)
{
	unsigned int used = 0;

	for (unsigned int i = 0; i < nvic->lines; i++)
		used += nvic->enabled[EXC_IRQ0 + i];
	if (!used) {
		unused_line(nvic, r);
		return;
	}
	used = r % used;
	for (unsigned int i = 0; i < nvic->lines; i++)
		if (nvic->enabled[EXC_IRQ0 + i] && !used--)
			nvic_set_pending(nvic, EXC_IRQ0 + i, true);
}

/*
 * A loader leaves no interrupts behind: none is stray before the guest has said
 * where its handlers are.
 */
static bool has_handlers(struct machine *machine)
{
	struct core *core = &machine->core;
	uint32_t handler;

	return core_load(core, core->nvic.vtor + EXC_PENDSV * 4, &handler) &&
	       handler & 1 && handler != ERASED_WORD;
}

void stray_block(struct stray *stray, struct machine *machine)
{
	struct nvic *nvic = &machine->core.nvic;
	uint64_t r;

	if (stray->countdown--)
		return;
	stray->countdown = gap(stray);
	if (!has_handlers(machine))
		return;
	stray->raised++;
	r = random_number(stray);
	switch (r >> 32 & 3) {
	case 0:
		nvic_set_pending(nvic, EXC_PENDSV, true);
		break;
	case 1:
		used_line(nvic, r);
		break;
	default:
		unused_line(nvic, r);
		break;
	}
}
