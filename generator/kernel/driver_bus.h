/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which bus a device hangs on, and which buses a file has drivers for: a
 * compatible that bmp280-i2c.c and bmp280-spi.c both know means one of them.
 */
#ifndef GENERATOR_KERNEL_DRIVER_BUS_H
#define GENERATOR_KERNEL_DRIVER_BUS_H

#include <stdbool.h>

#include "generator/base/table.h"
#include "generator/tree/tree.h"

enum driver_bus {
	BUS_I2C = 1,
	BUS_SPI = 2,
	BUS_OTHER = 4,
};

/* What was found out about files: source -> mask. */
struct driver_buses {
	const char *tree;	/* the kernel tree */
	struct map masks;
};

/*
 * The bus of a node. @parent_source: the file that drives the node above, or
 * NULL; it is asked where the name of that node doesn't say.
 */
enum driver_bus driver_bus_of_node(const struct tree_node *node,
				   const char *parent_source);

/* Has the file a driver for the bus? True where it doesn't say. */
bool driver_bus_serves(struct driver_buses *buses, const char *source,
		       enum driver_bus bus);

void driver_buses_free(struct driver_buses *buses);

#endif
