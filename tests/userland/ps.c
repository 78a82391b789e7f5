// SPDX-License-Identifier: GPL-2.0-or-later
/* ps: processes and kernel threads, from /proc. */
#include "calls.h"
#include "files.h"
#include "out.h"
#include "tools.h"

#define PATH_SIZE 32
#define COMM_SIZE 16

struct process {
	char name[COMM_SIZE];
	char state;
	const char *parent;	/* digits, in line */
	unsigned long kib;	/* without its kernel stack; 0: a kernel thread */
	char line[128];		/* the beginning of stat */
};

/* In scratch memory. */
struct ps {
	struct process process;
	struct out out;
	struct reader reader;
	char entries[512] __attribute__((aligned(8)));
};
_Static_assert(sizeof(struct ps) <= TOOL_SCRATCH, "ps");

static int open_proc(const char *pid, const char *file)
{
	char path[PATH_SIZE] = "/proc/";

	strlcat(path, pid, sizeof(path));
	strlcat(path, file, sizeof(path));
	return open(path, O_RDONLY);
}

/* "12 (name) S 1 ...": the name may hold blanks and parentheses. */
static bool parse_stat(struct process *p)
{
	char *begin = strchr(p->line, '('), *end = strrchr(p->line, ')');
	char *at;

	if (!begin || !end || end[1] != ' ' || !end[2] || end[3] != ' ')
		return false;
	*end = '\0';
	strlcpy(p->name, begin + 1, sizeof(p->name));
	p->state = end[2];
	p->parent = end + 4;
	for (at = end + 4; isdigit(*at); at++)
		;
	*at = '\0';
	return true;
}

static bool read_stat(const char *pid, struct process *p)
{
	int fd = open_proc(pid, "/stat"), n;

	if (fd < 0)
		return false;
	n = read(fd, p->line, sizeof(p->line) - 1);
	close(fd);
	if (n <= 0)
		return false;
	p->line[n] = '\0';
	return parse_stat(p);
}

/* "Mem:     25067 bytes" */
static void read_memory(const char *pid, struct process *p,
			struct reader *reader)
{
	int fd = open_proc(pid, "/status");
	char line[64], *at;

	p->kib = 0;
	if (fd < 0)
		return;
	reader_init(reader, fd);
	while (reader_line(reader, line, sizeof(line))) {
		if (strncmp(line, "Mem:", 4))
			continue;
		for (at = line + 4; isspace(*at); at++)
			;
		p->kib = (atol(at) + 1023) / 1024;
		break;
	}
	close(fd);
}

static void put_process(struct out *out, const char *pid, struct process *p)
{
	out_number(out, atol(pid), 5);
	out_number(out, atol(p->parent), 6);
	out_char(out, ' ');
	out_char(out, p->state);
	out_number(out, p->kib, 7);
	out_char(out, ' ');
	out_text(out, p->name);
	out_char(out, '\n');
}

int ps_main(int argc, char **argv)
{
	struct ps *ps = tool_scratch();
	struct process *p = &ps->process;
	struct linux_dirent64 *entry;
	struct out *out = &ps->out;
	bool found = false;
	int fd, n = 0;

	(void)argv;
	if (argc != 1)
		return tool_usage(TOOL_ps);
	out_init(out, 1);
	fd = open("/proc", O_RDONLY | O_DIRECTORY);
	while (fd >= 0 &&
	       (n = getdents64(fd, (void *)ps->entries,
			       sizeof(ps->entries))) > 0) {
		for (int at = 0; at < n; at += entry->d_reclen) {
			entry = (struct linux_dirent64 *)(ps->entries + at);
			/* a process that just ended has no stat any more */
			if (!isdigit(entry->d_name[0]) ||
			    !read_stat(entry->d_name, p))
				continue;
			read_memory(entry->d_name, p, &ps->reader);
			if (!found)
				out_text(out, "  PID  PPID S    KIB NAME\n");
			found = true;
			put_process(out, entry->d_name, p);
		}
	}
	if (fd < 0 || n < 0) {
		complain("ps", "/proc", errno);
		return 1;
	}
	if (!found) {
		complain("ps", "/proc is not mounted", 0);
		return 1;
	}
	return out_end(out, "ps");
}
