// SPDX-License-Identifier: GPL-2.0-or-later
/* The tools that need no file: echo, true, false, sleep, kill, eat. */
#include "calls.h"
#include "out.h"
#include "signals.h"
#include "tools.h"

int echo_main(int argc, char **argv)
{
	bool newline = true;
	struct out out;
	int i = 1;

	if (argc > 1 && !strcmp(argv[1], "-n")) {
		newline = false;
		i++;
	}
	out_init(&out, 1);
	for (int first = i; i < argc; i++) {
		if (i > first)
			out_char(&out, ' ');
		out_text(&out, argv[i]);
	}
	if (newline)
		out_char(&out, '\n');
	return out_end(&out, "echo");
}

int true_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int false_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 1;
}

/* "0.25" -> 0 seconds, 250000000 nanoseconds */
static bool parse_seconds(char *text, unsigned long *seconds,
			  unsigned long *nanoseconds)
{
	char *point = strchr(text, '.');
	unsigned long unit = 100000000;

	*nanoseconds = 0;
	if (point) {
		if (!point[1])
			return false;
		for (char *digit = point + 1; *digit; digit++) {
			if (!isdigit(*digit))
				return false;
			*nanoseconds += (*digit - '0') * unit;
			unit /= 10;
		}
		*point = '\0';
	}
	return (point == text || number_parse(text, seconds)) &&
	       *seconds < 1000000000;
}

int sleep_main(int argc, char **argv)
{
	unsigned long seconds = 0, nanoseconds;

	if (argc != 2 || !parse_seconds(argv[1], &seconds, &nanoseconds))
		return tool_usage(TOOL_sleep);
	if (call_sleep(seconds, nanoseconds) < 0) {
		complain("sleep", NULL, errno);
		return 1;
	}
	return 0;
}

static int list_signals(void)
{
	struct out out;

	out_init(&out, 1);
	for (unsigned int signal = 1; signal <= SIGNALS; signal++) {
		out_number(&out, signal, 2);
		out_char(&out, ' ');
		out_text(&out, signal_name(signal));
		out_char(&out, '\n');
	}
	return out_end(&out, "kill");
}

int kill_main(int argc, char **argv)
{
	int signal = SIGTERM, first = 1, status = 0;

	if (argc == 2 && !strcmp(argv[1], "-l"))
		return list_signals();
	if (argc > 1 && argv[1][0] == '-') {
		signal = signal_parse(argv[1] + 1);
		if (signal < 0) {
			complain("kill", "no such signal", 0);
			return tool_usage(TOOL_kill);
		}
		first = 2;
	}
	if (first >= argc)
		return tool_usage(TOOL_kill);
	for (int i = first; i < argc; i++) {
		bool group = argv[i][0] == '-';
		unsigned long pid;

		if (!number_parse(argv[i] + group, &pid) || (long)pid < 0)
			return tool_usage(TOOL_kill);
		if (kill(group ? -(pid_t)pid : (pid_t)pid, signal) < 0) {
			complain("kill", argv[i], errno);
			status = 1;
		}
	}
	return status;
}

/*
 * The first to be killed when memory is out, if /proc is mounted. Otherwise it
 * is the youngest process; the kernel waits for its end with a lock held that
 * it may need for that (nommu_region_sem).
 */
static void volunteer(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	if (fd < 0)
		return;
	write(fd, "1000", 4);
	close(fd);
}

/*
 * Takes memory in chunks and writes to each of its pages. How a kernel without
 * MMU says no depends on the chunk: those over 32 KiB are refused, for smaller
 * ones it kills a process.
 */
int eat_main(int argc, char **argv)
{
	unsigned long want, chunk = 64, got = 0;
	struct out out;
	int error = 0;

	if (argc < 2 || argc > 3 || !number_parse(argv[1], &want) ||
	    (argc == 3 && !number_parse(argv[2], &chunk)) || chunk == 0 ||
	    chunk > 1024 * 1024 || want > 1024 * 1024)
		return tool_usage(TOOL_eat);
	volunteer();
	while (got < want && !error) {
		unsigned long part = want - got < chunk ? want - got : chunk;
		char *memory = call_pages(part * 1024);

		if (memory) {
			for (unsigned long i = 0; i < part * 1024; i += PAGE)
				((volatile char *)memory)[i] = 1;
			got += part;
		} else {
			error = errno;
		}
	}
	out_init(&out, 1);
	out_text(&out, "eat: ");
	out_number(&out, got, 0);
	out_text(&out, " of ");
	out_number(&out, want, 0);
	out_text(&out, " KiB\n");
	if (error)
		complain("eat", NULL, error);
	return error ? 1 : out_end(&out, "eat");
}
