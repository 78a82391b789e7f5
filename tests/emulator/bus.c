// SPDX-License-Identifier: GPL-2.0-or-later
#include "bus.h"

#include <stdio.h>
#include <stdlib.h>

#include "machine.h"

#define PPB_BASE 0xe0000000u
#define PPB_SIZE 0x00100000u
#define SCS_BASE 0xe000e000u
#define SCS_SIZE 0x1000u
#define STIR 0xe000ef00u
#define BLOCK 1024u

static uint32_t lanes(uint32_t address, unsigned int size)
{
	uint32_t mask = size >= 4 ? 0xffffffff : (1u << size * 8) - 1;

	return mask << address % 4 * 8;
}

static struct device *find(struct machine *machine, uint32_t address)
{
	struct device *d = machine->last;

	if (d && address - d->desc->base < d->desc->size)
		return d;
	for (size_t i = 0; i < machine->device_count; i++) {
		d = &machine->devices[i];
		if (address - d->desc->base < d->desc->size) {
			machine->last = d;
			return d;
		}
	}
	return NULL;
}

static struct unknown_block *unknown(struct machine *machine, uint32_t address)
{
	uint32_t base = address & ~(BLOCK - 1);
	struct unknown_block *blocks;

	for (size_t i = 0; i < machine->unknown_count; i++)
		if (machine->unknown[i].base == base)
			return &machine->unknown[i];
	blocks = realloc(machine->unknown,
			 (machine->unknown_count + 1) * sizeof(*blocks));
	if (!blocks) {
		machine->core.error = "out of memory";
		core_stop(&machine->core, STOP_HOST);
		return NULL;
	}
	machine->unknown = blocks;
	blocks[machine->unknown_count] = (struct unknown_block){ .base = base };
	return &blocks[machine->unknown_count++];
}

static uint32_t io_read(struct machine *machine, uint32_t address,
			unsigned int size)
{
	struct device *device = find(machine, address);
	struct unknown_block *block;
	uint32_t value;

	if (!device) {
		block = unknown(machine, address);
		if (block)
			block->reads++;
		return 0;
	}
	device->reads++;
	value = device->desc->type->read(device,
					 (address - device->desc->base) & ~3u);
	return (value & lanes(address, size)) >> address % 4 * 8;
}

static void io_write(struct machine *machine, uint32_t address,
		     unsigned int size, uint32_t value)
{
	struct device *device = find(machine, address);
	uint32_t mask = lanes(address, size);
	struct unknown_block *block;

	if (!device) {
		block = unknown(machine, address);
		if (block)
			block->writes++;
		return;
	}
	device->writes++;
	device->desc->type->write(device, (address - device->desc->base) & ~3u,
				  value << address % 4 * 8 & mask, mask);
}

/* The private peripherals are for privileged code only. */
static bool refused(struct core *core, uint32_t address, bool write)
{
	if (core_privileged(core) ||
	    (write && address == STIR && core->nvic.ccr & CCR_USERSETMPEND))
		return false;
	core->refuse = true;
	core->refuse_address = address;
	return true;
}

static uint32_t ppb_read(struct machine *machine, uint32_t address,
			 unsigned int size)
{
	struct core *core = &machine->core;
	uint32_t mask = lanes(address, size);

	if (refused(core, address, false) || address - SCS_BASE >= SCS_SIZE)
		return 0;
	return (scs_read(&core->nvic, (address - SCS_BASE) & ~3u, mask,
			 core_ipsr(core)) &
		mask) >>
	       address % 4 * 8;
}

static void ppb_write(struct machine *machine, uint32_t address,
		      unsigned int size, uint32_t value)
{
	struct core *core = &machine->core;
	uint32_t mask = lanes(address, size);

	if (refused(core, address, true) || address - SCS_BASE >= SCS_SIZE)
		return;
	scs_write(&core->nvic, (address - SCS_BASE) & ~3u,
		  value << address % 4 * 8 & mask, mask);
	if (core->nvic.reset_requested)
		core_stop(core, STOP_RESET);
}

/*
 * Unicorn gives a callback the offset in its region only, so there is one
 * region per callback context: the machine and where the region starts.
 */
#define REGION(n)                                                              \
	static uint64_t read_##n(uc_engine *uc, uint64_t offset,               \
				 unsigned int size, void *opaque)              \
	{                                                                      \
		struct machine *m = opaque;                                    \
		(void)uc;                                                      \
		return io_read(m, m->desc->io[n].base + offset, size);         \
	}                                                                      \
	static void write_##n(uc_engine *uc, uint64_t offset,                  \
			      unsigned int size, uint64_t value, void *opaque) \
	{                                                                      \
		struct machine *m = opaque;                                    \
		(void)uc;                                                      \
		io_write(m, m->desc->io[n].base + offset, size, value);        \
	}

REGION(0)
REGION(1)
REGION(2)
REGION(3)

static const struct {
	uc_cb_mmio_read_t read;
	uc_cb_mmio_write_t write;
} regions[] = {
	{ read_0, write_0 },
	{ read_1, write_1 },
	{ read_2, write_2 },
	{ read_3, write_3 },
};

static uint64_t on_ppb_read(uc_engine *uc, uint64_t offset, unsigned int size,
			    void *opaque)
{
	(void)uc;
	return ppb_read(opaque, PPB_BASE + offset, size);
}

static void on_ppb_write(uc_engine *uc, uint64_t offset, unsigned int size,
			 uint64_t value, void *opaque)
{
	(void)uc;
	ppb_write(opaque, PPB_BASE + offset, size, value);
}

bool bus_map(struct machine *machine)
{
	uc_engine *uc = machine->core.uc;
	uc_err err = uc_mmio_map(uc, PPB_BASE, PPB_SIZE, on_ppb_read, machine,
				 on_ppb_write, machine);

	for (size_t i = 0; !err && i < sizeof(regions) / sizeof(regions[0]);
	     i++)
		if (machine->desc->io[i].size)
			err = uc_mmio_map(uc, machine->desc->io[i].base,
					  machine->desc->io[i].size,
					  regions[i].read, machine,
					  regions[i].write, machine);
	if (err)
		snprintf(machine->error, sizeof(machine->error),
			 "can't map peripherals: %s", uc_strerror(err));
	return !err;
}
