/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses, as the kernel's drivers/of/address.c sees them. Buses with
 * rules of their own: "isa" and those with three address cells, whose first
 * cell is flags. PCI is taken for the latter, as in a kernel without CONFIG_PCI.
 */
#ifndef GENERATOR_TREE_ADDRESS_H
#define GENERATOR_TREE_ADDRESS_H

#include "generator/tree/tree.h"

/* Cells of an address, the kernel's OF_MAX_ADDR_CELLS. */
#define ADDRESS_MAX_CELLS 4

/*
 * Cells of the addresses and sizes below @bus. The kernel asks the node, then
 * the nodes above it, and takes 1 where none knows.
 */
uint32_t address_cells(const struct tree_node *bus);
uint32_t size_cells(const struct tree_node *bus);

/* of_read_number(): @count cells, the last two count. */
uint64_t read_cells(const uint8_t *cells, size_t count);

/* The cells of one reg entry of @node, its parent deciding. */
size_t reg_entry_cells(const struct tree_node *node);

/*
 * The CPU's physical address of an address as written in @node's reg;
 * of_translate_address(). False where it has none.
 */
bool address_translate(const struct tree_node *node, const uint8_t *cells,
		       uint64_t *address);

/* A struct resource of the kernel. */
struct resource {
	uint64_t start;
	uint64_t end;		/* the last byte */
	uint32_t flags;
	const char *name;	/* from reg-names, else the node's full name */
};

/* IORESOURCE_MEM; the only one of include/linux/ioport.h that is made here. */
#define RESOURCE_MEMORY 0x00000200u

/*
 * The index-th entry of reg as a resource; of_address_to_resource(). False
 * where the kernel makes none.
 */
bool address_resource(const struct tree_node *node, size_t index,
		      struct resource *resource);

#endif
