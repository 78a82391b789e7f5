# SPDX-License-Identifier: GPL-2.0-or-later
# The boot stub for the MPS2 in QEMU, a flat binary for address 0.

QEMU_STUB := $(B)/qemu-stub.bin

$(QEMU_STUB): tests/qemu/stub.S
	@echo "  AS      $@"
	@mkdir -p $(@D)
	@$(USERLAND_CROSS)gcc -c -o $(@:.bin=.o) $<
	@$(USERLAND_CROSS)ld -Ttext=0 -e 0 -o $(@:.bin=.elf) $(@:.bin=.o)
	@$(USERLAND_CROSS)objcopy -O binary -j .text $(@:.bin=.elf) $@
	@rm -f $(@:.bin=.o) $(@:.bin=.elf)
