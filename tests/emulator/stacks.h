/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much of their stacks a Linux kernel's threads, its interrupts and its
 * programs have used at most: the distance from a stack's top to the lowest
 * stack pointer there ever was, looked at after every instruction and for
 * every frame that the processor stacks. The kernel is not changed.
 *
 * Told apart are a stack for each task in the kernel (handler mode, main stack
 * pointer), the one for interrupts that it changes to, and those in user space
 * (process stack pointer), which the kernel maps as such for a new program.
 */
#ifndef EMULATOR_STACKS_H
#define EMULATOR_STACKS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core.h"
#include "symbols.h"
#include "tasks.h"

#define STACKS_MARGIN 512 /* bytes: what should be left of a stack */

enum stack_kind {
	STACK_KERNEL,
	STACK_INTERRUPT,
	STACK_USER,
};

struct stack; /* one in use */
struct stack_mapping; /* one that is being made, for a program */

/* All of a kind that had the same name: of 200 processes one after another. */
struct stack_row {
	enum stack_kind kind;
	char name[TASK_NAME];
	int32_t pid; /* the least of theirs, or TASK_NO_PID */
	uint32_t count;
	uint32_t bytes; /* the size of each */
	uint32_t used; /* of the one that used most; over bytes: overrun */
};

struct stacks {
	struct core *core;
	struct tasks tasks;
	uint32_t interrupt_stack; /* of the pointer to its top, 0: there is none */
	uint32_t interrupt_bytes; /* its size: of the array, or a task's */
	uint32_t map; /* the function that makes programs' stacks */
	struct stack *in_use;
	size_t in_use_count, in_use_room;
	size_t now; /* where the stack pointer is; or in_use_count */
	struct stack_mapping *mappings;
	size_t mapping_count, mapping_room;
	struct stack_row *rows;
	size_t row_count;
	char error[160];
};

/* Start; false: it is not a kernel that this is known of, stacks->error. */
bool stacks_init(struct stacks *stacks, struct core *core,
		 const struct symbols *symbols);
void stacks_free(struct stacks *stacks);

/* For core_events.stack and core_events.trap. */
void stacks_moved(struct stacks *stacks, uint32_t sp);
void stacks_trap(struct stacks *stacks, uint32_t pc, uint8_t whose);

/* The run is over: complete the rows, in order. False: stacks->error. */
bool stacks_finish(struct stacks *stacks);

/* What is left of a row's stack; below 0: it was overrun. */
int64_t stack_left(const struct stack_row *row);

/* For people, and for programs (a new reference, NULL without memory). */
void stacks_print(const struct stacks *stacks, uint32_t margin, FILE *out);
json_t *stacks_summary(const struct stacks *stacks, uint32_t margin);

#endif
