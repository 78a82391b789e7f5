/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the generated tables use of the kernel's headers, for compiling them on
 * the host: the same names and layouts as a 6.12 kernel with OF_STATIC.
 */
#ifndef SHIM_LINUX_OF_H
#define SHIM_LINUX_OF_H

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef int16_t s16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef uint32_t __be32;
typedef uint32_t phandle;
typedef uint32_t phys_addr_t;
typedef uint32_t resource_size_t;

#define __aligned(x) __attribute__((__aligned__(x)))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define BITS_TO_LONGS(bits) \
	(((bits) + CHAR_BIT * sizeof(long) - 1) / (CHAR_BIT * sizeof(long)))
#define cpu_to_be32(x) __builtin_bswap32(x)

struct fwnode_operations {
	int unused;
};

struct fwnode_handle {
	struct fwnode_handle *secondary;
	const struct fwnode_operations *ops;
};

struct property {
	char *name;
	int length;
	void *value;
	struct property *next;
};

struct device_node {
	const char *name;
	phandle phandle;
	const char *full_name;
	struct fwnode_handle fwnode;

	struct property *properties;
	struct device_node *parent;
	struct device_node *child;
	struct device_node *sibling;
};

extern const struct fwnode_operations of_fwnode_ops;
extern struct device_node *const of_root;
extern struct device_node *const of_chosen;
extern struct device_node *const of_aliases;
extern struct device_node *const of_stdout;

#endif
