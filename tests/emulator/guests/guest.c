// SPDX-License-Identifier: GPL-2.0-or-later
#include "guest.h"

#define USART3_DR REG(0x40004804)
#define USART3_CR1 REG(0x4000480c)
#define CR1_UE_TE_RE 0x200c
#define STACK_TOP 0x20010000
#define APPLICATION_EXIT 0x20026
#define LINES 96

void put(char c)
{
	USART3_DR = c;
}

void text(const char *s)
{
	while (*s)
		put(*s++);
}

void hex(uint32_t value)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		put("0123456789abcdef"[value >> shift & 15]);
}

_Noreturn void finish(unsigned int code)
{
	volatile uint32_t block[2] = { APPLICATION_EXIT, code };

	__asm__ volatile("movs r0, #0x20\n\t"
			 "mov r1, %0\n\t"
			 "bkpt 0xab"
			 :
			 : "r"(block)
			 : "r0", "r1", "memory");
	for (;;)
		;
}

_Noreturn void check_failed(unsigned int line)
{
	text("check failed at line 0x");
	hex(line);
	put('\n');
	finish(1);
}

static void unexpected(void)
{
	text("unexpected exception 0x");
	hex(ipsr());
	put('\n');
	finish(99);
}

#define WEAK __attribute__((weak, alias("unexpected")))
WEAK void nmi(void);
WEAK void hardfault(void);
WEAK void memmanage(void);
WEAK void busfault(void);
WEAK void usagefault(void);
WEAK void svcall(void);
WEAK void pendsv(void);
WEAK void systick(void);
WEAK void irq(void);

void reset(void)
{
	USART3_CR1 = CR1_UE_TE_RE;
	guest();
	finish(0);
}

__attribute__((section(".vectors"), used)) static const struct {
	uint32_t sp;
	void (*exceptions[15])(void);
	void (*lines[LINES])(void);
} vectors = {
	STACK_TOP,
	{ reset, nmi, hardfault, memmanage, busfault, usagefault, unexpected,
	  unexpected, unexpected, unexpected, svcall, unexpected, unexpected,
	  pendsv, systick },
	{ [0 ... LINES - 1] = irq },
};
