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

/* The first line that says what failed; the tools' warnings don't count. */
static void set_tool_error(const char *path, const char *tool,
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
	if (strstr(buffer_text(&message), path_name(path)))
		error_set(error, "%s", buffer_text(&message));
	else
		error_set(error, "%s: %s: %s", path, tool,
			  message.length ? buffer_text(&message) : "failed without a message");
	buffer_free(&message);
}

static int run_tool(const char *path, const char *const *argv,
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
		status = error_set(error, "%s: %s did not end within %d s", path,
				   argv[0], TIMEOUT_MS / 1000);
	if (!status && result.status > 128)
		status = error_set(error, "%s: %s was killed by signal %d", path,
				   argv[0], result.status - 128);
	if (!status && result.status) {
		set_tool_error(path, argv[0], &errors, error);
		status = -1;
	}
	buffer_free(&errors);
	return status;
}

/* Where the kernel's trees look for includes; each is freed by the caller. */
static void include_paths(const char *path, const char *kernel, char *paths[3])
{
	paths[0] = path_directory(path);
	paths[1] = kernel ? path_join(kernel, "include") : NULL;
	paths[2] = kernel ? path_join(kernel, "scripts/dtc/include-prefixes") : NULL;
}

int dts_compile(const char *path, const char *kernel, bool symbols,
		struct buffer *dtb, struct error *error)
{
	struct buffer source = BUFFER_INIT;
	ARRAY(const char *) cpp = { 0 }, dtc = { 0 };
	static const char *const cpp_start[] = {
		"cpp", "-nostdinc", "-undef", "-D__DTS__", "-x",
		"assembler-with-cpp",
	};
	static const char *const dtc_start[] = {
		"dtc", "-q", "-I", "dts", "-O", "dtb", "-b", "0",
	};
	char *paths[3];
	int result;

	include_paths(path, kernel, paths);
	for (size_t i = 0; i < sizeof(cpp_start) / sizeof(cpp_start[0]); i++)
		*array_add(&cpp) = cpp_start[i];
	for (size_t i = 0; i < sizeof(dtc_start) / sizeof(dtc_start[0]); i++)
		*array_add(&dtc) = dtc_start[i];
	for (size_t i = 0; i < 3 && paths[i]; i++) {
		*array_add(&cpp) = "-I";
		*array_add(&cpp) = paths[i];
		*array_add(&dtc) = "-i";
		*array_add(&dtc) = paths[i];
	}
	*array_add(&cpp) = path;
	*array_add(&cpp) = NULL;
	if (symbols)
		*array_add(&dtc) = "-@";
	*array_add(&dtc) = NULL;

	result = run_tool(path, cpp.items, NULL, &source, error);
	if (!result)
		result = run_tool(path, dtc.items, &source, dtb, error);

	for (size_t i = 0; i < 3; i++)
		free(paths[i]);
	array_free(&cpp);
	array_free(&dtc);
	buffer_free(&source);
	return result;
}

int dts_from_dtb(const void *dtb, size_t size, bool sorted, struct buffer *text,
		 struct error *error)
{
	const char *argv[] = { "dtc", "-q", "-I", "dtb", "-O", "dts",
			       sorted ? "-s" : NULL, NULL };
	struct buffer input = BUFFER_INIT;
	int result;

	buffer_add(&input, dtb, size);
	result = run_tool("the DTB", argv, &input, text, error);
	buffer_free(&input);
	return result;
}
