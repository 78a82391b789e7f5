// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/tree/dts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/base/table.h"

/* More than any dts needs; a loop in a preprocessor isn't waited for. */
#define TIMEOUT_MS 60000

/* "/x/y.dts:8:10: fatal error: z.dtsi: ..." without the words in between. */
static void copy_message(struct buffer *message, const char *line, size_t length)
{
	static const char *const noise[] = { "fatal error: ", "error: ",
					     "FATAL ERROR: ", "ERROR: ",
					     "Error: " };

	for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++) {
		const char *at = memmem(line, length, noise[i], strlen(noise[i]));
		size_t before;

		if (!at)
			continue;
		before = (size_t)(at - line);
		buffer_add(message, line, before);
		line = at + strlen(noise[i]);
		length -= before + strlen(noise[i]);
		break;
	}
	buffer_add(message, line, length);
}

/*
 * Whether a message says where: "/x/y.dts:8.1-2 ...", also of a file that was
 * included, or the name of a source, which dtc doesn't always give with its way.
 */
static bool says_where(const char *message, const struct dts_source *source)
{
	return message[0] == '/' || strstr(message, path_name(source->path));
}

/*
 * dtc names the first place that has something of a node; what is wrong may be
 * in any of those that it lists in the lines behind.
 */
static void add_other_places(struct buffer *message, const char *line)
{
	static const char also[] = "  also defined at ";

	for (; *line == '\n' || !strncmp(line, also, strlen(also));
	     line += strcspn(line, "\n"), line += *line == '\n') {
		if (*line == '\n')
			continue;
		buffer_add_string(message, "; ");
		buffer_add(message, line + 2, strcspn(line, "\n") - 2);
	}
}

/* The first line that says what failed; the tools' warnings don't count. */
static void set_tool_error(const struct dts_source *source, const char *tool,
			   const struct buffer *output, struct error *error)
{
	const char *line = buffer_text(output);
	struct buffer message = BUFFER_INIT;

	while (*line && !message.length) {
		size_t length = strcspn(line, "\n");

		if (memmem(line, length, "error", 5) ||
		    memmem(line, length, "Error", 5) ||
		    memmem(line, length, "ERROR", 5))
			copy_message(&message, line, length);
		line += length + (line[length] == '\n');
	}
	add_other_places(&message, line);
	if (says_where(buffer_text(&message), source))
		error_set(error, "%s", buffer_text(&message));
	else
		error_set(error, "%s: %s: %s", source->name, tool,
			  message.length ? buffer_text(&message) : "failed without a message");
	buffer_free(&message);
}

static int run_tool(const struct dts_source *source, const char *const *argv,
		    const struct buffer *input, struct buffer *output,
		    struct error *error)
{
	struct buffer errors = BUFFER_INIT;
	struct process process = {
		.argv = argv,
		.input = input ? buffer_text(input) : NULL,
		.input_length = input ? input->length : 0,
		.output = output,
		.errors = &errors,
		.timeout_ms = TIMEOUT_MS,
	};
	struct process_result result;
	int status = process_run(&process, &result, error);

	if (!status && result.timed_out)
		status = error_set(error, "%s: %s did not end within %d s",
				   source->name, argv[0], TIMEOUT_MS / 1000);
	if (!status && result.status > 128)
		status = error_set(error, "%s: %s was killed by signal %d",
				   source->name, argv[0], result.status - 128);
	if (!status && result.status) {
		set_tool_error(source, argv[0], &errors, error);
		status = -1;
	}
	buffer_free(&errors);
	return status;
}

typedef ARRAY(const char *) word_list;
typedef ARRAY(char *) path_list;

static void add_words(word_list *list, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		*array_add(list) = words[i];
}

/* Beside each source, and where the kernel's trees look; each is freed. */
static void add_include_paths(path_list *paths, const struct dts_source *source)
{
	static const char *const below[] = { "include",
					     "scripts/dtc/include-prefixes" };

	*array_add(paths) = path_directory(source->path);
	for (size_t i = 0; i < source->nr_extend; i++)
		*array_add(paths) = path_directory(source->extend[i]);
	for (size_t i = 0; source->kernel && i < 2; i++)
		*array_add(paths) = path_join(source->kernel, below[i]);
}

/*
 * The last source is what cpp is told to read, and those before it are included
 * ahead: so there is no file of ours that a message could name.
 */
static void add_sources(word_list *cpp, const struct dts_source *source)
{
	const char *path = source->path;

	for (size_t i = 0; i < source->nr_extend; i++) {
		*array_add(cpp) = "-include";
		*array_add(cpp) = path;
		path = source->extend[i];
	}
	*array_add(cpp) = path;
}

int dts_compile(const struct dts_source *source, bool symbols,
		struct buffer *dtb, struct error *error)
{
	struct buffer preprocessed = BUFFER_INIT;
	word_list cpp = { 0 }, dtc = { 0 };
	path_list paths = { 0 };
	static const char *const cpp_start[] = {
		"cpp", "-nostdinc", "-undef", "-D__DTS__", "-x",
		"assembler-with-cpp",
	};
	static const char *const dtc_start[] = {
		"dtc", "-q", "-I", "dts", "-O", "dtb", "-b", "0",
	};
	int result;

	add_words(&cpp, cpp_start, sizeof(cpp_start) / sizeof(cpp_start[0]));
	add_words(&dtc, dtc_start, sizeof(dtc_start) / sizeof(dtc_start[0]));
	add_include_paths(&paths, source);
	for (size_t i = 0; i < paths.count; i++) {
		add_words(&cpp, (const char *[]){ "-I", paths.items[i] }, 2);
		add_words(&dtc, (const char *[]){ "-i", paths.items[i] }, 2);
	}
	for (size_t i = 0; source->macros && source->macros[i]; i++)
		add_words(&cpp, (const char *[]){ "-D", source->macros[i] }, 2);
	add_sources(&cpp, source);
	*array_add(&cpp) = NULL;
	if (symbols)
		*array_add(&dtc) = "-@";
	*array_add(&dtc) = NULL;

	result = run_tool(source, cpp.items, NULL, &preprocessed, error);
	if (!result)
		result = run_tool(source, dtc.items, &preprocessed, dtb, error);

	for (size_t i = 0; i < paths.count; i++)
		free(paths.items[i]);
	array_free(&paths);
	array_free(&cpp);
	array_free(&dtc);
	buffer_free(&preprocessed);
	return result;
}

int dts_from_dtb(const void *dtb, size_t size, bool sorted, struct buffer *text,
		 struct error *error)
{
	const char *argv[] = { "dtc", "-q", "-I", "dtb", "-O", "dts",
			       sorted ? "-s" : NULL, NULL };
	const struct dts_source source = { .name = "the DTB", .path = "the DTB" };
	struct buffer input = BUFFER_INIT;
	int result;

	buffer_add(&input, dtb, size);
	result = run_tool(&source, argv, &input, text, error);
	buffer_free(&input);
	return result;
}
