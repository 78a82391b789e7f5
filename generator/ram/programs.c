// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/programs.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

void programs_find(struct programs *programs)
{
	const char *emulator = getenv("MCU_EMULATOR");
	char self[PATH_MAX] = "";
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *directory = path_directory(length > 0 ? self : "./gen-board");

	programs->emulator = emulator && *emulator ?
			     memory_strdup(emulator) :
			     path_join(directory, "mcu-emulator");
	programs->stub = path_join(directory, "qemu-stub.bin");
	programs->machine = (struct machine_programs){
		.emulator = programs->emulator,
		.qemu = "qemu-system-arm",
		.qemu_stub = programs->stub,
	};
	free(directory);
}

void programs_free(struct programs *programs)
{
	free(programs->emulator);
	free(programs->stub);
}
