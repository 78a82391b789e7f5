/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a Linux kernel's tasks are called and where their stacks are, read from
 * its memory. Where in struct task_struct that is differs from kernel to
 * kernel, and debug information isn't needed to find it: the first three tasks
 * are known well enough.
 */
#ifndef EMULATOR_TASKS_H
#define EMULATOR_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core.h"
#include "symbols.h"

#define TASK_NAME 16 /* bytes, as the kernel's TASK_COMM_LEN */
#define TASK_NO_PID -1

struct tasks {
	struct core *core;
	uint32_t current; /* of the pointer to the running task */
	uint32_t init_task, task_bytes; /* the first task */
	uint32_t init_stack; /* its stack's lowest address */
	uint32_t stack_bytes; /* every task's */
	uint32_t first, second; /* where PID 1 and PID 2 start, in the kernel */
	uint32_t first_task, second_task;

	/* offsets in struct task_struct; 0: not known yet */
	uint32_t stack, name, pid;
	char error[128];
};

/* Symbols that a kernel must have; false: one is missing, see tasks->error. */
bool tasks_init(struct tasks *tasks, struct core *core,
		const struct symbols *symbols);

/* The running task; 0 while the kernel has not said. */
uint32_t tasks_current(const struct tasks *tasks);

/*
 * Learn where a task keeps its stack and its name from one that runs, its
 * stack pointer being sp. False: not from this one, see tasks->error.
 */
bool tasks_learn(struct tasks *tasks, uint32_t task, uint32_t sp);

/* For a trap at tasks->first or tasks->second: learn where PIDs are. */
void tasks_trap(struct tasks *tasks, uint32_t pc);

/* Where the task's stack begins; TASK_NO_PID while that is not known. */
uint32_t tasks_stack(const struct tasks *tasks, uint32_t task);
int32_t tasks_pid(const struct tasks *tasks, uint32_t task);
void tasks_name(const struct tasks *tasks, uint32_t task, char name[TASK_NAME]);

/* Is sp a stack pointer of the stack there? A full one's is its base. */
static inline bool stack_has(uint32_t base, uint32_t bytes, uint32_t sp)
{
	return sp - base - 1 < bytes;
}

#endif
