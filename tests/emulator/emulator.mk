# SPDX-License-Identifier: GPL-2.0-or-later
# The emulator, $(B)/mcu-emulator, and its tests. kernel.bats needs a kernel:
# whoever has one runs it with KERNEL_IMAGE, KERNEL_DTB and KERNEL_ELF set.

B ?= build/host

EMULATOR := $(B)/mcu-emulator
EMULATOR_OBJECTS := $(patsubst %.c,$(B)/%.o,$(wildcard tests/emulator/*.c))
EMULATOR_CFLAGS := -std=gnu11 -Wall -Wextra -Werror -O2 -g

$(EMULATOR_OBJECTS): $(B)/tests/emulator/%.o: tests/emulator/%.c
	@echo "  CC      $@"
	@mkdir -p $(@D)
	@$(CC) $(EMULATOR_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(EMULATOR): $(EMULATOR_OBJECTS)
	@echo "  LD      $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lunicorn -lelf -ljansson

-include $(EMULATOR_OBJECTS:.o=.d)

BATS_FILES += tests/emulator/emulator.bats
