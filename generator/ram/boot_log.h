/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a console log says: of an emulated boot, of QEMU, or of a real board's
 * serial line. Time stamps, carriage returns and colours are no matter.
 *
 * Read are the kernel's "Memory:" line, the allocations that "memblock=debug"
 * on the command line makes it print, the first panic, the shell's prompt and
 * what its tool `facts` prints (tests/userland/facts.h).
 */
#ifndef GENERATOR_RAM_BOOT_LOG_H
#define GENERATOR_RAM_BOOT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/table.h"

/* "gen-board: sysinfo freeram 123" is {"sysinfo.freeram", 123}. */
struct boot_fact {
	char *name;		/* owned */
	long long value;	/* bytes; kB of meminfo are bytes here as well */
};

struct boot_log_allocation {
	long long bytes;
	uint64_t caller;	/* address in the function that asked, bit 0 clear */
};

struct boot_log {
	long long available_kib;	/* Memory: line; -1 where there is none */
	long long total_kib;
	long long reserved_kib;
	bool reached_prompt;		/* the shell waited for a line */
	unsigned int facts_told;	/* how often the facts came, to the last line */
	char *version;			/* of the kernel, "6.12.117"; or NULL */
	char *trouble;			/* the first line of a panic or oops, or NULL */
	char *shortage;			/* the first line on memory that ran out, or NULL */
	ARRAY(struct boot_fact) facts;
	ARRAY(struct boot_log_allocation) allocations;	/* memblock's, in order */
};

/* @text need not end with NUL; other NULs in it (line noise) end no line. */
void boot_log_parse(struct boot_log *log, const char *text, size_t length);

/* The value of a fact, of the first time that it was told; or -1. */
long long boot_log_fact(const struct boot_log *log, const char *name);

void boot_log_free(struct boot_log *log);

#endif
