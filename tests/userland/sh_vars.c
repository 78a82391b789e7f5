// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_vars.h"

#include "calls.h"

enum { SHELL_ONLY = '-', EXPORTED = 'x' };

unsigned int vars_name_length(const char *text, const char *end)
{
	const char *at = text;

	if (at < end && isdigit(*at))
		return 0;
	while (at < end && (isalnum(*at) || *at == '_'))
		at++;
	return at - text;
}

static const char *memory(const struct vars *vars)
{
	return vars->moved ? vars->moved : vars->first;
}

const char *vars_next(const struct vars *vars, const char *entry)
{
	const char *next = entry ? entry + strlen(entry) + 2 : memory(vars) + 1;

	return next < memory(vars) + vars->used ? next : NULL;
}

bool vars_exported(const char *entry)
{
	return entry[-1] == EXPORTED;
}

static const char *find(const struct vars *vars, const char *name,
			unsigned int length)
{
	const char *entry = NULL;

	while ((entry = vars_next(vars, entry)))
		if (!strncmp(entry, name, length) && entry[length] == '=')
			return entry;
	return NULL;
}

const char *vars_get(const struct vars *vars, const char *name)
{
	const char *entry = find(vars, name, strlen(name));

	return entry ? strchr(entry, '=') + 1 : NULL;
}

/* Moves all to other memory, NULL being the static one. */
static void move(struct vars *vars, char *to, unsigned int size)
{
	char *old = vars->moved;
	unsigned int old_size = vars->size;

	memcpy(to ? to : vars->first, memory(vars), vars->used);
	vars->moved = to;
	vars->size = size;
	if (old)
		munmap(old, old_size);
}

static bool make_room(struct vars *vars, unsigned int more)
{
	unsigned int size = vars->moved ? vars->size : VARS_FIRST;
	char *to;

	if (vars->used + more <= size)
		return true;
	size = (vars->used + more + PAGE - 1) & -PAGE;
	to = size <= VARS_MOST ? call_pages(size) : NULL;
	if (!to)
		return false;
	move(vars, to, size);
	return true;
}

static void drop(struct vars *vars, const char *entry)
{
	unsigned int bytes = strlen(entry) + 2;
	char *at = (char *)memory(vars) + (entry - 1 - memory(vars));

	memmove(at, at + bytes, memory(vars) + vars->used - (at + bytes));
	vars->used -= bytes;
}

bool vars_set(struct vars *vars, const char *name, unsigned int length,
	      const char *value, bool exported)
{
	unsigned int value_length = strlen(value);
	unsigned int bytes = length + value_length + 3;
	const char *old;
	char *at;

	if (bytes > VARS_MOST || !make_room(vars, bytes))
		return false;
	old = find(vars, name, length);
	at = (char *)memory(vars) + vars->used;
	at[0] = exported || (old && vars_exported(old)) ? EXPORTED : SHELL_ONLY;
	memcpy(at + 1, name, length);
	at[length + 1] = '=';
	memcpy(at + length + 2, value, value_length + 1);
	vars->used += bytes;
	if (old)
		drop(vars, old);
	return true;
}

bool vars_export(struct vars *vars, const char *name)
{
	unsigned int length = strlen(name);
	const char *entry = find(vars, name, length);

	if (!entry)
		return vars_set(vars, name, length, "", true);
	((char *)entry)[-1] = EXPORTED;
	return true;
}

void vars_unset(struct vars *vars, const char *name)
{
	const char *entry = find(vars, name, strlen(name));

	if (entry)
		drop(vars, entry);
	if (vars->moved && vars->used <= VARS_FIRST / 2)
		move(vars, NULL, 0);
}
