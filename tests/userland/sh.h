/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The shell's state: one struct sh in static memory, all of which fits a page
 * together with the rest of the executable's data. It runs text, not a tree:
 * a complete command is checked by walking over it once, then walked over again
 * and run; loops walk over their text as often as they run. What it needs for
 * the time of a command comes from its arena.
 *
 * There is no fork() without an MMU. A tool is started by vfork and exec; what
 * would need a copy of the shell (a builtin or a compound command as a part of
 * a pipeline or in the background, a list in parentheses) is run by a new shell,
 * `sh -c TEXT`, with all variables exported to it, $0 to $9 and $? as they are.
 * $$ is that shell's own, $! is not known to it. The new shell is /bin/sh, or,
 * where there is none, the file that this one was started from.
 */
#ifndef SH_H
#define SH_H

#include <stdbool.h>

#include "sh_arena.h"
#include "sh_vars.h"

#define SH_TEXT		1024	/* of a command, before memory is asked for */
#define SH_TEXT_MOST	(32 * 1024)
#define SH_JOBS		16	/* background processes that are remembered */

/*
 * Bytes of stack that a compound command or a file of commands begins with: for
 * the deepest simple command, 1000, and a margin; for a signal that is caught,
 * which only an interactive shell does. `make stacks` shows what was used.
 */
#define SH_STACK_LEFT	1536
#define SH_STACK_SIGNAL	768

/*
 * For a function whose variables are not to be on the stack of the one that
 * calls it while that calls another: commands are inside each other.
 */
#define APART __attribute__((noinline))

/* A background process: running, or its status is waited for. */
struct job {
	pid_t pid;		/* 0: none */
	short status;		/* -1: still running */
};

/* Why what follows is not run. */
enum flow {
	FLOW_NONE,
	FLOW_BREAK,		/* out of sh->levels loops */
	FLOW_CONTINUE,		/* likewise, then on with the next turn */
	FLOW_STOP,		/* interrupted: back to the prompt */
	FLOW_EXIT,		/* with sh->status */
};

struct sh {
	struct vars vars;
	struct arena arena;
	struct job jobs[SH_JOBS];
	char **parameters;	/* $0, $1, ... */
	int nr_parameters;	/* without $0 */
	pid_t last_background;	/* $!, 0: none */
	int status;		/* $? */
	enum flow flow;
	unsigned int levels;	/* for FLOW_BREAK and FLOW_CONTINUE */
	unsigned int loops;	/* that run now, inside each other */
	const char *stack_end;	/* its lowest address */
	bool interactive;	/* it prompts */
	bool catches;		/* Ctrl-C */
	bool is_init;		/* PID 1, which must not end */
	char text[SH_TEXT];
};

/* Is there so much stack? */
bool sh_has_stack(const struct sh *sh);

/* "sh: WHAT: REASON" on stderr; what may be NULL, error 0. */
void sh_complain(const char *what, int error);
/* "sh: WHO: WHAT" */
void sh_complain_of(const char *who, const char *what);

#endif
