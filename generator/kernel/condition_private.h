/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For those who store a pool's conditions as they are and make them again.
 */
#ifndef GENERATOR_KERNEL_CONDITION_PRIVATE_H
#define GENERATOR_KERNEL_CONDITION_PRIVATE_H

#include "generator/kernel/condition.h"

/* The pool's copy of a string. */
const char *condition_intern(struct condition_pool *pool, const char *string);

/*
 * The condition that is exactly @like, nothing simplified. All strings and
 * operands of it belong to the pool already; its number is not looked at.
 */
const struct condition *condition_make(struct condition_pool *pool,
				       const struct condition *like);

#endif
