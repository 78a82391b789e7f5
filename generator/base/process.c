// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "generator/base/table.h"

#define CHUNK 65536

/* Our ends of the pipes to a child; -1 where there is none. */
struct pipes {
	int input;
	int output;
	int errors;
};

long long process_clock_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool is_same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* The child's standard streams, and where it runs. */
static void add_actions(posix_spawn_file_actions_t *actions,
			const struct process *process, int input, int output, int errors)
{
	const int create = O_WRONLY | O_CREAT | O_TRUNC;

	if (input >= 0)
		posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(actions, STDIN_FILENO,
						 process->input_path ? process->input_path :
						 "/dev/null", O_RDONLY, 0);
	if (process->output_path)
		posix_spawn_file_actions_addopen(actions, STDOUT_FILENO,
						 process->output_path, create, 0666);
	else if (output >= 0)
		posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);

	if (is_same(process->error_path, process->output_path) ||
	    (!process->error_path && process->errors && process->errors == process->output))
		posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO);
	else if (process->error_path)
		posix_spawn_file_actions_addopen(actions, STDERR_FILENO,
						 process->error_path, create, 0666);
	else if (errors >= 0)
		posix_spawn_file_actions_adddup2(actions, errors, STDERR_FILENO);
	if (process->directory)
		posix_spawn_file_actions_addchdir_np(actions, process->directory);
}

static bool sets(const char *const *more, const char *variable)
{
	const size_t length = strcspn(variable, "=") + 1;

	for (; more && *more; more++)
		if (!strncmp(*more, variable, length))
			return true;
	return false;
}

/* Our environment with more; free() the array. */
static char **environment_with(const char *const *more)
{
	ARRAY(char *) all = { 0 };

	for (char **variable = environ; *variable; variable++)
		if (!sets(more, *variable))
			*array_add(&all) = *variable;
	for (; more && *more; more++)
		*array_add(&all) = (char *)*more;
	*array_add(&all) = NULL;
	return all.items;
}

/* Ignored, as it may be inherited, it would have children end unseen. */
static void heed_children(void)
{
	struct sigaction now;

	if (!sigaction(SIGCHLD, NULL, &now) && now.sa_handler == SIG_IGN)
		signal(SIGCHLD, SIG_DFL);
}

/* Spawned, not forked: the pages of a large process aren't copied. */
static pid_t spawn(const struct process *process, int input, int output, int errors,
		   struct error *error)
{
	char **environment = environment_with(process->environment);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t signals;
	pid_t pid;

	heed_children();
	posix_spawn_file_actions_init(&actions);
	add_actions(&actions, process, input, output, errors);
	posix_spawnattr_init(&attributes);
	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	posix_spawnattr_setsigdefault(&attributes, &signals);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF |
				 (process->timeout_ms ? POSIX_SPAWN_SETPGROUP : 0));
	errno = posix_spawnp(&pid, process->argv[0], &actions, &attributes,
			     (char *const *)process->argv, environment);
	if (errno)
		pid = error_errno(error, "%s", process->argv[0]);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	free(environment);
	return pid;
}

static void pump_in(const struct process *process, int *fd, size_t *done)
{
	size_t left = process->input_length - *done;
	ssize_t put = write(*fd, (const char *)process->input + *done,
			    left < 4096 ? left : 4096);

	if (put > 0)
		*done += (size_t)put;
	else if (put < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (put < 0 || *done == process->input_length)
		close_fd(fd);
}

static void pump_out(int *fd, struct buffer *buffer)
{
	ssize_t got = read(*fd, buffer_reserve(buffer, CHUNK), CHUNK);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		close_fd(fd);
		return;
	}
	buffer->length += (size_t)got;
	buffer->data[buffer->length] = '\0';
}

/* Move bytes until the child has closed its ends; false: out of time. */
static bool pump(const struct process *process, struct pipes *pipes,
		 long long deadline)
{
	size_t done = 0;

	if (pipes->input >= 0 && !process->input_length)
		close_fd(&pipes->input);
	while (pipes->input >= 0 || pipes->output >= 0 || pipes->errors >= 0) {
		struct pollfd fds[3] = {
			{ .fd = pipes->input, .events = POLLOUT },
			{ .fd = pipes->output, .events = POLLIN },
			{ .fd = pipes->errors, .events = POLLIN },
		};
		long long left = deadline - process_clock_ms();

		if (deadline && left <= 0)
			return false;
		if (poll(fds, 3, deadline ? (int)left : -1) < 0)
			continue;
		if (fds[0].revents)
			pump_in(process, &pipes->input, &done);
		if (fds[1].revents)
			pump_out(&pipes->output, process->output);
		if (fds[2].revents)
			pump_out(&pipes->errors, process->errors);
	}
	return true;
}

static void wait_for(pid_t pid, const struct process *process,
		     struct pipes *pipes, struct process_result *result)
{
	long long deadline = process->timeout_ms ?
			     process_clock_ms() + process->timeout_ms : 0;
	int status = 0;
	pid_t done = 0;

	result->timed_out = !pump(process, pipes, deadline);
	while (!result->timed_out && deadline) {
		done = waitpid(pid, &status, WNOHANG);
		if (done)
			break;
		if (process_clock_ms() >= deadline)
			result->timed_out = true;
		else
			nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
	}
	if (result->timed_out)
		kill(-pid, SIGKILL);
	while (done != pid)
		done = waitpid(pid, &status, 0);
	result->status = WIFEXITED(status) ? WEXITSTATUS(status) :
					     128 + WTERMSIG(status);
}

/* A pipe; ends are close-on-exec, dup2() clears that for the child. */
static int make_pipe(bool wanted, int ends[2], struct error *error)
{
	ends[0] = -1;
	ends[1] = -1;
	if (wanted && pipe2(ends, O_CLOEXEC))
		return error_errno(error, "pipe");
	return 0;
}

int process_run(const struct process *process, struct process_result *result,
		struct error *error)
{
	int input[2] = { -1, -1 }, output[2] = { -1, -1 };
	int errors[2] = { -1, -1 };
	bool same = process->output && process->output == process->errors;
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	struct pipes pipes;
	pid_t pid = -1;

	*result = (struct process_result){ 0 };
	if (!make_pipe(process->input, input, error) &&
	    !make_pipe(process->output && !process->output_path, output, error) &&
	    !make_pipe(process->errors && !process->error_path && !same, errors,
		       error))
		pid = spawn(process, input[0], output[1], errors[1], error);
	close_fd(&input[0]);
	close_fd(&output[1]);
	close_fd(&errors[1]);
	pipes = (struct pipes){ input[1], output[0], errors[0] };

	if (pid > 0) {
		sigaction(SIGPIPE, &ignore, &old);
		if (pipes.input >= 0)
			fcntl(pipes.input, F_SETFL, O_NONBLOCK);
		wait_for(pid, process, &pipes, result);
		sigaction(SIGPIPE, &old, NULL);
	}
	close_fd(&pipes.input);
	close_fd(&pipes.output);
	close_fd(&pipes.errors);
	return pid > 0 ? 0 : -1;
}

/* In the child: never returns. errno goes to @started if it can't go on. */
static void child_failed(int started)
{
	/* nobody can be told if this fails: the exit status says so, too */
	if (write(started, &errno, sizeof(errno)) < 0)
		_exit(126);
	_exit(127);
}

/* In the child: never returns. Each of @fds may be another's place. */
static void child_start(const char *const *argv, const int *fds, size_t nr_fds,
			int started)
{
	int safe[nr_fds];
	sigset_t none;

	started = fcntl(started, F_DUPFD_CLOEXEC, (int)nr_fds);
	for (size_t i = 0; i < nr_fds; i++)
		safe[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, (int)nr_fds);
	for (size_t i = 0; i < nr_fds; i++) {
		if (safe[i] < 0 || dup2(safe[i], (int)i) < 0)
			child_failed(started);
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(argv[0], (char *const *)argv);
	child_failed(started);
}

pid_t process_start(const char *const *argv, const int *fds, size_t nr_fds,
		    struct error *error)
{
	int started[2], failed;
	pid_t pid;

	if (make_pipe(true, started, error))
		return -1;
	heed_children();
	pid = fork();
	if (!pid)
		child_start(argv, fds, nr_fds, started[1]);
	close_fd(&started[1]);
	if (pid < 0) {
		error_errno(error, "fork");
	} else if (read(started[0], &failed, sizeof(failed)) == sizeof(failed)) {
		waitpid(pid, NULL, 0);
		pid = -1;
		errno = failed;
		error_errno(error, "%s", argv[0]);
	}
	close_fd(&started[0]);
	return pid;
}
