// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The emulator and QEMU, each with guest.c in a kernel's place: what is typed,
 * how a run ends, and a person at the console.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/ram/dialogue.h"
#include "generator/ram/machine.h"
#include "generator/ram/terminal.h"
#include "tests/userland/facts.h"

#define GUESTS	PROGRAMS "/tests/machine/"
#define CTRL_A	"\001"

static const struct machine_programs programs = {
	.emulator = PROGRAMS "/mcu-emulator",
	.qemu = "qemu-system-arm",
	.qemu_stub = PROGRAMS "/qemu-stub.bin",
};

/* A machine to try, and its guest: as cmocka's state. */
struct machine {
	struct machine_job job;
	const char *guest;
	uint64_t data;		/* where the guest's "poke" stores */
};

static const struct machine emulator = {
	.job = {
		.kind = "emulator", .model = "stm32f469-disco",
		.flash_base = 0x08000000, .entry = 0x08008001,
		.vmlinux = GUESTS "emulator.elf",
	},
	.guest = GUESTS "emulator.bin",
	.data = 0x08100000,
};

static const struct machine qemu = {
	.job = {
		.kind = "qemu", .model = "mps2-an385",
		.flash_base = 0, .entry = 0x00010001,
		.vmlinux = GUESTS "qemu.elf",
	},
	.guest = GUESTS "qemu.bin",
	.data = 0x00100000,
};

/* A job of its own, with a directory and what is loaded. */
struct trial {
	struct machine_job job;
	struct machine_outcome outcome;
	struct buffer image;
	char *directory;
	char *console;		/* what was printed, without carriage returns */
};

static void trial_start(struct trial *trial, void **state)
{
	static const char data[] = "data";
	const struct machine *machine = *state;
	struct error error = ERROR_INIT;

	*trial = (struct trial){ .job = machine->job };
	trial->directory = file_make_temporary_directory(&error);
	assert_non_null(trial->directory);
	assert_int_equal(file_read(machine->guest, &trial->image, &error), 0);
	trial->job.programs = &programs;
	trial->job.directory = trial->directory;
	trial->job.nr_loads = 2;
	trial->job.loads[0] = (struct machine_load){
		"guest.bin", trial->image.data, trial->image.length,
		trial->job.entry & ~1ull };
	trial->job.loads[1] = (struct machine_load){
		"data.bin", data, sizeof(data), machine->data };
}

static void trial_run(struct trial *trial, void **state, const char *dialogue)
{
	struct error error = ERROR_INIT;
	const char *from;
	char *to;

	trial_start(trial, state);
	trial->job.dialogue = dialogue;
	if (machine_run(&trial->job, &trial->outcome, &error))
		fail_msg("%s", error.text);
	from = buffer_text(&trial->outcome.console);
	trial->console = to = memory_strdup(from);
	for (; *from; from++) {
		if (*from != '\r')
			*to++ = *from;
	}
	*to = '\0';
}

static void trial_end(struct trial *trial)
{
	file_remove_directory(trial->directory);
	machine_outcome_free(&trial->outcome);
	buffer_free(&trial->image);
	free(trial->directory);
	free(trial->console);
}

/* ---- runs */

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
static void test_last_words(void **state)
{
	struct trial trial;

	trial_run(&trial, state, "restart\nmore\n");
	assert_int_equal(trial.outcome.end, MACHINE_RESET);
	trial_end(&trial);
	trial_run(&trial, state, "panic\nmore\n");
	assert_int_equal(trial.outcome.end, MACHINE_FAILED);
	trial_end(&trial);
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

/* ---- sessions */

/* machine_shell() in a process of its own, at a terminal or at pipes. */
struct visit {
	struct trial trial;
	pid_t pid;
	int to;			/* what we type */
	int from;		/* what we see: both outputs */
	struct buffer seen;
};

/* In the child: how it went, and whether the terminal is as it was. */
static void visit_shell(struct machine_job *job)
{
	struct termios before, after;
	struct error error = ERROR_INIT;
	bool terminal;
	int result;

	/* compared with what lies between the members */
	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	terminal = !tcgetattr(0, &before);
	result = machine_shell(job, &error);
	if (result)
		fprintf(stderr, "%s\n", error.text);
	if (terminal && (tcgetattr(0, &after) ||
			 memcmp(&before, &after, sizeof(before))))
		fprintf(stderr, "the terminal is not as before\n");
	_exit(result ? 1 : 0);
}

static void visit_terminal(struct visit *visit, void **state)
{
	*visit = (struct visit){ 0 };
	trial_start(&visit->trial, state);
	visit->pid = forkpty(&visit->to, NULL, NULL, NULL);
	assert_true(visit->pid >= 0);
	if (!visit->pid)
		visit_shell(&visit->trial.job);
	visit->from = visit->to;
}

static void visit_pipes(struct visit *visit, void **state, const char *input)
{
	int to[2], from[2];

	*visit = (struct visit){ 0 };
	trial_start(&visit->trial, state);
	assert_int_equal(pipe(to) || pipe(from), 0);
	visit->pid = fork();
	assert_true(visit->pid >= 0);
	if (!visit->pid) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		dup2(from[1], 2);
		close(to[1]);
		close(from[0]);
		visit_shell(&visit->trial.job);
	}
	close(to[0]);
	close(from[1]);
	visit->from = from[0];
	assert_int_equal(write(to[1], input, strlen(input)), strlen(input));
	close(to[1]);
	visit->to = -1;
}

/* The same from guest and terminal: without carriage returns. */
static bool visit_read(struct visit *visit)
{
	char bytes[4096];
	ssize_t got = read(visit->from, bytes, sizeof(bytes));

	for (ssize_t i = 0; i < got; i++) {
		if (bytes[i] != '\r')
			buffer_add(&visit->seen, bytes + i, 1);
	}
	return got > 0;
}

static void visit_wait_for(struct visit *visit, const char *text)
{
	while (!strstr(buffer_text(&visit->seen), text)) {
		if (!visit_read(visit))
			fail_msg("no '%s' in: %s", text, buffer_text(&visit->seen));
	}
}

/* To its end, which is that status; the last words tell how. */
static void visit_end(struct visit *visit, int status, const char *last_words)
{
	char *expected = memory_printf("%s\n", last_words);
	size_t length = strlen(expected);
	int is;

	while (visit_read(visit))
		;
	waitpid(visit->pid, &is, 0);
	assert_true(visit->seen.length > length);
	assert_string_equal(visit->seen.data + visit->seen.length - length,
			    expected);
	free(expected);
	assert_true(WIFEXITED(is));
	assert_int_equal(WEXITSTATUS(is), status);
	close(visit->from);
	buffer_free(&visit->seen);
	trial_end(&visit->trial);
}

static void test_terminal(void **state)
{
	struct visit visit;

	visit_terminal(&visit, state);
	visit_wait_for(&visit, PROMPT);
	assert_int_equal(write(visit.to, "one\r", 4), 4);
	visit_wait_for(&visit, "ONE\n" PROMPT);
	/* Ctrl-C is the guest's as well; Ctrl-A for it is typed twice */
	assert_int_equal(write(visit.to, "\003" CTRL_A CTRL_A "z\r", 5), 5);
	visit_wait_for(&visit, "\003" CTRL_A "Z\n" PROMPT);
	assert_int_equal(write(visit.to, CTRL_A "x", 2), 2);
	visit_end(&visit, 0, "left by Ctrl-A x");
}

static void test_terminal_halt(void **state)
{
	struct visit visit;

	visit_terminal(&visit, state);
	visit_wait_for(&visit, PROMPT);
	assert_int_equal(write(visit.to, "say halted\r", 11), 11);
	visit_wait_for(&visit, "halted\n" PROMPT);
	assert_int_equal(write(visit.to, "halt\r", 5), 5);
	visit_end(&visit, 0, "the board halted");
}

static void test_terminal_reset(void **state)
{
	struct visit visit;

	visit_terminal(&visit, state);
	visit_wait_for(&visit, PROMPT);
	assert_int_equal(write(visit.to, "reset\r", 6), 6);
	visit_end(&visit, 0, "the board asked for a reset");
}

static void test_terminal_signal(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		char *end = memory_printf("the session was ended by a signal: %s",
					  strsignal(signals[i]));
		struct visit visit;

		visit_terminal(&visit, state);
		visit_wait_for(&visit, PROMPT);
		kill(visit.pid, signals[i]);
		visit_end(&visit, 1, end);
		free(end);
	}
}

static void test_pipes(void **state)
{
	struct visit visit;

	visit_pipes(&visit, state, "one\nhalt\ntwo\n");
	visit_wait_for(&visit, "ONE\n");
	visit_end(&visit, 0, "the board halted");
	visit_pipes(&visit, state, "one\n");
	visit_wait_for(&visit, "ONE\n" PROMPT);
	visit_end(&visit, 0, "the input has ended, and the board says no more");
}

/* ---- without a machine */

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

#define ON(machine, test) { #test " (" #machine ")", test, NULL, NULL, \
			    (void *)&machine }
#define ON_BOTH(test) ON(emulator, test), ON(qemu, test)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_prompts),
		cmocka_unit_test(test_deaths),
		ON_BOTH(test_first_prompt),
		ON_BOTH(test_dialogue),
		ON_BOTH(test_message),
		ON_BOTH(test_long_dialogue),
		ON_BOTH(test_ends),
		ON(qemu, test_last_words),
		ON(qemu, test_flash_changed),
		ON(emulator, test_flash_store),
		ON_BOTH(test_terminal),
		ON_BOTH(test_terminal_halt),
		ON_BOTH(test_terminal_reset),
		ON_BOTH(test_terminal_signal),
		ON_BOTH(test_pipes),
	};

	return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
