// SPDX-License-Identifier: GPL-2.0-or-later
/* The knob file and budgets, good and bad ones; plans are in test_plan.c. */
#include "tests/unit/budget_fixture.h"

#include "generator/base/number.h"

/* ---- numbers */

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t number;
	} good[] = {
		{ "0", 0 }, { "4096", 4096 }, { "0x20", 32 }, { "320K", 327680 },
		{ "2M", 2097152 }, { "1k", 1024 },
		{ "18446744073709551615", UINT64_MAX },
		{ "17592186044415M", UINT64_MAX - 1048575 },
	};
	static const char *const bad[] = {
		"", "K", "-1", " 1", "1 ", "+1", "1G", "1KB", "1.5M",
		"18446744073709551616", "17592186044416M", "0x",
	};
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(number_parse(good[i].text, &number), 0);
		assert_true(number == good[i].number);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(number_parse(bad[i], &number), -1);
}

/* ---- the knob file */

static void test_knobs(void **state)
{
	struct knobs knobs = read_knobs();
	struct error error = ERROR_INIT;
	const struct knob *knob = &knobs.knobs[knobs_find(&knobs, "LVL_BITS")];

	(void)state;
	assert_string_equal(knob->symbol, "TIMER_WHEEL_LEVEL_BITS");
	assert_int_equal(knob->nr_values, 4);
	assert_int_equal(knob->kernels, 0);
	assert_int_equal(knob->bytes[PART_STATIC][2], 1152);
	assert_int_equal(knob->loss[3], 9);
	assert_null(knob->bytes[PART_SLAB]);
	assert_int_equal(knob_find_value(knob, "0x5"), 1);
	assert_int_equal(knob_find_value(knob, "7"), -1);
	assert_int_equal(knobs_find(&knobs, "LVL_BIT"), -1);
	assert_non_null(knobs_base(&knobs, "here", NULL, &error));
	assert_null(knobs_base(&knobs, "nowhere", NULL, &error));
	assert_says(&error, "nothing was measured on the board nowhere, only on small, here");
	knobs_free(&knobs);
}

/* A file with one knob, of which a line is replaced. */
static const char *const lines[] = {
	"base: [{board: small, bytes: {static: 1000}}]",
	"features: [{name: console}]",
	"knobs:",
	"- name: A",
	"  symbol: A_SYMBOL",
	"  type: int",
	"  values: [3, 2]",
	"  default: 3",
	"  bytes: {static: [30, 20]}",
	"  loss: [0, 1]",
	"  each: [2, 1]",
	"- {name: B, symbol: B_SYMBOL, type: bool, values: [y, n], default: y, loss: [0, 1]}",
};

static void test_knob_errors(void **state)
{
	static const struct {
		size_t line;
		const char *text;
		const char *says;
	} cases[] = {
		{ 5, "  type: int\n  colour: red", "x.yaml:7: Unexpected key: colour" },
		{ 8, "  bytes: {heap: [30, 20]}", "Unexpected key: heap" },
		{ 8, "  bytes: {static: [30, 20, 10]}", "A: static: 3 figures for 2 values; expected one each" },
		{ 9, "  loss: [0]", "A: loss: 1 figures for 2 values" },
		{ 9, "  loss: [1, 2]", "A: loss: 1 for the default, 3; expected 0" },
		{ 9, "  loss: [0, -1]", "A: loss: -1; expected a figure from 0" },
		{ 8, "  bytes: {static: [30, 5000000000]}", "A: static: 5000000000; expected a figure from 0 to 4294967295" },
		{ 8, "  bytes: {static: [30, 99999999999999999999]}", "x.yaml:9: " },
		{ 7, "  default: 4", "A: default: 4 is not among values: 3, 2" },
		{ 7, "", "default" },
		{ 6, "  values: [3, x]", "A: values: \"x\" is no number" },
		{ 6, "  values: [3, 0x3]", "A: values: 0x3 is there twice" },
		{ 6, "  values: []", "x.yaml:7: Insufficient entries (0 of 1 min)" },
		{ 5, "  type: float", "A: type: \"float\"; expected int, hex, bool or choice" },
		{ 5, "  type: bool", "A: values: \"3\"; expected y or n" },
		{ 4, "  symbol: A-SYMBOL", "A: symbol: A-SYMBOL: expected letters" },
		{ 3, "- name: B", "two knobs are named B" },
		{ 10, "  needs: [{knob: C, values: [y]}]", "A: there is no knob C; the nearest are " },
		{ 10, "  needs: [{knob: B, values: [x]}]", "A: x is no value of B, which has y, n" },
		{ 10, "  needs: [{knob: B}]", "A: needs: expected {knob: NAME, values: [...]} or {feature: NAME}" },
		{ 10, "  needs: [{at: [4], knob: B, values: [y]}]", "A: 4 is no value of A" },
		{ 10, "  excludes: [{at: [3], feature: consol}]", "A: there is no feature consol; the nearest are console" },
		{ 10, "  excludes: [{knob: A, values: [2]}]", "A: excludes: the knob names itself" },
		{ 10, "  excludes: [{at: [3], knob: B, values: [y]}]", "A: the defaults, 3 and y of B, exclude each other" },
		{ 10, "  times: [{knob: B, part: slab, counts: [1, 0]}]", "A: times: B; expected another knob, with each:" },
		{ 10, "  high_water: 1", "A: high_water: and margin: are of a size; expected size:" },
		{ 10, "  size: [2, 1]\n  high_water: 2\n  margin: 1", "A: high_water: 2 and margin: 1 are more than the default has" },
		{ 10, "  block: [4096, 5000]", "A: block: 5000; expected a power of two" },
		{ 0, "base: [{board: small, bytes: {static: -1}}]", "base: small: static: -1 bytes" },
		{ 0, "base: [{board: small, bytes: {}, per_mib: {slab: 600000}}]", "slab: 0 bytes, and 600000 per MiB" },
		{ 0, "base: [{boards: [a, a], bytes: {}}]", "base: a is there twice" },
		{ 0, "base: [{bytes: {}}]", "base: entry 1: expected board: or boards:" },
		{ 1, "features: [{name: a, needs: [b]}]", "a: there is no feature b; the nearest are a" },
		{ 2, "knob:", "x.yaml:3: Unexpected key: knob" },
	};
	struct knobs knobs;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		struct buffer text = BUFFER_INIT;
		char *path;

		for (size_t k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
			buffer_printf(&text, "%s\n", k == cases[i].line ?
				      cases[i].text : lines[k]);
		path = write_file(buffer_text(&text));
		assert_int_equal(knobs_read(&knobs, path, &error), -1);
		assert_says(&error, cases[i].says);
		buffer_free(&text);
		free(path);
	}
}

/* ---- budgets */

static void test_budget(void **state)
{
	struct knobs knobs = read_knobs();
	struct budget budget = good_budget("ram: 320K\n", &knobs);
	size_t lvl_bits = (size_t)knobs_find(&knobs, "LVL_BITS");
	size_t order = (size_t)knobs_find(&knobs, "THREAD_SIZE_ORDER");

	(void)state;
	assert_int_equal(budget.ram, 327680);
	assert_true(budget.flash == BUDGET_NO_LIMIT);
	assert_int_equal(budget.free, 0);
	assert_true(budget.wanted[knobs_find_feature(&knobs, "procfs")]);
	assert_false(budget.wanted[knobs_find_feature(&knobs, "timers")]);
	assert_false(budget_bounds(&budget, &knobs, lvl_bits));
	budget_free(&budget);

	budget = good_budget("ram: {sram: 256K, ccm: 0x10000}\nflash: 1M\n"
			     "free: {a: 1K, b: 24}\nfeatures: [posix-timers]\n"
			     "knobs: {LVL_BITS: {min: 4, max: 5}, THREAD_SIZE_ORDER: 1}\n",
			     &knobs);
	assert_int_equal(budget.ram, 327680);
	assert_int_equal(budget.nr_banks, 2);
	assert_int_equal(budget.flash, 1048576);
	assert_int_equal(budget.free, 1048);
	assert_true(budget.wanted[knobs_find_feature(&knobs, "timers")]);
	assert_false(budget.listed[knobs_find_feature(&knobs, "timers")]);
	assert_false(budget.wanted[knobs_find_feature(&knobs, "console")]);
	assert_int_equal(budget.bounds[lvl_bits], 0x6);
	assert_int_equal(budget.bounds[order], 0x1);
	budget_free(&budget);
	knobs_free(&knobs);
}

static void test_budget_errors(void **state)
{
	static const char *const cases[][2] = {
		{ "", "x.yaml: nothing in it" },
		{ "320K\n", "x.yaml:1: expected a budget like ram: 320K" },
		{ "flash: 2M\n", "x.yaml:1: no ram:" },
		{ "ram: 320K\nflsh: 1M\n", "x.yaml:2: there is no key flsh; the nearest are flash" },
		{ "ram: 320K\nram: 1M\n", "x.yaml:2: ram: the key is there twice" },
		{ "ram: 320 KB\n", "x.yaml:1: ram: \"320 KB\" is no size, or one that overflows" },
		{ "ram: 99999999999999999999\n", "ram: \"99999999999999999999\" is no size, or one that overflows" },
		{ "ram: 99999999999999M\n", "is no size, or one that overflows" },
		{ "ram: 5000M\n", "x.yaml:1: ram: 5000M overflows the 4096M" },
		{ "ram: -1\n", "ram: \"-1\" is no size" },
		{ "ram: 0\n", "ram: no RAM at all" },
		{ "ram: [1]\n", "ram: expected a size" },
		{ "ram: 17M\n", "ram: 17825792 bytes, but the bank sram of small has 16777216" },
		{ "ram: {srm: 1K}\n", "there is no bank of RAM srm; the nearest are sram, ccm" },
		{ "ram: {ccm: 65K}\n", "the bank ccm of small has 65536" },
		{ "ram: {ccm: 1K, ccm: 1K}\n", "ccm: the key is there twice" },
		{ "ram: 320K\nflash: 9000M\n", "x.yaml:2: flash: 9000M overflows" },
		{ "ram: 320K\nfree: 320K\n", "x.yaml:2: ram: 327680 bytes are below the sum of the reserves: free: 327680" },
		{ "ram: 320K\nfree: {a: 200K, b: 200K}\n", "below the sum of the reserves: free: 409600" },
		{ "ram: 320K\nfree: {a: 4000M, b: 200M}\n", "x.yaml:2: free: the sum overflows" },
		{ "ram: 320K\nfeatures: [proc]\n", "there is no feature proc; the nearest are procfs" },
		{ "ram: 320K\nfeatures: procfs\n", "x.yaml:2: features: expected a list" },
		{ "ram: 320K\nfeatures: [[a]]\n", "x.yaml:2: features: expected names" },
		{ "ram: 320K\nfeatures: [console, tiny]\n", "features: tiny and console contradict each other" },
		{ "ram: 320K\nknobs: [LVL_BITS]\n", "x.yaml:2: knobs: expected {NAME: VALUE}" },
		{ "ram: 320K\nknobs:\n  LVL_BITZ: 3\n", "x.yaml:3: there is no knob LVL_BITZ; the nearest are LVL_BITS, " },
		{ "ram: 320K\nknobs: {LVL_BITS: 9}\n", "LVL_BITS: 9 is outside of its range; the values are 6, 5, 4, 3" },
		{ "ram: 320K\nknobs: {LVL_BITS: {min: 7}}\n", "LVL_BITS: min: 7 is outside of its range, 3 to 6" },
		{ "ram: 320K\nknobs: {LVL_BITS: {max: 2}}\n", "LVL_BITS: max: 2 is outside of its range, 3 to 6" },
		{ "ram: 320K\nknobs: {LVL_BITS: {min: 5, max: 4}}\n", "LVL_BITS: no value from 5 to 4; there are 6, 5, 4, 3" },
		{ "ram: 320K\nknobs: {IN_LOOKUP_SHIFT: {min: 6, max: 7}}\n", "IN_LOOKUP_SHIFT: no value from 6 to 7" },
		{ "ram: 320K\nknobs: {LVL_BITS: {least: 5}}\n", "LVL_BITS: least: expected {min: NUMBER, max: NUMBER}" },
		{ "ram: 320K\nknobs: {LVL_BITS: {min: few}}\n", "LVL_BITS: min: expected a number" },
		{ "ram: 320K\nknobs: {SLAB: {min: SLUB}}\n", "SLAB: has no order" },
		{ "ram: 320K\nknobs: {SLAB: SLOB}\n", "SLAB: SLOB is outside of its range; the values are SLUB, SLUB_TINY, SLAB_PACKED" },
		{ "ram: [\n", "x.yaml:2: " },
		{ "? [a]\n: b\n", "a key that is no plain text" },
		{ "ram: \"1\\0K\"\n", "a NUL in the text" },
	};
	struct knobs knobs = read_knobs();
	struct budget budget;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;

		assert_int_equal(budget_of(&budget, cases[i][0], &knobs, &error), -1);
		assert_says(&error, cases[i][1]);
	}
	knobs_free(&knobs);
}

/* What only shows when bounds, features and rules come together. */
static void test_contradictions(void **state)
{
	static const char *const cases[][2] = {
		{ "knobs: {PROC_FS: n}\n", "knobs: PROC_FS: all that is left of its values contradicts features: procfs" },
		{ "knobs: {PRINTK: n}\n", "knobs: PRINTK: all that is left of its values contradicts features: no quiet and console" },
		{ "features: []\nknobs: {TTY: n, PRINTK: y}\n", "knobs: what is left of PRINTK and of TTY contradict each other" },
		{ "knobs: {PCPU_MIN_UNIT_SIZE: 12, PERCPU_RESERVE: 8}\n", "what is left of PCPU_MIN_UNIT_SIZE and of PERCPU_RESERVE contradict" },
	};
	struct knobs knobs = read_knobs();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		char *text = memory_printf("ram: 1M\n%s", cases[i][0]);
		struct budget budget = good_budget(text, &knobs);
		struct plan plan;

		assert_int_equal(plan_make(&plan, &knobs, &knobs.bases[0],
					   &budget, &error), -1);
		assert_says(&error, cases[i][1]);
		budget_free(&budget);
		free(text);
	}
	knobs_free(&knobs);
}

/* The smaller item is below the high-water mark and its margin: never taken. */
static void test_high_water(void **state)
{
	struct error error = ERROR_INIT;
	struct buffer text = BUFFER_INIT;
	struct budget budget;
	struct knobs knobs;
	struct plan plan;
	char *path;

	(void)state;
	for (size_t k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
		buffer_printf(&text, "%s\n%s", lines[k],
			      k == 10 ? "  size: [2, 1]\n  high_water: 1\n  margin: 1\n" : "");
	path = write_file(buffer_text(&text));
	assert_int_equal(knobs_read(&knobs, path, &error), 0);
	budget = good_budget("ram: 4K\n", &knobs);
	budget.ram = 1025;	/* the larger one needs 1030 */
	plan = plan_of(&budget, &knobs);
	assert_false(plan.met);
	plan_free(&plan);
	budget.bounds[0] = 0x2;
	assert_int_equal(plan_make(&plan, &knobs, &knobs.bases[0], &budget, &error), -1);
	assert_says(&error, "knobs: A: all that is left of its values is below the high-water mark of 1 bytes and the margin of 1");
	budget_free(&budget);
	knobs_free(&knobs);
	buffer_free(&text);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_knobs),
		cmocka_unit_test(test_knob_errors),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_budget_errors),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_high_water),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
