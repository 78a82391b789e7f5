# SPDX-License-Identifier: GPL-2.0-or-later
# Fragments held against the kernel's own tools. Slow: not a part of `make test`.
#
# make check-fragments         merge, build (QUICK=1: the drivers alone), look for
#                              the drivers' objects; then drop each line of
#                              F469's and mps2's
# make check-fragment-corpus   every arm and arm64 .dts; EVERY=8: every eighth

FRAGMENT_CHECKS := $(B)/tests/fragment/drop_lines $(B)/tests/fragment/corpus

$(FRAGMENT_CHECKS): $(B)/tests/fragment/%: tests/fragment/%.c $(GENERATOR_LIBRARY)
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(GENERATOR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(GENERATOR_LIBRARY) $(GENERATOR_LIBS)

.PHONY: check-fragments check-fragment-lines check-fragment-corpus
check-fragments: check-fragment-lines $(GEN_BOARD) | $(LINUX)/Makefile
	@tests/fragment/check-fragments $(abspath $(GEN_BOARD)) $(LINUX) \
		$(O)/fragments $(JOBS) $(FRAGMENT_BOARDS)

check-fragment-lines: $(B)/tests/fragment/drop_lines | $(LINUX)/Makefile
	@$< $(LINUX) boards $(O)/fragments/drop stm32f469-disco mps2-an385 \
		$(LINUX)/arch/arm/boot/dts/st/stm32f469-disco.dts

check-fragment-corpus: $(B)/tests/fragment/corpus | $(LINUX)/Makefile
	@tests/fragment/check-corpus $(abspath $<) $(LINUX) $(O)/fragments/corpus \
		$(JOBS) $(EVERY)
