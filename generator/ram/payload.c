// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/payload.h"

#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

/*
 * Offsets in struct of_static_board and struct of_static_region, 32 bits, from
 * the kernel's <linux/of_static.h>. The size of the symbol guards them.
 */
#define BOARD_SYMBOL		"of_static_board"
#define BOARD_SIZE		68
#define BOARD_MEMORY		12
#define BOARD_NR_MEMORY		36
#define BOARD_BOOTARGS		52
#define REGION_BASE		0
#define REGION_SIZE		4

/* The kernel's limit on ARM, with the NUL: asm/setup.h */
#define COMMAND_LINE_SIZE	1024

/* Room for a longer command line in a DTB. */
#define DTB_SLACK		(COMMAND_LINE_SIZE + 64)

static int fdt_fail(const struct kernel *kernel, const char *what, int result,
		    struct error *error)
{
	return error_set(error, "%s: board.dtb: %s: %s", kernel->directory, what,
			 fdt_strerror(result));
}

/* The first node with device_type = "memory". */
static int find_memory(const void *fdt)
{
	return fdt_node_offset_by_prop_value(fdt, -1, "device_type", "memory",
					     sizeof("memory"));
}

static uint64_t read_cells(const fdt32_t *cells, int count)
{
	uint64_t value = 0;

	while (count--)
		value = value << 32 | fdt32_to_cpu(*cells++);
	return value;
}

/* The first "reg" entry of the memory node; its cells in the blob. */
static int memory_reg(const struct kernel *kernel, const void *fdt,
		      const fdt32_t **reg, int *address_cells, int *size_cells,
		      struct error *error)
{
	int node = find_memory(fdt), length;

	if (node < 0)
		return fdt_fail(kernel, "memory node", node, error);
	*address_cells = fdt_address_cells(fdt, 0);
	*size_cells = fdt_size_cells(fdt, 0);
	if (*address_cells < 1 || *address_cells > 2 || *size_cells < 1 ||
	    *size_cells > 2)
		return error_set(error, "%s: board.dtb: /: #address-cells or #size-cells is not 1 or 2",
				 kernel->directory);
	*reg = fdt_getprop(fdt, node, "reg", &length);
	if (!*reg)
		return fdt_fail(kernel, "memory node: reg", length, error);
	if (length < (*address_cells + *size_cells) * 4)
		return error_set(error, "%s: board.dtb: memory node: reg is short",
				 kernel->directory);
	return 0;
}

/* A file that all columns have in common. */
static char *shared_file(const struct kernel *kernel, const char *name)
{
	char *above = path_join(kernel->directory, "..");
	char *path = path_join(above, name);

	free(above);
	return path;
}

static int read_dtb_file(struct kernel *kernel, struct error *error)
{
	char *path = shared_file(kernel, "board.dtb");
	int result = file_read(path, &kernel->dtb, error);

	free(path);
	return result;
}

static int read_root(struct kernel *kernel, struct error *error)
{
	char *path = shared_file(kernel, "root.romfs");
	int result = file_exists(path) ?
		     kernel_replace_root(kernel, path, error) : 0;

	free(path);
	return result;
}

static int read_dtb(struct kernel *kernel, struct error *error)
{
	const void *fdt;
	int address_cells, size_cells, result, chosen;
	const char *bootargs = NULL;
	const fdt32_t *reg;

	if (read_dtb_file(kernel, error))
		return -1;
	fdt = kernel->dtb.data;
	result = fdt_check_full(fdt, kernel->dtb.length);
	if (result)
		return fdt_fail(kernel, "not a DTB", result, error);
	if (memory_reg(kernel, fdt, &reg, &address_cells, &size_cells, error))
		return -1;
	kernel->memory_base = read_cells(reg, address_cells);
	kernel->memory_size = read_cells(reg + address_cells, size_cells);
	chosen = fdt_path_offset(fdt, "/chosen");
	if (chosen >= 0)
		bootargs = fdt_getprop(fdt, chosen, "bootargs", NULL);
	kernel->bootargs = memory_strdup(bootargs ? bootargs : "");
	return 0;
}

/* Address of the first memory region in the tables. */
static int first_region(const struct kernel *kernel, uint32_t *region,
			struct error *error)
{
	const struct image_symbol *board = image_find(&kernel->image, BOARD_SYMBOL);
	uint32_t count;

	if (board->size != BOARD_SIZE)
		return error_set(error, "%s: " BOARD_SYMBOL " has %llu bytes, not %d: another <linux/of_static.h>",
				 kernel->image.path,
				 (unsigned long long)board->size, BOARD_SIZE);
	if (image_read_word(&kernel->image, board->address + BOARD_NR_MEMORY,
			    BOARD_SYMBOL ".nr_memory", &count, error))
		return -1;
	if (!count)
		return error_set(error, "%s: " BOARD_SYMBOL " has no memory",
				 kernel->image.path);
	return image_read_word(&kernel->image, board->address + BOARD_MEMORY,
			       BOARD_SYMBOL ".memory", region, error);
}

static int read_tables(struct kernel *kernel, struct error *error)
{
	const struct image *image = &kernel->image;
	const struct image_symbol *board = image_find(image, BOARD_SYMBOL);
	uint32_t region, base, size, bootargs;
	const unsigned char *text;

	if (first_region(kernel, &region, error) ||
	    image_read_word(image, region + REGION_BASE, "memory base", &base,
			    error) ||
	    image_read_word(image, region + REGION_SIZE, "memory size", &size,
			    error) ||
	    image_read_word(image, board->address + BOARD_BOOTARGS,
			    BOARD_SYMBOL ".bootargs", &bootargs, error))
		return -1;
	kernel->memory_base = base;
	kernel->memory_size = size;
	text = bootargs ? image_bytes(image, bootargs, 1) : NULL;
	if (bootargs && !text)
		return error_set(error, "%s: " BOARD_SYMBOL ".bootargs is not in flash",
				 image->path);
	kernel->bootargs = text ? memory_strndup((const char *)text,
						 COMMAND_LINE_SIZE) :
				  memory_strdup("");
	return 0;
}

/* init/version-timestamp.c: "Linux version 6.12.117 (..." */
static char *read_version(const struct image *image)
{
	static const char prefix[] = "Linux version ";
	const struct image_symbol *banner = image_find(image, "linux_banner");
	const char *text = banner ? (const char *)image_bytes(image,
				banner->address, banner->size) : NULL;

	if (!text || strncmp(text, prefix, strlen(prefix)))
		return NULL;
	text += strlen(prefix);
	return memory_strndup(text, strcspn(text, " "));
}

int kernel_read(struct kernel *kernel, const char *directory, struct error *error)
{
	int result;

	*kernel = (struct kernel){ .directory = memory_strdup(directory) };
	result = image_read(&kernel->image, directory, error);
	if (!result) {
		kernel->version = read_version(&kernel->image);
		kernel->is_static = image_find(&kernel->image, BOARD_SYMBOL);
		result = kernel->is_static ? read_tables(kernel, error) :
					     read_dtb(kernel, error);
	}
	if (!result)
		result = read_root(kernel, error);
	if (result)
		kernel_free(kernel);
	return result;
}

int kernel_replace_root(struct kernel *kernel, const char *path,
			struct error *error)
{
	buffer_free(&kernel->root);
	free(kernel->root_path);
	kernel->root_path = memory_strdup(path);
	return file_read(path, &kernel->root, error);
}

void kernel_free(struct kernel *kernel)
{
	image_free(&kernel->image);
	buffer_free(&kernel->dtb);
	buffer_free(&kernel->root);
	free(kernel->root_path);
	free(kernel->directory);
	free(kernel->bootargs);
	free(kernel->version);
	*kernel = (struct kernel){ 0 };
}

static int patch_dtb(struct payload *payload, const struct kernel *kernel,
		     uint64_t memory_size, const char *bootargs,
		     struct error *error)
{
	void *fdt = payload->dtb.data;
	int address_cells, size_cells, chosen, result;
	const fdt32_t *reg;
	fdt32_t *size;

	if (memory_size) {
		if (memory_reg(kernel, fdt, &reg, &address_cells, &size_cells,
			       error))
			return -1;
		size = (fdt32_t *)(uintptr_t)(reg + address_cells);
		for (int i = size_cells; i--; memory_size >>= 32)
			size[i] = cpu_to_fdt32((uint32_t)memory_size);
	}
	if (!bootargs || !strcmp(bootargs, kernel->bootargs))
		return 0;
	buffer_reserve(&payload->dtb, DTB_SLACK);
	fdt = payload->dtb.data;
	result = fdt_open_into(fdt, fdt, (int)(payload->dtb.length + DTB_SLACK));
	chosen = result ? result : fdt_path_offset(fdt, "/chosen");
	if (chosen == -FDT_ERR_NOTFOUND)
		chosen = fdt_add_subnode(fdt, 0, "chosen");
	result = chosen < 0 ? chosen :
		 fdt_setprop_string(fdt, chosen, "bootargs", bootargs);
	if (result)
		return fdt_fail(kernel, "/chosen: bootargs", result, error);
	fdt_pack(fdt);
	payload->dtb.length = fdt_totalsize(fdt);
	return 0;
}

/* A longer command line goes behind the image, into flash that is free. */
static int patch_tables(struct payload *payload, const struct kernel *kernel,
			uint64_t memory_size, const char *bootargs,
			struct error *error)
{
	const struct image *image = &kernel->image;
	const struct image_symbol *board = image_find(image, BOARD_SYMBOL);
	uint32_t region;

	if (memory_size &&
	    (first_region(kernel, &region, error) ||
	     image_patch_word(image, &payload->xip, region + REGION_SIZE,
			      "memory size", (uint32_t)memory_size, error)))
		return -1;
	if (!bootargs || !strcmp(bootargs, kernel->bootargs))
		return 0;
	if (image_patch_word(image, &payload->xip, board->address + BOARD_BOOTARGS,
			     BOARD_SYMBOL ".bootargs",
			     (uint32_t)(image->xip_address + payload->xip.length),
			     error))
		return -1;
	buffer_add(&payload->xip, bootargs, strlen(bootargs) + 1);
	return 0;
}

int payload_make(struct payload *payload, const struct kernel *kernel,
		 uint64_t memory_size, const char *bootargs, struct error *error)
{
	int result;

	*payload = (struct payload){ 0 };
	if (bootargs && strlen(bootargs) >= COMMAND_LINE_SIZE)
		return error_set(error, "%s: command line of %zu bytes, the kernel takes %d",
				 kernel->directory, strlen(bootargs),
				 COMMAND_LINE_SIZE - 1);
	buffer_add(&payload->xip, kernel->image.xip.data, kernel->image.xip.length);
	buffer_add(&payload->root, kernel->root.data, kernel->root.length);
	if (kernel->is_static) {
		result = patch_tables(payload, kernel, memory_size, bootargs,
				      error);
	} else {
		buffer_add(&payload->dtb, kernel->dtb.data, kernel->dtb.length);
		result = patch_dtb(payload, kernel, memory_size, bootargs, error);
	}
	if (result)
		payload_free(payload);
	return result;
}

void payload_free(struct payload *payload)
{
	buffer_free(&payload->xip);
	buffer_free(&payload->dtb);
	buffer_free(&payload->root);
}
