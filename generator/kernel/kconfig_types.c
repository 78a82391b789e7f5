// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_types.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/file.h"

static const struct {
	const char *word;
	enum kconfig_type type;
} words[] = {
	{ "bool", KCONFIG_BOOL }, { "def_bool", KCONFIG_BOOL },
	{ "tristate", KCONFIG_TRISTATE }, { "def_tristate", KCONFIG_TRISTATE },
	{ "int", KCONFIG_VALUE }, { "hex", KCONFIG_VALUE },
	{ "string", KCONFIG_VALUE },
};

static bool is_word(const char *text, size_t length, const char *word)
{
	return length == strlen(word) && !strncmp(text, word, length);
}

static enum kconfig_type type_of(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (is_word(text, length, words[i].word))
			return words[i].type;
	return KCONFIG_UNDEFINED;
}

static void set_type(struct kconfig_types *types, const char *symbol, size_t length,
		     enum kconfig_type type)
{
	void **value = map_put_bytes(&types->types, symbol, length);

	if ((uintptr_t)*value < type)
		*value = (void *)(uintptr_t)type;
}

void kconfig_types_read_text(struct kconfig_types *types, const char *text)
{
	const char *symbol = NULL;
	size_t symbol_length = 0;

	while (*text) {
		enum kconfig_type type;
		size_t length;

		text += strspn(text, " \t");
		length = strcspn(text, " \t\r\n");
		type = type_of(text, length);
		if (is_word(text, length, "config") || is_word(text, length, "menuconfig")) {
			symbol = text + length + strspn(text + length, " \t");
			symbol_length = strcspn(symbol, " \t\r\n#");
		} else if (is_word(text, length, "help") || is_word(text, length, "choice")) {
			/* what is said from here on isn't about the symbol's type */
			symbol = NULL;
		} else if (symbol && symbol_length && type) {
			set_type(types, symbol, symbol_length, type);
		}
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
}

void kconfig_types_read(struct kconfig_types *types, const struct source_files *files)
{
	*types = (struct kconfig_types){ 0 };
	for (size_t i = 0; i < files->files.count; i++) {
		const struct source_file *file = &files->files.items[i];
		struct buffer text = BUFFER_INIT;
		struct error ignored = ERROR_INIT;
		char *path;

		if (file->kind != SOURCE_KCONFIG)
			continue;
		path = path_join(files->tree, file->path);
		if (!file_read(path, &text, &ignored))
			kconfig_types_read_text(types, buffer_text(&text));
		buffer_free(&text);
		free(path);
	}
}

void kconfig_types_free(struct kconfig_types *types)
{
	map_free(&types->types);
}

enum kconfig_type kconfig_type(const struct kconfig_types *types, const char *symbol)
{
	return types ? (enum kconfig_type)(uintptr_t)map_get(&types->types, symbol) :
		       KCONFIG_UNDEFINED;
}
