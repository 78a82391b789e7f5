// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a driver needs beside itself, and no table or Kconfig file says: each
 * with the place in the kernel where it is to be seen.
 */
#include <string.h>

#include "generator/base/memory.h"
#include "generator/kernel/goals.h"

/* A compatible whose driver looks for another one by name. */
static const struct {
	const char *compatible;
	const char *symbol;
	const char *why;
} companions[] = {
	{ "mtd-rom", "MTD_ROM", "drivers/mtd/maps/physmap-core.c: of_flash_match: \"map_rom\"" },
	{ "mtd-ram", "MTD_RAM", "drivers/mtd/maps/physmap-core.c: of_flash_match: \"map_ram\"" },
	{ "cfi-flash", "MTD_CFI", "drivers/mtd/maps/physmap-core.c: of_flash_match: \"cfi_probe\"" },
	{ "jedec-flash", "MTD_JEDECPROBE",
	  "drivers/mtd/maps/physmap-core.c: of_flash_match: \"jedec_probe\"" },
};

/* A property that says which of several roles a driver is to have. */
static const struct {
	const char *folder;		/* of drivers that this is about */
	const char *property;
	const char *value;
	const char *symbols[2];		/* all of them */
	const char *why;
} roles[] = {
	{ "drivers/usb/", "dr_mode", "host", { "USB" },
	  "Documentation/devicetree/bindings/usb/usb-drd.yaml" },
	{ "drivers/usb/", "dr_mode", "peripheral", { "USB_GADGET" },
	  "Documentation/devicetree/bindings/usb/usb-drd.yaml" },
	{ "drivers/usb/", "dr_mode", "otg", { "USB", "USB_GADGET" },
	  "Documentation/devicetree/bindings/usb/usb-drd.yaml" },
};

static void add_fact(struct goals *goals, const struct goals_source *source,
		     const struct driver_need *need, const char *symbol, char *reason)
{
	struct goal *goal;

	goal = goals_add(goals, GOAL_DRIVER,
			 condition_symbol(source->index->pool, symbol), reason);
	if (!goal->source)
		goal->source = need->ways.items[0].entry->source;
}

static bool is_known(const struct goals_source *source, const char *symbol)
{
	return kconfig_symbol_type(source->kconfig, symbol) != KCONFIG_TYPE_UNKNOWN;
}

void goals_add_facts(struct goals *goals, const struct goals_source *source,
		     const struct node_drivers *node, const struct driver_need *need)
{
	const char *path = node->node->path;
	const char *file = need->ways.items[0].entry->source;

	for (size_t i = 0; i < sizeof(companions) / sizeof(companions[0]); i++)
		if (!strcmp(companions[i].compatible, need->compatible) &&
		    is_known(source, companions[i].symbol))
			add_fact(goals, source, need, companions[i].symbol,
				 memory_printf("%s \"%s\": %s -> %s", path,
					       need->compatible, companions[i].why,
					       companions[i].symbol));
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const char *value = node_string(node->node, roles[i].property);

		if (!value || strcmp(value, roles[i].value) ||
		    strncmp(file, roles[i].folder, strlen(roles[i].folder)))
			continue;
		for (size_t k = 0; k < 2 && roles[i].symbols[k]; k++)
			if (is_known(source, roles[i].symbols[k]))
				add_fact(goals, source, need, roles[i].symbols[k],
					 memory_printf("%s %s = \"%s\": %s -> %s", path,
						       roles[i].property, value,
						       roles[i].why,
						       roles[i].symbols[k]));
	}
}
