/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the shell does itself: as it is about the shell, or to spare a process. */
#ifndef SH_BUILTINS_H
#define SH_BUILTINS_H

#include "sh.h"

#define BUILTINS(X) \
	/* the special ones of POSIX */ \
	X(COLON, ":") X(DOT, ".") X(BREAK, "break") X(CONTINUE, "continue") \
	X(EXEC, "exec") X(EXIT, "exit") X(EXPORT, "export") X(SET, "set") \
	X(SHIFT, "shift") X(UNSET, "unset") \
	/* others about the shell */ \
	X(CD, "cd") X(PWD, "pwd") X(READ, "read") X(WAIT, "wait") \
	/* those that are tools, too */ \
	X(ECHO, "echo") X(FALSE, "false") X(KILL, "kill") X(TEST, "test") \
	X(BRACKET, "[") X(TRUE, "true")

#define BUILTIN_ENUM(symbol, name) BUILTIN_##symbol,
enum builtin { BUILTINS(BUILTIN_ENUM) BUILTIN_NONE };

enum builtin builtin_find(const char *name);
/* Do variables that are assigned before it stay so? */
bool builtin_is_special(enum builtin builtin);
/* As a part of a pipeline, does it take a shell, not being a tool as well? */
bool builtin_needs_shell(enum builtin builtin);
/* Sets sh->status; not for exec. */
void builtin_run(struct sh *sh, enum builtin builtin, int argc, char **argv);

#endif
