// SPDX-License-Identifier: GPL-2.0-or-later
/* Processes: starting them, waiting for them. */
#include "calls.h"
#include "out.h"
#include "sh_builtins.h"
#include "sh_jobs.h"
#include "sh_run.h"
#include "signals.h"

#define SHELL "/bin/sh"

struct child {
	struct child *next;
	pid_t pid;	/* 0: it has ended */
};

/* All that a new process needs, made before vfork: it shares our memory. */
struct launch {
	const char *name;
	const char *path;	/* NULL: can't be run, by `error` */
	int error;
	char **argv;		/* argv[-1] is free */
	char **envp;
	const struct redirect *redirects;
	int in, out, null;	/* for 0, for 1, for 0 in the background; or -1 */
	bool background;
};

/* The file is text: a script without a #! that the kernel knows. */
static void exec_script(const struct launch *launch)
{
	launch->argv[-1] = "sh";
	launch->argv[0] = (char *)launch->path;
	execve(SHELL, launch->argv - 1, launch->envp);
}

/*
 * The new process, in our memory until exec: it changes nothing there that is
 * looked at afterwards.
 */
static void __attribute__((noreturn)) child(const struct launch *launch)
{
	static const struct signal_action ignore = {
		.handler = (void (*)(int))1,
	};
	int error = launch->error;

	if (launch->background) {
		call_sigaction(SIGINT, &ignore);
		call_sigaction(SIGQUIT, &ignore);
	}
	if (launch->null >= 0)
		dup2(launch->null, 0);
	if (launch->in >= 0)
		dup2(launch->in, 0);
	if (launch->out >= 0)
		dup2(launch->out, 1);
	for (const struct redirect *r = launch->redirects; r; r = r->next)
		if (!redirect_one(r)) {
			sh_complain(r->target->text, errno);
			sys_exit(1);
		}
	if (launch->path) {
		execve(launch->path, launch->argv, launch->envp);
		if (errno == ENOEXEC)
			exec_script(launch);
		error = errno;
	}
	sys_exit(run_failed(launch->name, error));
}

static pid_t start(const struct launch *launch)
{
	pid_t pid = vfork_child();

	if (pid == 0)
		child(launch);
	return pid;
}

void pipeline_begin(struct sh *sh, struct pipeline *pipeline, bool background)
{
	if (background)
		run_reap(sh);
	memset(pipeline, 0, sizeof(*pipeline));
	pipeline->sh = sh;
	pipeline->background = background;
	pipeline->in = -1;
	pipeline->mark = arena_mark(&sh->arena);
}

bool pipeline_needs_shell(const struct command *command)
{
	return !command->words.first ||
	       builtin_needs_shell(
		       builtin_find(command->words.first->text));
}

/* Starts it and takes note of it. */
static void add(struct pipeline *pipeline, struct launch *launch)
{
	struct sh *sh = pipeline->sh;
	struct child *child = arena_take(&sh->arena, sizeof(*child));
	pid_t pid = -ENOMEM;

	if (launch->path && (!launch->argv || !launch->envp ||
			     !run_fits(launch->argv, launch->envp))) {
		launch->path = NULL;
		launch->error = E2BIG;
	}
	sh->arena.full = false;
	if (child && (!pipeline->background || job_room(sh)))
		pid = start(launch);
	if (pid < 0) {
		if (child && pipeline->background && !job_room(sh))
			sh_complain("too many background commands", 0);
		else
			sh_complain(launch->name, -pid);
		pipeline->status = 126;
		return;
	}
	child->next = pipeline->children;
	child->pid = pid;
	pipeline->children = child;
	pipeline->last = pid;
	if (pipeline->background)
		job_add(sh, pid);
}

/* With the pipe to the next stage, and with what is redirected. */
static void add_stage(struct pipeline *pipeline, struct launch *launch,
		      struct redirect *redirects, bool is_last)
{
	int pipe[2] = { -1, -1 };

	launch->redirects = redirects;
	launch->background = pipeline->background;
	launch->in = pipeline->in;
	launch->null = -1;
	pipeline->last = 0;
	pipeline->status = 1;
	if (pipeline->background && pipeline->in < 0)
		launch->null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (!is_last && pipe2(pipe, O_CLOEXEC) < 0)
		sh_complain("pipe", errno);
	launch->out = pipe[1];
	if (redirect_open(redirects) && (is_last || pipe[1] >= 0))
		add(pipeline, launch);
	redirect_close(redirects);
	if (launch->null >= 0)
		close(launch->null);
	if (pipeline->in >= 0)
		close(pipeline->in);
	if (pipe[1] >= 0)
		close(pipe[1]);
	/* without a pipe the next one reads nothing, not what is typed */
	pipeline->in = !is_last && pipe[0] < 0 ?
		       open("/dev/null", O_RDONLY | O_CLOEXEC) : pipe[0];
}

void pipeline_command(struct pipeline *pipeline, const struct command *command,
		      bool is_last)
{
	struct sh *sh = pipeline->sh;
	struct launch launch = {
		.name = command->words.first->text,
		.argv = run_arguments(sh, &command->words),
		.envp = run_environment(sh, command->assignments.first, false),
	};

	launch.path = run_find(sh, launch.name);
	launch.error = errno;
	add_stage(pipeline, &launch, command->redirects, is_last);
}

void pipeline_nothing(struct pipeline *pipeline, int status)
{
	if (pipeline->in >= 0)
		close(pipeline->in);
	pipeline->in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	pipeline->last = 0;
	pipeline->status = status;
}

/* A copy of text, ended by \0. */
static struct word *copy(struct sh *sh, const char *text, const char *end)
{
	arena_word_begin(&sh->arena);
	while (text < end)
		arena_word_char(&sh->arena, *text++);
	return arena_word_end(&sh->arena);
}

/* "?=1": a shell gets the status of the last command by this. */
static struct word *status_word(struct sh *sh)
{
	char text[16] = "?=";

	utoa_r(sh->status, text + 2);
	return copy(sh, text, text + strlen(text));
}

void pipeline_text(struct pipeline *pipeline, const char *text,
		   const char *end, struct redirect *redirects, bool is_last)
{
	struct sh *sh = pipeline->sh;
	struct word *own = copy(sh, text, end), *status = status_word(sh);
	struct launch launch = { .name = "sh", .path = SHELL };
	char **next = arena_take(&sh->arena, (sh->nr_parameters + 6) *
						     sizeof(*next));

	if (own && status && next) {
		*next++ = NULL;
		launch.argv = next;
		*next++ = "sh";
		*next++ = "-c";
		*next++ = own->text;
		for (int i = 0; i <= sh->nr_parameters; i++)
			*next++ = sh->parameters[i];
		*next = NULL;
		launch.envp = run_environment(sh, status, true);
	}
	if (!call_may(SHELL, 1))
		launch.path = (const char *)getauxval(AT_EXECFN);
	add_stage(pipeline, &launch, redirects, is_last);
}

/* What became of a process: its exit status, or 128 and a signal's number. */
static int ended(struct sh *sh, pid_t pid, int status)
{
	int signal = status & 0x7f;
	struct out out;

	if (!signal)
		return status >> 8 & 0xff;
	if (signal == SIGINT && sh->interactive) {
		sh->flow = FLOW_STOP;
	} else if (signal != SIGINT && signal != SIGPIPE) {
		out_init(&out, 2);
		out_text(&out, "sh: pid ");
		out_number(&out, pid, 0);
		out_text(&out, ": ");
		out_text(&out, signal_meaning(signal));
		out_char(&out, '\n');
	}
	return 128 + signal;
}

void run_reap(struct sh *sh)
{
	pid_t pid;
	int status;

	while ((pid = sys_wait4(-1, &status, WNOHANG, NULL)) > 0)
		job_ended(sh, pid, ended(sh, pid, status));
}

int run_wait(struct sh *sh, pid_t pid)
{
	struct job *job;
	pid_t gone;
	int status;

	while (pid ? (job = job_find(sh, pid)) && job->status < 0 :
		     job_running(sh)) {
		gone = sys_wait4(-1, &status, 0, NULL);
		if (gone > 0)
			job_ended(sh, gone, ended(sh, gone, status));
		else if (gone == -EINTR && run_interrupted()) {
			sh->flow = FLOW_STOP;
			return 128 + SIGINT;
		}
		if (gone < 0 && gone != -EINTR)
			break;
	}
	if (pid)
		return job_forget(sh, pid);
	job_forget_all(sh);
	return 0;
}

static void wait_children(struct pipeline *pipeline)
{
	unsigned int left = 0;
	struct child *child;

	for (child = pipeline->children; child; child = child->next)
		left++;
	while (left) {
		int status;
		pid_t pid = sys_wait4(-1, &status, 0, NULL);

		if (pid == -EINTR)
			continue;
		if (pid < 0)
			break;
		for (child = pipeline->children; child; child = child->next)
			if (child->pid == pid)
				break;
		status = ended(pipeline->sh, pid, status);
		if (!child) {
			job_ended(pipeline->sh, pid, status);
			continue;
		}
		child->pid = 0;
		left--;
		if (pid == pipeline->last)
			pipeline->status = status;
	}
}

void pipeline_end(struct pipeline *pipeline)
{
	struct sh *sh = pipeline->sh;

	if (pipeline->in >= 0)
		close(pipeline->in);
	if (!pipeline->background)
		wait_children(pipeline);
	sh->status = pipeline->status;
	if (pipeline->background && pipeline->last) {
		sh->last_background = pipeline->last;
		sh->status = 0;
	}
	arena_release(&sh->arena, pipeline->mark);
}
