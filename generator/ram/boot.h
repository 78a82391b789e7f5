/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One boot of a built kernel on a board's machine, and what it told: to the
 * prompt of the shell in the root image, where commands are typed.
 */
#ifndef GENERATOR_RAM_BOOT_H
#define GENERATOR_RAM_BOOT_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/error.h"
#include "generator/board/board_file.h"
#include "generator/ram/boot_log.h"
#include "generator/ram/machine.h"
#include "generator/ram/payload.h"

/* What is typed to measure: all facts; or those that take no memory to get. */
#define BOOT_FACTS		"facts\n"
#define BOOT_FACTS_SHORT	"facts short\n"

struct boot_request {
	const struct board *board;
	const struct kernel *kernel;
	const struct machine_programs *programs;
	const char *directory;		/* is made; logs and dumps stay there */
	uint64_t memory_size;		/* of the first region, bytes; 0: as built */
	const char *more_bootargs;	/* added to the kernel's own; or NULL */
	const char *dialogue;		/* as in struct machine_job, but NULL: BOOT_FACTS */
	const char *const *probes;	/* functions to count, NULL at the end; or NULL */
	const char *probe_without;	/* as in struct machine_job */
};

/* An allocation from memblock, before there is a slab. */
struct boot_allocation {
	const char *caller;		/* the function that asked; the kernel's or "" */
	long long bytes;
};

struct boot {
	char *bootargs;			/* what the kernel was given */
	struct machine_job job;		/* its probes hold their counts */
	struct machine_outcome outcome;
	struct boot_log log;
	/* from the emulator's watcher, or a log with "memblock=debug" */
	ARRAY(struct boot_allocation) allocations;
	/*
	 * The prompt came, for each line that was typed and at the end, and each
	 * line that asked for facts got them all.
	 */
	bool reached_prompt;
};

/*
 * -1 if the machine can't be run. A kernel that doesn't come up is no error
 * here: boot->reached_prompt is false, boot_trouble() says why. What doesn't
 * fit the board's flash map is one.
 */
int boot_run(struct boot *boot, const struct boot_request *request,
	     struct error *error);

/* The same boot with a person at the console; its dialogue and probes unused. */
int boot_shell(const struct boot_request *request, struct error *error);

/*
 * Fill @boot's allocations from its outcome or its log; boot_run() does, this
 * is for a log that came from elsewhere. @image names the callers.
 */
void boot_collect_allocations(struct boot *boot, const struct image *image);

/* One line on how the run went; good until the next change of @boot. */
const char *boot_trouble(const struct boot *boot);

const struct machine_probe *boot_probe(const struct boot *boot, const char *symbol);

void boot_free(struct boot *boot);

#endif
