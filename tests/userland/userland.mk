# SPDX-License-Identifier: GPL-2.0-or-later
# User space for measuring: build/userland/init (FDPIC, on the kernel's own
# nolibc) and the list for CONFIG_INITRAMFS_SOURCE, $(USERLAND_LIST).
# Needs KERNEL: an unpacked kernel source tree that nothing was built in.

USERLAND_CROSS ?= arm-linux-gnueabi-
USERLAND_DIR := $(O)/userland
USERLAND_LIST := $(USERLAND_DIR)/initramfs.list
USERLAND_HEADERS := $(USERLAND_DIR)/headers/usr/include/linux/version.h

USERLAND_CFLAGS = -mfdpic -Wa,--fdpic -mcpu=cortex-m3 -mthumb -mfloat-abi=soft \
	-Os -std=gnu11 -Wall -Wextra -Werror -ffreestanding -fomit-frame-pointer \
	-fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-ffunction-sections -fdata-sections -nostdinc \
	-isystem $(shell $(USERLAND_CROSS)gcc -print-file-name=include) \
	-isystem $(USERLAND_DIR)/headers/usr/include -isystem $(KERNEL)/tools/include/nolibc

.PHONY: userland
userland: $(USERLAND_LIST)

$(USERLAND_HEADERS): $(KERNEL)/Makefile
	@echo "  HEADERS $(USERLAND_DIR)/headers"
	@mkdir -p $(USERLAND_DIR)/headers
	@$(MAKE) -s -C $(KERNEL) O=$(abspath $(USERLAND_DIR))/headers ARCH=arm headers
	@touch $@

$(USERLAND_DIR)/init.o: tests/userland/init.c tests/userland/facts.h $(USERLAND_HEADERS)
	@echo "  CC      $@"
	@$(USERLAND_CROSS)gcc $(USERLAND_CFLAGS) -include nolibc.h -c -o $@ $<

$(USERLAND_DIR)/start.o: tests/userland/start.S
	@echo "  AS      $@"
	@mkdir -p $(@D)
	@$(USERLAND_CROSS)gcc $(USERLAND_CFLAGS) -c -o $@ $<

# No libgcc: Debian's for this compiler is ARM-mode, and none is needed.
$(USERLAND_DIR)/init.full: $(USERLAND_DIR)/start.o $(USERLAND_DIR)/init.o \
		tests/userland/fdpic.lds tests/userland/check-fdpic
	@echo "  LD      $@"
	@$(USERLAND_CROSS)ld -static -T tests/userland/fdpic.lds --gc-sections \
		-z max-page-size=0x1000 -z noexecstack -z stack-size=0x2000 \
		-o $@ $(filter %.o,$^)
	@tests/userland/check-fdpic $@ || { rm -f $@; exit 1; }

$(USERLAND_DIR)/init: $(USERLAND_DIR)/init.full
	@$(USERLAND_CROSS)strip -s -o $@ $<

$(USERLAND_LIST): $(USERLAND_DIR)/init tests/userland/userland.mk
	@{ echo "dir /dev 0755 0 0"; \
	   echo "nod /dev/console 0600 0 0 c 5 1"; \
	   echo "dir /proc 0555 0 0"; \
	   echo "file /init $(abspath $(USERLAND_DIR))/init 0755 0 0"; } >$@
