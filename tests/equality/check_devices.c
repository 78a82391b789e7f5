// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares the devices of unpruned tables with those that the kernel's own
 * code makes of the same tree. address.inc, platform.inc and device.inc are
 * cut out of drivers/of/{address,platform,device}.c by the test, unchanged;
 * what they use of the kernel is below, as little as will do.
 */
#include <errno.h>
#include <linux/of_static.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct fwnode_operations of_fwnode_ops = { 0 };

#define be32_to_cpu(x) __builtin_bswap32(x)
#define be32_to_cpup(p) be32_to_cpu(*(p))
#define pr_debug(...) ((void)0)
#define pr_err(...) ((void)0)
#define IS_ENABLED(option) 0
#define WARN_ON(condition) (!!(condition))
#define BUG() abort()
#define BUG_ON(condition) do { if (condition) abort(); } while (0)
#define unreachable() abort()
#define unlikely(x) (x)
#define __init
#define __free(cleanup)
#define no_free_ptr(p) (p)
#define EXPORT_SYMBOL(symbol) extern int unused_##symbol
#define EXPORT_SYMBOL_GPL(symbol) extern int unused_##symbol
#define arch_initcall_sync(f) extern int unused_##f
#define overflows_type(n, type) ((n) > (__typeof__(type))-1)
#define wrapping_sub(type, a, b) ((type)((a) - (b)))
#define check_add_overflow(a, b, sum) __builtin_add_overflow(a, b, sum)
#define kcalloc(n, size, flags) calloc(n, size)
#define DMA_BIT_MASK(n) ((1ULL << (n)) - 1)
#define IORESOURCE_IO 0x00000100
#define IORESOURCE_MEM_NONPOSTED 0x00400000
#define LOGIC_PIO_CPU_MMIO 1
#define OF_BAD_ADDR ((u64)-1)
#define OF_POPULATED 0
#define OF_POPULATED_BUS 1
#define PLATFORM_DEVID_NONE (-1)
#define PCI_BASE_ADDRESS_0 0x10
#define kbasename(path) (path)
#define of_dump_addr(string, address, na) ((void)0)
/* in code for PowerPC, which isn't reached */
#define of_property_present(np, name) (abort(), false)
#define platform_device_add(pdev) (abort(), 0)
#define for_each_node_by_type(node_, type_) \
	for (node_ = NULL; node_;)

struct of_device_id {
	char compatible[128];
};

struct device {
	struct device_node *of_node;
	struct device *parent;
	const char *name;
	u64 coherent_dma_mask;
	u64 *dma_mask;
	const void *bus;
	void *platform_data;
};

struct platform_device {
	const char *name;
	int id;
	struct device dev;
	u32 num_resources;
	struct resource *resource;
};

struct of_dev_auxdata {
	char *compatible;
	resource_size_t phys_addr;
	char *name;
	void *platform_data;
};

struct logic_pio_hwaddr {
	unsigned long flags;
};

struct amba_device;

static struct device platform_bus;
static const int platform_bus_type;

/* What was made, in the order of the kernel. */
static struct platform_device *made[4096];
static unsigned int nr_made;
/* OF_POPULATED and OF_POPULATED_BUS by node. */
static bool flags_of[65536][2];

#define of_node_get(np) (np)
#define of_node_put(np) ((void)0)
#define of_fwnode_handle(np) (&(np)->fwnode)
#define find_io_range_by_fwnode(fwnode) ((struct logic_pio_hwaddr *)NULL)
#define of_translate_ioport(dev, address, size) OF_BAD_ADDR
#define of_msi_configure(dev, np) ((void)0)
#define set_dev_node(dev, node) ((void)0)
#define sysfb_disable(dev) ((void)0)
#define device_links_supplier_sync_state_pause() ((void)0)
#define device_links_supplier_sync_state_resume() ((void)0)
#define device_set_node(dev_, fwnode_)					\
	((dev_)->of_node = (struct device_node *)((char *)(fwnode_) -	\
		offsetof(struct device_node, fwnode)))
#define platform_device_put(pdev) abort()

#define for_each_child_of_node_scoped(parent_, child_)			\
	for (struct device_node *child_ = (parent_)->child; child_;	\
	     child_ = child_->sibling)

#define for_each_matching_node(node_, matches_)				\
	for (unsigned int i_ = 0; i_ < of_static_board.nr_nodes; i_++)	\
		if (node_ = (struct device_node *)&of_static_board.nodes[i_], \
		    of_match_node(matches_, node_))

static bool *flag_of(const struct device_node *np, int flag)
{
	return &flags_of[np - of_static_board.nodes][flag];
}

static bool of_node_check_flag(const struct device_node *np, int flag)
{
	return *flag_of(np, flag);
}

static void of_node_set_flag(const struct device_node *np, int flag)
{
	*flag_of(np, flag) = true;
}

static void of_node_clear_flag(const struct device_node *np, int flag)
{
	*flag_of(np, flag) = false;
}

static bool of_node_test_and_set_flag(const struct device_node *np, int flag)
{
	bool was = *flag_of(np, flag);

	*flag_of(np, flag) = true;
	return was;
}

static const void *of_get_property(const struct device_node *np, const char *name,
				   void *length)
{
	for (const struct property *pp = np->properties; pp; pp = pp->next) {
		if (strcmp(pp->name, name))
			continue;
		if (length)
			memcpy(length, &pp->length, sizeof(int));
		return pp->value;
	}
	return NULL;
}

static int of_property_read_u32(const struct device_node *np, const char *name,
				u32 *value)
{
	int length;
	const __be32 *cells = of_get_property(np, name, &length);

	if (!cells || length < 4)
		return -EINVAL;
	*value = be32_to_cpu(*cells);
	return 0;
}

static int of_property_read_string_index(const struct device_node *np,
					 const char *name, int index,
					 const char **string)
{
	int length;
	const char *at = of_get_property(np, name, &length);
	const char *end = at + length;

	if (!at)
		return -EINVAL;
	while (index-- && at < end)
		at += strlen(at) + 1;
	if (at >= end)
		return -ENODATA;
	*string = at;
	return 0;
}

static bool of_property_read_bool(const struct device_node *np, const char *name)
{
	return of_get_property(np, name, NULL);
}

static struct device_node *of_get_parent(const struct device_node *np)
{
	return np->parent;
}

static u32 cells_of(const struct device_node *np, const char *name)
{
	u32 cells;

	for (; np; np = np->parent)
		if (!of_property_read_u32(np, name, &cells))
			return cells;
	return 1;
}

#define of_bus_n_addr_cells(np) ((int)cells_of(np, "#address-cells"))
#define of_n_addr_cells(np) \
	of_bus_n_addr_cells((np)->parent ? (np)->parent : (np))
#define of_n_size_cells(np) \
	((int)cells_of((np)->parent ? (np)->parent : (np), "#size-cells"))

static u64 of_read_number(const __be32 *cell, int count)
{
	u64 number = 0;

	for (; count--; cell++)
		number = number << 32 | be32_to_cpu(*cell);
	return number;
}

static bool of_node_name_eq(const struct device_node *np, const char *name)
{
	size_t length = strcspn(np->full_name, "@");

	return strlen(name) == length && !strncmp(np->full_name, name, length);
}

static bool of_device_is_compatible(const struct device_node *np,
				    const char *compatible)
{
	const char *string;

	for (int i = 0; !of_property_read_string_index(np, "compatible", i, &string); i++)
		if (!strcasecmp(string, compatible))
			return true;
	return false;
}

static bool of_match_node(const struct of_device_id *matches,
			  const struct device_node *np)
{
	for (; matches->compatible[0]; matches++)
		if (of_device_is_compatible(np, matches->compatible))
			return true;
	return false;
}

static bool of_device_is_available(const struct device_node *np)
{
	const char *status = of_get_property(np, "status", NULL);

	return !status || !strcmp(status, "ok") || !strcmp(status, "okay");
}

static struct device_node *of_find_node_by_path(const char *path)
{
	struct device_node *np = of_root->child;

	if (!strcmp(path, "/"))
		return of_root;
	while (np && strcmp(np->full_name, path + 1))
		np = np->sibling;
	return np;
}

static struct device_node *of_get_compatible_child(const struct device_node *parent,
						   const char *compatible)
{
	struct device_node *np = parent ? parent->child : NULL;

	while (np && !of_device_is_compatible(np, compatible))
		np = np->sibling;
	return np;
}

static const char *dev_name(const struct device *dev)
{
	return dev->name;
}

/* The conversions that names are made with. */
static void dev_set_name(struct device *dev, const char *format, ...)
{
	char name[512] = "";
	va_list args;

	va_start(args, format);
	while (*format) {
		char *end = name + strlen(name);
		size_t room = sizeof(name) - (size_t)(end - name);

		if (!strncmp(format, "%llx", 4)) {
			snprintf(end, room, "%llx", va_arg(args, unsigned long long));
			format += 4;
		} else if (!strncmp(format, "%pOFn", 5)) {
			const struct device_node *np = va_arg(args, struct device_node *);

			snprintf(end, room, "%.*s", (int)strcspn(np->full_name, "@"),
				 np->full_name);
			format += 5;
		} else if (!strncmp(format, "%x", 2)) {
			snprintf(end, room, "%x", va_arg(args, unsigned int));
			format += 2;
		} else if (!strncmp(format, "%s", 2)) {
			const char *string = va_arg(args, const char *);

			snprintf(end, room, "%s", string ? string : "");
			format += 2;
		} else {
			snprintf(end, room, "%c", *format++);
		}
	}
	va_end(args);
	dev->name = strdup(name);
}

static struct platform_device *platform_device_alloc(const char *name, int id)
{
	(void)name;
	(void)id;
	return calloc(1, sizeof(struct platform_device));
}

static int of_device_add(struct platform_device *pdev)
{
	made[nr_made++] = pdev;
	return 0;
}

static void *of_amba_device_create(struct device_node *np, const char *bus_id,
				   void *platform_data, struct device *parent)
{
	(void)np;
	(void)bus_id;
	(void)platform_data;
	(void)parent;
	return NULL;
}

#include "address.inc"

static int of_address_count(struct device_node *np)
{
	struct resource res;
	int count = 0;

	while (of_address_to_resource(np, count, &res) == 0)
		count++;
	return count;
}

#include "device.inc"
#include "platform.inc"

static unsigned int failures;

static void differ(const struct platform_device *pdev, const char *what)
{
	fprintf(stderr, "%s: %s differs from the kernel's\n", pdev->dev.name, what);
	failures++;
}

static const struct of_static_device *ours(const struct device_node *np)
{
	for (unsigned int i = 0; i < of_static_board.nr_devices; i++)
		if (of_static_board.devices[i].np == np)
			return &of_static_board.devices[i];
	return NULL;
}

static void compare(const struct platform_device *pdev)
{
	const struct of_static_device *device = ours(pdev->dev.of_node);
	const struct device_node *parent = pdev->dev.parent == &platform_bus ?
					   NULL : pdev->dev.parent->of_node;

	if (!device) {
		differ(pdev, "that there is a device");
		return;
	}
	if (strcmp(device->name, pdev->dev.name))
		differ(pdev, device->name);
	if ((device->parent < 0 ? NULL : of_static_board.devices[device->parent].np) != parent)
		differ(pdev, "the parent");
	if (device->num_resources != pdev->num_resources) {
		differ(pdev, "the number of resources");
		return;
	}
	for (unsigned int i = 0; i < pdev->num_resources; i++) {
		const struct resource *a = &device->resource[i];
		const struct resource *b = &pdev->resource[i];

		if (a->start != b->start || a->end != b->end ||
		    a->flags != b->flags || strcmp(a->name, b->name))
			differ(pdev, a->name);
	}
}

int main(void)
{
	of_platform_default_populate_init();
	for (unsigned int i = 0; i < nr_made; i++)
		compare(made[i]);
	if (nr_made != of_static_board.nr_devices) {
		fprintf(stderr, "%u devices, the kernel makes %u\n",
			of_static_board.nr_devices, nr_made);
		failures++;
	}
	printf("%u devices\n", nr_made);
	return failures ? 1 : 0;
}
