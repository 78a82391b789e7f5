// SPDX-License-Identifier: GPL-2.0-or-later
/* What a program is given, and where it is. */
#include "calls.h"
#include "out.h"
#include "sh_run.h"

/*
 * Bytes of arguments and environment. The kernel copies them to the new
 * program's stack without a look at what lies below it.
 */
#define FITS (STACK_SIZE / 2)

char **run_arguments(struct sh *sh, const struct words *words)
{
	char **argv =
		arena_take(&sh->arena, (words->count + 2) * sizeof(*argv));
	char **next = argv;

	if (!argv)
		return NULL;
	*next++ = NULL;
	for (struct word *word = words->first; word; word = word->next)
		*next++ = word->text;
	*next = NULL;
	return argv + 1;
}

/* Does one of the assignments set the variable of this entry? */
static bool is_assigned(const char *entry, const struct word *assignments)
{
	unsigned int length = strchr(entry, '=') - entry + 1;

	for (; assignments; assignments = assignments->next)
		if (!strncmp(assignments->text, entry, length))
			return true;
	return false;
}

char **run_environment(struct sh *sh, const struct word *assignments, bool all)
{
	unsigned int count = 1;
	const char *entry = NULL;
	char **envp, **next;

	while ((entry = vars_next(&sh->vars, entry)))
		count++;
	for (const struct word *word = assignments; word; word = word->next)
		count++;
	next = envp = arena_take(&sh->arena, count * sizeof(*envp));
	if (!envp)
		return NULL;
	while ((entry = vars_next(&sh->vars, entry)))
		if ((all || vars_exported(entry)) &&
		    !is_assigned(entry, assignments))
			*next++ = (char *)entry;
	for (const struct word *word = assignments; word; word = word->next)
		*next++ = (char *)word->text;
	*next = NULL;
	return envp;
}

bool run_fits(char **argv, char **envp)
{
	unsigned int bytes = 0;

	for (; *argv; argv++)
		bytes += strlen(*argv) + 1 + sizeof(*argv);
	for (; *envp; envp++)
		bytes += strlen(*envp) + 1 + sizeof(*envp);
	return bytes <= FITS;
}

const char *run_find(struct sh *sh, const char *name)
{
	const char *path = vars_get(&sh->vars, "PATH") ?: "/bin";
	struct word *found;

	if (strchr(name, '/'))
		return name;
	errno = ENOENT;
	while (*name) {
		struct arena_mark mark = arena_mark(&sh->arena);

		arena_word_begin(&sh->arena);
		while (*path && *path != ':')
			arena_word_char(&sh->arena, *path++);
		arena_word_char(&sh->arena, '/');
		for (const char *c = name; *c; c++)
			arena_word_char(&sh->arena, *c);
		found = arena_word_end(&sh->arena);
		if (!found) {
			sh->arena.full = false;
			errno = E2BIG;
			break;
		}
		if (call_may(found->text, 1))
			return found->text;
		arena_release(&sh->arena, mark);
		if (!*path++)
			break;
	}
	return NULL;
}

int run_failed(const char *name, int error)
{
	char text[ERROR_TEXT];

	sh_complain_of(name,
		       error == ENOENT ? "not found" : error_text(error, text));
	return error == ENOENT ? 127 : 126;
}
