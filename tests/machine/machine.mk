# SPDX-License-Identifier: GPL-2.0-or-later
# The machines that boot kernels, tried with a small guest in a kernel's place.

MACHINE_TESTS := $(B)/tests/machine/test_machine $(B)/tests/machine/test_shell
MACHINE_GUESTS := $(B)/tests/machine/emulator.elf $(B)/tests/machine/qemu.elf
MACHINE_GUEST_CC = arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -mfloat-abi=soft \
	-Os -std=gnu11 -Wall -Wextra -Werror -ffreestanding -nostdlib -I. \
	-T tests/machine/guest.lds -Wl,--build-id=none

$(B)/tests/machine/emulator.elf: MACHINE_GUEST_OPTIONS = -Wl,--defsym=flash=0x08008000
$(B)/tests/machine/qemu.elf: MACHINE_GUEST_OPTIONS = -DMPS2 -Wl,--defsym=flash=0x00010000

$(MACHINE_GUESTS): tests/machine/guest.c tests/machine/guest.lds tests/userland/facts.h
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(MACHINE_GUEST_CC) $(MACHINE_GUEST_OPTIONS) -o $@ $<
	@arm-none-eabi-objcopy -O binary -j .text $@ $(@:.elf=.bin)

$(MACHINE_TESTS): $(B)/tests/machine/%: tests/machine/%.c tests/machine/trial.c tests/machine/trial.h $(GENERATOR_LIBRARY) | $(MACHINE_GUESTS) $(B)/mcu-emulator $(B)/qemu-stub.bin
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) -DPROGRAMS='"$(B)"' $(CFLAGS) $(GENERATOR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< tests/machine/trial.c $(GENERATOR_LIBRARY) $(GENERATOR_LIBS) -lcmocka

TEST_PROGRAMS += $(MACHINE_TESTS)
BATS_FILES += tests/machine/commands.bats
