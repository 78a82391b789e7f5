// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/values.h"

#include <stdlib.h>
#include <string.h>

/* Where a value that isn't found would be; it always is. */
#define NOWHERE ((size_t)-1)

/* Properties of strings whose length may be a multiple of 4. */
static const char *const string_properties[] = {
	"bootargs", "compatible", "device_type", "label", "model", "name",
	"status", "stdout-path",
};

static bool is_string_property(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0;
	     i < sizeof(string_properties) / sizeof(string_properties[0]); i++)
		if (!strcmp(name, string_properties[i]))
			return true;
	return length > 6 && !strcmp(name + length - 6, "-names");
}

/* Printable text with single NULs between, and one at the end. */
static bool looks_like_strings(const struct tree_property *property)
{
	bool inside = false;

	if (!property_is_strings(property))
		return false;
	for (uint32_t i = 0; i < property->length; i++) {
		uint8_t byte = property->value[i];

		if (!byte && !inside)
			return false;
		if (byte && (byte < ' ' || byte > '~'))
			return false;
		inside = byte != 0;
	}
	return true;
}

enum value_kind value_kind(const struct tree_property *property)
{
	bool whole_cells = property->length % 4 == 0;

	if (!property->length)
		return VALUE_EMPTY;
	/* four letters may be a number: a string only where that is certain */
	if (looks_like_strings(property) &&
	    (!whole_cells || property->length > 16 ||
	     is_string_property(property->name)))
		return VALUE_STRINGS;
	return whole_cells ? VALUE_CELLS : VALUE_BYTES;
}

void values_want(struct values *values, const struct tree_property *property)
{
	*array_add(&values->wanted) = property;
}

/* Longest first, so that the short ones find themselves inside. */
static int compare_lengths(const void *a, const void *b)
{
	const struct tree_property *left = *(const struct tree_property *const *)a;
	const struct tree_property *right = *(const struct tree_property *const *)b;

	if (left->length != right->length)
		return left->length > right->length ? -1 : 1;
	return memcmp(left->value, right->value, left->length);
}

static size_t find_cells(const struct values *values,
			 const struct tree_property *property)
{
	size_t count = property_nr_cells(property);

	for (size_t at = 0; at + count <= values->cells.count; at++) {
		size_t same = 0;

		while (same < count && values->cells.items[at + same] ==
				       property_cell(property, same))
			same++;
		if (same == count)
			return at;
	}
	return NOWHERE;
}

static size_t find_bytes(const struct values *values,
			 const struct tree_property *property)
{
	for (size_t at = 0; at + property->length <= values->bytes.count; at += 4)
		if (!memcmp(values->bytes.items + at, property->value,
			    property->length))
			return at;
	return NOWHERE;
}

void values_place(struct values *values)
{
	if (values->wanted.count)
		qsort(values->wanted.items, values->wanted.count,
		      sizeof(values->wanted.items[0]), compare_lengths);
	for (size_t i = 0; i < values->wanted.count; i++) {
		const struct tree_property *property = values->wanted.items[i];
		enum value_kind kind = value_kind(property);

		if (kind == VALUE_CELLS &&
		    find_cells(values, property) == NOWHERE)
			for (size_t k = 0; k < property_nr_cells(property); k++)
				*array_add(&values->cells) =
					property_cell(property, k);
		if (kind != VALUE_BYTES ||
		    find_bytes(values, property) != NOWHERE)
			continue;
		while (values->bytes.count % 4)
			*array_add(&values->bytes) = 0;
		for (uint32_t k = 0; k < property->length; k++)
			*array_add(&values->bytes) = property->value[k];
	}
}

size_t values_find(const struct values *values,
		   const struct tree_property *property)
{
	if (value_kind(property) == VALUE_CELLS)
		return find_cells(values, property);
	return find_bytes(values, property);
}

void values_free(struct values *values)
{
	array_free(&values->wanted);
	array_free(&values->cells);
	array_free(&values->bytes);
}
