// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Exception entry and return by the ARMv7-M manual, sections B1.5.6 to
 * B1.5.8 and B1.5.14.
 *
 * Unicorn's API has traps here: CONTROL.SPSEL can't be written in handler
 * mode, MSP, PSP and CONTROL can't be written when unprivileged, and after a
 * change of mode its cached flags are stale until the APSR is written.
 */
#include "core.h"

#define XPSR_THUMB (1u << 24)
#define XPSR_EXCEPTION 0x1ffu
#define XPSR_STKALIGN (1u << 9)

#define EXC_RETURN_HANDLER 0xfffffff1u
#define EXC_RETURN_THREAD_MSP 0xfffffff9u
#define EXC_RETURN_THREAD_PSP 0xfffffffdu

#define CONTROL_NPRIV 1u
#define CONTROL_SPSEL 2u

#define FRAME_BYTES 32u

/* The frame's words; r0..r3, r12 and lr in the order they are stacked */
enum { FRAME_LR = 5, FRAME_PC, FRAME_XPSR, FRAME_WORDS };

static const int frame_registers[] = {
	UC_ARM_REG_R0, UC_ARM_REG_R1,  UC_ARM_REG_R2,
	UC_ARM_REG_R3, UC_ARM_REG_R12, UC_ARM_REG_LR,
};

/* Writing the APSR makes Unicorn look at mode and privilege again. */
static void rebuild_flags(struct core *core)
{
	core_set(core, UC_ARM_REG_APSR_NZCV,
		 core_get(core, UC_ARM_REG_APSR_NZCV));
}

static void set_xpsr(struct core *core, uint32_t xpsr)
{
	core_set(core, UC_ARM_REG_XPSR_NZCVQG, xpsr | XPSR_THUMB);
}

static bool push_frame(struct core *core, uint32_t return_address)
{
	uint32_t xpsr = core_get(core, UC_ARM_REG_XPSR);
	uint32_t sp = core_get(core, UC_ARM_REG_SP);
	bool align = sp & 4 && core->nvic.ccr & CCR_STKALIGN;
	uint32_t frame[FRAME_WORDS];

	for (int i = 0; i <= FRAME_LR; i++)
		frame[i] = core_get(core, frame_registers[i]);
	frame[FRAME_PC] = return_address & ~1u;
	frame[FRAME_XPSR] = xpsr | (align ? XPSR_STKALIGN : 0);
	sp -= FRAME_BYTES + (align ? 4 : 0);
	core_set(core, UC_ARM_REG_SP, sp);
	core_stack_at(core, sp);
	return uc_mem_write(core->uc, sp, frame, sizeof(frame)) == UC_ERR_OK;
}

/* Handler mode on the main stack, at the exception's vector. */
static void take(struct core *core, unsigned int exception, uint32_t lr)
{
	uint32_t control = core_get(core, UC_ARM_REG_CONTROL);
	uint32_t vector = 0;
	uint32_t table = core->nvic.vtor + exception * 4;

	/* SPSEL is cleared from privileged thread mode, the only way */
	set_xpsr(core, exception);
	if (control & CONTROL_SPSEL) {
		core_set(core, UC_ARM_REG_CONTROL, 0);
		set_xpsr(core, 0);
		core_set(core, UC_ARM_REG_CONTROL, 0);
		set_xpsr(core, exception);
		core_set(core, UC_ARM_REG_CONTROL, control & CONTROL_NPRIV);
	}
	core_set(core, UC_ARM_REG_LR, lr);
	rebuild_flags(core);
	nvic_activate(&core->nvic, exception);

	if (!core_load(core, table, &vector)) {
		core->nvic.hfsr |= HFSR_VECTTBL;
		exception_fault(core, EXC_HARDFAULT, 0, "vector table read",
				core->pc, &table);
		return;
	}
	if (!(vector & 1)) {
		exception_fault(core, EXC_USAGEFAULT, CFSR_INVSTATE,
				"vector without the Thumb bit", vector, &table);
		return;
	}
	core_set(core, UC_ARM_REG_PC, vector);
}

static uint32_t exc_return_for(struct core *core)
{
	if (core_ipsr(core))
		return EXC_RETURN_HANDLER;
	if (core_get(core, UC_ARM_REG_CONTROL) & CONTROL_SPSEL)
		return EXC_RETURN_THREAD_PSP;
	return EXC_RETURN_THREAD_MSP;
}

/* The exception that really comes: HardFault if it can't, 0 for lockup. */
static unsigned int escalate(struct core *core, unsigned int exception)
{
	int now = nvic_execution_priority(&core->nvic, core_masks(core));

	if (core->nvic.enabled[exception] &&
	    nvic_group_priority(&core->nvic, exception) < now)
		return exception;
	if (now <= -1) {
		core_stop(core, STOP_LOCKUP);
		return EXC_NONE;
	}
	core->nvic.hfsr |= HFSR_FORCED;
	return EXC_HARDFAULT;
}

static void report(struct core *core, unsigned int exception, uint32_t cfsr,
		   const char *what, uint32_t pc, const uint32_t *address)
{
	static const char *const names[] = {
		[EXC_HARDFAULT] = "HardFault",
		[EXC_MEMMANAGE] = "MemManage",
		[EXC_BUSFAULT] = "BusFault",
		[EXC_USAGEFAULT] = "UsageFault",
	};
	struct core_fault fault = { names[exception], what, pc, 0, false };

	core->nvic.cfsr |= cfsr;
	if (address) {
		fault.address = *address;
		fault.has_address = true;
	}
	if (cfsr & CFSR_BFARVALID)
		core->nvic.bfar = fault.address;
	core->fault_count++;
	core->events.fault(core->events.owner, &fault);
}

/* A fault of the exception mechanism itself: no new frame is stacked. */
static void chain_fault(struct core *core, unsigned int exception,
			uint32_t cfsr, const char *what,
			const uint32_t *address, uint32_t lr)
{
	report(core, exception, cfsr, what, core->pc, address);
	exception = escalate(core, exception);
	if (exception)
		take(core, exception, lr);
}

void exception_enter(struct core *core, unsigned int exception,
		     uint32_t return_address)
{
	uint32_t lr = exc_return_for(core);
	uint32_t sp;

	if (push_frame(core, return_address)) {
		take(core, exception, lr);
		return;
	}
	/* the fault comes first, the exception waits */
	sp = core_get(core, UC_ARM_REG_SP);
	nvic_set_pending(&core->nvic, exception, true);
	chain_fault(core, EXC_BUSFAULT, CFSR_STKERR,
		    "stacking for an exception", &sp, lr);
}

void exception_synchronous(struct core *core, unsigned int exception,
			   uint32_t return_address)
{
	exception = escalate(core, exception);
	if (exception)
		exception_enter(core, exception, return_address);
}

void exception_fault(struct core *core, unsigned int exception, uint32_t cfsr,
		     const char *what, uint32_t pc, const uint32_t *address)
{
	report(core, exception, cfsr, what, pc, address);
	exception_synchronous(core, exception, pc);
}

static void invalid_return(struct core *core, const char *what,
			   uint32_t exc_return)
{
	chain_fault(core, EXC_USAGEFAULT, CFSR_INVPC, what, NULL, exc_return);
}

/* Back to thread mode: privilege and stack pointer at the very end. */
static void resume_thread(struct core *core, uint32_t xpsr, bool process_stack)
{
	uint32_t control = core_get(core, UC_ARM_REG_CONTROL) & CONTROL_NPRIV;

	core_set(core, UC_ARM_REG_CONTROL, 0);
	set_xpsr(core, xpsr & ~XPSR_EXCEPTION);
	core_set(core, UC_ARM_REG_CONTROL,
		 control | (process_stack ? CONTROL_SPSEL : 0));
	if (control && core->events.user)
		core->events.user(core->events.owner);
}

static void pop_frame(struct core *core, uint32_t exc_return)
{
	bool process_stack = exc_return & 4, thread = exc_return & 8;
	int stack = process_stack ? UC_ARM_REG_PSP : UC_ARM_REG_MSP;
	uint32_t sp = core_get(core, stack);
	uint32_t frame[FRAME_WORDS], xpsr;

	core_stack_at(core, sp);
	if (uc_mem_read(core->uc, sp, frame, sizeof(frame)) != UC_ERR_OK) {
		chain_fault(core, EXC_BUSFAULT, CFSR_UNSTKERR,
			    "unstacking for an exception return", &sp,
			    exc_return);
		return;
	}
	xpsr = frame[FRAME_XPSR];
	if (thread != !(xpsr & XPSR_EXCEPTION)) {
		invalid_return(core, "exception return to the wrong mode",
			       exc_return);
		return;
	}
	sp += FRAME_BYTES;
	if (xpsr & XPSR_STKALIGN && core->nvic.ccr & CCR_STKALIGN)
		sp += 4;
	core_set(core, stack, sp);
	for (int i = 0; i <= FRAME_LR; i++)
		core_set(core, frame_registers[i], frame[i]);

	if (thread)
		resume_thread(core, xpsr & ~XPSR_STKALIGN, process_stack);
	else
		set_xpsr(core, xpsr & ~XPSR_STKALIGN);
	rebuild_flags(core);
	core_set(core, UC_ARM_REG_PC, frame[FRAME_PC] | 1);
}

void exception_return(struct core *core, uint32_t exc_return)
{
	unsigned int returning = core_ipsr(core), next;
	bool thread = exc_return == EXC_RETURN_THREAD_MSP ||
		      exc_return == EXC_RETURN_THREAD_PSP;

	if (!core->nvic.active[returning]) {
		invalid_return(core, "return from an inactive exception",
			       exc_return);
		return;
	}
	nvic_deactivate(&core->nvic, returning);
	if (returning != EXC_NMI)
		core_set(core, UC_ARM_REG_FAULTMASK, 0);
	if ((!thread && exc_return != EXC_RETURN_HANDLER) ||
	    (!thread && !core->nvic.active_count) ||
	    (thread && core->nvic.active_count &&
	     !(core->nvic.ccr & CCR_NONBASETHRDENA))) {
		invalid_return(core, "bad EXC_RETURN", exc_return);
		return;
	}

	/* tail chaining: the frame stays where it is */
	next = nvic_to_take(&core->nvic, core_masks(core));
	if (next)
		take(core, next, exc_return);
	else
		pop_frame(core, exc_return);
}
