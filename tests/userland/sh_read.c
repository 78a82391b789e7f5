// SPDX-License-Identifier: GPL-2.0-or-later
#include "sh_read.h"

#include "calls.h"
#include "facts.h"
#include "sh_run.h"
#include "sh_walk.h"

#define PROMPT_MORE	"> "
#define FIRST_OWN	10

struct source {
	int fd;
	bool by_pieces;		/* may be read by more than a byte at a time */
	unsigned int line;	/* number of the next one */
	unsigned int used;	/* of text */
	unsigned int size;
	char *text;
	char *first;		/* what text is when it isn't mapped memory */
	unsigned int first_size;
};

enum got { GOT_LINE, GOT_END, GOT_INTERRUPT, GOT_TROUBLE };

static void give_back(struct source *source)
{
	if (source->text != source->first)
		munmap(source->text, source->size);
	source->text = source->first;
	source->size = source->first_size;
}

static bool grow(struct source *source)
{
	unsigned int size = source->size < PAGE ? PAGE : 2 * source->size;
	char *text;

	if (size > SH_TEXT_MOST) {
		sh_complain("line too long, or too many lines in one command",
			    0);
		return false;
	}
	text = call_pages(size);
	if (!text) {
		sh_complain("long line", errno);
		return false;
	}
	memcpy(text, source->text, source->used);
	give_back(source);
	source->text = text;
	source->size = size;
	return true;
}

/* A long line that doesn't fit: none of it is taken for a command. */
static void pass_line(struct source *source)
{
	char c;

	while (read(source->fd, &c, 1) == 1 && c != '\n')
		;
}

/* Adds the next line, with its \n if it has one, to the text. */
static enum got next_line(struct sh *sh, struct source *source)
{
	unsigned int begin = source->used;

	for (;;) {
		unsigned int space;
		char *at, *end;
		int n;

		if (source->size - source->used < 2 && !grow(source)) {
			pass_line(source);
			sh->status = 2;
			return GOT_TROUBLE;
		}
		space = source->by_pieces ? source->size - source->used : 1;
		at = source->text + source->used;
		n = read(source->fd, at, space);
		if (n < 0 && errno == EINTR)
			return GOT_INTERRUPT;
		if (n < 0) {
			sh_complain("read", errno);
			sh->status = 1;
			return GOT_END;
		}
		if (n == 0)
			return source->used > begin ? GOT_LINE : GOT_END;
		for (end = at; end < at + n && *end != '\n'; end++)
			if (!*end) {
				sh_complain("input is not text", 0);
				sh->status = 126;
				return GOT_END;
			}
		if (end == at + n) {
			source->used += n;
			continue;
		}
		end++;
		source->used += end - at;
		if (end < at + n)
			lseek(source->fd, end - (at + n), SEEK_CUR);
		return GOT_LINE;
	}
}

static void prompt(const struct sh *sh, const char *text)
{
	if (sh->interactive)
		write(2, text, strlen(text));
}

/* Reads until there is a whole command, and runs it. */
static enum got next_command(struct sh *sh, struct source *source)
{
	unsigned int line = sh->interactive ? 0 : source->line;
	enum verdict verdict;
	enum got got;

	source->used = 0;
	do {
		prompt(sh, source->used ? PROMPT_MORE : PROMPT);
		got = next_line(sh, source);
		if (got > GOT_END || (got == GOT_END && !source->used))
			return got;
		source->line++;
		verdict = walk_text(sh, source->text,
				    source->text + source->used, line,
				    got == GOT_END);
	} while (verdict == TEXT_MORE);
	return verdict == TEXT_WRONG && !sh->interactive ? GOT_END : got;
}

/* May more be read than is used? What is left of a file is read again. */
static APART bool by_pieces(int fd)
{
	return lseek(fd, 0, SEEK_CUR) >= 0 || call_is_terminal(fd);
}

void read_source(struct sh *sh, int fd, char *text, unsigned int size)
{
	struct source source = {
		.fd = fd,
		.line = 1,
		.text = text,
		.first = text,
		.size = size,
		.first_size = size,
	};
	enum got got;

	source.by_pieces = by_pieces(fd);
	do {
		got = next_command(sh, &source);
		give_back(&source);
		if (got == GOT_TROUBLE && !sh->interactive)
			break;
		if (got == GOT_INTERRUPT || sh->flow == FLOW_STOP) {
			run_interrupted();
			if (sh->interactive)
				write(2, "\n", 1);
			sh->flow = FLOW_NONE;
		}
		run_reap(sh);
	} while (got != GOT_END && sh->flow == FLOW_NONE);
}

int read_open(struct sh *sh, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), high;

	high = fd < 0 ? -1 : call_fcntl(fd, F_DUPFD_CLOEXEC, FIRST_OWN);
	if (high < 0) {
		sh_complain(path, errno);
		sh->status = fd < 0 && errno == ENOENT ? 127 : 126;
	}
	if (fd >= 0)
		close(fd);
	return high;
}

int read_file(struct sh *sh, int argc, char **argv)
{
	bool interactive = sh->interactive;
	int fd;

	if (argc != 2) {
		sh_complain_of(argv[0], "expects a file");
		return 2;
	}
	if (!sh_has_stack(sh)) {
		sh_complain_of(argv[0], "files are too deep inside others");
		return 2;
	}
	fd = read_open(sh, argv[1]);
	if (fd < 0)
		return sh->status;
	sh->interactive = false;
	sh->status = 0;
	read_source(sh, fd, NULL, 0);
	close(fd);
	sh->interactive = interactive;
	return sh->status;
}
