# SPDX-License-Identifier: GPL-2.0-or-later
# gen-board and its tests. Paths are from the top; $(B) is where host outputs
# go. SANITIZE=1 builds all of it with ASan and UBSan: give it a B of its own.

GENERATOR_SOURCES := $(wildcard generator/*.c generator/*/*.c)
GENERATOR_OBJECTS := $(GENERATOR_SOURCES:%.c=$(B)/%.o)
# all but main(), for tests and the fuzzer
GENERATOR_LIBRARY := $(filter-out $(B)/generator/main.o,$(GENERATOR_OBJECTS))

# where boards/, templates/ and kernel-patches/ are found
DATA_DIR ?= $(CURDIR)

GENERATOR_CFLAGS = -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -I. \
	-DDATA_DIR='"$(DATA_DIR)"' -DGEN_BOARD_VERSION='"$(VERSION)"'
GENERATOR_LIBS = -lfdt -lcyaml -lyaml -ljansson -lmd -lelf -lkconfig-parser -lm
ifdef SANITIZE
GENERATOR_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all
GENERATOR_LDFLAGS += -fsanitize=address,undefined
endif

$(GENERATOR_OBJECTS): $(B)/generator/%.o: generator/%.c
	@echo "  CC      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen-board: $(GENERATOR_OBJECTS)
	@echo "  LD      $@"
	@$(CC) $(GENERATOR_LDFLAGS) $(LDFLAGS) -o $@ $^ $(GENERATOR_LIBS)

-include $(GENERATOR_OBJECTS:.o=.d)

# ---- tests

GENERATOR_TESTS := $(patsubst %,$(B)/tests/unit/%,test_base test_tree test_board \
	test_dialogue test_condition test_kbuild test_compatible test_index \
	test_index_cache test_kconfig test_kconfig_errors test_kconfig_cache \
	test_solver test_solver_errors test_solver_random test_budget test_plan \
	test_solve test_parts test_measured)

KCONFIG_TEST_HEADERS := $(addprefix tests/unit/,kconfig_fixture.h solver_fixture.h random_kconfig.h)

$(GENERATOR_TESTS): $(B)/tests/unit/%: tests/unit/%.c tests/unit/tree_fixture.h \
		tests/unit/index_fixture.h tests/unit/budget_fixture.h $(KCONFIG_TEST_HEADERS) $(GENERATOR_LIBRARY)
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(GENERATOR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(GENERATOR_LIBRARY) $(GENERATOR_LIBS) -lcmocka

$(B)/tests/fuzz/vary: tests/fuzz/vary.c
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

$(B)/tests/cli/bad-dtb: tests/cli/bad_dtb.c
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< -lfdt

# The same program with every access watched, for tests/cli/sanitized.bats; what
# the bats files need is there before any test runs.
ifndef SANITIZE
$(GENERATOR_TESTS): | $(B)/tests/cli/bad-dtb $(B)-asan/gen-board \
	$(B)/tests/fuzz/fuzz-dtb $(B)/tests/fuzz/vary

$(B)-asan/gen-board: $(GENERATOR_SOURCES) $(wildcard generator/*.h generator/*/*.h)
	@$(MAKE) --no-print-directory -f $(firstword $(MAKEFILE_LIST)) \
		SANITIZE=1 B=$(B)-asan $@
endif

# ---- fuzzing: FUZZ_CC=afl-clang-fast for AFL++; plain: reproduces a finding

FUZZ_CC ?= $(CC)
.PHONY: fuzz-dtb
fuzz-dtb: $(B)/tests/fuzz/fuzz-dtb
$(B)/tests/fuzz/fuzz-dtb: tests/fuzz/fuzz_dtb.c $(filter-out generator/main.c generator/ram/% generator/budget/% generator/kernel/% generator/commands.c generator/fragment_commands.c generator/job.c,$(GENERATOR_SOURCES))
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(FUZZ_CC) $(GENERATOR_CFLAGS) -fsanitize=address,undefined \
		-fno-sanitize-recover=all -o $@ $^ -lfdt -lcyaml -lyaml -ljansson -lmd -lm

.PHONY: corpus
corpus: $(B)/gen-board
	@tests/corpus/run $(B)/gen-board $(KERNEL)

TEST_PROGRAMS += $(GENERATOR_TESTS)
BATS_FILES += $(wildcard tests/cli/*.bats)
