// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prompts for lines, echoes what is typed as a terminal does, and answers each
 * line: "halt", "reset", "hang", "late" are commands, any other line comes
 * back in capitals. A line that comes before it was asked for is an error. The
 * timer ticks all the time, as it does in an idle kernel.
 */
#include "guest.h"

#define USART3_DR REG(0x40004804)
#define USART3_CR1 REG(0x4000480c)
#define RXNEIE (1u << 5)
#define USART3_LINE 39
#define TICK 90000 /* half a millisecond */
#define LONGEST 128

static char line[LONGEST];
static volatile unsigned int length;
static volatile unsigned int ready;
static volatile unsigned int ticks;

void systick(void)
{
	ticks++;
}

void irq(void)
{
	char c = USART3_DR;

	CHECK(!ready);
	CHECK(length < LONGEST);
	if (c == '\n')
		put('\r');
	put(c);
	ready = c == '\n';
	line[length++] = ready ? 0 : c;
}

static unsigned int is(const char *command)
{
	const char *l = line;

	while (*l && *l == *command)
		l++, command++;
	return *l == *command;
}

static void answer(void)
{
	for (const char *c = line; *c; c++)
		put(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
	put('\n');
}

/* What ends a prompt is printed, but then something follows. */
static void answer_late(void)
{
	unsigned int end = ticks + 4;

	text("go go> ");
	while (ticks < end)
		WFI();
	text("late\n");
}

__attribute__((noinline)) static void halt(void)
{
	text("halted\n");
	IRQ_OFF();
	for (;;)
		__asm__ volatile("1: b 1b");
}

void guest(void)
{
	ISER(USART3_LINE) = BIT_OF(USART3_LINE);
	USART3_CR1 |= RXNEIE;
	SYST_RVR = TICK - 1;
	SYST_CSR = 7;
	for (;;) {
		length = 0;
		ready = 0;
		text("go go go> ");
		while (!ready)
			WFI();
		if (is("halt"))
			halt();
		else if (is("reset"))
			AIRCR = 0x05fa0004;
		else if (is("hang"))
			for (;;)
				WFI();
		else if (is("late"))
			answer_late();
		else
			answer();
	}
}
