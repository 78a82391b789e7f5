/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text that is safe to put into C.
 */
#ifndef GENERATOR_BOARD_C_TEXT_H
#define GENERATOR_BOARD_C_TEXT_H

#include <stddef.h>

#include "generator/tree/tree.h"

/*
 * A string literal of @length bytes, quotes included; a last byte of 0 is the
 * literal's own. Free with free().
 */
char *c_literal(const void *data, size_t length);

/* "/soc/serial@40004800" -> "soc_serial_40004800"; "root" for "/". */
char *c_name(const char *path);

/* Cells and bytes as a dts has them: "<0x40004800 0x400>", "[00 11]". */
char *dts_value(const struct tree_property *property);

#endif
