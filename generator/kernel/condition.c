// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/condition_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/arena.h"
#include "generator/base/hash.h"
#include "generator/base/memory.h"

/*
 * Each condition is made once: slots has them by what they consist of, so equal
 * ones are the same pointer and can be compared as such.
 */
struct condition_pool {
	struct arena arena;		/* nodes and their operands */
	const struct condition **slots;	/* NULL: free */
	size_t nr_slots;		/* a power of two, or 0 */
	struct map strings;		/* each text once, as its key */
	unsigned int count;
};

typedef ARRAY(const struct condition *) condition_array;

/* Work per operation is bounded: past this many operands only the cheap rules apply. */
#define MAX_COMPARED 64

struct condition_pool *condition_pool_new(void)
{
	return memory_new(1, sizeof(struct condition_pool));
}

void condition_pool_free(struct condition_pool *pool)
{
	if (!pool)
		return;
	arena_free(&pool->arena);
	free(pool->slots);
	map_free(&pool->strings);
	free(pool);
}

static const char *intern(struct condition_pool *pool, const char *string)
{
	return map_key(&pool->strings, string);
}

static size_t operands_size(const struct condition *node)
{
	return node->nr_operands * sizeof(node->operands[0]);
}

static bool is_like(const struct condition *node, const struct condition *like)
{
	return node->kind == like->kind && node->symbol == like->symbol &&
	       node->value == like->value && node->nr_operands == like->nr_operands &&
	       (!node->nr_operands ||
		!memcmp(node->operands, like->operands, operands_size(node)));
}

/* The slot of the node that is so, or the free one where it belongs. */
static const struct condition **find_slot(struct condition_pool *pool,
					  const struct condition *like)
{
	const uint64_t facts[] = {
		like->kind, (uintptr_t)like->symbol, (uintptr_t)like->value,
		hash_checksum(like->operands, operands_size(like)),
	};
	const size_t mask = pool->nr_slots - 1;
	size_t i = hash_checksum(facts, sizeof(facts)) & mask;

	while (pool->slots[i] && !is_like(pool->slots[i], like))
		i = (i + 1) & mask;
	return &pool->slots[i];
}

static void grow_slots(struct condition_pool *pool)
{
	const struct condition **old = pool->slots;
	const size_t nr_old = pool->nr_slots;

	pool->nr_slots = nr_old ? nr_old * 2 : 64;
	pool->slots = memory_new(pool->nr_slots, sizeof(*pool->slots));
	for (size_t i = 0; i < nr_old; i++)
		if (old[i])
			*find_slot(pool, old[i]) = old[i];
	free(old);
}

/* All strings and operands of @like belong to the pool already. */
static const struct condition *make(struct condition_pool *pool,
				    const struct condition *like)
{
	const struct condition **slot;
	const struct condition **operands;
	struct condition *node;

	if (pool->count * 2 >= pool->nr_slots)
		grow_slots(pool);
	slot = find_slot(pool, like);
	if (*slot)
		return *slot;
	node = arena_new(&pool->arena, sizeof(*node));
	*node = *like;
	node->number = pool->count++;
	node->operands = NULL;
	if (like->nr_operands) {
		operands = arena_new(&pool->arena, operands_size(like));
		memcpy(operands, like->operands, operands_size(like));
		node->operands = operands;
	}
	*slot = node;
	return node;
}

const struct condition *condition_false(struct condition_pool *pool)
{
	return make(pool, &(struct condition){ .kind = CONDITION_FALSE });
}

const struct condition *condition_true(struct condition_pool *pool)
{
	return make(pool, &(struct condition){ .kind = CONDITION_TRUE });
}

const struct condition *condition_equals(struct condition_pool *pool,
					 const char *symbol, const char *value)
{
	if (!strcmp(value, "n"))
		return condition_not(pool, condition_enabled(pool, symbol));
	return make(pool, &(struct condition){ .kind = CONDITION_SYMBOL,
					       .symbol = intern(pool, symbol),
					       .value = intern(pool, value) });
}

const struct condition *condition_symbol(struct condition_pool *pool,
					 const char *symbol)
{
	return condition_equals(pool, symbol, "y");
}

const struct condition *condition_enabled(struct condition_pool *pool,
					  const char *symbol)
{
	/* one after the other: the order of their making is that of their text */
	const struct condition *m = condition_equals(pool, symbol, "m");

	return condition_or(pool, condition_equals(pool, symbol, "y"), m);
}

const struct condition *condition_unknown(struct condition_pool *pool,
					  const char *text)
{
	return make(pool, &(struct condition){ .kind = CONDITION_UNKNOWN,
					       .symbol = intern(pool, text) });
}

/* ---- what one leaf, or its negation, says about another */

static bool is_leaf(const struct condition *condition)
{
	return condition->kind == CONDITION_SYMBOL ||
	       condition->kind == CONDITION_UNKNOWN;
}

static bool is_literal(const struct condition *condition)
{
	return is_leaf(condition) || condition->kind == CONDITION_NOT;
}

/* The leaf of a literal. */
static const struct condition *leaf_of(const struct condition *literal)
{
	return literal->kind == CONDITION_NOT ? literal->operands[0] : literal;
}

/* Two values of one symbol: both can't be true. */
static bool leaves_exclude(const struct condition *a, const struct condition *b)
{
	return a != b && a->kind == CONDITION_SYMBOL &&
	       b->kind == CONDITION_SYMBOL && a->symbol == b->symbol;
}

static bool literal_implies(const struct condition *a, const struct condition *b)
{
	if (a == b)
		return true;
	return a->kind != CONDITION_NOT && b->kind == CONDITION_NOT &&
	       leaves_exclude(a, leaf_of(b));
}

static bool literal_excludes(const struct condition *a, const struct condition *b)
{
	if (leaf_of(a) == leaf_of(b))
		return a != b;
	return a->kind != CONDITION_NOT && b->kind != CONDITION_NOT &&
	       leaves_exclude(a, b);
}

static const struct condition *combine(struct condition_pool *pool,
				       enum condition_kind kind,
				       const struct condition *const *operands,
				       size_t count);

const struct condition *condition_not(struct condition_pool *pool,
				      const struct condition *condition)
{
	condition_array operands = { 0 };
	const struct condition *result;

	switch (condition->kind) {
	case CONDITION_FALSE:
		return condition_true(pool);
	case CONDITION_TRUE:
		return condition_false(pool);
	case CONDITION_NOT:
		return condition->operands[0];
	case CONDITION_SYMBOL:
	case CONDITION_UNKNOWN:
		return make(pool, &(struct condition){ .kind = CONDITION_NOT,
						       .operands = &condition,
						       .nr_operands = 1 });
	case CONDITION_AND:
	case CONDITION_OR:
		break;
	}
	for (size_t i = 0; i < condition->nr_operands; i++)
		*array_add(&operands) = condition_not(pool, condition->operands[i]);
	result = combine(pool, condition->kind == CONDITION_AND ? CONDITION_OR :
								  CONDITION_AND,
			 operands.items, operands.count);
	array_free(&operands);
	return result;
}

static bool mentions(const struct condition *condition, const struct condition *leaf)
{
	if (is_leaf(condition))
		return condition == leaf || leaves_exclude(condition, leaf);
	for (size_t i = 0; i < condition->nr_operands; i++)
		if (mentions(condition->operands[i], leaf))
			return true;
	return false;
}

/* The condition where @literal is known to be true. */
static const struct condition *given(struct condition_pool *pool,
				     const struct condition *condition,
				     const struct condition *literal)
{
	condition_array operands = { 0 };
	const struct condition *result;

	if (is_literal(condition)) {
		if (literal_implies(literal, condition))
			return condition_true(pool);
		if (literal_excludes(literal, condition))
			return condition_false(pool);
		return condition;
	}
	if (!mentions(condition, leaf_of(literal)))
		return condition;
	for (size_t i = 0; i < condition->nr_operands; i++)
		*array_add(&operands) = given(pool, condition->operands[i], literal);
	result = combine(pool, condition->kind, operands.items, operands.count);
	array_free(&operands);
	return result;
}

/* ---- AND and OR, which are each other's mirror */

static enum condition_kind mirror(enum condition_kind kind)
{
	return kind == CONDITION_AND ? CONDITION_OR : CONDITION_AND;
}

static bool has_operand(const condition_array *array, const struct condition *operand)
{
	for (size_t i = 0; i < array->count; i++)
		if (array->items[i] == operand)
			return true;
	return false;
}

/*
 * The operands without nesting, what is neutral and what is there twice; false
 * where one of them decides alone (false in AND, true in OR).
 */
static bool flatten(enum condition_kind kind,
		    const struct condition *const *operands, size_t count,
		    condition_array *flat)
{
	for (size_t i = 0; i < count; i++) {
		const struct condition *operand = operands[i];

		if (operand->kind == (kind == CONDITION_AND ? CONDITION_FALSE :
							      CONDITION_TRUE))
			return false;
		if (operand->kind == CONDITION_TRUE ||
		    operand->kind == CONDITION_FALSE)
			continue;
		if (operand->kind == kind) {
			if (!flatten(kind, operand->operands,
				     operand->nr_operands, flat))
				return false;
		} else if (flat->count > MAX_COMPARED || !has_operand(flat, operand)) {
			*array_add(flat) = operand;
		}
	}
	return true;
}

/*
 * Say to all other operands what each literal says: in an AND it is true for
 * them, in an OR it is false. True where anything changed: start again.
 */
static bool propagate(struct condition_pool *pool, enum condition_kind kind,
		      condition_array *flat)
{
	for (size_t i = 0; i < flat->count; i++) {
		const struct condition *literal = flat->items[i];
		bool changed = false;

		if (!is_literal(literal))
			continue;
		if (kind == CONDITION_OR)
			literal = condition_not(pool, literal);
		for (size_t j = 0; j < flat->count; j++) {
			const struct condition *old = flat->items[j];

			if (j == i)
				continue;
			flat->items[j] = given(pool, old, literal);
			changed |= flat->items[j] != old;
		}
		if (changed)
			return true;
	}
	return false;
}

/* What an operand of @kind consists of, seen as the mirror of @kind. */
static const struct condition *const *parts_of(enum condition_kind kind,
					       const struct condition *const *operand,
					       size_t *count)
{
	if ((*operand)->kind == mirror(kind)) {
		*count = (*operand)->nr_operands;
		return (*operand)->operands;
	}
	*count = 1;
	return operand;
}

static bool is_part(enum condition_kind kind, const struct condition *part,
		    const struct condition *const *operand)
{
	size_t count;
	const struct condition *const *parts = parts_of(kind, operand, &count);

	for (size_t i = 0; i < count; i++)
		if (parts[i] == part)
			return true;
	return false;
}

/* a || (a && b) is a: drop each operand that has all parts of another one. */
static void absorb(enum condition_kind kind, condition_array *flat)
{
	for (size_t i = 0; i < flat->count; i++) {
		size_t kept = 0;

		for (size_t j = 0; j < flat->count; j++) {
			size_t count;
			const struct condition *const *parts =
				parts_of(kind, &flat->items[i], &count);
			bool absorbed = j != i;

			for (size_t k = 0; absorbed && k < count; k++)
				absorbed = is_part(kind, parts[k], &flat->items[j]);
			if (absorbed)
				continue;
			if (j == i)
				i = kept;
			flat->items[kept++] = flat->items[j];
		}
		flat->count = kept;
	}
}

/* (a && b) || (a && c) is a && (b || c). NULL: nothing in common. */
static const struct condition *factor(struct condition_pool *pool,
				      enum condition_kind kind,
				      const condition_array *flat)
{
	condition_array common = { 0 }, rests = { 0 };
	const struct condition *result = NULL;
	const struct condition *const *parts;
	size_t count;

	parts = parts_of(kind, &flat->items[0], &count);
	for (size_t k = 0; k < count; k++) {
		bool everywhere = true;

		for (size_t i = 1; everywhere && i < flat->count; i++)
			everywhere = is_part(kind, parts[k], &flat->items[i]);
		if (everywhere)
			*array_add(&common) = parts[k];
	}
	if (common.count) {
		for (size_t i = 0; i < flat->count; i++) {
			condition_array rest = { 0 };

			parts = parts_of(kind, &flat->items[i], &count);
			for (size_t k = 0; k < count; k++)
				if (!has_operand(&common, parts[k]))
					*array_add(&rest) = parts[k];
			*array_add(&rests) = combine(pool, mirror(kind),
						     rest.items, rest.count);
			array_free(&rest);
		}
		*array_add(&common) = combine(pool, kind, rests.items, rests.count);
		result = combine(pool, mirror(kind), common.items, common.count);
	}
	array_free(&common);
	array_free(&rests);
	return result;
}

static int compare_numbers(const void *a, const void *b)
{
	const struct condition *x = *(const struct condition *const *)a;
	const struct condition *y = *(const struct condition *const *)b;

	return (x->number > y->number) - (x->number < y->number);
}

static const struct condition *combine(struct condition_pool *pool,
				       enum condition_kind kind,
				       const struct condition *const *operands,
				       size_t count)
{
	condition_array flat = { 0 };
	const struct condition *result = NULL;

	if (!flatten(kind, operands, count, &flat)) {
		result = kind == CONDITION_AND ? condition_false(pool) :
						 condition_true(pool);
	} else if (!flat.count) {
		result = kind == CONDITION_AND ? condition_true(pool) :
						 condition_false(pool);
	} else if (flat.count > 1 && flat.count <= MAX_COMPARED) {
		if (propagate(pool, kind, &flat)) {
			result = combine(pool, kind, flat.items, flat.count);
		} else {
			absorb(kind, &flat);
			if (flat.count > 1)
				result = factor(pool, kind, &flat);
		}
	}
	if (!result && flat.count == 1)
		result = flat.items[0];
	if (!result) {
		qsort(flat.items, flat.count, sizeof(flat.items[0]), compare_numbers);
		result = make(pool, &(struct condition){ .kind = kind,
							 .operands = flat.items,
							 .nr_operands = flat.count });
	}
	array_free(&flat);
	return result;
}

const struct condition *condition_all(struct condition_pool *pool,
				      const struct condition *const *operands,
				      size_t count)
{
	return combine(pool, CONDITION_AND, operands, count);
}

const struct condition *condition_any(struct condition_pool *pool,
				      const struct condition *const *operands,
				      size_t count)
{
	return combine(pool, CONDITION_OR, operands, count);
}

const struct condition *condition_and(struct condition_pool *pool,
				      const struct condition *a,
				      const struct condition *b)
{
	return condition_all(pool, (const struct condition *[]){ a, b }, 2);
}

const struct condition *condition_or(struct condition_pool *pool,
				     const struct condition *a,
				     const struct condition *b)
{
	return condition_any(pool, (const struct condition *[]){ a, b }, 2);
}

/* ---- for what stores them */

const char *condition_intern(struct condition_pool *pool, const char *string)
{
	return intern(pool, string);
}

const struct condition *condition_make(struct condition_pool *pool,
				       const struct condition *like)
{
	return make(pool, like);
}
