// SPDX-License-Identifier: GPL-2.0-or-later
#include "stacks.h"

#include <stdlib.h>
#include <string.h>

#define MAP_GROWSDOWN 0x100 /* the kernel's, for stacks alone */
#define LARGEST_ERROR 4095 /* a result above -LARGEST_ERROR is an errno */

struct stack {
	enum stack_kind kind;
	uint32_t base, bytes;
	uint32_t lowest; /* stack pointer */
	uint32_t task; /* whose it is; of an interrupt's: 0 */
	int32_t pid;
	char name[TASK_NAME];
};

/* A call that has not returned. */
struct stack_mapping {
	uint32_t task, sp, return_address, bytes;
};

static uint32_t load(const struct stacks *s, uint32_t address)
{
	uint32_t value = 0;

	core_load(s->core, address, &value);
	return value;
}

/* One more in an array that may move; NULL without memory. */
static void *one_more(struct stacks *s, void *items, size_t count, size_t *room,
		      size_t bytes)
{
	void *larger;

	if (count < *room)
		return items;
	larger = realloc(items, (*room + 64) * bytes);
	if (larger)
		*room += 64;
	else
		snprintf(s->error, sizeof(s->error), "out of memory");
	return larger;
}

/* Its owner is gone: what remains of a stack is a row. */
static void retire(struct stacks *s, const struct stack *stack)
{
	uint32_t used = stack->base + stack->bytes - stack->lowest;
	struct stack_row *row = NULL;

	for (size_t i = 0; i < s->row_count && !row; i++)
		if (s->rows[i].kind == stack->kind &&
		    s->rows[i].bytes == stack->bytes &&
		    !strcmp(s->rows[i].name, stack->name))
			row = &s->rows[i];
	if (!row) {
		struct stack_row *rows =
			realloc(s->rows, (s->row_count + 1) * sizeof(*rows));

		if (!rows) {
			snprintf(s->error, sizeof(s->error), "out of memory");
			return;
		}
		s->rows = rows;
		row = &rows[s->row_count++];
		*row = (struct stack_row){
			.kind = stack->kind,
			.pid = stack->pid,
			.bytes = stack->bytes,
		};
		strcpy(row->name, stack->name);
	}
	row->count++;
	if (stack->pid < row->pid)
		row->pid = stack->pid;
	if (used > row->used)
		row->used = used;
}

static void drop(struct stacks *s, size_t i)
{
	retire(s, &s->in_use[i]);
	s->in_use[i] = s->in_use[--s->in_use_count];
	s->now = s->in_use_count;
	s->core->stack_bytes = 0;
}

static struct stack *add(struct stacks *s, enum stack_kind kind, uint32_t base,
			 uint32_t bytes, uint32_t task)
{
	struct stack *in_use = one_more(s, s->in_use, s->in_use_count,
					&s->in_use_room, sizeof(*in_use));
	struct stack *stack;

	if (!in_use)
		return NULL;
	s->in_use = in_use;
	stack = &in_use[s->in_use_count++];
	*stack = (struct stack){
		.kind = kind,
		.base = base,
		.bytes = bytes,
		.lowest = base + bytes,
		.task = task,
		.pid = task ? tasks_pid(&s->tasks, task) : TASK_NO_PID,
	};
	if (task)
		tasks_name(&s->tasks, task, stack->name);
	else
		strcpy(stack->name, "interrupts");
	return stack;
}

/* A task's in the kernel; another one may have been there before. */
static struct stack *kernel_stack(struct stacks *s, uint32_t task)
{
	uint32_t base = tasks_stack(&s->tasks, task);
	int32_t pid = tasks_pid(&s->tasks, task);

	for (size_t i = 0; i < s->in_use_count; i++) {
		struct stack *stack = &s->in_use[i];

		if (stack->kind != STACK_KERNEL || stack->task != task)
			continue;
		if (stack->base == base &&
		    (stack->pid == pid || stack->pid == TASK_NO_PID)) {
			stack->pid = pid;
			tasks_name(&s->tasks, task, stack->name);
			return stack;
		}
		drop(s, i);
		break;
	}
	return add(s, STACK_KERNEL, base, s->tasks.stack_bytes, task);
}

static struct stack *interrupt_stack(struct stacks *s, uint32_t base)
{
	for (size_t i = 0; i < s->in_use_count; i++)
		if (s->in_use[i].kind == STACK_INTERRUPT &&
		    s->in_use[i].base == base)
			return &s->in_use[i];
	return add(s, STACK_INTERRUPT, base, s->interrupt_bytes, 0);
}

static struct stack *user_stack(struct stacks *s, uint32_t sp)
{
	for (size_t i = 0; i < s->in_use_count; i++)
		if (s->in_use[i].kind == STACK_USER &&
		    stack_has(s->in_use[i].base, s->in_use[i].bytes, sp))
			return &s->in_use[i];
	return NULL;
}

/* Has the stack that was in use reached down to there? */
static struct stack *overrun(struct stacks *s, uint32_t sp)
{
	struct stack *stack = &s->in_use[s->now];

	if (s->now >= s->in_use_count || stack->base - sp > stack->bytes)
		return NULL;
	return stack;
}

static struct stack *find(struct stacks *s, uint32_t sp)
{
	struct tasks *tasks = &s->tasks;
	uint32_t bytes = tasks->stack_bytes, top, task;

	if (stack_has(tasks->init_stack, bytes, sp))
		return kernel_stack(s, tasks->init_task);
	top = s->interrupt_stack ? load(s, s->interrupt_stack) : 0;
	if (top && stack_has(top - s->interrupt_bytes, s->interrupt_bytes, sp))
		return interrupt_stack(s, top - s->interrupt_bytes);
	task = tasks_current(tasks);
	if (task && task != tasks->init_task &&
	    (tasks->stack || tasks_learn(tasks, task, sp)) &&
	    stack_has(tasks_stack(tasks, task), bytes, sp))
		return kernel_stack(s, task);
	return user_stack(s, sp);
}

void stacks_moved(struct stacks *s, uint32_t sp)
{
	struct stack *stack = find(s, sp);

	if (!stack)
		stack = overrun(s, sp);
	if (!stack) {
		/* nobody's, such as a boot loader's */
		s->now = s->in_use_count;
		s->core->stack_base = sp;
		s->core->stack_bytes = 1;
		return;
	}
	if (sp < stack->lowest)
		stack->lowest = sp;
	s->now = stack - s->in_use;
	s->core->stack_base = stack->lowest;
	s->core->stack_bytes = stack->base + stack->bytes - stack->lowest + 1;
}

/* vm_mmap(file, address, length, protection, flags, offset) */
static void map_entered(struct stacks *s)
{
	struct stack_mapping *mappings;
	uint32_t sp = core_get(s->core, UC_ARM_REG_SP);

	if (!(load(s, sp) & MAP_GROWSDOWN))
		return;
	mappings = one_more(s, s->mappings, s->mapping_count, &s->mapping_room,
			    sizeof(*mappings));
	if (!mappings)
		return;
	s->mappings = mappings;
	mappings[s->mapping_count++] = (struct stack_mapping){
		.task = tasks_current(&s->tasks),
		.sp = sp,
		.return_address = core_get(s->core, UC_ARM_REG_LR) & ~1u,
		.bytes = core_get(s->core, UC_ARM_REG_R2),
	};
	core_set_trap(s->core, s->mappings[s->mapping_count - 1].return_address,
		      TRAP_STACKS_RETURN);
}

static void map_returned(struct stacks *s, const struct stack_mapping *mapping)
{
	uint32_t base = core_get(s->core, UC_ARM_REG_R0);

	if (base > -(uint32_t)LARGEST_ERROR - 1)
		return;
	/* what was there is gone */
	for (size_t i = s->in_use_count; i-- > 0;)
		if (s->in_use[i].kind == STACK_USER &&
		    s->in_use[i].base < base + mapping->bytes &&
		    base < s->in_use[i].base + s->in_use[i].bytes)
			drop(s, i);
	add(s, STACK_USER, base, mapping->bytes, mapping->task);
}

static void maybe_returned(struct stacks *s, uint32_t pc)
{
	uint32_t task = tasks_current(&s->tasks);
	uint32_t sp = core_get(s->core, UC_ARM_REG_SP);

	for (size_t i = 0; i < s->mapping_count; i++) {
		struct stack_mapping mapping = s->mappings[i];

		if (mapping.task != task || mapping.sp != sp ||
		    mapping.return_address != pc)
			continue;
		s->mappings[i] = s->mappings[--s->mapping_count];
		map_returned(s, &mapping);
		return;
	}
}

void stacks_trap(struct stacks *s, uint32_t pc, uint8_t whose)
{
	if (whose & TRAP_STACKS_RETURN)
		maybe_returned(s, pc);
	if (!(whose & TRAP_STACKS))
		return;
	if (pc == s->map)
		map_entered(s);
	else
		tasks_trap(&s->tasks, pc);
}

bool stacks_init(struct stacks *s, struct core *core,
		 const struct symbols *symbols)
{
	const struct symbol *map = symbols_named(symbols, "vm_mmap");
	const struct symbol *interrupts =
		symbols_named(symbols, "irq_stack_ptr");
	const struct symbol *static_one = symbols_named(symbols, "irq_stack");

	memset(s, 0, sizeof(*s));
	s->core = core;
	if (!tasks_init(&s->tasks, core, symbols)) {
		snprintf(s->error, sizeof(s->error), "%s", s->tasks.error);
		return false;
	}
	if (!core_allow_traps(core, symbols->text_start, symbols->text_end)) {
		snprintf(s->error, sizeof(s->error), "out of memory");
		return false;
	}
	if (interrupts)
		s->interrupt_stack = interrupts->address;
	s->interrupt_bytes = static_one ? static_one->size : s->tasks.stack_bytes;
	if (map) {
		s->map = map->address;
		core_set_trap(core, s->map, TRAP_STACKS);
	}
	core_set_trap(core, s->tasks.first, TRAP_STACKS);
	core_set_trap(core, s->tasks.second, TRAP_STACKS);
	return true;
}

void stacks_free(struct stacks *s)
{
	free(s->in_use);
	free(s->mappings);
	free(s->rows);
}

static int in_order(const void *a, const void *b)
{
	const struct stack_row *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return strcmp(x->name, y->name);
}

bool stacks_finish(struct stacks *s)
{
	while (s->in_use_count)
		drop(s, 0);
	if (s->row_count)
		qsort(s->rows, s->row_count, sizeof(*s->rows), in_order);
	if (*s->tasks.error && !*s->error)
		snprintf(s->error, sizeof(s->error), "%s", s->tasks.error);
	return !*s->error;
}

int64_t stack_left(const struct stack_row *row)
{
	return (int64_t)row->bytes - row->used;
}

static const char *const kinds[] = {
	[STACK_KERNEL] = "kernel",
	[STACK_INTERRUPT] = "irq",
	[STACK_USER] = "user",
};

void stacks_print(const struct stacks *s, uint32_t margin, FILE *out)
{
	fprintf(out, "%-6s  %-15s %6s %6s %7s %7s %7s\n", "stack", "name",
		"pid", "tasks", "bytes", "used", "left");
	for (size_t i = 0; i < s->row_count; i++) {
		const struct stack_row *row = &s->rows[i];
		char pid[16] = "-";

		if (row->pid != TASK_NO_PID)
			snprintf(pid, sizeof(pid), "%d", (int)row->pid);
		fprintf(out, "%-6s  %-15s %6s %6u %7u %7u %7lld%s\n",
			kinds[row->kind], row->name, pid, row->count,
			row->bytes, row->used, (long long)stack_left(row),
			stack_left(row) < margin ? "  too little" : "");
	}
}

json_t *stacks_summary(const struct stacks *s, uint32_t margin)
{
	json_t *rows = json_array();
	bool enough = true;

	for (size_t i = 0; i < s->row_count; i++) {
		const struct stack_row *row = &s->rows[i];
		json_t *pid = row->pid == TASK_NO_PID ? json_null() :
							json_integer(row->pid);

		enough = enough && stack_left(row) >= margin;
		json_array_append_new(
			rows,
			json_pack("{ss ss so sI sI sI sI}", "kind",
				  kinds[row->kind], "name", row->name, "pid",
				  pid, "tasks", (json_int_t)row->count, "bytes",
				  (json_int_t)row->bytes, "used",
				  (json_int_t)row->used, "left",
				  (json_int_t)stack_left(row)));
	}
	return json_pack("{sI sb so}", "margin", (json_int_t)margin, "enough",
			 enough, "rows", rows);
}
