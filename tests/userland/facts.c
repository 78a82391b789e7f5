// SPDX-License-Identifier: GPL-2.0-or-later
/* facts: prints what facts.h describes. */
#include "facts.h"

#include "calls.h"
#include "files.h"
#include "out.h"
#include "tools.h"

/* What a process that is only there to be counted is called with. */
#define SLEEPER "sleeper"

/* How much is used, in bytes; of what is free the kernel keeps kept to itself. */
struct usage {
	unsigned long free, kept, stack, slab;
};

static void put_fact(struct out *out, const char *kind, const char *name,
		     unsigned long number)
{
	out_text(out, FACT_PREFIX);
	out_text(out, kind);
	out_text(out, name);
	out_char(out, ' ');
	out_number(out, number, 0);
	out_char(out, '\n');
}

static void put_sysinfo(struct out *out, const struct sysinfo *info)
{
	put_fact(out, "sysinfo ", "totalram", info->totalram * info->mem_unit);
	put_fact(out, "sysinfo ", "freeram", info->freeram * info->mem_unit);
	put_fact(out, "sysinfo ", "sharedram",
		 info->sharedram * info->mem_unit);
	put_fact(out, "sysinfo ", "bufferram",
		 info->bufferram * info->mem_unit);
	put_fact(out, "sysinfo ", "procs", info->procs);
}

/* Each line of a file; the lines of memory alone, of a status file. */
static void put_file(struct out *out, const char *kind, const char *path,
		     bool memory_only)
{
	int fd = open(path, O_RDONLY);
	struct reader reader;
	char line[128];

	if (fd < 0)
		return;
	reader_init(&reader, fd);
	while (reader_line(&reader, line, sizeof(line))) {
		if (memory_only && strncmp(line, "Mem:", 4) &&
		    strncmp(line, "Slack:", 6) && strncmp(line, "Shared:", 7))
			continue;
		out_text(out, FACT_PREFIX);
		out_text(out, kind);
		out_text(out, line);
		out_char(out, '\n');
	}
	close(fd);
}

static void put_shell(struct out *out)
{
	char path[32] = "/proc/", digits[12];

	utoa_r(getppid(), digits);
	strlcat(path, digits, sizeof(path));
	strlcat(path, "/status", sizeof(path));
	put_file(out, "shell ", path, true);
}

static void measure(struct usage *usage)
{
	int fd = open("/proc/meminfo", O_RDONLY);
	struct reader reader;
	struct sysinfo info;
	char line[64];
	long available = -1;

	*usage = (struct usage){ 0 };
	if (fd >= 0) {
		reader_init(&reader, fd);
		while (reader_line(&reader, line, sizeof(line))) {
			char *at = strchr(line, ':');

			if (!at)
				continue;
			for (*at++ = '\0'; *at == ' '; at++)
				;
			if (!strcmp(line, "KernelStack"))
				usage->stack = atol(at) * 1024;
			if (!strcmp(line, "Slab"))
				usage->slab = atol(at) * 1024;
			if (!strcmp(line, "MemAvailable"))
				available = atol(at) * 1024;
		}
		close(fd);
	}
	call_sysinfo(&info);
	usage->free = info.freeram * info.mem_unit;
	if (available >= 0 && (unsigned long)available < usage->free)
		usage->kept = usage->free - available;
}

/* One of those that are counted: says that it is there, waits for the end. */
static int sleeper(void)
{
	char c = 0;

	write(1, &c, 1);
	return read(0, &c, 1) == 0 ? 0 : 1;
}

/* Starts a sleeper that reads from hold and writes to ready. */
static bool start_sleeper(const char *path, int hold, int ready)
{
	char *arguments[] = { "facts", SLEEPER, NULL };
	char *environment[] = { NULL };
	pid_t pid = vfork_child();

	if (pid == 0) {
		dup2(hold, 0);
		dup2(ready, 1);
		execve(path, arguments, environment);
		sys_exit(1);
	}
	return pid > 0;
}

/* The pages that a pipe keeps for itself must not be counted. */
static bool open_pipe(int fds[2])
{
	char c = 0;

	return pipe2(fds, O_CLOEXEC) == 0 && write(fds[1], &c, 1) == 1 &&
	       read(fds[0], &c, 1) == 1;
}

static unsigned long free_bytes(void)
{
	struct sysinfo info;

	return call_sysinfo(&info) < 0 ? 0 : info.freeram * info.mem_unit;
}

static void put_process(struct out *out)
{
	const char *path = (const char *)getauxval(AT_EXECFN);
	unsigned int started = 0, ready_count = 0;
	struct usage before, with;
	int hold[2], ready[2];
	char c;

	if (!path || !open_pipe(hold) || !open_pipe(ready)) {
		complain("facts", "can't count processes", errno);
		return;
	}
	measure(&before);
	while (started < FACTS_PROCESSES && free_bytes() >= before.kept + FACTS_SPARE &&
	       start_sleeper(path, hold[0], ready[1]))
		started++;
	/* when none holds its other end any more, reading ready ends */
	close(ready[1]);
	while (ready_count < started && read(ready[0], &c, 1) == 1)
		ready_count++;
	measure(&with);
	close(hold[1]);
	while (wait(NULL) > 0)
		;
	/* memory that came back meanwhile would make them look cheaper */
	if (!ready_count || with.free > before.free ||
	    with.stack < before.stack || with.slab < before.slab)
		return;
	put_fact(out, "process ", "free",
		 (before.free - with.free) / ready_count);
	if (!before.stack)
		return;
	put_fact(out, "process ", "stack",
		 (with.stack - before.stack) / ready_count);
	put_fact(out, "process ", "slab",
		 (with.slab - before.slab) / ready_count);
}

static bool have_proc(void)
{
	return call_may("/proc/meminfo", 4) ||
	       mount("proc", "/proc", "proc", 0, NULL) == 0;
}

int facts_main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	struct sysinfo info;
	struct out out;

	if (argc == 2 && !strcmp(word, SLEEPER))
		return sleeper();
	if (argc > 2 || (argc == 2 && strcmp(word, "short")))
		return tool_usage(TOOL_facts);
	if (call_sysinfo(&info) < 0) {
		complain("facts", NULL, errno);
		return 1;
	}
	out_init(&out, 1);
	out_text(&out, FACTS_BEGIN "\n");
	put_sysinfo(&out, &info);
	if (argc == 1) {
		if (have_proc()) {
			put_file(&out, "meminfo ", "/proc/meminfo", false);
			put_shell(&out);
			put_file(&out, "status ", "/proc/self/status", true);
		}
		put_process(&out);
	}
	out_text(&out, FACTS_END "\n");
	return out_end(&out, "facts");
}
