/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the bare-metal test programs share: a vector table in flash, a console
 * on USART3 and an exit by semihosting. Variables start as zero.
 */
#ifndef GUEST_H
#define GUEST_H

#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))

#define ICSR REG(0xe000ed04)
#define AIRCR REG(0xe000ed0c)
#define CCR REG(0xe000ed14)
#define SHPR2 REG(0xe000ed1c)
#define SHPR3 REG(0xe000ed20)
#define SHCSR REG(0xe000ed24)
#define CFSR REG(0xe000ed28)
#define HFSR REG(0xe000ed2c)
#define BFAR REG(0xe000ed38)
#define SYST_CSR REG(0xe000e010)
#define SYST_RVR REG(0xe000e014)
#define SYST_CVR REG(0xe000e018)
#define ISER(n) REG(0xe000e100 + (n) / 32 * 4)
#define ICER(n) REG(0xe000e180 + (n) / 32 * 4)
#define ISPR(n) REG(0xe000e200 + (n) / 32 * 4)
#define ICPR(n) REG(0xe000e280 + (n) / 32 * 4)
#define IABR(n) REG(0xe000e300 + (n) / 32 * 4)
#define IPR(n) (*(volatile uint8_t *)(0xe000e400 + (n)))
#define BIT_OF(n) (1u << (n) % 32)

#define ICSR_PENDSVSET (1u << 28)
#define ICSR_RETTOBASE (1u << 11)
#define FAULTS_ENABLED (7u << 16)

/* What an exception stacks. */
struct frame {
	uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

void put(char c);
void text(const char *s);
void hex(uint32_t value);
_Noreturn void finish(unsigned int code);

/* Prints the line and ends the run with 1 if the condition is false. */
#define CHECK(condition)                        \
	do {                                    \
		if (!(condition))               \
			check_failed(__LINE__); \
	} while (0)
_Noreturn void check_failed(unsigned int line);

void guest(void); /* the program */

/* Handlers; whichever a program does not define ends the run with 99. */
void nmi(void);
void hardfault(void);
void memmanage(void);
void busfault(void);
void usagefault(void);
void svcall(void);
void pendsv(void);
void systick(void);
void irq(void); /* all external interrupts */

static inline unsigned int ipsr(void)
{
	unsigned int n;

	__asm__ volatile("mrs %0, ipsr" : "=r"(n));
	return n;
}

#define MSR(name, value) \
	__asm__ volatile("msr " name ", %0\n\tisb" : : "r"(value) : "memory")
#define MRS(name)                                                    \
	({                                                           \
		uint32_t mrs_value;                                  \
		__asm__ volatile("mrs %0, " name : "=r"(mrs_value)); \
		mrs_value;                                           \
	})
#define IRQ_OFF() __asm__ volatile("cpsid i" : : : "memory")
#define IRQ_ON() __asm__ volatile("cpsie i\n\tisb" : : : "memory")
#define WFI() __asm__ volatile("wfi" : : : "memory")

/* Body of a naked handler: call f(frame) with the frame that was stacked. */
#define CALL_WITH_FRAME(f)                 \
	__asm__ volatile("tst lr, #4\n"    \
			 "ite eq\n"        \
			 "mrseq r0, msp\n" \
			 "mrsne r0, psp\n" \
			 "b " #f)

#endif
