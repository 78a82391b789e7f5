/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the measuring /init says on the console, and how its run ends.
 *
 * Every line it prints begins with FACT_PREFIX; serial noise, kernel messages
 * and other programs' output may stand between the lines. In order:
 *
 *   gen-board: facts begin
 *   gen-board: sysinfo NAME NUMBER       bytes, or a plain count ("procs")
 *   gen-board: meminfo NAME:  NUMBER kB  one per line of /proc/meminfo
 *   gen-board: status NAME:  NUMBER ...  /proc/self/status, the memory lines
 *   gen-board: facts end
 *
 * sysinfo is read before anything else is done, so that "freeram" is what the
 * kernel left free when it started user space. The meminfo and status lines
 * are missing where the kernel has no procfs.
 *
 * The kernel hands words of its command line that it doesn't know to /init in
 * the environment. Two of them are read. "facts":
 *
 *   facts=short       sysinfo alone: procfs is not mounted, which takes memory
 *   none              all
 *
 * and "end":
 *
 *   end=semihosting   SYS_EXIT_EXTENDED with status 0 (needs a debugger, QEMU
 *                     or the emulator: without one the processor faults)
 *   end=reset         reboot(RESTART)
 *   end=line          wait for a line on the console, print it back as
 *                     "gen-board: line TEXT", then as end=semihosting
 *   none              sleep for ever
 */
#ifndef FACTS_H
#define FACTS_H

#define FACT_PREFIX	"gen-board: "
#define FACTS_BEGIN	FACT_PREFIX "facts begin"
#define FACTS_END	FACT_PREFIX "facts end"

#endif
