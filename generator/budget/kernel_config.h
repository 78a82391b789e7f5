/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knobs and a kernel's .config: which values it has, and lines that set them.
 */
#ifndef GENERATOR_BUDGET_KERNEL_CONFIG_H
#define GENERATOR_BUDGET_KERNEL_CONFIG_H

#include "generator/base/buffer.h"
#include "generator/budget/knobs.h"

/*
 * @values gets the index of each knob's value. One whose symbol isn't there is
 * as by default; and @lacks (or NULL) says so if that isn't for a knob it needs.
 */
int kernel_config_read(const char *path, const struct knobs *knobs,
		       uint8_t *values, bool *lacks, struct error *error);

/* "CONFIG_LVL_BITS=3\n" for each knob, but those that @lacks has. */
void kernel_config_lines(const struct knobs *knobs, const uint8_t *values,
			 const bool *lacks, struct buffer *lines);

#endif
