// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/kernel/condition.h"

static const struct condition *parsed(struct condition_pool *pool, const char *text)
{
	struct error error = ERROR_INIT;
	const struct condition *condition = condition_parse(pool, text, &error);

	if (!condition)
		fail_msg("%s", error.text);
	return condition;
}

static void assert_text(const struct condition *condition, const char *expected)
{
	struct buffer text = BUFFER_INIT;

	condition_text(condition, &text);
	assert_string_equal(buffer_text(&text), expected);
	buffer_free(&text);
}

/* What is read, and what is left of it. */
static const struct {
	const char *text, *expected;
} simplified[] = {
	{ "A", "A" },
	{ "A=y", "A" },
	{ "A=m", "A=m" },
	{ "!A", "!A" },
	{ "!!A", "A" },
	{ "A=\"a b\"", "A=\"a b\"" },
	{ "A=\"\"", "A=\"\"" },
	{ "A=\"a\\\"b\\\\\"", "A=\"a\\\"b\\\\\"" },
	{ "A!=0x20", "A!=0x20" },
	{ "A=n", "!A && A!=m" },
	{ "A!=n", "A=m || A" },
	{ "{MODULE} && !{x y}", "{MODULE} && !{x y}" },
	{ "true && A", "A" },
	{ "false || A", "A" },
	{ "A && false", "false" },
	{ "A || true", "true" },
	{ "A && A", "A" },
	{ "A && !A", "false" },
	{ "A || !A", "true" },
	/* one value excludes another one */
	{ "A && A=m", "false" },
	{ "A && A!=m", "A" },
	{ "A=m && !A", "A=m" },
	{ "(A || A=m) && A=m", "A=m" },
	/* what is known of one operand is used in the others */
	{ "A && (!A || B)", "A && B" },
	{ "A || (!A && B)", "A || B" },
	{ "A && (A || B)", "A" },
	{ "A || (A && B)", "A" },
	{ "(A && B) || (A && C)", "A && (B || C)" },
	{ "(A || B) && (A || C)", "A || (B && C)" },
	{ "(A && B && C) || (A && B)", "A && B" },
	{ "(A && B) || (!A && B)", "B" },
	/* nesting goes, and so do spaces */
	{ " ( A&&(B &&C) ) ", "A && B && C" },
	{ "!(A && B)", "!A || !B" },
	{ "!(A || !B)", "B && !A" },
};

static void test_simplified(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(simplified) / sizeof(simplified[0]); i++) {
		struct condition_pool *pool = condition_pool_new();
		const struct condition *condition = parsed(pool, simplified[i].text);

		assert_text(condition, simplified[i].expected);
		assert_ptr_equal(parsed(pool, simplified[i].expected), condition);
		condition_pool_free(pool);
	}
}

static const struct {
	const char *text, *error;
} malformed[] = {
	{ "", "condition \"\": expected a symbol at character 1" },
	{ "A &&", "condition \"A &&\": expected a symbol at character 5" },
	{ "A B", "condition \"A B\": expected &&, || or the end at character 3" },
	{ "(A", "condition \"(A\": expected ) at character 3" },
	{ "A=", "condition \"A=\": expected a value at character 3" },
	{ "A=\"x", "condition \"A=\"x\": expected a value at character 5" },
	{ "A=\"x\\", "condition \"A=\"x\\\": expected a value at character 6" },
	{ "{A", "condition \"{A\": expected } at character 2" },
	{ "A)", "condition \"A)\": expected &&, || or the end at character 2" },
	{ "!", "condition \"!\": expected a symbol at character 2" },
};

static void test_malformed(void **state)
{
	struct condition_pool *pool = condition_pool_new();
	char deep[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		struct error error = ERROR_INIT;

		assert_null(condition_parse(pool, malformed[i].text, &error));
		assert_string_equal(error.text, malformed[i].error);
	}
	memset(deep, '(', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	for (int i = 0; i < 2; i++) {
		struct error error = ERROR_INIT;

		assert_null(condition_parse(pool, deep, &error));
		assert_non_null(strstr(error.text, "expected less nesting"));
		memset(deep, '!', sizeof(deep) - 1);
	}
	condition_pool_free(pool);
}

static void test_uses(void **state)
{
	struct condition_pool *pool = condition_pool_new(), *other = condition_pool_new();
	const struct condition *condition;
	struct map symbols = MAP_INIT;

	(void)state;
	condition = parsed(pool, "(SRCARCH=arm && A) || (SRCARCH=mips && B)");
	assert_text(condition_assume(pool, condition, "SRCARCH", "arm"), "A");
	assert_text(condition_assume(pool, condition, "SRCARCH", "x86"), "false");
	condition_symbols(condition, &symbols);
	assert_int_equal(symbols.count, 3);
	assert_true(map_has(&symbols, "SRCARCH"));
	assert_true(map_has(&symbols, "A") && map_has(&symbols, "B"));
	map_free(&symbols);
	assert_true(condition_mentions(condition, "B"));
	assert_false(condition_mentions(condition, "C"));

	condition = parsed(pool, "(A || A=m) && B!=m");
	assert_text(condition_without_modules(pool, condition), "A");
	condition = parsed(pool, "A && {x} && (!{y} || B)");
	assert_text(condition_without_unknowns(pool, condition), "A");
	assert_text(condition_copy(other, condition), "A && {x} && (B || !{y})");
	assert_text(condition_unknown(pool, "a{b}c"), "{a[b]c}");
	assert_ptr_equal(condition_all(pool, NULL, 0), condition_true(pool));
	assert_ptr_equal(condition_any(pool, NULL, 0), condition_false(pool));
	condition_pool_free(pool);
	condition_pool_free(other);
}

/* ---- at random: what was simplified says what was not */

#define SYMBOLS 5

/* An expression as it was made up. */
struct made {
	char operation;		/* '&', '|', '!' or, of a leaf, its value: 'y' or 'm' */
	int symbol;
	const struct made *left, *right;
};

struct random {
	uint32_t state;
	struct made made[200];
	size_t count;
};

static uint32_t below(struct random *random, uint32_t limit)
{
	random->state = random->state * 1664525u + 1013904223u;
	return (random->state >> 8) % limit;
}

static const struct made *make_up(struct random *random, int depth)
{
	struct made *made = &random->made[random->count++];
	uint32_t what = below(random, depth ? 8 : 2);

	made->operation = "ym!&&&|||"[what];
	made->symbol = (int)below(random, SYMBOLS);
	if (what >= 2)
		made->left = make_up(random, depth - 1);
	if (what >= 3)
		made->right = make_up(random, depth - 1);
	return made;
}

static const struct condition *build(struct condition_pool *pool, const struct made *made)
{
	const char symbol[] = { (char)('A' + made->symbol), '\0' };

	switch (made->operation) {
	case '!':
		return condition_not(pool, build(pool, made->left));
	case '&':
		return condition_and(pool, build(pool, made->left),
				     build(pool, made->right));
	case '|':
		return condition_or(pool, build(pool, made->left),
				    build(pool, made->right));
	}
	return condition_equals(pool, symbol, made->operation == 'y' ? "y" : "m");
}

/* Values are letters, one for each symbol. */
static bool is_true(const struct made *made, const char *values)
{
	switch (made->operation) {
	case '!':
		return !is_true(made->left, values);
	case '&':
		return is_true(made->left, values) && is_true(made->right, values);
	case '|':
		return is_true(made->left, values) || is_true(made->right, values);
	}
	return values[made->symbol] == made->operation;
}

static const char *value_of(const char *symbol, void *context)
{
	const char *values = context;
	char value = values[*symbol - 'A'];

	return value == 'y' ? "y" : value == 'm' ? "m" : NULL;
}

/* Under all 3^SYMBOLS assignments. */
static void assert_same(struct condition_pool *pool, const struct made *made)
{
	const struct condition *condition = build(pool, made);
	const struct condition *assumed = condition_assume(pool, condition, "A", "m");
	const struct condition *without = condition_without_modules(pool, condition);
	const struct condition *read;
	struct buffer text = BUFFER_INIT;

	condition_text(condition, &text);
	read = parsed(pool, buffer_text(&text));
	buffer_free(&text);
	for (int n = 0; n < 243; n++) {
		char values[SYMBOLS + 1] = "";
		bool modules = false;
		int rest = n;

		for (int i = 0; i < SYMBOLS; i++, rest /= 3) {
			values[i] = "nym"[rest % 3];
			modules |= values[i] == 'm';
		}
		assert_int_equal(condition_evaluate(condition, value_of, values),
				 is_true(made, values));
		assert_int_equal(condition_evaluate(read, value_of, values),
				 is_true(made, values));
		if (!modules)
			assert_int_equal(condition_evaluate(without, value_of, values),
					 is_true(made, values));
		values[0] = 'm';
		assert_int_equal(condition_evaluate(assumed, value_of, values),
				 is_true(made, values));
	}
}

static void test_random(void **state)
{
	struct condition_pool *pool = condition_pool_new();
	struct random random = { .state = 1 };

	(void)state;
	for (int i = 0; i < 3000; i++) {
		random.count = 0;
		assert_same(pool, make_up(&random, 4));
	}
	condition_pool_free(pool);
}

/* Past the number of operands that are compared with each other: still right. */
static void test_many(void **state)
{
	struct condition_pool *pool = condition_pool_new();
	const struct condition *any = condition_false(pool);
	struct map symbols = MAP_INIT;
	char name[16];

	(void)state;
	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "S%d", i);
		any = condition_or(pool, any, condition_symbol(pool, name));
	}
	condition_symbols(any, &symbols);
	assert_int_equal(symbols.count, 500);
	assert_int_equal(any->nr_operands, 500);
	map_free(&symbols);
	assert_text(condition_assume(pool, any, "S321", "y"), "true");
	condition_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_simplified),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_uses),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests_name("condition", tests, NULL, NULL);
}
