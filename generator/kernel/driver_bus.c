// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/driver_bus.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"
#include "generator/base/memory.h"

enum driver_bus driver_bus_of_node(const struct tree_node *node,
				   const char *parent_source)
{
	const struct tree_node *parent = node->parent;

	if (!parent)
		return BUS_OTHER;
	/* the names are the Devicetree Specification's, 2.2.2 */
	if (node_name_is(parent, "i2c"))
		return BUS_I2C;
	if (node_name_is(parent, "spi"))
		return BUS_SPI;
	if (parent_source && !strncmp(parent_source, "drivers/i2c/busses/", 19))
		return BUS_I2C;
	if (parent_source && !strncmp(parent_source, "drivers/spi/", 12))
		return BUS_SPI;
	return BUS_OTHER;
}

/* "struct i2c_driver" and the like, however they are spaced. */
static unsigned int buses_in(const char *text)
{
	static const struct {
		const char *type;
		enum driver_bus bus;
	} types[] = {
		{ "i2c_driver", BUS_I2C }, { "spi_driver", BUS_SPI },
		{ "spi_mem_driver", BUS_SPI }, { "platform_driver", BUS_OTHER },
		{ "amba_driver", BUS_OTHER }, { "mdio_driver", BUS_OTHER },
		{ "mipi_dsi_driver", BUS_OTHER }, { "serdev_device_driver", BUS_OTHER },
		{ "mtd_part_parser", BUS_OTHER }, { "slim_driver", BUS_OTHER },
		{ "sdio_driver", BUS_OTHER }, { "spmi_driver", BUS_OTHER },
	};
	unsigned int mask = 0;

	for (const char *at = strstr(text, "struct "); at; at = strstr(at, "struct ")) {
		at += strlen("struct ");
		at += strspn(at, " \t\n");
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
			size_t length = strlen(types[i].type);

			if (!strncmp(at, types[i].type, length) &&
			    !isalnum((unsigned char)at[length]) && at[length] != '_')
				mask |= types[i].bus;
		}
	}
	return mask;
}

bool driver_bus_serves(struct driver_buses *buses, const char *source,
		       enum driver_bus bus)
{
	void **known = map_put(&buses->masks, source);
	uintptr_t mask = (uintptr_t)*known;

	if (!mask) {
		struct buffer text = BUFFER_INIT;
		struct error ignored = ERROR_INIT;
		char *path = path_join(buses->tree, source);

		if (!file_read(path, &text, &ignored))
			mask = buses_in(buffer_text(&text));
		if (!mask)
			mask = BUS_I2C | BUS_SPI | BUS_OTHER;
		*known = (void *)mask;
		buffer_free(&text);
		free(path);
	}
	return mask & bus;
}

void driver_buses_free(struct driver_buses *buses)
{
	map_free(&buses->masks);
}
