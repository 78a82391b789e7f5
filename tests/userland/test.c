// SPDX-License-Identifier: GPL-2.0-or-later
/* test and [: conditions for if and while. */
#include "calls.h"
#include "out.h"
#include "tools.h"

#define WRONG 2	/* exit status for what is no expression */

static int wrong(const char *what, const char *why)
{
	struct out out;

	out_init(&out, 2);
	out_text(&out, "test: ");
	out_text(&out, what);
	out_text(&out, ": ");
	out_text(&out, why);
	out_char(&out, '\n');
	return WRONG;
}

static int __attribute__((noinline)) unary(const char *op,
						   const char *word)
{
	struct statx info;

	if (op[0] != '-' || !op[1] || op[2])
		return wrong(op, "unknown operator");
	switch (op[1]) {
	case 'n':
		return !*word;
	case 'z':
		return !!*word;
	case 'r':
		return !call_may(word, 4);
	case 'w':
		return !call_may(word, 2);
	case 'x':
		return !call_may(word, 1);
	case 'c':
	case 'd':
	case 'e':
	case 'f':
	case 'p':
	case 's':
		break;
	default:
		return wrong(op, "unknown operator");
	}
	if (statx(AT_FDCWD, word, 0, STATX_BASIC_STATS, &info) < 0)
		return 1;
	switch (op[1]) {
	case 'c':
		return !S_ISCHR(info.stx_mode);
	case 'd':
		return !S_ISDIR(info.stx_mode);
	case 'f':
		return !S_ISREG(info.stx_mode);
	case 'p':
		return !S_ISFIFO(info.stx_mode);
	case 's':
		return info.stx_size == 0;
	}
	return 0;
}

static bool parse_signed(const char *text, long *number)
{
	bool negative = *text == '-';
	unsigned long n;

	if (!number_parse(text + negative, &n) || (long)n < 0)
		return false;
	*number = negative ? -(long)n : (long)n;
	return true;
}

/* The number of a binary operator; -1: it is none. */
static int find_binary(const char *op)
{
	static const char names[] = "-eq\0-ne\0-lt\0-le\0-gt\0-ge\0=\0==\0!=\0";
	const char *at = names;

	for (int index = 0; *at; index++) {
		if (!strcmp(at, op))
			return index;
		at += strlen(at) + 1;
	}
	return -1;
}

static int binary(const char *left, int op, const char *right)
{
	long a, b;

	if (op >= 6)
		return !strcmp(left, right) == (op == 8);
	if (!parse_signed(left, &a))
		return wrong(left, "not a number");
	if (!parse_signed(right, &b))
		return wrong(right, "not a number");
	switch (op) {
	case 0:
		return !(a == b);
	case 1:
		return !(a != b);
	case 2:
		return !(a < b);
	case 3:
		return !(a <= b);
	case 4:
		return !(a > b);
	default:
		return !(a >= b);
	}
}

/* What is meant follows from the number of words, as POSIX has it. */
static int evaluate(int count, char **words)
{
	int op = count == 3 ? find_binary(words[1]) : -1;

	if (count > 4)
		return wrong(words[4], "too many words");
	if (count == 0)
		return 1;
	if (count == 1)
		return !*words[0];
	if (op >= 0)
		return binary(words[0], op, words[2]);
	if (!strcmp(words[0], "!")) {
		int result = evaluate(count - 1, words + 1);

		return result == WRONG ? WRONG : !result;
	}
	if (count == 2)
		return unary(words[0], words[1]);
	return wrong(words[1], "unknown operator");
}

int test_main(int argc, char **argv)
{
	return evaluate(argc - 1, argv + 1);
}

int test_bracket_main(int argc, char **argv)
{
	if (strcmp(argv[argc - 1], "]"))
		return wrong("[", "no ] at the end");
	return evaluate(argc - 2, argv + 1);
}
