/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What could be at all, seen optimistically: each symbol by itself, whatever
 * its dependencies can be one by one. What can't be so can't be in truth: that
 * is how the solver proves that a goal is out of reach, or a line needed. For
 * solver*.c only.
 *
 * 64 cases are looked at together, one per bit: each says which lines may be
 * there, and any of those may be missing.
 */
#ifndef GENERATOR_KERNEL_SOLVER_REACH_H
#define GENERATOR_KERNEL_SOLVER_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/kernel/condition.h"
#include "generator/kernel/kconfig_private.h"

typedef uint64_t reach_cases;

#define REACH_ALL UINT64_MAX

struct reach;

/* What a symbol is known to be. */
enum reach_known { REACH_OPEN, REACH_IS_Y, REACH_IS_N };

/* The lines that there may be, and what else is given. */
struct reach_lines {
	const reach_cases *allowed;	/* per symbol: where a line may set it... */
	const char *const *values;	/* ...to this; of a number NULL: to any */
	const uint8_t *known;		/* per symbol: enum reach_known; or NULL */
};

struct reach *reach_new(struct kconfig *kconfig);
void reach_free(struct reach *reach);
void reach_run(struct reach *reach, const struct reach_lines *lines);

/* Where it can be y (or m), and where n. */
reach_cases reach_symbol(const struct reach *reach, uint32_t symbol, bool wanted);
reach_cases reach_expression(const struct reach *reach, uint32_t expression,
			     bool wanted);

/* Where the expression can be m. */
reach_cases reach_modular(const struct reach *reach, uint32_t expression);

/* Is the property a default that never counts, because a prompt is there as well? */
bool reach_shadowed(const struct reach *reach, uint32_t property);

/* Where the condition can hold, with the dependencies of what is y in it. */
reach_cases reach_condition(const struct reach *reach,
			    const struct condition *condition);

#endif
