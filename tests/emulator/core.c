// SPDX-License-Identifier: GPL-2.0-or-later
#include "core.h"

#include <stdlib.h>
#include <string.h>

#define EXCP_SWI 2
#define EXCP_PREFETCH_ABORT 3
#define EXCP_DATA_ABORT 4
#define EXCP_BKPT 7
#define EXCP_EXCEPTION_EXIT 8
#define EXCP_SEMIHOST 16
#define EXCP_NOCP 17
#define EXCP_UNALIGNED 23

#define INSN_BRANCH_TO_SELF 0xe7fe
#define INSN_YIELD 0xbf10
#define INSN_WFE 0xbf20
#define INSN_WFI 0xbf30
#define INSN_SEMIHOSTING 0xbeab

#define SYS_WRITEC 0x03
#define SYS_WRITE0 0x04
#define SYS_EXIT 0x18
#define SYS_EXIT_EXTENDED 0x20
#define ADP_APPLICATION_EXIT 0x20026
#define WRITE0_LONGEST 65536

#define NEVER_AN_ADDRESS 0xffffffff /* where uc_emu_start() would stop */
#define CONTROL_NPRIV 1u

uint32_t core_get(struct core *core, int reg)
{
	uint32_t value = 0;

	uc_reg_read(core->uc, reg, &value);
	return value;
}

void core_set(struct core *core, int reg, uint32_t value)
{
	uc_reg_write(core->uc, reg, &value);
}

unsigned int core_ipsr(struct core *core)
{
	return core_get(core, UC_ARM_REG_XPSR) & 0x1ff;
}

bool core_privileged(struct core *core)
{
	return core_ipsr(core) ||
	       !(core_get(core, UC_ARM_REG_CONTROL) & CONTROL_NPRIV);
}

bool core_load(struct core *core, uint32_t address, uint32_t *value)
{
	return uc_mem_read(core->uc, address, value, sizeof(*value)) ==
	       UC_ERR_OK;
}

static uint16_t halfword(struct core *core, uint32_t address)
{
	uint16_t value = 0;

	if (uc_mem_read(core->uc, address, &value, sizeof(value)) != UC_ERR_OK)
		return 0;
	return value;
}

/*
 * Unprivileged code can't read these registers, nor can the API on its
 * behalf: pretend to be in handler mode for a moment.
 */
struct nvic_masks core_masks(struct core *core)
{
	bool privileged = core_privileged(core);
	uint32_t xpsr = core_get(core, UC_ARM_REG_XPSR);
	struct nvic_masks masks;

	if (!privileged)
		core_set(core, UC_ARM_REG_XPSR_NZCVQG, xpsr | EXC_HARDFAULT);
	masks.primask = core_get(core, UC_ARM_REG_PRIMASK) & 1;
	masks.faultmask = core_get(core, UC_ARM_REG_FAULTMASK) & 1;
	masks.basepri = core_get(core, UC_ARM_REG_BASEPRI);
	if (!privileged)
		core_set(core, UC_ARM_REG_XPSR_NZCVQG, xpsr);
	return masks;
}

void core_stop(struct core *core, enum stop why)
{
	if (core->stop == STOP_NONE)
		core->stop = why;
	uc_emu_stop(core->uc);
}

/* The store to flash has been executed: undo it, count what else it hit. */
static void repair_flash(struct core *core)
{
	struct core_region bank;
	uint8_t now[STORE_SPAN];

	core->repair = false;
	uc_mem_read(core->uc, core->repair_address, now, core->repair_size);
	uc_mem_write(core->uc, core->repair_address, core->repair_bytes,
		     core->repair_size);
	uc_mem_protect(core->uc, core->repair_bank.base, core->repair_bank.size,
		       UC_PROT_READ | UC_PROT_EXEC);
	/* the first word was told when it happened */
	for (uint32_t i = 4 - core->repair_address % 4;
	     i + 4 <= core->repair_size; i += 4)
		if (memcmp(now + i, core->repair_bytes + i, 4))
			core->events.flash_store(core->events.owner, core->pc,
						 core->repair_address + i,
						 &bank);
}

static bool on_bad_access(uc_engine *uc, uc_mem_type type, uint64_t address,
			  int size, int64_t value, void *opaque)
{
	struct core *core = opaque;
	const struct core_region *bank = &core->repair_bank;
	uint32_t left;

	(void)size;
	(void)value;
	core->bad_address = address;
	if (type != UC_MEM_WRITE_PROT ||
	    !core->events.flash_store(core->events.owner, core->pc, address,
				      &core->repair_bank))
		return false;

	left = bank->base + bank->size - core->bad_address;
	core->repair_address = address;
	core->repair_size = left < STORE_SPAN ? left : STORE_SPAN;
	uc_mem_read(uc, address, core->repair_bytes, core->repair_size);
	/* the whole bank: Unicorn 2.0.1 can't split a region in a hook */
	uc_mem_protect(uc, bank->base, bank->size, UC_PROT_ALL);
	core->repair = true;
	return true;
}

static void on_code(uc_engine *uc, uint64_t address, uint32_t size,
		    void *opaque)
{
	struct core *core = opaque;
	uint32_t offset;

	(void)uc;
	(void)size;
	if (core->repair)
		repair_flash(core);
	if (core->refuse) {
		core->refuse = false;
		exception_fault(core, EXC_BUSFAULT,
				CFSR_PRECISERR | CFSR_BFARVALID,
				"unprivileged access to the system space",
				core->pc, &core->refuse_address);
		return;
	}
	core->clock.instructions++;
	core->pc = address;
	offset = core->pc - core->trap_base;
	if (offset < core->trap_bytes && core->trap_map[offset / 2])
		core->events.trap(core->events.owner, core->pc,
				  core->trap_map[offset / 2]);
	if (core->events.stack)
		core_stack_at(core, core_get(core, UC_ARM_REG_SP));
}

/* Is there an alarm besides the time limit? */
static bool something_will_happen(const struct core *core)
{
	for (struct alarm *a = core->clock.alarms; a; a = a->next)
		if (a != &core->limit && a->when != ALARM_OFF)
			return true;
	return false;
}

/*
 * Sleep until an interrupt would wake the processor, or for one alarm if it
 * spins. Nothing left to wait for ends the run.
 */
static void sleep_core(struct core *core, bool spinning)
{
	struct clock *clock = &core->clock;

	while (!core->stop) {
		uint64_t now = clock_now(clock);

		if (nvic_wakes(&core->nvic, core_masks(core)))
			return;
		if (!something_will_happen(core)) {
			core_stop(core, spinning && core->fault_count ?
						STOP_LOCKUP :
						STOP_IDLE);
			return;
		}
		if (core->events.idle && clock->next > now)
			core->events.idle(core->events.owner,
					  clock_to_ns(clock,
						      clock->next - now));
		clock_sleep_until(clock, clock->next);
		clock_run(clock);
		if (spinning)
			return;
	}
}

/*
 * A branch to itself: only an exception can end that. At priority 0 none comes
 * any more: a kernel that halted has its interrupts off, one that gave up is in
 * a fault's handler.
 */
static void spin(struct core *core)
{
	unsigned int handler = core_ipsr(core);

	if (nvic_execution_priority(&core->nvic, core_masks(core)) > 0)
		sleep_core(core, true);
	else if (handler >= EXC_HARDFAULT && handler <= EXC_USAGEFAULT)
		core_stop(core, STOP_LOCKUP);
	else
		core_stop(core, STOP_HALTED);
}

static void on_block(uc_engine *uc, uint64_t address, uint32_t size,
		     void *opaque)
{
	struct core *core = opaque;
	unsigned int exception;

	if (core->repair)
		repair_flash(core);
	core->previous_block = core->block;
	core->block = address;
	core->block_size = size;

	if (size == 2 && core->block == core->previous_block &&
	    halfword(core, address) == INSN_BRANCH_TO_SELF)
		spin(core);
	if (clock_now(&core->clock) >= core->clock.next)
		clock_run(&core->clock);
	if (core->stop) {
		uc_emu_stop(uc);
		return;
	}
	if (core->refuse) /* on_code() comes first */
		return;
	if (core->events.block)
		core->events.block(core->events.owner, address);
	if (core->nvic.best_priority >= core->nvic.active_priority)
		return;
	exception = nvic_to_take(&core->nvic, core_masks(core));
	if (exception)
		exception_enter(core, exception, address);
}

static void semihosting_write(struct core *core, uint32_t address, bool one)
{
	uint8_t byte;

	for (size_t i = 0; i < (one ? 1 : WRITE0_LONGEST); i++) {
		if (uc_mem_read(core->uc, address + i, &byte, 1) != UC_ERR_OK ||
		    (!one && !byte))
			return;
		core->events.putchar(core->events.owner, byte);
	}
}

/* ARM semihosting 2.0; operations not offered answer -1. */
static void semihosting(struct core *core, uint32_t pc)
{
	uint32_t parameter = core_get(core, UC_ARM_REG_R1);
	uint32_t reason = parameter, code = 0;

	switch (core_get(core, UC_ARM_REG_R0)) {
	case SYS_EXIT_EXTENDED:
		reason = 0;
		core_load(core, parameter, &reason);
		core_load(core, parameter + 4, &code);
		/* fallthrough */
	case SYS_EXIT:
		core->verdict = reason == ADP_APPLICATION_EXIT ? code : 1;
		core_stop(core, STOP_VERDICT);
		return;
	case SYS_WRITEC:
	case SYS_WRITE0:
		semihosting_write(core, parameter,
				  core_get(core, UC_ARM_REG_R0) == SYS_WRITEC);
		break;
	default:
		core_set(core, UC_ARM_REG_R0, -1);
		break;
	}
	core_set(core, UC_ARM_REG_PC, (pc + 2) | 1);
}

static void breakpoint(struct core *core)
{
	uint32_t pc = core->pc;

	if (halfword(core, pc) == INSN_SEMIHOSTING) {
		semihosting(core, pc);
		return;
	}
	core->nvic.hfsr |= HFSR_DEBUGEVT;
	exception_fault(core, EXC_HARDFAULT, 0, "breakpoint", pc, NULL);
}

static void fetch_fault(struct core *core, uint32_t pc)
{
	/* execute-never regions of the default memory map */
	if ((pc >= 0x40000000 && pc < 0x60000000) || pc >= 0xa0000000)
		exception_fault(core, EXC_MEMMANAGE, CFSR_IACCVIOL,
				"instruction fetch from execute-never memory",
				pc, &pc);
	else
		exception_fault(core, EXC_BUSFAULT, CFSR_IBUSERR,
				"instruction fetch from unmapped memory", pc,
				&pc);
}

static void on_interrupt(uc_engine *uc, uint32_t number, void *opaque)
{
	struct core *core = opaque;
	uint32_t pc = core_get(core, UC_ARM_REG_PC);

	switch (number) {
	case EXCP_SWI:
		exception_synchronous(core, EXC_SVCALL, pc);
		break;
	case EXCP_EXCEPTION_EXIT:
		exception_return(core, pc | 1);
		break;
	case EXCP_BKPT:
	case EXCP_SEMIHOST:
		breakpoint(core);
		break;
	case EXCP_NOCP:
		exception_fault(core, EXC_USAGEFAULT, CFSR_NOCP,
				"no such coprocessor", core->pc, NULL);
		break;
	case EXCP_DATA_ABORT:
	case EXCP_UNALIGNED:
		exception_fault(core, EXC_USAGEFAULT, CFSR_UNALIGNED,
				"unaligned access", core->pc, NULL);
		break;
	case EXCP_PREFETCH_ABORT:
		fetch_fault(core, pc);
		break;
	default:
		core->error = "unexpected exception from Unicorn";
		core_stop(core, STOP_HOST);
		uc_emu_stop(uc);
		break;
	}
}

/* A WFE, or YIELD, ends its block and is told as an invalid instruction. */
static bool is_hint(struct core *core, uint32_t pc)
{
	uint16_t last = halfword(core, pc - 2);

	return pc == core->block + core->block_size && core->pc == pc - 2 &&
	       (last == INSN_WFE || last == INSN_YIELD);
}

static void bus_fault(struct core *core, const char *what)
{
	exception_fault(core, EXC_BUSFAULT, CFSR_PRECISERR | CFSR_BFARVALID,
			what, core->pc, &core->bad_address);
}

/* What made uc_emu_start() return; false if it can't go on. */
static bool handle(struct core *core, uc_err err)
{
	uint32_t pc = core_get(core, UC_ARM_REG_PC);

	switch (err) {
	case UC_ERR_OK:
		/* on_code() has not seen the end of the block */
		if (halfword(core, core->pc) == INSN_WFI)
			sleep_core(core, false);
		return true;
	case UC_ERR_READ_UNMAPPED:
	case UC_ERR_READ_PROT:
		bus_fault(core, "read from unmapped address");
		return true;
	case UC_ERR_WRITE_UNMAPPED:
		bus_fault(core, "write to unmapped address");
		return true;
	case UC_ERR_WRITE_PROT:
		bus_fault(core, "write to read-only memory");
		return true;
	case UC_ERR_FETCH_UNMAPPED:
	case UC_ERR_FETCH_PROT:
		fetch_fault(core, pc);
		return true;
	case UC_ERR_INSN_INVALID:
		if (is_hint(core, pc))
			return true;
		exception_fault(core, EXC_USAGEFAULT, CFSR_UNDEFINSTR,
				"undefined instruction", pc, NULL);
		return true;
	case UC_ERR_EXCEPTION:
		exception_fault(core, EXC_USAGEFAULT, CFSR_INVSTATE,
				"branch to an address without the Thumb bit",
				pc, &pc);
		return true;
	default:
		core->error = uc_strerror(err);
		core_stop(core, STOP_HOST);
		return false;
	}
}

enum stop core_run(struct core *core, uint32_t entry)
{
	uint32_t pc = entry;

	core->stop = STOP_NONE;
	core->block = core->previous_block = NEVER_AN_ADDRESS;
	while (!core->stop) {
		uc_err err =
			uc_emu_start(core->uc, pc | 1, NEVER_AN_ADDRESS, 0, 0);

		if (core->stop || !handle(core, err))
			break;
		pc = core_get(core, UC_ARM_REG_PC);
	}
	if (core->repair)
		repair_flash(core);
	return core->stop;
}

static void limit_reached(void *opaque)
{
	core_stop(opaque, STOP_LIMIT);
}

void core_set_limit(struct core *core, uint64_t ns)
{
	clock_set(&core->clock, &core->limit,
		  ns ? clock_from_ns(&core->clock, ns) : ALARM_OFF);
}

bool core_init(struct core *core, uint32_t hz, uint32_t cycles_per_instruction,
	       unsigned int lines, unsigned int priority_bits,
	       const struct core_events *events)
{
	/* the callbacks' types differ; uc_hook_add() takes any */
	const struct {
		int type;
		void *callback;
	} hooks[] = {
		{ UC_HOOK_BLOCK, (void *)on_block },
		{ UC_HOOK_CODE, (void *)on_code },
		{ UC_HOOK_INTR, (void *)on_interrupt },
		{ UC_HOOK_MEM_INVALID, (void *)on_bad_access },
	};
	uc_err err;

	memset(core, 0, sizeof(*core));
	core->events = *events;
	core->clock.hz = hz;
	core->clock.cycles_per_instruction = cycles_per_instruction;
	core->clock.next = ALARM_OFF;
	nvic_init(&core->nvic, &core->clock, lines, priority_bits);
	clock_add(&core->clock, &core->limit, limit_reached, core);

	/* UC_MODE_MCLASS would select a Cortex-M33 in Unicorn 2.0.1 */
	err = uc_open(UC_ARCH_ARM, UC_MODE_THUMB, &core->uc);
	if (!err)
		err = uc_ctl_set_cpu_model(core->uc, UC_CPU_ARM_CORTEX_M4);
	for (size_t i = 0; !err && i < sizeof(hooks) / sizeof(hooks[0]); i++)
		err = uc_hook_add(core->uc, &core->hooks[i], hooks[i].type,
				  hooks[i].callback, core, 1, 0);
	if (err)
		core->error = uc_strerror(err);
	return !err;
}

void core_free(struct core *core)
{
	if (core->uc)
		uc_close(core->uc);
	core->uc = NULL;
	free(core->trap_map);
	core->trap_map = NULL;
	core->trap_bytes = 0;
}
