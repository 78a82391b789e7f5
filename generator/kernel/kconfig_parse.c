// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libkconfig-parser has one set of global variables, and exits at an error.
 * A child process of ours calls it, and sends back what it made: once per
 * tree, in a tenth of a second for the kernel's 19,000 symbols.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/kconfig_graph.h"
#include "generator/kernel/kconfig_import.h"
#include "generator/kernel/kconfig_loop.h"

/* The child's end where it could say what is wrong by itself. */
#define STATUS_ERROR 2

/* Files without a name: what goes to the child, and what comes from it. */
struct channels {
	int text;
	int result;
	int errors;
};

/* ---- the child */

/* The library's exit() must not run what others have asked for at exit. */
static void leave(void)
{
	_exit(EXIT_FAILURE);
}

static int write_all(int fd, const char *data, size_t length)
{
	while (length) {
		ssize_t done = write(fd, data, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		data += done;
		length -= done;
	}
	return 0;
}

static void child(const struct channels *channels, const struct kconfig_flat *flat)
{
	char path[64];
	struct error error = ERROR_INIT;
	struct buffer bytes = BUFFER_INIT;
	struct graph graph;

	if (atexit(leave) || dup2(channels->errors, STDERR_FILENO) < 0 ||
	    dup2(channels->errors, STDOUT_FILENO) < 0)
		_exit(EXIT_FAILURE);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", channels->text);
	if (kconfig_import(&graph, path, flat, &error)) {
		write_all(channels->result, error.text, strlen(error.text));
		_exit(STATUS_ERROR);
	}
	graph_pack(&graph, &bytes);
	_exit(write_all(channels->result, bytes.data, bytes.length) ?
	      EXIT_FAILURE : EXIT_SUCCESS);
}

/* ---- what the library says */

/*
 * "/proc/self/fd/3:120: text" is of the flat text's line 120: the same with
 * file and line of where that comes from.
 */
static void add_message(struct buffer *messages, const char *line, size_t length,
			const char *path, const struct kconfig_flat *flat)
{
	size_t prefix = strlen(path);
	const struct kconfig_origin *origin;
	char *rest;
	unsigned long number;

	if (length <= prefix || strncmp(line, path, prefix) || line[prefix] != ':') {
		buffer_add(messages, line, length);
		return;
	}
	number = strtoul(line + prefix + 1, &rest, 10);
	length -= rest - line;
	if (!number || number > flat->origins.count ||
	    flat->origins.items[number - 1].file == UINT32_MAX) {
		buffer_add_string(messages, "Kconfig");
	} else {
		origin = &flat->origins.items[number - 1];
		buffer_printf(messages, "%s:%u", flat->files.items[origin->file],
			      origin->line);
	}
	buffer_add(messages, rest, length);
}

/* How much a line says: where it is, then what. Warnings say nothing. */
static unsigned int line_weight(const char *line, size_t length, const char *path)
{
	const size_t prefix = strlen(path);
	unsigned int weight = 1;

	if (!length || memmem(line, length, "warning:", 8))
		return 0;
	if (!memmem(line, length, "syntax error", 12))
		weight++;
	if (length > prefix + 1 && !strncmp(line, path, prefix) &&
	    line[prefix] == ':' && isdigit((unsigned char)line[prefix + 1]))
		weight += 2;
	return weight;
}

/* The line that says most: what the library adds to it are consequences. */
static int library_error(const struct buffer *said, const char *path,
			 const struct kconfig_flat *flat, struct error *error)
{
	struct buffer message = BUFFER_INIT;
	const char *best = NULL;
	unsigned int best_weight = 0;
	int result;

	for (const char *line = buffer_text(said); *line;) {
		size_t length = strcspn(line, "\n");
		unsigned int weight = line_weight(line, length, path);

		if (weight > best_weight) {
			best = line;
			best_weight = weight;
		}
		line += length + (line[length] == '\n');
	}
	if (best)
		add_message(&message, best, strcspn(best, "\n"), path, flat);
	result = error_set(error, "%s", message.length ? buffer_text(&message) :
			   "the Kconfig parser gave up without a word");
	buffer_free(&message);
	return result;
}

static int read_back(int fd, struct buffer *buffer, struct error *error)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return file_read(path, buffer, error);
}

static int collect(const struct channels *channels, int status,
		   struct graph *graph, const struct kconfig_flat *flat,
		   struct error *error)
{
	struct buffer bytes = BUFFER_INIT, said = BUFFER_INIT;
	char path[64];
	int result;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", channels->text);
	if (read_back(channels->result, &bytes, error) ||
	    read_back(channels->errors, &said, error))
		result = -1;
	else if (WIFSIGNALED(status))
		result = error_set(error, "the Kconfig parser was killed by signal %d",
				   WTERMSIG(status));
	else if (WEXITSTATUS(status) == STATUS_ERROR)
		result = error_set(error, "%s", buffer_text(&bytes));
	else if (WEXITSTATUS(status))
		result = library_error(&said, path, flat, error);
	else if (graph_unpack(graph, bytes.data, bytes.length))
		result = 0;
	else
		result = error_set(error, "the Kconfig parser's result is incomplete");
	buffer_free(&bytes);
	buffer_free(&said);
	return result;
}

static int parse(struct graph *graph, const struct kconfig_flat *flat,
		 const struct channels *channels, struct error *error)
{
	int status;
	pid_t pid;

	if (channels->text < 0 || channels->result < 0 || channels->errors < 0 ||
	    write_all(channels->text, buffer_text(&flat->text), flat->text.length))
		return error_errno(error, "a file in memory");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return error_errno(error, "fork");
	if (!pid)
		child(channels, flat);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return error_errno(error, "waiting for the Kconfig parser");
	return collect(channels, status, graph, flat, error);
}

int kconfig_parse(struct graph *graph, const struct kconfig_flat *flat,
		  struct error *error)
{
	const struct channels channels = {
		.text = memfd_create("Kconfig", MFD_CLOEXEC),
		.result = memfd_create("Kconfig graph", MFD_CLOEXEC),
		.errors = memfd_create("Kconfig errors", MFD_CLOEXEC),
	};
	int result;

	*graph = (struct graph){ 0 };
	result = parse(graph, flat, &channels, error);
	if (!result)
		result = kconfig_check_loops(graph, flat, error);
	if (channels.text >= 0)
		close(channels.text);
	if (channels.result >= 0)
		close(channels.result);
	if (channels.errors >= 0)
		close(channels.errors);
	return result;
}
