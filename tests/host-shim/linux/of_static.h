/* SPDX-License-Identifier: GPL-2.0-or-later */
/* As include/linux/of_static.h of the patched kernel. */
#ifndef SHIM_LINUX_OF_STATIC_H
#define SHIM_LINUX_OF_STATIC_H

#include <linux/ioport.h>
#include <linux/of.h>

struct of_static_region {
	phys_addr_t base;
	phys_addr_t size;
	bool nomap;
};

struct of_static_alias {
	const char *alias;
	const char *stem;
	int id;
	const struct device_node *np;
};

struct of_static_device {
	const struct device_node *np;
	const char *name;
	const struct resource *resource;
	u16 num_resources;
	s16 parent;
};

struct of_static_board {
	const struct device_node *nodes;
	const struct device_node *const *phandles;
	const struct of_static_alias *aliases;
	const struct of_static_region *memory;
	const struct of_static_region *reserved;
	const struct of_static_device *devices;
	unsigned int nr_nodes;
	unsigned int nr_phandles;
	unsigned int nr_aliases;
	unsigned int nr_memory;
	unsigned int nr_reserved;
	unsigned int nr_devices;
	const char *model;
	const char *bootargs;
	const char *stdout_options;
	phys_addr_t initrd_start;
	phys_addr_t initrd_end;
};

extern const struct of_static_board of_static_board;
extern unsigned long of_static_populated[];

#endif
