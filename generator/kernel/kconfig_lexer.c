// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What scripts/kconfig/lexer.l of the kernel does, where it is used on valid
 * files; what it warns of, it is silent about here.
 */
#include "generator/kernel/kconfig_lexer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void add_token(struct kconfig_lexer *lexer,
		      struct kconfig_statement *statement,
		      enum kconfig_token_kind kind, char *text)
{
	if (!statement->tokens.count)
		statement->line = lexer->place.line;
	*array_add(&statement->tokens) =
		(struct kconfig_token){ .kind = kind, .text = text };
}

/* at is behind the opening quote; a string ends with its line at the latest. */
static int read_string(struct kconfig_lexer *lexer, char quote,
		       struct kconfig_statement *statement, struct error *error)
{
	struct buffer text = BUFFER_INIT;

	buffer_add_string(&text, "");
	while (*lexer->at && *lexer->at != '\n' && *lexer->at != quote) {
		char *value;

		if (*lexer->at == '\\') {
			lexer->at++;
			if (*lexer->at && *lexer->at != '\n')
				buffer_add(&text, lexer->at++, 1);
			continue;
		}
		if (*lexer->at != '$') {
			buffer_add(&text, lexer->at++, 1);
			continue;
		}
		lexer->at++;
		value = macros_expand_dollar(lexer->macros, &lexer->at,
					     &lexer->place, error);
		if (!value) {
			buffer_free(&text);
			return -1;
		}
		buffer_add_string(&text, value);
		free(value);
	}
	if (*lexer->at == quote)
		lexer->at++;
	add_token(lexer, statement, TOKEN_QUOTED, buffer_take(&text));
	return 0;
}

static int read_word(struct kconfig_lexer *lexer,
		     struct kconfig_statement *statement, struct error *error)
{
	const char *start = lexer->at;
	size_t length = 0;
	char *text;

	while (is_word(start[length]))
		length++;
	if (start[length] != '$') {
		lexer->at += length;
		add_token(lexer, statement, TOKEN_WORD,
			  memory_strndup(start, length));
		return 0;
	}
	text = macros_expand_token(lexer->macros, &lexer->at, &lexer->place, error);
	if (!text)
		return -1;
	if (*text)
		add_token(lexer, statement, TOKEN_EXPANDED, text);
	else
		free(text);
	return 0;
}

/* The longest first where one begins with another. */
static const char *const operators[] = {
	"||", "&&", "!=", "<=", ">=", ":=", "+=", "=", "<", ">", "!", "(", ")",
};

static bool read_operator(struct kconfig_lexer *lexer,
			  struct kconfig_statement *statement)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (strncmp(lexer->at, operators[i], strlen(operators[i])))
			continue;
		lexer->at += strlen(operators[i]);
		add_token(lexer, statement, TOKEN_OPERATOR,
			  memory_strdup(operators[i]));
		return true;
	}
	return false;
}

static const char *const keywords[] = {
	"bool", "choice", "comment", "config", "def_bool", "def_tristate",
	"default", "depends", "endchoice", "endif", "endmenu", "help", "hex",
	"if", "imply", "int", "mainmenu", "menu", "menuconfig", "modules", "on",
	"prompt", "range", "select", "source", "string", "tristate", "visible",
};

static bool is_keyword(const char *text)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (!strcmp(keywords[i], text))
			return true;
	return false;
}

/* Has the statement begun as "NAME =", "NAME :=" or "NAME +="? */
static bool is_assignment(const struct kconfig_statement *statement,
			  enum macro_flavor *flavor)
{
	const struct kconfig_token *tokens = statement->tokens.items;

	if (statement->tokens.count != 2 || tokens[0].kind == TOKEN_QUOTED ||
	    (tokens[0].kind == TOKEN_WORD && is_keyword(tokens[0].text)) ||
	    tokens[1].kind != TOKEN_OPERATOR)
		return false;
	if (!strcmp(tokens[1].text, "="))
		*flavor = MACRO_RECURSIVE;
	else if (!strcmp(tokens[1].text, ":="))
		*flavor = MACRO_SIMPLE;
	else if (!strcmp(tokens[1].text, "+="))
		*flavor = MACRO_APPEND;
	else
		return false;
	return tokens[0].kind != TOKEN_OPERATOR;
}

/* The rest of the line is the value, as it stands. */
static int assign(struct kconfig_lexer *lexer, struct kconfig_statement *statement,
		  enum macro_flavor flavor, struct error *error)
{
	size_t length;
	char *value;
	int result;

	while (is_blank(*lexer->at))
		lexer->at++;
	length = strcspn(lexer->at, "\n");
	value = memory_strndup(lexer->at, length);
	lexer->at += length;
	result = macros_define(lexer->macros, statement->tokens.items[0].text,
			       value, flavor, &lexer->place, error);
	free(value);
	kconfig_statement_free(statement);
	return result;
}

/* One token, or what is none; *ended: with the line the statement, too. */
static int read_token(struct kconfig_lexer *lexer,
		      struct kconfig_statement *statement, bool *ended,
		      struct error *error)
{
	const char c = *lexer->at;

	if (c == '\n') {
		*ended = statement->tokens.count;
		lexer->place.line++;
		lexer->at++;
	} else if (c == '\\' && lexer->at[1] == '\n') {
		lexer->place.line++;
		lexer->at += 2;
	} else if (c == '#') {
		lexer->at += strcspn(lexer->at, "\n");
	} else if (c == '"' || c == '\'') {
		lexer->at++;
		return read_string(lexer, c, statement, error);
	} else if (is_word(c) || c == '$') {
		return read_word(lexer, statement, error);
	} else if (!read_operator(lexer, statement)) {
		lexer->at++;	/* blanks, and what the kernel ignores */
	}
	return 0;
}

int kconfig_lexer_next(struct kconfig_lexer *lexer,
		       struct kconfig_statement *statement, struct error *error)
{
	bool ended = false;

	kconfig_statement_free(statement);
	while (!ended && *lexer->at) {
		enum macro_flavor flavor;

		if (read_token(lexer, statement, &ended, error) ||
		    (!ended && is_assignment(statement, &flavor) &&
		     assign(lexer, statement, flavor, error)))
			return -1;
	}
	return 0;
}

bool kconfig_statement_is(const struct kconfig_statement *statement, size_t token,
			  const char *keyword)
{
	return token < statement->tokens.count &&
	       statement->tokens.items[token].kind == TOKEN_WORD &&
	       !strcmp(statement->tokens.items[token].text, keyword);
}

static unsigned int indentation(const char *line)
{
	unsigned int column = 0;

	for (; is_blank(*line); line++)
		column = *line == '\t' ? (column & ~7u) + 8 : column + 1;
	return column;
}

/*
 * It ends in front of a line that is indented less than its first, or that
 * isn't indented at all; but for the first, which belongs to it in any case.
 */
void kconfig_lexer_skip_help(struct kconfig_lexer *lexer)
{
	unsigned int first = 0;
	bool begun = false;

	while (*lexer->at) {
		const char *line = lexer->at;
		size_t blanks = strspn(line, " \t");
		bool empty = line[blanks] == '\n' || !line[blanks];

		if (!empty && begun && (!blanks || (first && indentation(line) < first)))
			return;
		if (!empty && !first)
			first = indentation(line);
		begun = true;
		lexer->at += strcspn(line, "\n");
		if (*lexer->at) {
			lexer->at++;
			lexer->place.line++;
		}
	}
}

void kconfig_statement_free(struct kconfig_statement *statement)
{
	for (size_t i = 0; i < statement->tokens.count; i++)
		free(statement->tokens.items[i].text);
	array_free(&statement->tokens);
}
