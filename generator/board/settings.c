// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/settings.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

#define NAME_CHARACTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

static char *without_quotes(const char *value)
{
	size_t length = strlen(value);

	if (length > 1 && value[0] == '"' && value[length - 1] == '"')
		return memory_strndup(value + 1, length - 2);
	return memory_strdup(value);
}

int setting_parse(struct setting *setting, const char *set, struct error *error)
{
	size_t length = strspn(set, NAME_CHARACTERS);

	if (!length || (set[length] && set[length] != '=') ||
	    (set[length] && !set[length + 1]))
		return error_set(error, "\"%s\"; expected SYMBOL, SYMBOL=n or SYMBOL=value",
				 set);
	if (!strncmp(set, "CONFIG_", strlen("CONFIG_")))
		return error_set(error, "\"%s\"; expected a symbol without CONFIG_", set);
	setting->symbol = memory_strndup(set, length);
	setting->value = set[length] ? without_quotes(set + length + 1) :
				       memory_strdup("y");
	return 0;
}

/* Does a line's text go on with the value, with or without quotes around it? */
static bool is_value(const char *at, const char *value)
{
	size_t length = strlen(value);

	at += *at == '"' || *at == '\'';
	if (strncmp(at, value, length))
		return false;
	at += length;
	at += *at == '"' || *at == '\'';
	return !*at || strchr(" \t,}\r\n", *at);
}

unsigned int setting_line(const char *text, const char *set, unsigned int nth)
{
	unsigned int line = 1;

	for (; *text; line++) {
		const char *at = text + strspn(text, " \t-{");

		text += strcspn(text, "\n");
		text += *text == '\n';
		if (strncmp(at, "set:", strlen("set:")))
			continue;
		at += strlen("set:");
		if (is_value(at + strspn(at, " \t"), set) && !nth--)
			return line;
	}
	return 0;
}

json_t *setting_json(const struct setting *setting)
{
	return json_pack("{s:s, s:s, s:s, s:b, s:I}", "symbol", setting->symbol,
			 "value", setting->value, "why", setting->why, "series",
			 setting->series, "line", (json_int_t)setting->line);
}

void setting_free(struct setting *setting)
{
	free(setting->symbol);
	free(setting->value);
	free(setting->why);
	*setting = (struct setting){ 0 };
}
