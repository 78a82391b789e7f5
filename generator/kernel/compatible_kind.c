// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/compatible.h"

static const struct {
	const char *name;
	bool serves;
} kinds[COMPATIBLE_KINDS] = {
	[COMPATIBLE_DRIVER] = { "driver", true },
	[COMPATIBLE_MATCH] = { "match", false },
	[COMPATIBLE_TABLE] = { "table", false },
	[COMPATIBLE_CLOCK] = { "clock", true },
	[COMPATIBLE_TIMER] = { "timer", true },
	[COMPATIBLE_IRQCHIP] = { "irqchip", true },
	[COMPATIBLE_EARLYCON] = { "earlycon", false },
	[COMPATIBLE_RESERVED_MEMORY] = { "reserved-memory", true },
	[COMPATIBLE_CPU_METHOD] = { "cpu-method", true },
	[COMPATIBLE_IDLE_METHOD] = { "idle-method", true },
	[COMPATIBLE_DECLARE] = { "declare", true },
	[COMPATIBLE_MACHINE] = { "machine", true },
	[COMPATIBLE_MFD_CELL] = { "mfd-cell", false },
	[COMPATIBLE_OTHER] = { "other", false },
	[COMPATIBLE_QUERY] = { "query", false },
	[COMPATIBLE_I2C_ID] = { "i2c-id", true },
	[COMPATIBLE_SPI_ID] = { "spi-id", true },
	[COMPATIBLE_FACT] = { "fact", true },
};

const char *compatible_kind_name(enum compatible_kind kind)
{
	return kinds[kind].name;
}

bool compatible_kind_serves(enum compatible_kind kind)
{
	return kinds[kind].serves;
}
