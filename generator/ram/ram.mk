# SPDX-License-Identifier: GPL-2.0-or-later
# Tests of booting and measuring. The images they read are made here, too.

TINY := $(B)/tests/unit/tiny
TINY_CC = $(USERLAND_CROSS)gcc -mcpu=cortex-m3 -mthumb -mfloat-abi=soft -Os \
	-ffreestanding -fno-pie -no-pie -static -fdata-sections -nostdlib \
	-Wl,--build-id=none -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments
TINY_FILES := $(TINY)/dt/xipImage $(TINY)/static/xipImage $(TINY)/board.dtb
RAM_TESTS := $(B)/tests/unit/test_boot_log $(B)/tests/unit/test_image

$(TINY)/%/vmlinux: tests/unit/tiny/kernel.c tests/unit/tiny/kernel.lds
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(TINY_CC) $(if $(filter static,$*),-DSTATIC) -T tests/unit/tiny/kernel.lds -o $@ $<

$(TINY)/%/xipImage: $(TINY)/%/vmlinux
	@$(USERLAND_CROSS)objcopy -O binary $< $@

$(TINY)/board.dtb: tests/unit/tiny/board.dts
	@mkdir -p $(@D)
	@dtc -q -I dts -O dtb -o $@ $<

$(RAM_TESTS): $(B)/tests/unit/%: tests/unit/%.c $(GENERATOR_LIBRARY) | $(TINY_FILES)
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) -DTINY='"$(TINY)"' $(GENERATOR_LDFLAGS) -o $@ $< $(GENERATOR_LIBRARY) \
		$(GENERATOR_LIBS) -lcmocka

.PRECIOUS: $(TINY)/%/vmlinux
TEST_PROGRAMS += $(RAM_TESTS)
BATS_FILES += $(wildcard tests/boot/*.bats)
