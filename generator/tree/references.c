// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/tree/references.h"

#include <string.h>

#include "generator/tree/address.h"

enum match {
	EXACT,
	SUFFIX,
	NUMBERED,		/* the name, then digits only */
};

/* How the cells of a property divide into entries. */
enum layout {
	PLAIN,			/* a phandle each */
	CELLS,			/* a phandle, then as many as the target's #...-cells */
	CELLS_IF_ANY,		/* the same; a target without that property: none */
	FIXED,			/* a phandle, then a fixed number */
	REST,			/* one phandle, then what is left */
	MAP,			/* child id, phandle, target's id, length */
	INTERRUPTS,		/* no phandle: the interrupt parent is the target */
	INTERRUPT_MAP,		/* child address and interrupt, phandle, parent's */
};

struct rule {
	const char *name;
	enum match match;
	enum layout layout;
	const char *cells;	/* of CELLS and CELLS_IF_ANY */
	unsigned int fixed;	/* of FIXED */
	bool lax;		/* a convention, not a binding: names no node, no error */
};

#define LIST(property, cells)	{ property, EXACT, CELLS, cells, 0, false }
#define LIST_IF(property, cells) { property, EXACT, CELLS_IF_ANY, cells, 0, false }
#define NODES(property)		{ property, EXACT, PLAIN, NULL, 0, false }
#define NODES_LAX(property)	{ property, EXACT, PLAIN, NULL, 0, true }
#define SYSCON(property)	{ property, EXACT, REST, NULL, 0, true }

/* The first that matches counts. */
static const struct rule rules[] = {
	/* the kernel's and dtc's, with arguments */
	LIST("clocks", "#clock-cells"),
	LIST("assigned-clocks", "#clock-cells"),
	LIST("assigned-clock-parents", "#clock-cells"),
	LIST("cooling-device", "#cooling-cells"),
	LIST("dmas", "#dma-cells"),
	LIST("hwlocks", "#hwlock-cells"),
	LIST_IF("interconnects", "#interconnect-cells"),
	LIST("io-channels", "#io-channel-cells"),
	LIST("io-backends", "#io-backend-cells"),
	LIST("iommus", "#iommu-cells"),
	LIST("mboxes", "#mbox-cells"),
	LIST_IF("msi-parent", "#msi-cells"),
	LIST("mux-controls", "#mux-control-cells"),
	LIST("mux-states", "#mux-state-cells"),
	LIST_IF("nvmem-cells", "#nvmem-cell-cells"),
	LIST("performance-domains", "#performance-domain-cells"),
	LIST("phys", "#phy-cells"),
	LIST("power-domains", "#power-domain-cells"),
	LIST_IF("pses", "#pse-cells"),
	LIST("pwms", "#pwm-cells"),
	LIST("resets", "#reset-cells"),
	LIST("sound-dai", "#sound-dai-cells"),
	LIST("thermal-sensors", "#thermal-sensor-cells"),
	LIST_IF("trigger-sources", "#trigger-source-cells"),
	LIST_IF("access-controllers", "#access-controller-cells"),
	LIST("gpio", "#gpio-cells"),
	LIST("gpios", "#gpio-cells"),
	{ "-gpio", SUFFIX, CELLS, "#gpio-cells", 0, false },
	{ "-gpios", SUFFIX, CELLS, "#gpio-cells", 0, false },
	{ "gpio-ranges", EXACT, FIXED, NULL, 3, false },

	/* interrupts */
	{ "interrupts", EXACT, INTERRUPTS, "#interrupt-cells", 0, false },
	LIST("interrupts-extended", "#interrupt-cells"),
	{ "interrupt-map", EXACT, INTERRUPT_MAP, "#interrupt-cells", 0, false },
	NODES("interrupt-parent"),
	NODES("wakeup-parent"),
	NODES("interrupt-affinity"),
	{ "iommu-map", EXACT, MAP, NULL, 0, false },
	{ "msi-map", EXACT, MAP, NULL, 0, false },

	/* the kernel's, and other bindings of dt-schema and dtspec, phandles alone */
	{ "pinctrl-", NUMBERED, PLAIN, NULL, 0, false },
	{ "-supply", SUFFIX, PLAIN, NULL, 0, false },
	NODES("affinity"),
	NODES("backlight"),
	NODES("companion"),
	NODES("cpu"),
	NODES("cpu-idle-states"),
	NODES("cpus"),
	NODES("dais"),
	NODES("ddc-i2c-bus"),
	NODES("devfreq"),
	NODES("devfreq-events"),
	NODES("dma-masters"),
	NODES("domain-idle-states"),
	NODES("ethernet"),
	NODES("extcon"),
	NODES("fpga-mgr"),
	NODES("i2c-bus"),
	NODES("i2c-parent"),
	NODES("leds"),
	NODES("mdio-parent-bus"),
	NODES("memory-region"),
	NODES("mmc-pwrseq"),
	NODES("monitored-battery"),
	NODES("nand-ecc-engine"),
	NODES("native-mode"),
	NODES("next-level-cache"),
	NODES("nvmem"),
	NODES("operating-points-v2"),
	NODES("opp-shared"),
	NODES("panel"),
	NODES("pcs-handle"),
	NODES("phy-handle"),
	NODES("post-init-providers"),
	NODES("power-supplies"),
	NODES("ptp-timer"),
	NODES("remote-endpoint"),
	NODES("required-opps"),
	NODES("rng"),
	NODES("sfp"),
	NODES("shmem"),
	NODES("snps,axi-config"),
	NODES("snps,mtl-rx-config"),
	NODES("snps,mtl-tx-config"),
	NODES("sram"),
	NODES("trip"),
	NODES("usb-phy"),

	/* a system controller's registers: the node, then offset and mask */
	NODES("st,gcan"),
	SYSCON("st,syscfg"),
	SYSCON("st,syscfg-fmp"),
	SYSCON("st,syscfg-holdboot"),
	SYSCON("st,syscfg-m4-state"),
	SYSCON("st,syscfg-pdds"),
	SYSCON("st,syscfg-rsc-tbl"),
	SYSCON("syscon"),
	SYSCON("regmap"),
	{ ",syscon", SUFFIX, REST, NULL, 0, true },
	{ "-syscon", SUFFIX, REST, NULL, 0, true },
	SYSCON("gpr"),
	SYSCON("fsl,anatop"),
	SYSCON("fsl,stop-mode"),
	SYSCON("fsl,tempmon"),
	SYSCON("fsl,usbmisc"),
	SYSCON("fsl,weim-cs-gpr"),
	NODES_LAX("audio-asrc"),
	NODES_LAX("audio-codec"),
	NODES_LAX("audio-cpu"),
	NODES_LAX("codec-handle"),
	NODES_LAX("fsl,usbphy"),
	NODES_LAX("iram"),
	NODES_LAX("phy"),
	NODES_LAX("ports"),
	NODES_LAX("ssi-controller"),
};

static bool ends_with(const char *string, const char *end)
{
	size_t length = strlen(string), end_length = strlen(end);

	return length >= end_length && !strcmp(string + length - end_length, end);
}

static bool rule_matches(const struct rule *rule, const char *name)
{
	size_t length = strlen(rule->name);

	switch (rule->match) {
	case EXACT:
		return !strcmp(name, rule->name);
	case SUFFIX:
		return ends_with(name, rule->name);
	case NUMBERED:
		return !strncmp(name, rule->name, length) && name[length] &&
		       strspn(name + length, "0123456789") ==
		       strlen(name + length);
	}
	return false;
}

/* Names that look like a rule's and mean something else. */
static bool is_exception(const struct tree_node *node, const char *name)
{
	/* a hog's gpios are its parent's: no phandle */
	if (!strcmp(name, "gpio") || !strcmp(name, "gpios"))
		return node_property(node, "gpio-hog") != NULL;
	/* a number of them */
	if (!strcmp(name, "nr-gpios") || ends_with(name, ",nr-gpios"))
		return true;
	/* below /__symbols__, /__fixups__ and the like names are labels */
	while (node->depth > 1)
		node = node->parent;
	if (!strncmp(node->name, "__", 2))
		return true;
	/* and names in /aliases are aliases */
	return !strcmp(node->path, "/aliases");
}

static const struct rule *find_rule(const struct tree_node *node,
				    const char *name)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rule_matches(&rules[i], name))
			return is_exception(node, name) ? NULL : &rules[i];
	return NULL;
}

bool property_is_reference(const struct tree_node *node,
			   const struct tree_property *property)
{
	return find_rule(node, property->name) != NULL;
}

struct tree_node *interrupt_parent(const struct tree *tree,
				   const struct tree_node *node)
{
	const struct tree_node *at = node;

	/* each step leads to another node, or it goes around in circles */
	for (size_t steps = 0; steps <= tree->nr_nodes; steps++) {
		struct tree_node *parent;
		uint32_t phandle;

		if (node_cell(at, "interrupt-parent", &phandle))
			parent = tree_find_phandle(tree, phandle);
		else
			parent = at->parent;
		if (!parent || node_property(parent, "#interrupt-cells"))
			return parent;
		at = parent;
	}
	return NULL;
}

/* What a walk over the cells of one property knows. */
struct walk {
	const struct tree *tree;
	const struct tree_node *node;
	const struct tree_property *property;
	const struct rule *rule;
	reference_list *list;
	struct error *error;
	size_t cell;		/* the next to read */
	size_t entry;
};

static size_t cells_left(const struct walk *walk)
{
	return property_nr_cells(walk->property) - walk->cell;
}

static void add_reference(struct walk *walk, uint32_t phandle,
			  struct tree_node *target, size_t nr_arguments)
{
	struct reference *reference = array_add(walk->list);

	*reference = (struct reference){
		.property = walk->property,
		.entry = walk->entry,
		.phandle = phandle,
		.target = target,
		.cells = walk->rule->cells,
		.arguments = walk->property->value + walk->cell * 4,
		.nr_arguments = nr_arguments,
	};
	walk->cell += nr_arguments;
}

static int too_short(struct walk *walk, const struct tree_node *target,
		     size_t expected)
{
	return tree_error(walk->tree, walk->node, walk->property->name,
			  walk->error,
			  "entry %zu ends after %zu of %zu cells that %s expects (%s)",
			  walk->entry, cells_left(walk), expected, target->path,
			  walk->rule->cells ? walk->rule->cells : "by its binding");
}

/* The arguments' number of the CELLS layouts, from the target. */
static int target_cells(struct walk *walk, const struct tree_node *target,
			size_t *count)
{
	uint32_t cells = 0;

	if (!node_cell(target, walk->rule->cells, &cells) &&
	    walk->rule->layout != CELLS_IF_ANY)
		return tree_error(walk->tree, walk->node, walk->property->name,
				  walk->error,
				  "entry %zu refers to %s, which has no %s; expected one",
				  walk->entry, target->path, walk->rule->cells);
	*count = cells;
	return 0;
}

/* Read a phandle. 1: a hole, or (lax) no node. */
static int take_target(struct walk *walk, uint32_t *phandle,
		       struct tree_node **target)
{
	*phandle = property_cell(walk->property, walk->cell++);
	if (!*phandle || *phandle == UINT32_MAX)
		return 1;
	*target = tree_find_phandle(walk->tree, *phandle);
	if (*target)
		return 0;
	if (walk->rule->lax)
		return 1;
	return tree_error(walk->tree, walk->node, walk->property->name,
			  walk->error,
			  "entry %zu is a dangling phandle: no node has phandle 0x%x",
			  walk->entry, *phandle);
}

static int walk_list(struct walk *walk)
{
	for (; cells_left(walk); walk->entry++) {
		struct tree_node *target;
		size_t count = 0;
		uint32_t phandle;
		int result = take_target(walk, &phandle, &target);

		if (result < 0)
			return -1;
		if (walk->rule->layout == REST) {
			if (!result)
				add_reference(walk, phandle, target,
					      cells_left(walk));
			return 0;
		}
		if (result > 0)
			continue;
		if (walk->rule->layout == FIXED)
			count = walk->rule->fixed;
		else if (walk->rule->layout != PLAIN &&
			 target_cells(walk, target, &count))
			return -1;
		if (count > cells_left(walk))
			return too_short(walk, target, count);
		add_reference(walk, phandle, target, count);
	}
	return 0;
}

static int walk_map(struct walk *walk)
{
	for (; cells_left(walk) >= 4; walk->entry++) {
		struct tree_node *target;
		uint32_t phandle;
		int result;

		walk->cell++;
		result = take_target(walk, &phandle, &target);
		if (result < 0)
			return -1;
		if (result)
			walk->cell += 2;
		else
			add_reference(walk, phandle, target, 2);
	}
	return 0;
}

static int walk_interrupts(struct walk *walk)
{
	struct tree_node *parent = interrupt_parent(walk->tree, walk->node);
	uint32_t cells = 0;

	/* interrupts-extended takes precedence (drivers/of/irq.c) */
	if (node_property(walk->node, "interrupts-extended"))
		return 0;
	if (!parent)
		return tree_error(walk->tree, walk->node, walk->property->name,
				  walk->error,
				  "no interrupt parent; expected interrupt-parent here or above to name a node with #interrupt-cells");
	if (!node_cell(parent, "#interrupt-cells", &cells) || !cells)
		return tree_error(walk->tree, walk->node, walk->property->name,
				  walk->error,
				  "the interrupt parent %s has no #interrupt-cells above 0",
				  parent->path);
	if (property_nr_cells(walk->property) % cells)
		return tree_error(walk->tree, walk->node, walk->property->name,
				  walk->error,
				  "%zu cells; expected a multiple of %u (#interrupt-cells of %s)",
				  property_nr_cells(walk->property), cells,
				  parent->path);
	for (; cells_left(walk); walk->entry++)
		add_reference(walk, parent->phandle, parent, cells);
	return 0;
}

/*
 * Controllers whose interrupt-map is a private format: of_irq_imap_abusers in
 * the kernel's drivers/of/irq.c.
 */
static const char *const own_interrupt_maps[] = {
	"CBEA,platform-spider-pic", "sti,platform-spider-pic",
	"realtek,rtl-intc", "fsl,ls1021a-extirq", "fsl,ls1043a-extirq",
	"fsl,ls1088a-extirq", "renesas,rza1-irqc", "pasemi,rootbus",
};

static bool has_own_interrupt_map(const struct tree_node *node)
{
	for (size_t i = 0;
	     i < sizeof(own_interrupt_maps) / sizeof(own_interrupt_maps[0]); i++)
		if (node_is_compatible(node, own_interrupt_maps[i]))
			return true;
	return false;
}

static int walk_interrupt_map(struct walk *walk)
{
	uint32_t interrupt_cells = 0;
	size_t child;

	if (has_own_interrupt_map(walk->node))
		return 0;
	if (!node_cell(walk->node, "#interrupt-cells", &interrupt_cells))
		return tree_error(walk->tree, walk->node, walk->property->name,
				  walk->error,
				  "the node has no #interrupt-cells; expected one");
	child = (size_t)address_cells(walk->node) + interrupt_cells;
	for (; cells_left(walk) > child; walk->entry++) {
		struct tree_node *target;
		uint32_t phandle, address = 0, interrupt = 0;
		int result;

		walk->cell += child;
		result = take_target(walk, &phandle, &target);
		if (result < 0)
			return -1;
		if (result)
			return 0;
		/* a controller without #address-cells of its own has none */
		node_cell(target, "#address-cells", &address);
		if (!node_cell(target, "#interrupt-cells", &interrupt))
			return tree_error(walk->tree, walk->node,
					  walk->property->name, walk->error,
					  "entry %zu refers to %s, which has no #interrupt-cells; expected one",
					  walk->entry, target->path);
		if ((size_t)address + interrupt > cells_left(walk))
			return too_short(walk, target, (size_t)address + interrupt);
		add_reference(walk, phandle, target, (size_t)address + interrupt);
	}
	return 0;
}

int references_of_property(const struct tree *tree,
			   const struct tree_node *node,
			   const struct tree_property *property,
			   reference_list *list, struct error *error)
{
	struct walk walk = {
		.tree = tree,
		.node = node,
		.property = property,
		.rule = find_rule(node, property->name),
		.list = list,
		.error = error,
	};

	if (!walk.rule)
		return 0;
	if (property->length % sizeof(uint32_t)) {
		if (walk.rule->lax)
			return 0;
		return tree_error(tree, node, property->name, error,
				  "%u bytes; expected a multiple of 4 (a list of phandles and cells)",
				  property->length);
	}
	switch (walk.rule->layout) {
	case MAP:
		return walk_map(&walk);
	case INTERRUPTS:
		return walk_interrupts(&walk);
	case INTERRUPT_MAP:
		return walk_interrupt_map(&walk);
	default:
		return walk_list(&walk);
	}
}

int references_of_node(const struct tree *tree, const struct tree_node *node,
		       reference_list *list, struct error *error)
{
	for (size_t i = 0; i < node->nr_properties; i++)
		if (references_of_property(tree, node, &node->properties[i],
					   list, error))
			return -1;
	return 0;
}
