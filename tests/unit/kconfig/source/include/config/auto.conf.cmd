autoconfig := include/config/auto.conf

deps_config := \
	Kconfig \
	folder/Kconfig \
	folder/Kconfig.if \

$(autoconfig): $(deps_config)
$(deps_config): ;
