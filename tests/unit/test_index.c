// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The index as a whole: questions, and a few things that are known of a real
 * kernel, $KERNEL.
 */
#include "tests/unit/index_fixture.h"

static void count_object(const struct index_object *object, void *context)
{
	buffer_printf(context, "%s ", object->source);
}

static void test_questions(void **state)
{
	char *tree = fixture_make_small();
	struct kernel_index index;
	struct index_entries entries;
	struct buffer found = BUFFER_INIT;

	(void)state;
	fixture_open(&index, tree);
	assert_string_equal(index.tree, tree);
	assert_string_equal(index.version, "6.12");
	assert_false(index.cached);

	entries = kernel_index_compatible(&index, "a,b");
	assert_int_equal(entries.count, 2);
	assert_int_equal(entries.items[0]->kind, COMPATIBLE_DRIVER);
	assert_string_equal(entries.items[0]->file, "drivers/rows.inc");
	assert_string_equal(entries.items[0]->source, "drivers/one.c");
	assert_int_equal(entries.items[1]->kind, COMPATIBLE_CLOCK);
	assert_int_equal(kernel_index_compatible(&index, "a,").count, 0);
	assert_int_equal(kernel_index_compatible(&index, "").count, 0);
	assert_int_equal(kernel_index_compatible(&index, "zz").count, 0);

	/* a row that only a module has is no part of vmlinux */
	entries = kernel_index_compatible(&index, "a,module");
	assert_int_equal(entries.count, 1);
	fixture_assert_condition(&index, entries.items[0]->condition, "false");
	fixture_assert_condition(&index, entries.items[0]->module, "A=m");

	assert_int_equal(kernel_index_file(&index, "drivers/one.c").count, 3);
	assert_int_equal(kernel_index_file(&index, "drivers/rows.inc").count, 2);
	assert_int_equal(kernel_index_file(&index, "drivers").count, 0);
	fixture_assert_object(&index, "drivers/two.c", "B", "false");
	fixture_assert_object(&index, "drivers/rows.inc", NULL, NULL);

	kernel_index_symbol(&index, "A", count_object, &found);
	kernel_index_symbol(&index, "NUMBER", count_object, &found);
	assert_string_equal(buffer_text(&found), "drivers/one.c ");
	buffer_free(&found);
	kernel_index_close(&index);
	fixture_remove(tree);
}

static void test_empty(void **state)
{
	char *tree = fixture_make(NULL, 0);
	struct kernel_index index;

	(void)state;
	fixture_open(&index, tree);
	assert_int_equal(index.entries.count, 0);
	assert_int_equal(kernel_index_compatible(&index, "a,b").count, 0);
	assert_int_equal(kernel_index_file(&index, "a.c").count, 0);
	assert_null(kernel_index_object(&index, "a.c"));
	kernel_index_close(&index);
	fixture_remove(tree);
}

/* ---- trees that are none */

static void test_no_tree(void **state)
{
	static const char *const missing[] = { "Makefile", "Kconfig" };
	struct kernel_index index;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *tree = fixture_make_small();
		struct error error = ERROR_INIT;

		if (i < 2)
			fixture_delete(tree, missing[i]);
		else
			fixture_write(tree, "Makefile", "all:\n");
		assert_int_equal(kernel_index_open(&index, tree, NULL, &error), -1);
		assert_int_equal(error.status, ERROR_INPUT);
		assert_non_null(strstr(error.text, "not a kernel source tree"));
		assert_int_equal(strncmp(error.text, tree, strlen(tree)), 0);
		kernel_index_close(&index);
		fixture_remove(tree);
	}
}

/* ---- a real kernel */

static const struct {
	const char *compatible;
	enum compatible_kind kind;
	const char *file, *condition;
} known[] = {
	{ "st,stm32-uart", COMPATIBLE_DRIVER, "drivers/tty/serial/stm32-usart.c",
	  "OF && SERIAL_STM32" },
	{ "st,stm32f469-rcc", COMPATIBLE_CLOCK, "drivers/clk/clk-stm32f4.c",
	  "COMMON_CLK && COMMON_CLK_STM32F" },
	{ "st,stm32f429-pinctrl", COMPATIBLE_DRIVER, "drivers/pinctrl/stm32/pinctrl-stm32f429.c",
	  "PINCTRL && PINCTRL_STM32 && PINCTRL_STM32F429" },
	{ "st,stm32f469", COMPATIBLE_MACHINE, "arch/arm/mach-stm32/board-dt.c",
	  "SRCARCH=arm && ARCH_STM32" },
	{ "arm,armv7m-nvic", COMPATIBLE_IRQCHIP, "drivers/irqchip/irq-nvic.c",
	  "IRQCHIP && ARM_NVIC" },
	{ "arm,armv7m-systick", COMPATIBLE_TIMER, "drivers/clocksource/armv7m_systick.c",
	  "TIMER_OF && ARMV7M_SYSTICK" },
	{ "arm,pl011", COMPATIBLE_EARLYCON, "drivers/tty/serial/amba-pl011.c",
	  "SERIAL_EARLYCON && SERIAL_AMBA_PL011 && SERIAL_AMBA_PL011_CONSOLE" },
	{ "arm,pl180", COMPATIBLE_FACT, "drivers/mmc/host/mmci.c",
	  "(MMC || MMC=m) && MMC_ARMMMCI && ARM_AMBA" },
	{ "syscon", COMPATIBLE_FACT, "drivers/mfd/syscon.c", "MFD_SYSCON" },
};

static void test_real(void **state)
{
	const char *tree = getenv("KERNEL");
	struct kernel_index index;

	(void)state;
	if (!tree || !file_is_directory(tree))
		skip();
	fixture_open(&index, tree);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct index_entries entries =
			kernel_index_compatible(&index, known[i].compatible);
		const struct index_entry *entry = NULL;

		for (size_t k = 0; !entry && k < entries.count; k++)
			if (entries.items[k]->kind == known[i].kind &&
			    !strcmp(entries.items[k]->file, known[i].file))
				entry = entries.items[k];
		if (!entry)
			fail_msg("%s: not in %s", known[i].compatible, known[i].file);
		fixture_assert_condition(&index, entry->condition, known[i].condition);
	}
	kernel_index_close(&index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_no_tree),
		cmocka_unit_test(test_real),
	};

	return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
