# SPDX-License-Identifier: GPL-2.0-or-later
# The emulator: $(B)/mcu-emulator, and its tests.

B ?= build/host

EMULATOR_SOURCES := $(wildcard tests/emulator/*.c)
EMULATOR_OBJECTS := $(EMULATOR_SOURCES:%.c=$(B)/%.o)
EMULATOR_CFLAGS := -std=gnu11 -Wall -Wextra -Werror -O2 -g
EMULATOR_LIBS := -lunicorn -lelf -ljansson

$(EMULATOR_OBJECTS): $(B)/tests/emulator/%.o: tests/emulator/%.c
	@mkdir -p $(@D)
	$(CC) $(EMULATOR_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/mcu-emulator: $(EMULATOR_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(EMULATOR_LIBS)

-include $(EMULATOR_OBJECTS:.o=.d)

TEST_PROGRAMS += $(B)/mcu-emulator
BATS_FILES += $(wildcard tests/emulator/*.bats)
