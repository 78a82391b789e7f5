// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/ram/machine_kinds.h"

static const struct kind {
	const char *name;
	int (*run)(struct machine_job *job, struct machine_outcome *outcome,
		   struct error *error);
	int (*shell)(struct machine_job *job, struct shell *shell,
		     struct error *error);
} kinds[] = {
	{ "emulator", emulator_run, emulator_shell },
	{ "qemu", qemu_run, qemu_shell },
};

static const struct kind *find_kind(const struct machine_job *job,
				    struct error *error)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!strcmp(kinds[i].name, job->kind))
			return &kinds[i];
	}
	error_set(error, "no machine of kind \"%s\" (emulator, qemu)", job->kind);
	return NULL;
}

static int write_loads(const struct machine_job *job, struct error *error)
{
	for (size_t i = 0; i < job->nr_loads; i++) {
		const struct machine_load *load = &job->loads[i];
		char *path = path_join(job->directory, load->name);
		int result = file_write(path, load->data, load->length, error);

		free(path);
		if (result)
			return -1;
	}
	return 0;
}

/* What lies in flash after the boot, against what was put there. */
static int compare_flash(const struct machine_job *job,
			 struct machine_outcome *outcome, struct error *error)
{
	outcome->flash_equal = true;
	for (size_t i = 0; i < job->nr_loads && outcome->flash_equal; i++) {
		const struct machine_load *load = &job->loads[i];
		const unsigned char *before = load->data;
		struct buffer after = BUFFER_INIT;
		char *name = memory_printf("%s.after", load->name);
		char *path = path_join(job->directory, name);
		int result = file_read(path, &after, error);
		size_t at = 0;

		while (!result && at < load->length && at < after.length &&
		       before[at] == (unsigned char)after.data[at])
			at++;
		outcome->flash_equal = at == load->length;
		outcome->flash_difference = load->address + at;
		buffer_free(&after);
		free(path);
		free(name);
		if (result)
			return -1;
	}
	return 0;
}

int machine_run(struct machine_job *job, struct machine_outcome *outcome,
		struct error *error)
{
	const struct kind *kind = find_kind(job, error);

	*outcome = (struct machine_outcome){
		.flash_stores = -1, .instructions = -1, .slab_bytes = -1,
		.slab_requested_bytes = -1,
	};
	for (size_t i = 0; i < job->nr_probes; i++) {
		job->probes[i].calls = -1;
		job->probes[i].slab_bytes = -1;
	}
	if (!kind)
		return -1;
	if (file_make_directories(job->directory, error) ||
	    write_loads(job, error) ||
	    kind->run(job, outcome, error) ||
	    compare_flash(job, outcome, error)) {
		machine_outcome_free(outcome);
		return -1;
	}
	return 0;
}

int machine_shell(struct machine_job *job, struct error *error)
{
	static const char *const ends[] = {
		[SHELL_LEFT] = "left by Ctrl-A x",
		[SHELL_SILENT] = "the input has ended, and the board says no more",
		[SHELL_HALTED] = "the board halted",
		[SHELL_RESET] = "the board asked for a reset",
		[SHELL_PANICKED] = "the kernel panicked",
	};
	const struct kind *kind = find_kind(job, error);
	struct shell shell = { 0 };
	int result;

	if (!kind || file_make_directories(job->directory, error) ||
	    write_loads(job, error))
		return -1;
	result = kind->shell(job, &shell, error);
	/* the guest may have left the cursor anywhere */
	if (shell.begun && isatty(STDERR_FILENO))
		fputc('\n', stderr);
	if (result)
		return -1;
	if (shell.end == SHELL_PANICKED)
		return error_set(error, "%s", ends[shell.end]);
	fprintf(stderr, "%s\n", ends[shell.end]);
	return 0;
}

const char *machine_end_name(enum machine_end end)
{
	static const char *const names[] = {
		[MACHINE_VERDICT] = "ended well",
		[MACHINE_FAILED] = "ended with a failure",
		[MACHINE_HALTED] = "halted",
		[MACHINE_RESET] = "reset itself",
		[MACHINE_LIMIT] = "hung or idle for ever",
		[MACHINE_FAULT] = "stopped by a fault",
	};

	return names[end];
}

void machine_outcome_free(struct machine_outcome *outcome)
{
	for (size_t i = 0; i < outcome->allocations.count; i++)
		free(outcome->allocations.items[i].caller);
	array_free(&outcome->allocations);
	buffer_free(&outcome->console);
	buffer_free(&outcome->messages);
}
