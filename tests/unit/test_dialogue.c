// SPDX-License-Identifier: GPL-2.0-or-later
/* A session at a board's console, without the board. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "generator/base/memory.h"
#include "generator/ram/dialogue.h"
#include "generator/ram/qemu_monitor.h"
#include "generator/ram/terminal.h"
#include "tests/userland/facts.h"

#define CTRL_A	"\001"

static void test_keys(void **state)
{
	static const struct {
		const char *keys, *typed;
		bool leaves;
	} cases[] = {
		{ "abc", "abc", false },
		{ "a" CTRL_A "xb", "a", true },
		{ CTRL_A CTRL_A "x", CTRL_A "x", false },
		{ CTRL_A CTRL_A CTRL_A "x", CTRL_A, true },
		{ CTRL_A "y" CTRL_A, "y", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		/* at once, and key by key */
		for (size_t step = 1; step < 9; step += 7) {
			struct terminal terminal = { 0 };
			struct buffer typed = BUFFER_INIT;
			const char *keys = cases[i].keys;
			bool leaves = false;

			while (*keys && !leaves) {
				size_t count = strnlen(keys, step);

				leaves = terminal_keys(&terminal, keys, count,
						       &typed);
				keys += count;
			}
			assert_int_equal(leaves, cases[i].leaves);
			assert_string_equal(buffer_text(&typed), cases[i].typed);
			buffer_free(&typed);
		}
	}
}

static void test_prompts(void **state)
{
	static const struct {
		const char *line, *output;
		bool soon, late;	/* a prompt after a short, a long time */
	} cases[] = {
		{ NULL, "booted\r\n" PROMPT, true, true },
		{ NULL, PROMPT, true, true },
		{ NULL, PROMPT "the kernel: done\r\n", false, true },
		{ NULL, "sh#", false, false },
		{ "ls\n", "", false, false },
		{ "ls\n", "l", false, false },
		{ "ls\n", "ls\r\na b\r\n" PROMPT, true, true },
		{ "ls\n", "ls\na b\n" PROMPT, true, true },
		{ "ls\n", "ls\r\nthe kernel: done\r\n" PROMPT, true, true },
		{ "ls\n", "ls\r\n" PROMPT "the kernel: done\n", false, true },
		{ "ls\n", PROMPT, true, true },
		{ "\n", "\r\n" PROMPT, true, true },
		{ "echo " PROMPT "\n", "echo " PROMPT, false, false },
		{ "echo " PROMPT "\n", "echo " PROMPT "\r\n", false, false },
		{ "echo " PROMPT "\n", "echo " PROMPT "\r\n" PROMPT, true, true },
		{ PROMPT "\n", PROMPT, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dialogue dialogue = { .left = cases[i].line };
		char *output = memory_printf("%s%s", PROMPT, cases[i].output);

		if (cases[i].line)
			assert_true(dialogue_next(&dialogue, strlen(PROMPT)));
		else
			dialogue.from = strlen(PROMPT);
		assert_false(dialogue_at_prompt(&dialogue, output,
						strlen(output), 0));
		assert_int_equal(dialogue_at_prompt(&dialogue, output,
						    strlen(output),
						    DIALOGUE_PROMPT_MS),
				 cases[i].soon);
		assert_int_equal(dialogue_at_prompt(&dialogue, output,
						    strlen(output),
						    DIALOGUE_LATE_MS),
				 cases[i].late);
		free(output);
	}
}

static void test_deaths(void **state)
{
	static const struct {
		const char *output;
		enum dialogue_death death;
	} cases[] = {
		{ "", DIALOGUE_ALIVE },
		{ "\r\n", DIALOGUE_ALIVE },
		{ "a\r\nreboot: System halted\r\n", DIALOGUE_HALTED },
		{ "reboot: System halted\n", DIALOGUE_HALTED },
		{ "reboot: System halted", DIALOGUE_ALIVE },
		{ PROMPT PROMPT "reboot: System halted\r\n", DIALOGUE_HALTED },
		{ PROMPT "[ 1] reboot: System halted\n", DIALOGUE_HALTED },
		{ "[    1.5] reboot: System halted\n", DIALOGUE_HALTED },
		{ "reboot: Power down\n", DIALOGUE_HALTED },
		{ "reboot: Power off not available: System halted instead\n",
		  DIALOGUE_HALTED },
		{ "Reboot failed -- System halted\n", DIALOGUE_RESET },
		{ "[ 2] ---[ end Kernel panic - not syncing: x ]---\n",
		  DIALOGUE_PANICKED },
		{ "reboot: System halted\n" PROMPT, DIALOGUE_ALIVE },
		{ PROMPT "echo reboot: System halted", DIALOGUE_ALIVE },
		{ "[ reboot: System halted\n", DIALOGUE_ALIVE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(dialogue_death(cases[i].output,
						strlen(cases[i].output)),
				 cases[i].death);
}

#define GREETING	"{\"QMP\": {}}\n"

/* What the other end says, and whether it closes then; what we make of it. */
static void test_monitor(void **state)
{
	static const struct {
		const char *says;
		bool closes;
		int result;
		bool late, shut_down;
	} cases[] = {
		{ "", true, -1, false, false },
		{ "", false, -1, true, false },
		{ GREETING, true, -1, false, false },
		{ GREETING, false, -1, true, false },
		{ GREETING "{\"return\": {}, \"id\": 2}\n", false, -1, true,
		  false },
		{ GREETING "{\"return\": {}, \"id\": 1}\n", false, 0, false,
		  false },
		{ GREETING "{\"error\": {}, \"id\": 1}\n", false, -1, false,
		  false },
		{ GREETING "{\"event\": \"SHUTDOWN\"}\n"
		  "{\"return\": {}, \"id\": 1}\n", false, 0, false, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct monitor monitor = { .patience_ms = 50 };
		size_t length = strlen(cases[i].says);
		int ends[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
		assert_int_equal(write(ends[1], cases[i].says, length), length);
		if (cases[i].closes)
			shutdown(ends[1], SHUT_WR);
		monitor.socket = ends[0];
		assert_int_equal(monitor_start(&monitor), cases[i].result);
		assert_int_equal(monitor.late, cases[i].late);
		assert_int_equal(monitor.shut_down, cases[i].shut_down);
		monitor_free(&monitor);
		close(ends[0]);
		close(ends[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_prompts),
		cmocka_unit_test(test_deaths),
		cmocka_unit_test(test_monitor),
	};

	return cmocka_run_group_tests_name("dialogue", tests, NULL, NULL);
}
