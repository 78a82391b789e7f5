// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/compatible_facts.h"

/*
 * AMBA drivers match the number in a device's registers, not its compatible.
 * The bindings say which device has which number.
 */
#define AMBA(compatible, source, binding) \
	{ compatible, source, "ARM_AMBA", \
	  "struct amba_driver; Documentation/devicetree/bindings/" binding }
#define CORESIGHT(compatible, file, binding) \
	AMBA(compatible, "drivers/hwtracing/coresight/" file, "arm/" binding)

const struct compatible_fact compatible_facts[] = {
	{ "arm,primecell", "drivers/amba/bus.c", "ARM_AMBA",
	  "drivers/of/platform.c: of_platform_bus_create()" },
	{ "syscon", "drivers/mfd/syscon.c", NULL,
	  "drivers/mfd/syscon.c: device_node_to_regmap(), by node" },
	{ "simple-bus", "drivers/of/platform.c", NULL,
	  "drivers/of/platform.c: of_default_bus_match_table" },
	{ "simple-mfd", "drivers/of/platform.c", NULL,
	  "drivers/of/platform.c: of_default_bus_match_table" },
	{ "isa", "drivers/of/platform.c", NULL,
	  "drivers/of/platform.c: of_default_bus_match_table" },
	{ "arm,amba-bus", "drivers/of/platform.c", "ARM_AMBA",
	  "drivers/of/platform.c: of_default_bus_match_table" },

	{ "arm,pl010", "drivers/tty/serial/amba-pl010.c", "ARM_AMBA",
	  "drivers/tty/serial/amba-pl010.c: pl010_ids" },
	AMBA("arm,pl011", "drivers/tty/serial/amba-pl011.c", "serial/pl011.yaml"),
	AMBA("arm,pl022", "drivers/spi/spi-pl022.c", "spi/spi-pl022.yaml"),
	{ "arm,pl030", "drivers/rtc/rtc-pl030.c", "ARM_AMBA",
	  "drivers/rtc/rtc-pl030.c: pl030_ids" },
	AMBA("arm,pl031", "drivers/rtc/rtc-pl031.c", "rtc/arm,pl031.yaml"),
	AMBA("arm,pl041", "sound/arm/aaci.c", "sound/arm,pl041.yaml"),
	AMBA("arm,pl050", "drivers/input/serio/ambakmi.c", "serio/arm,pl050.yaml"),
	AMBA("arm,pl061", "drivers/gpio/gpio-pl061.c", "gpio/pl061-gpio.yaml"),
	AMBA("arm,pl080", "drivers/dma/amba-pl08x.c", "dma/arm-pl08x.yaml"),
	AMBA("arm,pl081", "drivers/dma/amba-pl08x.c", "dma/arm-pl08x.yaml"),
	AMBA("arm,pl110", "drivers/gpu/drm/pl111/pl111_drv.c", "display/arm,pl11x.yaml"),
	AMBA("arm,pl111", "drivers/gpu/drm/pl111/pl111_drv.c", "display/arm,pl11x.yaml"),
	AMBA("arm,pl172", "drivers/memory/pl172.c",
	     "memory-controllers/arm,pl172.txt"),
	AMBA("arm,pl175", "drivers/memory/pl172.c",
	     "memory-controllers/arm,pl172.txt"),
	AMBA("arm,pl176", "drivers/memory/pl172.c",
	     "memory-controllers/arm,pl172.txt"),
	AMBA("arm,pl180", "drivers/mmc/host/mmci.c", "mmc/arm,pl18x.yaml"),
	AMBA("arm,pl181", "drivers/mmc/host/mmci.c", "mmc/arm,pl18x.yaml"),
	AMBA("arm,pl18x", "drivers/mmc/host/mmci.c", "mmc/arm,pl18x.yaml"),
	AMBA("st,stm32-sdmmc2", "drivers/mmc/host/mmci.c", "mmc/arm,pl18x.yaml"),
	{ "arm,pl320", "drivers/mailbox/pl320-ipc.c", "ARM_AMBA",
	  "drivers/mailbox/pl320-ipc.c: pl320_ids" },
	AMBA("arm,pl330", "drivers/dma/pl330.c", "dma/arm,pl330.yaml"),
	AMBA("arm,pl353-smc-r2p1", "drivers/memory/pl353-smc.c",
	     "memory-controllers/arm,pl35x-smc.yaml"),
	AMBA("arm,sp805", "drivers/watchdog/sp805_wdt.c", "watchdog/arm,sp805.yaml"),
	AMBA("arm,mhu", "drivers/mailbox/arm_mhu.c", "mailbox/arm,mhu.yaml"),
	AMBA("arm,mhu-doorbell", "drivers/mailbox/arm_mhu_db.c", "mailbox/arm,mhu.yaml"),
	AMBA("arm,mhuv2-rx", "drivers/mailbox/arm_mhuv2.c", "mailbox/arm,mhuv2.yaml"),
	AMBA("arm,mhuv2-tx", "drivers/mailbox/arm_mhuv2.c", "mailbox/arm,mhuv2.yaml"),
	AMBA("st,nomadik-i2c", "drivers/i2c/busses/i2c-nomadik.c",
	     "i2c/st,nomadik-i2c.yaml"),
	AMBA("mobileye,eyeq5-i2c", "drivers/i2c/busses/i2c-nomadik.c",
	     "i2c/st,nomadik-i2c.yaml"),

	CORESIGHT("arm,coresight-catu", "coresight-catu.c", "arm,coresight-catu.yaml"),
	CORESIGHT("arm,coresight-cpu-debug", "coresight-cpu-debug.c",
		  "arm,coresight-cpu-debug.yaml"),
	CORESIGHT("arm,coresight-cti", "coresight-cti-core.c", "arm,coresight-cti.yaml"),
	CORESIGHT("arm,coresight-dynamic-funnel", "coresight-funnel.c",
		  "arm,coresight-dynamic-funnel.yaml"),
	CORESIGHT("arm,coresight-dynamic-replicator", "coresight-replicator.c",
		  "arm,coresight-dynamic-replicator.yaml"),
	CORESIGHT("arm,coresight-etb10", "coresight-etb10.c", "arm,coresight-etb10.yaml"),
	CORESIGHT("arm,coresight-etm3x", "coresight-etm3x-core.c",
		  "arm,coresight-etm.yaml"),
	CORESIGHT("arm,coresight-etm4x", "coresight-etm4x-core.c",
		  "arm,coresight-etm.yaml"),
	CORESIGHT("arm,coresight-stm", "coresight-stm.c", "arm,coresight-stm.yaml"),
	CORESIGHT("arm,coresight-tmc", "coresight-tmc-core.c", "arm,coresight-tmc.yaml"),
	CORESIGHT("arm,coresight-tpiu", "coresight-tpiu.c", "arm,coresight-tpiu.yaml"),
	CORESIGHT("qcom,coresight-tpda", "coresight-tpda.c", "qcom,coresight-tpda.yaml"),
	CORESIGHT("qcom,coresight-tpdm", "coresight-tpdm.c", "qcom,coresight-tpdm.yaml"),
};

const size_t nr_compatible_facts = sizeof(compatible_facts) / sizeof(compatible_facts[0]);
