// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * STM32F469 Discovery: addresses and interrupt numbers from RM0386 (sections
 * 2.3 and 12.2) and the board's device tree, which puts the SDRAM at 0.
 */
#include "machine.h"
#include "stm32f4.h"

#define KIB 1024u
#define HCLK_HZ 180000000u
#define APB1_TIMER_DIVIDER 2u /* APB1 at HCLK/4, its timers at twice that */

static const struct device_reset system_memory[] = {
	{ 0x7a10, 0x00300041 }, /* unique device ID, 96 bits */
	{ 0x7a14, 0x3234510b }, { 0x7a18, 0x33353637 },
	{ 0x7a20, 0x0800ffff }, /* flash size in KiB, upper half */
	{ 32 * KIB, 0 },
};

static const struct bank_desc banks[] = {
	{ .name = "flash",
	  .kind = BANK_FLASH,
	  .base = 0x08000000,
	  .size = 2048 * KIB },
	{ .name = "sram",
	  .kind = BANK_RAM,
	  .base = 0x20000000,
	  .size = 320 * KIB },
	{ .name = "ccm",
	  .kind = BANK_RAM,
	  .base = 0x10000000,
	  .size = 64 * KIB },
	{ .name = "sdram",
	  .kind = BANK_RAM,
	  .base = 0x00000000,
	  .size = 16384 * KIB,
	  .alias = 0xc0000000 },
	{ .name = "system",
	  .kind = BANK_ROM,
	  .base = 0x1fff0000,
	  .size = 32 * KIB,
	  .contents = system_memory },
	{ .name = NULL },
};

/*
 * As the boot loader leaves it: 8 MHz crystal, PLL at 180 MHz selected, APB1
 * divided by 4 and APB2 by 2, SDRAM controller and its ports clocked.
 */
static const struct device_reset rcc_resets[] = {
	{ 0x00, 0x03030083 }, /* CR: HSI, HSE and PLL on and ready */
	{ 0x04, 8 | 360 << 6 | 1 << 22 | 8 << 24 | 2 << 28 }, /* PLLCFGR */
	{ 0x08, 0x0000940a }, /* CFGR: PPRE2 /2, PPRE1 /4, SWS = SW = PLL */
	{ 0x30, 0x00100000 }, /* AHB1ENR: CCM RAM */
	{ 0x84, 0x24003000 }, /* PLLI2SCFGR */
	{ 0x88, 0x24003000 }, /* PLLSAICFGR */
	{ 0x400, 0 },
};

static const struct device_reset gpioa_resets[] = {
	{ 0x00, 0xa8000000 }, /* MODER: JTAG pins */
	{ 0x08, 0x0c000000 }, /* OSPEEDR */
	{ 0x0c, 0x64000000 }, /* PUPDR */
	{ 0x400, 0 },
};

static const struct device_reset gpiob_resets[] = {
	{ 0x00, 0x00000280 },
	{ 0x08, 0x000000c0 },
	{ 0x0c, 0x00000100 },
	{ 0x400, 0 },
};

#define DEVICE(n, t, b, ...)                                               \
	{                                                                  \
		.name = n, .type = &stm32f4_##t, .base = b, .size = 0x400, \
		__VA_ARGS__                                                \
	}

static const struct device_desc devices[] = {
	DEVICE("tim2", tim, 0x40000000, .irqs = { 28 },
	       .option = STM32F4_TIM_32BIT | APB1_TIMER_DIVIDER),
	DEVICE("tim3", tim, 0x40000400, .irqs = { 29 },
	       .option = APB1_TIMER_DIVIDER),
	DEVICE("tim4", tim, 0x40000800, .irqs = { 30 },
	       .option = APB1_TIMER_DIVIDER),
	DEVICE("tim5", tim, 0x40000c00, .irqs = { 50 },
	       .option = STM32F4_TIM_32BIT | APB1_TIMER_DIVIDER),
	DEVICE("usart2", usart, 0x40004400, .irqs = { 38 }),
	DEVICE("usart3", usart, 0x40004800, .irqs = { 39 }, .console = true),
	DEVICE("uart4", usart, 0x40004c00, .irqs = { 52 }),
	DEVICE("uart5", usart, 0x40005000, .irqs = { 53 }),
	DEVICE("pwr", storage, 0x40007000),
	DEVICE("uart7", usart, 0x40007800, .irqs = { 82 }),
	DEVICE("uart8", usart, 0x40007c00, .irqs = { 83 }),
	DEVICE("usart1", usart, 0x40011000, .irqs = { 37 }),
	DEVICE("usart6", usart, 0x40011400, .irqs = { 71 }),
	DEVICE("syscfg", storage, 0x40013800),
	DEVICE("exti", exti, 0x40013c00, .irqs = { 6, 7, 8, 9, 10, 23, 40 }),
	DEVICE("gpioa", gpio, 0x40020000, .resets = gpioa_resets),
	DEVICE("gpiob", gpio, 0x40020400, .resets = gpiob_resets),
	DEVICE("gpioc", gpio, 0x40020800),
	DEVICE("gpiod", gpio, 0x40020c00),
	DEVICE("gpioe", gpio, 0x40021000),
	DEVICE("gpiof", gpio, 0x40021400),
	DEVICE("gpiog", gpio, 0x40021800),
	DEVICE("gpioh", gpio, 0x40021c00),
	DEVICE("gpioi", gpio, 0x40022000),
	DEVICE("gpioj", gpio, 0x40022400),
	DEVICE("gpiok", gpio, 0x40022800),
	DEVICE("rcc", rcc, 0x40023800, .resets = rcc_resets),
	DEVICE("flash-interface", storage, 0x40023c00),
	{ .name = NULL },
};

MACHINE(stm32f469_disco) = {
	.name = "stm32f469-disco",
	.description = "STM32F469 Discovery (Cortex-M4, 2 MiB of flash, "
		       "320+64 KiB of SRAM, 16 MiB of SDRAM)",
	.hz = HCLK_HZ,
	.cycles_per_instruction = 4,
	.interrupt_lines = 93,
	.priority_bits = 4,
	.vector_table = 0x08000000,
	.initial_sp = 0x20050000,
	.banks = banks,
	.devices = devices,
	.io = {
		{ 0x40000000, 0x20000000 }, /* APB, AHB1, AHB2 */
		{ 0xa0000000, 0x2000 }, /* FMC and QUADSPI registers */
	},
};
