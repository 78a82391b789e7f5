/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Start-up of a static FDPIC program: the kernel placed text and data where it
 * pleased and left a load map in r7 (struct elf32_fdpic_loadmap: u16 version,
 * u16 segments; then per segment address, p_vaddr, p_memsz). Every word that
 * .rofixup names is moved by the displacement of the segment it points into;
 * the last word of .rofixup is the GOT's address, which goes to r9.
 */
	.syntax	unified
	.thumb
	.text

	.globl	_start
	.type	_start, %function
_start:
.Lhere:
	ldr	r0, [r7, #4]		/* where the text went ... */
	ldr	r1, [r7, #8]		/* ... from its link address */
	subs	r4, r0, r1
	ldr	r0, [r7, #16]		/* the same for data */
	ldr	r6, [r7, #20]		/* link address of data: the border */
	subs	r5, r0, r6

	adr	r0, .Lhere		/* the list's place is relative to here */
	ldr	r1, .Llist
	add	r8, r0, r1
	ldr	r1, .Lend
	add	r10, r0, r1
	sub	r10, r10, #4		/* the GOT's word */
1:	cmp	r8, r10
	bhs	3f
	ldr	r0, [r8], #4
	bl	translate
	mov	r1, r0
	ldr	r0, [r1]
	cbz	r0, 2f			/* an undefined weak symbol's */
	bl	translate
	str	r0, [r1]
2:	b	1b
3:	ldr	r0, [r10]
	bl	translate
	mov	r9, r0

	mov	r0, sp			/* argc, argv, environment */
	bic	r1, r0, #7
	mov	sp, r1
	bl	_start_c

/* r0 as linked -> r0 as loaded; r2 is lost */
translate:
	cmp	r0, r6
	ite	hs
	addhs	r0, r0, r5
	addlo	r0, r0, r4
	bx	lr

	.balign	4
.Llist:	.word	__ROFIXUP_LIST__ - .Lhere
.Lend:	.word	__ROFIXUP_END__ - .Lhere

/*
 * pid_t vfork_child(void), see calls.h. The child returns first, and may use
 * the stack from here on: where to return to is kept in registers, which each
 * of the two has of its own.
 */
	.globl	vfork_child
	.type	vfork_child, %function
vfork_child:
	mov	r12, r7
	movs	r7, #190		/* __NR_vfork */
	svc	#0
	mov	r7, r12
	bx	lr
