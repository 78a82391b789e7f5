// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares unpruned tables with what the kernel's own unflattener makes of the
 * same DTB. unflatten.inc is cut out of the kernel's drivers/of/fdt.c by the
 * test, from unflatten_dt_alloc() to unflatten_dt_nodes(), unchanged.
 *
 *	check-unflatten x.dtb
 */
#include <libfdt.h>
#include <linux/of_static.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the kernel's functions use of the kernel. */
#define be32_to_cpup(p) fdt32_ld((const fdt32_t *)(p))
#define pr_warn(...) fprintf(stderr, __VA_ARGS__)
#define pr_err(...) fprintf(stderr, __VA_ARGS__)
#define pr_debug(...) ((void)0)
#define PTR_ALIGN(p, a) ((void *)(((uintptr_t)(p) + (a) - 1) & ~((uintptr_t)(a) - 1)))
#define WARN_ON_ONCE(condition) (condition)
/* as with OF_KOBJ: disabled nodes stay, as --keep-all keeps them */
#define IS_ENABLED(option) 1
#define EINVAL 22

const struct fwnode_operations of_fwnode_ops = { 0 };

static void of_node_init(struct device_node *node)
{
	node->fwnode.ops = &of_fwnode_ops;
}

static const void *of_get_property(const struct device_node *np, const char *name,
				   int *length)
{
	for (const struct property *pp = np->properties; pp; pp = pp->next) {
		if (strcmp(pp->name, name))
			continue;
		if (length)
			*length = pp->length;
		return pp->value;
	}
	return NULL;
}

static bool of_fdt_device_is_available(const void *blob, unsigned long node)
{
	(void)blob;
	(void)node;
	return true;
}

#include "unflatten.inc"

static unsigned int failures;

static void differ(const struct device_node *np, const char *what)
{
	fprintf(stderr, "%s: %s differs from the kernel's\n", np->full_name, what);
	failures++;
}

static void compare_properties(const struct device_node *ours,
			       const struct device_node *kernels)
{
	const struct property *a = ours->properties, *b = kernels->properties;

	for (; a && b; a = a->next, b = b->next)
		if (strcmp(a->name, b->name) || a->length != b->length ||
		    memcmp(a->value, b->value, a->length) ||
		    !a->value != !b->value)
			differ(ours, a->name);
	if (a || b)
		differ(ours, "the number of properties");
}

static unsigned int compare_nodes(const struct device_node *ours,
				  const struct device_node *kernels)
{
	const struct device_node *a, *b;
	unsigned int count = 1;

	if (strcmp(ours->name, kernels->name))
		differ(ours, "name");
	if (strcmp(ours->full_name, kernels->full_name))
		differ(ours, "full_name");
	if (ours->phandle != kernels->phandle)
		differ(ours, "phandle");
	if (ours->fwnode.ops != kernels->fwnode.ops)
		differ(ours, "fwnode");
	compare_properties(ours, kernels);
	for (a = ours->child, b = kernels->child; a && b;
	     a = a->sibling, b = b->sibling)
		count += compare_nodes(a, b);
	if (a || b)
		differ(ours, "the number of children");
	return count;
}

int main(int argc, char **argv)
{
	static char dtb[1 << 20];
	struct device_node *root = NULL;
	unsigned int count;
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	void *memory;
	int size;

	if (!file || !fread(dtb, 1, sizeof(dtb), file)) {
		fprintf(stderr, "usage: %s DTB\n", argv[0]);
		return 2;
	}
	fclose(file);
	size = unflatten_dt_nodes(dtb, NULL, NULL, NULL);
	memory = calloc(1, size > 0 ? size : 1);
	if (size <= 0 || unflatten_dt_nodes(dtb, memory, NULL, &root) <= 0)
		return 2;
	count = compare_nodes(of_root, root);
	if (count != of_static_board.nr_nodes)
		differ(of_root, "the number of nodes");
	printf("%u nodes, %d bytes unflattened on this host\n", count, size);
	free(memory);
	return failures ? 1 : 0;
}
