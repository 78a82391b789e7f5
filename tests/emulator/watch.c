// SPDX-License-Identifier: GPL-2.0-or-later
#include "watch.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 4096u
#define NO_ARGUMENT -1

enum role {
	ROLE_ALLOC, /* result is the address */
	ROLE_RESERVE, /* the address is an argument */
	ROLE_FREE,
	ROLE_FREE_BULK, /* arguments: cache, count, array */
	ROLE_PHASE,
	ROLE_COUNT,
};

enum sizing {
	SIZE_KMALLOC, /* served from the kmalloc caches */
	SIZE_CACHE, /* served from the cache in `cache` */
	SIZE_PAGES, /* rounded up to a power of two of pages */
	SIZE_EXACT,
};

/* A function of the kernel's allocators; arguments are numbered r0.. */
struct allocator {
	const char *name; /* 6.12 adds _noprof to most */
	enum role role;
	enum block_kind kind;
	enum sizing sizing;
	int size, cache, address;
};

#define NONE NO_ARGUMENT
static const struct allocator allocators[] = {
	{ "__kmalloc", ROLE_ALLOC, BLOCK_SLAB, SIZE_KMALLOC, 0, NONE, NONE },
	{ "__kmalloc_node", ROLE_ALLOC, BLOCK_SLAB, SIZE_KMALLOC, 0, NONE,
	  NONE },
	{ "__kmalloc_node_track_caller", ROLE_ALLOC, BLOCK_SLAB, SIZE_KMALLOC,
	  0, NONE, NONE },
	{ "__kmalloc_large", ROLE_ALLOC, BLOCK_SLAB, SIZE_PAGES, 0, NONE,
	  NONE },
	{ "__kmalloc_large_node", ROLE_ALLOC, BLOCK_SLAB, SIZE_PAGES, 0, NONE,
	  NONE },
	{ "__kmalloc_cache", ROLE_ALLOC, BLOCK_SLAB, SIZE_CACHE, 2, 0, NONE },
	{ "__kmalloc_cache_node", ROLE_ALLOC, BLOCK_SLAB, SIZE_CACHE, 3, 0,
	  NONE },
	{ "kmem_cache_alloc", ROLE_ALLOC, BLOCK_SLAB, SIZE_CACHE, NONE, 0,
	  NONE },
	{ "kmem_cache_alloc_lru", ROLE_ALLOC, BLOCK_SLAB, SIZE_CACHE, NONE, 0,
	  NONE },
	{ "kmem_cache_alloc_node", ROLE_ALLOC, BLOCK_SLAB, SIZE_CACHE, NONE, 0,
	  NONE },
	{ "kfree", ROLE_FREE, BLOCK_SLAB, SIZE_EXACT, NONE, NONE, 0 },
	{ "kmem_cache_free", ROLE_FREE, BLOCK_SLAB, SIZE_EXACT, NONE, 0, 1 },
	{ "kmem_cache_free_bulk", ROLE_FREE_BULK, BLOCK_SLAB, SIZE_EXACT, 1, 0,
	  2 },
	{ "memblock_reserve", ROLE_RESERVE, BLOCK_MEMBLOCK, SIZE_EXACT, 1, NONE,
	  0 },
	{ "memblock_alloc_range_nid", ROLE_ALLOC, BLOCK_MEMBLOCK, SIZE_EXACT, 0,
	  NONE, NONE },
	{ "memblock_phys_alloc_range", ROLE_ALLOC, BLOCK_MEMBLOCK, SIZE_EXACT,
	  0, NONE, NONE },
	{ "memblock_phys_alloc_try_nid", ROLE_ALLOC, BLOCK_MEMBLOCK, SIZE_EXACT,
	  0, NONE, NONE },
	{ "memblock_alloc_try_nid", ROLE_ALLOC, BLOCK_MEMBLOCK, SIZE_EXACT, 0,
	  NONE, NONE },
	{ "memblock_alloc_try_nid_raw", ROLE_ALLOC, BLOCK_MEMBLOCK, SIZE_EXACT,
	  0, NONE, NONE },
	{ "memblock_alloc_exact_nid_raw", ROLE_ALLOC, BLOCK_MEMBLOCK,
	  SIZE_EXACT, 0, NONE, NONE },
	{ "memblock_free", ROLE_FREE, BLOCK_MEMBLOCK, SIZE_EXACT, 1, NONE, 0 },
	{ "memblock_phys_free", ROLE_FREE, BLOCK_MEMBLOCK, SIZE_EXACT, 1, NONE,
	  0 },
};

#define ALLOCATORS (sizeof(allocators) / sizeof(allocators[0]))

struct watch_point {
	uint32_t address;
	enum role role;
	const char *name; /* the symbol */
	const struct allocator *allocator; /* or NULL */
	size_t index; /* of the phase or count */
};

struct watch_frame {
	const struct watch_point *point;
	uint32_t thread; /* task, bit 0 set in an interrupt */
	uint32_t sp, return_address; /* at entry */
	uint32_t size, object, address;
};

static uint32_t argument(struct watch *w, int number)
{
	return number == NONE ? 0 : core_get(w->core, UC_ARM_REG_R0 + number);
}

static uint32_t thread_now(struct watch *w)
{
	uint32_t task = 0;

	if (w->current)
		core_load(w->core, w->current, &task);
	return task | (core_ipsr(w->core) >= EXC_IRQ0);
}

static uint32_t load(struct watch *w, uint32_t address)
{
	uint32_t value = 0;

	core_load(w->core, address, &value);
	return value;
}

/* struct kmem_cache: size comes right before object_size. */
static uint32_t slot_size(struct watch *w, uint32_t cache)
{
	return w->object_size_offset ?
		       load(w, cache + w->object_size_offset - 4) :
		       0;
}

static uint32_t object_size(struct watch *w, uint32_t cache)
{
	return w->object_size_offset ? load(w, cache + w->object_size_offset) :
				       0;
}

static uint32_t whole_pages(uint32_t size)
{
	uint32_t bytes = PAGE;

	while (bytes < size && bytes << 1)
		bytes <<= 1;
	return bytes;
}

/*
 * The slot of the smallest kmalloc cache that is large enough; with
 * CONFIG_SLUB_PACKED there are none, objects share pages in units of 8 bytes.
 */
static uint32_t kmalloc_slot(struct watch *w, uint32_t size)
{
	uint32_t best = 0;

	if (w->packed && size < PAGE)
		return (size + 7) & ~7u;
	for (size_t i = 0; i < w->kmalloc_cache_count; i++) {
		uint32_t cache = load(w, w->kmalloc_caches + i * 4);
		uint32_t slot = cache ? slot_size(w, cache) : 0;

		if (slot && object_size(w, cache) >= size &&
		    (!best || slot < best))
			best = slot;
	}
	return best ? best : whole_pages(size);
}

/* Size asked for, and bytes taken, from the arguments at entry. */
static void sizes(struct watch *w, const struct allocator *a,
		  struct watch_frame *frame)
{
	uint32_t cache = argument(w, a->cache);

	frame->size = argument(w, a->size);
	frame->object = frame->size;
	switch (a->sizing) {
	case SIZE_KMALLOC:
		frame->object = kmalloc_slot(w, frame->size);
		break;
	case SIZE_CACHE:
		if (a->size == NONE)
			frame->size = object_size(w, cache);
		frame->object = slot_size(w, cache);
		break;
	case SIZE_PAGES:
		frame->object = whole_pages(frame->size);
		break;
	case SIZE_EXACT:
		break;
	}
}

static uint32_t phases_of(struct watch *w, uint32_t thread)
{
	uint32_t phases = 0;

	for (size_t i = 0; i < w->frame_count; i++)
		if (w->frames[i].point->role == ROLE_PHASE &&
		    w->frames[i].thread == thread)
			phases |= 1u << w->frames[i].point->index;
	return phases;
}

static void account(struct watch_usage *usage, const struct block *block,
		    int sign)
{
	if (block->kind == BLOCK_MEMBLOCK) {
		usage->memblock_bytes += sign * (int64_t)block->size;
	} else {
		usage->slab_bytes += sign * (int64_t)block->object;
		usage->slab_requested_bytes += sign * (int64_t)block->size;
	}
	usage->allocs += sign > 0;
}

static void account_all(struct watch *w, const struct block *block, int sign)
{
	account(&w->usage, block, sign);
	for (size_t i = 0; i < w->phase_count; i++)
		if (block->phases >> i & 1)
			account(&w->phases[i].usage, block, sign);
	if (w->usage.slab_bytes > w->slab_peak)
		w->slab_peak = w->usage.slab_bytes;
}

static unsigned long long now_ns(const struct watch *w)
{
	return clock_to_ns(&w->core->clock, clock_now(&w->core->clock));
}

/* Names are C identifiers: nothing in them needs quoting. */
static void record(struct watch *w, const char *event, const char *function,
		   const struct block *block, uint32_t caller)
{
	const struct symbol *s = symbols_at(w->symbols, caller & ~1u);
	const char *separator = "";

	if (!w->out)
		return;
	fprintf(w->out,
		"{\"t\":%llu,\"ev\":\"%s\",\"fn\":\"%s\",\"ptr\":%u,\"size\":%u,\"object\":",
		now_ns(w), event, function, block->address, block->size);
	if (block->object)
		fprintf(w->out, "%u", block->object);
	else
		fputs("null", w->out);
	fprintf(w->out, ",\"kind\":\"%s\",\"caller\":\"%s\",\"phases\":[",
		block->kind == BLOCK_SLAB ? "slab" : "memblock",
		s ? s->name : "");
	for (size_t i = 0; i < w->phase_count; i++)
		if (block->phases >> i & 1) {
			fprintf(w->out, "%s\"%s\"", separator,
				w->phases[i].symbol);
			separator = ",";
		}
	fputs("]}\n", w->out);
}

static void record_phase(struct watch *w, const char *function, bool enter)
{
	if (w->out)
		fprintf(w->out,
			"{\"t\":%llu,\"ev\":\"phase\",\"fn\":\"%s\",\"enter\":%s}\n",
			now_ns(w), function, enter ? "true" : "false");
}

static void allocated(struct watch *w, const struct watch_frame *frame,
		      uint32_t address)
{
	struct block block = {
		.kind = frame->point->allocator->kind,
		.address = address,
		.size = frame->size,
		.object = frame->object,
		.phases = phases_of(w, frame->thread),
	};

	if (!address || !blocks_add(&w->blocks, &block))
		return;
	account_all(w, &block, 1);
	record(w, "alloc", frame->point->name, &block, frame->return_address);
}

static void released(struct watch *w, const struct watch_point *point,
		     uint32_t address, uint32_t caller)
{
	const struct allocator *a = point->allocator;
	struct block block;

	if (!blocks_take(&w->blocks, a->kind, address, &block))
		return;
	account_all(w, &block, -1);
	record(w, "free", point->name, &block, caller);
}

static void drop_frame(struct watch *w, size_t i)
{
	const struct watch_point *point = w->frames[i].point;

	if (point->role == ROLE_PHASE) {
		w->phases[point->index].depth--;
		record_phase(w, point->name, false);
	}
	memmove(&w->frames[i], &w->frames[i + 1],
		(w->frame_count - i - 1) * sizeof(*w->frames));
	w->frame_count--;
}

/* Calls of this thread that were left without returning. */
static void drop_stale(struct watch *w, const struct watch_frame *newest)
{
	for (size_t i = w->frame_count; i-- > 0;) {
		const struct watch_frame *f = &w->frames[i];

		if (f->thread == newest->thread &&
		    (f->sp < newest->sp ||
		     (f->sp == newest->sp &&
		      f->return_address != newest->return_address)))
			drop_frame(w, i);
	}
}

static bool nested(const struct watch *w, const struct watch_frame *frame)
{
	for (size_t i = 0; i < w->frame_count; i++) {
		const struct watch_frame *f = &w->frames[i];

		if (f->thread == frame->thread && f->point->allocator &&
		    f->point->allocator->kind == frame->point->allocator->kind)
			return true;
	}
	return false;
}

static void push_frame(struct watch *w, const struct watch_frame *frame)
{
	if (w->frame_count == w->frame_room) {
		size_t room = w->frame_room ? w->frame_room * 2 : 64;
		struct watch_frame *frames =
			realloc(w->frames, room * sizeof(*frames));

		if (!frames)
			return;
		w->frames = frames;
		w->frame_room = room;
	}
	w->frames[w->frame_count++] = *frame;
	core_set_trap(w->core, frame->return_address, TRAP_WATCH_RETURN);
}

static void free_bulk(struct watch *w, const struct watch_point *point,
		      uint32_t caller)
{
	uint32_t count = argument(w, point->allocator->size);
	uint32_t array = argument(w, point->allocator->address);

	for (uint32_t i = 0; i < count; i++)
		released(w, point, load(w, array + i * 4), caller);
}

static void entered(struct watch *w, const struct watch_point *point)
{
	struct watch_frame frame = {
		.point = point,
		.thread = thread_now(w),
		.sp = core_get(w->core, UC_ARM_REG_SP),
		.return_address = core_get(w->core, UC_ARM_REG_LR) & ~1u,
	};

	drop_stale(w, &frame);
	switch (point->role) {
	case ROLE_ALLOC:
	case ROLE_RESERVE:
		if (nested(w, &frame))
			return;
		sizes(w, point->allocator, &frame);
		frame.address = argument(w, point->allocator->address);
		push_frame(w, &frame);
		break;
	case ROLE_FREE:
		released(w, point, argument(w, point->allocator->address),
			 frame.return_address);
		break;
	case ROLE_FREE_BULK:
		free_bulk(w, point, frame.return_address);
		break;
	case ROLE_PHASE:
		w->phases[point->index].calls++;
		w->phases[point->index].depth++;
		record_phase(w, point->name, true);
		push_frame(w, &frame);
		break;
	case ROLE_COUNT:
		w->counts[point->index].calls++;
		break;
	}
}

static void returned(struct watch *w, uint32_t pc)
{
	uint32_t sp = core_get(w->core, UC_ARM_REG_SP);
	uint32_t thread = thread_now(w);

	for (size_t i = w->frame_count; i-- > 0;) {
		struct watch_frame f = w->frames[i];

		if (f.return_address != pc || f.sp != sp || f.thread != thread)
			continue;
		if (f.point->role == ROLE_ALLOC)
			allocated(w, &f, argument(w, 0));
		else if (f.point->role == ROLE_RESERVE)
			allocated(w, &f, f.address);
		drop_frame(w, i);
	}
}

void watch_trap(struct watch *w, uint32_t pc, uint8_t whose)
{
	if (whose & TRAP_WATCH_RETURN)
		returned(w, pc);
	if (!(whose & TRAP_WATCH))
		return;
	for (size_t i = 0; i < w->point_count; i++)
		if (w->points[i].address == pc)
			entered(w, &w->points[i]);
}

void watch_user(struct watch *w)
{
	if (w->user_reached)
		return;
	w->user_reached = true;
	w->at_user = w->usage;
	w->peak_at_user = w->slab_peak;
}

static bool add_point(struct watch *w, const struct symbol *symbol,
		      const struct watch_point *point)
{
	struct watch_point *points =
		realloc(w->points, (w->point_count + 1) * sizeof(*w->points));

	if (!points) {
		snprintf(w->error, sizeof(w->error), "out of memory");
		return false;
	}
	w->points = points;
	points[w->point_count] = *point;
	points[w->point_count].address = symbol->address;
	points[w->point_count].name = symbol->name;
	w->point_count++;
	core_set_trap(w->core, symbol->address, TRAP_WATCH);
	return true;
}

static bool add_named(struct watch *w, const char *name, enum role role,
		      size_t index)
{
	const struct symbol *s = symbols_named(w->symbols, name);

	if (!s || !s->function) {
		snprintf(w->error, sizeof(w->error), "no function '%s'", name);
		return false;
	}
	return add_point(w, s,
			 &(struct watch_point){ .role = role, .index = index });
}

static bool add_allocators(struct watch *w)
{
	for (size_t i = 0; i < ALLOCATORS; i++) {
		const struct allocator *a = &allocators[i];
		const struct symbol *s;
		char name[64];

		snprintf(name, sizeof(name), "%s_noprof", a->name);
		s = symbols_named(w->symbols, name);
		if (!s)
			s = symbols_named(w->symbols, a->name);
		if (s && s->function &&
		    !add_point(w, s,
			       &(struct watch_point){ .role = a->role,
						      .allocator = a }))
			return false;
	}
	return true;
}

/*
 * kmem_cache_size() returns the cache's object_size: its load instruction,
 * "ldr r0, [r0, #imm]", says where that is.
 */
static void learn_layout(struct watch *w)
{
	const struct symbol *s = symbols_named(w->symbols, "kmem_cache_size");
	uint32_t code = s ? load(w, s->address) & 0xffff : 0;

	if ((code & 0xf83f) == 0x6800)
		w->object_size_offset = (code >> 6 & 31) * 4;
	s = symbols_named(w->symbols, "kmalloc_caches");
	if (s) {
		w->kmalloc_caches = s->address;
		w->kmalloc_cache_count = s->size / 4;
	}
	w->packed = symbols_named(w->symbols, "slab_packed_kmalloc");
	s = symbols_named(w->symbols, "__current");
	if (s)
		w->current = s->address;
}

bool watch_init(struct watch *w, struct core *core,
		const struct symbols *symbols, FILE *out,
		const char *const *phases, size_t phase_count,
		const char *const *counts, size_t count_count)
{
	memset(w, 0, sizeof(*w));
	w->core = core;
	w->symbols = symbols;
	w->out = out;
	w->counts = calloc(count_count + 1, sizeof(*w->counts));
	if (!w->counts || phase_count > WATCH_PHASES ||
	    !core_allow_traps(core, symbols->text_start, symbols->text_end)) {
		snprintf(w->error, sizeof(w->error), "too much to watch");
		return false;
	}

	/* phases first: they enclose allocators of the same address */
	for (size_t i = 0; i < phase_count; i++) {
		w->phases[w->phase_count++].symbol = phases[i];
		if (!add_named(w, phases[i], ROLE_PHASE, i))
			return false;
	}
	for (size_t i = 0; i < count_count; i++) {
		w->counts[w->count_count++].symbol = counts[i];
		if (!add_named(w, counts[i], ROLE_COUNT, i))
			return false;
	}
	learn_layout(w);
	return add_allocators(w);
}

void watch_free(struct watch *w)
{
	if (w->out)
		fclose(w->out);
	free(w->points);
	free(w->frames);
	free(w->counts);
	blocks_free(&w->blocks);
}

static json_t *usage_json(const struct watch_usage *usage)
{
	return json_pack("{sI sI sI sI}", "slab_bytes",
			 (json_int_t)usage->slab_bytes, "slab_requested_bytes",
			 (json_int_t)usage->slab_requested_bytes,
			 "memblock_bytes", (json_int_t)usage->memblock_bytes,
			 "allocs", (json_int_t)usage->allocs);
}

json_t *watch_summary(const struct watch *w)
{
	json_t *phases = json_object(), *counts = json_object();
	json_t *at_user = json_null(), *end = usage_json(&w->usage);

	for (size_t i = 0; i < w->phase_count; i++) {
		json_t *phase = usage_json(&w->phases[i].usage);

		json_object_set_new(phase, "calls",
				    json_integer(w->phases[i].calls));
		json_object_set_new(phases, w->phases[i].symbol, phase);
	}
	for (size_t i = 0; i < w->count_count; i++)
		json_object_set_new(counts, w->counts[i].symbol,
				    json_integer(w->counts[i].calls));
	if (w->user_reached) {
		at_user = usage_json(&w->at_user);
		json_object_set_new(at_user, "slab_peak_bytes",
				    json_integer(w->peak_at_user));
	}
	json_object_set_new(end, "slab_peak_bytes", json_integer(w->slab_peak));
	return json_pack("{so so so so}", "at_user", at_user, "at_end", end,
			 "phases", phases, "calls", counts);
}
