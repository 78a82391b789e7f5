// SPDX-License-Identifier: GPL-2.0-or-later
/* The emulator and QEMU: a person, or a script, at the console. */
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

#include "generator/base/memory.h"
#include "tests/machine/trial.h"
#include "tests/userland/facts.h"

#define CTRL_A	"\001"

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

	/* a job in the background ignores some, and these stay ignored */
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
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

static void visit_terminal_with(struct visit *visit, void **state,
				const struct machine_programs *with)
{
	*visit = (struct visit){ 0 };
	trial_start(&visit->trial, state);
	visit->trial.job.programs = with;
	visit->pid = forkpty(&visit->to, NULL, NULL, NULL);
	assert_true(visit->pid >= 0);
	if (!visit->pid)
		visit_shell(&visit->trial.job);
	visit->from = visit->to;
}

static void visit_terminal(struct visit *visit, void **state)
{
	visit_terminal_with(visit, state, &programs);
}

/* Takes over @input. */
static void visit_with_input(struct visit *visit, void **state, int input)
{
	int from[2];

	*visit = (struct visit){ .to = -1 };
	trial_start(&visit->trial, state);
	assert_int_equal(pipe(from), 0);
	visit->pid = fork();
	assert_true(visit->pid >= 0);
	if (!visit->pid) {
		dup2(input, 0);
		dup2(from[1], 1);
		dup2(from[1], 2);
		close(from[0]);
		visit_shell(&visit->trial.job);
	}
	close(input);
	close(from[1]);
	visit->from = from[0];
}

static void visit_pipes(struct visit *visit, void **state, const char *input)
{
	int to[2];

	assert_int_equal(pipe(to), 0);
	assert_int_equal(write(to[1], input, strlen(input)), strlen(input));
	close(to[1]);
	visit_with_input(visit, state, to[0]);
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

static void test_terminal_panic(void **state)
{
	struct visit visit;

	visit_terminal(&visit, state);
	visit_wait_for(&visit, PROMPT);
	assert_int_equal(write(visit.to, "panic\r", 6), 6);
	visit_end(&visit, 1, "the kernel panicked");
}

static void test_terminal_false_words(void **state)
{
	struct visit visit;

	visit_terminal(&visit, state);
	visit_wait_for(&visit, PROMPT);
	assert_int_equal(write(visit.to, "doze\r", 5), 5);
	visit_wait_for(&visit, "awake\n" PROMPT);
	assert_int_equal(write(visit.to, CTRL_A "x", 2), 2);
	visit_end(&visit, 0, "left by Ctrl-A x");
}

/* A session that never began leaves no line behind but the message. */
static void test_terminal_without_program(void **state)
{
	static const struct machine_programs none = {
		.emulator = "/nowhere/emulator",
		.qemu = "/nowhere/qemu",
		.qemu_stub = PROGRAMS "/qemu-stub.bin",
	};
	struct visit visit;

	visit_terminal_with(&visit, state, &none);
	visit_wait_for(&visit, "No such file or directory\n");
	assert_true(strncmp(visit.seen.data, "/nowhere/", 9) == 0);
	visit_end(&visit, 1, ": No such file or directory");
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

/* As many keys as anybody could type, and a guest that takes none of them. */
static void test_endless_input(void **state)
{
	static const char *const words[] = { "word", "flood" };
	static const char *const answers[] = { "WORD\n" PROMPT "word\nWORD\n",
					       "................" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char *command = memory_printf("exec yes %s", words[i]);
		FILE *yes = popen(command, "re");
		struct visit visit;

		assert_non_null(yes);
		visit_with_input(&visit, state, dup(fileno(yes)));
		visit_wait_for(&visit, answers[i]);
		kill(visit.pid, SIGTERM);
		visit_end(&visit, 1,
			  "the session was ended by a signal: Terminated");
		pclose(yes);
		free(command);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_terminal),
		ON_BOTH(test_terminal_halt),
		ON_BOTH(test_terminal_panic),
		ON_BOTH(test_terminal_false_words),
		ON_BOTH(test_terminal_without_program),
		ON_BOTH(test_terminal_reset),
		ON_BOTH(test_terminal_signal),
		ON_BOTH(test_pipes),
		ON_BOTH(test_endless_input),
	};

	return cmocka_run_group_tests_name("shell", tests, NULL, NULL);
}
