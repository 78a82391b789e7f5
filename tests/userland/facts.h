/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host side of a boot knows of user space: the shell's prompt, and
 * the lines that the tool `facts` prints.
 *
 * PID 1 is a shell on the console. Whenever it waits for a line of input the
 * console's output ends with PROMPT; a line is typed then. (Inside a construct
 * that isn't complete, such as a loop without its "done", it asks by "> ".)
 *
 * Every line of `facts` begins with FACT_PREFIX; serial noise, kernel messages
 * and other programs' output may stand between the lines. In order:
 *
 *   gen-board: facts begin
 *   gen-board: sysinfo NAME NUMBER       bytes, or a plain count ("procs")
 *   gen-board: meminfo NAME:  NUMBER kB  one per line of /proc/meminfo
 *   gen-board: shell NAME:  NUMBER bytes   Mem, Slack, Shared of the parent
 *   gen-board: status NAME:  NUMBER bytes  the same of facts itself
 *   gen-board: process NAME NUMBER       bytes that one more process takes
 *   gen-board: facts end
 *
 * sysinfo is read before anything else is done, so that "freeram" is what the
 * kernel left free with the shell and one child running. /proc is mounted then
 * if it wasn't, and stays so; where the kernel has no procfs the lines meminfo,
 * shell, status and those of process that come from /proc are missing.
 *
 * A process more is measured by starting FACTS_PROCESSES of them, or as many as
 * there is memory for (what the kernel keeps to itself is none), which sleep
 * until they are counted: "free" is what sysinfo's freeram became less by, per
 * process, "stack" and "slab" what KernelStack and Slab of meminfo became more
 * by. The lines are missing when not even one of them could be started.
 *
 * `facts short` prints the sysinfo lines alone, and mounts nothing.
 */
#ifndef FACTS_H
#define FACTS_H

#define PROMPT		"sh# "

#define FACT_PREFIX	"gen-board: "
#define FACTS_BEGIN	FACT_PREFIX "facts begin"
#define FACTS_END	FACT_PREFIX "facts end"

#define FACTS_PROCESSES	8
#define FACTS_SPARE	65536	/* bytes that programs can have when one is started */

#endif
