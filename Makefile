# SPDX-License-Identifier: GPL-2.0-or-later
#
# make                the programs: gen-board, mcu-emulator
# make run            install what is missing, build a board's kernels, compare
# make shell          a board's console on this terminal; Ctrl-A x leaves
# make test           all tests, headless; ends with "N passed, N failed"
# make kernels        a board's kernels; make kernel COLUMN=static: one of them
# make stacks         how much of their stacks a kernel and its programs use, with
#                     stray interrupts; fails with less than STACK_MARGIN left
# make compare        boot a board's kernels, show what the tables save
# make calibrate      build and boot: what a kernel takes, and each knob saves
# make check-predictions  boots of five budgets against what was predicted
# make static-saving  what four well-known constants save of static data
# make check-series   hold the kernel patches to their promises, one by one
# make check-kunit    the kernel's own tests of what the patches touch, in the machine
# make corpus         gen-board on every arm, arm64 and riscv .dts
# make fuzz           AFL++ on all that a DTB goes through, FUZZ_SECONDS long
# make check-index    the kernel index against Kbuild and the kernel's scripts
# make check-kconfig  Kconfig and solver against the kernel's conf
# make check-fragments, check-fragment-corpus
#                     fragments merged, built and without a line too many; and
#                     for every arm and arm64 .dts
# make bench          index and fragment beside the kernel's dt_to_config
# make install        gen-board and its data below prefix, /usr/local
# make clean          remove all that was built or unpacked
#
# Variables: BOARD (a folder of boards/), KERNEL (a source tree or tarball of
# the version that kernel-patches/ is for; default: the distribution's),
# CROSS_COMPILE (default: the board file's), O (where all is built: build),
# V=1 (show commands).

BOARD ?= stm32f469-disco
BOARDS := $(notdir $(patsubst %/board.yaml,%,$(wildcard boards/*/board.yaml)))
O ?= build
KERNEL_VERSION := 6.12
KERNEL ?= /usr/src/linux-source-$(KERNEL_VERSION).tar.xz
JOBS ?= $(shell nproc)
VERSION := 0.1.0

# What a recipe prints before it does something: V=1 shows the commands too.
say = @printf '  %-8s%s\n' '$(1)' '$(2)'
Q := $(if $(V),,@)

B := $(O)/host
TOP := $(CURDIR)
# A name given by the user that is no directory is a tarball: unpacked once.
KERNEL_GIVEN := $(KERNEL)
LINUX := $(if $(wildcard $(KERNEL_GIVEN)/Makefile),$(abspath $(KERNEL_GIVEN)),$(abspath $(O))/linux)
LINUX_PATCHED := $(abspath $(O))/linux-patched
override KERNEL := $(LINUX)
# This Makefile once more, with what the user said.
again = $(MAKE) --no-print-directory KERNEL="$(KERNEL_GIVEN)"
PATCHES := $(sort $(wildcard kernel-patches/$(KERNEL_VERSION)/*.patch))

GEN_BOARD := $(B)/gen-board
MCU_EMULATOR := $(B)/mcu-emulator
TEST_PROGRAMS :=
BATS_FILES :=

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

.PHONY: all
all: $(GEN_BOARD) $(MCU_EMULATOR)

include $(sort $(wildcard generator/*.mk generator/*/*.mk tests/*/*.mk))

# ---------------------------------------------------------------- packages

# One line each: what a package is for is in README.
PACKAGES := linux-source-$(KERNEL_VERSION) gcc gcc-arm-linux-gnueabi \
	gcc-arm-none-eabi device-tree-compiler libfdt-dev libcyaml-dev libyaml-dev \
	libjansson-dev libelf-dev libmd-dev libunicorn-dev libcmocka-dev \
	qemu-system-arm python3-jinja2 bats jq ccache clang pkg-config \
	flex bison bc make patch rsync cpio xz-utils mandoc git ca-certificates \
	libc6-dev genromfs kconfig-frontends-nox

.PHONY: deps
deps:
	$(Q)missing=; for p in $(PACKAGES); do \
		dpkg-query -W -f '$${db:Status-Status}\n' $$p 2>/dev/null | \
			grep -qx installed || missing="$$missing $$p"; done; \
	[ -z "$$missing" ] && exit 0; \
	echo "Installing from Debian:$$missing"; \
	if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	export DEBIAN_FRONTEND=noninteractive; \
	$$as apt-get -q update && \
	$$as apt-get -q -y --no-install-recommends install $$missing

# ------------------------------------------------------------- kernel trees

# Neither tree is ever built in: every kernel has an output directory.
.PHONY: linux linux-patched
linux: $(LINUX)/Makefile
linux-patched: $(LINUX_PATCHED)/.patched

$(O)/linux/Makefile: | deps
	$(call say,UNPACK,$(KERNEL_GIVEN))
	$(Q)[ -f "$(KERNEL_GIVEN)" ] || \
		{ echo "make: KERNEL=$(KERNEL_GIVEN): neither a kernel source tree nor a tarball" >&2; exit 1; }
	$(Q)rm -rf $(O)/linux $(O)/linux.new && mkdir -p $(O)/linux.new
	$(Q)tar -C $(O)/linux.new --strip-components=1 -xf $(KERNEL_GIVEN)
	$(Q)mv $(O)/linux.new $(O)/linux && touch $@

ifneq ($(LINUX)/Makefile,$(abspath $(O)/linux/Makefile))
$(LINUX)/Makefile:
else
$(LINUX)/Makefile: $(O)/linux/Makefile
endif

# Hard links to the pristine tree; patch(1) replaces what it changes.
$(LINUX_PATCHED)/.patched: $(PATCHES) | $(LINUX)/Makefile
	$(call say,PATCH,$(LINUX_PATCHED))
	$(Q)mkdir -p $(@D:%/linux-patched=%)
	$(Q)rm -rf $(LINUX_PATCHED) $(LINUX_PATCHED).new
	$(Q)cp -al $(LINUX) $(LINUX_PATCHED).new 2>/dev/null || \
		cp -a $(LINUX) $(LINUX_PATCHED).new
	$(Q)for p in $(abspath $(PATCHES)); do \
		patch -d $(LINUX_PATCHED).new -s -p1 --no-backup-if-mismatch <$$p || exit 1; done
	$(Q)mv $(LINUX_PATCHED).new $(LINUX_PATCHED) && touch $@

# ------------------------------------------------------------------ kernels

.SECONDEXPANSION:

# The columns of a comparison, see README: the plain device tree boot of the
# unpatched kernel; the device tree boot of the patched one, configured as
# ours but for the tables; ours. A board file's columns: says which there are.
COLUMNS := $(or $(shell sed -n 's/^columns: *\[\(.*\)\].*/\1/p' boards/$(BOARD)/board.yaml 2>/dev/null | tr , ' '),dt dt-same-config static)
tree_dt := $(LINUX)
tree_dt-same-config := $(LINUX_PATCHED)
tree_static := $(LINUX_PATCHED)
stamp_dt := $(LINUX)/Makefile
stamp_dt-same-config := $(LINUX_PATCHED)/.patched
stamp_static := $(LINUX_PATCHED)/.patched

BOARD_DIR := boards/$(BOARD)
BOARD_FILES := $(wildcard $(BOARD_DIR)/*)
OUT := $(O)/$(BOARD)
ARCH := $(or $(shell sed -n 's/^arch: *\([a-z0-9]*\).*/\1/p' $(BOARD_DIR)/board.yaml 2>/dev/null),arm)
CROSS_COMPILE ?= $(or $(shell sed -n 's/^cross_compile: *\([^ ]*\).*/\1/p' $(BOARD_DIR)/board.yaml 2>/dev/null),arm-linux-gnueabi-)

# The same sources compile to the same bytes wherever the clone stands.
export CCACHE_BASEDIR := $(abspath $(O))
export CCACHE_NOHASHDIR := 1
export KBUILD_BUILD_TIMESTAMP := 2025-01-01
export KBUILD_BUILD_USER := gen-board
export KBUILD_BUILD_HOST := gen-board

kbuild = $(MAKE) -s -C $(tree_$*) O=$(abspath $(OUT)/$*/linux) ARCH=$(ARCH) \
	CROSS_COMPILE=$(CROSS_COMPILE) CC="ccache $(CROSS_COMPILE)gcc"

$(OUT)/tables/board-tables.c: $(GEN_BOARD) $(BOARD_FILES) $(wildcard templates/*) $(LINUX_PATCHED)/.patched
	$(call say,GEN,$@)
	$(Q)$(GEN_BOARD) --kernel $(LINUX_PATCHED) -q -o $(@D) $(BOARD)
	$(Q)touch $@

$(OUT)/tables/board.config: $(OUT)/tables/board-tables.c ;

$(OUT)/root.romfs: $(USERLAND_ROOT)
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

$(OUT)/board.dtb: $(GEN_BOARD) $(BOARD_FILES) | $(LINUX)/Makefile
	$(Q)mkdir -p $(@D)
	$(Q)$(GEN_BOARD) dtb --kernel $(LINUX) -q -o $@ $(BOARD)
	$(Q)touch $@

# What a column's kernel is configured with, on top of allnoconfig: what the
# board needs of that kernel tree. The tables come with a fragment of their own.
$(OUT)/static/kernel.config: $(OUT)/tables/board.config
	$(Q)mkdir -p $(@D)
	$(Q)cp $< $@

$(OUT)/%/kernel.config: $(GEN_BOARD) $(BOARD_FILES) $$(stamp_$$*)
	$(Q)mkdir -p $(@D)
	$(Q)$(GEN_BOARD) fragment --dt --kernel $(tree_$*) -q -o $@ $(BOARD)
	$(Q)touch $@

# Kconfig drops what it doesn't know or can't satisfy without a word: look.
$(OUT)/%/linux/.config: $(OUT)/%/kernel.config $$(stamp_$$*)
	$(Q)mkdir -p $(@D)
	$(Q)$(kbuild) KCONFIG_ALLCONFIG=$(abspath $<) allnoconfig >/dev/null
	$(Q)touch $@
	$(Q)sed -n 's/^# \(CONFIG_[A-Z0-9_]*\) is not set$$/\1 n/p; s/^\(CONFIG_[A-Z0-9_]*\)=\(.*\)/\1 \2/p' $< | \
	while read -r symbol value; do \
		is=$$(sed -n "s/^$$symbol=//p" $@); \
		[ "$${is:-n}" = "$$value" ] || { rm -f $@; \
			echo "$<: $$symbol=$$value, but the kernel's Kconfig makes it $${is:-n}" >&2; \
			exit 1; }; \
	done

$(OUT)/%/vmlinux: $(OUT)/%/linux/.config $(OUT)/tables/board-tables.c
	$(call say,KERNEL,$(@D))
	$(Q)$(kbuild) -j$(JOBS) xipImage
	$(Q)cp $(OUT)/$*/linux/arch/$(ARCH)/boot/xipImage $(@D)/xipImage
	$(Q)cp $(OUT)/$*/linux/vmlinux $@

# Whether all of it has its place in the board's flash.
fits = $(GEN_BOARD) flash --kernel $(LINUX) --build $(OUT) --column $(COLUMN) $(BOARD) >/dev/null

# make kernel BOARD=... COLUMN=...: one of them; make kernels BOARD=...: all.
.PHONY: kernel kernels
COLUMN ?= static
kernel: $(OUT)/$(COLUMN)/vmlinux $(OUT)/board.dtb $(OUT)/root.romfs
	$(Q)$(fits)
kernels: $(COLUMNS:%=$(OUT)/%/vmlinux) $(OUT)/board.dtb $(OUT)/root.romfs
	$(Q)$(foreach COLUMN,$(COLUMNS),$(fits) &&) true

.PRECIOUS: $(OUT)/%/kernel.config $(OUT)/%/linux/.config $(OUT)/%/vmlinux

# -------------------------------------------------------------- calibration

# What the board's kernel takes of RAM, and what each knob saves: measured.yaml.
# KNOBS="A B": these knobs only, on the kernel measured before; CALIBRATE: more
# options, see gen-board help calibrate; CALIBRATE_CONFIG="A=y B=n": what to say of
# choices that a knob opens anew, as BLOCK=y does for ROMFS_BACKED_BY. There is one
# output directory, so that a kernel with one knob undone is an incremental build.
CAL := $(OUT)/calibrate
cal_kbuild = $(MAKE) -s -C $(LINUX_PATCHED) O=$(abspath $(CAL))/linux ARCH=$(ARCH) \
	CROSS_COMPILE=$(CROSS_COMPILE) CC="ccache $(CROSS_COMPILE)gcc"

.PHONY: calibrate calibrate-config calibrate-kernel
calibrate: $(GEN_BOARD) $(MCU_EMULATOR) $(QEMU_STUB) $(OUT)/root.romfs $(CAL)/tables/board.config
	$(Q)$(GEN_BOARD) calibrate --kernel $(LINUX_PATCHED) --build $(CAL) \
		--make '$(again) BOARD=$(BOARD) O=$(O) JOBS=$(JOBS) calibrate-' \
		$(CALIBRATE) $(BOARD) $(KNOBS)

# What the board needs but the knobs, which gen-board calibrate sets.
$(CAL)/tables/board.config: $(GEN_BOARD) $(BOARD_FILES) $(wildcard templates/*) $(LINUX_PATCHED)/.patched
	$(call say,GEN,$@)
	$(Q)$(GEN_BOARD) --no-budget --kernel $(LINUX_PATCHED) -q -o $(@D) $(BOARD)
	$(Q)touch $@

calibrate-config:
	$(Q)mkdir -p $(CAL)/linux
	$(Q)cat $(CAL)/tables/board.config $(CAL)/knobs.config >$(CAL)/all.config
	$(Q)$(foreach line,$(CALIBRATE_CONFIG),echo CONFIG_$(line) >>$(CAL)/all.config;) true
	$(Q)$(cal_kbuild) KCONFIG_ALLCONFIG=$(abspath $(CAL)/all.config) allnoconfig >/dev/null 2>&1

calibrate-kernel: calibrate-config
	$(Q)$(cal_kbuild) -j$(JOBS) xipImage
	$(Q)cp $(CAL)/linux/arch/$(ARCH)/boot/xipImage $(CAL)/linux/vmlinux $(CAL)/

# Slow: builds a kernel for each of five budgets, holds its boot against what was
# predicted. Leaves all in $(O)/predictions.
.PHONY: check-predictions
check-predictions:
	$(Q)+tests/budget/check-predictions $(abspath $(O))/predictions $(again) O=$(abspath $(O))

# What four constants that were made smaller before save of static data: two kernels.
.PHONY: static-saving
static-saving: $(GEN_BOARD) $(CAL)/tables/board.config
	$(Q)+tests/budget/static-saving $(OUT) $(CROSS_COMPILE)size $(again) \
		BOARD=$(BOARD) O=$(O) JOBS=$(JOBS)

# --------------------------------------------------------------- comparison

.PHONY: run compare
run: deps
	$(Q)+$(again) compare

compare: kernels $(MCU_EMULATOR) $(QEMU_STUB)
	$(Q)$(GEN_BOARD) compare --kernel $(LINUX) --build $(OUT) $(BOARD)

# What the kernel's threads, its interrupts and its programs use of their stacks;
# the dialogue is typed once for each seed of the stray interrupts.
STACK_MARGIN ?= 512
STACK_SEEDS ?= 1 2 3
.PHONY: stacks
stacks: deps
	$(Q)+$(again) kernel $(MCU_EMULATOR)
	$(Q)GEN_BOARD=$(abspath $(GEN_BOARD)) MCU_EMULATOR=$(abspath $(MCU_EMULATOR)) \
		KERNEL=$(LINUX) BUILD=$(OUT) COLUMN=$(COLUMN) BOARD=$(BOARD) \
		tests/emulator/check-stacks $(STACK_MARGIN) $(STACK_SEEDS)

# The board's console on this terminal.
.PHONY: shell
shell: deps
	$(Q)+$(again) kernel $(MCU_EMULATOR) $(QEMU_STUB)
	$(Q)$(GEN_BOARD) shell --kernel $(LINUX) --build $(OUT) --column $(COLUMN) $(BOARD)

# -------------------------------------------------------------------- tests

# The kernels that the tests boot: all columns of all boards.
.PHONY: test test-all test-kernels check-series
test-kernels: $(BOARDS:%=test-kernels-%)
test-kernels-%: | $(LINUX)/Makefile $(LINUX_PATCHED)/.patched $(USERLAND_ROOT) $(GEN_BOARD)
	$(Q)+$(again) BOARD=$* kernels

test: deps
	$(Q)+$(again) test-all

export TOP

# The other compiler must like it all as well.
.PHONY: test-clang
test-clang:
	$(Q)+$(again) B=$(O)/host-clang CC=clang $(O)/host-clang/gen-board $(O)/host-clang/mcu-emulator

test-all: all test-clang $(TEST_PROGRAMS) $(QEMU_STUB) test-kernels
	$(Q)MAKEFLAGS= BUILD=$(abspath $(O)) GEN_BOARD=$(abspath $(GEN_BOARD)) \
		MCU_EMULATOR=$(abspath $(MCU_EMULATOR)) KERNEL=$(LINUX) \
		KERNEL_IMAGE=$(abspath $(O))/stm32f469-disco/dt/xipImage \
		KERNEL_ELF=$(abspath $(O))/stm32f469-disco/dt/vmlinux \
		KERNEL_DTB=$(abspath $(O))/stm32f469-disco/board.dtb \
		tests/run $(TEST_PROGRAMS) $(BATS_FILES) tests/emulator/kernel.bats

# Slow: builds a kernel after each patch. Leaves all in $(O)/series.
check-series: all $(OUT)/dt/vmlinux $(OUT)/board.dtb $(OUT)/root.romfs
	$(Q)GEN_BOARD=$(GEN_BOARD) tests/series/check-series $(LINUX) $(abspath $(OUT))/dt \
		$(abspath $(O))/series $(CROSS_COMPILE) $(BOARD) $(JOBS) $(abspath $(PATCHES))

# Slow: builds two kernels. Leaves all in $(O)/kunit.
.PHONY: check-kunit
check-kunit: all $(OUT)/static/linux/.config $(OUT)/board.dtb $(OUT)/root.romfs
	$(Q)GEN_BOARD=$(abspath $(GEN_BOARD)) KERNEL=$(LINUX) tests/series/check-kunit \
		$(LINUX_PATCHED) $(abspath $(OUT)) $(abspath $(O))/kunit $(CROSS_COMPILE) \
		$(BOARD) $(JOBS)

# AFL++ on all that a DTB goes through; findings stay in $(O)/fuzz/findings.
FUZZ_SECONDS ?= 600
.PHONY: fuzz
fuzz: PACKAGES += afl++
fuzz: deps $(OUT)/board.dtb
	$(Q)+$(again) B=$(O)/fuzz FUZZ_CC=afl-clang-fast $(O)/fuzz/tests/fuzz/fuzz-dtb
	$(Q)mkdir -p $(O)/fuzz/seeds && cp $(OUT)/board.dtb $(O)/fuzz/seeds/
	$(Q)AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
		afl-fuzz -V $(FUZZ_SECONDS) -t 5000 -i $(O)/fuzz/seeds -o $(O)/fuzz/findings -- \
		$(O)/fuzz/tests/fuzz/fuzz-dtb
	$(Q)! ls $(O)/fuzz/findings/default/crashes/id* 2>/dev/null

# --------------------------------------------------------------- the rest

prefix ?= /usr/local
.PHONY: install clean help
DATA := $(prefix)/share/gen-board
install:
	$(Q)+$(again) B=$(O)/install DATA_DIR=$(DATA) $(O)/install/gen-board
	install -D -m 755 $(O)/install/gen-board $(DESTDIR)$(prefix)/bin/gen-board
	install -D -m 644 generator/gen-board.1 $(DESTDIR)$(prefix)/share/man/man1/gen-board.1
	install -d $(DESTDIR)$(DATA)
	cp -R boards templates kernel-patches $(DESTDIR)$(DATA)/

clean:
	rm -rf $(O)

help:
	@sed -n '3,/^$$/s/^# \{0,1\}//p' Makefile
