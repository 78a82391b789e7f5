// SPDX-License-Identifier: GPL-2.0-or-later
/* RAM by part, from what a boot tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "generator/ram/boot.h"
#include "generator/ram/parts.h"

#define RAM 327680

/* 200 KiB for the page allocator, 100 of them free; a page went for /proc. */
#define FACTS \
	"sh# facts\n" \
	"gen-board: facts begin\n" \
	"gen-board: sysinfo totalram 204800\n" \
	"gen-board: sysinfo freeram 102400\n"
#define MEMINFO \
	"gen-board: meminfo MemTotal:            200 kB\n" \
	"gen-board: meminfo MemFree:              96 kB\n" \
	"gen-board: meminfo MmapCopy:             24 kB\n" \
	"gen-board: meminfo Slab:                 44 kB\n" \
	"gen-board: meminfo KernelStack:          20 kB\n"
#define PERCPU(kib)	"gen-board: meminfo Percpu:  " kib " kB\n"
#define END		"gen-board: facts end\nsh# "

static struct boot_allocation allocations[] = {
	{ "paging_init", 4096 },
	{ "free_area_init", 4096 },
	{ "setup_per_cpu_areas", 8192 },
};

static struct kernel kernel;

static struct boot boot_of(const char *text)
{
	struct boot boot = { 0 };

	boot_log_parse(&boot.log, text, strlen(text));
	boot.allocations.items = allocations;
	boot.allocations.count = sizeof(allocations) / sizeof(allocations[0]);
	boot.reached_prompt = boot.log.reached_prompt && boot.log.facts_told;
	boot.outcome.end = MACHINE_VERDICT;
	return boot;
}

static void free_boot(struct boot *boot)
{
	boot_log_free(&boot->log);
}

static long long sum(const struct parts *parts)
{
	long long bytes = 0;

	for (size_t part = 0; part < NR_RAM_PARTS; part++)
		bytes += parts->bytes[part];
	return bytes;
}

/* An area of 8 KiB is memblock's, what is more the page allocator's. */
static void test_sum(void **state)
{
	static const struct {
		const char *text;
		long long percpu, pages;
	} cases[] = {
		{ FACTS MEMINFO PERCPU("8") END, 8192, 16 * 1024 },
		{ FACTS MEMINFO PERCPU("12") END, 12288, 12 * 1024 },
	};

	(void)state;
	kernel.image.xip.length = 1000;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct boot boot = boot_of(cases[i].text);
		struct error error = ERROR_INIT;
		struct parts parts;

		assert_int_equal(parts_read(&parts, &boot, &kernel, RAM, &error), 0);
		assert_true(parts_complete(&parts));
		assert_int_equal(parts.free, 102400);
		assert_int_equal(sum(&parts), RAM - 102400);
		assert_int_equal(parts.bytes[PART_STATIC], RAM - 204800 - 4096 - 8192);
		assert_int_equal(parts.bytes[PART_MEMMAP], 4096);
		assert_int_equal(parts.bytes[PART_PERCPU], cases[i].percpu);
		assert_int_equal(parts.bytes[PART_SLAB], 40 * 1024);
		assert_int_equal(parts.bytes[PART_STACKS], 20 * 1024);
		assert_int_equal(parts.bytes[PART_USER], 24 * 1024);
		assert_int_equal(parts.bytes[PART_PAGES], cases[i].pages);
		assert_int_equal(parts.bytes[PART_RESERVE], -1);
		assert_int_equal(parts.bytes[PART_FLASH], 1000);
		free_boot(&boot);
	}
}

static void add_symbol(struct image *image, const char *name, uint64_t address)
{
	struct image_symbol *symbol = array_add(&image->symbols);

	symbol->name = (char *)(uintptr_t)name;
	symbol->address = address;
	*map_put(&image->by_name, name) = (void *)(uintptr_t)image->symbols.count;
}

static void free_symbols(struct image *image)
{
	array_free(&image->symbols);
	map_free(&image->by_name);
}

/* The interrupts' stack is as large as init's. */
static void test_interrupt_stack(void **state)
{
	struct boot boot = boot_of(FACTS MEMINFO PERCPU("8") END);
	struct kernel with = { 0 };
	struct error error = ERROR_INIT;
	struct parts parts;

	(void)state;
	add_symbol(&with.image, "__start_init_stack", 0x20002000);
	add_symbol(&with.image, "__end_init_stack", 0x20003000);
	assert_int_equal(parts_read(&parts, &boot, &with, RAM, &error), 0);
	assert_int_equal(parts.bytes[PART_STACKS], 20 * 1024);
	add_symbol(&with.image, "irq_stack_ptr", 0x20003100);
	assert_int_equal(parts_read(&parts, &boot, &with, RAM, &error), 0);
	assert_int_equal(parts.bytes[PART_STACKS], 24 * 1024);
	assert_int_equal(parts.bytes[PART_PAGES], 12 * 1024);
	assert_int_equal(sum(&parts), RAM - 102400);
	free_symbols(&with.image);
	free_boot(&boot);
}

/*
 * 20 KiB are told of ten stacks of 2.5 KiB each, which slab has; the interrupts'
 * is a page, or an array.
 */
static void test_small_stacks(void **state)
{
	struct boot boot = boot_of(FACTS MEMINFO PERCPU("8") END);
	struct kernel with = { 0 };
	struct error error = ERROR_INIT;
	struct parts parts;

	(void)state;
	add_symbol(&with.image, "__start_init_stack", 0x20002000);
	add_symbol(&with.image, "__end_init_stack", 0x20002a00);
	add_symbol(&with.image, "irq_stack_ptr", 0x20003100);
	assert_int_equal(parts_thread_stack(&with.image), 2560);
	assert_int_equal(parts_read(&parts, &boot, &with, RAM, &error), 0);
	assert_int_equal(parts.bytes[PART_STACKS], 10 * 2560 + 4096);
	assert_int_equal(parts.bytes[PART_SLAB], 40 * 1024 - 10 * 2560);
	assert_int_equal(sum(&parts), RAM - 102400);
	add_symbol(&with.image, "irq_stack", 0x20003200);
	assert_int_equal(parts_read(&parts, &boot, &with, RAM, &error), 0);
	assert_int_equal(parts.bytes[PART_STACKS], 10 * 2560);
	assert_int_equal(sum(&parts), RAM - 102400);
	free_symbols(&with.image);
	free_boot(&boot);
}

/* Percpu memory from the slab: there is no area. */
static void test_no_percpu(void **state)
{
	struct boot boot = boot_of(FACTS MEMINFO PERCPU("0") END);
	struct error error = ERROR_INIT;
	struct parts parts;

	(void)state;
	boot.allocations.count = 2;
	assert_int_equal(parts_read(&parts, &boot, &kernel, RAM, &error), 0);
	assert_true(parts_complete(&parts));
	assert_int_equal(parts.bytes[PART_PERCPU], 0);
	assert_int_equal(parts.bytes[PART_STATIC], RAM - 204800 - 4096);
	assert_int_equal(parts.bytes[PART_PAGES], 16 * 1024);
	assert_int_equal(sum(&parts), RAM - 102400);
	free_boot(&boot);
}

static void test_no_procfs(void **state)
{
	struct boot boot = boot_of(FACTS END);
	struct error error = ERROR_INIT;
	struct parts parts;

	(void)state;
	assert_int_equal(parts_read(&parts, &boot, &kernel, RAM, &error), 0);
	assert_false(parts_complete(&parts));
	assert_int_equal(parts.free, 102400);
	assert_int_equal(parts.bytes[PART_STATIC], RAM - 204800 - 4096 - 8192);
	assert_int_equal(parts.bytes[PART_SLAB], -1);
	free_boot(&boot);
}

static void test_errors(void **state)
{
	static const struct {
		const char *text, *says;
		size_t nr_allocations;
		uint64_t ram;
	} cases[] = {
		{ "Kernel panic - not syncing: no\n", "did not reach the prompt: Kernel panic",
		  3, RAM },
		{ FACTS MEMINFO END, "doesn't tell Slab, KernelStack, MmapCopy and Percpu",
		  3, RAM },
		{ FACTS MEMINFO PERCPU("4") END, "doesn't add up", 3, RAM },
		{ FACTS MEMINFO PERCPU("120") END, "doesn't add up", 3, RAM },
		{ FACTS MEMINFO PERCPU("8") END, "who allocated the memmap", 1, RAM },
		{ FACTS MEMINFO PERCPU("8") END, "of 204800 bytes of RAM", 3, 204800 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct boot boot = boot_of(cases[i].text);
		struct error error = ERROR_INIT;
		struct parts parts;

		boot.allocations.count = cases[i].nr_allocations;
		assert_int_equal(parts_read(&parts, &boot, &kernel, cases[i].ram,
					    &error), -1);
		if (!strstr(error.text, cases[i].says))
			fail_msg("%s: not in: %s", cases[i].says, error.text);
		free_boot(&boot);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_interrupt_stack),
		cmocka_unit_test(test_small_stacks),
		cmocka_unit_test(test_no_percpu),
		cmocka_unit_test(test_no_procfs),
		cmocka_unit_test(test_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
