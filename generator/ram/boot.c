// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/boot.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/board/flash_map.h"

/* Board files' bootargs replace the DTB's; the tables have them already. */
static char *make_bootargs(const struct boot_request *request)
{
	const struct board *board = request->board;
	bool replaced = board->bootargs && !request->kernel->is_static;
	const char *words[] = {
		replaced ? board->bootargs : request->kernel->bootargs,
		request->more_bootargs,
	};
	struct buffer bootargs = BUFFER_INIT;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (words[i] && *words[i])
			buffer_printf(&bootargs, "%s%s",
				      bootargs.length ? " " : "", words[i]);
	}
	return bootargs.data ? buffer_take(&bootargs) : memory_strdup("");
}

static void fill_job(struct boot *boot, const struct boot_request *request,
		     const struct payload *payload)
{
	const struct board *board = request->board;
	const struct image *image = &request->kernel->image;
	struct machine_job *job = &boot->job;

	*job = (struct machine_job){
		.programs = request->programs,
		.kind = board->machine_kind,
		.model = board->machine_model,
		.banks = board->banks,
		.nr_banks = board->nr_banks,
		.directory = request->directory,
		.flash_base = board->flash_base,
		.entry = image->entry,
		.vmlinux = image->path,
		.dialogue = request->dialogue ? request->dialogue : BOOT_FACTS,
		.probe_without = request->probe_without,
	};
	job->loads[job->nr_loads++] = (struct machine_load){
		.name = "xipImage",
		.data = payload->xip.data,
		.length = payload->xip.length,
		.address = image->xip_address,
	};
	if (payload->dtb.length) {
		job->loads[job->nr_loads++] = (struct machine_load){
			.name = "board.dtb",
			.data = payload->dtb.data,
			.length = payload->dtb.length,
			.address = board->map_dtb,
		};
		job->dtb = board->map_dtb;
	}
	if (payload->root.length)
		job->loads[job->nr_loads++] = (struct machine_load){
			.name = "root.romfs",
			.data = payload->root.data,
			.length = payload->root.length,
			.address = board->map_root,
		};
	for (const char *const *name = request->probes; name && *name; name++) {
		const struct image_symbol *symbol = image_find(image, *name);

		if (job->nr_probes == MACHINE_PROBES)
			break;
		job->probes[job->nr_probes++] = (struct machine_probe){
			.symbol = *name,
			.address = symbol ? symbol->address : 0,
		};
	}
}

static int check_request(const struct boot_request *request, struct error *error)
{
	const struct board *board = request->board;
	const struct image *image = &request->kernel->image;

	if (!board->machine_kind)
		return error_set(error, "board %s: its board file names no machine to boot on",
				 board->name);
	if (request->memory_size > request->kernel->memory_size)
		return error_set(error, "%s: %llu bytes of memory: it was built for %llu",
				 request->kernel->directory,
				 (unsigned long long)request->memory_size,
				 (unsigned long long)request->kernel->memory_size);
	if (board->map_kernel && board->map_kernel != image->xip_address)
		return error_set(error, "%s: linked for 0x%llx, but board %s has its kernel at 0x%llx",
				 image->path,
				 (unsigned long long)image->xip_address,
				 board->name,
				 (unsigned long long)board->map_kernel);
	return 0;
}

/*
 * Does each thing lie in its own region? A longer command line has made the
 * image longer. Without map: a static kernel lies where it was linked for.
 */
static int check_flash(const struct boot_request *request,
		       const struct payload *payload, struct error *error)
{
	const struct board *board = request->board;
	const struct {
		const char *region;
		const struct buffer *load;
		const char *file;
	} loads[] = {
		{ "kernel", &payload->xip, "xipImage" },
		{ "dtb", &payload->dtb, "board.dtb" },
		{ "root", &payload->root, request->kernel->root_path },
	};
	struct flash_map map;

	if (flash_map_make(&map, board, error))
		return -1;
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		if (loads[i].load == &payload->xip && !board->map_kernel)
			continue;
		if (loads[i].load->length &&
		    flash_map_check_fits(&map, loads[i].region,
					 loads[i].load->length, loads[i].file,
					 error))
			return -1;
	}
	return 0;
}

void boot_collect_allocations(struct boot *boot, const struct image *image)
{
	const struct machine_outcome *outcome = &boot->outcome;
	const struct boot_log *log = &boot->log;

	for (size_t i = 0; i < outcome->allocations.count; i++)
		*array_add(&boot->allocations) = (struct boot_allocation){
			.caller = outcome->allocations.items[i].caller,
			.bytes = outcome->allocations.items[i].bytes,
		};
	if (boot->allocations.count)
		return;
	for (size_t i = 0; i < log->allocations.count; i++) {
		const struct image_symbol *caller =
			image_symbol_at(image, log->allocations.items[i].caller);

		*array_add(&boot->allocations) = (struct boot_allocation){
			.caller = caller ? caller->name : "",
			.bytes = log->allocations.items[i].bytes,
		};
	}
}

/* Everything up to the machine; payload_free() and free() the bootargs. */
static int prepare(struct boot *boot, const struct boot_request *request,
		   struct payload *payload, struct error *error)
{
	*boot = (struct boot){ 0 };
	if (check_request(request, error))
		return -1;
	boot->bootargs = make_bootargs(request);
	if (payload_make(payload, request->kernel, request->memory_size,
			 boot->bootargs, error)) {
		free(boot->bootargs);
		return -1;
	}
	if (check_flash(request, payload, error)) {
		payload_free(payload);
		free(boot->bootargs);
		return -1;
	}
	fill_job(boot, request, payload);
	return 0;
}

/* How many lines of a dialogue have the console show facts. */
static unsigned int count_facts(const char *dialogue)
{
	static const char *const lines[] = { BOOT_FACTS, BOOT_FACTS_SHORT };
	unsigned int count = 0;

	for (const char *end; (end = strchr(dialogue, '\n')); dialogue = end + 1) {
		for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
			count += !strncmp(dialogue, lines[i], strlen(lines[i]));
	}
	return count;
}

int boot_run(struct boot *boot, const struct boot_request *request,
	     struct error *error)
{
	struct payload payload;
	int result;

	if (prepare(boot, request, &payload, error))
		return -1;
	result = machine_run(&boot->job, &boot->outcome, error);
	payload_free(&payload);
	if (result) {
		free(boot->bootargs);
		return -1;
	}
	boot_log_parse(&boot->log, buffer_text(&boot->outcome.console),
		       boot->outcome.console.length);
	boot_collect_allocations(boot, &request->kernel->image);
	boot->reached_prompt = boot->log.reached_prompt &&
		boot->outcome.end == MACHINE_VERDICT &&
		boot->log.facts_told >= count_facts(boot->job.dialogue);
	return 0;
}

int boot_shell(const struct boot_request *request, struct error *error)
{
	struct payload payload;
	struct boot boot;
	int result;

	if (prepare(&boot, request, &payload, error))
		return -1;
	result = machine_shell(&boot.job, error);
	payload_free(&payload);
	free(boot.bootargs);
	return result;
}

const char *boot_trouble(const struct boot *boot)
{
	if (boot->reached_prompt)
		return "reached the prompt";
	if (boot->log.trouble)
		return boot->log.trouble;
	if (boot->outcome.end != MACHINE_VERDICT)
		return machine_end_name(boot->outcome.end);
	if (!boot->log.reached_prompt)
		return "ended without a prompt";
	return boot->log.shortage ? boot->log.shortage :
				    "at the prompt, but the facts were not told to the end";
}

const struct machine_probe *boot_probe(const struct boot *boot, const char *symbol)
{
	for (size_t i = 0; i < boot->job.nr_probes; i++) {
		if (!strcmp(boot->job.probes[i].symbol, symbol))
			return &boot->job.probes[i];
	}
	return NULL;
}

void boot_free(struct boot *boot)
{
	array_free(&boot->allocations);
	boot_log_free(&boot->log);
	machine_outcome_free(&boot->outcome);
	free(boot->bootargs);
}
