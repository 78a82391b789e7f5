# SPDX-License-Identifier: GPL-2.0-or-later
# make bench: the index and a fragment, beside the kernel's own dt_to_config

$(B)/tests/bench/index-time: tests/bench/index_time.c $(GENERATOR_LIBRARY)
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(GENERATOR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(GENERATOR_LIBRARY) $(GENERATOR_LIBS)

BENCH_RUNS ?= 5
.PHONY: bench
bench: $(GEN_BOARD) $(B)/tests/bench/index-time | $(LINUX)/Makefile
	@tests/bench/bench $(abspath $(GEN_BOARD)) $(abspath $(B))/tests/bench/index-time \
		$(LINUX) $(O)/bench $(BENCH_RUNS)
