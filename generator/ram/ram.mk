# SPDX-License-Identifier: GPL-2.0-or-later
# Booting and measuring: what gen-board boot and gen-board compare need beside
# the program itself, in the folder of the program.

RAM_MACHINES := $(B)/mcu-emulator $(B)/qemu-stub.bin
