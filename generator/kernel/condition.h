/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When something is built: a boolean expression over Kconfig symbols.
 *
 * Conditions are immutable and live in a pool, which owns them and all they
 * point to: free the pool, and all its conditions are gone; nothing else is
 * ever freed. Every function that takes a pool takes conditions of that pool.
 * Equal expressions are the same pointer in a pool, as far as simplification
 * goes: it is done on the way, and is sound but not complete.
 *
 * A symbol stands for itself with a value, SERIAL_STM32=y; written without
 * one it is =y. A tristate of which y and m are both good is the two in an OR.
 * Two names are not Kconfig's but make's: SRCARCH (SRCARCH=arm: only where the
 * kernel is built for that folder of arch/) and ARCH, which differs from it
 * for a few (i386, x86_64, sparc64...).
 */
#ifndef GENERATOR_KERNEL_CONDITION_H
#define GENERATOR_KERNEL_CONDITION_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"

enum condition_kind {
	CONDITION_FALSE,
	CONDITION_TRUE,
	CONDITION_SYMBOL,	/* symbol has this value */
	CONDITION_UNKNOWN,	/* what no Kconfig symbol decides; symbol is its text */
	CONDITION_NOT,		/* of one CONDITION_SYMBOL or CONDITION_UNKNOWN, never more */
	CONDITION_AND,		/* of two or more; no operand is an AND itself */
	CONDITION_OR,		/* likewise */
};

struct condition {
	enum condition_kind kind;
	unsigned int number;		/* in the order of making, from 0, per pool */
	const char *symbol;		/* without CONFIG_ */
	const char *value;		/* "y", "m", or the text of a number or string */
	const struct condition *const *operands;
	size_t nr_operands;
};

struct condition_pool;

struct condition_pool *condition_pool_new(void);
void condition_pool_free(struct condition_pool *pool);	/* NULL is fine */

/* Strings are copied. The value "n" is what a symbol without a value has. */
const struct condition *condition_false(struct condition_pool *pool);
const struct condition *condition_true(struct condition_pool *pool);
const struct condition *condition_symbol(struct condition_pool *pool,
					 const char *symbol);	/* =y */
const struct condition *condition_equals(struct condition_pool *pool,
					 const char *symbol, const char *value);
const struct condition *condition_enabled(struct condition_pool *pool,
					  const char *symbol);	/* =y or =m */
const struct condition *condition_unknown(struct condition_pool *pool,
					  const char *text);

const struct condition *condition_not(struct condition_pool *pool,
				      const struct condition *condition);
const struct condition *condition_and(struct condition_pool *pool,
				      const struct condition *a,
				      const struct condition *b);
const struct condition *condition_or(struct condition_pool *pool,
				     const struct condition *a,
				     const struct condition *b);

/* Of any number: of none, AND is true and OR is false. */
const struct condition *condition_all(struct condition_pool *pool,
				      const struct condition *const *operands,
				      size_t count);
const struct condition *condition_any(struct condition_pool *pool,
				      const struct condition *const *operands,
				      size_t count);

/* The condition where it is known that the symbol has this value. */
const struct condition *condition_assume(struct condition_pool *pool,
					 const struct condition *condition,
					 const char *symbol, const char *value);

/* The condition in a kernel without modules: nothing is =m. */
const struct condition *condition_without_modules(struct condition_pool *pool,
						  const struct condition *condition);

/*
 * The condition where all that is unknown turns out well: an unknown is taken
 * for true, and so is its negation.
 */
const struct condition *condition_without_unknowns(struct condition_pool *pool,
						   const struct condition *condition);

/* The same condition in another pool. */
const struct condition *condition_copy(struct condition_pool *to,
				       const struct condition *condition);

/*
 * The value of a symbol: "y", "m", "n", or the text of a number or string
 * without quotes; NULL is "n".
 */
typedef const char *condition_value_of(const char *symbol, void *context);

/* An unknown is true, and so is its negation. */
bool condition_evaluate(const struct condition *condition,
			condition_value_of *value_of, void *context);

/* Is the symbol in it, with whatever value? */
bool condition_mentions(const struct condition *condition, const char *symbol);

/* Add the name of each symbol in it to a map; the map's values stay NULL. */
void condition_symbols(const struct condition *condition, struct map *symbols);

/*
 * As text: "SERIAL_STM32 && (A || !B) && C=m && D=\"a b\" && {MODULE}", where
 * braces hold what is unknown; "true" and "false" are written so. The text of
 * equal conditions of a pool is equal, and condition_parse() reads it. NULL
 * with an error that says where it is wrong.
 */
void condition_text(const struct condition *condition, struct buffer *text);
const struct condition *condition_parse(struct condition_pool *pool,
					const char *text, struct error *error);

#endif
