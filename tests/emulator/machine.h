/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine put together from a description. A board is one file that
 * defines a struct machine_desc with MACHINE(): nothing else has to know it.
 */
#ifndef EMULATOR_MACHINE_H
#define EMULATOR_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "console.h"
#include "core.h"
#include "device.h"

#define MACHINE_BANKS 8
#define ERASED_WORD 0xffffffffu /* of flash */

enum bank_kind {
	BANK_RAM, /* --ram can shrink it */
	BANK_FLASH, /* erased to 0xff; a store is reported and undone */
	BANK_ROM, /* a store is a bus fault */
};

struct bank_desc {
	const char *name;
	enum bank_kind kind;
	uint32_t base;
	uint32_t size; /* bytes, a multiple of 4 KiB */
	uint32_t alias; /* second address of the same bank, 0: none */
	bool alias_executable;
	const struct device_reset *contents; /* ended by offset == size */
};

struct machine_desc {
	const char *name, *description;
	uint32_t hz; /* processor clock */
	/*
	 * A flat average. Code in flash behind its cache takes 1 to 2,
	 * data in external memory 10 and more; all it decides is how much
	 * virtual time a piece of work takes.
	 */
	uint32_t cycles_per_instruction;
	unsigned int interrupt_lines, priority_bits;
	uint32_t vector_table; /* read at reset; VTOR's first value */
	uint32_t initial_sp; /* with --entry and no --sp */
	const struct bank_desc *banks; /* ended by name == NULL */
	const struct device_desc *devices; /* ended by name == NULL */
	/* peripheral space: unknown addresses read as zero */
	struct {
		uint32_t base, size;
	} io[4];
};

/* Define a machine; the list is made by the linker. */
#define MACHINE(id)                                               \
	static const struct machine_desc id;                      \
	static const struct machine_desc *const id##_entry        \
		__attribute__((section("machines"), used)) = &id; \
	static const struct machine_desc id

/* The machine of that name, or NULL. */
const struct machine_desc *machine_find(const char *name);
/* Machines one by one, from NULL; NULL at the end. */
const struct machine_desc *machine_next(const struct machine_desc *machine);

struct bank {
	const struct bank_desc *desc;
	uint32_t size; /* after --ram */
	uint8_t *memory; /* NULL if size is 0 */
};

/* Accesses to a 1 KiB block where no device is. */
struct unknown_block {
	uint32_t base;
	uint64_t reads, writes;
};

struct machine {
	const struct machine_desc *desc;
	struct core core;
	struct console console;
	struct bank banks[MACHINE_BANKS];
	size_t bank_count;
	struct device *devices;
	size_t device_count;
	struct device *last; /* the device accessed last */
	struct device_host host;
	struct unknown_block *unknown;
	size_t unknown_count;
	char error[256];
};

/*
 * Build the machine. ram_sizes[i] replaces the size of bank i, where it is
 * not RAM_AS_DESCRIBED. On failure machine->error says why.
 */
#define RAM_AS_DESCRIBED UINT32_MAX
bool machine_init(struct machine *machine, const struct machine_desc *desc,
		  const uint32_t ram_sizes[MACHINE_BANKS],
		  const struct core_events *events);
void machine_free(struct machine *machine);

/* Copy a file into a bank; error in machine->error. */
bool machine_load_file(struct machine *machine, const char *path,
		       uint32_t address);
/* Write a bank's contents to a file; error in machine->error. */
bool machine_dump(struct machine *machine, const char *bank, const char *path);

/* The bank that an address is in, or NULL. */
struct bank *machine_bank(struct machine *machine, uint32_t address);

#endif
