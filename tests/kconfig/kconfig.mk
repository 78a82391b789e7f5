# SPDX-License-Identifier: GPL-2.0-or-later
# Kconfig and the solver held against the kernel's own conf. Slow: not a part of
# `make test`.
#
# make check-kconfig    all of it
# make check-kconfig-cases
#                       the cases of the unit tests, and small random trees
# make check-kconfig-compare
#                       the same .config, symbol for symbol, for all of the
#                       kernel's own configs and random ones, for each of
#                       KCONFIG_ARCHITECTURES; where there is no cross compiler
#                       (KCONFIG_CROSS_...) both ask the host's
# make check-kconfig-solve
#                       the lines for the goals in tests/kconfig: does conf make
#                       the same of them, and lose a goal without any one line?
#                       And for all that is =y in multi_v7_defconfig

KCONFIG_CHECKS := $(patsubst %,$(B)/tests/kconfig/%,compare solve random_trees)

$(KCONFIG_CHECKS): $(B)/tests/kconfig/%: tests/kconfig/%.c $(KCONFIG_TEST_HEADERS) $(GENERATOR_LIBRARY)
	@echo "  LD      $@"
	@mkdir -p $(@D)
	@$(CC) $(GENERATOR_CFLAGS) $(CFLAGS) $(GENERATOR_LDFLAGS) $(LDFLAGS) \
		-o $@ $< $(GENERATOR_LIBRARY) $(GENERATOR_LIBS)

KCONFIG_CROSS_arm ?= arm-linux-gnueabi-
KCONFIG_ARCHITECTURES ?= arm arm64 riscv x86_64 powerpc mips
KCONFIG_RANDOM ?= 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
KCONFIG_TREES ?= 3000
KCONFIG_OUT := $(abspath $(O))/check-kconfig
# not where the comparisons work: make -j runs them at the same time
KCONFIG_CONF_OUT := $(KCONFIG_OUT)/conf
KCONFIG_CONF := $(KCONFIG_CONF_OUT)/scripts/kconfig/conf
KCONFIG_GOALS := $(wildcard tests/kconfig/*.goals)

.PHONY: check-kconfig check-kconfig-cases check-kconfig-compare check-kconfig-solve
check-kconfig: check-kconfig-cases check-kconfig-compare check-kconfig-solve

$(KCONFIG_CONF): | $(LINUX)/Makefile
	@mkdir -p $(KCONFIG_CONF_OUT)
	@$(MAKE) -s -C $(LINUX) O=$(KCONFIG_CONF_OUT) ARCH=arm CROSS_COMPILE=$(KCONFIG_CROSS_arm) allnoconfig

check-kconfig-cases: $(B)/tests/kconfig/random_trees $(KCONFIG_CONF)
	@tests/kconfig/judge-cases $(KCONFIG_CONF)
	@$< $(KCONFIG_CONF) $(KCONFIG_TREES)

# The kernel's own configs for an ARCH, some in folders; x86_64 lives in arch/x86.
kconfig_configs = $(sort $(shell find $(addprefix $(LINUX)/, \
	arch/$(patsubst x86_64,x86,$(1))/configs kernel/configs) -type f))

.PHONY: $(KCONFIG_ARCHITECTURES:%=check-kconfig-compare-%)
check-kconfig-compare: $(KCONFIG_ARCHITECTURES:%=check-kconfig-compare-%)
$(KCONFIG_ARCHITECTURES:%=check-kconfig-compare-%): check-kconfig-compare-%: $(B)/tests/kconfig/compare | $(LINUX)/Makefile
	@mkdir -p $(KCONFIG_OUT)
	@$< $(LINUX) $* "$(KCONFIG_CROSS_$*)" $(KCONFIG_OUT)/$* \
		$(call kconfig_configs,$*) \
		$(KCONFIG_RANDOM:%=random:%) >$(KCONFIG_OUT)/$*.txt; status=$$?; \
		grep -v ', 0 differences$$' $(KCONFIG_OUT)/$*.txt; tail -n 1 $(KCONFIG_OUT)/$*.txt; \
		exit $$status

check-kconfig-solve: $(B)/tests/kconfig/solve $(KCONFIG_CONF)
	@for goals in $(KCONFIG_GOALS); do \
		echo "$$goals"; \
		$< $(LINUX) arm $(KCONFIG_CROSS_arm) $$goals $(KCONFIG_CONF_OUT) || exit 1; \
	done
	@echo multi_v7_defconfig
	@mkdir -p $(KCONFIG_OUT)/multi_v7
	@$(MAKE) -s -C $(LINUX) O=$(KCONFIG_OUT)/multi_v7 ARCH=arm CROSS_COMPILE=$(KCONFIG_CROSS_arm) multi_v7_defconfig
	@grep '=y$$' $(KCONFIG_OUT)/multi_v7/.config >$(KCONFIG_OUT)/multi_v7.goals
	@$< $(LINUX) arm $(KCONFIG_CROSS_arm) $(KCONFIG_OUT)/multi_v7.goals
