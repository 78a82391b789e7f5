autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \

$(autoconfig): $(deps_config)
$(deps_config): ;

ifneq "$(CC)" "gcc"
$(autoconfig): FORCE
endif

ifneq "$(KCONFIG_TEST_VARIABLE)" "value"
$(autoconfig): FORCE
endif
