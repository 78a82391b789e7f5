/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A Cortex-M4 without MPU. Unicorn executes the instructions; the exception
 * model (entry, return, priorities, faults) is here, because Unicorn has
 * none. What happens to the guest is told to the owner through struct
 * core_events; the core prints nothing.
 *
 * What a program must not rely on, because Unicorn gives no handle on it: the
 * FPU is always on but its registers are not stacked, and the exclusive
 * monitor is not cleared by exceptions.
 */
#ifndef EMULATOR_CORE_H
#define EMULATOR_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicorn/unicorn.h>

#include "clock.h"
#include "nvic.h"

enum stop {
	STOP_NONE,
	STOP_VERDICT, /* semihosting exit; core.verdict holds the code */
	STOP_DIALOGUE, /* all was typed, and the prompt came again */
	STOP_LIMIT, /* virtual time is up */
	STOP_IDLE, /* asleep or spinning, and no event will ever come */
	STOP_HALTED, /* spinning where no interrupt can end it */
	STOP_LOCKUP, /* a fault that can't be handled */
	STOP_FLASH_STORE, /* store to flash, where the owner forbids it */
	STOP_RESET, /* the guest asked for a reset */
	STOP_USER, /* somebody at the terminal left */
	STOP_SILENT, /* nobody types any more, the guest says nothing */
	STOP_PANICKED, /* the kernel did, and stays there */
	STOP_HOST, /* Unicorn failed; core.error says how */
};

/* A fault or another event of the guest that is worth a line. */
struct core_fault {
	const char *kind; /* exception's name, or "StoreToFlash" */
	const char *what; /* e.g. "undefined instruction" */
	uint32_t pc; /* the instruction that did it */
	uint32_t address; /* the address it used, if has_address */
	bool has_address;
};

struct core_region {
	uint32_t base, size;
};

struct core_events {
	void *owner;
	/* Any fault, before its exception is entered. */
	void (*fault)(void *owner, const struct core_fault *fault);
	/* The start of each basic block, before it is executed. */
	void (*block)(void *owner, uint32_t pc);
	/* An instruction with a trap is about to be executed; whose: its bits. */
	void (*trap)(void *owner, uint32_t pc, uint8_t whose);
	/*
	 * The stack pointer, or the lowest word of an exception's frame, is
	 * outside core.stack_base and stack_bytes.
	 */
	void (*stack)(void *owner, uint32_t sp);
	/* Unprivileged thread mode is entered by an exception return. */
	void (*user)(void *owner);
	/* The guest sleeps; the next alarm is that far away. */
	void (*idle)(void *owner, uint64_t ns);
	/*
	 * A store to read-only memory; true: it is flash (the bank it is in
	 * is filled in), the store is to have no effect.
	 */
	bool (*flash_store)(void *owner, uint32_t pc, uint32_t address,
			    struct core_region *bank);
	/* Semihosting output, one byte. */
	void (*putchar)(void *owner, uint8_t byte);
};

/* Whose trap it is: a bit for each. */
#define TRAP_WATCH 0x01
#define TRAP_WATCH_RETURN 0x02
#define TRAP_STACKS 0x04
#define TRAP_STACKS_RETURN 0x08

#define STORE_SPAN 64 /* the most bytes one instruction stores (STM) */

struct core {
	uc_engine *uc;
	struct clock clock;
	struct nvic nvic;
	struct core_events events;

	uint32_t pc; /* the instruction being executed */
	uint32_t block; /* the basic block being executed */
	uint32_t block_size;
	uint32_t previous_block;

	enum stop stop;
	uint32_t verdict;
	const char *error;
	unsigned int fault_count;

	/* Where the last refused memory access went */
	uint32_t bad_address;

	/* A store to flash in flight: what to put back after it */
	bool repair;
	struct core_region repair_bank;
	uint32_t repair_address;
	uint32_t repair_size;
	uint8_t repair_bytes[STORE_SPAN];

	/* Unprivileged access to the private peripherals, to be refused */
	bool refuse;
	uint32_t refuse_address;

	/* One byte per halfword from trap_base on: whose traps are there */
	uint8_t *trap_map;
	uint32_t trap_base;
	uint32_t trap_bytes; /* of guest memory covered */

	/* Where the stack pointer is no news for events.stack */
	uint32_t stack_base, stack_bytes;

	struct alarm limit;
	uc_hook hooks[6];
};

/*
 * Make a core. lines: external interrupts; priority_bits: as implemented.
 * On failure core->error says why. Memory is mapped by the owner on core->uc.
 */
bool core_init(struct core *core, uint32_t hz, uint32_t cycles_per_instruction,
	       unsigned int lines, unsigned int priority_bits,
	       const struct core_events *events);
void core_free(struct core *core);

/* Stop at that virtual time, in ns; 0: never. */
void core_set_limit(struct core *core, uint64_t ns);

/* Run from an address (bit 0 set) until something stops it. */
enum stop core_run(struct core *core, uint32_t entry);

/* Ask to stop; the first reason given is kept. */
void core_stop(struct core *core, enum stop why);

/* Traps may be set from start to end; false: no memory. May be said again. */
bool core_allow_traps(struct core *core, uint32_t start, uint32_t end);
/* A trap at this instruction, if it is where traps may be. */
void core_set_trap(struct core *core, uint32_t address, uint8_t whose);

/* Tell the owner where the stack reaches to, if that is news. */
void core_stack_at(struct core *core, uint32_t sp);

/* Registers: UC_ARM_REG_* */
uint32_t core_get(struct core *core, int reg);
void core_set(struct core *core, int reg, uint32_t value);
unsigned int core_ipsr(struct core *core);
bool core_privileged(struct core *core);
struct nvic_masks core_masks(struct core *core);

/* A word of guest memory; false if there is none. */
bool core_load(struct core *core, uint32_t address, uint32_t *value);

/*
 * The other half (exception.c). All of these change the program counter;
 * return_address is what the frame will hold.
 */
void exception_enter(struct core *core, unsigned int exception,
		     uint32_t return_address);
void exception_return(struct core *core, uint32_t exc_return);

/* Enter an exception that can't wait (SVC, faults): escalates if need be. */
void exception_synchronous(struct core *core, unsigned int exception,
			   uint32_t return_address);

/* A fault: sets the status bits, tells the owner, enters the exception. */
void exception_fault(struct core *core, unsigned int exception, uint32_t cfsr,
		     const char *what, uint32_t pc, const uint32_t *address);

#endif
