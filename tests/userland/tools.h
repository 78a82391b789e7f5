/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The multi-call table: all programs of the root image are one executable,
 * which looks at the name it was called by. A tool is a line here and a
 * function NAME_main(argc, argv) that returns the exit status: 0, 1 when
 * something failed, 2 for wrong usage.
 *
 * A process has a page of stack, arguments and environment included, and a page
 * of static data, most of which is the shell's: a tool's larger buffers are
 * there (tool_scratch), the rest is on its stack. Static data of their own would
 * cost every process RAM as soon as the page is full.
 */
#ifndef TOOLS_H
#define TOOLS_H

#include <stdbool.h>

/*      function, name, arguments */
#define TOOLS(X) \
	X(cat, "cat", "[FILE...]") \
	X(chmod, "chmod", "OCTAL-MODE FILE...") \
	X(crash, "crash", "read|write|call|sp|syscall ADDRESS | undef|align|overflow") \
	X(dmesg, "dmesg", "[-n LEVEL]") \
	X(eat, "eat", "KIB [CHUNK-KIB]") \
	X(echo, "echo", "[-n] [WORD...]") \
	X(facts, "facts", "[short]") \
	X(false, "false", "") \
	X(free, "free", "[-b|-k|-m]") \
	X(grep, "grep", "[-cqv] TEXT [FILE...]") \
	X(head, "head", "[-n LINES] [FILE...]") \
	X(kill, "kill", "[-SIGNAL] PID... | -l") \
	X(ls, "ls", "[-l] [FILE...]") \
	X(mkdir, "mkdir", "DIRECTORY...") \
	X(mount, "mount", "[-t TYPE [-o OPTIONS] DEVICE DIRECTORY]") \
	X(poweroff, "poweroff", "") \
	X(ps, "ps", "") \
	X(reboot, "reboot", "") \
	X(rm, "rm", "[-f] [-r] FILE...") \
	X(sh, "sh", "[-c TEXT | FILE [WORD...]]") \
	X(sleep, "sleep", "SECONDS") \
	X(test, "test", "EXPRESSION") \
	X(test_bracket, "[", "EXPRESSION ]") \
	X(true, "true", "") \
	X(umount, "umount", "DIRECTORY...") \
	X(uname, "uname", "[-amnrsv]") \
	X(wc, "wc", "[-clw] [FILE...]") \
	X(init, "init", "")

#define TOOL_ENUM(function, name, arguments) TOOL_##function,
enum tool { TOOLS(TOOL_ENUM) TOOL_NONE };

#define TOOL_DECLARE(function, name, arguments) \
	int function##_main(int argc, char **argv);
TOOLS(TOOL_DECLARE)

/*
 * The shell's memory, all zeros, for a tool that is a process of its own: not
 * for those that a shell runs itself (sh_builtins.h).
 */
#define TOOL_SCRATCH 2560
void *tool_scratch(void);

enum tool tool_find(const char *name);
/* Runs it; with --help alone prints its usage. The exit status. */
int tool_run(enum tool tool, int argc, char **argv);
/* "usage: NAME ARGUMENTS" on stderr; 2, the exit status. */
int tool_usage(enum tool tool);

/*
 * Options of one letter each, together or not, before the other arguments:
 * sets bit N for the Nth of letters. The index of the first other argument;
 * -1: an unknown option was there.
 */
int tool_options(char **argv, const char *letters, unsigned int *found);

#endif
