/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The allocation watcher: follows a Linux kernel's allocators by the symbols
 * of its vmlinux, from the outside; the kernel is not changed. One record
 * per allocation and per release, and live bytes by phase (while a given
 * function is being executed by the same thread).
 */
#ifndef EMULATOR_WATCH_H
#define EMULATOR_WATCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "blocks.h"
#include "core.h"
#include "symbols.h"

#define WATCH_PHASES 32

struct watch_usage {
	int64_t slab_bytes; /* live, as the slots the objects take */
	int64_t slab_requested_bytes; /* live, as asked for */
	int64_t memblock_bytes; /* reserved, less what was given back */
	uint64_t allocs; /* ever made */
};

struct watch_phase {
	const char *symbol;
	uint64_t calls;
	struct watch_usage usage;
	unsigned int depth; /* calls in progress */
};

struct watch_count {
	const char *symbol;
	uint64_t calls;
};

struct watch_frame;
struct watch_point;

struct watch {
	struct core *core;
	const struct symbols *symbols;
	FILE *out; /* JSON lines, or NULL; owned */
	struct watch_point *points;
	size_t point_count;
	struct watch_frame *frames; /* calls in progress, of all threads */
	size_t frame_count, frame_room;
	struct blocks blocks;
	struct watch_phase phases[WATCH_PHASES];
	size_t phase_count;
	struct watch_count *counts;
	size_t count_count;

	/* what is read from the kernel's memory; addresses, 0: not there */
	uint32_t current; /* pointer to the running task */
	uint32_t kmalloc_caches;
	size_t kmalloc_cache_count;
	bool packed; /* CONFIG_SLUB_PACKED */
	uint32_t object_size_offset; /* in struct kmem_cache; 0: unknown */

	struct watch_usage usage;
	int64_t slab_peak;
	bool user_reached;
	struct watch_usage at_user; /* at the first user instruction */
	int64_t peak_at_user;
	char error[256];
};

/*
 * Start watching; takes over `out`, also on failure. phases and counts are
 * symbol names; one that the file does not have is an error (watch->error).
 */
bool watch_init(struct watch *watch, struct core *core,
		const struct symbols *symbols, FILE *out,
		const char *const *phases, size_t phase_count,
		const char *const *counts, size_t count_count);
void watch_free(struct watch *watch);

/* For core_events.trap and core_events.user. */
void watch_trap(struct watch *watch, uint32_t pc, uint8_t whose);
void watch_user(struct watch *watch);

/* The "watch" object of the summary; a new reference, NULL without memory. */
json_t *watch_summary(const struct watch *watch);

#endif
