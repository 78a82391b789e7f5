// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the processor and the memory map ask for. The machine itself is a
 * driver of the root node (drivers.c).
 */
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/goals.h"
#include "generator/tree/address.h"

/*
 * Which processor support a CPU node needs: nothing in the kernel matches these
 * compatibles, it goes by the processor's ID register, which these files know
 * (6.12).
 */
static const struct cpu_fact {
	const char *arch;
	const char *compatible;
	const char *symbols[2];		/* any of them */
	const char *source;
} cpu_facts[] = {
	{ "arm", "arm,cortex-m3", { "CPU_V7M" }, "arch/arm/mm/proc-v7m.S" },
	{ "arm", "arm,cortex-m4", { "CPU_V7M" }, "arch/arm/mm/proc-v7m.S" },
	{ "arm", "arm,cortex-m7", { "CPU_V7M" }, "arch/arm/mm/proc-v7m.S" },
	/* __v7_proc_info takes any processor of the architecture */
	{ "arm", "arm,cortex-a5", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a7", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a8", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a9", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a12", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a15", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a17", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a53", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,cortex-a72", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "brcm,brahma-b15", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "qcom,krait", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "qcom,scorpion", { "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "marvell,pj4a", { "CPU_PJ4", "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "marvell,pj4b", { "CPU_PJ4B", "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "marvell,sheeva-v7", { "CPU_PJ4B", "CPU_V7" }, "arch/arm/mm/proc-v7.S" },
	{ "arm", "arm,arm1136jf-s", { "CPU_V6", "CPU_V6K" }, "arch/arm/mm/proc-v6.S" },
	{ "arm", "arm,arm1176jzf", { "CPU_V6", "CPU_V6K" }, "arch/arm/mm/proc-v6.S" },
	{ "arm", "arm,arm1176jzf-s", { "CPU_V6", "CPU_V6K" }, "arch/arm/mm/proc-v6.S" },
	{ "arm", "arm,arm11mpcore", { "CPU_V6K" }, "arch/arm/mm/proc-v6.S" },
	{ "arm", "arm,arm720t", { "CPU_ARM720T" }, "arch/arm/mm/proc-arm720.S" },
	{ "arm", "arm,arm920t", { "CPU_ARM920T" }, "arch/arm/mm/proc-arm920.S" },
	{ "arm", "arm,arm926ej-s", { "CPU_ARM926T" }, "arch/arm/mm/proc-arm926.S" },
	{ "arm", "faraday,fa526", { "CPU_FA526" }, "arch/arm/mm/proc-fa526.S" },
	{ "arm", "marvell,feroceon", { "CPU_FEROCEON" }, "arch/arm/mm/proc-feroceon.S" },
	{ "arm", "marvell,mohawk", { "CPU_MOHAWK" }, "arch/arm/mm/proc-mohawk.S" },
	{ "arm", "marvell,xscale", { "CPU_XSCALE" }, "arch/arm/mm/proc-xscale.S" },
};

static const struct cpu_fact *cpu_fact(const char *arch, const struct tree_node *cpu)
{
	const char *compatible;

	for (size_t i = 0; (compatible = node_string_at(cpu, "compatible", i)); i++)
		for (size_t k = 0; k < sizeof(cpu_facts) / sizeof(cpu_facts[0]); k++)
			if (!strcmp(cpu_facts[k].arch, arch) &&
			    !strcmp(cpu_facts[k].compatible, compatible))
				return &cpu_facts[k];
	return NULL;
}

static void add_cpu(struct goals *goals, const struct goals_source *source,
		    const struct tree_node *cpu)
{
	const struct cpu_fact *fact = cpu_fact(kconfig_arch(source->kconfig), cpu);
	struct condition_pool *pool = source->index->pool;
	const struct condition *condition;
	struct goal *goal;

	if (!fact)
		return;
	condition = condition_symbol(pool, fact->symbols[0]);
	if (fact->symbols[1])
		condition = condition_or(pool, condition,
					 condition_symbol(pool, fact->symbols[1]));
	goal = goals_add(goals, GOAL_MACHINE, condition,
			 memory_printf("%s \"%s\" -> %s", cpu->path, fact->compatible,
				       fact->source));
	goal->processor = true;
}

static void add_cpus(struct goals *goals, const struct goals_source *source)
{
	const struct tree_node *cpus = tree_find_path(source->tree, "/cpus");

	for (const struct tree_node *cpu = cpus ? cpus->child : NULL; cpu;
	     cpu = cpu->sibling)
		if (node_is_enabled(cpu))
			add_cpu(goals, source, cpu);
}

/* The first range of the first memory node. */
static const struct tree_node *find_memory(const struct tree *tree, uint64_t *base,
					   uint64_t *size)
{
	const struct tree_node *root = &tree->nodes[0];
	size_t na = address_cells(root), ns = size_cells(root);

	for (const struct tree_node *node = root->child; node; node = node->sibling) {
		const char *type = node_string(node, "device_type");
		const struct tree_property *reg = node_property(node, "reg");

		if (!type || strcmp(type, "memory") || !node_is_available(node) ||
		    !reg || property_nr_cells(reg) < na + ns)
			continue;
		*base = read_cells(reg->value, na);
		*size = read_cells(reg->value + na * 4, ns);
		if (*size)
			return node;
	}
	return NULL;
}

static bool is_number(const struct goals_source *source, const char *symbol)
{
	return kconfig_symbol_type(source->kconfig, symbol) == KCONFIG_TYPE_HEX;
}

static void add_number(struct goals *goals, const struct goals_source *source,
		       const char *symbol, uint64_t value, bool without_mmu,
		       char *reason)
{
	struct condition_pool *pool = source->index->pool;
	char *text = memory_printf("0x%08llx", (unsigned long long)value);
	const struct condition *condition = condition_equals(pool, symbol, text);

	if (without_mmu)
		condition = condition_or(pool, condition, condition_symbol(pool, "MMU"));
	goals_add(goals, GOAL_MACHINE, condition, reason);
	free(text);
}

/*
 * Without an MMU the kernel has to be told where its memory is
 * (arch/arm/Kconfig-nommu); with one it finds out.
 */
static void add_memory(struct goals *goals, const struct goals_source *source)
{
	const struct tree_node *node;
	uint64_t base, size;

	if (!is_number(source, "DRAM_BASE") || !is_number(source, "DRAM_SIZE"))
		return;
	node = find_memory(source->tree, &base, &size);
	if (!node)
		return;
	add_number(goals, source, "DRAM_BASE", base, true,
		   memory_printf("%s reg: its address", node->path));
	add_number(goals, source, "DRAM_SIZE", size, true,
		   memory_printf("%s reg: its size", node->path));
}

/* The board's flash map says that the kernel is executed in place. */
static void add_xip(struct goals *goals, const struct goals_source *source)
{
	if (!source->board->map_kernel || !is_number(source, "XIP_PHYS_ADDR"))
		return;
	goals_add(goals, GOAL_MACHINE,
		  condition_symbol(source->index->pool, "XIP_KERNEL"),
		  memory_strdup("board.yaml: map: kernel: it is executed in place"));
	add_number(goals, source, "XIP_PHYS_ADDR", source->board->map_kernel, false,
		   memory_strdup("board.yaml: map: kernel"));
}

void goals_add_machine(struct goals *goals, const struct goals_source *source)
{
	add_cpus(goals, source);
	add_memory(goals, source);
	add_xip(goals, source);
}
