// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kconfig-solve TREE ARCH CROSS_COMPILE CONFIG [DIR]
 *
 * Each symbol of CONFIG (lines as in a .config) is a goal: how many lines give
 * all of them, and what it takes to find them. A line with ? in front isn't
 * proved to be needed. With DIR the kernel's own conf
 * is the judge: it must agree on the .config, and lose a goal without any one
 * of the lines. Exit status 1 if it doesn't.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/kernel/kconfig_referee.h"
#include "generator/kernel/solver.h"

struct run {
	struct kconfig *kconfig;
	struct condition_pool *pool;
	struct kconfig_lines wanted;
	struct solver_goal *goals;
	struct solver_solution solution;
};

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec * 1e-9;
}

static int solve(struct run *run, const char *config, struct error *error)
{
	struct buffer text = BUFFER_INIT;
	struct solver_problem problem = { 0 };
	double spent;
	size_t proved = 0;
	int result = file_read(config, &text, error);

	kconfig_lines_read(&run->wanted, buffer_text(&text));
	buffer_free(&text);
	run->goals = memory_new(run->wanted.count + 1, sizeof(run->goals[0]));
	for (size_t i = 0; i < run->wanted.count; i++)
		run->goals[i].condition = condition_equals(run->pool,
							   run->wanted.items[i].symbol,
							   run->wanted.items[i].value);
	problem.goals = run->goals;
	problem.nr_goals = run->wanted.count;
	spent = -seconds();
	if (result || solver_solve(run->kconfig, &problem, &run->solution, error))
		return -1;
	spent += seconds();
	for (size_t i = 0; i < run->solution.nr_lines; i++) {
		buffer_add_string(&text, run->solution.lines[i].proved ? "  " : "? ");
		kconfig_line_write(&run->solution.lines[i].line, &text);
		proved += run->solution.lines[i].proved;
	}
	printf("%s%zu goals: %zu lines, %zu of them proved to be needed; %u evaluations, %.1f ms\n",
	       buffer_text(&text), problem.nr_goals, run->solution.nr_lines, proved,
	       run->solution.evaluations, 1e3 * spent);
	buffer_free(&text);
	return 0;
}

/* The value a .config gives, "n" where it gives none. */
static const char *value_in(const struct kconfig_lines *config, const char *symbol)
{
	for (size_t i = 0; i < config->count; i++)
		if (!strcmp(config->items[i].symbol, symbol))
			return config->items[i].value;
	return "n";
}

/* The kernel's .config without line @without; how many goals it loses. */
static int count_lost(struct run *run, const struct referee *referee,
		      size_t without, size_t *lost, struct error *error)
{
	struct buffer fragment = BUFFER_INIT, config = BUFFER_INIT;
	struct kconfig_lines lines = { 0 };
	int result;

	*lost = 0;
	for (size_t i = 0; i < run->solution.nr_lines; i++)
		if (i != without)
			kconfig_line_write(&run->solution.lines[i].line, &fragment);
	result = referee_run(run->kconfig, buffer_text(&fragment), referee, &config,
			     error);
	kconfig_lines_read(&lines, buffer_text(&config));
	for (size_t i = 0; i < run->wanted.count; i++)
		*lost += strcmp(value_in(&lines, run->wanted.items[i].symbol),
				run->wanted.items[i].value) != 0;
	kconfig_lines_free(&lines);
	buffer_free(&fragment);
	buffer_free(&config);
	return result;
}

static int judge(struct run *run, const char *directory, struct error *error)
{
	const struct referee referee = { .directory = directory };
	struct kconfig_line *lines = solver_lines(&run->solution);
	int result = referee_check(run->kconfig, lines, run->solution.nr_lines,
				   &referee, error);
	size_t lost;

	if (!result)
		result = count_lost(run, &referee, run->solution.nr_lines, &lost, error);
	if (!result && lost)
		result = error_set(error, "the kernel's conf: %zu goals are not met", lost);
	for (size_t i = 0; !result && i < run->solution.nr_lines; i++) {
		result = count_lost(run, &referee, i, &lost, error);
		if (!result && !lost && !run->solution.lines[i].keeps)
			result = error_set(error, "the kernel's conf: no goal is lost without %s",
					   lines[i].symbol);
	}
	if (!result)
		printf("the kernel's conf: all goals are met, and without any one of the %zu lines they aren't\n",
		       run->solution.nr_lines);
	free(lines);
	return result;
}

int main(int argc, char *argv[])
{
	struct error error = ERROR_INIT;
	struct run run = { .pool = condition_pool_new() };
	double spent = -seconds();

	if (argc < 5) {
		fprintf(stderr, "usage: %s TREE ARCH CROSS_COMPILE CONFIG [DIR]\n",
			argv[0]);
		return ERROR_USAGE;
	}
	run.kconfig = kconfig_open(&(struct kconfig_options){
		.tree = argv[1], .arch = argv[2], .cross_compile = argv[3] }, &error);
	printf("Kconfig opened in %.1f ms\n", 1e3 * (spent + seconds()));
	if (!run.kconfig || solve(&run, argv[4], &error) ||
	    (argc > 5 && judge(&run, argv[5], &error)))
		fprintf(stderr, "%s: %s\n", argv[0], error.text);
	solver_solution_free(&run.solution);
	kconfig_lines_free(&run.wanted);
	free(run.goals);
	condition_pool_free(run.pool);
	kconfig_close(run.kconfig);
	return error.status;
}
