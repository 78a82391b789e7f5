/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel-patches/VERSION/measured.yaml: what kernels were seen to take, beside
 * knobs.yaml, which says what they should. `gen-board calibrate` writes it:
 *
 *	boards:
 *	- board: stm32f469-sram
 *	  kernel: "6.12.117"
 *	  ram: 327680                    # that it was booted with
 *	  struct_page: 32                # bytes of memmap per page
 *	  lacks: [STM32_MAX_PORTS]       # knobs whose symbol its kernel doesn't have
 *	  values: [LVL_BITS=3, HZ=100]   # of the kernel that was measured
 *	  free: 180224
 *	  bytes: {static: 21000, flash: 600000}	# by part, see generator/ram/parts.h
 *	  undone:                        # the same kernel, but for one knob
 *	  - knob: LVL_BITS
 *	    values: [LVL_BITS=6]         # what is different from values: above
 *	    free: 176128
 *	    bytes: {static: 25000, flash: 600000}
 *	  - {knob: HZ, values: [HZ=1000], why: "doesn't boot"}	# not measured
 *
 * Only what was seen is in it. A board's base: is made of it anew each time it
 * is read: the measured parts less the bytes that knobs.yaml gives the values
 * that kernel had. What page bounds lose of static and slab differs from kernel
 * to kernel: a part's base is the mean of what all kernels that were measured
 * leave, of equal ones once, but for those that are more than a page off. A knob
 * that values: doesn't name came later, and the kernel was as with its default.
 */
#ifndef GENERATOR_BUDGET_MEASURED_H
#define GENERATOR_BUDGET_MEASURED_H

#include "generator/base/table.h"
#include "generator/budget/knobs.h"

struct measured_kernel {
	uint8_t *values;		/* per knob: the index of its value */
	long long free;			/* bytes at the prompt; -1: not measured */
	long long bytes[NR_PARTS];	/* -1: not known */
};

struct measured_undone {
	size_t knob;
	struct measured_kernel kernel;
	char *why;			/* it wasn't measured; or NULL */
};

struct measurement {
	char *board;
	char *version;			/* of the kernel */
	uint64_t ram;
	uint64_t struct_page;
	bool *lacks;			/* per knob */
	struct measured_kernel kernel;
	ARRAY(struct measured_undone) undone;
};

struct measured {
	char *path;
	ARRAY(struct measurement) boards;
};

/* Beside the knob file; free() it. */
char *measured_path(const char *knobs_path);

/*
 * A file that isn't there is empty. With @stale, a board's entry that is not of
 * these knobs is left out and named there; else it is an error.
 */
int measured_read(struct measured *measured, const char *path,
		  const struct knobs *knobs, struct buffer *stale,
		  struct error *error);

/* Through a temporary file, so that there is always a whole one. */
int measured_write(const struct measured *measured, const struct knobs *knobs,
		   struct error *error);

/* Only @board's entry: the others' are those that are in the file by now. */
int measured_write_board(const struct measured *measured, const char *board,
			 const struct knobs *knobs, struct error *error);
void measured_free(struct measured *measured);

/* NULL: there is none. */
struct measurement *measured_find(const struct measured *measured,
				  const char *board);

/* A board's entry, empty: in place of one that there may be. */
struct measurement *measured_renew(struct measured *measured, const char *board,
				   const struct knobs *knobs);

/* Its place among undone:, empty and with the values of the kernel itself. */
struct measured_undone *measured_renew_undone(struct measurement *measurement,
					      size_t knob,
					      const struct knobs *knobs);

/*
 * What no knob changes; @base is filled. An error: the knobs' own bytes are more
 * than there was.
 */
int measured_base(struct base *base, const struct measurement *measurement,
		  const struct knobs *knobs, const char *path,
		  struct error *error);

/* A knob's saving, in bytes; negative: it costs. */
struct measured_saving {
	bool known;			/* used and model are */
	long long model;		/* of RAM, by the knob file */
	long long used;			/* of RAM, by both boots */
	long long parts[NR_PARTS];	/* the boots' difference */
	long long models[NR_PARTS];
	bool known_parts[NR_PARTS];	/* parts has it */
};

struct measured_saving measured_saving(const struct measurement *measurement,
				       const struct measured_undone *undone,
				       const struct knobs *knobs);

/* What was measured of a knob on a board; NULL: nothing. */
const struct measured_undone *measured_knob(const struct measurement *measurement,
					    size_t knob);

#endif
