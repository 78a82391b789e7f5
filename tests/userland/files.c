// SPDX-License-Identifier: GPL-2.0-or-later
/* The tools that read files: cat, head, wc, grep. */
#include "files.h"

#include "calls.h"
#include "out.h"
#include "tools.h"

int file_open(const char *tool, const char *path)
{
	int fd;

	if (!strcmp(path, "-"))
		return 0;
	fd = open(path, O_RDONLY);
	if (fd < 0)
		complain(tool, path, errno);
	return fd;
}

void file_close(int fd)
{
	if (fd > 0)
		close(fd);
}

void reader_init(struct reader *reader, int fd)
{
	reader->fd = fd;
	reader->error = 0;
	reader->used = 0;
	reader->at = 0;
}

int reader_byte(struct reader *reader)
{
	if (reader->at == reader->used) {
		int n = read(reader->fd, reader->piece, sizeof(reader->piece));

		if (n < 0)
			reader->error = errno;
		if (n <= 0)
			return -1;
		reader->used = n;
		reader->at = 0;
	}
	return (unsigned char)reader->piece[reader->at++];
}

bool reader_line(struct reader *reader, char *line, unsigned int size)
{
	unsigned int length = 0;
	int c;

	while ((c = reader_byte(reader)) >= 0 && c != '\n')
		if (length + 1 < size)
			line[length++] = c;
	line[length] = '\0';
	return c >= 0 || length > 0;
}

/* What a tool does with one file; name is NULL for stdin without a name. */
typedef int (*file_work)(int fd, const char *name, void *data);

/* Does it for each file named, or for stdin; the worst status. */
static int each_file(const char *tool, char **paths, file_work work, void *data)
{
	int status = 0;

	if (!*paths)
		return work(0, NULL, data);
	for (; *paths; paths++) {
		int fd = file_open(tool, *paths);
		int result = 1;

		if (fd >= 0) {
			result = work(fd, *paths, data);
			file_close(fd);
		}
		if (result > status)
			status = result;
	}
	return status;
}

static int failed(const char *tool, const char *name, int error)
{
	complain(tool, name ? name : "stdin", error);
	return 1;
}

static int cat(int fd, const char *name, void *data)
{
	char *piece = tool_scratch();
	int n;

	(void)data;
	while ((n = read(fd, piece, TOOL_SCRATCH)) > 0) {
		for (int done = 0, m; done < n; done += m) {
			m = write(1, piece + done, n - done);
			if (m < 0)
				return failed("cat", "write error", errno);
		}
	}
	return n < 0 ? failed("cat", name, errno) : 0;
}

int cat_main(int argc, char **argv)
{
	unsigned int options;
	int first = tool_options(argv, "", &options);

	(void)argc;
	if (first < 0)
		return tool_usage(TOOL_cat);
	return each_file("cat", argv + first, cat, NULL);
}

static int head(int fd, const char *name, void *data)
{
	unsigned long left = *(unsigned long *)data;
	struct reader reader;
	struct out out;
	int c;

	reader_init(&reader, fd);
	out_init(&out, 1);
	while (left && (c = reader_byte(&reader)) >= 0) {
		out_char(&out, c);
		if (c == '\n')
			left--;
	}
	if (reader.error)
		failed("head", name, reader.error);
	return out_end(&out, "head") || reader.error;
}

int head_main(int argc, char **argv)
{
	unsigned long lines = 10;
	int first = 1;

	if (argc > 1 && !strcmp(argv[1], "-n")) {
		if (argc < 3 || !number_parse(argv[2], &lines))
			return tool_usage(TOOL_head);
		first = 3;
	} else if (argc > 1 && argv[1][0] == '-' && argv[1][1]) {
		if (!number_parse(argv[1] + 1, &lines))
			return tool_usage(TOOL_head);
		first = 2;
	}
	return each_file("head", argv + first, head, &lines);
}

enum { WC_BYTES = 1, WC_LINES = 2, WC_WORDS = 4 };

struct wc {
	unsigned int what;
	unsigned int files;
	unsigned long lines, words, bytes;	/* of all files */
};

static int wc_print(const struct wc *wc, unsigned long lines,
		    unsigned long words, unsigned long bytes, const char *name)
{
	/* a single figure stands alone, several make columns */
	bool alone = !(wc->what & (wc->what - 1));
	unsigned int width = alone ? 0 : 7;
	struct out out;

	out_init(&out, 1);
	if (wc->what & WC_LINES)
		out_number(&out, lines, width);
	if (wc->what & WC_WORDS)
		out_number(&out, words, width);
	if (wc->what & WC_BYTES)
		out_number(&out, bytes, width);
	if (name) {
		out_char(&out, ' ');
		out_text(&out, name);
	}
	out_char(&out, '\n');
	return out_end(&out, "wc");
}

static int wc_count(int fd, const char *name, void *data)
{
	unsigned long lines = 0, words = 0, bytes = 0;
	struct wc *wc = data;
	struct reader reader;
	bool in_word = false;
	int c;

	reader_init(&reader, fd);
	while ((c = reader_byte(&reader)) >= 0) {
		bytes++;
		lines += c == '\n';
		words += !in_word && !isspace(c);
		in_word = !isspace(c);
	}
	if (reader.error)
		return failed("wc", name, reader.error);
	wc->files++;
	wc->lines += lines;
	wc->words += words;
	wc->bytes += bytes;
	return wc_print(wc, lines, words, bytes, name);
}

int wc_main(int argc, char **argv)
{
	struct wc wc = { 0 };
	int first = tool_options(argv, "clw", &wc.what);
	int status;

	if (first < 0)
		return tool_usage(TOOL_wc);
	if (!wc.what)
		wc.what = WC_BYTES | WC_LINES | WC_WORDS;
	status = each_file("wc", argv + first, wc_count, &wc);
	if (argc - first > 1)
		status |= wc_print(&wc, wc.lines, wc.words, wc.bytes, "total");
	return status;
}

enum { GREP_COUNT = 1, GREP_QUIET = 2, GREP_INVERT = 4 };

struct grep {
	unsigned int options;
	const char *text;
	bool names;		/* print them: there are several files */
	bool found;		/* in any file */
};

/* In scratch memory. */
struct grep_buffers {
	struct reader reader;
	char line[LINE_SIZE];
};
_Static_assert(sizeof(struct grep_buffers) <= TOOL_SCRATCH, "grep");

static bool contains(const char *line, const char *text)
{
	unsigned int length = strlen(text);

	do {
		if (!strncmp(line, text, length))
			return true;
	} while (*line++);
	return false;
}

static int grep_file(int fd, const char *name, void *data)
{
	struct grep_buffers *buffers = tool_scratch();
	struct reader *reader = &buffers->reader;
	struct grep *grep = data;
	unsigned long count = 0;
	char *line = buffers->line;
	struct out out;

	reader_init(reader, fd);
	out_init(&out, 1);
	while (reader_line(reader, line, LINE_SIZE)) {
		if (strlen(line) == LINE_SIZE - 1) {
			complain("grep", "line too long", 0);
			return 2;
		}
		if (contains(line, grep->text) ==
		    !!(grep->options & GREP_INVERT))
			continue;
		count++;
		grep->found = true;
		if (grep->options & GREP_QUIET)
			return 0;
		if (grep->options & GREP_COUNT)
			continue;
		if (grep->names) {
			out_text(&out, name);
			out_char(&out, ':');
		}
		out_text(&out, line);
		out_char(&out, '\n');
	}
	if (reader->error)
		return failed("grep", name, reader->error) + 1;
	if ((grep->options & GREP_COUNT) && !(grep->options & GREP_QUIET)) {
		if (grep->names) {
			out_text(&out, name);
			out_char(&out, ':');
		}
		out_number(&out, count, 0);
		out_char(&out, '\n');
	}
	return out_end(&out, "grep") ? 2 : 0;
}

int grep_main(int argc, char **argv)
{
	struct grep grep = { 0 };
	int first = tool_options(argv, "cqv", &grep.options);
	int status;

	if (first < 0 || first >= argc)
		return tool_usage(TOOL_grep);
	grep.text = argv[first];
	grep.names = argc - first > 2;
	status = each_file("grep", argv + first + 1, grep_file, &grep);
	if (status)
		return 2;
	return !grep.found;
}
