// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_lines.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/table.h"

#define PREFIX "CONFIG_"

void kconfig_lines_add(struct kconfig_lines *lines, const char *symbol,
		       const char *value, bool quoted)
{
	*array_add(lines) = (struct kconfig_line){
		.symbol = memory_strdup(symbol),
		.value = memory_strdup(value),
		.quoted = quoted,
	};
}

/* "# CONFIG_A is not set" */
static void read_comment(struct kconfig_lines *lines, char *line)
{
	char *end;

	if (strncmp(line, "# " PREFIX, strlen("# " PREFIX)))
		return;
	line += strlen("# " PREFIX);
	end = strchr(line, ' ');
	if (!end || strcmp(end, " is not set"))
		return;
	*end = '\0';
	kconfig_lines_add(lines, line, "n", false);
}

/* Take the quotes and backslashes off a string, in place; false: no end. */
static bool unquote(char *value)
{
	char *to = value;

	for (const char *from = value + 1; *from; from++) {
		if (*from == '"') {
			*to = '\0';
			return true;
		}
		if (*from == '\\' && !*++from)
			return false;
		*to++ = *from;
	}
	return false;
}

static void read_line(struct kconfig_lines *lines, char *line)
{
	char *value;

	if (*line == '#') {
		read_comment(lines, line);
		return;
	}
	value = strchr(line, '=');
	if (strncmp(line, PREFIX, strlen(PREFIX)) || !value)
		return;
	*value++ = '\0';
	if (*value != '"')
		kconfig_lines_add(lines, line + strlen(PREFIX), value, false);
	else if (unquote(value))
		kconfig_lines_add(lines, line + strlen(PREFIX), value, true);
}

void kconfig_lines_read(struct kconfig_lines *lines, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		char *line = memory_strndup(text, length);

		if (length && line[length - 1] == '\r')
			line[length - 1] = '\0';
		read_line(lines, line);
		free(line);
		text += length + (text[length] == '\n');
	}
}

void kconfig_line_write(const struct kconfig_line *line, struct buffer *text)
{
	if (!line->quoted && !strcmp(line->value, "n")) {
		buffer_printf(text, "# " PREFIX "%s is not set\n", line->symbol);
		return;
	}
	buffer_printf(text, PREFIX "%s=", line->symbol);
	if (line->quoted)
		buffer_add_string(text, "\"");
	for (const char *c = line->value; *c; c++)
		buffer_printf(text, "%s%c", line->quoted &&
			      (*c == '"' || *c == '\\') ? "\\" : "", *c);
	buffer_add_string(text, line->quoted ? "\"\n" : "\n");
}

void kconfig_lines_free(struct kconfig_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		free((char *)lines->items[i].symbol);
		free((char *)lines->items[i].value);
	}
	array_free(lines);
}
