// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stock qemu-system-arm. Its "flash" is RAM that the guest could write, so
 * what lies there is read back afterwards: when the console shows that the run
 * is over, the monitor (QMP) stops the guest and saves memory. Mainline can't
 * reset an MPS2, and a semihosting exit would end QEMU before anything can be
 * read, so that neither of the two serves as the end.
 *
 * Calls are counted from QEMU's log of translated blocks: a function's first
 * block begins at its address and is entered once per call.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/table.h"
#include "generator/ram/machine_kinds.h"
#include "tests/userland/facts.h"

/* A guest that says nothing for so long hangs; a boot takes about a second. */
#define QUIET_MS	15000
#define POLL_MS		20

/* What stands on the console at the end: of a good run, of a panic. */
static const struct {
	const char *text;
	enum machine_end end;
} ends[] = {
	{ FACTS_END, MACHINE_VERDICT },
	{ "Reboot failed -- System halted", MACHINE_RESET },
};

/* The words of tests/qemu/stub.S that are filled in here. */
#define STUB_ENTRY	8
#define STUB_R1		16
#define STUB_R2		20
#define STUB_LEAST	24

struct monitor {
	pid_t pid;
	int to;			/* QEMU's standard input */
	int from;		/* and output */
	struct buffer input;	/* not yet taken apart into lines */
	char *console;		/* path */
	size_t console_size;	/* as last seen: growth shows that the guest lives */
};

static void put_word(unsigned char *at, uint64_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

static int write_stub(const struct machine_job *job, const char *path,
		      struct error *error)
{
	struct buffer stub = BUFFER_INIT;
	int result = file_read(job->programs->qemu_stub, &stub, error);

	if (!result && stub.length < STUB_LEAST)
		result = error_set(error, "%s: not the boot stub",
				   job->programs->qemu_stub);
	if (!result) {
		put_word((unsigned char *)stub.data + STUB_ENTRY, job->entry | 1);
		put_word((unsigned char *)stub.data + STUB_R1, UINT32_MAX);
		put_word((unsigned char *)stub.data + STUB_R2, job->dtb);
		result = file_write(path, stub.data, stub.length, error);
	}
	buffer_free(&stub);
	return result;
}

typedef ARRAY(char *) arguments_t;

static void add(arguments_t *arguments, char *argument)
{
	*array_add(arguments) = argument;
}

static void add_loader(arguments_t *arguments, const char *directory,
		       const char *name, uint64_t address)
{
	add(arguments, memory_strdup("-device"));
	add(arguments, memory_printf("loader,force-raw=on,addr=0x%" PRIx64
				     ",file=%s/%s", address, directory, name));
}

static void make_arguments(const struct machine_job *job, const char *console,
			   const char *trace, arguments_t *arguments)
{
	static const char *const common[] = {
		"-nodefaults", "-no-user-config", "-display", "none",
		"-qmp", "stdio",
		/* time goes by instructions, and jumps while the guest sleeps */
		"-icount", "shift=5,sleep=off",
	};
	struct buffer filter = BUFFER_INIT;

	add(arguments, memory_strdup(job->programs->qemu));
	add(arguments, memory_strdup("-M"));
	add(arguments, memory_strdup(job->model));
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		add(arguments, memory_strdup(common[i]));
	add(arguments, memory_strdup("-serial"));
	add(arguments, memory_printf("file:%s", console));
	add_loader(arguments, job->directory, "stub.bin", 0);
	for (size_t i = 0; i < job->nr_loads; i++)
		add_loader(arguments, job->directory, job->loads[i].name,
			   job->loads[i].address);
	for (size_t i = 0; i < job->nr_probes; i++) {
		if (job->probes[i].address)
			buffer_printf(&filter, "%s0x%" PRIx64 "+0x2",
				      filter.length ? "," : "",
				      job->probes[i].address);
	}
	if (filter.length) {
		add(arguments, memory_strdup("-d"));
		add(arguments, memory_strdup("exec,nochain"));
		add(arguments, memory_strdup("-dfilter"));
		add(arguments, memory_strdup(filter.data));
		add(arguments, memory_strdup("-D"));
		add(arguments, memory_strdup(trace));
	}
	buffer_free(&filter);
	add(arguments, NULL);
}

static int monitor_start(struct monitor *monitor, char **argv, const char *messages,
			 struct error *error)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC))
		return error_errno(error, "pipe");
	if (pipe2(from, O_CLOEXEC)) {
		close(to[0]);
		close(to[1]);
		return error_errno(error, "pipe");
	}
	monitor->pid = fork();
	if (!monitor->pid) {
		int log = open(messages, O_WRONLY | O_CREAT | O_TRUNC, 0666);

		if (log >= 0 && dup2(to[0], 0) >= 0 && dup2(from[1], 1) >= 0 &&
		    dup2(log, 2) >= 0)
			execvp(argv[0], argv);
		dprintf(2, "%s: %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	monitor->to = to[1];
	monitor->from = from[0];
	if (monitor->pid < 0)
		return error_errno(error, "fork");
	return 0;
}

/* Kill it if it still runs; its end is no surprise here. */
static void monitor_stop(struct monitor *monitor)
{
	close(monitor->to);
	close(monitor->from);
	if (monitor->pid > 0) {
		kill(monitor->pid, SIGKILL);
		waitpid(monitor->pid, NULL, 0);
	}
	buffer_free(&monitor->input);
}

/* One line as JSON; NULL if there is no whole line yet. */
static json_t *monitor_line(struct monitor *monitor)
{
	struct buffer *input = &monitor->input;
	char *end = input->length ? memchr(input->data, '\n', input->length) : NULL;
	json_t *message;
	size_t length;

	if (!end)
		return NULL;
	length = (size_t)(end - input->data) + 1;
	message = json_loadb(input->data, length, 0, NULL);
	memmove(input->data, input->data + length, input->length - length + 1);
	input->length -= length;
	return message ? message : json_object();
}

/* Read what QEMU says, for at most POLL_MS. false: it has ended. */
static bool monitor_read(struct monitor *monitor)
{
	struct pollfd fd = { .fd = monitor->from, .events = POLLIN };
	ssize_t got;

	if (poll(&fd, 1, POLL_MS) <= 0)
		return true;
	got = read(monitor->from, buffer_reserve(&monitor->input, 4096), 4096);
	if (got <= 0)
		return false;
	monitor->input.length += (size_t)got;
	monitor->input.data[monitor->input.length] = '\0';
	return true;
}

/* The next message that has @key; events and others are dropped. */
static bool monitor_wait(struct monitor *monitor, const char *key)
{
	for (int waited = 0; waited < QUIET_MS; waited += POLL_MS) {
		json_t *message;

		while ((message = monitor_line(monitor))) {
			bool found = json_object_get(message, key);

			json_decref(message);
			if (found)
				return true;
		}
		if (!monitor_read(monitor))
			return false;
	}
	return false;
}

static int monitor_command(struct monitor *monitor, json_t *command,
			   struct error *error)
{
	char *text = json_dumps(command, JSON_COMPACT);
	bool sent = dprintf(monitor->to, "%s\n", text) > 0;
	bool answered = sent && monitor_wait(monitor, "return");

	free(text);
	json_decref(command);
	return answered ? 0 : error_set(error, "QEMU's monitor gives no answer");
}

/* Until the console shows an end, or nothing new for long. false: QEMU ended. */
static bool wait_for_end(struct monitor *monitor, enum machine_end *end)
{
	int quiet_ms = 0;

	*end = MACHINE_LIMIT;
	while (quiet_ms < QUIET_MS) {
		struct buffer console = BUFFER_INIT;
		struct error missing = ERROR_INIT;
		bool found = false;

		if (!monitor_read(monitor))
			return false;
		quiet_ms += POLL_MS;
		/* the file is there once QEMU has started */
		if (!file_read(monitor->console, &console, &missing) &&
		    console.length != monitor->console_size) {
			monitor->console_size = console.length;
			quiet_ms = 0;
		}
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			if (strstr(buffer_text(&console), ends[i].text)) {
				*end = ends[i].end;
				found = true;
			}
		}
		buffer_free(&console);
		if (found)
			break;
	}
	return true;
}

static int save_loads(struct monitor *monitor, const struct machine_job *job,
		      struct error *error)
{
	int result = monitor_command(monitor, json_pack("{s:s}", "execute", "stop"),
				     error);

	for (size_t i = 0; i < job->nr_loads && !result; i++) {
		const struct machine_load *load = &job->loads[i];
		char *path = memory_printf("%s/%s.after", job->directory,
					   load->name);

		result = monitor_command(monitor,
			json_pack("{s:s, s:{s:I, s:I, s:s}}",
				  "execute", "pmemsave", "arguments",
				  "val", (json_int_t)load->address,
				  "size", (json_int_t)load->length,
				  "filename", path), error);
		free(path);
	}
	return result;
}

/* "Trace 0: 0x7f8e [00000000/0000a1b4/00110200/ff020000]", bracket's 2nd. */
static int count_calls(struct machine_job *job, const char *trace,
		       struct error *error)
{
	struct buffer log = BUFFER_INIT;
	char *line, *next;

	for (size_t i = 0; i < job->nr_probes; i++)
		job->probes[i].calls = 0;
	if (!file_exists(trace))
		return 0;
	if (file_read(trace, &log, error))
		return -1;
	for (line = log.data; line && *line; line = next) {
		char *field = strchr(line, '[');
		char *end = strchr(line, '\n');
		uint64_t address;

		next = end ? end + 1 : NULL;
		if (!field || (end && field > end))
			continue;
		if (sscanf(field, "[%*[0-9a-f]/%" SCNx64, &address) != 1)
			continue;
		for (size_t i = 0; i < job->nr_probes; i++) {
			if (job->probes[i].address == address)
				job->probes[i].calls++;
		}
	}
	buffer_free(&log);
	return 0;
}

static int converse(struct machine_job *job, struct monitor *monitor,
		    struct machine_outcome *outcome, struct error *error)
{
	if (!monitor_wait(monitor, "QMP") ||
	    monitor_command(monitor, json_pack("{s:s}", "execute",
					       "qmp_capabilities"), error) ||
	    !wait_for_end(monitor, &outcome->end))
		return -1;
	return save_loads(monitor, job, error);
}

int qemu_run(struct machine_job *job, struct machine_outcome *outcome,
	     struct error *error)
{
	char *console = path_join(job->directory, "console.log");
	char *messages = path_join(job->directory, "qemu.log");
	char *trace = path_join(job->directory, "calls.log");
	char *stub = path_join(job->directory, "stub.bin");
	struct monitor monitor = { .console = console };
	arguments_t arguments = { 0 };
	int result = -1;

	unlink(console);
	unlink(trace);
	make_arguments(job, console, trace, &arguments);
	if (!write_stub(job, stub, error) &&
	    !monitor_start(&monitor, arguments.items, messages, error)) {
		result = converse(job, &monitor, outcome, error);
		monitor_stop(&monitor);
		if (file_exists(messages))
			file_read(messages, &outcome->messages, error);
		if (result)
			error_set(error, "%s: can't boot with it: %s",
				  job->programs->qemu,
				  buffer_text(&outcome->messages));
	}
	if (!result)
		result = file_read(console, &outcome->console, error);
	if (!result)
		result = count_calls(job, trace, error);
	for (size_t i = 0; i < arguments.count; i++)
		free(arguments.items[i]);
	array_free(&arguments);
	free(console);
	free(messages);
	free(trace);
	free(stub);
	return result;
}
