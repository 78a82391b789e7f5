// SPDX-License-Identifier: GPL-2.0-or-later
#include "machine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bus.h"

#define PAGE 4096u
#define ERASED 0xff

extern const struct machine_desc *const __start_machines[];
extern const struct machine_desc *const __stop_machines[];

const struct machine_desc *machine_next(const struct machine_desc *machine)
{
	const struct machine_desc *const *m = __start_machines;

	if (!machine)
		return m < __stop_machines ? *m : NULL;
	for (; m + 1 < __stop_machines; m++)
		if (*m == machine)
			return m[1];
	return NULL;
}

const struct machine_desc *machine_find(const char *name)
{
	const struct machine_desc *m = NULL;

	while ((m = machine_next(m)))
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

static bool map_bank(struct machine *machine, struct bank *bank)
{
	static const uint32_t rights[] = {
		[BANK_RAM] = UC_PROT_ALL,
		[BANK_FLASH] = UC_PROT_READ | UC_PROT_EXEC,
		[BANK_ROM] = UC_PROT_READ | UC_PROT_EXEC,
	};
	const struct bank_desc *desc = bank->desc;
	uint32_t right = rights[desc->kind];
	uc_err err;

	if (!bank->size)
		return true;
	bank->memory = mmap(NULL, bank->size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (bank->memory == MAP_FAILED) {
		bank->memory = NULL;
		snprintf(machine->error, sizeof(machine->error),
			 "%s: no memory for %u bytes", desc->name, bank->size);
		return false;
	}
	if (desc->kind != BANK_RAM)
		memset(bank->memory, ERASED, bank->size);
	for (const struct device_reset *r = desc->contents;
	     r && r->offset < desc->size; r++)
		memcpy(bank->memory + r->offset, &r->value, sizeof(r->value));

	err = uc_mem_map_ptr(machine->core.uc, desc->base, bank->size, right,
			     bank->memory);
	if (!err && desc->alias)
		err = uc_mem_map_ptr(
			machine->core.uc, desc->alias, bank->size,
			desc->alias_executable ? right : right & ~UC_PROT_EXEC,
			bank->memory);
	if (err)
		snprintf(machine->error, sizeof(machine->error),
			 "%s: can't map: %s", desc->name, uc_strerror(err));
	return !err;
}

static bool add_banks(struct machine *machine,
		      const uint32_t ram_sizes[MACHINE_BANKS])
{
	const struct bank_desc *desc = machine->desc->banks;

	for (size_t i = 0; desc[i].name; i++) {
		struct bank *bank = &machine->banks[machine->bank_count++];

		bank->desc = &desc[i];
		bank->size = ram_sizes[i] == RAM_AS_DESCRIBED ? desc[i].size :
								ram_sizes[i];
		if (bank->size > desc[i].size || bank->size % PAGE) {
			snprintf(
				machine->error, sizeof(machine->error),
				"%s: size must be a multiple of %u, at most %u",
				desc[i].name, PAGE, desc[i].size);
			return false;
		}
		if (!map_bank(machine, bank))
			return false;
	}
	return true;
}

static bool add_devices(struct machine *machine)
{
	const struct device_desc *desc = machine->desc->devices;
	size_t count = 0;

	while (desc[count].name)
		count++;
	machine->devices = calloc(count, sizeof(*machine->devices));
	if (!machine->devices)
		goto no_memory;
	for (size_t i = 0; i < count; i++) {
		struct device *device = &machine->devices[i];

		device->desc = &desc[i];
		device->host = &machine->host;
		device->state = calloc(1, desc[i].type->state_bytes);
		if (!device->state)
			goto no_memory;
		machine->device_count++;
		device->desc->type->reset(device);
		if (desc[i].console)
			console_connect(&machine->console, device);
	}
	return true;

no_memory:
	snprintf(machine->error, sizeof(machine->error), "out of memory");
	return false;
}

static void set_line(void *owner, unsigned int line, bool level)
{
	struct machine *machine = owner;

	nvic_set_level(&machine->core.nvic, line, level);
}

static void console_byte(void *owner, uint8_t byte)
{
	struct machine *machine = owner;

	console_put(&machine->console, byte);
}

static void console_room_for_byte(void *owner)
{
	struct machine *machine = owner;

	console_room(&machine->console);
}

bool machine_init(struct machine *machine, const struct machine_desc *desc,
		  const uint32_t ram_sizes[MACHINE_BANKS],
		  const struct core_events *events)
{
	memset(machine, 0, sizeof(*machine));
	machine->desc = desc;
	machine->host = (struct device_host){
		.owner = machine,
		.clock = &machine->core.clock,
		.irq = set_line,
		.console_byte = console_byte,
		.console_room = console_room_for_byte,
	};
	if (!core_init(&machine->core, desc->hz, desc->cycles_per_instruction,
		       desc->interrupt_lines, desc->priority_bits, events)) {
		snprintf(machine->error, sizeof(machine->error), "unicorn: %s",
			 machine->core.error);
		return false;
	}
	machine->core.nvic.vtor = desc->vector_table;
	if (!console_init(&machine->console, &machine->core.clock)) {
		strcpy(machine->error, "out of memory");
		return false;
	}
	return add_banks(machine, ram_sizes) && add_devices(machine) &&
	       bus_map(machine);
}

void machine_free(struct machine *machine)
{
	core_free(&machine->core);
	for (size_t i = 0; i < machine->bank_count; i++)
		if (machine->banks[i].memory)
			munmap(machine->banks[i].memory,
			       machine->banks[i].size);
	for (size_t i = 0; i < machine->device_count; i++)
		free(machine->devices[i].state);
	free(machine->devices);
	free(machine->unknown);
	console_free(&machine->console);
}

struct bank *machine_bank(struct machine *machine, uint32_t address)
{
	for (size_t i = 0; i < machine->bank_count; i++)
		if (address - machine->banks[i].desc->base <
		    machine->banks[i].size)
			return &machine->banks[i];
	return NULL;
}

static bool file_error(struct machine *machine, const char *path)
{
	snprintf(machine->error, sizeof(machine->error), "%s: %s", path,
		 strerror(errno));
	return false;
}

bool machine_load_file(struct machine *machine, const char *path,
		       uint32_t address)
{
	struct bank *bank = machine_bank(machine, address);
	size_t offset, room, got;
	FILE *file;
	bool whole;

	if (!bank) {
		snprintf(machine->error, sizeof(machine->error),
			 "%s: no memory at 0x%08x", path, address);
		return false;
	}
	file = fopen(path, "rb");
	if (!file)
		return file_error(machine, path);
	offset = address - bank->desc->base;
	room = bank->size - offset;
	errno = 0;
	got = fread(bank->memory + offset, 1, room, file);
	if (ferror(file)) {
		file_error(machine, path);
		fclose(file);
		return false;
	}
	whole = got < room || fgetc(file) == EOF;
	fclose(file);
	if (!whole)
		snprintf(machine->error, sizeof(machine->error),
			 "%s: does not fit in %s from 0x%08x on", path,
			 bank->desc->name, address);
	return whole;
}

bool machine_dump(struct machine *machine, const char *name, const char *path)
{
	struct bank *bank = NULL;
	FILE *file;
	bool ok;

	for (size_t i = 0; i < machine->bank_count; i++)
		if (!strcmp(machine->banks[i].desc->name, name))
			bank = &machine->banks[i];
	if (!bank) {
		snprintf(machine->error, sizeof(machine->error),
			 "%s has no bank '%s'", machine->desc->name, name);
		return false;
	}
	file = fopen(path, "wb");
	if (!file)
		return file_error(machine, path);
	ok = fwrite(bank->memory, 1, bank->size, file) == bank->size;
	if (fclose(file) || !ok)
		return file_error(machine, path);
	return true;
}
