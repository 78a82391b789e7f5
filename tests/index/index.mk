# SPDX-License-Identifier: GPL-2.0-or-later
# The index held against the kernel's own words. Slow: not a part of `make test`.
#
# make check-index      all of it
# make check-index-kbuild
#                       against all that Kbuild builds under allmodconfig
# make check-index-compatibles
#                       against what scripts/dtc/dt-extract-compatibles finds
# make check-index-mappings SEED=1 MAPPINGS=200 COMPILE=200 FIRST=0
#                       drawn at random: does Kbuild build the object, and does
#                       the object compile, with the symbols alone? Uses arm's
#                       cross compiler, clang for arm64, and the host's gcc

INDEX_CHECKS := $(patsubst %,$(B)/tests/index/%,check_compatibles draw_mappings compare_objects)

$(INDEX_CHECKS): $(B)/tests/index/%: tests/index/%.c $(GENERATOR_LIBRARY)
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(GENERATOR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(GENERATOR_LIBRARY) $(GENERATOR_LIBS)

SEED ?= 1
MAPPINGS ?= 200
COMPILE ?= $(MAPPINGS)
FIRST ?= 0

.PHONY: check-index check-index-kbuild check-index-compatibles check-index-mappings
check-index: check-index-kbuild check-index-compatibles check-index-mappings

INDEX_ARCHITECTURES ?= arm arm64 x86_64 mips powerpc riscv s390 sh sparc64 m68k loongarch
check-index-kbuild: $(B)/tests/index/compare_objects | $(LINUX)/Makefile
	@tests/index/check-kbuild $(abspath $<) $(LINUX) $(O)/index-kbuild $(INDEX_ARCHITECTURES)

check-index-compatibles: $(B)/tests/index/check_compatibles | $(LINUX)/Makefile
	@cd $(LINUX) && scripts/dtc/dt-extract-compatibles -H drivers >$(abspath $(B))/tests/index/compatibles
	@$< $(LINUX) <$(B)/tests/index/compatibles

check-index-mappings: $(B)/tests/index/draw_mappings | $(LINUX)/Makefile
	@tests/index/check-mappings $(abspath $<) $(LINUX) $(O)/index $(SEED) $(MAPPINGS) $(COMPILE) $(FIRST)
