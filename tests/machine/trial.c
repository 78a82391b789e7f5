// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/machine/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

#define GUESTS	PROGRAMS "/tests/machine/"
#define TEST_S	120

const struct machine_programs programs = {
	.emulator = PROGRAMS "/mcu-emulator",
	.qemu = "qemu-system-arm",
	.qemu_stub = PROGRAMS "/qemu-stub.bin",
};

const struct machine emulator = {
	.job = {
		.kind = "emulator", .model = "stm32f469-disco",
		.flash_base = 0x08000000, .entry = 0x08008001,
		.vmlinux = GUESTS "emulator.elf",
	},
	.guest = GUESTS "emulator.bin",
	.data = 0x08100000,
};

const struct machine qemu = {
	.job = {
		.kind = "qemu", .model = "mps2-an385",
		.flash_base = 0, .entry = 0x00010001,
		.vmlinux = GUESTS "qemu.elf",
	},
	.guest = GUESTS "qemu.bin",
	.data = 0x00100000,
};

void trial_start(struct trial *trial, void **state)
{
	static const char data[] = "data";
	const struct machine *machine = *state;
	struct error error = ERROR_INIT;

	*trial = (struct trial){ .job = machine->job };
	trial->directory = file_make_temporary_directory(&error);
	assert_non_null(trial->directory);
	assert_int_equal(file_read(machine->guest, &trial->image, &error), 0);
	trial->job.programs = &programs;
	trial->job.directory = trial->directory;
	trial->job.nr_loads = 2;
	trial->job.loads[0] = (struct machine_load){
		"guest.bin", trial->image.data, trial->image.length,
		trial->job.entry & ~1ull };
	trial->job.loads[1] = (struct machine_load){
		"data.bin", data, sizeof(data), machine->data };
}

void trial_run(struct trial *trial, void **state, const char *dialogue)
{
	struct error error = ERROR_INIT;
	const char *from;
	char *to;

	trial_start(trial, state);
	trial->job.dialogue = dialogue;
	if (machine_run(&trial->job, &trial->outcome, &error))
		fail_msg("%s", error.text);
	from = buffer_text(&trial->outcome.console);
	trial->console = to = memory_strdup(from);
	for (; *from; from++) {
		if (*from != '\r')
			*to++ = *from;
	}
	*to = '\0';
}

void trial_end(struct trial *trial)
{
	file_remove_directory(trial->directory);
	machine_outcome_free(&trial->outcome);
	buffer_free(&trial->image);
	free(trial->directory);
	free(trial->console);
}

int trial_set_alarm(void **state)
{
	(void)state;
	alarm(TEST_S);
	return 0;
}
