// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/kconfig_macro.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/memory.h"
#include "generator/base/table.h"

#define MAX_ARGUMENTS 16	/* the kernel's limit */
#define MAX_DEPTH 256		/* of $(...) in each other, once expanded */
#define MAX_EXPANSIONS 1000000	/* for one that is written in a file */
#define MAX_LENGTH (1 << 20)	/* of an expansion */
#define MAX_OUTPUT 4095		/* of a command: the kernel cuts it off, too */

struct variable {
	char *value;
	enum macro_flavor flavor;
	unsigned int expanding;
};

struct macros {
	struct macro_host host;
	struct map variables;
};

/* One expansion that a file asks for, with all those that are inside it. */
struct expansion {
	struct macros *macros;
	const struct macro_place *place;
	struct error *error;
	unsigned int depth;
	unsigned int count;
};

struct arguments {
	char *items[MAX_ARGUMENTS];
	unsigned int count;
};

static char *expand_string(struct expansion *expansion, const char *text,
			   const struct arguments *arguments);

#define fail(expansion, ...) \
	(error_set((expansion)->error, __VA_ARGS__), \
	 error_prefix((expansion)->error, "%s:%u: ", (expansion)->place->file, \
		      (expansion)->place->line))

struct macros *macros_new(const struct macro_host *host)
{
	struct macros *macros = memory_new(1, sizeof(*macros));

	macros->host = *host;
	return macros;
}

void macros_free(struct macros *macros)
{
	if (!macros)
		return;
	for (size_t i = 0; i < macros->variables.count; i++) {
		struct variable *variable = macros->variables.entries[i].value;

		free(variable->value);
		free(variable);
	}
	map_free(&macros->variables);
	free(macros);
}

/* ---- functions of the language itself */

static int error_if(struct expansion *expansion, char *const *arguments,
		    struct buffer *result)
{
	(void)result;
	return strcmp(arguments[0], "y") ? 0 : fail(expansion, "%s", arguments[1]);
}

static int filename(struct expansion *expansion, char *const *arguments,
		    struct buffer *result)
{
	(void)arguments;
	buffer_add_string(result, expansion->place->file);
	return 0;
}

static int lineno(struct expansion *expansion, char *const *arguments,
		  struct buffer *result)
{
	(void)arguments;
	buffer_printf(result, "%u", expansion->place->line);
	return 0;
}

static int info(struct expansion *expansion, char *const *arguments,
		struct buffer *result)
{
	const struct macro_host *host = &expansion->macros->host;

	(void)result;
	host->message(host->context, arguments[0]);
	return 0;
}

static int warning_if(struct expansion *expansion, char *const *arguments,
		      struct buffer *result)
{
	const struct macro_host *host = &expansion->macros->host;
	char *text;

	(void)result;
	if (strcmp(arguments[0], "y"))
		return 0;
	text = memory_printf("%s:%u: %s", expansion->place->file,
			     expansion->place->line, arguments[1]);
	host->message(host->context, text);
	free(text);
	return 0;
}

static int shell(struct expansion *expansion, char *const *arguments,
		 struct buffer *result)
{
	const struct macro_host *host = &expansion->macros->host;
	struct buffer output = BUFFER_INIT;
	struct error error = ERROR_INIT;
	size_t length;
	int status = 0;

	if (host->shell(host->context, arguments[0], &output, &error))
		status = fail(expansion, "%s", error.text);
	/* A NUL ends it, as it ends the C string that the kernel makes of it. */
	length = strnlen(buffer_text(&output),
			 output.length < MAX_OUTPUT ? output.length : MAX_OUTPUT);
	while (length && output.data[length - 1] == '\n')
		length--;
	for (size_t i = 0; i < length; i++)
		if (output.data[i] == '\n')
			output.data[i] = ' ';
	if (length)
		buffer_add(result, output.data, length);
	buffer_free(&output);
	return status;
}

static const struct function {
	const char *name;
	unsigned int nr_arguments;
	int (*call)(struct expansion *expansion, char *const *arguments,
		    struct buffer *result);
} functions[] = {
	{ "error-if", 2, error_if },
	{ "filename", 0, filename },
	{ "info", 1, info },
	{ "lineno", 0, lineno },
	{ "shell", 1, shell },
	{ "warning-if", 2, warning_if },
};

static char *call_function(struct expansion *expansion,
			   const struct function *function,
			   const struct arguments *arguments)
{
	struct buffer result = BUFFER_INIT;

	if (arguments->count != function->nr_arguments) {
		fail(expansion, "too %s function arguments passed to '%s'",
		     arguments->count < function->nr_arguments ? "few" : "many",
		     function->name);
		return NULL;
	}
	buffer_add_string(&result, "");
	if (function->call(expansion, arguments->items, &result)) {
		buffer_free(&result);
		return NULL;
	}
	return buffer_take(&result);
}

/* ---- what a name stands for */

static char *expand_variable(struct expansion *expansion, const char *name,
			     struct variable *variable,
			     const struct arguments *arguments)
{
	char *result;

	if (!arguments->count && variable->expanding) {
		fail(expansion, "Recursive variable '%s' references itself (eventually)",
		     name);
		return NULL;
	}
	variable->expanding++;
	if (variable->flavor == MACRO_RECURSIVE)
		result = expand_string(expansion, variable->value, arguments);
	else
		result = memory_strdup(variable->value);
	variable->expanding--;
	return result;
}

static char *expand_name(struct expansion *expansion, const char *name,
			 const struct arguments *arguments)
{
	const struct macro_host *host = &expansion->macros->host;
	struct variable *variable = map_get(&expansion->macros->variables, name);
	const char *value = NULL;

	if (variable)
		return expand_variable(expansion, name, variable, arguments);
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (!strcmp(functions[i].name, name))
			return call_function(expansion, &functions[i], arguments);
	if (!arguments->count && *name)
		value = host->environment(host->context, name);
	return memory_strdup(value ? value : "");
}

/* The number of the argument that "1", "2"... stands for; 0: none. */
static unsigned long argument_number(const char *clause,
				     const struct arguments *arguments)
{
	char *end;
	unsigned long number = strtoul(clause, &end, 10);

	return *end || !*clause || number > arguments->count ? 0 : number;
}

/* The end of the part of a clause that starts here: a comma outside of ( ). */
static char *end_of_part(char *part)
{
	int nesting = 0;

	for (; *part; part++) {
		if (*part == ',' && !nesting)
			return part;
		nesting += (*part == '(') - (*part == ')');
	}
	return part;
}

/*
 * Split "name,argument,..." at its commas and expand each part; the name is
 * the first of them. The parts of @clause are cut apart in place.
 */
static int expand_parts(struct expansion *expansion, char *clause,
			const struct arguments *outer, struct arguments *parts)
{
	for (bool more = true; more;) {
		char *end = end_of_part(clause);

		more = *end == ',';
		*end = '\0';
		if (parts->count == MAX_ARGUMENTS)
			return fail(expansion, "too many function arguments");
		parts->items[parts->count] = expand_string(expansion, clause, outer);
		if (!parts->items[parts->count])
			return -1;
		parts->count++;
		clause = end + 1;
	}
	return 0;
}

static char *expand_clause(struct expansion *expansion, const char *text,
			   size_t length, const struct arguments *outer)
{
	char *clause = memory_strndup(text, length);
	unsigned long number = argument_number(clause, outer);
	struct arguments parts = { .count = 0 };
	char *result = NULL;

	if (number) {
		result = memory_strdup(outer->items[number - 1]);
	} else if (!expand_parts(expansion, clause, outer, &parts)) {
		struct arguments arguments = { .count = parts.count - 1 };

		memcpy(arguments.items, parts.items + 1,
		       arguments.count * sizeof(parts.items[0]));
		result = expand_name(expansion, parts.items[0], &arguments);
	}
	for (unsigned int i = 0; i < parts.count; i++)
		free(parts.items[i]);
	free(clause);
	return result;
}

/* *@text is behind a '$'. */
static char *expand_dollar(struct expansion *expansion, const char **text,
			   const struct arguments *arguments)
{
	const char *start = *text + 1;
	const char *end = start;
	char *result;
	int nesting = 0;

	if (**text != '(')
		return memory_strdup("$");
	for (; *end && (*end != ')' || nesting); end++)
		nesting += (*end == '(') - (*end == ')');
	if (!*end) {
		fail(expansion, "unterminated reference to '%.*s': missing ')'",
		     (int)strcspn(start, "\n"), start);
		return NULL;
	}
	*text = end + 1;
	if (++expansion->depth > MAX_DEPTH ||
	    ++expansion->count > MAX_EXPANSIONS) {
		fail(expansion, "Too deep recursive expansion");
		return NULL;
	}
	result = expand_clause(expansion, start, end - start, arguments);
	expansion->depth--;
	return result;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Up to the end of *@text or, if @token is set, of the token there. */
static char *expand(struct expansion *expansion, const char **text, bool token,
		    const struct arguments *arguments)
{
	struct buffer result = BUFFER_INIT;
	const char *at = *text;

	buffer_add_string(&result, "");
	while (*at && (*at == '$' || !token || is_word(*at))) {
		char *value;

		if (*at != '$') {
			buffer_add(&result, at++, 1);
			continue;
		}
		at++;
		value = expand_dollar(expansion, &at, arguments);
		if (value)
			buffer_add_string(&result, value);
		free(value);
		if (!value || (result.length > MAX_LENGTH &&
			       fail(expansion, "an expansion of over %d bytes", MAX_LENGTH))) {
			buffer_free(&result);
			return NULL;
		}
	}
	*text = at;
	return buffer_take(&result);
}

static char *expand_string(struct expansion *expansion, const char *text,
			   const struct arguments *arguments)
{
	return expand(expansion, &text, false, arguments);
}

static const struct arguments no_arguments = { .count = 0 };

char *macros_expand_dollar(struct macros *macros, const char **text,
			   const struct macro_place *place, struct error *error)
{
	struct expansion expansion = {
		.macros = macros, .place = place, .error = error,
	};

	return expand_dollar(&expansion, text, &no_arguments);
}

char *macros_expand_token(struct macros *macros, const char **text,
			  const struct macro_place *place, struct error *error)
{
	struct expansion expansion = {
		.macros = macros, .place = place, .error = error,
	};

	return expand(&expansion, text, true, &no_arguments);
}

int macros_define(struct macros *macros, const char *name, const char *value,
		  enum macro_flavor flavor, const struct macro_place *place,
		  struct error *error)
{
	struct expansion expansion = {
		.macros = macros, .place = place, .error = error,
	};
	struct variable *variable = map_get(&macros->variables, name);
	/* What is appended to keeps its flavor; nothing yet: as for "=". */
	enum macro_flavor kept = flavor != MACRO_APPEND ? flavor :
				 variable ? variable->flavor : MACRO_RECURSIVE;
	char *text = kept == MACRO_SIMPLE ?
		     expand_string(&expansion, value, &no_arguments) :
		     memory_strdup(value);

	if (!text)
		return -1;
	if (!variable) {
		variable = memory_new(1, sizeof(*variable));
		*map_put(&macros->variables, name) = variable;
	} else if (flavor == MACRO_APPEND) {
		char *both = memory_printf("%s %s", variable->value, text);

		free(text);
		text = both;
	}
	free(variable->value);
	variable->value = text;
	variable->flavor = kept;
	return 0;
}
