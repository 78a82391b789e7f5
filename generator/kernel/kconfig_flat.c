// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_flat.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/kconfig_lexer.h"

#define MAX_DEPTH 64			/* of files that source each other, and of blocks */
#define MAX_LENGTH ((size_t)64 << 20)	/* of the flat text */

/* A file that is being read. */
struct source {
	struct source *parent;		/* the one with the `source` */
	const char *file;
	unsigned int line;		/* of its `source`, from then on */
	size_t nr_blocks;		/* that were open where it begins */
};

struct block {
	const char *keyword;		/* "if", "menu" or "choice" */
	struct macro_place place;
};

struct flattener {
	struct kconfig_flat *flat;
	const char *tree;
	const struct macro_host *host;
	struct macros *macros;
	struct map file_numbers;	/* -> number + 1 */
	struct block blocks[MAX_DEPTH];
	size_t nr_blocks;
	char *entry;			/* the config symbol that options belong to */
	char *modules;			/* the one with `modules` */
	struct error *error;
};

static int read_file(struct flattener *flattener, const char *name,
		     struct source *parent);

#define fail(flattener, place, ...) \
	(error_set((flattener)->error, __VA_ARGS__), \
	 error_prefix((flattener)->error, "%s:%u: ", (place)->file, (place)->line))

static uint32_t file_number(struct flattener *flattener, const char *name)
{
	void **number = map_put(&flattener->file_numbers, name);

	if (!*number) {
		*array_add(&flattener->flat->files) = memory_strdup(name);
		*number = (void *)(uintptr_t)flattener->flat->files.count;
	}
	return (uint32_t)(uintptr_t)*number - 1;
}

/* ---- writing the flat text */

static bool is_plain_word(const char *text)
{
	if (!*text || !strcmp(text, "if") || !strcmp(text, "on"))
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_' && *text != '-')
			return false;
	return true;
}

static void write_token(struct buffer *text, const struct kconfig_token *token)
{
	if (token->kind == TOKEN_WORD || token->kind == TOKEN_OPERATOR ||
	    (token->kind == TOKEN_EXPANDED && is_plain_word(token->text))) {
		buffer_add_string(text, token->text);
		return;
	}
	buffer_add_string(text, "\"");
	for (const char *c = token->text; *c; c++)
		buffer_printf(text, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
	buffer_add_string(text, "\"");
}

static void end_line(struct flattener *flattener, uint32_t file, uint32_t line)
{
	buffer_add_string(&flattener->flat->text, "\n");
	*array_add(&flattener->flat->origins) =
		(struct kconfig_origin){ .file = file, .line = line };
}

static void write_statement(struct flattener *flattener, uint32_t file,
			    const struct kconfig_statement *statement)
{
	struct buffer *text = &flattener->flat->text;

	for (size_t i = 0; i < statement->tokens.count; i++) {
		if (i)
			buffer_add_string(text, " ");
		write_token(text, &statement->tokens.items[i]);
	}
	end_line(flattener, file, statement->line);
}

/* ---- statements that mean something here */

static int open_block(struct flattener *flattener, const char *keyword,
		      const struct macro_place *place)
{
	if (flattener->nr_blocks == MAX_DEPTH)
		return fail(flattener, place, "blocks nested more than %d deep",
			    MAX_DEPTH);
	flattener->blocks[flattener->nr_blocks++] =
		(struct block){ .keyword = keyword, .place = *place };
	return 0;
}

static int close_block(struct flattener *flattener, const char *keyword,
		       const struct macro_place *place,
		       const struct source *source)
{
	const struct block *block;

	if (flattener->nr_blocks == source->nr_blocks)
		return fail(flattener, place, "'end%s' without '%s' in this file",
			    keyword, keyword);
	block = &flattener->blocks[flattener->nr_blocks - 1];
	if (strcmp(block->keyword, keyword))
		return fail(flattener, place,
			    "unexpected 'end%s' within the %s block of line %u",
			    keyword, block->keyword, block->place.line);
	flattener->nr_blocks--;
	return 0;
}

static int follow_source(struct flattener *flattener, struct source *source,
			 const struct kconfig_statement *statement,
			 const struct macro_place *place)
{
	const struct kconfig_token *token = &statement->tokens.items[1];

	if (statement->tokens.count != 2 || token->kind != TOKEN_QUOTED)
		return fail(flattener, place, "'source' wants a file name in quotes");
	source->line = place->line;
	return read_file(flattener, token->text, source);
}

/*
 * The library wants `option modules`, and that before the first `m`: it is
 * written in front of all else in the end.
 */
static int note_modules(struct flattener *flattener,
			const struct macro_place *place)
{
	if (!flattener->entry)
		return fail(flattener, place, "'modules' outside of a config");
	if (flattener->modules && strcmp(flattener->modules, flattener->entry))
		return fail(flattener, place,
			    "symbol '%s' redefines option 'modules' already defined by symbol '%s'",
			    flattener->entry, flattener->modules);
	if (!flattener->modules)
		flattener->modules = memory_strdup(flattener->entry);
	return 0;
}

static void note_entry(struct flattener *flattener,
		       const struct kconfig_statement *statement)
{
	free(flattener->entry);
	flattener->entry = statement->tokens.count > 1 ?
			   memory_strdup(statement->tokens.items[1].text) : NULL;
}

static const char *const block_keywords[] = { "if", "menu", "choice" };

static int track_blocks(struct flattener *flattener,
			const struct kconfig_statement *statement,
			const struct macro_place *place,
			const struct source *source)
{
	for (size_t i = 0; i < sizeof(block_keywords) / sizeof(block_keywords[0]); i++) {
		const char *keyword = block_keywords[i];
		const struct kconfig_token *first = &statement->tokens.items[0];

		if (kconfig_statement_is(statement, 0, keyword))
			return open_block(flattener, keyword, place);
		if (first->kind == TOKEN_WORD && !strncmp(first->text, "end", 3) &&
		    !strcmp(first->text + 3, keyword))
			return close_block(flattener, keyword, place, source);
	}
	return 0;
}

static int handle_statement(struct flattener *flattener, struct source *source,
			    struct kconfig_lexer *lexer, uint32_t file,
			    const struct kconfig_statement *statement)
{
	const struct macro_place place = {
		.file = source->file, .line = statement->line,
	};

	if (statement->tokens.items[0].kind == TOKEN_QUOTED)
		return fail(flattener, &place, "invalid statement");
	if (kconfig_statement_is(statement, 0, "source"))
		return follow_source(flattener, source, statement, &place);
	if (kconfig_statement_is(statement, 0, "modules") &&
	    statement->tokens.count == 1)
		return note_modules(flattener, &place);
	if (kconfig_statement_is(statement, 0, "mainmenu"))
		return 0;
	if (kconfig_statement_is(statement, 0, "help") &&
	    statement->tokens.count == 1) {
		kconfig_lexer_skip_help(lexer);
		return 0;
	}
	if (kconfig_statement_is(statement, 0, "config") ||
	    kconfig_statement_is(statement, 0, "menuconfig"))
		note_entry(flattener, statement);
	if (track_blocks(flattener, statement, &place, source))
		return -1;
	write_statement(flattener, file, statement);
	if (kconfig_statement_is(statement, 0, "choice")) {
		buffer_add_string(&flattener->flat->text, "bool");
		end_line(flattener, file, statement->line);
	}
	if (flattener->flat->text.length > MAX_LENGTH)
		return fail(flattener, &place, "over %zu bytes of Kconfig",
			    MAX_LENGTH);
	return 0;
}

/* ---- files */

static int check_recursion(struct flattener *flattener, const char *name,
			   const struct source *parent)
{
	unsigned int depth = 0;

	for (const struct source *source = parent; source; source = source->parent) {
		if (!strcmp(source->file, name))
			return fail(flattener, parent,
				    "recursive inclusion of \"%s\", included first at %s:%u",
				    name, source->file, source->line);
		if (++depth == MAX_DEPTH)
			return fail(flattener, parent,
				    "files sourced more than %d deep", MAX_DEPTH);
	}
	return 0;
}

static int read_statements(struct flattener *flattener, struct source *source,
			   const struct buffer *text)
{
	struct kconfig_statement statement = { 0 };
	uint32_t file = file_number(flattener, source->file);
	struct kconfig_lexer lexer = {
		.at = buffer_text(text),
		.place = { .file = source->file, .line = 1 },
		.macros = flattener->macros,
	};
	int result;

	do {
		result = kconfig_lexer_next(&lexer, &statement, flattener->error);
		if (!result && statement.tokens.count)
			result = handle_statement(flattener, source, &lexer, file,
						  &statement);
	} while (!result && statement.tokens.count);
	kconfig_statement_free(&statement);
	if (!result && flattener->nr_blocks != source->nr_blocks) {
		const struct block *block = &flattener->blocks[flattener->nr_blocks - 1];

		return fail(flattener, &block->place, "'%s' without 'end%s'",
			    block->keyword, block->keyword);
	}
	return result;
}

static int read_file(struct flattener *flattener, const char *name,
		     struct source *parent)
{
	struct source source = {
		.parent = parent, .file = name,
		.nr_blocks = flattener->nr_blocks,
	};
	struct error error = ERROR_INIT;
	struct buffer text = BUFFER_INIT;
	char *path;
	int result = 0;

	if (check_recursion(flattener, name, parent))
		return -1;
	path = path_join(flattener->tree, name);
	if (file_read(path, &text, &error))
		result = parent ?
			fail(flattener, parent, "can't open file \"%s\"", name) :
			error_set(flattener->error, "not a kernel source tree: %s", error.text);
	else
		result = read_statements(flattener, &source, &text);
	buffer_free(&text);
	free(path);
	return result;
}

static void prepend_modules(struct flattener *flattener)
{
	struct kconfig_flat *flat = flattener->flat;
	struct kconfig_flat without = *flat;
	const struct kconfig_origin added = { .file = UINT32_MAX };

	flat->text = (struct buffer)BUFFER_INIT;
	buffer_printf(&flat->text, "config %s\nbool\noption modules\n",
		      flattener->modules ? flattener->modules :
					   KCONFIG_FLAT_NO_MODULES);
	buffer_add_string(&flat->text, buffer_text(&without.text));
	buffer_free(&without.text);

	memset(&flat->origins, 0, sizeof(flat->origins));
	for (int i = 0; i < 3; i++)
		*array_add(&flat->origins) = added;
	for (size_t i = 0; i < without.origins.count; i++)
		*array_add(&flat->origins) = without.origins.items[i];
	array_free(&without.origins);
}

int kconfig_flatten(struct kconfig_flat *flat, const char *tree, const char *root,
		    const struct macro_host *host, struct error *error)
{
	struct flattener flattener = {
		.flat = flat, .tree = tree, .host = host,
		.macros = macros_new(host), .error = error,
	};
	int result;

	*flat = (struct kconfig_flat){ 0 };
	result = read_file(&flattener, root, NULL);
	if (!result)
		prepend_modules(&flattener);
	else
		kconfig_flat_free(flat);
	macros_free(flattener.macros);
	map_free(&flattener.file_numbers);
	free(flattener.entry);
	free(flattener.modules);
	return result;
}

void kconfig_flat_free(struct kconfig_flat *flat)
{
	for (size_t i = 0; i < flat->files.count; i++)
		free(flat->files.items[i]);
	array_free(&flat->files);
	array_free(&flat->origins);
	buffer_free(&flat->text);
}
