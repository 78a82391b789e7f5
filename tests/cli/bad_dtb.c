// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes a small DTB with one thing wrong: bad-dtb KIND > x.dtb. "good" has
 * nothing wrong; "list" prints the kinds.
 */
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 65536

static void must(int status)
{
	if (status < 0) {
		fprintf(stderr, "bad-dtb: %s\n", fdt_strerror(status));
		exit(2);
	}
}

static void cells(void *dtb, const char *path, const char *name, int count,
		  const uint32_t *values)
{
	fdt32_t data[16];

	for (int i = 0; i < count; i++)
		data[i] = cpu_to_fdt32(values[i]);
	must(fdt_setprop(dtb, fdt_path_offset(dtb, path), name, data, count * 4));
}

#define CELLS(dtb, path, name, ...)					\
	cells(dtb, path, name,						\
	      sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t),	\
	      (uint32_t[]){ __VA_ARGS__ })

static void bytes(void *dtb, const char *path, const char *name,
		  const char *data, int length)
{
	must(fdt_setprop(dtb, fdt_path_offset(dtb, path), name, data, length));
}

static void make_good(void *dtb)
{
	must(fdt_create_empty_tree(dtb, ROOM));
	/* a new node comes before its siblings */
	must(fdt_add_subnode(dtb, 0, "aliases"));
	must(fdt_add_subnode(dtb, 0, "memory@0"));
	must(fdt_add_subnode(dtb, 0, "clock"));
	must(fdt_add_subnode(dtb, 0, "uart@1000"));
	must(fdt_add_subnode(dtb, 0, "intc"));
	bytes(dtb, "/", "compatible", "test,board", 11);
	CELLS(dtb, "/", "#address-cells", 1);
	CELLS(dtb, "/", "#size-cells", 1);
	CELLS(dtb, "/", "interrupt-parent", 1);
	bytes(dtb, "/intc", "compatible", "test,intc", 10);
	bytes(dtb, "/intc", "interrupt-controller", "", 0);
	CELLS(dtb, "/intc", "#interrupt-cells", 1);
	CELLS(dtb, "/intc", "phandle", 1);
	bytes(dtb, "/uart@1000", "compatible", "test,uart", 10);
	CELLS(dtb, "/uart@1000", "reg", 0x1000, 0x100);
	CELLS(dtb, "/uart@1000", "interrupts", 5);
	CELLS(dtb, "/uart@1000", "clocks", 2);
	bytes(dtb, "/clock", "compatible", "fixed-clock", 12);
	CELLS(dtb, "/clock", "#clock-cells", 0);
	CELLS(dtb, "/clock", "phandle", 2);
	bytes(dtb, "/memory@0", "device_type", "memory", 7);
	CELLS(dtb, "/memory@0", "reg", 0, 0x100000);
	bytes(dtb, "/aliases", "serial0", "/uart@1000", 11);
}

static void not_a_dtb(void *dtb)
{
	memcpy(dtb, "\x7f" "ELF", 4);
}

static void truncated(void *dtb)
{
	fdt_set_totalsize(dtb, fdt_totalsize(dtb) + 100);
}

static void truncated_structs(void *dtb)
{
	fdt_set_size_dt_struct(dtb, fdt_size_dt_struct(dtb) - 40);
}

static void old_version(void *dtb)
{
	fdt_set_version(dtb, 3);
	fdt_set_last_comp_version(dtb, 1);
}

static void unterminated_name(void *dtb)
{
	char *strings = (char *)dtb + fdt_off_dt_strings(dtb);

	strings[fdt_size_dt_strings(dtb) - 1] = 'x';
}

static void unterminated_string(void *dtb)
{
	bytes(dtb, "/uart@1000", "compatible", "test,uart", 9);
}

static void unterminated_status(void *dtb)
{
	bytes(dtb, "/uart@1000", "status", "okay", 4);
}

static void nest(void *dtb, int levels)
{
	int node = 0;

	for (int i = 1; i < levels; i++) {
		node = fdt_add_subnode(dtb, node, "n");
		must(node);
	}
}

static void nested_64(void *dtb)
{
	nest(dtb, 64);
}

static void nested_65(void *dtb)
{
	nest(dtb, 65);
}

static void nested_2500(void *dtb)
{
	nest(dtb, 2500);
}

static void dangling_phandle(void *dtb)
{
	CELLS(dtb, "/uart@1000", "clocks", 77);
}

static void dangling_interrupt_parent(void *dtb)
{
	CELLS(dtb, "/", "interrupt-parent", 77);
}

static void interrupt_loop(void *dtb)
{
	must(fdt_delprop(dtb, fdt_path_offset(dtb, "/intc"), "#interrupt-cells"));
}

static void short_reference(void *dtb)
{
	CELLS(dtb, "/clock", "#clock-cells", 3);
}

static void no_cells(void *dtb)
{
	must(fdt_delprop(dtb, fdt_path_offset(dtb, "/clock"), "#clock-cells"));
}

static void odd_reference(void *dtb)
{
	bytes(dtb, "/uart@1000", "clocks", "\0\0\0\2\0", 5);
}

static void reg_length(void *dtb)
{
	CELLS(dtb, "/uart@1000", "reg", 0x1000, 0x100, 0x2000);
}

static void ranges_length(void *dtb)
{
	CELLS(dtb, "/uart@1000", "ranges", 0, 0);
}

static void alias_to_nowhere(void *dtb)
{
	bytes(dtb, "/aliases", "serial0", "/uart@2000", 11);
}

static void big_cells(void *dtb)
{
	CELLS(dtb, "/", "#address-cells", 0x40000001);
}

static void odd_cells(void *dtb)
{
	bytes(dtb, "/", "#size-cells", "\0\0\1", 3);
}

static void double_phandle(void *dtb)
{
	CELLS(dtb, "/clock", "phandle", 1);
}

static void double_node(void *dtb)
{
	char *name = (char *)fdt_get_name(dtb, fdt_path_offset(dtb, "/clock"), NULL);

	memcpy(name, "intc\0\0", 6);
}

static void bad_name(void *dtb)
{
	char *name = (char *)fdt_get_name(dtb, fdt_path_offset(dtb, "/clock"), NULL);

	memcpy(name, "c*\"ck", 5);
}

static void no_memory(void *dtb)
{
	CELLS(dtb, "/memory@0", "reg", 0, 0);
}

static void reserve(void *dtb, const char *name, const char *value, int length)
{
	int node = fdt_add_subnode(dtb, 0, "reserved-memory");

	must(node);
	must(fdt_setprop(dtb, node, "ranges", "", 0));
	node = fdt_add_subnode(dtb, node, "pool@2000");
	must(node);
	must(fdt_setprop(dtb, node, name, value, length));
}

static void reserved_dynamic(void *dtb)
{
	reserve(dtb, "size", "\0\0\x10\0", 4);
}

static void reserved_fixed(void *dtb)
{
	reserve(dtb, "reg", "\0\0\x20\0\0\0\x10\0", 8);
	must(fdt_add_mem_rsv(dtb, 0x4000, 0x1000));
}

static void good(void *dtb)
{
	(void)dtb;
}

static const struct {
	const char *kind;
	void (*mangle)(void *dtb);
} kinds[] = {
	{ "good", good },
	{ "nested-64", nested_64 },
	{ "reserved-fixed", reserved_fixed },
	{ "not-a-dtb", not_a_dtb },
	{ "truncated", truncated },
	{ "truncated-structs", truncated_structs },
	{ "old-version", old_version },
	{ "unterminated-name", unterminated_name },
	{ "unterminated-string", unterminated_string },
	{ "unterminated-status", unterminated_status },
	{ "nested-65", nested_65 },
	{ "nested-2500", nested_2500 },
	{ "dangling-phandle", dangling_phandle },
	{ "dangling-interrupt-parent", dangling_interrupt_parent },
	{ "interrupt-loop", interrupt_loop },
	{ "short-reference", short_reference },
	{ "no-cells", no_cells },
	{ "odd-reference", odd_reference },
	{ "reg-length", reg_length },
	{ "ranges-length", ranges_length },
	{ "alias-to-nowhere", alias_to_nowhere },
	{ "big-cells", big_cells },
	{ "odd-cells", odd_cells },
	{ "double-phandle", double_phandle },
	{ "double-node", double_node },
	{ "bad-name", bad_name },
	{ "no-memory", no_memory },
	{ "reserved-dynamic", reserved_dynamic },
};

int main(int argc, char **argv)
{
	char *dtb = calloc(1, ROOM);

	for (size_t i = 0; argc == 2 && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!strcmp(argv[1], "list")) {
			puts(kinds[i].kind);
			continue;
		}
		if (strcmp(argv[1], kinds[i].kind))
			continue;
		make_good(dtb);
		/* all of the room belongs to the DTB: libfdt may let it grow */
		kinds[i].mangle(dtb);
		fwrite(dtb, 1, ROOM, stdout);
		free(dtb);
		return 0;
	}
	free(dtb);
	if (argc == 2 && !strcmp(argv[1], "list"))
		return 0;
	fprintf(stderr, "usage: bad-dtb KIND | list\n");
	return 2;
}
