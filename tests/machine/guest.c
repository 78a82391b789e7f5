// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In a kernel's place: talks like a shell on the board's console, and ends in
 * the ways a kernel does. One source for the emulator's STM32F469 and, with
 * MPS2 defined, for QEMU. A line that is no command comes back in capitals.
 */
#include <stdint.h>

#include "tests/userland/facts.h"

#define REG(address) (*(volatile uint32_t *)(address))
#define AIRCR REG(0xe000ed0c)
#define LONGEST 128

#ifdef MPS2
#define DATA REG(0x40004000)
#define STATE REG(0x40004004)
#define CTRL REG(0x40004008)
#define FLASH 0x00100000

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

/* A prompt's text, and then the rest of the line. */
static void tell_late(void)
{
	text(PROMPT);
	for (volatile int i = 0; i < 1000; i++)
		;
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
			stop("---[ end Kernel panic - not syncing: so ]---\r\n");
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
