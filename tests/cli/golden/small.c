// SPDX-License-Identifier: GPL-2.0-or-later OR MIT
/*
 * The device tree of small as constant data.
 *
 * Made by gen-board 0.1.0 from small.dts
 * SHA-256 of its DTB:    6180a18d244bc3f127883207c85182e8fb4b3e429b7cdaca0af0350ad28c2295
 * SHA-256 of board file: (there is none)
 * Don't edit. To make it again: gen-board small.dts
 */
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/ioport.h>
#include <linux/of.h>
#include <linux/of_static.h>

/* The tables know all members of these; there is none that changes. */
static_assert(sizeof(struct fwnode_handle) == 2 * sizeof(void *),
	      "expected CONFIG_FW_DEVLINK=n");
static_assert(sizeof(struct property) == 4 * sizeof(void *),
	      "expected CONFIG_OF_DYNAMIC=n and CONFIG_OF_KOBJ=n");
static_assert(sizeof(struct device_node) == 9 * sizeof(void *),
	      "expected CONFIG_OF_STATIC=y");

static const struct device_node nodes[7];
static const struct property properties[22];

#define NODE(i)		((struct device_node *)&nodes[i])
#define PROPERTY(i)	((struct property *)&properties[i])
#define EMPTY		((void *)"")
#define STRING(s)	((void *)(s))
#define CELLS(i)	((void *)&cells[i])
#define BYTES(i)	((void *)&bytes[i])

#define ENTRY(property, size, data, follows)	\
	{ .name = (property), .length = (size), .value = (data), .next = (follows) }

/* Values of properties; one that is a part of another is there only once. */
static const __be32 cells[] = {
	cpu_to_be32(0x00000000), cpu_to_be32(0x40000000), cpu_to_be32(0x00100000),
	cpu_to_be32(0x00004400), cpu_to_be32(0x00000400), cpu_to_be32(0x20000000),
	cpu_to_be32(0x00020000), cpu_to_be32(0xe000e100), cpu_to_be32(0x00000c00),
	cpu_to_be32(0x00000001), cpu_to_be32(0x00000026),
};

static const u8 bytes[] __aligned(4) = {
	0x02, 0x00, 0x00, 0x00, 0x00, 0x01,
};

/* Properties, by node; lists that end alike share their ends. */
static const struct property properties[22] = {

	/* / */
	[0] = ENTRY("#address-cells", 4, CELLS(9), PROPERTY(1)),	/* <0x1> */
	[1] = ENTRY("#size-cells", 4, CELLS(9), PROPERTY(2)),	/* <0x1> */
	[2] = ENTRY("model", 19, STRING("Small \"test\" board"), PROPERTY(3)),
	[3] = ENTRY("compatible", 11, STRING("test,small"), PROPERTY(4)),
	[4] = ENTRY("interrupt-parent", 4, CELLS(9), NULL),	/* <0x1> */

	/* /chosen */
	[5] = ENTRY("bootargs", 6, STRING("quiet"), PROPERTY(6)),
	[6] = ENTRY("stdout-path", 17, STRING("serial0:115200n8"), NULL),

	/* /aliases */
	[7] = ENTRY("serial0", 17, STRING("/soc/serial@4400"), NULL),

	/* /memory@20000000 */
	[8] = ENTRY("device_type", 7, STRING("memory"), PROPERTY(9)),
	[9] = ENTRY("reg", 8, CELLS(5), NULL),	/* <0x20000000 0x20000> */

	/* /interrupt-controller@e000e100 */
	[10] = ENTRY("compatible", 16, STRING("arm,armv7m-nvic"), PROPERTY(11)),
	[11] = ENTRY("interrupt-controller", 0, EMPTY, PROPERTY(12)),
	[12] = ENTRY("#interrupt-cells", 4, CELLS(9), PROPERTY(13)),	/* <0x1> */
	[13] = ENTRY("reg", 8, CELLS(7), NULL),	/* <0xe000e100 0xc00> */

	/* /soc */
	[14] = ENTRY("compatible", 11, STRING("simple-bus"), PROPERTY(15)),
	[15] = ENTRY("#address-cells", 4, CELLS(9), PROPERTY(16)),	/* <0x1> */
	[16] = ENTRY("#size-cells", 4, CELLS(9), PROPERTY(17)),	/* <0x1> */
	[17] = ENTRY("ranges", 12, CELLS(0), NULL),	/* <0x0 0x40000000 0x100000> */

	/* /soc/serial@4400 */
	[18] = ENTRY("compatible", 21, STRING("test,uart\0test,16550"), PROPERTY(19)),
	[19] = ENTRY("reg", 8, CELLS(3), PROPERTY(20)),	/* <0x4400 0x400> */
	[20] = ENTRY("interrupts", 4, CELLS(10), PROPERTY(21)),	/* <0x26> */
	[21] = ENTRY("local-mac-address", 6, BYTES(0), NULL),	/* [02 00 00 00 00 01] */
};

static const struct device_node nodes[7] = {
	[0] = {	/* / */
		.name = "",
		.full_name = "",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(0),
		.child = NODE(1),
	},
	[1] = {	/* /chosen */
		.name = "chosen",
		.full_name = "chosen",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(5),
		.parent = NODE(0),
		.sibling = NODE(2),
	},
	[2] = {	/* /aliases */
		.name = "aliases",
		.full_name = "aliases",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(7),
		.parent = NODE(0),
		.sibling = NODE(3),
	},
	[3] = {	/* /memory@20000000 */
		.name = "memory",
		.full_name = "memory@20000000",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(8),
		.parent = NODE(0),
		.sibling = NODE(4),
	},
	[4] = {	/* /interrupt-controller@e000e100 */
		.name = "interrupt-controller",
		.phandle = 1,
		.full_name = "interrupt-controller@e000e100",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(10),
		.parent = NODE(0),
		.sibling = NODE(5),
	},
	[5] = {	/* /soc */
		.name = "soc",
		.full_name = "soc",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(14),
		.parent = NODE(0),
		.child = NODE(6),
	},
	[6] = {	/* /soc/serial@4400 */
		.name = "serial",
		.full_name = "serial@4400",
		.fwnode.ops = &of_fwnode_ops,
		.properties = PROPERTY(18),
		.parent = NODE(5),
	},
};

static const struct device_node *const phandles[] = {
	NODE(4),	/* 1: /interrupt-controller@e000e100 */
};

static const struct of_static_alias aliases[] = {
	{	/* /soc/serial@4400 */
		.alias = "serial0",
		.stem = "serial",
		.id = 0,
		.np = NODE(6),
	},
};

static const struct of_static_region memory[] = {
	{	/* /memory@20000000 */
		.base = 0x20000000,
		.size = 0x20000,
	},
};

static const struct of_static_region reserved[] = {
	{	/* /memreserve/ */
		.base = 0x20000000,
		.size = 0x1000,
		.nomap = false,
	},
};

static const struct resource resources[] = {
	[0] = {	/* /interrupt-controller@e000e100 */
		.start = 0xe000e100,
		.end = 0xe000ecff,
		.flags = IORESOURCE_MEM,
		.name = "interrupt-controller@e000e100",
	},
	[1] = {	/* /soc/serial@4400 */
		.start = 0x40004400,
		.end = 0x400047ff,
		.flags = IORESOURCE_MEM,
		.name = "serial@4400",
	},
};

static const struct of_static_device devices[] = {
	{	/* /interrupt-controller@e000e100 */
		.np = NODE(4),
		.name = "e000e100.interrupt-controller",
		.resource = &resources[0],
		.num_resources = 1,
		.parent = -1,
	},
	{	/* /soc */
		.np = NODE(5),
		.name = "soc",
		.parent = -1,
	},
	{	/* /soc/serial@4400 */
		.np = NODE(6),
		.name = "40004400.serial",
		.resource = &resources[1],
		.num_resources = 1,
		.parent = 1,
	},
};

struct device_node *const of_root = NODE(0);
struct device_node *const of_chosen = NODE(1);
struct device_node *const of_aliases = NODE(2);
struct device_node *const of_stdout = NODE(6);

/* OF_POPULATED and OF_POPULATED_BUS of each node: all that changes. */
unsigned long of_static_populated[BITS_TO_LONGS(2 * ARRAY_SIZE(nodes))];

const struct of_static_board of_static_board = {
	.nodes = nodes,
	.nr_nodes = ARRAY_SIZE(nodes),
	.phandles = phandles,
	.nr_phandles = ARRAY_SIZE(phandles),
	.aliases = aliases,
	.nr_aliases = ARRAY_SIZE(aliases),
	.memory = memory,
	.nr_memory = ARRAY_SIZE(memory),
	.reserved = reserved,
	.nr_reserved = ARRAY_SIZE(reserved),
	.devices = devices,
	.nr_devices = ARRAY_SIZE(devices),
	.model = "Small \"test\" board",
	.bootargs = "quiet",
	.stdout_options = "115200n8",
};
