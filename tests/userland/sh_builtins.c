// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_builtins.h"

#include "calls.h"
#include "out.h"
#include "sh_jobs.h"
#include "sh_read.h"
#include "sh_run.h"
#include "tools.h"

#define BUILTIN_NAME(symbol, name) name "\0"
static const char names[] = BUILTINS(BUILTIN_NAME);

enum builtin builtin_find(const char *name)
{
	const char *at = names;

	for (int builtin = 0; builtin < BUILTIN_NONE; builtin++) {
		if (!strcmp(name, at))
			return builtin;
		at += strlen(at) + 1;
	}
	return BUILTIN_NONE;
}

bool builtin_is_special(enum builtin builtin)
{
	return builtin < BUILTIN_CD;
}

bool builtin_needs_shell(enum builtin builtin)
{
	return builtin < BUILTIN_ECHO;
}

static int too_many(const char *name)
{
	sh_complain_of(name, "too many words");
	return 2;
}

/* A number that a builtin takes, or what it is without. */
static bool take_number(char **argv, unsigned long *number)
{
	if (!argv[1])
		return true;
	if (number_parse(argv[1], number))
		return true;
	sh_complain_of(argv[0], "not a number");
	return false;
}

static int change_directory(struct sh *sh, int argc, char **argv)
{
	const char *path = argv[1];

	if (argc > 2)
		return too_many(argv[0]);
	if (!path)
		path = vars_get(&sh->vars, "HOME") ?: "/";
	if (chdir(path) == 0)
		return 0;
	complain("sh: cd", path, errno);
	return 1;
}

#define PATH_SIZE 256

static int print_directory(struct sh *sh)
{
	char *path = arena_take(&sh->arena, PATH_SIZE);
	struct out out;

	if (!path) {
		sh->arena.full = false;
		errno = ENOMEM;
	}
	if (!path || call_getcwd(path, PATH_SIZE) < 0) {
		complain("sh: pwd", NULL, errno);
		return 1;
	}
	out_init(&out, 1);
	out_text(&out, path);
	out_char(&out, '\n');
	return out_end(&out, "sh: pwd");
}

static int print_variables(struct sh *sh, bool exported_only)
{
	const char *entry = NULL;
	struct out out;

	out_init(&out, 1);
	while ((entry = vars_next(&sh->vars, entry))) {
		if (exported_only && !vars_exported(entry))
			continue;
		out_text(&out, entry);
		out_char(&out, '\n');
	}
	return out_end(&out, "sh");
}

static int export_variables(struct sh *sh, char **argv)
{
	for (int i = 1; argv[i]; i++) {
		const char *end = argv[i] + strlen(argv[i]);
		unsigned int length = vars_name_length(argv[i], end);
		const char *behind = argv[i] + length;
		bool done;

		if (!length || (*behind && *behind != '=')) {
			sh_complain_of(argv[i], "not a variable's name");
			return 1;
		}
		done = *behind ? vars_set(&sh->vars, argv[i], length,
					  behind + 1, true) :
				 vars_export(&sh->vars, argv[i]);
		if (!done) {
			sh_complain("too many variables", 0);
			return 2;
		}
	}
	return 0;
}

/* break and continue */
static int leave_loops(struct sh *sh, char **argv, enum flow flow)
{
	unsigned long levels = 1;

	if (!take_number(argv, &levels))
		return 2;
	if (!sh->loops || !levels) {
		sh_complain_of(argv[0], "not in a loop");
		return 1;
	}
	sh->levels = levels < sh->loops ? levels : sh->loops;
	sh->flow = flow;
	return 0;
}

static int leave(struct sh *sh, char **argv)
{
	unsigned long status = sh->status;

	if (!take_number(argv, &status))
		status = 2;
	sh->flow = FLOW_EXIT;
	return status & 0xff;
}

static int shift(struct sh *sh, char **argv)
{
	unsigned long count = 1;

	if (!take_number(argv, &count))
		return 2;
	if (count > (unsigned long)sh->nr_parameters) {
		sh_complain_of(argv[0], "not so many parameters");
		return 1;
	}
	/* $0 stays in front */
	sh->parameters[count] = sh->parameters[0];
	sh->parameters += count;
	sh->nr_parameters -= count;
	return 0;
}

static int wait_processes(struct sh *sh, char **argv)
{
	unsigned long pid;
	int status = 0;

	if (!argv[1])
		return run_wait(sh, 0);
	for (int i = 1; argv[i]; i++) {
		if (!number_parse(argv[i], &pid) || !pid) {
			sh_complain_of(argv[0], "not a process number");
			return 2;
		}
		status = run_wait(sh, pid);
	}
	return status;
}

/*
 * A line of stdin, a byte at a time, as what follows it is for others. The word
 * is in the arena; NULL: the end of the input, or no room.
 */
static struct word *read_line(struct sh *sh)
{
	bool any = false;
	char c;

	arena_word_begin(&sh->arena);
	while (read(0, &c, 1) == 1) {
		any = true;
		if (c == '\n')
			break;
		arena_word_char(&sh->arena, c);
	}
	if (!any)
		return NULL;
	return arena_word_end(&sh->arena);
}

/* Cuts a line into as many words as there are names, the last gets the rest. */
static int read_variables(struct sh *sh, char **argv)
{
	static char reply[] = "REPLY";
	char *no_names[] = { argv[0], reply, NULL };
	struct arena_mark mark = arena_mark(&sh->arena);
	struct word *word = read_line(sh);
	char *at = word ? word->text : "";
	int status = word ? 0 : 1;

	if (sh->arena.full) {
		sh->arena.full = false;
		sh_complain_of(argv[0], "line too long");
		arena_release(&sh->arena, mark);
		return 2;
	}
	if (!argv[1])
		argv = no_names;
	for (int i = 1; argv[i] && status <= 1; i++) {
		unsigned int length =
			vars_name_length(argv[i], argv[i] + strlen(argv[i]));
		char *begin, *end, kept;

		while (isspace(*at))
			at++;
		begin = at;
		if (argv[i + 1])
			while (*at && !isspace(*at))
				at++;
		else
			at += strlen(at);
		for (end = at; end > begin && isspace(end[-1]); end--)
			;
		kept = *end;
		if (kept)
			*end = '\0';
		if (!length || argv[i][length]) {
			sh_complain_of(argv[i], "not a variable's name");
			status = 2;
		} else if (!vars_set(&sh->vars, argv[i], length, begin, false)) {
			sh_complain("too many variables", 0);
			status = 2;
		}
		if (kept)
			*end = kept;
	}
	arena_release(&sh->arena, mark);
	return status;
}

void builtin_run(struct sh *sh, enum builtin builtin, int argc, char **argv)
{
	int status = 0;

	switch (builtin) {
	case BUILTIN_COLON:
		break;
	case BUILTIN_DOT:
		status = read_file(sh, argc, argv);
		break;
	case BUILTIN_BREAK:
		status = leave_loops(sh, argv, FLOW_BREAK);
		break;
	case BUILTIN_CONTINUE:
		status = leave_loops(sh, argv, FLOW_CONTINUE);
		break;
	case BUILTIN_CD:
		status = change_directory(sh, argc, argv);
		break;
	case BUILTIN_EXIT:
		status = leave(sh, argv);
		break;
	case BUILTIN_EXPORT:
		status = argc > 1 ? export_variables(sh, argv) :
				    print_variables(sh, true);
		break;
	case BUILTIN_PWD:
		status = print_directory(sh);
		break;
	case BUILTIN_READ:
		status = read_variables(sh, argv);
		break;
	case BUILTIN_SET:
		status = argc > 1 ? too_many(argv[0]) :
				    print_variables(sh, false);
		break;
	case BUILTIN_SHIFT:
		status = shift(sh, argv);
		break;
	case BUILTIN_UNSET:
		for (int i = 1; i < argc; i++)
			vars_unset(&sh->vars, argv[i]);
		break;
	case BUILTIN_WAIT:
		status = wait_processes(sh, argv);
		break;
	case BUILTIN_EXEC:
	case BUILTIN_NONE:
		break;
	default:
		status = tool_run(tool_find(argv[0]), argc, argv);
	}
	sh->status = status;
}
