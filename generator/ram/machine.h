/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Something that boots a kernel: the repository's own emulator, or stock QEMU.
 * Both get the same job and give the same kind of outcome; what one of them
 * can't tell is -1.
 */
#ifndef GENERATOR_RAM_MACHINE_H
#define GENERATOR_RAM_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/board/board_file.h"

/* Bytes for the flash, as a boot loader or a programmer would put there. */
struct machine_load {
	const char *name;	/* of the file that is left in the job's directory */
	const void *data;
	size_t length;
	uint64_t address;
};

/*
 * A function whose calls are counted, and what slab memory was allocated while
 * it ran and is still in use at the end.
 */
struct machine_probe {
	const char *symbol;
	uint64_t address;		/* 0: the kernel has no such function */
	long long calls;		/* outcome */
	long long slab_bytes;		/* outcome; emulator only */
};

/* One allocation from memblock; seen by the emulator only. */
struct machine_allocation {
	char *caller;			/* owned: the function that asked */
	long long bytes;
};

#define MACHINE_LOADS	3
#define MACHINE_PROBES	8

struct machine_programs {
	const char *emulator;	/* mcu-emulator */
	const char *qemu;	/* qemu-system-arm */
	const char *qemu_stub;	/* tests/qemu/stub.S, assembled */
};

struct machine_job {
	const struct machine_programs *programs;
	const char *kind;	/* "emulator" or "qemu" */
	const char *model;	/* what that calls the board */
	const struct board_bank *banks;	/* all the RAM there is, if any; emulator only */
	unsigned int nr_banks;		/* 0: what the model has */
	const char *directory;	/* exists; console.log and what was loaded stay there */
	struct machine_load loads[MACHINE_LOADS];
	size_t nr_loads;
	uint64_t flash_base;	/* bytes; what the emulator dumps begins here */
	uint64_t entry;		/* the kernel's, bit 0 set */
	uint64_t dtb;		/* its address for r2, or 0 */
	const char *vmlinux;	/* for the emulator's watcher and fault reports */
	struct machine_probe probes[MACHINE_PROBES];
	size_t nr_probes;
	/*
	 * What is typed: lines, each ended by \n, one at each prompt (PROMPT of
	 * tests/userland/facts.h). The run ends well when the prompt comes with
	 * nothing left to type. NULL: at the first prompt.
	 */
	const char *dialogue;
	const char *probe_without;	/* what this function allocates is not the probes'; or NULL */
};

enum machine_end {
	MACHINE_VERDICT,	/* the dialogue is done, or the guest says it is well */
	MACHINE_FAILED,		/* the guest ended the run with another status, or */
				/* panicked and stays there */
	MACHINE_HALTED,		/* the guest halted or switched off: the last line's */
				/* work, or before its turn */
	MACHINE_RESET,		/* the guest asked for a reset (a panic does, too) */
	MACHINE_LIMIT,		/* out of time, or idle for ever */
	MACHINE_FAULT,		/* the processor can't go on */
};

struct machine_outcome {
	enum machine_end end;
	struct buffer console;
	struct buffer messages;		/* the machine's own, its standard error; e.g. */
					/* a fault, and where */
	long long flash_stores;		/* by the guest; -1: not seen here */
	bool flash_equal;		/* every byte loaded is still there */
	uint64_t flash_difference;	/* where not: the first address */
	long long instructions;
	long long slab_bytes;		/* in use when user space starts; -1 */
	long long slab_requested_bytes;	/* what was asked for, -1 */
	ARRAY(struct machine_allocation) allocations;	/* with probes only */
};

/*
 * Boot; @job's probes get their outcomes. -1 only if the machine could not be
 * run at all: a guest that fails is an outcome.
 */
int machine_run(struct machine_job *job, struct machine_outcome *outcome,
		struct error *error);

/*
 * Boot with the guest's console on standard input and output until the user
 * leaves (Ctrl-A x), the guest halts, switches off or resets, or, after the end
 * of input, it says nothing more for 2 seconds. How it ended is told on standard
 * error. @job's dialogue and probes are not used. -1 if the machine could not be
 * run, or if a fault, a kernel's panic or a signal ended the session; the
 * terminal is always left as it was.
 */
int machine_shell(struct machine_job *job, struct error *error);

const char *machine_end_name(enum machine_end end);

void machine_outcome_free(struct machine_outcome *outcome);

#endif
