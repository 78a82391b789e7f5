/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A budget: how much RAM and flash there is, and what must work. It is what
 * board.yaml has below budget:, or a file of its own:
 *
 *	ram: 320K                   # the only key that must be there; or by bank:
 *	ram: {sram: 320K, ccm: 64K} # names and sizes as of ram: in board.yaml
 *	flash: 2M                   # for the kernel; default: its region in the board's map
 *	free: 144K                  # for programs, beside shell and command; default 0; or {heap: 96K, packets: 48K}
 *	features: [console, procfs] # of the knob file; default: those it says
 *	knobs:
 *	  THREAD_SIZE_ORDER: 1      # this value and no other
 *	  LVL_BITS: {min: 5}        # and max:, of int and hex
 *
 * Sizes are bytes, or have a K or M. `ram: SIZE` is of the board's first bank,
 * where it lists banks: one that isn't named isn't used.
 */
#ifndef GENERATOR_BUDGET_BUDGET_H
#define GENERATOR_BUDGET_BUDGET_H

#include "generator/board/board_file.h"
#include "generator/budget/knobs.h"

/* No size is larger, so that no sum of them overflows: a 32-bit kernel's limit. */
#define BUDGET_SIZE_MAX (UINT64_C(1) << 32)

/* Flash without a limit. */
#define BUDGET_NO_LIMIT UINT64_MAX

struct budget_bank {
	char *name;
	uint64_t bytes;
};

struct budget {
	char *path;		/* of the file it is from */
	struct budget_bank *banks;	/* as named; none with `ram: SIZE` */
	size_t nr_banks;
	uint64_t ram;		/* bytes, never 0 */
	uint64_t flash;		/* bytes, or BUDGET_NO_LIMIT */
	uint64_t free;		/* bytes */
	bool *listed;		/* per feature: it is in features:, or a default */
	bool *wanted;		/* listed, or needed by one that is */
	uint32_t *bounds;	/* per knob: the values that knobs: leaves */
	size_t nr_features;	/* as of the knob file */
	size_t nr_knobs;
};

/*
 * Read @path, of which @key is the budget (NULL: all of it). Errors name the
 * file and line.
 */
int budget_read(struct budget *budget, const char *path, const char *key,
		const struct knobs *knobs, const struct board *board,
		struct error *error);
void budget_free(struct budget *budget);

/* Make wanted of listed; two that exclude each other are an error. */
int budget_want(struct budget *budget, const struct knobs *knobs,
		struct error *error);

/* knobs: says something of this knob. */
bool budget_bounds(const struct budget *budget, const struct knobs *knobs,
		   size_t knob);

/*
 * Per knob: the values that bounds, wanted features and the board's kernel
 * leave, a new array. NULL with an error when they leave none of one, or exclude
 * the values of two.
 */
uint32_t *budget_values(const struct budget *budget, const struct knobs *knobs,
			const struct base *base, struct error *error);

#endif
