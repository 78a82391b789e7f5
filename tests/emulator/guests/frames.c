// SPDX-License-Identifier: GPL-2.0-or-later
/* Stack frames: contents, alignment, the two stacks, privilege, EXC_RETURN. */
#include "guest.h"

static uint32_t process_stack[64] __attribute__((aligned(8)));
static uint32_t frame_address, exc_return, depth;
static struct frame seen;

void save_frame(struct frame *frame)
{
	__asm__ volatile("" : : : "memory");
	frame_address = (uint32_t)frame;
	seen = *frame;
}

__attribute__((naked)) void svcall(void)
{
	__asm__ volatile("ldr r1, =exc_return_seen\n"
			 "ldr r1, [r1]\n"
			 "str lr, [r1]\n"
			 "tst lr, #4\n"
			 "ite eq\n"
			 "mrseq r0, msp\n"
			 "mrsne r0, psp\n"
			 "push {r4, lr}\n"
			 "bl save_frame\n"
			 /* spoil what the frame has to bring back */
			 "mov r0, #0xee\n"
			 "mov r1, r0\n"
			 "mov r2, r0\n"
			 "mov r3, r0\n"
			 "mov r12, r0\n"
			 "cmp r0, #0\n"
			 "pop {r4, pc}\n"
			 ".ltorg");
}

uint32_t *const exc_return_seen = &exc_return;

/* Registers before and after an SVC; returns 1 if all are the same. */
__attribute__((naked)) static uint32_t registers_survive(void)
{
	__asm__ volatile("push {r4-r11, lr}\n"
			 "mov r4, sp\n"
			 "movs r0, #1\n"
			 "movs r1, #2\n"
			 "movs r2, #3\n"
			 "movs r3, #4\n"
			 "mov r12, #5\n"
			 "mov lr, #6\n"
			 "cmp r0, r0\n" /* Z and C */
			 "svc 0\n"
			 "bne 1f\n"
			 "bcc 1f\n"
			 "cmp r0, #1\n"
			 "it eq\n"
			 "cmpeq r1, #2\n"
			 "it eq\n"
			 "cmpeq r2, #3\n"
			 "it eq\n"
			 "cmpeq r3, #4\n"
			 "it eq\n"
			 "cmpeq r12, #5\n"
			 "it eq\n"
			 "cmpeq lr, #6\n"
			 "bne 1f\n"
			 "mov r0, sp\n"
			 "cmp r0, r4\n"
			 "bne 1f\n"
			 "movs r0, #1\n"
			 "pop {r4-r11, pc}\n"
			 "1: movs r0, #0\n"
			 "mov sp, r4\n"
			 "pop {r4-r11, pc}");
}

/* An SVC with the stack pointer at 4 mod 8; returns 1 if it is the same. */
__attribute__((naked)) static uint32_t svc_misaligned(void)
{
	__asm__ volatile("push {r4, lr}\n"
			 "sub sp, #4\n"
			 "mov r4, sp\n"
			 "svc 0\n"
			 "mov r0, sp\n"
			 "cmp r0, r4\n"
			 "ite eq\n"
			 "moveq r0, #1\n"
			 "movne r0, #0\n"
			 "add sp, #4\n"
			 "pop {r4, pc}");
}

/* An SVC inside an IT block: the rest of the block is executed after it. */
__attribute__((naked)) static uint32_t svc_in_it_block(void)
{
	__asm__ volatile("movs r0, #0\n"
			 "cmp r0, #0\n"
			 "itte eq\n"
			 "svceq 0\n"
			 "moveq r0, #1\n"
			 "movne r0, #2\n"
			 "bx lr");
}

/* NVIC line 5 makes an SVC from handler mode. */
void irq(void)
{
	depth++;
	IPR(5) = 0x80;
	__asm__ volatile("svc 0" : : : "memory");
	CHECK(exc_return == 0xfffffff1);
	CHECK((seen.xpsr & 0x1ff) == 16 + 5);
}

void guest(void)
{
	SHPR2 = 0; /* SVC: the most urgent */
	CHECK(registers_survive());
	CHECK(exc_return == 0xfffffff9);
	CHECK(seen.r0 == 1 && seen.r3 == 4 && seen.r12 == 5 && seen.lr == 6);
	CHECK((seen.xpsr & 0xf10001ff) == 0x61000000);
	CHECK(*(uint16_t *)(seen.pc - 2) == 0xdf00);
	text("registers\n");

	CHECK(svc_misaligned());
	CHECK(frame_address % 8 == 0);
	CHECK(seen.xpsr & 1u << 9);
	text("alignment\n");

	CHECK(svc_in_it_block() == 1);
	CHECK(seen.xpsr & 0x0600fc00);
	text("it block\n");

	IPR(5) = 0x80;
	ISER(5) = BIT_OF(5);
	ISPR(5) = BIT_OF(5);
	__asm__ volatile("dsb\n\tisb\n\tb 1f\n1:");
	CHECK(depth == 1);
	text("nested\n");

	MSR("psp", (uint32_t)(process_stack + 64));
	MSR("control", 2);
	__asm__ volatile("svc 0" : : : "memory");
	CHECK(exc_return == 0xfffffffd);
	CHECK(frame_address >= (uint32_t)process_stack &&
	      frame_address < (uint32_t)(process_stack + 64));
	CHECK(MRS("control") == 2);
	text("process stack\n");

	MSR("control", 3);
	__asm__ volatile("svc 0" : : : "memory");
	CHECK(exc_return == 0xfffffffd);
	CHECK(MRS("control") == 3);
	MSR("primask", 1); /* unprivileged: ignored */
	MSR("control", 0);
	CHECK(MRS("control") == 3);
	text("unprivileged\n");
	finish(0); /* the stack to return on is gone */
}
