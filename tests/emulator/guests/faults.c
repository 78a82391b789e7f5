// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Faults, each in the middle of a block: the handler sees the right status
 * and the exact instruction, and skips it.
 */
#include "guest.h"

#define UNMAPPED 0x30000000

extern const uint16_t bad_load[], bad_store[], bad_insn[], bad_system[];
extern const uint16_t bad_store_end[];
static uint32_t status, address, where, source;

void note_fault(struct frame *frame)
{
	status = CFSR;
	address = BFAR;
	where = frame->pc;
	source = ipsr();
	CFSR = status;
	if (where == UNMAPPED || where == 0x40000000)
		frame->pc = frame->lr & ~1u;
	else /* 32-bit instructions begin with 0b111xx, xx != 0 */
		frame->pc += *(uint16_t *)where >> 11 >= 0x1d ? 4 : 2;
}

__attribute__((naked)) void busfault(void)
{
	CALL_WITH_FRAME(note_fault);
}

__attribute__((naked)) void usagefault(void)
{
	CALL_WITH_FRAME(note_fault);
}

__attribute__((naked)) void memmanage(void)
{
	CALL_WITH_FRAME(note_fault);
}

__attribute__((naked)) void hardfault(void)
{
	CALL_WITH_FRAME(note_fault);
}

__attribute__((naked)) uint32_t load_unmapped(void)
{
	__asm__ volatile("movs r0, #7\n"
			 "ldr r1, =0x30000004\n"
			 "nop\n"
			 "bad_load: ldr.w r0, [r1, #0x10]\n"
			 "adds r0, #1\n"
			 "bx lr\n"
			 ".ltorg");
}

__attribute__((naked)) void store_unmapped(void)
{
	__asm__ volatile("ldr r1, =0x30000004\n"
			 "nop\n"
			 "bad_store: strh r1, [r1, #4]\n"
			 "bx lr\n"
			 ".ltorg");
}

__attribute__((naked)) void undefined(void)
{
	__asm__ volatile("nop\n"
			 "bad_insn: udf #1\n"
			 "bx lr");
}

__attribute__((naked)) void coprocessor(void)
{
	__asm__ volatile("nop\n"
			 "cdp p0, #0, c0, c0, c0, #0\n"
			 "bx lr");
}

__attribute__((naked)) void read_system(void)
{
	__asm__ volatile("ldr r1, =0xe000ed00\n"
			 "nop\n"
			 "bad_system: ldr r0, [r1]\n"
			 "bx lr\n"
			 ".ltorg");
}

void guest(void)
{
	void (*nowhere)(void) = (void (*)(void))(UNMAPPED | 1);
	void (*device)(void) = (void (*)(void))(0x40000001);

	SHCSR = FAULTS_ENABLED;
	CHECK(load_unmapped() == 8);
	CHECK(source == 5 && status == 0x8200 && address == UNMAPPED + 0x14);
	CHECK(where == (uint32_t)bad_load);
	text("load\n");

	store_unmapped();
	CHECK(source == 5 && status == 0x8200 && address == UNMAPPED + 8);
	CHECK(where == (uint32_t)bad_store);
	text("store\n");

	undefined();
	CHECK(source == 6 && status == 0x10000);
	CHECK(where == (uint32_t)bad_insn);
	text("undefined\n");

	coprocessor();
	CHECK(source == 6 && status == 0x80000);
	text("coprocessor\n");

	nowhere();
	CHECK(source == 5 && status == 0x100 && where == UNMAPPED);
	device();
	CHECK(source == 4 && status == 1 && where == 0x40000000);
	text("fetch\n");

	SHCSR = 0;
	undefined();
	CHECK(source == 3 && status == 0x10000 && HFSR == 1u << 30);
	HFSR = HFSR;
	CHECK(!HFSR);
	text("escalated\n");

	SHCSR = FAULTS_ENABLED;
	MSR("control", 1);
	read_system();
	CHECK(source == 5 && address == 0xe000ed00);
	CHECK(where == (uint32_t)bad_system);
	text("unprivileged\n");
}
