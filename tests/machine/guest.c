// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In a kernel's place: talks like a shell on the board's console, and ends in
 * the ways a kernel does. One source for the emulator's STM32F469 and, with
 * MPS2 defined, for QEMU. A line that is no command comes back in capitals.
 */
#include <stdint.h>

#include "tests/userland/facts.h"

#define REG(address) (*(volatile uint32_t *)(address))
#define SYST_CSR REG(0xe000e010)
#define SYST_RVR REG(0xe000e014)
#define ICSR REG(0xe000ed04)
#define AIRCR REG(0xe000ed0c)
#define PENDSTCLR (1u << 25)
#define LONGEST 128
#define PANIC "---[ end Kernel panic - not syncing: so ]---\r\n"

#ifdef MPS2
#define DATA REG(0x40004000)
#define STATE REG(0x40004004)
#define CTRL REG(0x40004008)
#define FLASH 0x00100000
#define HZ 25000000

static void start_uart(void)
{
	CTRL = 3;
}

static int has_byte(void)
{
	return STATE & 2;
}

static int has_room(void)
{
	return !(STATE & 1);
}
#else
#define DATA REG(0x40004804)
#define SR REG(0x40004800)
#define CR1 REG(0x4000480c)
#define FLASH 0x08100000
#define HZ 180000000

static void start_uart(void)
{
	CR1 = 0x200c;
}

static int has_byte(void)
{
	return SR & 1u << 5;
}

static int has_room(void)
{
	return SR & 1u << 7;
}
#endif

static void put(char c)
{
	while (!has_room())
		;
	DATA = (uint8_t)c;
}

static void text(const char *s)
{
	while (*s)
		put(*s++);
}

static void read_line(char *line)
{
	unsigned int length = 0;

	for (;;) {
		char c;

		while (!has_byte())
			;
		c = (char)DATA;
		if (c == '\n' || c == '\r')
			break;
		put(c);
		if (length < LONGEST - 1)
			line[length++] = c;
	}
	line[length] = '\0';
	text("\r\n");
}

static int is(const char *line, const char *command)
{
	while (*line && *line == *command)
		line++, command++;
	return *line == *command;
}

_Noreturn static void stop(const char *words)
{
	text(words);
	__asm__ volatile("cpsid i");
	for (;;)
		;
}

static void spend(unsigned int turns)
{
	for (volatile unsigned int i = 0; i < turns; i++)
		;
}

/* As a panicked kernel does: its interrupts are on. */
_Noreturn static void panic(void)
{
	text(PANIC);
	for (;;)
		spend(100);
}

/* Asleep for 3 s, as a shell is that waits: nobody takes the timer's interrupt. */
static void doze(void)
{
	text(PANIC);
	__asm__ volatile("cpsid i");
	SYST_RVR = HZ / 100 - 1;
	SYST_CSR = 7;
	for (int i = 0; i < 300; i++) {
		__asm__ volatile("wfi");
		ICSR = PENDSTCLR;
	}
	SYST_CSR = 0;
	ICSR = PENDSTCLR;
	__asm__ volatile("cpsie i");
	text("awake\r\n");
}

/* Busy for seconds, as a user's program is; it remains one. */
static void toil(void)
{
	text(PANIC);
	__asm__ volatile("msr control, %0\n\tisb" : : "r"(1));
	spend(50000000);
	text("done\r\n");
}

/* A prompt's text, and then the rest of the line. */
static void tell_late(void)
{
	text(PROMPT);
	spend(1000);
	text("late\r\n");
}

static void capitals(const char *line)
{
	for (; *line; line++)
		put(*line >= 'a' && *line <= 'z' ? *line - 32 : *line);
	text("\r\n");
}

__attribute__((section(".text.start"))) void start(void)
{
	static char line[LONGEST];

	start_uart();
	text("booted\r\n");
	for (;;) {
		text(PROMPT);
		if (is(line, "message"))
			text("random: crng init done\r\n");
		read_line(line);
		if (is(line, "halt"))
			stop("[    1.500000] reboot: System halted\r\n");
		else if (is(line, "restart"))
			stop("Reboot failed -- System halted\r\n");
		else if (is(line, "panic"))
			panic();
		else if (is(line, "doze"))
			doze();
		else if (is(line, "toil"))
			toil();
		else if (is(line, "say halted"))
			text("reboot: System halted\r\n");
		else if (is(line, "reset"))
			AIRCR = 0x05fa0004;
		else if (is(line, "poke"))
			REG(FLASH) = 0x12345678;
		else if (is(line, "flood"))
			for (;;)
				put('.');
		else if (is(line, "late"))
			tell_late();
		else if (!is(line, "message"))
			capitals(line);
	}
}
