// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What --stacks knows a Linux kernel by, with stacks that are used to a byte:
 * tasks that come and go, an interrupt's stack, programs' stacks.
 */
#include "guest.h"

#define STACK 1024
#define USER_STACK 2048
#define ARGUMENTS 64 /* at the top of a program's stack */
#define MAP_PRIVATE 0x2
#define MAP_GROWSDOWN 0x100
#define LINE 7

struct task {
	uint32_t state;
	void *stack;
	uint32_t flags[3];
	uint32_t pid, group;
	char name[16];
};

static uint8_t init_area[STACK] __attribute__((aligned(8), used));
static uint8_t areas[4][STACK] __attribute__((aligned(8)));
static uint8_t user_area[USER_STACK] __attribute__((aligned(8)));
struct task init_task;
struct task *__current;
static uint8_t irq_stack[STACK - STACK / 8] __attribute__((aligned(8)));
uint8_t *irq_stack_ptr;
static struct task first, second, other;

__asm__(".globl __start_init_stack, __end_init_stack\n"
	".set __start_init_stack, init_area\n"
	".set __end_init_stack, init_area + 1024\n");

/*
 * With top as stack pointer uses so many bytes, and stores a word somewhere
 * when it has them. An interrupt that this raises comes at the next branch.
 */
void use(uint8_t *top, uint32_t bytes, uint32_t word, volatile uint32_t *where);

/* The same as a program does, which then makes a system call. */
void use_and_call(uint32_t bytes);

__asm__(".thumb_func\n"
	"use:\n"
	"mov r12, sp\n"
	"mov sp, r0\n"
	"sub sp, r1\n"
	"str r2, [r3]\n"
	"isb\n"
	"b 1f\n"
	"1: b 2f\n"
	"2: add sp, r1\n"
	"mov sp, r12\n"
	"bx lr\n"
	".thumb_func\n"
	"use_and_call:\n"
	"sub sp, r0\n"
	"svc 0\n"
	"add sp, r0\n"
	"bx lr\n");

__attribute__((naked)) void irq(void)
{
	__asm__ volatile("ldr r0, =irq_stack_ptr\n"
			 "ldr r0, [r0]\n"
			 "mov r1, sp\n"
			 "mov sp, r0\n"
			 "sub sp, #48\n"
			 "mov sp, r1\n"
			 "bx lr\n"
			 ".ltorg");
}

/* Programs are unprivileged no more. */
void svcall(void)
{
	MSR("control", 0);
}

__attribute__((noipa)) void kernel_init(void)
{
	__asm__ volatile("");
}

__attribute__((noipa)) void kthreadd(void)
{
	__asm__ volatile("");
}

__attribute__((noipa)) uint8_t *vm_mmap(void *file, uint32_t address,
					uint32_t length, uint32_t protection,
					uint32_t flags, uint32_t offset)
{
	(void)file;
	(void)address;
	(void)protection;
	(void)flags;
	(void)offset;
	return length > USER_STACK ? (uint8_t *)-12 : user_area;
}

static void become(struct task *task, uint32_t pid, const char *name)
{
	unsigned int i = 0;

	task->pid = task->group = pid;
	do
		task->name[i] = name[i];
	while (name[i++]);
	__current = task;
}

static void run(uint32_t bytes)
{
	uint32_t nowhere;

	use((uint8_t *)__current->stack + STACK, bytes, 0, &nowhere);
}

/* A program that maps such memory, and uses so much below its arguments. */
static void program(uint32_t flags, uint32_t bytes)
{
	uint8_t *stack = vm_mmap(0, 0, USER_STACK, 3, MAP_PRIVATE | flags, 0);

	MSR("psp", (uint32_t)stack + USER_STACK - ARGUMENTS);
	MSR("control", 3);
	use_and_call(bytes);
	MSR("control", 0);
}

void guest(void)
{
	init_task.stack = init_area;
	first.stack = areas[0];
	second.stack = areas[1];
	other.stack = areas[2];
	become(&init_task, 0, "swapper");
	run(100);
	become(&first, 1, "swapper");
	run(200);
	kernel_init();
	become(&second, 2, "kthreadd");
	run(8);
	kthreadd();
	/* it is another program now, and uses less */
	become(&first, 1, "init");
	run(64);

	/* an interrupt: its frame is on the stack that it came to */
	irq_stack_ptr = irq_stack + sizeof(irq_stack);
	become(&second, 2, "kthreadd");
	ISER(LINE) = BIT_OF(LINE);
	use((uint8_t *)second.stack + STACK, 304, BIT_OF(LINE), &ISPR(LINE));

	/* one after another in the same memory, the second uses more */
	become(&other, 3, "program");
	run(40);
	program(MAP_GROWSDOWN, 400);
	become(&other, 4, "program");
	run(80);
	program(MAP_GROWSDOWN, 104);
	/* memory that there is none of is no stack */
	vm_mmap(0, 0, USER_STACK + 4, 3, MAP_PRIVATE | MAP_GROWSDOWN, 0);
	/* 16 bytes more than there are; where its stack was is another's now */
	other.stack = areas[3];
	become(&other, 5, "deep");
	run(STACK + 16);
	/* a mapping of another kind */
	vm_mmap(0, 0, USER_STACK / 2, 3, MAP_PRIVATE, 0);
}
