/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The values of properties, stored so that equal ones are stored once, and one
 * that is a part of another isn't stored at all.
 */
#ifndef GENERATOR_BOARD_VALUES_H
#define GENERATOR_BOARD_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "generator/base/table.h"
#include "generator/tree/tree.h"

/* How a value is written; it is the same bytes in any case. */
enum value_kind {
	VALUE_EMPTY,
	VALUE_STRINGS,		/* one or more, each with its NUL; alignment 1 */
	VALUE_CELLS,		/* a multiple of 4 bytes; alignment 4 */
	VALUE_BYTES,		/* anything else; alignment 4 */
};

enum value_kind value_kind(const struct tree_property *property);

struct values {
	ARRAY(const struct tree_property *) wanted;
	ARRAY(uint32_t) cells;		/* host order */
	ARRAY(uint8_t) bytes;
};

/* Note the value of a property; it must live as long as @values. */
void values_want(struct values *values, const struct tree_property *property);

/* After the last values_want(): lay them out. */
void values_place(struct values *values);

/* Where the value is in cells (or in bytes, by its kind). */
size_t values_find(const struct values *values,
		   const struct tree_property *property);
void values_free(struct values *values);

#endif
