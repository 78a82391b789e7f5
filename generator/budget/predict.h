/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RAM at the prompt, by part, before anything is built: what was measured on
 * the board without any knob's share, and each knob's bytes at its value.
 */
#ifndef GENERATOR_BUDGET_PREDICT_H
#define GENERATOR_BUDGET_PREDICT_H

#include "generator/budget/knobs.h"

#define PAGE_BYTES UINT64_C(4096)

struct prediction {
	uint64_t parts[NR_PARTS];
	/*
	 * RAM behind the last whole block that is worth less than the memmap
	 * it would need: mem= leaves it out. Not in any part.
	 */
	uint64_t left_out;
	uint64_t used;		/* the sum of the RAM parts */
	uint64_t needed;	/* used, left_out, and what must stay free */
};

/*
 * @values: index of its value per knob. @ram: bytes there are; the memmap and
 * base->per_mib depend on it. @free: bytes that must stay free at the prompt,
 * which the kernel's reserve isn't: programs can't have it.
 */
void predict(struct prediction *prediction, const struct knobs *knobs,
	     const struct base *base, const uint8_t *values, uint64_t ram,
	     uint64_t free);

/* The least RAM with which these values leave @free: whole pages. */
uint64_t predict_least_ram(const struct knobs *knobs, const struct base *base,
			   const uint8_t *values, uint64_t free);

/* The terms that a prediction is the sum of, for the solver. */

/* What no knob changes. With @block, the memmap is some knob's. */
uint64_t predict_base_part(const struct base *base, enum part part, uint64_t ram,
			   bool block);

/* What a value alone comes to of a part, reserve and flash too. */
uint64_t predict_knob_part(const struct knob *knob, unsigned int value,
			   enum part part, uint64_t ram);

struct memmap {
	uint64_t bytes;
	uint64_t lost;		/* to page bounds; static, as nothing else has it */
	uint64_t left_out;	/* as of struct prediction */
};

/* memmap of @ram bytes in steps of @block: what takes least. */
struct memmap predict_memmap(const struct base *base, uint64_t ram, uint64_t block);

/* RAM that stays free: @free, and the reserves. */
uint64_t predict_free(const struct base *base, uint64_t reserve, uint64_t free);

#endif
