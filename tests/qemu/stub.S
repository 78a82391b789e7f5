/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a boot loader would do on the MPS2: the vector table at 0, the UART on
 * (QEMU's starts disabled, and the kernel's earlycon then waits for ever),
 * then the kernel, entered as Documentation/arch/arm/booting.rst says. The
 * four words behind the vectors are filled in by what loads this; see
 * generator/ram/qemu.c.
 */
	.syntax	unified
	.cpu	cortex-m3
	.thumb

	.equ	UART0,		0x40004000
	.equ	UART_CTRL,	0x08
	.equ	UART_BAUDDIV,	0x10
	.equ	TX_ENABLE,	1
	.equ	LEAST_BAUDDIV,	16	/* QEMU ignores a smaller one */

	.section .text
	.word	0x20002000		/* stack: 8 KiB of the other SSRAM */
	.word	start + 1
parameters:
	.word	0			/* kernel's entry, bit 0 set */
	.word	0			/* r0 */
	.word	0			/* r1: machine number */
	.word	0			/* r2: DTB or 0 */

start:	ldr	r4, =UART0
	movs	r5, #LEAST_BAUDDIV
	str	r5, [r4, #UART_BAUDDIV]
	movs	r5, #TX_ENABLE
	str	r5, [r4, #UART_CTRL]
	adr	r4, parameters
	ldr	r3, [r4]
	ldr	r0, [r4, #4]
	ldr	r1, [r4, #8]
	ldr	r2, [r4, #12]
	bx	r3
	.ltorg
