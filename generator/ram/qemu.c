// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/sockios.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/base/table.h"

/* The words of tests/qemu/stub.S that are filled in here. */
#define STUB		"stub.bin"
#define STUB_ENTRY	8
#define STUB_R1		16
#define STUB_R2		20
#define STUB_LEAST	24

/* So often in a row a dead guest is seen to spin. */
#define SPINS		10
#define INSN_WFI	0xbf30

/* Where QEMU finds its end of the serial line. */
#define CONSOLE_FD	"3"

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

/* An option that ends with a path: a comma in it is written twice. */
static void add_with_path(arguments_t *arguments, const char *option,
			  const char *path)
{
	struct buffer text = BUFFER_INIT;

	buffer_add_string(&text, option);
	for (; *path; path++) {
		if (*path == ',')
			buffer_add(&text, ",", 1);
		buffer_add(&text, path, 1);
	}
	add(arguments, buffer_take(&text));
}

static void add_loader(arguments_t *arguments, const char *directory,
		       const char *name, uint64_t address)
{
	char *option = memory_printf("loader,force-raw=on,addr=0x%" PRIx64
				     ",file=", address);
	char *path = path_join(directory, name);

	add(arguments, memory_strdup("-device"));
	add_with_path(arguments, option, path);
	free(path);
	free(option);
}

static void add_all(arguments_t *arguments, const char *const *words)
{
	while (*words)
		add(arguments, memory_strdup(*words++));
}

/* Log the first block of each probe's function, every time it is entered. */
static void add_probes(const struct machine_job *job, const char *trace,
		       arguments_t *arguments)
{
	struct buffer filter = BUFFER_INIT;

	for (size_t i = 0; i < job->nr_probes; i++) {
		if (job->probes[i].address)
			buffer_printf(&filter, "%s0x%" PRIx64 "+0x2",
				      filter.length ? "," : "",
				      job->probes[i].address);
	}
	if (filter.length)
		add_all(arguments, (const char *const []){
			"-d", "exec,nochain", "-dfilter", filter.data,
			"-D", trace, NULL });
	buffer_free(&filter);
}

static void make_arguments(const struct machine_job *job,
			   const struct qemu *qemu, enum qemu_time time,
			   arguments_t *arguments)
{
	add_all(arguments, (const char *const []){
		job->programs->qemu, "-M", job->model, "-nodefaults",
		"-no-user-config", "-display", "none", "-qmp", "stdio",
		"-no-reboot", "-no-shutdown", "-serial", "chardev:console",
		"-chardev", NULL });
	add_with_path(arguments, "socket,id=console,fd=" CONSOLE_FD
		      ",logfile=", qemu->console_log);
	if (time == QEMU_FAST) {
		add_all(arguments, (const char *const []){
			"-icount", "shift=5,sleep=off", NULL });
		add_probes(job, qemu->trace, arguments);
	}
	add_loader(arguments, job->directory, STUB, 0);
	for (size_t i = 0; i < job->nr_loads; i++)
		add_loader(arguments, job->directory, job->loads[i].name,
			   job->loads[i].address);
	add(arguments, NULL);
}

static int open_streams(const char *messages, int monitor[2], int console[2],
			int *log, struct error *error)
{
	const int type = SOCK_STREAM | SOCK_CLOEXEC;

	if (socketpair(AF_UNIX, type, 0, monitor) ||
	    socketpair(AF_UNIX, type, 0, console))
		return error_errno(error, "sockets for QEMU");
	*log = open(messages, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return *log < 0 ? error_errno(error, "%s", messages) : 0;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

int qemu_ended(const struct qemu *qemu, struct error *error)
{
	struct buffer messages = BUFFER_INIT;
	struct error missing = ERROR_INIT;

	if (file_exists(qemu->messages))
		file_read(qemu->messages, &messages, &missing);
	while (messages.length && messages.data[messages.length - 1] == '\n')
		messages.data[--messages.length] = '\0';
	if (qemu->monitor.late)
		error_set(error, "%s did not answer within %d s%s%s",
			  qemu->program, qemu->monitor.patience_ms / 1000,
			  messages.length ? ": " : "", buffer_text(&messages));
	else
		error_set(error, "%s has ended%s%s", qemu->program,
			  messages.length ? ": " : "", buffer_text(&messages));
	buffer_free(&messages);
	return -1;
}

int qemu_start(struct qemu *qemu, const struct machine_job *job,
	       enum qemu_time time, struct error *error)
{
	int monitor[2] = { -1, -1 }, console[2] = { -1, -1 }, log = -1;
	char *stub = path_join(job->directory, STUB);
	arguments_t arguments = { 0 };

	*qemu = (struct qemu){
		.program = job->programs->qemu,
		.console_log = path_join(job->directory, "console.log"),
		.messages = path_join(job->directory, "qemu.log"),
		.trace = path_join(job->directory, "calls.log"),
		.monitor.patience_ms = MONITOR_PATIENCE_MS,
		.pid = -1,
	};
	unlink(qemu->trace);
	make_arguments(job, qemu, time, &arguments);
	if (!write_stub(job, stub, error) &&
	    !open_streams(qemu->messages, monitor, console, &log, error)) {
		/* the last one is CONSOLE_FD there */
		const int fds[] = { monitor[1], monitor[1], log, console[1] };

		qemu->pid = process_start((const char *const *)arguments.items,
					  fds, sizeof(fds) / sizeof(fds[0]),
					  error);
	}
	close_fd(monitor[1]);
	close_fd(log);
	close_fd(console[1]);
	qemu->monitor.socket = monitor[0];
	qemu->console = console[0];
	for (size_t i = 0; i < arguments.count; i++)
		free(arguments.items[i]);
	array_free(&arguments);
	free(stub);
	if (qemu->pid < 0)
		return -1;
	return monitor_start(&qemu->monitor) ? qemu_ended(qemu, error) : 0;
}

void qemu_stop(struct qemu *qemu)
{
	close_fd(qemu->monitor.socket);
	close_fd(qemu->console);
	if (qemu->pid > 0) {
		kill(qemu->pid, SIGKILL);
		waitpid(qemu->pid, NULL, 0);
	}
	monitor_free(&qemu->monitor);
	free(qemu->console_log);
	free(qemu->messages);
	free(qemu->trace);
}

int qemu_read(struct qemu *qemu, struct buffer *output)
{
	ssize_t got = recv(qemu->console, buffer_reserve(output, 4096), 4096,
			   MSG_DONTWAIT);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	if (!got)
		return -1;
	output->length += (size_t)got;
	output->data[output->length] = '\0';
	return (int)got;
}

int qemu_write(struct qemu *qemu, struct buffer *typed)
{
	ssize_t put;

	if (!typed->length)
		return 0;
	put = send(qemu->console, typed->data, typed->length,
		   MSG_DONTWAIT | MSG_NOSIGNAL);
	if (put < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	typed->length -= (size_t)put;
	memmove(typed->data, typed->data + put, typed->length + 1);
	return 0;
}

bool qemu_took_all(const struct qemu *qemu)
{
	int bytes = 0;

	/* a socket pair's queue: what the other end has not read */
	return ioctl(qemu->console, SIOCOUTQ, &bytes) || !bytes;
}

void qemu_nudge(struct qemu *qemu)
{
	monitor_nudge(&qemu->monitor);
}

/* Has the processor just executed a WFI? Then it sleeps. */
static int look_at_sleep(struct monitor *monitor, uint32_t pc, bool *sleeps)
{
	char *line = memory_printf("xp /1hx 0x%" PRIx32, pc - 2);
	char *text = monitor_ask(monitor, line);
	unsigned int insn;

	*sleeps = text && sscanf(text, "%*[^:]: %x", &insn) == 1 &&
		  insn == INSN_WFI;
	free(line);
	if (!text)
		return -1;
	free(text);
	return 0;
}

/* "... R15=0000a1b4\nXPSR=41000003 -Z-- T handler\n" */
static int look_at_processor(struct monitor *monitor, bool *spins)
{
	char *text = monitor_ask(monitor, "info registers");
	const char *pc = text ? strstr(text, "R15=") : NULL;
	uint32_t address = 0;
	bool user, sleeps;

	if (!text)
		return -1;
	user = strstr(text, "unpriv-thread");
	if (pc)
		sscanf(pc, "R15=%" SCNx32, &address);
	free(text);
	if (look_at_sleep(monitor, address, &sleeps))
		return -1;
	*spins = pc && !user && !sleeps;
	return 0;
}

int qemu_death(struct qemu *qemu, const struct buffer *output,
	       long long still_ms, enum dialogue_death *death)
{
	bool spins = false;

	*death = still_ms < DIALOGUE_DEAD_MS ? DIALOGUE_ALIVE :
		 dialogue_death(buffer_text(output), output->length);
	if (*death != DIALOGUE_ALIVE &&
	    look_at_processor(&qemu->monitor, &spins))
		return -1;
	qemu->spins = spins ? qemu->spins + 1 : 0;
	if (qemu->spins < SPINS)
		*death = DIALOGUE_ALIVE;
	return 0;
}
