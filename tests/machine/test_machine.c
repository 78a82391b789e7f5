// SPDX-License-Identifier: GPL-2.0-or-later
/* The emulator and QEMU: what is typed, and how a run ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "tests/machine/trial.h"
#include "tests/userland/facts.h"

static void test_first_prompt(void **state)
{
	struct trial trial;

	trial_run(&trial, state, NULL);
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_string_equal(trial.console, "booted\n" PROMPT);
	assert_true(trial.outcome.flash_equal);
	trial_end(&trial);
}

static void test_dialogue(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "one\n\nis " PROMPT "not one\nlate\nlast\n");
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_string_equal(trial.console,
		"booted\n"
		PROMPT "one\nONE\n"
		PROMPT "\n\n"
		PROMPT "is " PROMPT "not one\nIS SH# NOT ONE\n"
		PROMPT "late\n" PROMPT "late\n"
		PROMPT "last\nLAST\n"
		PROMPT);
	trial_end(&trial);
}

/* A kernel's message between prompt and line. */
static void test_message(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "message\nlast\n");
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_string_equal(trial.console,
		"booted\n"
		PROMPT "message\n"
		PROMPT "random: crng init done\n"
		"last\nLAST\n"
		PROMPT);
	trial_end(&trial);
}

/* Not a byte gets lost, however much is typed. */
static void test_long_dialogue(void **state)
{
	struct buffer typed = BUFFER_INIT, expected = BUFFER_INIT;
	struct trial trial;

	buffer_add_string(&expected, "booted\n" PROMPT);
	for (int line = 0; line < 60; line++) {
		char small[101] = "", capital[101] = "";

		for (int i = 0; i < 100; i++) {
			small[i] = (char)('a' + (line * 7 + i) % 26);
			capital[i] = (char)(small[i] - 'a' + 'A');
		}
		buffer_printf(&typed, "%s\n", small);
		buffer_printf(&expected, "%s\n%s\n" PROMPT, small, capital);
	}
	trial_run(&trial, state, typed.data);
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_string_equal(trial.console, expected.data);
	trial_end(&trial);
	buffer_free(&typed);
	buffer_free(&expected);
}

static void test_ends(void **state)
{
	static const struct {
		const char *dialogue;
		enum machine_end end;
	} ends[] = {
		{ "one\nhalt\n", MACHINE_HALTED },
		{ "halt\none\n", MACHINE_HALTED },
		{ "reset\n", MACHINE_RESET },
		{ "say halted\none\n", MACHINE_VERDICT },
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct trial trial;

		trial_run(&trial, state, ends[i].dialogue);
		assert_int_equal(trial.outcome.end, ends[i].end);
		assert_null(strstr(trial.console, "HALT"));
		trial_end(&trial);
	}
}

/* What only the console can tell, where there is no reset. */
static void test_reset_failed(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "restart\nmore\n");
	assert_int_equal(trial.outcome.end, MACHINE_RESET);
	trial_end(&trial);
}

static void test_panic(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "panic\nmore\n");
	assert_int_equal(trial.outcome.end, MACHINE_FAILED);
	trial_end(&trial);
}

/* A kernel's last words, printed by somebody who is alive. */
static void test_false_words_asleep(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "doze\nmore\n");
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_non_null(strstr(trial.console, "awake\n" PROMPT "more\nMORE\n"));
	trial_end(&trial);
}

static void test_false_words_busy(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "toil\nmore\n");
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_non_null(strstr(trial.console, "done\n" PROMPT "more\nMORE\n"));
	trial_end(&trial);
}

/* What separates a machine's options, in a path. */
static void test_separators_in_path(void **state)
{
	struct error error = ERROR_INIT;
	struct trial trial;
	char *odd;

	trial_start(&trial, state);
	odd = path_join(trial.directory, "a=b,file=,,c@d");
	trial.job.directory = odd;
	if (machine_run(&trial.job, &trial.outcome, &error))
		fail_msg("%s", error.text);
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_true(trial.outcome.flash_equal);
	trial_end(&trial);
	free(odd);
}

/* A program in the machine's place: a shell script, in the job's directory. */
static char *write_script(const struct trial *trial, const char *text)
{
	char *path = path_join(trial->directory, "program");
	struct error error = ERROR_INIT;

	assert_int_equal(file_write(path, text, strlen(text), &error), 0);
	assert_int_equal(chmod(path, 0755), 0);
	return path;
}

/* What the emulator can't do is not the guest's fault. */
static void test_trouble_on_the_host(void **state)
{
	struct machine_programs others = programs;
	struct error error = ERROR_INIT;
	struct trial trial;
	char *script;

	trial_start(&trial, state);
	script = write_script(&trial,
		"#!/bin/sh\n" PROGRAMS "/mcu-emulator \"$@\"\n"
		"echo unicorn: oh no >&2; exit 125\n");
	others.emulator = script;
	trial.job.programs = &others;
	assert_int_equal(machine_run(&trial.job, &trial.outcome, &error), -1);
	assert_non_null(strstr(error.text, "unicorn: oh no"));
	trial_end(&trial);
	free(script);
}

static void test_flash_changed(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "poke\n");
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_false(trial.outcome.flash_equal);
	assert_true(trial.outcome.flash_difference == qemu.data);
	trial_end(&trial);
}

static void test_flash_store(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "poke\n");
	assert_int_equal(trial.outcome.end, MACHINE_VERDICT);
	assert_true(trial.outcome.flash_equal);
	assert_int_equal(trial.outcome.flash_stores, 1);
	trial_end(&trial);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_first_prompt),
		ON_BOTH(test_dialogue),
		ON_BOTH(test_message),
		ON_BOTH(test_long_dialogue),
		ON_BOTH(test_ends),
		ON(qemu, test_reset_failed),
		ON_BOTH(test_panic),
		ON_BOTH(test_false_words_asleep),
		ON(qemu, test_false_words_busy),
		ON_BOTH(test_separators_in_path),
		ON(emulator, test_trouble_on_the_host),
		ON(qemu, test_flash_changed),
		ON(emulator, test_flash_store),
	};

	return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
