// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a line by interrupts and prints it in capitals. */
#include "guest.h"

#define USART3_SR REG(0x40004800)
#define USART3_DR REG(0x40004804)
#define USART3_CR1 REG(0x4000480c)
#define RXNE (1u << 5)
#define USART3_LINE 39

static volatile unsigned int done;

void irq(void)
{
	char c;

	CHECK(ipsr() - 16 == USART3_LINE);
	CHECK(USART3_SR & RXNE);
	c = USART3_DR;
	CHECK(!(USART3_SR & RXNE));
	put(c >= 'a' && c <= 'z' ? c - 32 : c);
	if (c == '\n')
		done = 1;
}

void guest(void)
{
	ISER(USART3_LINE) = BIT_OF(USART3_LINE);
	USART3_CR1 |= RXNE;
	text("name: ");
	while (!done)
		WFI();
}
