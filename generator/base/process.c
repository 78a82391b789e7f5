// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK 65536

/* Our ends of the pipes to a child; -1 where there is none. */
struct pipes {
	int input;
	int output;
	int errors;
	int started;		/* errno of a failed start arrives here */
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

static int redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags, 0666);

	if (fd < 0 || dup2(fd, to) < 0)
		return -1;
	close(fd);
	return 0;
}

static int child_streams(const struct process *process, int input, int output,
			 int errors)
{
	const int create = O_WRONLY | O_CREAT | O_TRUNC;

	if (input >= 0) {
		if (dup2(input, STDIN_FILENO) < 0)
			return -1;
	} else if (redirect(process->input_path ? process->input_path : "/dev/null",
			    O_RDONLY, STDIN_FILENO)) {
		return -1;
	}

	if (process->output_path) {
		if (redirect(process->output_path, create, STDOUT_FILENO))
			return -1;
	} else if (output >= 0 && dup2(output, STDOUT_FILENO) < 0) {
		return -1;
	}

	if (process->error_path && process->output_path &&
	    !strcmp(process->error_path, process->output_path))
		return dup2(STDOUT_FILENO, STDERR_FILENO);
	if (process->error_path)
		return redirect(process->error_path, create, STDERR_FILENO);
	if (process->errors && process->errors == process->output)
		return dup2(STDOUT_FILENO, STDERR_FILENO);
	if (errors >= 0)
		return dup2(errors, STDERR_FILENO);
	return 0;
}

/* In the child: never returns. errno goes to @started if it can't go on. */
static void child_failed(int started)
{
	/* nobody can be told if this fails: the exit status says so, too */
	if (write(started, &errno, sizeof(errno)) < 0)
		_exit(126);
	_exit(127);
}

/* In the child: never returns. */
static void child_run(const struct process *process, int input, int output,
		      int errors, int started)
{
	if (process->timeout_ms)
		setpgid(0, 0);
	signal(SIGPIPE, SIG_DFL);
	if (child_streams(process, input, output, errors) >= 0 &&
	    (!process->directory || !chdir(process->directory))) {
		for (const char *const *e = process->environment; e && *e; e++)
			putenv((char *)*e);
		execvp(process->argv[0], (char *const *)process->argv);
	}
	child_failed(started);
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

/* Ignored, as it may be inherited, it would have children end unseen. */
static pid_t fork_child(void)
{
	struct sigaction now;

	if (!sigaction(SIGCHLD, NULL, &now) && now.sa_handler == SIG_IGN)
		signal(SIGCHLD, SIG_DFL);
	return fork();
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
	int errors[2] = { -1, -1 }, started[2] = { -1, -1 };
	bool same = process->output && process->output == process->errors;
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	struct pipes pipes;
	int failed = 0;
	pid_t pid = -1;

	*result = (struct process_result){ 0 };
	if (!make_pipe(process->input, input, error) &&
	    !make_pipe(process->output && !process->output_path, output, error) &&
	    !make_pipe(process->errors && !process->error_path && !same, errors,
		       error) &&
	    !make_pipe(true, started, error)) {
		pid = fork_child();
		if (pid < 0)
			error_errno(error, "fork");
	}
	if (!pid)
		child_run(process, input[0], output[1], errors[1], started[1]);
	close_fd(&input[0]);
	close_fd(&output[1]);
	close_fd(&errors[1]);
	close_fd(&started[1]);
	pipes = (struct pipes){ input[1], output[0], errors[0], started[0] };

	if (pid > 0) {
		if (process->timeout_ms)
			setpgid(pid, pid);
		sigaction(SIGPIPE, &ignore, &old);
		if (pipes.input >= 0)
			fcntl(pipes.input, F_SETFL, O_NONBLOCK);
		if (read(pipes.started, &failed, sizeof(failed)) !=
		    sizeof(failed))
			failed = 0;
		wait_for(pid, process, &pipes, result);
		sigaction(SIGPIPE, &old, NULL);
		if (failed) {
			errno = failed;
			error_errno(error, "%s", process->argv[0]);
		}
	}
	close_fd(&pipes.input);
	close_fd(&pipes.output);
	close_fd(&pipes.errors);
	close_fd(&pipes.started);
	return pid > 0 && !failed ? 0 : -1;
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
	pid = fork_child();
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
