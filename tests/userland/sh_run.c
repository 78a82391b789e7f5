// SPDX-License-Identifier: GPL-2.0-or-later
/* Redirections, and what decides how a simple command is run. */
#include "sh_run.h"

#include "calls.h"
#include "out.h"
#include "sh_builtins.h"
#include "tools.h"

/* Descriptors of the shell's own are above those that text can name. */
#define FIRST_OWN 10

static volatile bool interrupted;

static void on_interrupt(int signal)
{
	(void)signal;
	interrupted = true;
}

bool run_interrupted(void)
{
	bool was = interrupted;

	interrupted = false;
	return was;
}

void run_catch_interrupts(void)
{
	struct signal_action action = { .handler = on_interrupt };

	call_sigaction(SIGINT, &action);
}

void sh_complain(const char *what, int error)
{
	complain("sh", what, error);
}

void sh_complain_of(const char *who, const char *what)
{
	struct out out;

	out_init(&out, 2);
	out_text(&out, "sh: ");
	out_text(&out, who);
	out_text(&out, ": ");
	out_text(&out, what);
	out_char(&out, '\n');
}

/* >&1, >&-: another descriptor, or none. */
static bool same_as(struct redirect *redirect)
{
	const char *text = redirect->target->text;

	if (!strcmp(text, "-"))
		return true;
	if (!isdigit(text[0]) || text[1]) {
		sh_complain_of(text, "not a descriptor (0 to 9)");
		return false;
	}
	redirect->from = text[0] - '0';
	return true;
}

static bool open_target(struct redirect *redirect)
{
	static const int flags[] = {
		O_RDONLY,
		O_WRONLY | O_CREAT | O_TRUNC,
		O_WRONLY | O_CREAT | O_APPEND,
	};
	int fd, high;

	if (redirect->kind == TOKEN_SAME)
		return same_as(redirect);
	fd = open(redirect->target->text,
		  flags[redirect->kind - TOKEN_FROM] | O_CLOEXEC, 0666);
	if (fd < 0) {
		sh_complain(redirect->target->text, errno);
		return false;
	}
	high = call_fcntl(fd, F_DUPFD_CLOEXEC, FIRST_OWN);
	if (high < 0)
		sh_complain(redirect->target->text, errno);
	close(fd);
	redirect->from = high;
	return high >= 0;
}

static void close_target(struct redirect *redirect)
{
	if (redirect->from >= FIRST_OWN)
		close(redirect->from);
	redirect->from = -1;
}

bool redirect_open(struct redirect *redirects)
{
	for (; redirects; redirects = redirects->next)
		if (!open_target(redirects))
			return false;
	return true;
}

void redirect_close(struct redirect *redirects)
{
	for (; redirects; redirects = redirects->next)
		close_target(redirects);
}

/* In a child, too: nothing but system calls. False and errno. */
bool redirect_one(const struct redirect *redirect)
{
	if (redirect->from < 0) {
		close(redirect->fd);
		return true;
	}
	/* dup3(), which nolibc calls, won't have the same twice */
	return redirect->from == redirect->fd ||
	       dup2(redirect->from, redirect->fd) >= 0;
}

bool redirect_apply(struct sh *sh, struct redirect *redirects)
{
	for (struct redirect *r = redirects; r; r = r->next) {
		bool done = open_target(r);

		if (done) {
			r->saved =
				call_fcntl(r->fd, F_DUPFD_CLOEXEC, FIRST_OWN);
			r->applied = true;
			done = redirect_one(r);
			if (!done)
				sh_complain(r->target->text, errno);
		}
		close_target(r);
		if (!done) {
			sh->status = 1;
			return false;
		}
	}
	return true;
}

void redirect_undo(struct redirect *redirects)
{
	if (!redirects)
		return;
	/* the last one first: a descriptor may be redirected twice */
	redirect_undo(redirects->next);
	if (!redirects->applied)
		return;
	if (redirects->saved >= 0) {
		dup2(redirects->saved, redirects->fd);
		close(redirects->saved);
	} else {
		close(redirects->fd);
	}
}

/* They stay: exec. */
static void keep(struct redirect *redirects)
{
	for (; redirects; redirects = redirects->next)
		if (redirects->applied && redirects->saved >= 0)
			close(redirects->saved);
}

static void assign(struct sh *sh, const struct word *word)
{
	for (; word; word = word->next) {
		const char *value = strchr(word->text, '=');

		if (!vars_set(&sh->vars, word->text, value - word->text,
			      value + 1, false)) {
			sh_complain("too many variables", 0);
			sh->status = 2;
		}
	}
}

/* exec: becomes another program, or keeps redirections. */
static void run_exec(struct sh *sh, const struct command *command)
{
	struct words words = command->words;
	const char *path;
	int error;

	words.first = words.first->next;
	words.count--;
	if (!redirect_apply(sh, command->redirects)) {
		redirect_undo(command->redirects);
		return;
	}
	sh->status = 0;
	if (words.first) {
		char **argv = run_arguments(sh, &words);
		char **envp =
			run_environment(sh, command->assignments.first, false);

		path = run_find(sh, words.first->text);
		error = errno;
		if (path && argv && envp && run_fits(argv, envp)) {
			execve(path, argv, envp);
			error = errno;
		} else if (path) {
			error = E2BIG;
		}
		sh->arena.full = false;
		sh->status = run_failed(words.first->text, error);
		redirect_undo(command->redirects);
		if (!sh->interactive)
			sh->flow = FLOW_EXIT;
		return;
	}
	keep(command->redirects);
}

static void run_builtin(struct sh *sh, const struct command *command,
			enum builtin builtin)
{
	char **argv = run_arguments(sh, &command->words);

	if (!argv) {
		sh_complain("too many words", 0);
		sh->arena.full = false;
		sh->status = 2;
		return;
	}
	/* the others have no use for them */
	if (builtin_is_special(builtin))
		assign(sh, command->assignments.first);
	if (redirect_apply(sh, command->redirects))
		builtin_run(sh, builtin, command->words.count, argv);
	redirect_undo(command->redirects);
}

void run_command(struct sh *sh, const struct command *command)
{
	enum builtin builtin;
	struct pipeline p;

	if (!command->words.first) {
		sh->status = 0;
		assign(sh, command->assignments.first);
		if (!redirect_open(command->redirects))
			sh->status = 1;
		redirect_close(command->redirects);
		return;
	}
	builtin = builtin_find(command->words.first->text);
	if (builtin == BUILTIN_EXEC) {
		run_exec(sh, command);
	} else if (builtin != BUILTIN_NONE) {
		run_builtin(sh, command, builtin);
	} else {
		pipeline_begin(sh, &p, false);
		pipeline_command(&p, command, true);
		pipeline_end(&p);
	}
	run_reap(sh);
}
