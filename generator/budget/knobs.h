/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel-patches/VERSION/knobs.yaml: the kernel's constants and options that
 * trade RAM or flash for something, what each costs and what it gives up.
 *
 *	base:                            # what no knob changes, of boards that aren't measured
 *	- board: stm32f469-sram          # or boards: [a, b]
 *	  bytes: {static: 21000, slab: 40000, stacks: 8192, user: 16384, flash: 600000}
 *	  per_mib: {slab: 100}           # more of it for each MiB of RAM; optional
 *	  struct_page: 32                # bytes of memmap per page; optional
 *	  memblock: 960                  # bytes that are taken beside the memmap, in whole
 *	                                 # pages with it; optional, 0: pages don't matter
 *	  lacks: [STM32_UARTS]           # knobs that this board's kernel doesn't have; optional
 *	per_mib: {slab: 100}             # the same, of the measured ones (measured.h); optional
 *	memblock: 960                    # the same of the measured ones; optional
 *	features:
 *	- name: procfs
 *	  about: "/proc, which ps reads"
 *	  default: true                  # wanted by a budget without features:
 *	  needs: [console]               # other features; optional
 *	  excludes: []                   # features it can't be had with; optional
 *	knobs:
 *	- name: LVL_BITS                 # what people call it
 *	  symbol: TIMER_WHEEL_LEVEL_BITS # without CONFIG_
 *	  type: int                      # int, hex, bool, or choice: the values are symbols
 *	  file: kernel/time/timer.c      # optional
 *	  values: [6, 5, 4, 3]           # from the default on, dearer to cheaper
 *	  default: 6                     # the kernel's own
 *	  bytes: {static: [2144, 1100, 552, 300]}  # RAM by part, reserve: and flash:
 *	  least_per_mib: {static: 768}   # bytes: are no less for each MiB; optional
 *	  block: [4194304, 2097152]      # memmap comes in such steps, in bytes; optional, one knob
 *	  each: [8192, 4096]             # bytes of one item, see times:; optional
 *	  size: [8192, 4096]             # bytes of what the knob sizes, with high_water:; optional
 *	  high_water: 1956               # the most of it that was ever in use
 *	  margin: 1024                   # a value whose size is less than both is never taken
 *	  times:                         # optional: items of other knobs, per value of this
 *	  - {knob: THREAD_SIZE_ORDER, part: stacks, counts: [2, 1, 1, 0]}
 *	  loss: [0, 1, 3, 9]             # what each value gives up, as a figure; 0 for the default
 *	  gives_up: "timers far away fire less exactly"
 *	  why: "the reason of the loss figures"
 *	  needs:                         # optional; excludes: has the same form
 *	  - {at: [3], knob: HZ, values: [100], why: "..."}  # at: left out: for all values
 *	  - {at: [3], feature: posix-timers}
 *	  source: "0013"                 # a patch's number, or mainline; optional
 *	  measured: ...                  # by the calibration; not read here
 *
 * Bytes are relative to nothing: a list has a figure for each of values:, and a
 * part that is left out is 0. "reserve" is RAM that is free but that the kernel
 * keeps to itself; only one knob may have it. `times` makes costs that depend
 * on two knobs: a knob that starts two threads costs two of the stacks that
 * another knob sizes; a buffer that goes away with its subsystem is `counts`
 * bytes times that one's each: [1, 0].
 */
#ifndef GENERATOR_BUDGET_KNOBS_H
#define GENERATOR_BUDGET_KNOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/nearest.h"
#include "generator/ram/parts.h"

#define KNOBS_MAX 96		/* in a file */
#define KNOB_VALUES_MAX 32	/* a set of values is a uint32_t, bit i: values[i] */

/* No figure in the file is larger, so that no sum of them overflows. */
#define KNOB_FIGURE_MAX UINT32_MAX

enum knob_type { KNOB_INT, KNOB_HEX, KNOB_BOOL, KNOB_CHOICE };

/* A knob at one of @at needs (or excludes) another at one of @values, or a feature. */
struct knob_rule {
	bool excludes;
	uint32_t at;
	bool is_feature;
	size_t other;		/* index of the knob or feature */
	uint32_t values;	/* of the other knob */
	char *why;		/* or NULL */
};

/* More bytes: counts[this knob's value] * the other's each[its value]. */
struct knob_times {
	size_t knob;
	enum part part;
	uint64_t *counts;
};

struct knob {
	char *name;
	char *symbol;
	enum knob_type type;
	char *file;		/* or NULL, as gives_up, why and source */
	char **values;		/* as written */
	unsigned int nr_values;
	unsigned int kernels;	/* index of the kernel's own value */
	uint64_t *bytes[NR_PARTS];	/* per value; NULL: none */
	uint64_t least_per_mib[NR_PARTS];	/* of RAM, rounded up to a power of 2 */
	uint64_t *block;	/* bytes per value; NULL: it doesn't rule the memmap */
	uint64_t *each;		/* bytes per value; NULL: nothing multiplies it */
	uint64_t *size;		/* bytes per value; NULL: high_water isn't measured */
	uint64_t high_water;	/* bytes; 0: not measured */
	uint64_t margin;
	uint64_t *loss;		/* per value */
	struct knob_times *times;
	size_t nr_times;
	struct knob_rule *rules;
	size_t nr_rules;
	char *gives_up;
	char *why;
	char *source;
};

struct feature {
	char *name;
	char *about;		/* or NULL */
	bool by_default;
	size_t *needs;		/* indexes of features */
	size_t nr_needs;
	size_t *excludes;
	size_t nr_excludes;
};

struct base {
	char *board;
	uint64_t bytes[NR_PARTS];
	uint64_t per_mib[NR_PARTS];	/* sum below half a MiB, reserve: and flash: 0 */
	uint64_t struct_page;
	uint64_t memblock;		/* bytes beside the memmap; 0: not known */
	bool *lacks;			/* per knob: it stays at the kernel's value */
};

struct measured;

struct knobs {
	char *path;
	struct knob *knobs;
	size_t nr_knobs;
	struct feature *features;
	size_t nr_features;
	struct base *bases;	/* one per board */
	size_t nr_bases;
	uint64_t per_mib[NR_PARTS];	/* of measured boards */
	uint64_t memblock;		/* of measured boards */
	struct measured *measured;	/* NULL: knobs_read_models() */
};

/*
 * With what was measured, measured.yaml beside it, see measured.h: each board there
 * has a base. Every error names the file, and the knob and key where there is one.
 */
int knobs_read(struct knobs *knobs, const char *path, struct error *error);

/* The knob file alone. */
int knobs_read_models(struct knobs *knobs, const char *path, struct error *error);
void knobs_free(struct knobs *knobs);

/* -1: there is none. */
int knobs_find(const struct knobs *knobs, const char *name);
int knobs_find_feature(const struct knobs *knobs, const char *name);

/* The values whose items are smaller than what was in use, and the margin. */
uint32_t knob_unsafe_values(const struct knob *knob);

/* The index of a value; 5, 05 and 0x5 are the same one of int and hex; -1: none. */
int knob_find_value(const struct knob *knob, const char *text);

/*
 * The base of a board; where nothing was measured on it, of the board that it is
 * @like (or NULL). NULL with an error that lists those that there are.
 */
const struct base *knobs_base(const struct knobs *knobs, const char *board,
			      const char *like, struct error *error);

/* The set of all its values. */
uint32_t knob_values(const struct knob *knob);

/*
 * Does some rule of the knob ask for a value that another one doesn't have among
 * @values? Its symbol may not be there then.
 */
bool knob_needs_more(const struct knob *knob, const uint8_t *values);

/* "6, 5, 4, 3", appended. */
void knob_list_values(const struct knob *knob, struct buffer *list);

#endif
