/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands as they are run: redirections, builtins, processes. */
#ifndef SH_RUN_H
#define SH_RUN_H

#include "sh.h"
#include "sh_lex.h"
#include "sh_words.h"

/* In the arena, in the order in which they are written. */
struct redirect {
	struct redirect *next;
	enum token_kind kind;
	int fd;			/* what is redirected */
	int from;		/* the file, or another descriptor; -1: none */
	bool applied;		/* in the shell itself; then: */
	int saved;		/* a copy of what fd was before, -1: it was closed */
	struct word *target;
};

/* A simple command, expanded. */
struct command {
	struct words assignments;	/* NAME=VALUE */
	struct words words;
	struct redirect *redirects;
};

/* Runs a command, in the shell itself or in a process; sets sh->status. */
void run_command(struct sh *sh, const struct command *command);

/*
 * Does redirections in the shell itself. False: one failed, a message was
 * printed and status is 1. Undo them in either case.
 */
bool redirect_apply(struct sh *sh, struct redirect *redirects);
void redirect_undo(struct redirect *redirects);
/*
 * For another process: opens what is redirected to, or prints a message and
 * returns false; close in either case. Then each in turn, in the process.
 */
bool redirect_open(struct redirect *redirects);
void redirect_close(struct redirect *redirects);
bool redirect_one(const struct redirect *redirect);

/* The processes of a pipeline. */
struct pipeline {
	struct sh *sh;
	struct child *children;
	bool background;
	int in;			/* what the next process reads, -1: as the shell */
	pid_t last;		/* the process of the last stage, 0: it has none */
	int status;		/* of the last stage when it has no process */
	struct arena_mark mark;
};

void pipeline_begin(struct sh *sh, struct pipeline *pipeline, bool background);
/* Is it for a shell of its own, as pipeline_text(), when not the only stage? */
bool pipeline_needs_shell(const struct command *command);
/* Starts a process for a command, or for text that a new shell gets. */
void pipeline_command(struct pipeline *pipeline, const struct command *command,
		      bool is_last);
void pipeline_text(struct pipeline *pipeline, const char *text,
		   const char *end, struct redirect *redirects, bool is_last);
/* In place of a stage that can't be: the next one finds nothing to read. */
void pipeline_nothing(struct pipeline *pipeline, int status);
/* Waits for them if they are not in the background; sets sh->status. */
void pipeline_end(struct pipeline *pipeline);

/* Takes note of background processes that have ended. */
void run_reap(struct sh *sh);

/* Waits for one of them, 0: for all; its status, 127: there is none. */
int run_wait(struct sh *sh, pid_t pid);

/* An environment of the exported variables, or of all, and assignments. */
char **run_environment(struct sh *sh, const struct word *assignments, bool all);
/* Where PATH has a program; NULL and errno. In the arena. */
const char *run_find(struct sh *sh, const char *name);
/* argv of words; one more entry before the first is free. */
char **run_arguments(struct sh *sh, const struct words *words);
/* Is there room for these on the stack of a new program? */
bool run_fits(char **argv, char **envp);
/* Tells why a program can't be run; the exit status for that. */
int run_failed(const char *name, int error);

/* Did Ctrl-C come? Asking forgets it. */
bool run_interrupted(void);
void run_catch_interrupts(void);

#endif
