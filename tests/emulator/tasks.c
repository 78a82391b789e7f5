// SPDX-License-Identifier: GPL-2.0-or-later
#include "tasks.h"

#include <stdio.h>
#include <string.h>

#define FIRST_NAME "swapper" /* init_task's, as 6.12 has it */

static uint32_t load(const struct tasks *t, uint32_t address)
{
	uint32_t value = 0;

	core_load(t->core, address, &value);
	return value;
}

static bool find(struct tasks *t, const struct symbols *symbols,
		 const char *name, const struct symbol **symbol)
{
	*symbol = symbols_named(symbols, name);
	if (!*symbol)
		snprintf(t->error, sizeof(t->error), "no symbol '%s'", name);
	return *symbol;
}

bool tasks_init(struct tasks *t, struct core *core,
		const struct symbols *symbols)
{
	const struct symbol *current, *task, *start, *end, *first, *second;

	memset(t, 0, sizeof(*t));
	t->core = core;
	if (!find(t, symbols, "__current", &current) ||
	    !find(t, symbols, "init_task", &task) ||
	    !find(t, symbols, "__start_init_stack", &start) ||
	    !find(t, symbols, "__end_init_stack", &end) ||
	    !find(t, symbols, "kernel_init", &first) ||
	    !find(t, symbols, "kthreadd", &second))
		return false;
	t->current = current->address;
	t->init_task = task->address;
	t->task_bytes = task->size;
	t->init_stack = start->address;
	t->stack_bytes = end->address - start->address;
	t->first = first->address;
	t->second = second->address;
	return true;
}

uint32_t tasks_current(const struct tasks *t)
{
	return load(t, t->current);
}

static uint32_t find_stack(const struct tasks *t, uint32_t task, uint32_t sp)
{
	for (uint32_t at = 4; at + 4 <= t->task_bytes; at += 4)
		if (load(t, t->init_task + at) == t->init_stack &&
		    stack_has(load(t, task + at), t->stack_bytes, sp))
			return at;
	return 0;
}

static uint32_t find_name(const struct tasks *t)
{
	char text[sizeof(FIRST_NAME)];
	size_t length = strlen(FIRST_NAME);

	for (uint32_t at = 1; at + TASK_NAME <= t->task_bytes; at++) {
		if (uc_mem_read(t->core->uc, t->init_task + at, text,
				sizeof(text)) != UC_ERR_OK)
			return 0;
		/* "swapper/0" with more processors */
		if (!memcmp(text, FIRST_NAME, length) &&
		    (!text[length] || text[length] == '/'))
			return at;
	}
	return 0;
}

bool tasks_learn(struct tasks *t, uint32_t task, uint32_t sp)
{
	uint32_t stack;

	if (t->stack)
		return true;
	stack = find_stack(t, task, sp);
	t->name = find_name(t);
	if (stack && t->name) {
		t->stack = stack;
		*t->error = '\0';
	} else {
		snprintf(t->error, sizeof(t->error),
			 "can't find a task's %s in its struct task_struct",
			 stack ? "name" : "stack");
	}
	return t->stack;
}

static bool has_pid(const struct tasks *t, uint32_t task, uint32_t at,
		    uint32_t pid)
{
	/* its thread group's ID comes next, and is the same */
	return load(t, task + at) == pid && load(t, task + at + 4) == pid;
}

void tasks_trap(struct tasks *t, uint32_t pc)
{
	if (pc == t->first)
		t->first_task = tasks_current(t);
	else if (pc == t->second)
		t->second_task = tasks_current(t);
	else
		return;
	if (!t->first_task || !t->second_task || t->pid)
		return;
	for (uint32_t at = 4; at + 8 <= t->task_bytes && !t->pid; at += 4)
		if (has_pid(t, t->init_task, at, 0) &&
		    has_pid(t, t->first_task, at, 1) &&
		    has_pid(t, t->second_task, at, 2))
			t->pid = at;
	if (!t->pid)
		snprintf(t->error, sizeof(t->error),
			 "can't find a task's PID in its struct task_struct");
}

uint32_t tasks_stack(const struct tasks *t, uint32_t task)
{
	if (task == t->init_task)
		return t->init_stack;
	return t->stack ? load(t, task + t->stack) : 0;
}

int32_t tasks_pid(const struct tasks *t, uint32_t task)
{
	if (task == t->init_task)
		return 0;
	return t->pid ? (int32_t)load(t, task + t->pid) : TASK_NO_PID;
}

void tasks_name(const struct tasks *t, uint32_t task, char name[TASK_NAME])
{
	if (!t->name || uc_mem_read(t->core->uc, task + t->name, name,
				    TASK_NAME) != UC_ERR_OK)
		strcpy(name, task == t->init_task ? FIRST_NAME : "");
	name[TASK_NAME - 1] = '\0';
	for (char *c = name; *c; c++)
		if (*c <= ' ' || *c > '~')
			*c = '?';
}
