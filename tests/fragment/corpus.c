// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fragment-corpus KERNEL PATCHES ARCH DIR DTS...: the fragment of each .dts for
 * a device tree boot, as `gen-board fragment --dt` makes it, in DIR; each in a
 * process of its own. A line for each on standard output: "all" (drivers can be
 * had), "some" (drivers can't be had on the machine), "refused" with the
 * message, "crashed".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/job.h"
#include "generator/kernel/fragment.h"

#define SECONDS 300		/* that one may take */

struct corpus {
	struct options options;
	struct fragment_kernel kernel;
	const char *directory;
};

static char *output_name(const char *directory, const char *dts)
{
	const char *name = strstr(dts, "/boot/dts/");
	char *path = memory_printf("%s/%s.config", directory,
				   name ? name + strlen("/boot/dts/") : path_name(dts));

	for (char *at = path + strlen(directory) + 1; *at; at++)
		*at = *at == '/' ? '_' : *at;
	return path;
}

static const char *outcome(const struct fragment *fragment)
{
	for (size_t i = 0; i < fragment->goals.items.count; i++)
		if (fragment->goals.items.items[i].impossible)
			return "some";
	return "all";
}

static int write_fragment(struct corpus *corpus, const char *dts, struct error *error)
{
	struct job job = JOB_INIT(&corpus->options);
	struct fragment fragment = { 0 };
	struct buffer text = BUFFER_INIT;
	char *output = output_name(corpus->directory, dts);
	struct fragment_source source;
	int result = job_prune(&job, dts, error);

	source = (struct fragment_source){
		.kernel = job.kernel.path, .opened = &corpus->kernel,
		.tree = &job.tree, .prune = &job.prune, .board = &job.board,
		.labels = &job.labels, .dt = true,
	};
	if (!result)
		result = fragment_prepare(&fragment, &source, error) ||
			 fragment_solve(&fragment, error) ? -1 : 0;
	if (!result) {
		fragment_text(&fragment, GEN_BOARD_VERSION, "the corpus", &text);
		result = file_write(output, text.data, text.length, error);
	}
	if (!result)
		printf("%s %s: %zu needs, %zu lines\n", outcome(&fragment), dts,
		       fragment.problem.nr_goals, fragment.solution.nr_lines);
	fragment_free(&fragment);
	job_free(&job);
	buffer_free(&text);
	free(output);
	return result;
}

static void run_child(struct corpus *corpus, const char *dts)
{
	struct error error = ERROR_INIT;

	alarm(SECONDS);
	if (write_fragment(corpus, dts, &error)) {
		error.text[strcspn(error.text, "\n")] = '\0';
		printf("refused %s: %s\n", dts, error.text);
	}
	fflush(stdout);
	_exit(0);
}

int main(int argc, char **argv)
{
	struct corpus corpus = { .options = { .dt = true } };
	struct board board = { 0 };
	struct error error = ERROR_INIT;

	if (argc < 6) {
		fprintf(stderr, "usage: %s KERNEL PATCHES ARCH DIR DTS...\n", argv[0]);
		return ERROR_USAGE;
	}
	corpus.options.kernel = argv[1];
	corpus.options.patches = argv[2];
	board.arch = argv[3];
	board.cross_compile = "arm-linux-gnueabi-";
	corpus.directory = argv[4];
	if (fragment_kernel_open(&corpus.kernel, argv[1], &board, false, NULL, &error)) {
		fprintf(stderr, "%s: %s\n", argv[0], error.text);
		fragment_kernel_close(&corpus.kernel);
		return error.status;
	}
	for (int i = 5; i < argc; i++) {
		pid_t child = fork();
		int status = -1;

		if (!child)
			run_child(&corpus, argv[i]);
		if (child < 0 || waitpid(child, &status, 0) != child || status)
			printf("crashed %s: status %d\n", argv[i], status);
		fflush(stdout);
	}
	fragment_kernel_close(&corpus.kernel);
	return 0;
}
