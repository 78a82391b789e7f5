/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Peripherals of the STM32F4 family, by ST's reference manual RM0386
 * (STM32F469), as far as Linux and small bare-metal programs use them.
 */
#ifndef EMULATOR_STM32F4_H
#define EMULATOR_STM32F4_H

#include "device.h"

/* Clocks: ready bits follow on bits, the switch is immediate. */
extern const struct device_type stm32f4_rcc;
/* Ports: outputs read back, inputs read as low. */
extern const struct device_type stm32f4_gpio;
/* External interrupts by software; irqs[]: lines 0, 1, 2, 3, 4, 9-5, 15-10 */
extern const struct device_type stm32f4_exti;
/* Registers that only keep what is written (SYSCFG, PWR, FLASH, ...). */
extern const struct device_type stm32f4_storage;
/* USART/UART; irqs[0]. Bytes take no time on the wire. */
extern const struct device_type stm32f4_usart;
/*
 * General-purpose timer, counting up; irqs[0]. option: processor cycles per
 * timer clock, with STM32F4_TIM_32BIT for the wide ones.
 */
extern const struct device_type stm32f4_tim;

#define STM32F4_TIM_32BIT 0x100u
#define STM32F4_TIM_DIVIDER 0xffu

#endif
