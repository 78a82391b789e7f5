// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/parts.h"

#include <string.h>

#include "generator/ram/boot.h"

#define PAGE	4096

const char *const part_names[NR_PARTS] = {
	[PART_STATIC] = "static", [PART_PERCPU] = "percpu",
	[PART_MEMMAP] = "memmap", [PART_SLAB] = "slab",
	[PART_STACKS] = "stacks", [PART_PAGES] = "pages", [PART_USER] = "user",
	[PART_RESERVE] = "reserve", [PART_FLASH] = "flash",
};

/* Who asks memblock for what has a part of its own. */
#define MEMMAP_CALLER	"free_area_init"
#define PERCPU_CALLER	"setup_per_cpu_areas"

void parts_ask(struct boot_request *request)
{
	static const char *const probes[] = { PERCPU_CALLER, NULL };

	if (strcmp(request->board->machine_kind, "emulator"))
		request->more_bootargs = "memblock=debug";
	else
		request->probes = probes;
}

static long long allocated(const struct boot *boot, const char *caller)
{
	long long bytes = 0;

	for (size_t i = 0; i < boot->allocations.count; i++)
		if (!strcmp(boot->allocations.items[i].caller, caller))
			bytes += boot->allocations.items[i].bytes;
	return bytes;
}

long long parts_thread_stack(const struct image *image)
{
	const struct image_symbol *begin = image_find(image, "__start_init_stack");
	const struct image_symbol *end = image_find(image, "__end_init_stack");

	return begin && end ? (long long)(end->address - begin->address) : 0;
}

/*
 * Of the interrupts, from the page allocator; as large as a thread's, in whole
 * pages. A smaller one is static data.
 */
static long long interrupt_stack(const struct image *image)
{
	long long thread = parts_thread_stack(image);

	if (!image_find(image, "irq_stack_ptr") || image_find(image, "irq_stack"))
		return 0;
	return thread && thread < PAGE ? PAGE : thread;
}

/* Threads' stacks of less than a page are slab, of which only whole KiB are told. */
static void take_from_slab(long long *stacks, long long *slab,
			   const struct image *image)
{
	long long thread = parts_thread_stack(image);

	if (!thread || thread >= PAGE)
		return;
	*stacks = *stacks / (thread / 1024 * 1024) * thread;
	*slab -= *stacks;
}

/* What /proc/meminfo tells of the pages that are not free. */
static int read_pages(struct parts *parts, const struct boot *boot,
		      const struct kernel *kernel, long long first_percpu,
		      struct error *error)
{
	const struct boot_log *log = &boot->log;
	long long total = boot_log_fact(log, "meminfo.MemTotal");
	long long since = parts->free - boot_log_fact(log, "meminfo.MemFree");
	long long slab = boot_log_fact(log, "meminfo.Slab");
	long long stacks = boot_log_fact(log, "meminfo.KernelStack");
	long long user = boot_log_fact(log, "meminfo.MmapCopy");
	long long percpu = boot_log_fact(log, "meminfo.Percpu");
	long long pages;

	if (total < 0)
		return 0;
	if (slab < 0 || stacks < 0 || user < 0 || percpu < 0)
		return error_set(error, "/proc/meminfo doesn't tell Slab, KernelStack, MmapCopy and Percpu");
	slab -= since;
	take_from_slab(&stacks, &slab, &kernel->image);
	stacks += interrupt_stack(&kernel->image);
	pages = total - parts->free - slab - stacks - user -
		(percpu - first_percpu);
	if (since < 0 || slab < 0 || pages < 0 || percpu < first_percpu)
		return error_set(error, "/proc/meminfo doesn't add up: of %lld bytes %lld are free, but slab is %lld, stacks %lld, user %lld, percpu %lld",
				 total, parts->free, slab, stacks, user, percpu);
	parts->bytes[PART_PERCPU] = percpu;
	parts->bytes[PART_SLAB] = slab;
	parts->bytes[PART_STACKS] = stacks;
	parts->bytes[PART_USER] = user;
	parts->bytes[PART_PAGES] = pages;
	return 0;
}

int parts_read(struct parts *parts, const struct boot *boot,
	       const struct kernel *kernel, uint64_t ram, struct error *error)
{
	long long total = boot_log_fact(&boot->log, "sysinfo.totalram");
	long long memmap = allocated(boot, MEMMAP_CALLER);
	long long percpu = allocated(boot, PERCPU_CALLER);

	*parts = (struct parts){ .ram = (long long)ram };
	for (size_t part = 0; part < NR_PARTS; part++)
		parts->bytes[part] = -1;
	if (!boot->reached_prompt)
		return error_set(error, "did not reach the prompt: %s",
				 boot_trouble(boot));
	parts->free = boot_log_fact(&boot->log, "sysinfo.freeram");
	parts->bytes[PART_FLASH] = (long long)kernel->image.xip.length;
	if (!memmap)
		return error_set(error, "the boot doesn't tell who allocated the memmap");
	parts->bytes[PART_MEMMAP] = memmap;
	parts->bytes[PART_PERCPU] = percpu;
	parts->bytes[PART_STATIC] = parts->ram - total - memmap - percpu;
	if (parts->bytes[PART_STATIC] < 0 || parts->free > total)
		return error_set(error, "of %lld bytes of RAM the page allocator has %lld, memmap %lld and percpu %lld",
				 parts->ram, total, memmap, percpu);
	return read_pages(parts, boot, kernel, percpu, error);
}

bool parts_complete(const struct parts *parts)
{
	for (size_t part = 0; part < NR_RAM_PARTS; part++)
		if (parts->bytes[part] < 0)
			return false;
	return true;
}
