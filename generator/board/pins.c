// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/pins.h"

#include <string.h>

/* Controllers whose `pinmux` holds the pin's number in its upper bits. */
static const struct {
	const char *compatible;		/* how it begins */
	unsigned int shift;
} pinmux_formats[] = {
	/* include/dt-bindings/pinctrl/stm32-pinfunc.h: PIN_NO() << 8 | mode */
	{ "st,stm32", 8 },
};

/* A node with one of these sets up pins (pincfg-node.yaml, pinmux-node.yaml). */
static const char *const state_properties[] = {
	"function", "group", "groups", "pin", "pinmux", "pins",
};

/* A node with one of these is more than a state. */
static const char *const other_properties[] = {
	"compatible", "gpio-controller", "gpio-hog", "interrupt-controller",
	"reg", "#pinctrl-cells",
};

static bool has_any(const struct tree_node *node, const char *const *names,
		    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (node_property(node, names[i]))
			return true;
	return false;
}

#define HAS_ANY(node, names) has_any(node, names, sizeof(names) / sizeof((names)[0]))

bool is_pin_controller(const struct tree_node *node)
{
	return node_name_is(node, "pinctrl") || node_name_is(node, "pinmux") ||
	       node_name_is(node, "pin-controller");
}

bool is_pin_state(const struct tree_node *node)
{
	bool sets_pins = false;

	if (!node->parent || !is_pin_controller(node->parent))
		return false;
	for (const struct tree_node *at = node; at; at = node_next(node, at)) {
		if (HAS_ANY(at, other_properties))
			return false;
		sets_pins = sets_pins || HAS_ANY(at, state_properties);
	}
	return sets_pins;
}

static int pinmux_shift(const struct tree_node *controller)
{
	const char *compatible = node_string(controller, "compatible");

	for (size_t i = 0;
	     compatible && i < sizeof(pinmux_formats) / sizeof(pinmux_formats[0]);
	     i++) {
		const char *begin = pinmux_formats[i].compatible;

		if (!strncmp(compatible, begin, strlen(begin)))
			return (int)pinmux_formats[i].shift;
	}
	return -1;
}

/* gpio-ranges: pin controller, first GPIO, first pin, count. */
static bool ranges_have(const struct tree_property *ranges, uint32_t pin)
{
	for (size_t i = 0; i + 4 <= property_nr_cells(ranges); i += 4) {
		uint32_t first = property_cell(ranges, i + 2);
		uint32_t count = property_cell(ranges, i + 3);

		if (pin >= first && pin - first < count)
			return true;
	}
	return false;
}

bool bank_has_pins_of(const struct tree_node *controller,
		      const struct tree_node *bank,
		      const struct tree_node *state)
{
	const struct tree_property *ranges = node_property(bank, "gpio-ranges");
	int shift = pinmux_shift(controller);

	if (shift < 0 || !ranges)
		return true;
	for (const struct tree_node *at = state; at; at = node_next(state, at)) {
		const struct tree_property *pinmux = node_property(at, "pinmux");

		for (size_t i = 0; pinmux && i < property_nr_cells(pinmux); i++)
			if (ranges_have(ranges, property_cell(pinmux, i) >> shift))
				return true;
	}
	return false;
}
