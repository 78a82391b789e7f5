// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/column.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/budget/kernel_prediction.h"
#include "generator/ram/bisect.h"

#define PAGE	4096

/* Made from nodes: every platform device of a tree comes through this. */
#define DEVICE_PROBE	"of_device_alloc"
/* Drivers that are there already probe while devices are made: not counted. */
#define DRIVER_PROBE	"bus_probe_device"
/* Where devices are made: all at once; or one by one, when drivers come. */
static const char *const populate_probes[] = {
	"of_platform_default_populate_init",
	"of_static_create_for_driver",
};

static void progress(const struct column_request *request, const char *text)
{
	if (request->progress)
		request->progress(request->context, text);
}

static long long pages(long long bytes)
{
	return bytes < 0 ? -1 : bytes / PAGE;
}

static void read_image(struct column *column, const struct image *image)
{
	column->figures[FIGURE_TEXT] = (long long)image->text;
	column->figures[FIGURE_DATA] = (long long)image->data;
	column->figures[FIGURE_BSS] = (long long)image->bss;
}

/* What /proc/PID/status has as a process's own, @kind says which; or -1. */
static long long private_bytes(const struct boot_log *log, const char *kind)
{
	char *mem_name = memory_printf("%s.Mem", kind);
	char *slack_name = memory_printf("%s.Slack", kind);
	long long mem = boot_log_fact(log, mem_name);
	long long slack = boot_log_fact(log, slack_name);

	free(mem_name);
	free(slack_name);
	return mem < 0 || slack < 0 ? -1 : mem + slack;
}

/* The shell, and the command as its child. */
static void read_processes(struct column *column, const struct boot_log *log)
{
	long long *figures = column->figures;
	long long shell = private_bytes(log, "shell");
	long long child = private_bytes(log, "status");
	long long shared = boot_log_fact(log, "status.Shared");
	long long process = boot_log_fact(log, "process.free");

	figures[FIGURE_USER_SHELL_BYTES] = shell;
	figures[FIGURE_USER_CHILD_BYTES] = child;
	if (shell >= 0 && child >= 0 && shared >= 0)
		figures[FIGURE_USER_BYTES] = shell + child + shared;
	figures[FIGURE_PROCESS_STACK_BYTES] = boot_log_fact(log, "process.stack");
	figures[FIGURE_PROCESS_SLAB_BYTES] = boot_log_fact(log, "process.slab");
	figures[FIGURE_PROCESS_BYTES] = process;
	/* the kernel's part is the same for both */
	if (process >= 0 && shell >= 0 && child >= 0)
		figures[FIGURE_SHELL_AND_CHILD_BYTES] =
			2 * process + shell - child;
}

/* A stack of less than a page is an object of slab, and counted as both. */
static void tell_stack_from_slab(struct column *column, const struct image *image)
{
	long long *figures = column->figures;
	long long stack = parts_thread_stack(image);

	if (!stack || stack >= PAGE || figures[FIGURE_PROCESS_STACK_BYTES] < 0)
		return;
	figures[FIGURE_PROCESS_STACK_BYTES] = stack;
	figures[FIGURE_PROCESS_SLAB_BYTES] -= stack;
}

static void read_log(struct column *column, const struct boot_log *log)
{
	column->figures[FIGURE_AVAILABLE_KIB] = log->available_kib;
	column->figures[FIGURE_RESERVED_KIB] = log->reserved_kib;
	column->figures[FIGURE_FREE_PAGES] =
		pages(boot_log_fact(log, "sysinfo.freeram"));
	column->figures[FIGURE_SLAB_PAGES] =
		pages(boot_log_fact(log, "meminfo.Slab"));
	read_processes(column, log);
	if (!column->version && log->version)
		column->version = memory_strdup(log->version);
	if (log->trouble)
		column->trouble = memory_strdup(log->trouble);
}

static void read_tree(struct column *column)
{
	column->figures[FIGURE_TREE_FLASH_BYTES] = column->tree.flash_bytes;
	column->figures[FIGURE_TREE_RAM_BYTES] = column->tree.ram_bytes;
	column->figures[FIGURE_UNFLATTEN_BYTES] = column->tree.unflatten_bytes;
}

static int save_log(const struct column_request *request,
		    const struct buffer *console, struct error *error)
{
	char *path = path_join(request->directory, "boot.log");
	int result = file_write(path, buffer_text(console), console->length,
				error);

	free(path);
	return result;
}

static int read_plain_boot(struct column *column,
			   const struct column_request *request,
			   const struct boot_request *boot_request,
			   struct error *error)
{
	struct boot boot;
	int result;

	if (boot_run(&boot, boot_request, error))
		return -1;
	read_log(column, &boot.log);
	if (boot.reached_prompt) {
		column->reached = "prompt";
	} else {
		free(column->trouble);
		column->trouble = memory_strdup(boot_trouble(&boot));
	}
	column->flash_equal = boot.outcome.flash_equal;
	column->figures[FIGURE_FLASH_STORES] = boot.outcome.flash_stores;
	column->source = memory_printf("%s %s", request->board->machine_kind,
				       request->board->machine_model);
	result = save_log(request, &boot.outcome.console, error);
	boot_free(&boot);
	return result;
}

/* What was predicted before the boot. */
static int read_prediction(struct column *column,
			   const struct column_request *request,
			   const struct kernel *kernel, struct error *error)
{
	char *config = path_join(request->directory, "linux/.config");
	int result = kernel_prediction(&column->prediction, request->knobs,
				       request->board, config,
				       kernel->memory_size, error);

	column->has_prediction = !result;
	free(config);
	return result;
}

/* Not of a kernel without procfs, or one that allocates otherwise. */
static void read_parts(struct column *column, const struct boot *boot,
		       const struct kernel *kernel)
{
	struct error ignored = ERROR_INIT;

	column->has_parts = !parts_read(&column->parts, boot, kernel,
					kernel->memory_size, &ignored) &&
			    parts_complete(&column->parts);
}

/* The same boot again, watched: how often and for how much is asked. */
static int read_watched_boot(struct column *column,
			     const struct boot_request *plain,
			     struct error *error)
{
	const char *const probes[] = {
		DEVICE_PROBE, populate_probes[0], populate_probes[1], NULL
	};
	struct boot_request request = *plain;
	struct boot boot;
	long long bytes = 0;
	int result;

	request.probes = probes;
	request.probe_without = DRIVER_PROBE;
	/* a console that can't speak so early would lose what it prints */
	if (strcmp(request.board->machine_kind, "emulator"))
		request.more_bootargs = "memblock=debug";
	if (boot_run(&boot, &request, error))
		return -1;
	column->figures[FIGURE_PLATFORM_DEVICES] =
		boot_probe(&boot, DEVICE_PROBE)->calls;
	column->figures[FIGURE_SLAB_BYTES] = boot.outcome.slab_bytes;
	for (size_t i = 0; i < 2; i++) {
		long long part = boot_probe(&boot, populate_probes[i])->slab_bytes;

		bytes = part < 0 || bytes < 0 ? -1 : bytes + part;
	}
	column->figures[FIGURE_POPULATE_BYTES] = bytes;
	result = tree_cost_read(&column->tree, request.kernel, &boot, error);
	read_parts(column, &boot, request.kernel);
	boot_free(&boot);
	if (!result)
		read_tree(column);
	return result;
}

static void bisect_progressed(void *context, uint64_t low, uint64_t high)
{
	char *text = memory_printf("least RAM: between %llu and %llu KiB",
				   (unsigned long long)low / 1024,
				   (unsigned long long)high / 1024);

	progress(context, text);
	free(text);
}

static int read_least_ram(struct column *column,
			  const struct column_request *request,
			  const struct boot_request *boot_request,
			  struct error *error)
{
	struct boot_request short_facts = *boot_request;
	struct bisect bisect;

	/* one command; procfs and more processes would take memory of their own */
	short_facts.dialogue = BOOT_FACTS_SHORT;
	if (bisect_run(&bisect, &short_facts, bisect_progressed,
		       (void *)(uintptr_t)request, error))
		return -1;
	if (bisect.least)
		column->figures[FIGURE_MIN_RAM_KIB] =
			(long long)(bisect.least / 1024);
	if (bisect.most_failing)
		column->figures[FIGURE_MIN_RAM_FAILING_KIB] =
			(long long)(bisect.most_failing / 1024);
	if (bisect.why)
		column->min_ram_trouble = memory_strdup(bisect.why);
	column->min_ram_boots = bisect.boots;
	bisect_free(&bisect);
	return 0;
}

static int read_boots(struct column *column, const struct column_request *request,
		      const struct kernel *kernel, struct error *error)
{
	char *directories[] = {
		path_join(request->directory, "boot"),
		path_join(request->directory, "watched"),
		path_join(request->directory, "bisect"),
	};
	struct boot_request boot_request = {
		.board = request->board,
		.kernel = kernel,
		.programs = request->programs,
	};
	int result;

	progress(request, "booting");
	boot_request.directory = directories[0];
	result = read_plain_boot(column, request, &boot_request, error);
	if (!result && column->reached) {
		progress(request, "booting, watched");
		boot_request.directory = directories[1];
		result = read_watched_boot(column, &boot_request, error);
	}
	if (!result && column->reached && request->knobs)
		result = read_prediction(column, request, kernel, error);
	if (!result && column->reached && request->bisect) {
		boot_request.directory = directories[2];
		result = read_least_ram(column, request, &boot_request, error);
	}
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		free(directories[i]);
	return result;
}

/* A real board: what its console said; the tree if its kernel is here. */
static int read_real_log(struct column *column,
			 const struct column_request *request,
			 const struct kernel *kernel, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	struct boot boot = { 0 };
	int result = file_read(request->log, &text, error);

	if (!result) {
		boot_log_parse(&boot.log, buffer_text(&text), text.length);
		read_log(column, &boot.log);
		if (boot.log.reached_prompt && boot.log.facts_told)
			column->reached = "prompt";
		else if (!column->trouble)
			column->trouble = memory_strdup(
				boot.log.reached_prompt ?
				"the prompt, but no facts to the end: type facts there" :
				"no prompt in it");
		column->source = memory_strdup(request->log);
		/* without "memblock=debug" there is no telling */
		if (kernel && boot.log.allocations.count) {
			boot_collect_allocations(&boot, &kernel->image);
			result = tree_cost_read(&column->tree, kernel, &boot,
						error);
			if (!result)
				read_tree(column);
		}
		boot_free(&boot);
	}
	buffer_free(&text);
	return result;
}

int column_read(struct column *column, const struct column_request *request,
		struct error *error)
{
	struct kernel kernel;
	bool has_kernel;
	int result = 0;

	for (int i = 0; i < FIGURES; i++)
		column->figures[i] = -1;
	column->present = true;
	column->flash_equal = -1;
	has_kernel = !request->log || file_is_directory(request->directory);
	if (has_kernel) {
		if (kernel_read(&kernel, request->directory, error))
			return -1;
		read_image(column, &kernel.image);
		if (kernel.version)
			column->version = memory_strdup(kernel.version);
	}
	if (request->log)
		result = read_real_log(column, request,
				       has_kernel ? &kernel : NULL, error);
	else
		result = read_boots(column, request, &kernel, error);
	if (has_kernel) {
		tell_stack_from_slab(column, &kernel.image);
		kernel_free(&kernel);
	}
	return result;
}

void column_free(struct column *column)
{
	tree_cost_free(&column->tree);
	free(column->trouble);
	free(column->min_ram_trouble);
	free(column->version);
	free(column->source);
}
