// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/c_text.h"

#include <ctype.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "generator/board/values.h"

static bool is_octal(unsigned char byte)
{
	return byte >= '0' && byte <= '7';
}

char *c_literal(const void *data, size_t length)
{
	const unsigned char *bytes = data;
	struct buffer text = BUFFER_INIT;

	if (length && !bytes[length - 1])
		length--;
	buffer_add_string(&text, "\"");
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = bytes[i];

		if (!byte) {
			buffer_add_string(&text, "\\0");
			/* a digit after it would be taken for a part of it */
			if (i + 1 < length && is_octal(bytes[i + 1]))
				buffer_add_string(&text, "\" \"");
		} else if (byte == '"' || byte == '\\' || byte == '?') {
			buffer_printf(&text, "\\%c", byte);
		} else if (byte < ' ' || byte > '~') {
			buffer_printf(&text, "\\%03o", byte);
		} else {
			buffer_printf(&text, "%c", byte);
		}
	}
	buffer_add_string(&text, "\"");
	return buffer_take(&text);
}

char *c_name(const char *path)
{
	struct buffer name = BUFFER_INIT;

	if (!strcmp(path, "/"))
		return memory_strdup("root");
	path++;
	if (isdigit((unsigned char)*path))
		buffer_add_string(&name, "_");
	for (; *path; path++)
		buffer_printf(&name, "%c",
			      isalnum((unsigned char)*path) ? *path : '_');
	return buffer_take(&name);
}

char *dts_value(const struct tree_property *property)
{
	struct buffer text = BUFFER_INIT;

	if (value_kind(property) == VALUE_CELLS) {
		for (size_t i = 0; i < property_nr_cells(property); i++)
			buffer_printf(&text, "%s0x%x", i ? " " : "<",
				      property_cell(property, i));
		buffer_add_string(&text, ">");
	} else {
		for (uint32_t i = 0; i < property->length; i++)
			buffer_printf(&text, "%s%02x", i ? " " : "[",
				      property->value[i]);
		buffer_add_string(&text, "]");
	}
	return buffer_take(&text);
}
