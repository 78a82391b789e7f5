/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a peripheral is: a type (how registers behave), and a description
 * (where one sits on a board). Devices reach the rest of the machine only
 * through struct device_host.
 */
#ifndef EMULATOR_DEVICE_H
#define EMULATOR_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"

#define DEVICE_IRQS 8

struct device;

struct device_type {
	size_t state_bytes; /* zeroed before reset() is called */
	void (*reset)(struct device *device);
	/* offset: a multiple of 4 below desc->size */
	uint32_t (*read)(struct device *device, uint32_t offset);
	/* mask: the bytes written; value has zeros elsewhere */
	void (*write)(struct device *device, uint32_t offset, uint32_t value,
		      uint32_t mask);
	/* A byte arrives from outside; false: no room now. May be NULL. */
	bool (*receive)(struct device *device, uint8_t byte);
};

/* A register value at reset that is not zero. */
struct device_reset {
	uint32_t offset, value;
};

struct device_desc {
	const char *name;
	const struct device_type *type;
	uint32_t base, size;
	int irqs[DEVICE_IRQS]; /* NVIC lines; meaning by type, 0 if unused */
	uint32_t option; /* meaning by type */
	const struct device_reset *resets; /* ended by offset == size */
	bool console; /* this UART is the board's console */
};

struct device_host {
	void *owner;
	struct clock *clock;
	void (*irq)(void *owner, unsigned int line, bool level);
	/* The console UART sent a byte, or has room for one. */
	void (*console_byte)(void *owner, uint8_t byte);
	void (*console_room)(void *owner);
};

struct device {
	const struct device_desc *desc;
	const struct device_host *host;
	void *state;
	uint64_t reads, writes;
};

#endif
