// SPDX-License-Identifier: GPL-2.0-or-later
/* One executable for all tools: finds the one it was called as, runs it. */
#include "out.h"
#include "tools.h"

/* Names and arguments in the order of enum tool; no pointers to them. */
#define TOOL_TEXT(function, name, arguments) name "\0" arguments "\0"
static const char texts[] = TOOLS(TOOL_TEXT);

enum tool tool_find(const char *name)
{
	const char *at = texts;

	for (int tool = 0; tool < TOOL_NONE; tool++) {
		if (!strcmp(name, at))
			return tool;
		at += strlen(at) + 1;
		at += strlen(at) + 1;
	}
	return TOOL_NONE;
}

static void print_usage(enum tool tool, int fd)
{
	const char *at = texts;
	struct out out;

	for (unsigned int i = 0; i < 2 * (unsigned int)tool; i++)
		at += strlen(at) + 1;
	out_init(&out, fd);
	out_text(&out, "usage: ");
	out_text(&out, at);
	at += strlen(at) + 1;
	if (*at)
		out_char(&out, ' ');
	out_text(&out, at);
	out_char(&out, '\n');
}

int tool_usage(enum tool tool)
{
	print_usage(tool, 2);
	return 2;
}

int tool_options(char **argv, const char *letters, unsigned int *found)
{
	int i;

	*found = 0;
	for (i = 1; argv[i] && argv[i][0] == '-' && argv[i][1]; i++) {
		if (!strcmp(argv[i], "--"))
			return i + 1;
		for (const char *c = argv[i] + 1; *c; c++) {
			const char *letter = strchr(letters, *c);

			if (!letter)
				return -1;
			*found |= 1U << (letter - letters);
		}
	}
	return i;
}

/* A switch and not a table of functions, which would lie in RAM. */
#define TOOL_CALL(function, name, arguments) \
	case TOOL_##function: \
		return function##_main(argc, argv);

int tool_run(enum tool tool, int argc, char **argv)
{
	bool takes_words = tool == TOOL_echo || tool == TOOL_test ||
			   tool == TOOL_test_bracket;

	if (argc == 2 && !strcmp(argv[1], "--help") && !takes_words) {
		print_usage(tool, 1);
		return 0;
	}
	switch (tool) {
	TOOLS(TOOL_CALL)
	case TOOL_NONE:
		break;
	}
	return 127;
}

int main(int argc, char **argv)
{
	const char *name = argc ? argv[0] : "";
	const char *slash = strrchr(name, '/');
	enum tool tool = tool_find(slash ? slash + 1 : name);

	if (tool == TOOL_NONE) {
		complain(name, "not a name of this program", 0);
		return 127;
	}
	return tool_run(tool, argc, argv);
}
