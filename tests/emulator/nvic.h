/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ARMv7-M exceptions: which are pending, active and enabled, their
 * priorities, and which one is to be taken next. The rules are those of the
 * ARMv7-M Architecture Reference Manual (DDI 0403E), section B1.5; nothing
 * here knows how instructions are executed.
 */
#ifndef EMULATOR_NVIC_H
#define EMULATOR_NVIC_H

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"

enum exception {
	EXC_NONE = 0,
	EXC_RESET = 1,
	EXC_NMI = 2,
	EXC_HARDFAULT = 3,
	EXC_MEMMANAGE = 4,
	EXC_BUSFAULT = 5,
	EXC_USAGEFAULT = 6,
	EXC_SVCALL = 11,
	EXC_DEBUGMON = 12,
	EXC_PENDSV = 14,
	EXC_SYSTICK = 15,
	EXC_IRQ0 = 16,
};

#define NVIC_MAX_LINES 240
#define NVIC_MAX_EXCEPTIONS (EXC_IRQ0 + NVIC_MAX_LINES)
#define PRIORITY_NONE 256 /* lower than all others: nothing is active */

/* The special registers that raise the execution priority. */
struct nvic_masks {
	bool primask;
	bool faultmask;
	uint8_t basepri;
};

struct systick {
	uint32_t control; /* ENABLE, TICKINT, CLKSOURCE */
	uint32_t reload; /* 24 bits */
	bool counted; /* COUNTFLAG: reached 0 since it was last read */
	uint64_t start; /* cycle at which the counter held `from` */
	uint32_t from;
	struct alarm alarm;
};

struct nvic {
	struct clock *clock;
	unsigned int lines; /* external interrupts of this part */
	uint8_t priority_mask; /* implemented bits of a priority byte */

	bool pending[NVIC_MAX_EXCEPTIONS];
	bool active[NVIC_MAX_EXCEPTIONS];
	bool enabled[NVIC_MAX_EXCEPTIONS];
	bool level[NVIC_MAX_EXCEPTIONS]; /* the input line's state */
	bool stray[NVIC_MAX_EXCEPTIONS]; /* pending though not enabled */
	uint8_t priority[NVIC_MAX_EXCEPTIONS];
	unsigned int priority_group; /* AIRCR.PRIGROUP */

	/* System control block, as the manual names them */
	uint32_t vtor, scr, ccr, cfsr, hfsr, dfsr, mmfar, bfar;
	bool reset_requested; /* AIRCR.SYSRESETREQ was written */
	struct systick systick;

	/* Kept up to date by each change of the above */
	unsigned int best; /* pending exception of highest priority, or 0 */
	int best_priority; /* its group priority */
	int active_priority; /* group priority of what is active */
	unsigned int active_count;
};

#define CCR_NONBASETHRDENA (1u << 0)
#define CCR_USERSETMPEND (1u << 1)
#define CCR_STKALIGN (1u << 9)

/* Configurable fault status register */
#define CFSR_IACCVIOL (1u << 0)
#define CFSR_DACCVIOL (1u << 1)
#define CFSR_MMARVALID (1u << 7)
#define CFSR_IBUSERR (1u << 8)
#define CFSR_PRECISERR (1u << 9)
#define CFSR_UNSTKERR (1u << 11)
#define CFSR_STKERR (1u << 12)
#define CFSR_BFARVALID (1u << 15)
#define CFSR_UNDEFINSTR (1u << 16)
#define CFSR_INVSTATE (1u << 17)
#define CFSR_INVPC (1u << 18)
#define CFSR_NOCP (1u << 19)
#define CFSR_UNALIGNED (1u << 24)

#define HFSR_VECTTBL (1u << 1)
#define HFSR_FORCED (1u << 30)
#define HFSR_DEBUGEVT (1u << 31)

void nvic_init(struct nvic *nvic, struct clock *clock, unsigned int lines,
	       unsigned int priority_bits);

void nvic_set_pending(struct nvic *nvic, unsigned int exception, bool on);
void nvic_set_enabled(struct nvic *nvic, unsigned int exception, bool on);
void nvic_set_priority(struct nvic *nvic, unsigned int exception,
		       uint8_t priority);

/* A device drives its interrupt line: a rising level makes it pending. */
void nvic_set_level(struct nvic *nvic, unsigned int line, bool level);

/* Make a line pending as if it were enabled, once (a stray interrupt). */
void nvic_raise_stray(struct nvic *nvic, unsigned int line);

void nvic_activate(struct nvic *nvic, unsigned int exception);
void nvic_deactivate(struct nvic *nvic, unsigned int exception);
void nvic_set_priority_group(struct nvic *nvic, unsigned int group);

/* The priority an exception preempts with: the group part of its priority. */
int nvic_group_priority(const struct nvic *nvic, unsigned int exception);

/* Manual's ExecutionPriority(); lower numbers are more urgent. */
int nvic_execution_priority(const struct nvic *nvic, struct nvic_masks masks);

/* The exception that must be taken now, or EXC_NONE. */
unsigned int nvic_to_take(const struct nvic *nvic, struct nvic_masks masks);

/* Would WFI wake? As nvic_to_take(), but PRIMASK does not count. */
bool nvic_wakes(const struct nvic *nvic, struct nvic_masks masks);

/*
 * The system control space, 0xE000E000..0xE000EFFF: offset is relative to it
 * and aligned; mask says which bytes of the word are accessed.
 */
uint32_t scs_read(struct nvic *nvic, uint32_t offset, uint32_t mask,
		  unsigned int ipsr);
void scs_write(struct nvic *nvic, uint32_t offset, uint32_t value,
	       uint32_t mask);

void systick_init(struct nvic *nvic);
uint32_t systick_read(struct nvic *nvic, uint32_t offset);
void systick_write(struct nvic *nvic, uint32_t offset, uint32_t value);

#endif
