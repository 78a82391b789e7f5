// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The /init that measures: prints the facts that facts.h describes, then ends
 * the run the way the kernel command line asks for. Built on nolibc (included
 * by the command line) so that it costs as little RAM as a process can.
 */
#include <linux/sysinfo.h>

#include "facts.h"

/* A file read line by line. */
struct reader {
	int fd;
	int used;		/* of buffer, by read() */
	int at;			/* next byte in buffer */
	char buffer[256];
	char line[160];		/* the last line read, cut to this size */
};

static struct reader reader;

static void say(const char *text)
{
	write(1, text, strlen(text));
}

static void say_number(const char *name, unsigned long value)
{
	char digits[12];

	utoa_r(value, digits);
	say(FACT_PREFIX "sysinfo ");
	say(name);
	say(" ");
	say(digits);
	say("\n");
}

/* 1: a line is in r->line, 0: end of the file */
static int read_line(struct reader *r)
{
	unsigned int length = 0;
	char c;

	for (;;) {
		if (r->at == r->used) {
			r->at = 0;
			r->used = read(r->fd, r->buffer, sizeof(r->buffer));
			if (r->used <= 0) {
				r->used = 0;
				break;
			}
		}
		c = r->buffer[r->at++];
		if (c == '\n') {
			r->line[length] = '\0';
			return 1;
		}
		if (length < sizeof(r->line) - 1)
			r->line[length++] = c;
	}
	r->line[length] = '\0';
	return length > 0;
}

/* Each line of a file behind a prefix; with only, those that begin so. */
static void say_file(const char *path, const char *prefix, const char *only)
{
	struct reader *r = &reader;

	r->fd = open(path, O_RDONLY);
	if (r->fd < 0)
		return;
	r->at = 0;
	r->used = 0;
	while (read_line(r)) {
		if (only && memcmp(r->line, only, strlen(only)))
			continue;
		say(prefix);
		say(r->line);
		say("\n");
	}
	close(r->fd);
}

/* "end=line": what a person types comes back, then the run ends. */
static void say_typed_line(void)
{
	struct reader *r = &reader;

	r->fd = 0;
	r->at = 0;
	r->used = 0;
	if (!read_line(r))
		return;
	say(FACT_PREFIX "line ");
	say(r->line);
	say("\n");
}

/* Was NAME=VALUE on the kernel's command line? */
static int has_word(const char *name, const char *value)
{
	const char *found = getenv(name);

	return found && !strcmp(found, value);
}

static void semihosting_exit(int status)
{
	/* ADP_Stopped_ApplicationExit and the status */
	unsigned long block[2] = { 0x20026, status };
	register unsigned long op __asm__("r0") = 0x20; /* SYS_EXIT_EXTENDED */
	register void *arg __asm__("r1") = block;

	__asm__ volatile("bkpt 0xab" : "+r"(op) : "r"(arg) : "memory");
}

int main(int argc, char **argv, char **envp)
{
	struct sysinfo info;

	(void)argc;
	(void)argv;
	(void)envp;

	my_syscall1(__NR_sysinfo, &info);

	say(FACTS_BEGIN "\n");
	say_number("totalram", info.totalram * info.mem_unit);
	say_number("freeram", info.freeram * info.mem_unit);
	say_number("sharedram", info.sharedram * info.mem_unit);
	say_number("bufferram", info.bufferram * info.mem_unit);
	say_number("procs", info.procs);
	if (!has_word("facts", "short") &&
	    mount("proc", "/proc", "proc", 0, NULL) == 0) {
		say_file("/proc/meminfo", FACT_PREFIX "meminfo ", NULL);
		say_file("/proc/self/status", FACT_PREFIX "status ", "Mem:");
		say_file("/proc/self/status", FACT_PREFIX "status ", "Slack:");
		say_file("/proc/self/status", FACT_PREFIX "status ", "Shared:");
	}
	say(FACTS_END "\n");

	if (has_word("end", "line")) {
		say_typed_line();
		semihosting_exit(0);
	}
	if (has_word("end", "semihosting"))
		semihosting_exit(0);
	if (has_word("end", "reset"))
		reboot(LINUX_REBOOT_CMD_RESTART);
	for (;;)
		sleep(1000000);
}
