// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/fragment_commands.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/explain.h"
#include "generator/kernel/fragment.h"

static void tell(const char *what)
{
	fprintf(stderr, "gen-board: %s ...\n", what);
}

static fragment_progress *progress_of(const struct options *options)
{
	return !options->quiet && isatty(STDERR_FILENO) ? tell : NULL;
}

/* What the model says that tables need; the lines point into it. */
static struct goals_table_line *table_lines(const struct job *job, size_t *count)
{
	const json_t *config = json_object_get(job->model, "config");
	struct goals_table_line *lines;

	*count = json_array_size(config);
	lines = memory_new(*count + 1, sizeof(*lines));
	for (size_t i = 0; i < *count; i++) {
		const json_t *line = json_array_get(config, i);

		lines[i].why = json_string_value(json_object_get(line, "reason"));
		lines[i].text = json_string_value(json_object_get(line, "text"));
	}
	return lines;
}

/* The kernel tree is opened while another program compiles the dts. */
struct opening {
	const struct job *job;
	fragment_progress *progress;
	pthread_t thread;
	bool apart;			/* there is the thread */
	struct fragment_kernel kernel;
	struct error error;
	int result;
};

static void *open_kernel(void *context)
{
	struct opening *opening = context;

	opening->result = fragment_kernel_open(&opening->kernel,
					       opening->job->kernel.path,
					       &opening->job->board, true,
					       opening->progress, &opening->error);
	return NULL;
}

static void opening_start(struct opening *opening, const struct job *job)
{
	*opening = (struct opening){
		.job = job, .progress = progress_of(job->options),
	};
	opening->apart = !pthread_create(&opening->thread, NULL, open_kernel, opening);
	if (!opening->apart)
		open_kernel(opening);
}

static void opening_end(struct opening *opening)
{
	if (opening->apart)
		pthread_join(opening->thread, NULL);
	opening->apart = false;
}

/* All that comes before the fragment: a job as far as it is needed for that. */
struct work {
	struct job *job;
	struct opening opening;		/* job NULL: not begun */
	struct goals_table_line *tables;
	struct fragment_source source;
	struct fragment fragment;
};

static int solve(struct work *work, struct error *error)
{
	return fragment_prepare(&work->fragment, &work->source, error) ||
	       fragment_solve(&work->fragment, error) ? -1 : 0;
}

static int prepare(struct work *work, struct job *job, struct error *error)
{
	const struct options *options = job->options;
	int result;

	work->job = job;
	if (!job->kernel.path)
		return error_set(error, "%s: which kernel tree? --kernel or $KERNEL names it",
				 job->source);
	if (job->board.nr_drivers_only && job_labels(job, error))
		return -1;
	work->source = (struct fragment_source){
		.kernel = job->kernel.path,
		.tree = &job->tree,
		.prune = &job->prune,
		.board = &job->board,
		.labels = &job->labels,
		.dt = options->dt,
		.progress = progress_of(options),
	};
	if (work->opening.job) {
		opening_end(&work->opening);
		if (work->opening.result) {
			*error = work->opening.error;
			return -1;
		}
		work->source.opened = &work->opening.kernel;
	}
	if (!options->dt)
		work->tables = table_lines(job, &work->source.nr_tables);
	work->source.tables = work->tables;
	result = solve(work, error);
	if (!work->opening.job ||
	    kernel_index_is_current(&work->opening.kernel.index))
		return result;

	/* the tree has changed since its index was made */
	fragment_free(&work->fragment);
	fragment_kernel_close(&work->opening.kernel);
	work->opening.job = NULL;
	work->source.opened = NULL;
	*error = (struct error)ERROR_INIT;
	return solve(work, error);
}

static void end(struct work *work)
{
	fragment_free(&work->fragment);
	if (work->opening.job) {
		opening_end(&work->opening);
		fragment_kernel_close(&work->opening.kernel);
	}
	free(work->tables);
}

static void write_text(const struct work *work, struct buffer *text)
{
	const struct job *job = work->job;
	char *command = memory_printf("gen-board fragment %s%s",
				      work->source.dt ? "--dt " : "",
				      job->board.path ? job->board.name : job->source);

	fragment_text(&work->fragment, GEN_BOARD_VERSION, command, text);
	free(command);
}

/* What there is to say where no kernel tree is there to ask. */
static void text_without_tree(const struct job *job, struct buffer *text)
{
	size_t count;
	struct goals_table_line *tables = table_lines(job, &count);

	buffer_printf(text, "# %s: what its constant device tree needs of the kernel.\n"
		      "# Made by gen-board %s without a kernel tree (--kernel): what else the board\n"
		      "# needs isn't known.\n", job->board.name, GEN_BOARD_VERSION);
	for (size_t i = 0; i < count; i++)
		buffer_printf(text, "\n# %s\n%s\n", tables[i].why, tables[i].text);
	free(tables);
}

int fragment_of_job(struct job *job, struct buffer *text, struct error *error)
{
	struct work work = { 0 };
	int result;

	if (!job->kernel.path) {
		text_without_tree(job, text);
		return 0;
	}
	if (job_settings(job, error))
		return -1;
	result = prepare(&work, job, error);
	if (!result && !job->options->no_check)
		result = fragment_referee(&work.fragment, job->options->check, error);
	if (!result)
		write_text(&work, text);
	end(&work);
	return result;
}

/* The job up to where a fragment begins. */
static int read_board(struct work *work, struct job *job, const char *name,
		      struct error *error)
{
	if (job_board(job, name, error) || job_settings(job, error))
		return -1;
	if (job->kernel.path)
		opening_start(&work->opening, job);
	return job->options->dt ? job_prune(job, name, error) :
				  job_model(job, name, NULL, error);
}

static int check_arguments(const struct options *options, int count,
			   const char *expected, struct error *error)
{
	if (options->nr_arguments == count)
		return 0;
	if (options->nr_arguments > count)
		return error_usage(error, "%s: unexpected argument; expected %s",
				   options->arguments[count], expected);
	return error_usage(error, "expected %s", expected);
}

/* What there is to say, if all went well; then all is freed. */
static int finish(struct work *work, struct job *job, struct buffer *text,
		  int result, struct error *error)
{
	const char *output = job->options->output;

	if (!result)
		result = file_write(output ? output : "-", text->data, text->length,
				    error);
	buffer_free(text);
	end(work);
	job_free(job);
	return result;
}

int run_fragment(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	struct buffer text = BUFFER_INIT;
	struct work work = { 0 };
	int result = check_arguments(options, 1, "one board", error);

	if (!result)
		result = read_board(&work, &job, options->arguments[0], error) ||
			 prepare(&work, &job, error) ? -1 : 0;
	if (!result && !options->no_check)
		result = fragment_referee(&work.fragment, options->check, error);
	if (!result)
		write_text(&work, &text);
	return finish(&work, &job, &text, result, error);
}

/* CONFIG_X, or a word that no label is written like. */
static bool is_symbol(const char *what)
{
	if (!strncmp(what, "CONFIG_", strlen("CONFIG_")))
		return true;
	for (const char *at = what; *at; at++)
		if (!isupper((unsigned char)*at) && !isdigit((unsigned char)*at) &&
		    *at != '_')
			return false;
	return *what;
}

int run_explain(const struct options *options, struct error *error)
{
	struct job job = JOB_INIT(options);
	struct buffer text = BUFFER_INIT;
	struct work work = { 0 };
	int result = check_arguments(options, 2, "a board, and CONFIG_X or a node", error);
	const char *what;

	if (!result)
		result = read_board(&work, &job, options->arguments[0], error) ||
			 job_labels(&job, error) ||
			 prepare(&work, &job, error) ? -1 : 0;
	if (!result) {
		what = options->arguments[1];
		result = is_symbol(what) ?
			 explain_symbol(&work.fragment, what, &text, error) :
			 explain_node(&work.fragment, what, &text, error);
	}
	return finish(&work, &job, &text, result, error);
}
