// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The system control space as software sees it (ARMv7-M manual, section
 * B3.2): interrupt controller, system control block and SysTick. There is no
 * MPU, no FPU and no debug unit: their registers read as zero.
 */
#include "nvic.h"

#include <stddef.h>

#define SYSTICK_FIRST 0x010
#define SYSTICK_LAST 0x01c
#define NVIC_ISER 0x100
#define NVIC_ICER 0x180
#define NVIC_ISPR 0x200
#define NVIC_ICPR 0x280
#define NVIC_IABR 0x300
#define NVIC_IPR 0x400
#define NVIC_END 0x500
#define SCS_ICTR 0x004
#define SCB_CPUID 0xd00
#define SCB_ICSR 0xd04
#define SCB_VTOR 0xd08
#define SCB_AIRCR 0xd0c
#define SCB_SCR 0xd10
#define SCB_CCR 0xd14
#define SCB_SHPR1 0xd18
#define SCB_SHPR3 0xd20
#define SCB_SHCSR 0xd24
#define SCB_CFSR 0xd28
#define SCB_HFSR 0xd2c
#define SCB_DFSR 0xd30
#define SCB_MMFAR 0xd34
#define SCB_BFAR 0xd38
#define SCS_STIR 0xf00

#define CPUID_CORTEX_M4_R0P1 0x410fc241

#define ICSR_NMIPENDSET (1u << 31)
#define ICSR_PENDSVSET (1u << 28)
#define ICSR_PENDSVCLR (1u << 27)
#define ICSR_PENDSTSET (1u << 26)
#define ICSR_PENDSTCLR (1u << 25)
#define ICSR_ISRPENDING (1u << 22)
#define ICSR_VECTPENDING_SHIFT 12
#define ICSR_RETTOBASE (1u << 11)

#define AIRCR_KEY_WRITE 0x05fa
#define AIRCR_KEY_READ 0xfa05
#define AIRCR_SYSRESETREQ (1u << 2)
#define AIRCR_VECTCLRACTIVE (1u << 1)

#define CCR_WRITABLE 0x31b
#define SCR_WRITABLE 0x14 /* no SLEEPONEXIT here */
#define VTOR_MASK 0xffffff80

/* SHCSR: where each system exception's bits are */
static const struct {
	unsigned int exception;
	uint32_t active, pending, enabled; /* 0: no such bit */
} shcsr_bits[] = {
	{ EXC_MEMMANAGE, 1u << 0, 1u << 13, 1u << 16 },
	{ EXC_BUSFAULT, 1u << 1, 1u << 14, 1u << 17 },
	{ EXC_USAGEFAULT, 1u << 3, 1u << 12, 1u << 18 },
	{ EXC_SVCALL, 1u << 7, 1u << 15, 0 },
	{ EXC_DEBUGMON, 1u << 8, 0, 0 },
	{ EXC_PENDSV, 1u << 10, 0, 0 },
	{ EXC_SYSTICK, 1u << 11, 0, 0 },
};

#define SHCSR_COUNT (sizeof(shcsr_bits) / sizeof(shcsr_bits[0]))

static uint32_t shcsr_read(const struct nvic *nvic)
{
	uint32_t value = 0;

	for (size_t i = 0; i < SHCSR_COUNT; i++) {
		unsigned int n = shcsr_bits[i].exception;

		value |= nvic->active[n] ? shcsr_bits[i].active : 0;
		value |= nvic->pending[n] ? shcsr_bits[i].pending : 0;
		value |= nvic->enabled[n] ? shcsr_bits[i].enabled : 0;
	}
	return value;
}

static void shcsr_write(struct nvic *nvic, uint32_t value)
{
	for (size_t i = 0; i < SHCSR_COUNT; i++) {
		unsigned int n = shcsr_bits[i].exception;

		nvic->active[n] = value & shcsr_bits[i].active;
		if (shcsr_bits[i].pending)
			nvic_set_pending(nvic, n,
					 value & shcsr_bits[i].pending);
		if (shcsr_bits[i].enabled)
			nvic_set_enabled(nvic, n,
					 value & shcsr_bits[i].enabled);
	}
	nvic_set_priority_group(nvic, nvic->priority_group);
}

static uint32_t icsr_read(const struct nvic *nvic, unsigned int ipsr)
{
	uint32_t value = ipsr;
	bool others = nvic->active_count > (ipsr && nvic->active[ipsr]);

	value |= nvic->best << ICSR_VECTPENDING_SHIFT;
	if (!others)
		value |= ICSR_RETTOBASE;
	for (unsigned int i = 0; i < nvic->lines; i++)
		if (nvic->pending[EXC_IRQ0 + i])
			value |= ICSR_ISRPENDING;
	value |= nvic->pending[EXC_NMI] ? ICSR_NMIPENDSET : 0;
	value |= nvic->pending[EXC_PENDSV] ? ICSR_PENDSVSET : 0;
	value |= nvic->pending[EXC_SYSTICK] ? ICSR_PENDSTSET : 0;
	return value;
}

static void icsr_write(struct nvic *nvic, uint32_t value)
{
	if (value & ICSR_NMIPENDSET)
		nvic_set_pending(nvic, EXC_NMI, true);
	if (value & (ICSR_PENDSVSET | ICSR_PENDSVCLR))
		nvic_set_pending(nvic, EXC_PENDSV, value & ICSR_PENDSVSET);
	if (value & (ICSR_PENDSTSET | ICSR_PENDSTCLR))
		nvic_set_pending(nvic, EXC_SYSTICK, value & ICSR_PENDSTSET);
}

static void aircr_write(struct nvic *nvic, uint32_t value)
{
	if (value >> 16 != AIRCR_KEY_WRITE)
		return;
	if (value & AIRCR_SYSRESETREQ)
		nvic->reset_requested = true;
	if (value & AIRCR_VECTCLRACTIVE)
		for (unsigned int i = 1; i < EXC_IRQ0 + nvic->lines; i++)
			nvic->active[i] = false;
	nvic_set_priority_group(nvic, value >> 8 & 7);
}

/* One bit per line, 32 lines a word. */
static uint32_t bits_read(const struct nvic *nvic, const bool *states,
			  uint32_t offset)
{
	unsigned int first = offset * 8;
	uint32_t value = 0;

	for (unsigned int i = 0; i < 32 && first + i < nvic->lines; i++)
		value |= (uint32_t)states[EXC_IRQ0 + first + i] << i;
	return value;
}

static void bits_write(struct nvic *nvic, uint32_t offset, uint32_t value,
		       void (*set)(struct nvic *nvic, unsigned int exception,
				   bool on),
		       bool on)
{
	unsigned int first = offset * 8;

	for (unsigned int i = 0; i < 32 && first + i < nvic->lines; i++)
		if (value >> i & 1)
			set(nvic, EXC_IRQ0 + first + i, on);
}

/* Four priority bytes from an exception number on. */
static uint32_t priorities_read(const struct nvic *nvic, unsigned int first)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < 4; i++)
		if (first + i < EXC_IRQ0 + nvic->lines)
			value |= (uint32_t)nvic->priority[first + i] << i * 8;
	return value;
}

static void priorities_write(struct nvic *nvic, unsigned int first,
			     uint32_t value, uint32_t mask)
{
	for (unsigned int i = 0; i < 4; i++)
		if (first + i < EXC_IRQ0 + nvic->lines && mask >> i * 8 & 0xff)
			nvic_set_priority(nvic, first + i, value >> i * 8);
}

static uint32_t nvic_read(struct nvic *nvic, uint32_t offset)
{
	if (offset >= NVIC_IPR)
		return priorities_read(nvic, EXC_IRQ0 + offset - NVIC_IPR);
	if (offset >= NVIC_IABR)
		return bits_read(nvic, nvic->active, offset & 0x7f);
	if (offset >= NVIC_ISPR)
		return bits_read(nvic, nvic->pending, offset & 0x7f);
	return bits_read(nvic, nvic->enabled, offset & 0x7f);
}

static void nvic_write(struct nvic *nvic, uint32_t offset, uint32_t value,
		       uint32_t mask)
{
	if (offset >= NVIC_IPR)
		priorities_write(nvic, EXC_IRQ0 + offset - NVIC_IPR, value,
				 mask);
	else if (offset >= NVIC_ISPR && offset < NVIC_IABR)
		bits_write(nvic, offset & 0x7f, value, nvic_set_pending,
			   offset < NVIC_ICPR);
	else if (offset < NVIC_ISPR)
		bits_write(nvic, offset & 0x7f, value, nvic_set_enabled,
			   offset < NVIC_ICER);
}

uint32_t scs_read(struct nvic *nvic, uint32_t offset, uint32_t mask,
		  unsigned int ipsr)
{
	/* reading COUNTFLAG clears it: only when its byte is read */
	if (offset >= SYSTICK_FIRST && offset <= SYSTICK_LAST)
		return mask >> 16 & 1 || offset != SYSTICK_FIRST ?
			       systick_read(nvic, offset) :
			       nvic->systick.control;
	if (offset >= NVIC_ISER && offset < NVIC_END)
		return nvic_read(nvic, offset);
	if (offset >= SCB_SHPR1 && offset <= SCB_SHPR3)
		return priorities_read(nvic, offset - SCB_SHPR1 + 4);

	switch (offset) {
	case SCS_ICTR:
		return (nvic->lines + 31) / 32 - 1;
	case SCB_CPUID:
		return CPUID_CORTEX_M4_R0P1;
	case SCB_ICSR:
		return icsr_read(nvic, ipsr);
	case SCB_VTOR:
		return nvic->vtor;
	case SCB_AIRCR:
		return (uint32_t)AIRCR_KEY_READ << 16 | nvic->priority_group
								<< 8;
	case SCB_SCR:
		return nvic->scr;
	case SCB_CCR:
		return nvic->ccr;
	case SCB_SHCSR:
		return shcsr_read(nvic);
	case SCB_CFSR:
		return nvic->cfsr;
	case SCB_HFSR:
		return nvic->hfsr;
	case SCB_DFSR:
		return nvic->dfsr;
	case SCB_MMFAR:
		return nvic->mmfar;
	case SCB_BFAR:
		return nvic->bfar;
	default:
		return 0;
	}
}

void scs_write(struct nvic *nvic, uint32_t offset, uint32_t value,
	       uint32_t mask)
{
	if (offset >= SYSTICK_FIRST && offset <= SYSTICK_LAST) {
		systick_write(nvic, offset, value);
		return;
	}
	if (offset >= NVIC_ISER && offset < NVIC_END) {
		nvic_write(nvic, offset, value, mask);
		return;
	}
	if (offset >= SCB_SHPR1 && offset <= SCB_SHPR3) {
		priorities_write(nvic, offset - SCB_SHPR1 + 4, value, mask);
		return;
	}

	switch (offset) {
	case SCB_ICSR:
		icsr_write(nvic, value);
		break;
	case SCB_VTOR:
		nvic->vtor = value & VTOR_MASK;
		break;
	case SCB_AIRCR:
		aircr_write(nvic, value);
		break;
	case SCB_SCR:
		nvic->scr = value & SCR_WRITABLE;
		break;
	case SCB_CCR:
		nvic->ccr = value & CCR_WRITABLE;
		break;
	case SCB_SHCSR:
		shcsr_write(nvic, value);
		break;
	case SCB_CFSR: /* write one to clear, these three */
		nvic->cfsr &= ~value;
		break;
	case SCB_HFSR:
		nvic->hfsr &= ~value;
		break;
	case SCB_DFSR:
		nvic->dfsr &= ~value;
		break;
	case SCB_MMFAR:
		nvic->mmfar = value;
		break;
	case SCB_BFAR:
		nvic->bfar = value;
		break;
	case SCS_STIR:
		if ((value & 0x1ff) < nvic->lines)
			nvic_set_pending(nvic, EXC_IRQ0 + (value & 0x1ff),
					 true);
		break;
	}
}
