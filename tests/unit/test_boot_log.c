// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading console logs: golden logs of real boots (tests/unit/logs; run from
 * the top of the tree), and lines as a serial line may garble them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "generator/base/file.h"
#include "generator/ram/boot_log.h"

static void parse_file(struct boot_log *log, const char *name)
{
	struct error error = ERROR_INIT;
	struct buffer text = BUFFER_INIT;
	char *path = path_join("tests/unit/logs", name);

	if (file_read(path, &text, &error))
		fail_msg("%s", error.text);
	boot_log_parse(log, text.data, text.length);
	buffer_free(&text);
	free(path);
}

static void parse_text(struct boot_log *log, const char *text)
{
	boot_log_parse(log, text, strlen(text));
}

/* A 4 KiB log buffer has lost the boot's first lines here. */
static void test_emulator(void **state)
{
	struct boot_log log;

	(void)state;
	parse_file(&log, "stm32f469-disco.log");
	assert_true(log.reached_prompt);
	assert_int_equal(log.facts_told, 1);
	assert_null(log.trouble);
	assert_null(log.shortage);
	assert_null(log.version);
	assert_int_equal(log.available_kib, 15768);
	assert_int_equal(boot_log_fact(&log, "sysinfo.freeram"), 15876096);
	assert_int_equal(boot_log_fact(&log, "meminfo.Slab"), 376 * 1024);
	assert_int_equal(boot_log_fact(&log, "shell.Mem"), 15908);
	assert_int_equal(boot_log_fact(&log, "shell.Slack"), 0);
	assert_int_equal(boot_log_fact(&log, "shell.Shared"), 32816);
	assert_int_equal(boot_log_fact(&log, "status.Mem"), 15908);
	assert_int_equal(boot_log_fact(&log, "status.Nothing"), -1);
	assert_int_equal(boot_log_fact(&log, "process.free"), 24576);
	assert_int_equal(boot_log_fact(&log, "process.stack"), 8192);
	assert_int_equal(boot_log_fact(&log, "process.slab"), 4096);
	boot_log_free(&log);
}

/* The kernel's last word stands behind the prompt. */
static void test_memblock(void **state)
{
	long long largest = 0;
	struct boot_log log;

	(void)state;
	parse_file(&log, "mps2-an385-memblock.log");
	assert_true(log.reached_prompt);
	assert_int_equal(log.facts_told, 1);
	assert_string_equal(log.version, "6.12.117");
	assert_int_equal(log.available_kib, 15908);
	assert_int_equal(log.total_kib, 16384);
	assert_int_equal(log.reserved_kib, 292);
	/* reservations are no allocations */
	assert_int_equal(log.allocations.count, 19);
	assert_int_equal(log.allocations.items[0].bytes, 4096);
	assert_int_equal(log.allocations.items[0].caller, 0xcfc26);
	for (size_t i = 0; i < log.allocations.count; i++) {
		if (log.allocations.items[i].bytes > largest)
			largest = log.allocations.items[i].bytes;
	}
	assert_int_equal(largest, 131072);
	boot_log_free(&log);
}

static void test_out_of_memory(void **state)
{
	struct boot_log log;

	(void)state;
	parse_file(&log, "mps2-an385-600k.log");
	assert_false(log.reached_prompt);
	assert_string_equal(log.trouble,
		"Kernel panic - not syncing: System is deadlocked on memory");
	assert_int_equal(log.available_kib, 208);
	assert_int_equal(log.facts.count, 0);
	boot_log_free(&log);
}

/* The shell lives on, but what was typed did not run. */
static void test_no_memory_for_a_child(void **state)
{
	struct boot_log log;

	(void)state;
	parse_file(&log, "stm32f469-disco-804k.log");
	assert_true(log.reached_prompt);
	assert_int_equal(log.facts_told, 0);
	assert_null(log.trouble);
	assert_string_equal(log.shortage,
			    "Out of memory: Killed process 13 (facts)");
	boot_log_free(&log);
}

/* Time stamps, a terminal's colours, NULs, other programs in between. */
static void test_serial_line(void **state)
{
	static const char text[] =
		"\0\0[    0.000000] Linux version 6.12.1-dirty (a@b)\r\n"
		"\033[0m[    0.010000] Memory: 100K/320K available (1K kernel code, 2K rwdata, 30K reserved)\r\n"
		"[    0.900000] sh# facts\r\n"
		"# gen-board: facts begin\r\n"
		"login: gen-board: sysinfo freeram 4096\r\n"
		"gen-board: meminfo Active(anon):  12 kB\r\n"
		"gen-board: shell Mem:\t    78 bytes\r\n"
		"gen-board: status Mem:\t    77 bytes\r\n"
		"gen-board: process free 24576\r\n"
		"gen-board: facts end";
	struct boot_log log;

	(void)state;
	boot_log_parse(&log, text, sizeof(text) - 1);
	assert_true(log.reached_prompt);
	assert_int_equal(log.facts_told, 1);
	assert_string_equal(log.version, "6.12.1-dirty");
	assert_int_equal(log.available_kib, 100);
	assert_int_equal(log.reserved_kib, 30);
	assert_int_equal(boot_log_fact(&log, "sysinfo.freeram"), 4096);
	assert_int_equal(boot_log_fact(&log, "meminfo.Active(anon)"), 12 * 1024);
	assert_int_equal(boot_log_fact(&log, "shell.Mem"), 78);
	assert_int_equal(boot_log_fact(&log, "status.Mem"), 77);
	assert_int_equal(boot_log_fact(&log, "process.free"), 24576);
	assert_int_equal(boot_log_fact(&log, "process.stack"), -1);
	boot_log_free(&log);
}

/* A log that was cut off must not pass for a boot that came to its end. */
static void test_cut_off(void **state)
{
	struct boot_log log;

	(void)state;
	parse_text(&log, "sh# facts\ngen-board: facts begin\ngen-board: sysinfo freeram 4096\ngen-board: facts e");
	assert_true(log.reached_prompt);
	assert_int_equal(log.facts_told, 0);
	boot_log_free(&log);
	parse_text(&log, "Run /init as init process\nsh#");
	assert_false(log.reached_prompt);
	boot_log_free(&log);
	parse_text(&log, "");
	assert_false(log.reached_prompt);
	assert_int_equal(log.available_kib, -1);
	boot_log_free(&log);
}

/* What a session's second measurement says is not what the first found. */
static void test_twice(void **state)
{
	struct boot_log log;

	(void)state;
	parse_text(&log, "sh# facts short\n"
			 "gen-board: facts begin\n"
			 "gen-board: sysinfo freeram 4096\n"
			 "gen-board: facts end\n"
			 "sh# facts short\n"
			 "gen-board: facts begin\n"
			 "gen-board: sysinfo freeram 8192\n"
			 "gen-board: facts end\n"
			 "sh# ");
	assert_int_equal(log.facts_told, 2);
	assert_int_equal(boot_log_fact(&log, "sysinfo.freeram"), 4096);
	boot_log_free(&log);
}

static void test_lines_that_mean_nothing(void **state)
{
	static const char *const lines[] = {
		"gen-board:",
		"gen-board: ",
		"gen-board: sysinfo",
		"gen-board: sysinfo freeram",
		"gen-board: sysinfo freeram x",
		"gen-board: process free",
		"ssh#",
		"# facts end",
		"Memory: 12K available",
		"Memory: K/K available (K reserved)",
		"memblock_reserve: [0x0-0x1] max_addr=0x0 0x12",
		"memblock_alloc_try_nid: 12 bytes align=0x20 max_addr=0x00000000",
		"memblock_alloc_try_nid: 12 bytes max_addr=0x0 setup_arch+0x12/0x34",
		"memblock_alloc_try_nid: bytes max_addr=0x0 0x12",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct boot_log log;

		parse_text(&log, lines[i]);
		if (log.facts.count || log.allocations.count ||
		    log.available_kib != -1 || log.facts_told ||
		    log.reached_prompt || log.trouble || log.shortage)
			fail_msg("taken for something: %s", lines[i]);
		boot_log_free(&log);
	}
}

static void test_troubles(void **state)
{
	static const char *const lines[] = {
		"[    1.0] Kernel panic - not syncing: No working init found.",
		"Kernel panic - not syncing: VFS: Unable to mount root fs on \"mtd:rom\" or unknown-block(0,0)",
		"Unhandled exception: IPSR = 00000003 LR = fffffff1",
		"Internal error: Oops - undefined instruction: 0 [#1] THUMB2",
		"Error: invalid dtb and unrecognized/unsupported machine ID",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct boot_log log;

		parse_text(&log, lines[i]);
		assert_non_null(log.trouble);
		assert_non_null(strstr(lines[i], log.trouble));
		boot_log_free(&log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_emulator),
		cmocka_unit_test(test_memblock),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_no_memory_for_a_child),
		cmocka_unit_test(test_serial_line),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_lines_that_mean_nothing),
		cmocka_unit_test(test_troubles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
