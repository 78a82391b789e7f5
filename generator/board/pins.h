/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pin controllers: which nodes are states that only pinctrl-N can choose, and
 * which GPIO banks a state's pins belong to.
 */
#ifndef GENERATOR_BOARD_PINS_H
#define GENERATOR_BOARD_PINS_H

#include <stdbool.h>

#include "generator/tree/tree.h"

/* By its name, as the kernel's pinctrl.yaml demands it. */
bool is_pin_controller(const struct tree_node *node);

/*
 * A child of a pin controller that describes how pins are set up, and nothing
 * else: no device, no GPIO bank, no hog. A driver finds it by phandle alone.
 */
bool is_pin_state(const struct tree_node *node);

/*
 * Does the GPIO bank (a child of @controller) have a pin that @state sets up?
 * Also true where the controller's way to write pins isn't known.
 */
bool bank_has_pins_of(const struct tree_node *controller,
		      const struct tree_node *bank,
		      const struct tree_node *state);

#endif
