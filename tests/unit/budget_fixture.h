/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The knob file of the tests, a board, and budgets from a few lines of YAML;
 * cmocka fails where they can't be read.
 */
#ifndef TESTS_UNIT_BUDGET_FIXTURE_H
#define TESTS_UNIT_BUDGET_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/budget/plan.h"

#define KNOBS DATA_DIR "/tests/budget/knobs.yaml"

static struct board_bank banks[] = {
	{ "sram", 0x20000000, 16 << 20 }, { "ccm", 0x10000000, 64 << 10 },
};

static const struct board board = {
	.name = "small", .banks = banks, .nr_banks = 2,
};

static char *directory;		/* for files that a test makes */

static inline int make_directory(void **state)
{
	struct error error = ERROR_INIT;

	(void)state;
	directory = file_make_temporary_directory(&error);
	return directory ? 0 : -1;
}

static inline int remove_directory(void **state)
{
	(void)state;
	file_remove_directory(directory);
	free(directory);
	return 0;
}

static inline char *write_file(const char *text)
{
	char *path = path_join(directory, "x.yaml");
	struct error error = ERROR_INIT;

	assert_int_equal(file_write(path, text, strlen(text), &error), 0);
	return path;
}

/* The message has this in it. */
static inline void assert_says(const struct error *error, const char *what)
{
	if (!strstr(error->text, what))
		fail_msg("\"%s\" doesn't say \"%s\"", error->text, what);
	assert_int_equal(error->status, ERROR_INPUT);
}

static inline struct knobs read_knobs(void)
{
	struct error error = ERROR_INIT;
	struct knobs knobs;

	if (knobs_read(&knobs, KNOBS, &error))
		fail_msg("%s", error.text);
	return knobs;
}

static inline int budget_of(struct budget *budget, const char *text,
		     const struct knobs *knobs, struct error *error)
{
	char *path = write_file(text);
	int result = budget_read(budget, path, NULL, knobs, &board, error);

	free(path);
	return result;
}

static inline struct budget good_budget(const char *text, const struct knobs *knobs)
{
	struct error error = ERROR_INIT;
	struct budget budget;

	if (budget_of(&budget, text, knobs, &error))
		fail_msg("%s: %s", text, error.text);
	return budget;
}

static inline struct plan plan_of(const struct budget *budget, const struct knobs *knobs)
{
	struct error error = ERROR_INIT;
	struct plan plan;

	if (plan_make(&plan, knobs, &knobs->bases[0], budget, &error))
		fail_msg("%s", error.text);
	return plan;
}

#endif
