# SPDX-License-Identifier: GPL-2.0-or-later
# User space: one FDPIC executable on the kernel's own nolibc, which is a shell
# and its tools, and the root image with it, $(USERLAND_ROOT), a romfs.
# Needs KERNEL: an unpacked kernel source tree that nothing was built in.

USERLAND_CROSS ?= arm-linux-gnueabi-
USERLAND_DIR := $(O)/userland
USERLAND_ROOT := $(USERLAND_DIR)/root.romfs
USERLAND_HEADERS := $(USERLAND_DIR)/headers/usr/include/linux/version.h
USERLAND_OBJECTS := $(patsubst tests/userland/%.c,$(USERLAND_DIR)/%.o,$(wildcard tests/userland/*.c))

# Bytes, with arguments and environment; see FITS in sh_program.c, SH_STACK_LEFT
# in sh.h and `make stacks`. The kernel gives two pages at least, unless it has
# BINFMT_ELF_FDPIC_STACK_PAGES=1.
USERLAND_STACK := 0x1000

USERLAND_CFLAGS = -mfdpic -Wa,--fdpic -mcpu=cortex-m3 -mthumb -mfloat-abi=soft \
	-Os -std=gnu11 -Wall -Wextra -Werror -ffreestanding -fomit-frame-pointer \
	-fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-ffunction-sections -fdata-sections -DSTACK_SIZE=$(USERLAND_STACK) -nostdinc \
	-isystem $(shell $(USERLAND_CROSS)gcc -print-file-name=include) \
	-isystem $(USERLAND_DIR)/headers/usr/include -isystem $(KERNEL)/tools/include/nolibc

.PHONY: userland
userland: $(USERLAND_ROOT)

$(USERLAND_HEADERS): $(KERNEL)/Makefile
	@echo "  HEADERS $(USERLAND_DIR)/headers"
	@mkdir -p $(USERLAND_DIR)/headers
	@$(MAKE) -s -C $(KERNEL) O=$(abspath $(USERLAND_DIR))/headers ARCH=arm headers
	@touch $@

$(USERLAND_OBJECTS): $(USERLAND_DIR)/%.o: tests/userland/%.c $(USERLAND_HEADERS) tests/userland/userland.mk
	@echo "  CC      $@"
	@$(USERLAND_CROSS)gcc $(USERLAND_CFLAGS) -MMD -MP -include nolibc.h -c -o $@ $<

-include $(USERLAND_OBJECTS:.o=.d)

$(USERLAND_DIR)/start.o: tests/userland/start.S
	@echo "  AS      $@"
	@mkdir -p $(@D)
	@$(USERLAND_CROSS)gcc $(USERLAND_CFLAGS) -c -o $@ $<

# No libgcc: Debian's for this compiler is ARM-mode, and none is needed.
$(USERLAND_DIR)/shell.full: $(USERLAND_DIR)/start.o $(USERLAND_OBJECTS) \
		tests/userland/fdpic.lds tests/userland/check-fdpic
	@echo "  LD      $@"
	@$(USERLAND_CROSS)ld -static -T tests/userland/fdpic.lds --gc-sections \
		-z max-page-size=0x1000 -z noexecstack -z stack-size=$(USERLAND_STACK) \
		-o $@ $(filter %.o,$^)
	@tests/userland/check-fdpic $@ || { rm -f $@; exit 1; }

$(USERLAND_DIR)/shell: $(USERLAND_DIR)/shell.full
	@$(USERLAND_CROSS)strip -s -o $@ $<
	@chmod 755 $@

# Names are those of the table in tools.h. The same file by several names is in
# the image once; genromfs makes device nodes of files that are named so.
$(USERLAND_ROOT): $(USERLAND_DIR)/shell tests/userland/tools.h tests/userland/userland.mk
	@echo "  ROMFS   $@"
	@rm -rf $(USERLAND_DIR)/root
	@install -d $(addprefix $(USERLAND_DIR)/root/,bin dev etc proc tmp)
	@sed -n 's/^\tX([a-z_]*, "\([^"]*\)", .*/\1/p' tests/userland/tools.h | \
	while read -r tool; do ln $< $(USERLAND_DIR)/root/bin/$$tool || exit 1; done
	@mv $(USERLAND_DIR)/root/bin/init $(USERLAND_DIR)/root/init
	@touch $(USERLAND_DIR)/root/dev/@console,c,5,1 $(USERLAND_DIR)/root/dev/@null,c,1,3
	@genromfs -f $@ -d $(USERLAND_DIR)/root -V root
