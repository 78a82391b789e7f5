// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The lines of makefiles.
 */
#include "generator/kernel/make.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"

/* Includes within includes: the kernel has four. */
#define MAX_INCLUDES 16
#define MAX_CONDITIONALS 64

/* An ifeq or its like that is open. */
struct conditional {
	const struct condition *outside;	/* the active condition around it */
	const struct condition *taken;		/* one of its branches so far was it */
};

struct reader {
	struct make *make;
	const char *at, *end;
	struct conditional open[MAX_CONDITIONALS];
	unsigned int nr_open;
	bool in_rule;			/* lines with a tab are recipes */
};

/*
 * Flags for compilers are most of what makefiles compute, and never say what
 * is built.
 */
static bool is_about_flags(const char *name)
{
	static const char *const parts[] = { "FLAGS", "flags", "KBUILD_RUST", "INCLUDE" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strstr(name, parts[i]))
			return true;
	return false;
}

/* ---- logical lines */

/* Up to the end of the line that starts at @at, backslashes not seen yet. */
static const char *line_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline : end;
}

static bool ends_with_backslash(const char *start, const char *stop)
{
	size_t count = 0;

	while (stop > start && stop[-1] == '\\') {
		stop--;
		count++;
	}
	return count % 2;
}

/* Take a logical line: continued lines become one, joined by a blank. */
static bool take_line(struct reader *reader, struct buffer *line)
{
	bool more = true;

	if (reader->at >= reader->end)
		return false;
	line->length = 0;
	buffer_add(line, "", 0);
	while (more && reader->at < reader->end) {
		const char *stop = line_end(reader->at, reader->end);
		const char *next = stop < reader->end ? stop + 1 : stop;

		if (stop > reader->at && stop[-1] == '\r')
			stop--;
		more = ends_with_backslash(reader->at, stop);
		buffer_add(line, reader->at, (size_t)(stop - reader->at) - more);
		if (more) {
			while (line->length &&
			       isspace((unsigned char)line->data[line->length - 1]))
				line->length--;
			buffer_add(line, " ", 1);
			while (next < reader->end && (*next == ' ' || *next == '\t'))
				next++;
		}
		reader->at = next;
	}
	/* what follows a NUL would not be seen by anybody */
	line->length = strlen(line->data);
	return true;
}

/* Cut a comment off; "\#" is a plain #. */
static void cut_comment(char *line)
{
	char *to = line;

	for (; *line; line++) {
		if (*line == '#')
			break;
		if (*line == '\\' && line[1] == '#')
			line++;
		*to++ = *line;
	}
	*to = '\0';
}

/* ---- conditionals */

/* Go on with the branch of the innermost conditional that has this condition. */
static void enter_branch(struct reader *reader, const struct condition *is)
{
	struct condition_pool *pool = reader->make->pool;
	struct conditional *inner = &reader->open[reader->nr_open - 1];
	const struct condition *here =
		condition_and(pool, is, condition_not(pool, inner->taken));

	inner->taken = condition_or(pool, inner->taken, is);
	reader->make->active = condition_and(pool, inner->outside, here);
}

/* True: the line was a conditional's. */
static bool read_conditional(struct reader *reader, char *line)
{
	struct make *make = reader->make;
	const struct condition *is;
	char *rest;

	if (make_after_word(line, "endif")) {
		if (reader->nr_open)
			make->active = reader->open[--reader->nr_open].outside;
		return true;
	}
	if ((rest = make_after_word(line, "else"))) {
		if (!reader->nr_open)
			return true;
		/* the branch's own test is evaluated as if nothing were known */
		make->active = reader->open[reader->nr_open - 1].outside;
		is = make_conditional(make, rest);
		enter_branch(reader, is ? is : condition_true(make->pool));
		return true;
	}
	is = make_conditional(make, line);
	if (!is)
		return false;
	if (reader->nr_open == MAX_CONDITIONALS)
		return true;
	reader->open[reader->nr_open++] =
		(struct conditional){ make->active, condition_false(make->pool) };
	enter_branch(reader, is);
	return true;
}

/* ---- assignments */

struct assignment {
	char *name, *value;
	enum make_assignment how;
};

/*
 * Cut "name += value" in two. False: it is none; then *rule says whether it
 * is a rule.
 */
static bool cut_assignment(char *line, struct assignment *assignment, bool *rule)
{
	unsigned int depth = 0;

	*rule = false;
	for (char *at = line; *at; at++) {
		char *operator = at;

		if (*at == '(' || *at == '{')
			depth++;
		else if ((*at == ')' || *at == '}') && depth)
			depth--;
		if (depth)
			continue;
		if (*at == ':') {
			at += strspn(at, ":");
			if (*at != '=') {
				*rule = true;
				return false;
			}
			assignment->how = MAKE_SET_SIMPLE;
		} else if (*at == '=') {
			assignment->how = MAKE_SET;
		} else if ((*at == '+' || *at == '?' || *at == '!') && at[1] == '=') {
			/* what a command prints isn't known: as good as nothing */
			assignment->how = *at == '+' ? MAKE_ADD : MAKE_SET_IF_UNDEFINED;
			at++;
		} else {
			continue;
		}
		*operator = '\0';
		assignment->name = make_trim(line);
		assignment->value = at + 1 + strspn(at + 1, " \t");
		return true;
	}
	return false;
}

/* The name can be several: obj-$(CONFIG_X) is obj-y, obj-m or obj-. */
static void assign(struct make *make, const struct assignment *assignment, bool export)
{
	const struct condition *active = make->active;
	make_words names = { 0 };

	make_expand_texts(make, assignment->name, strlen(assignment->name), &names);
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.items[i].text;

		if (!*name || make_is_unknown(name) || is_about_flags(name))
			continue;
		make->active = condition_and(make->pool, active, names.items[i].when);
		if (make->active->kind == CONDITION_FALSE)
			continue;
		make_assign(make, name, assignment->how, assignment->value);
		if (export)
			make_export(make, name);
	}
	make->active = active;
	array_free(&names);
}

/* "define NAME" up to "endef"; read also where it isn't active, to skip it. */
static void read_define(struct reader *reader, char *head)
{
	struct assignment assignment = { .name = head, .how = MAKE_SET };
	struct buffer body = BUFFER_INIT;
	char *operator = strpbrk(head, "=:+?");
	unsigned int depth = 1;

	if (operator) {
		if (*operator == ':')
			assignment.how = MAKE_SET_SIMPLE;
		*operator = '\0';
		assignment.name = make_trim(head);
	}
	buffer_add(&body, "", 0);
	while (reader->at < reader->end) {
		const char *stop = line_end(reader->at, reader->end);
		const char *start = reader->at;
		size_t blanks;

		for (blanks = 0; start + blanks < stop && isspace((unsigned char)start[blanks]);)
			blanks++;
		reader->at = stop < reader->end ? stop + 1 : stop;
		if ((size_t)(stop - start) - blanks >= 5 &&
		    !strncmp(start + blanks, "endef", 5) && !--depth)
			break;
		if ((size_t)(stop - start) - blanks > 7 &&
		    !strncmp(start + blanks, "define ", 7))
			depth++;
		buffer_add(&body, start, (size_t)(stop - start));
		buffer_add(&body, "\n", 1);
	}
	if (body.length)
		body.data[body.length - 1] = '\0';
	assignment.value = body.data;
	if (reader->make->active->kind != CONDITION_FALSE)
		assign(reader->make, &assignment, false);
	buffer_free(&body);
}

static void export_names(struct make *make, const char *text)
{
	make_words names = { 0 };

	make_expand_words(make, text, strlen(text), &names);
	for (size_t i = 0; i < names.count; i++)
		make_export(make, names.items[i].text);
	array_free(&names);
}

/* ---- other lines */

static void read_include(struct make *make, const char *text)
{
	const struct condition *active = make->active;
	make_words names = { 0 };

	make_expand_words(make, text, strlen(text), &names);
	for (size_t i = 0; i < names.count; i++) {
		make->active = condition_and(make->pool, active, names.items[i].when);
		if (make->active->kind != CONDITION_FALSE &&
		    !make_is_unknown(names.items[i].text))
			make_read_file(make, names.items[i].text);
	}
	make->active = active;
	array_free(&names);
}

static void read_statement(struct reader *reader, char *line)
{
	struct make *make = reader->make;
	struct assignment assignment;
	bool export = false, rule;
	make_words ignored = { 0 };
	char *rest;

	if ((rest = make_after_word(line, "include")) || (rest = make_after_word(line, "-include")) ||
	    (rest = make_after_word(line, "sinclude"))) {
		reader->in_rule = false;
		read_include(make, rest);
		return;
	}
	if ((rest = make_after_word(line, "override")))
		line = rest;
	if ((rest = make_after_word(line, "export"))) {
		line = rest;
		export = true;
	} else if (make_after_word(line, "unexport") || make_after_word(line, "undefine")) {
		return;
	}
	if (cut_assignment(line, &assignment, &rule)) {
		reader->in_rule = false;
		assign(make, &assignment, export);
	} else if (export) {
		export_names(make, line);
	} else if (rule) {
		reader->in_rule = true;
	} else if (*line == '$') {
		/* for what it does: $(eval), $(call) of something with $(eval) */
		make_expand_words(make, line, strlen(line), &ignored);
		array_free(&ignored);
	}
}

static void read_line(struct reader *reader, char *line)
{
	char *rest;

	if (*line == '\t' && reader->in_rule)
		return;
	cut_comment(line);
	line = make_trim(line);
	if (!*line || read_conditional(reader, line))
		return;
	if ((rest = make_after_word(line, "define"))) {
		read_define(reader, rest);
		return;
	}
	if (reader->make->active->kind != CONDITION_FALSE)
		read_statement(reader, line);
}

void make_read_text(struct make *make, const char *text, size_t length)
{
	struct reader reader = { .make = make, .at = text, .end = text + length };
	const struct condition *active = make->active;
	struct buffer line = BUFFER_INIT;

	if (++make->inclusions <= MAX_INCLUDES)
		while (take_line(&reader, &line))
			read_line(&reader, line.data);
	make->inclusions--;
	make->active = active;
	buffer_free(&line);
}

bool make_read_file(struct make *make, const char *path)
{
	char *whole = path_join(make->tree, path);
	struct buffer text = BUFFER_INIT;
	struct error ignored = ERROR_INIT;
	bool found = !file_is_directory(whole) && !file_read(whole, &text, &ignored);

	if (found)
		make_read_text(make, buffer_text(&text), text.length);
	buffer_free(&text);
	free(whole);
	return found;
}
