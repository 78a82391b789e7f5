// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/tree/dtb.h"

#include <libfdt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"

/* The oldest and newest layouts that are read, as the kernel's libfdt does. */
#define OLDEST_VERSION 16
#define NEWEST_VERSION 17

/* Room for a bootargs property and a /chosen to put it in. */
#define CHOSEN_ROOM 128

struct scan {
	const uint8_t *dtb;
	const char *source;
	struct error *error;
	const uint8_t *structs;		/* the structure block */
	size_t structs_size;
	const char *strings;		/* the strings block */
	size_t strings_size;
	size_t offset;			/* in the structure block */
	struct buffer path;		/* of the node being read */
	size_t path_lengths[DTB_MAX_DEPTH];	/* of each open node's parent */
	unsigned int depth;		/* of open nodes */
	bool in_properties;		/* no subnode was seen in this node yet */
	bool seen_root;
};

static const char *scan_path(const struct scan *scan)
{
	return scan->path.length ? buffer_text(&scan->path) : "/";
}

static int read_token(struct scan *scan, uint32_t *token)
{
	if (scan->structs_size - scan->offset < sizeof(uint32_t))
		return error_set(scan->error, "%s: %s: the structure block ends in the middle of the node; the DTB is truncated",
				 scan->source, scan_path(scan));
	*token = fdt32_ld((const fdt32_t *)(scan->structs + scan->offset));
	scan->offset += sizeof(uint32_t);
	return 0;
}

/* Step over @length bytes and the padding to the next token. */
static int skip_padded(struct scan *scan, size_t length)
{
	size_t left = scan->structs_size - scan->offset;
	size_t padded = (length + 3) & ~(size_t)3;

	if (length > left || padded > left)
		return -1;
	scan->offset += padded;
	return 0;
}

static int begin_node(struct scan *scan)
{
	const char *name = (const char *)scan->structs + scan->offset;
	size_t left = scan->structs_size - scan->offset;
	size_t length = strnlen(name, left);

	if (length == left || skip_padded(scan, length + 1))
		return error_set(scan->error, "%s: %s: the name of a node below it has no end in the structure block",
				 scan->source, scan_path(scan));
	if (!scan->depth && scan->seen_root)
		return error_set(scan->error, "%s: /: a second root node; expected one",
				 scan->source);
	if (scan->depth == DTB_MAX_DEPTH)
		return error_set(scan->error, "%s: %.200s...: nodes nest deeper than %d levels, which is the kernel's limit",
				 scan->source, scan_path(scan), DTB_MAX_DEPTH);
	if (!scan->depth && length)
		return error_set(scan->error, "%s: /: the root node is named \"%.64s\"; expected an empty name",
				 scan->source, name);
	if (scan->depth && (!length || memchr(name, '/', length)))
		return error_set(scan->error, "%s: %s: a node below it is named \"%.64s\"; expected a name without '/'",
				 scan->source, scan_path(scan), name);
	scan->path_lengths[scan->depth++] = scan->path.length;
	if (length) {
		buffer_add_string(&scan->path, "/");
		buffer_add(&scan->path, name, length);
	}
	scan->seen_root = true;
	scan->in_properties = true;
	return 0;
}

static int end_node(struct scan *scan)
{
	if (!scan->depth)
		return error_set(scan->error, "%s: /: a node ends that has not begun",
				 scan->source);
	scan->path.length = scan->path_lengths[--scan->depth];
	if (scan->path.data)
		scan->path.data[scan->path.length] = '\0';
	scan->in_properties = false;
	return 0;
}

static int property(struct scan *scan)
{
	uint32_t length, name;
	const char *string;

	if (read_token(scan, &length) || read_token(scan, &name))
		return -1;
	if (!scan->depth || !scan->in_properties)
		return error_set(scan->error, "%s: %s: a property outside of a node or after its subnodes",
				 scan->source, scan_path(scan));
	if (name >= scan->strings_size)
		return error_set(scan->error, "%s: %s: a property's name lies at %u, outside of the strings block of %zu bytes",
				 scan->source, scan_path(scan), name, scan->strings_size);
	string = scan->strings + name;
	if (!memchr(string, '\0', scan->strings_size - name))
		return error_set(scan->error, "%s: %s: %.*s: the property's name is an unterminated string",
				 scan->source, scan_path(scan),
				 (int)(scan->strings_size - name), string);
	if (!*string)
		return error_set(scan->error, "%s: %s: a property has no name",
				 scan->source, scan_path(scan));
	if (length > INT_MAX || skip_padded(scan, length))
		return error_set(scan->error, "%s: %s: %s: the value of %u bytes runs over the end of the structure block; the DTB is truncated",
				 scan->source, scan_path(scan), string, length);
	return 0;
}

static int scan_structs(struct scan *scan)
{
	for (;;) {
		uint32_t token = 0;
		int result;

		if (read_token(scan, &token))
			return -1;
		switch (token) {
		case FDT_BEGIN_NODE:
			result = begin_node(scan);
			break;
		case FDT_END_NODE:
			result = end_node(scan);
			break;
		case FDT_PROP:
			result = property(scan);
			break;
		case FDT_NOP:
			result = 0;
			break;
		case FDT_END:
			if (!scan->depth && scan->seen_root)
				return 0;
			return error_set(scan->error, "%s: %s: the structure block ends before the node does",
					 scan->source, scan_path(scan));
		default:
			return error_set(scan->error, "%s: %s: 0x%x is no token of a DTB",
					 scan->source, scan_path(scan), token);
		}
		if (result)
			return -1;
	}
}

/* A block of the DTB lies inside of it and is aligned. */
static int check_block(const struct scan *scan, const char *block, size_t total,
		       size_t offset, size_t size, size_t alignment)
{
	if (offset < FDT_V16_SIZE || offset > total || size > total - offset)
		return error_set(scan->error, "%s: the %s block (%zu bytes at %zu) lies outside of the DTB of %zu bytes",
				 scan->source, block, size, offset, total);
	if (offset % alignment)
		return error_set(scan->error, "%s: the %s block lies at %zu; expected a multiple of %zu",
				 scan->source, block, offset, alignment);
	return 0;
}

/* The memory reservations end with a pair of zeros inside of the DTB. */
static int check_reservations(const struct scan *scan, size_t total)
{
	size_t offset = fdt_off_mem_rsvmap(scan->dtb);

	if (check_block(scan, "memory reservation", total, offset,
			sizeof(struct fdt_reserve_entry), 8))
		return -1;
	for (; total - offset >= sizeof(struct fdt_reserve_entry);
	     offset += sizeof(struct fdt_reserve_entry)) {
		const struct fdt_reserve_entry *entry =
			(const void *)(scan->dtb + offset);

		if (!fdt64_ld(&entry->address) && !fdt64_ld(&entry->size))
			return 0;
	}
	return error_set(scan->error, "%s: the memory reservation block has no end",
			 scan->source);
}

static int check_header(struct scan *scan, size_t size)
{
	const uint8_t *dtb = scan->dtb;
	size_t total, structs;

	if (size < FDT_V16_SIZE || fdt_magic(dtb) != FDT_MAGIC)
		return error_set(scan->error, "%s: not a DTB; expected it to begin with d00dfeed",
				 scan->source);
	total = fdt_totalsize(dtb);
	if (total > size)
		return error_set(scan->error, "%s: truncated: the DTB's header says %zu bytes, the file has %zu",
				 scan->source, total, size);
	if (fdt_version(dtb) < OLDEST_VERSION ||
	    fdt_last_comp_version(dtb) > NEWEST_VERSION)
		return error_set(scan->error, "%s: DTB version %u (compatible with %u); expected %d or %d",
				 scan->source, fdt_version(dtb),
				 fdt_last_comp_version(dtb), OLDEST_VERSION,
				 NEWEST_VERSION);
	if (total < FDT_V16_SIZE ||
	    (fdt_version(dtb) >= 17 && total < FDT_V17_SIZE) || total > INT_MAX)
		return error_set(scan->error, "%s: the DTB's header says %zu bytes, which can't be",
				 scan->source, total);

	structs = fdt_off_dt_struct(dtb);
	scan->structs_size = fdt_version(dtb) >= 17 ? fdt_size_dt_struct(dtb) :
			     total > structs ? total - structs : 0;
	scan->strings_size = fdt_size_dt_strings(dtb);
	if (check_reservations(scan, total) ||
	    check_block(scan, "structure", total, structs, scan->structs_size, 4) ||
	    check_block(scan, "strings", total, fdt_off_dt_strings(dtb),
			scan->strings_size, 1))
		return -1;
	scan->structs = dtb + structs;
	scan->strings = (const char *)dtb + fdt_off_dt_strings(dtb);
	return 0;
}

int dtb_check(const void *dtb, size_t size, const char *source,
	      struct error *error)
{
	struct scan scan = { .dtb = dtb, .source = source, .error = error };
	int result;

	if (check_header(&scan, size))
		return -1;
	result = scan_structs(&scan);
	buffer_free(&scan.path);
	if (result)
		return -1;

	/* libfdt reads it from here on: it has the last word */
	result = fdt_check_full(dtb, size);
	if (result)
		return error_set(error, "%s: not a sound DTB: libfdt says %s",
				 source, fdt_strerror(result));
	return 0;
}

int dtb_set_bootargs(const void *dtb, const char *bootargs, void **result,
		     size_t *result_size, struct error *error)
{
	size_t room = fdt_totalsize(dtb) + strlen(bootargs) + CHOSEN_ROOM;
	void *copy = memory_new(room, 1);
	int status, chosen;

	status = fdt_open_into(dtb, copy, (int)room);
	if (!status) {
		chosen = fdt_path_offset(copy, "/chosen");
		if (chosen == -FDT_ERR_NOTFOUND)
			chosen = fdt_add_subnode(copy, 0, "chosen");
		status = chosen < 0 ? chosen :
			 fdt_setprop_string(copy, chosen, "bootargs", bootargs);
	}
	if (!status)
		status = fdt_pack(copy);
	if (status) {
		free(copy);
		return error_set(error, "/chosen: bootargs: %s",
				 fdt_strerror(status));
	}
	*result = copy;
	*result_size = fdt_totalsize(copy);
	return 0;
}
