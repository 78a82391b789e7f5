// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is done with conditions once they are made.
 */
#include "generator/kernel/condition.h"

#include <string.h>

/* How a leaf, given as such or negated, is replaced in a condition. */
struct replacement {
	struct condition_pool *pool;	/* where the result lives */
	const struct condition *(*leaf)(const struct replacement *replacement,
					const struct condition *leaf, bool negated);
	const char *symbol;
	const char *value;
};

static const struct condition *replace(const struct replacement *replacement,
				       const struct condition *condition)
{
	struct condition_pool *pool = replacement->pool;
	ARRAY(const struct condition *) operands = { 0 };
	const struct condition *result;

	switch (condition->kind) {
	case CONDITION_FALSE:
		return condition_false(pool);
	case CONDITION_TRUE:
		return condition_true(pool);
	case CONDITION_SYMBOL:
	case CONDITION_UNKNOWN:
		return replacement->leaf(replacement, condition, false);
	case CONDITION_NOT:
		return replacement->leaf(replacement, condition->operands[0], true);
	case CONDITION_AND:
	case CONDITION_OR:
		break;
	}
	for (size_t i = 0; i < condition->nr_operands; i++)
		*array_add(&operands) = replace(replacement, condition->operands[i]);
	if (condition->kind == CONDITION_AND)
		result = condition_all(pool, operands.items, operands.count);
	else
		result = condition_any(pool, operands.items, operands.count);
	array_free(&operands);
	return result;
}

static const struct condition *truth(struct condition_pool *pool, bool is)
{
	return is ? condition_true(pool) : condition_false(pool);
}

static const struct condition *same_leaf(const struct replacement *replacement,
					 const struct condition *leaf, bool negated)
{
	struct condition_pool *pool = replacement->pool;
	const struct condition *copy;

	if (leaf->kind == CONDITION_UNKNOWN)
		copy = condition_unknown(pool, leaf->symbol);
	else
		copy = condition_equals(pool, leaf->symbol, leaf->value);
	return negated ? condition_not(pool, copy) : copy;
}

static const struct condition *assumed_leaf(const struct replacement *replacement,
					    const struct condition *leaf, bool negated)
{
	if (leaf->kind == CONDITION_UNKNOWN ||
	    strcmp(leaf->symbol, replacement->symbol))
		return same_leaf(replacement, leaf, negated);
	return truth(replacement->pool,
		     !strcmp(leaf->value, replacement->value) != negated);
}

static const struct condition *no_module_leaf(const struct replacement *replacement,
					      const struct condition *leaf, bool negated)
{
	if (leaf->kind == CONDITION_SYMBOL && !strcmp(leaf->value, "m"))
		return truth(replacement->pool, negated);
	return same_leaf(replacement, leaf, negated);
}

static const struct condition *known_leaf(const struct replacement *replacement,
					  const struct condition *leaf, bool negated)
{
	if (leaf->kind == CONDITION_UNKNOWN)
		return condition_true(replacement->pool);
	return same_leaf(replacement, leaf, negated);
}

const struct condition *condition_assume(struct condition_pool *pool,
					 const struct condition *condition,
					 const char *symbol, const char *value)
{
	return replace(&(struct replacement){ .pool = pool, .leaf = assumed_leaf,
					      .symbol = symbol, .value = value },
		       condition);
}

const struct condition *condition_without_modules(struct condition_pool *pool,
						  const struct condition *condition)
{
	return replace(&(struct replacement){ .pool = pool, .leaf = no_module_leaf },
		       condition);
}

const struct condition *condition_without_unknowns(struct condition_pool *pool,
						   const struct condition *condition)
{
	return replace(&(struct replacement){ .pool = pool, .leaf = known_leaf },
		       condition);
}

const struct condition *condition_copy(struct condition_pool *to,
				       const struct condition *condition)
{
	return replace(&(struct replacement){ .pool = to, .leaf = same_leaf },
		       condition);
}

bool condition_evaluate(const struct condition *condition,
			condition_value_of *value_of, void *context)
{
	const struct condition *operand;
	const char *value;

	switch (condition->kind) {
	case CONDITION_FALSE:
		return false;
	case CONDITION_TRUE:
	case CONDITION_UNKNOWN:
		return true;
	case CONDITION_SYMBOL:
		value = value_of(condition->symbol, context);
		return !strcmp(value ? value : "n", condition->value);
	case CONDITION_NOT:
		operand = condition->operands[0];
		return operand->kind == CONDITION_UNKNOWN ||
		       !condition_evaluate(operand, value_of, context);
	case CONDITION_AND:
	case CONDITION_OR:
		break;
	}
	for (size_t i = 0; i < condition->nr_operands; i++) {
		bool is = condition_evaluate(condition->operands[i], value_of, context);

		if (is == (condition->kind == CONDITION_OR))
			return is;
	}
	return condition->kind == CONDITION_AND;
}

void condition_symbols(const struct condition *condition, struct map *symbols)
{
	if (condition->kind == CONDITION_SYMBOL)
		map_put(symbols, condition->symbol);
	for (size_t i = 0; i < condition->nr_operands; i++)
		condition_symbols(condition->operands[i], symbols);
}

bool condition_mentions(const struct condition *condition, const char *symbol)
{
	if (condition->kind == CONDITION_SYMBOL)
		return !strcmp(condition->symbol, symbol);
	for (size_t i = 0; i < condition->nr_operands; i++)
		if (condition_mentions(condition->operands[i], symbol))
			return true;
	return false;
}
