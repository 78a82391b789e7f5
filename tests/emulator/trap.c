// SPDX-License-Identifier: GPL-2.0-or-later
/* What the owner asked to be told of: instructions, stack pointers. */
#include <stdlib.h>

#include "core.h"

bool core_allow_traps(struct core *core, uint32_t start, uint32_t end)
{
	if (core->trap_map)
		return true;
	core->trap_map = calloc(1, (end - start) / 2 + 1);
	if (!core->trap_map)
		return false;
	core->trap_base = start;
	core->trap_bytes = end - start;
	return true;
}

void core_set_trap(struct core *core, uint32_t address, uint8_t whose)
{
	uint32_t offset = address - core->trap_base;

	if (offset < core->trap_bytes)
		core->trap_map[offset / 2] |= whose;
}

void core_stack_at(struct core *core, uint32_t sp)
{
	if (core->events.stack && sp - core->stack_base >= core->stack_bytes)
		core->events.stack(core->events.owner, sp);
}
