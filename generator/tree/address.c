// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/tree/address.h"

#include <string.h>

#define BAD_ADDRESS UINT64_MAX

/* What the kernel's struct of_bus says about a kind of bus. */
struct bus {
	size_t flag_cells;	/* leading cells of an address that are flags */
	bool isa;
};

static const struct bus plain_bus = { 0, false };
static const struct bus flags_bus = { 1, false };
static const struct bus isa_bus = { 1, true };

/* The cell that describes an I/O address on ISA (bit 0 of the first cell). */
#define ISA_IO 1u

static uint32_t cells_of(const struct tree_node *bus, const char *name)
{
	uint32_t cells;

	for (; bus; bus = bus->parent)
		if (node_cell(bus, name, &cells))
			return cells;
	return 1;
}

uint32_t address_cells(const struct tree_node *bus)
{
	return cells_of(bus, "#address-cells");
}

uint32_t size_cells(const struct tree_node *bus)
{
	return cells_of(bus, "#size-cells");
}

uint64_t read_cells(const uint8_t *cells, size_t count)
{
	uint64_t value = 0;

	for (size_t i = 0; i < count * 4; i++)
		value = value << 8 | cells[i];
	return value;
}

static const struct bus *match_bus(const struct tree_node *node)
{
	if (node_name_is(node, "isa"))
		return &isa_bus;
	return address_cells(node) == 3 ? &flags_bus : &plain_bus;
}

/* Cells of the addresses and sizes in @node's own reg. */
static void count_cells(const struct bus *bus, const struct tree_node *node,
			uint32_t *address, uint32_t *size)
{
	const struct tree_node *parent = node->parent ? node->parent : node;

	*address = bus->isa ? 2 : address_cells(parent);
	*size = bus->isa ? 1 : size_cells(parent);
}

size_t reg_entry_cells(const struct tree_node *node)
{
	uint32_t address, size;

	count_cells(match_bus(node->parent ? node->parent : node), node,
		    &address, &size);
	return (size_t)address + size;
}

static bool address_count_ok(uint32_t cells)
{
	return cells > 0 && cells <= ADDRESS_MAX_CELLS;
}

/* Where @address lies in one entry of ranges; BAD_ADDRESS: not in it. */
static uint64_t map_address(const struct bus *bus, const uint8_t *address,
			    const uint8_t *range, uint32_t na, uint32_t ns,
			    uint32_t pna)
{
	size_t flags = bus->flag_cells;
	uint64_t start, size, wanted;

	if (bus->isa && ((address[3] ^ range[3]) & ISA_IO))
		return BAD_ADDRESS;
	if (!bus->isa && flags && memcmp(address, range, 4))
		return BAD_ADDRESS;
	start = read_cells(range + flags * 4, na - flags);
	size = read_cells(range + (na + pna) * 4, ns);
	wanted = read_cells(address + flags * 4, na - flags);
	if (wanted < start || wanted >= start + size)
		return BAD_ADDRESS;
	return wanted - start;
}

/* address += offset in na cells, the flags in front left alone. */
static void add_offset(const struct bus *bus, uint8_t *address, uint64_t offset,
		       uint32_t na)
{
	size_t skip = bus->flag_cells * 4;
	size_t length = na * 4 - skip;
	uint64_t sum = read_cells(address + skip, na - bus->flag_cells) + offset;

	memset(address + skip, 0, length);
	for (size_t i = 0; i < length && i < 8; i++, sum >>= 8)
		address[na * 4 - 1 - i] = (uint8_t)sum;
}

/* One level up: from @bus's children's view to that of its parent. */
static bool translate_one(const struct tree_node *node, const struct bus *bus,
			  const struct bus *parent_bus, uint8_t *address,
			  uint32_t na, uint32_t ns, uint32_t pna)
{
	const struct tree_property *ranges = node_property(node, "ranges");
	size_t entry = ((size_t)na + pna + ns) * 4;
	uint64_t offset = BAD_ADDRESS;

	if (!ranges)
		return false;
	if (!ranges->length) {
		size_t skip = parent_bus->flag_cells * 4;

		offset = read_cells(address, na);
		memset(address + skip, 0, pna * 4 - skip);
		add_offset(parent_bus, address, offset, pna);
		return true;
	}
	for (size_t at = 0; at + entry <= ranges->length; at += entry) {
		const uint8_t *range = ranges->value + at;

		offset = map_address(bus, address, range, na, ns, pna);
		if (offset == BAD_ADDRESS)
			continue;
		memcpy(address, range + na * 4, pna * 4);
		add_offset(parent_bus, address, offset, pna);
		return true;
	}
	return false;
}

bool address_translate(const struct tree_node *node, const uint8_t *cells,
		       uint64_t *result)
{
	uint8_t address[ADDRESS_MAX_CELLS * 4];
	const struct tree_node *at = node->parent;
	const struct bus *bus;
	uint32_t na, ns;

	if (!at)
		return false;
	bus = match_bus(at);
	count_cells(bus, node, &na, &ns);
	if (!address_count_ok(na) || !ns)
		return false;
	memcpy(address, cells, na * 4);

	for (; at->parent; at = at->parent) {
		const struct bus *parent_bus = match_bus(at->parent);
		uint32_t pna, pns;

		count_cells(parent_bus, at, &pna, &pns);
		if (!address_count_ok(pna) || !pns ||
		    na < bus->flag_cells || pna < parent_bus->flag_cells)
			return false;
		if (!translate_one(at, bus, parent_bus, address, na, ns, pna))
			return false;
		na = pna;
		ns = pns;
		bus = parent_bus;
	}
	*result = read_cells(address, na);
	return *result != BAD_ADDRESS;
}

bool address_resource(const struct tree_node *node, size_t index,
		      struct resource *resource)
{
	const struct tree_property *reg = node_property(node, "reg");
	const struct bus *bus;
	const uint8_t *entry;
	uint64_t size, start;
	const char *name;
	uint32_t na, ns;
	size_t length;

	if (!node->parent || !reg)
		return false;
	bus = match_bus(node->parent);
	count_cells(bus, node, &na, &ns);
	length = ((size_t)na + ns) * 4;
	if (!address_count_ok(na) || index >= reg->length / length)
		return false;
	entry = reg->value + index * length;

	/* the bus's get_flags(): what isn't memory is none of our devices' */
	if (bus->isa && (entry[3] & ISA_IO))
		return false;
	if (!bus->isa && bus->flag_cells &&
	    !(read_cells(entry, 1) & RESOURCE_MEMORY))
		return false;
	if (!address_translate(node, entry, &start))
		return false;

	size = read_cells(entry + na * 4, ns);
	name = node_string_at(node, "reg-names", index);
	*resource = (struct resource){
		.start = start,
		.end = start + size - 1,
		.flags = bus->flag_cells && !bus->isa ?
			 (uint32_t)read_cells(entry, 1) : RESOURCE_MEMORY,
		.name = name ? name : node->name,
	};
	return true;
}
