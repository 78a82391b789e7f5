// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What Kconfig files make of lines. The cases in tests/unit/kconfig (run from
 * the top of the project) are trees with what the kernel's own conf makes of
 * them: `make check-kconfig` asks it again.
 */
#include "tests/unit/kconfig_fixture.h"

#include <dirent.h>
#include <stdlib.h>

#include "generator/base/memory.h"
#include "generator/kernel/kconfig_referee.h"
#include "tests/unit/random_kconfig.h"

#define CASES "tests/unit/kconfig"

/* ---- cases */

static void read_case(const char *name, const char *file, struct buffer *text)
{
	struct error error = ERROR_INIT;
	char *path = memory_printf(CASES "/%s/%s", name, file);

	buffer_add_string(text, "");
	if (file_read(path, text, &error))
		fail_msg("%s", error.text);
	free(path);
}

static void test_case(void **state)
{
	const char *name = *state;
	char *tree = memory_printf(CASES "/%s", name);
	struct buffer lines = BUFFER_INIT, config = BUFFER_INIT;
	struct buffer ours = BUFFER_INIT, differences = BUFFER_INIT;
	struct error error = ERROR_INIT;
	struct kconfig *kconfig = kconfig_open(&(struct kconfig_options){
		.tree = tree, .arch = "arm", .cache = "" }, &error);

	if (!kconfig)
		fail_msg("%s", error.text);
	read_case(name, "lines", &lines);
	read_case(name, "config", &config);
	evaluate(kconfig, lines.data);
	kconfig_config(kconfig, &ours);
	if (referee_compare(buffer_text(&ours), "gen-board", config.data, "the kernel",
			    &differences))
		fail_msg("%s", buffer_text(&differences));
	/* the order is the same, too */
	assert_string_equal(buffer_text(&ours), config.data);
	kconfig_close(kconfig);
	free(tree);
	buffer_free(&lines);
	buffer_free(&config);
	buffer_free(&ours);
	buffer_free(&differences);
}

static int select_case(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* ---- what there is to know */

static const char example[] =
	"config A\n"
	"\ttristate \"the prompt\"\n"
	"config HIDDEN\n"
	"\tbool\n"
	"config NUMBER\n"
	"\tint \"n\"\n"
	"\tdefault 16\n"
	"config ADDRESS\n"
	"\thex \"h\"\n"
	"\tdefault 0x08\n"
	"config NAME\n"
	"\tstring \"s\"\n"
	"\tdefault \"abc\"\n"
	"config USES\n"
	"\tbool \"u\"\n"
	"\tdepends on NOT_DEFINED\n";

static void test_facts(void **state)
{
	struct kconfig *kconfig = fixture(example);

	(void)state;
	assert_int_equal(kconfig_symbol_type(kconfig, "A"), KCONFIG_TYPE_TRISTATE);
	assert_int_equal(kconfig_symbol_type(kconfig, "NAME"), KCONFIG_TYPE_STRING);
	assert_int_equal(kconfig_symbol_type(kconfig, "NOT_DEFINED"), KCONFIG_TYPE_UNKNOWN);
	assert_int_equal(kconfig_symbol_type(kconfig, "NOWHERE"), KCONFIG_TYPE_UNKNOWN);
	assert_string_equal(kconfig_symbol_type_name(KCONFIG_TYPE_HEX), "hex");
	assert_string_equal(kconfig_prompt(kconfig, "A"), "the prompt");
	assert_null(kconfig_prompt(kconfig, "HIDDEN"));
	assert_null(kconfig_prompt(kconfig, "NOWHERE"));
	assert_string_equal(kconfig_position(kconfig, "HIDDEN").file, "Kconfig");
	assert_int_equal(kconfig_position(kconfig, "HIDDEN").line, 3);
	assert_null(kconfig_position(kconfig, "NOT_DEFINED").file);
	assert_null(kconfig_value(kconfig, "NOT_DEFINED"));
	assert_string_equal(kconfig_value(kconfig, "NAME"), "abc");
	assert_string_equal(kconfig_value(kconfig, "A"), "n");
	kconfig_close(kconfig);
}

static void test_holds(void **state)
{
	static const struct {
		const char *condition;
		bool holds;
	} table[] = {
		{ "A", true }, { "!A", false }, { "A=m", false }, { "HIDDEN", false },
		{ "A && !HIDDEN", true }, { "HIDDEN || A", true }, { "A && HIDDEN", false },
		{ "NUMBER=16", true }, { "NUMBER=0x10", false }, { "ADDRESS=0x8", true },
		{ "ADDRESS=0x00000008", true }, { "ADDRESS=0x80", false },
		{ "NAME=abc", true }, { "NAME=ab", false }, { "NOWHERE", false },
		{ "!NOWHERE", true }, { "SRCARCH=arm", true }, { "ARCH=arm", true },
		{ "ARCH=x86", false }, { "{MODULE}", true }, { "true", true }, { "false", false },
	};
	struct kconfig *kconfig = fixture(example);
	struct condition_pool *pool = condition_pool_new();
	struct error error = ERROR_INIT;

	(void)state;
	evaluate(kconfig, "CONFIG_A=y\n");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct condition *condition =
			condition_parse(pool, table[i].condition, &error);

		assert_non_null(condition);
		if (kconfig_holds(kconfig, condition) != table[i].holds)
			fail_msg("%s", table[i].condition);
	}
	condition_pool_free(pool);
	kconfig_close(kconfig);
}

static void test_check_line(void **state)
{
	static const struct {
		struct kconfig_line line;
		const char *error;
	} table[] = {
		{ { "A", "y", false }, NULL },
		{ { "A", "m", false }, NULL },
		{ { "HIDDEN", "m", false }, "HIDDEN=m: not a value of type bool" },
		{ { "A", "yes", false }, "A=yes: not a value of type tristate" },
		{ { "NUMBER", "12", false }, NULL },
		{ { "NUMBER", "-12", false }, NULL },
		{ { "NUMBER", "0x12", false }, "NUMBER=0x12: not a value of type int" },
		{ { "ADDRESS", "12", false }, NULL },
		{ { "ADDRESS", "12g", false }, "ADDRESS=12g: not a value of type hex" },
		{ { "NAME", "", true }, NULL },
		{ { "NAME", "x", false }, "NAME=x: it is of type string and wants quotes" },
		{ { "NUMBER", "1", true }, "NUMBER=1: it is without quotes, of type int" },
		{ { "NUMBR", "1", false }, "no symbol NUMBR in " },
		{ { "NUMBR", "1", false }, "nearest: NUMBER" },
		{ { "NOT_DEFINED", "y", false }, "no symbol NOT_DEFINED in " },
	};
	struct kconfig *kconfig = fixture(example);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct error error = ERROR_INIT;
		int result = kconfig_check_line(kconfig, &table[i].line, &error);

		assert_int_equal(result, table[i].error ? -1 : 0);
		if (table[i].error && !strstr(error.text, table[i].error))
			fail_msg("%s", error.text);
	}
	kconfig_close(kconfig);
}

static void test_nearest(void **state)
{
	struct kconfig *kconfig = fixture(
		"config SERIAL_STM32\n\tbool\n"
		"config SERIAL_STM32_CONSOLE\n\tbool\n"
		"config MFD_STM32_TIMERS\n\tbool\n"
		"config NET\n\tbool\n");
	const char *names[3];

	(void)state;
	assert_int_equal(kconfig_nearest(kconfig, "SERIAL_SMT32", names, 3), 1);
	assert_string_equal(names[0], "SERIAL_STM32");
	assert_int_equal(kconfig_nearest(kconfig, "SERIAL_STM3", names, 3), 2);
	assert_string_equal(names[0], "SERIAL_STM32");
	assert_string_equal(names[1], "SERIAL_STM32_CONSOLE");
	assert_int_equal(kconfig_nearest(kconfig, "STM32_TIMER", names, 3), 1);
	assert_string_equal(names[0], "MFD_STM32_TIMERS");
	assert_int_equal(kconfig_nearest(kconfig, "TEN", names, 3), 1);
	assert_string_equal(names[0], "NET");
	assert_int_equal(kconfig_nearest(kconfig, "QUITE_SOMETHING_ELSE", names, 3), 0);
	kconfig_close(kconfig);
}

static void check_explanation(struct kconfig *kconfig, const char *symbol,
			      const char *expected)
{
	struct buffer text = BUFFER_INIT;

	kconfig_explain(kconfig, symbol, &text);
	assert_string_equal(buffer_text(&text), expected);
	buffer_free(&text);
}

static void test_explain(void **state)
{
	struct kconfig *kconfig = fixture(
		"config BUS\n\tbool \"bus\"\n\tselect CORE\n"
		"config CORE\n\tbool\n"
		"config DRIVER\n\tbool \"driver\"\n\tdepends on BUS && !OTHER\n"
		"config OTHER\n\tdef_bool CORE\n");

	(void)state;
	check_explanation(kconfig, "DRIVER",
		"DRIVER=n, bool (Kconfig:6)\n"
		"  DRIVER is n: needs BUS[=n] && !OTHER[=n] (Kconfig:7)\n"
		"    BUS is n: no line turns it on (Kconfig:1)\n"
		"  prompt \"driver\" (Kconfig:7) if BUS[=n] && !OTHER[=n]\n");
	evaluate(kconfig, "CONFIG_BUS=y\n");
	check_explanation(kconfig, "DRIVER",
		"DRIVER=n, bool (Kconfig:6)\n"
		"  DRIVER is n: needs BUS[=y] && !OTHER[=y] (Kconfig:7)\n"
		"    OTHER is y, but must be n: default CORE[=y] (Kconfig:10)\n"
		"  prompt \"driver\" (Kconfig:7) if BUS[=y] && !OTHER[=y]\n");
	check_explanation(kconfig, "CORE",
		"CORE=y, bool (Kconfig:4)\n"
		"  because: selected by BUS[=y] (Kconfig:3)\n"
		"  selected by BUS[=y] (Kconfig:3)\n");
	check_explanation(kconfig, "BUSS",
		"BUSS: no such symbol for ARCH=arm; nearest: BUS\n");
	kconfig_close(kconfig);
}

/* ---- one set of lines after another */

/* Nothing of the lines before is left over. */
static void test_again(void **state)
{
	struct random random = { .state = 7, .tristates = true };

	(void)state;
	for (int tree = 0; tree < 12; tree++) {
		struct buffer text = BUFFER_INIT;
		struct kconfig *kconfig;

		random_kconfig(&random, 20, &text);
		kconfig = fixture(text.data);
		for (int i = 0; i < 12; i++) {
			struct buffer lines = BUFFER_INIT, again = BUFFER_INIT, first = BUFFER_INIT;
			struct kconfig *fresh = fixture(text.data);

			buffer_add_string(&lines, "");
			random_lines(&random, 20, &lines);
			evaluate(kconfig, lines.data);
			evaluate(fresh, lines.data);
			/* not all are asked for, then all */
			kconfig_value(kconfig, "A7");
			if (i % 3)
				kconfig_config(kconfig, &again);
			kconfig_config(fresh, &first);
			if (i % 3)
				assert_string_equal(buffer_text(&again), buffer_text(&first));
			buffer_free(&lines);
			buffer_free(&again);
			buffer_free(&first);
			kconfig_close(fresh);
		}
		kconfig_close(kconfig);
		buffer_free(&text);
	}
}

/* Of two lines for one choice the last wins, wherever it moves. */
static void test_choice_again(void **state)
{
	struct kconfig *kconfig = fixture(
		"choice\n\tprompt \"c\"\n"
		"config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nconfig C\n\tbool \"c\"\n"
		"endchoice\n"
		"config D\n\tdef_bool A\n");

	(void)state;
	for (int i = 0; i < 6; i++) {
		evaluate(kconfig, "CONFIG_A=y\nCONFIG_B=y\n");
		assert_string_equal(kconfig_value(kconfig, "D"), "n");
		evaluate(kconfig, "CONFIG_B=y\nCONFIG_A=y\n");
		assert_string_equal(kconfig_value(kconfig, "D"), "y");
		evaluate(kconfig, "CONFIG_C=y\n");
		assert_string_equal(kconfig_value(kconfig, "D"), "n");
		evaluate(kconfig, "");
		assert_string_equal(kconfig_value(kconfig, "D"), "y");
	}
	kconfig_close(kconfig);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_check_line),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_choice_again),
	};
	const size_t nr_others = sizeof(others) / sizeof(others[0]);
	struct dirent **cases;
	int count = scandir(CASES, &cases, select_case, alphasort);
	struct CMUnitTest *tests;
	int result;

	setenv("KCONFIG_TEST_VARIABLE", "value", 1);
	if (count <= 0)
		return EXIT_FAILURE;
	tests = memory_new(count + nr_others, sizeof(*tests));
	for (int i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){
			.name = cases[i]->d_name, .test_func = test_case,
			.initial_state = cases[i]->d_name,
		};
	memcpy(tests + count, others, sizeof(others));
	result = _cmocka_run_group_tests("kconfig", tests, count + nr_others, NULL, NULL);
	for (int i = 0; i < count; i++)
		free(cases[i]);
	free(cases);
	free(tests);
	return result;
}
