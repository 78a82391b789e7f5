// SPDX-License-Identifier: GPL-2.0-or-later
/* USART of the STM32F4 (RM0386 section 31.6); see stm32f4.h */
#include "stm32f4.h"

#define USART_SR 0x00
#define USART_DR 0x04
#define USART_CR1 0x0c

#define SR_RXNE (1u << 5)
#define SR_TC (1u << 6)
#define SR_TXE (1u << 7)
#define CR1_RE (1u << 2)
#define CR1_TE (1u << 3)
#define CR1_RXNEIE (1u << 5)
#define CR1_TCIE (1u << 6)
#define CR1_TXEIE (1u << 7)
#define CR1_UE (1u << 13)

#define USART_WORDS 7

struct usart {
	uint32_t registers[USART_WORDS];
	uint8_t received;
};

static void update_irq(struct device *device)
{
	struct usart *u = device->state;
	uint32_t cr1 = u->registers[USART_CR1 / 4];

	/* the enable bits sit where the status bits are */
	device->host->irq(device->host->owner, device->desc->irqs[0],
			  cr1 & CR1_UE &&
				  cr1 & u->registers[USART_SR / 4] &
					  (CR1_RXNEIE | CR1_TCIE | CR1_TXEIE));
}

static bool has_room(const struct usart *u)
{
	uint32_t enabled = CR1_UE | CR1_RE;

	return (u->registers[USART_CR1 / 4] & enabled) == enabled &&
	       !(u->registers[USART_SR / 4] & SR_RXNE);
}

static void tell_room(struct device *device)
{
	if (device->desc->console && has_room(device->state))
		device->host->console_room(device->host->owner);
}

static void usart_reset(struct device *device)
{
	struct usart *u = device->state;

	u->registers[USART_SR / 4] = SR_TC | SR_TXE;
}

static uint32_t usart_read(struct device *device, uint32_t offset)
{
	struct usart *u = device->state;

	if (offset == USART_DR) {
		u->registers[USART_SR / 4] &= ~SR_RXNE;
		update_irq(device);
		tell_room(device);
		return u->received;
	}
	return offset / 4 < USART_WORDS ? u->registers[offset / 4] : 0;
}

static void usart_write(struct device *device, uint32_t offset, uint32_t value,
			uint32_t mask)
{
	struct usart *u = device->state;
	uint32_t cr1 = u->registers[USART_CR1 / 4];

	if (offset == USART_DR) {
		if (device->desc->console && cr1 & CR1_UE && cr1 & CR1_TE)
			device->host->console_byte(device->host->owner, value);
		return;
	}
	/* status: of what is modelled only RXNE can be cleared by writing */
	if (offset == USART_SR)
		u->registers[0] &= value | ~(mask & SR_RXNE);
	else if (offset / 4 < USART_WORDS)
		u->registers[offset / 4] = (u->registers[offset / 4] & ~mask) |
					   value;
	update_irq(device);
	tell_room(device);
}

static bool usart_receive(struct device *device, uint8_t byte)
{
	struct usart *u = device->state;

	if (!has_room(u))
		return false;
	u->received = byte;
	u->registers[USART_SR / 4] |= SR_RXNE;
	update_irq(device);
	return true;
}

const struct device_type stm32f4_usart = {
	.state_bytes = sizeof(struct usart),
	.reset = usart_reset,
	.read = usart_read,
	.write = usart_write,
	.receive = usart_receive,
};
