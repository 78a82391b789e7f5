// SPDX-License-Identifier: GPL-2.0-or-later
/* RCC, GPIO, EXTI and plain registers; see stm32f4.h */
#include "stm32f4.h"

#define STORAGE_WORDS 256 /* 1 KiB of registers */

struct storage {
	uint32_t words[STORAGE_WORDS];
};

static uint32_t *word(struct device *device, uint32_t offset)
{
	struct storage *s = device->state;

	return &s->words[offset / 4 % STORAGE_WORDS];
}

static void storage_reset(struct device *device)
{
	const struct device_reset *r = device->desc->resets;

	for (; r && r->offset < device->desc->size; r++)
		*word(device, r->offset) = r->value;
}

static uint32_t storage_read(struct device *device, uint32_t offset)
{
	return *word(device, offset);
}

static void storage_write(struct device *device, uint32_t offset,
			  uint32_t value, uint32_t mask)
{
	uint32_t *w = word(device, offset);

	*w = (*w & ~mask) | value;
}

const struct device_type stm32f4_storage = {
	.state_bytes = sizeof(struct storage),
	.reset = storage_reset,
	.read = storage_read,
	.write = storage_write,
};

/* RCC (RM0386 section 6.3) */
#define RCC_CR 0x00
#define RCC_CFGR 0x08
#define RCC_BDCR 0x70
#define RCC_CSR 0x74
#define RCC_CR_ON 0x15010001u /* HSION HSEON PLLON PLLI2SON PLLSAION */
#define RCC_LOW_SPEED_ON 1u /* LSEON in BDCR, LSION in CSR */
#define RCC_CFGR_SW 3u

static void rcc_write(struct device *device, uint32_t offset, uint32_t value,
		      uint32_t mask)
{
	uint32_t *w = word(device, offset);

	storage_write(device, offset, value, mask);
	switch (offset) {
	case RCC_CR: /* each ready bit is above its on bit */
		*w = (*w & ~(RCC_CR_ON << 1)) | (*w & RCC_CR_ON) << 1;
		break;
	case RCC_CFGR: /* SWS follows SW */
		*w = (*w & ~(RCC_CFGR_SW << 2)) | (*w & RCC_CFGR_SW) << 2;
		break;
	case RCC_BDCR:
	case RCC_CSR:
		*w = (*w & ~(RCC_LOW_SPEED_ON << 1)) | (*w & RCC_LOW_SPEED_ON)
							       << 1;
		break;
	}
}

const struct device_type stm32f4_rcc = {
	.state_bytes = sizeof(struct storage),
	.reset = storage_reset,
	.read = storage_read,
	.write = rcc_write,
};

/* GPIO (RM0386 section 7.4) */
#define GPIO_MODER 0x00
#define GPIO_IDR 0x10
#define GPIO_ODR 0x14
#define GPIO_BSRR 0x18
#define GPIO_MODE_OUTPUT 1u
#define GPIO_PINS 16

static uint32_t gpio_read(struct device *device, uint32_t offset)
{
	uint32_t moder = *word(device, GPIO_MODER), outputs = 0;

	if (offset == GPIO_BSRR)
		return 0;
	if (offset != GPIO_IDR)
		return *word(device, offset);
	for (unsigned int pin = 0; pin < GPIO_PINS; pin++)
		if ((moder >> pin * 2 & 3) == GPIO_MODE_OUTPUT)
			outputs |= 1u << pin;
	return *word(device, GPIO_ODR) & outputs;
}

static void gpio_write(struct device *device, uint32_t offset, uint32_t value,
		       uint32_t mask)
{
	uint32_t *odr = word(device, GPIO_ODR);

	if (offset == GPIO_IDR)
		return;
	if (offset == GPIO_BSRR) /* setting wins over resetting */
		*odr = (*odr & ~(value >> 16)) | (value & 0xffff);
	else
		storage_write(device, offset, value, mask);
}

const struct device_type stm32f4_gpio = {
	.state_bytes = sizeof(struct storage),
	.reset = storage_reset,
	.read = gpio_read,
	.write = gpio_write,
};

/* EXTI (RM0386 section 12.3) */
#define EXTI_IMR 0x00
#define EXTI_SWIER 0x10
#define EXTI_PR 0x14

/* Which EXTI lines drive each interrupt, in the order of desc->irqs */
static const uint32_t exti_lines[] = {
	1u << 0, 1u << 1, 1u << 2, 1u << 3, 1u << 4, 0x3e0, 0xfc00,
};

static void exti_write(struct device *device, uint32_t offset, uint32_t value,
		       uint32_t mask)
{
	uint32_t *pr = word(device, EXTI_PR);
	uint32_t *swier = word(device, EXTI_SWIER);
	uint32_t pending;

	if (offset == EXTI_PR) { /* write one to clear, SWIER with it */
		*pr &= ~value;
		*swier &= ~value;
	} else if (offset == EXTI_SWIER) {
		*pr |= value & ~*swier & *word(device, EXTI_IMR);
		*swier |= value;
	} else {
		storage_write(device, offset, value, mask);
	}

	pending = *pr & *word(device, EXTI_IMR);
	for (size_t i = 0; i < sizeof(exti_lines) / sizeof(exti_lines[0]); i++)
		device->host->irq(device->host->owner, device->desc->irqs[i],
				  pending & exti_lines[i]);
}

const struct device_type stm32f4_exti = {
	.state_bytes = sizeof(struct storage),
	.reset = storage_reset,
	.read = storage_read,
	.write = exti_write,
};
