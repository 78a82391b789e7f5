// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/predict.h"

#include <string.h>

#define MIB (UINT64_C(1) << 20)

static uint64_t pages_memmap(const struct base *base, uint64_t ram)
{
	return (ram + PAGE_BYTES - 1) / PAGE_BYTES * base->struct_page;
}

/* What page bounds lose of the memmap and of what memblock hands out beside it. */
static uint64_t lost_memmap(const struct base *base, uint64_t memmap)
{
	uint64_t over = (memmap + base->memblock) % PAGE_BYTES;

	return base->memblock && over ? PAGE_BYTES - over : 0;
}

struct memmap predict_memmap(const struct base *base, uint64_t ram, uint64_t block)
{
	uint64_t tail = ram % block;
	uint64_t whole = pages_memmap(base, ram - tail);
	uint64_t rounded = tail ? pages_memmap(base, ram - tail + block) : whole;
	uint64_t lost_whole = lost_memmap(base, whole);
	uint64_t lost_rounded = lost_memmap(base, rounded);

	if (rounded + lost_rounded <= whole + lost_whole + tail)
		return (struct memmap){ .bytes = rounded, .lost = lost_rounded };
	return (struct memmap){ .bytes = whole, .lost = lost_whole, .left_out = tail };
}

/* Tables that are sized by RAM have a power of 2 of entries for whole MiB. */
static uint64_t rounded_mib(uint64_t ram)
{
	uint64_t mib = 1;

	while (ram && mib * MIB < ram)
		mib *= 2;
	return ram ? mib : 0;
}

uint64_t predict_knob_part(const struct knob *knob, unsigned int value,
			   enum part part, uint64_t ram)
{
	uint64_t bytes = knob->bytes[part] ? knob->bytes[part][value] : 0;
	uint64_t least = knob->least_per_mib[part] * rounded_mib(ram);

	return bytes > least ? bytes : least;
}

uint64_t predict_base_part(const struct base *base, enum part part, uint64_t ram,
			   bool block)
{
	uint64_t bytes = base->bytes[part] +
			 (base->per_mib[part] * ram + MIB - 1) / MIB;

	if (part == PART_MEMMAP && !block)
		bytes += pages_memmap(base, ram);
	if (part == PART_STATIC && !block)
		bytes += lost_memmap(base, pages_memmap(base, ram));
	return bytes;
}

uint64_t predict_free(const struct base *base, uint64_t reserve, uint64_t free)
{
	return base->bytes[PART_RESERVE] + reserve + free;
}

static void add_knob(struct prediction *prediction, const struct knobs *knobs,
		     size_t at, const uint8_t *values, uint64_t ram)
{
	const struct knob *knob = &knobs->knobs[at];

	for (size_t part = 0; part < NR_PARTS; part++)
		prediction->parts[part] += predict_knob_part(knob, values[at],
							     (enum part)part, ram);
	for (size_t i = 0; i < knob->nr_times; i++) {
		const struct knob_times *times = &knob->times[i];

		prediction->parts[times->part] +=
			times->counts[values[at]] *
			knobs->knobs[times->knob].each[values[times->knob]];
	}
}

void predict(struct prediction *prediction, const struct knobs *knobs,
	     const struct base *base, const uint8_t *values, uint64_t ram,
	     uint64_t free)
{
	uint64_t block = 0;

	*prediction = (struct prediction){ 0 };
	for (size_t i = 0; i < knobs->nr_knobs; i++) {
		if (knobs->knobs[i].block)
			block = knobs->knobs[i].block[values[i]];
		add_knob(prediction, knobs, i, values, ram);
	}
	free = predict_free(base, prediction->parts[PART_RESERVE], free);
	for (size_t part = 0; part < NR_PARTS; part++)
		prediction->parts[part] += predict_base_part(base, (enum part)part,
							     ram, block != 0);
	if (block) {
		struct memmap memmap = predict_memmap(base, ram, block);

		prediction->parts[PART_MEMMAP] += memmap.bytes;
		prediction->parts[PART_STATIC] += memmap.lost;
		prediction->left_out = memmap.left_out;
	}
	for (size_t part = 0; part < NR_RAM_PARTS; part++)
		prediction->used += prediction->parts[part];
	prediction->needed = prediction->used + prediction->left_out + free;
}

/*
 * More RAM never needs less, so going up from none the first amount that is
 * enough is the least one.
 */
uint64_t predict_least_ram(const struct knobs *knobs, const struct base *base,
			   const uint8_t *values, uint64_t free)
{
	struct prediction prediction;
	uint64_t ram = 0;

	for (;;) {
		predict(&prediction, knobs, base, values, ram, free);
		if (prediction.needed <= ram)
			return ram;
		ram = (prediction.needed + PAGE_BYTES - 1) / PAGE_BYTES *
		      PAGE_BYTES;
	}
}
