// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/calibrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/base/process.h"
#include "generator/budget/budget.h"
#include "generator/budget/budget_settings.h"
#include "generator/budget/kernel_config.h"
#include "generator/budget/measured.h"
#include "generator/budget/plan.h"
#include "generator/ram/boot.h"
#include "generator/ram/parts.h"

/* All that a calibration works with. */
struct work {
	const struct calibrate_request *request;
	const struct knobs *knobs;
	struct measured measured;
	struct budget budget;
	bool lacks[KNOBS_MAX];
	size_t done, steps;
};

static void say(const struct work *work, const char *what, const char *result)
{
	const struct calibrate_request *request = work->request;
	char *text;

	if (!request->progress)
		return;
	text = memory_printf("%s %zu/%zu %s: %s", request->board->name, work->done,
			     work->steps, what, result);
	request->progress(request->context, text);
	free(text);
}

/* ---- a kernel with given values */

/* The last line of what a command has said. */
static const char *last_line(struct buffer *text)
{
	char *at;

	while (text->length && text->data[text->length - 1] == '\n')
		text->data[--text->length] = '\0';
	at = text->length ? strrchr(text->data, '\n') : NULL;
	return at ? at + 1 : buffer_text(text);
}

static int run_make(const struct work *work, const char *target,
		    struct error *error)
{
	char *command = memory_printf("%s%s", work->request->make, target);
	const char *argv[] = { "sh", "-c", command, NULL };
	struct buffer said = BUFFER_INIT;
	struct process process = {
		.argv = argv, .output = &said, .errors = &said,
	};
	struct process_result ended;
	int result = process_run(&process, &ended, error);

	if (!result && ended.status)
		result = error_set(error, "%s: exit status %d: %s", command,
				   ended.status, last_line(&said));
	buffer_free(&said);
	free(command);
	return result;
}

/* DIRECTORY/linux/.config, and what is in it of the knobs. */
static int read_config(const struct work *work, uint8_t *values, bool *lacks,
		       struct error *error)
{
	char *path = path_join(work->request->directory, "linux/.config");
	int result = kernel_config_read(path, work->knobs, values, lacks, error);

	free(path);
	return result;
}

/* Kconfig may refuse a value: what matters is whether this knob has it. */
static int check_value(const struct work *work, size_t at, const uint8_t *wanted,
		       const uint8_t *values, struct error *error)
{
	const struct knob *knob = &work->knobs->knobs[at];

	if (values[at] == wanted[at])
		return 0;
	return error_set(error, "%s=%s: the kernel's Kconfig makes it %s",
			 knob->name, knob->values[wanted[at]],
			 knob->values[values[at]]);
}

static int make(const struct work *work, const uint8_t *values,
		const char *target, struct error *error)
{
	char *path = path_join(work->request->directory, "knobs.config");
	struct buffer lines = BUFFER_INIT;
	int result;

	if (values)
		kernel_config_lines(work->knobs, values, work->lacks, &lines);
	result = file_make_directories(work->request->directory, error) ||
		 file_write(path, buffer_text(&lines), lines.length, error) ||
		 run_make(work, target, error) ? -1 : 0;
	buffer_free(&lines);
	free(path);
	return result;
}

/*
 * What a kernel shows, booted; error: it doesn't come up. @ram: bytes, or 0: as
 * it was built for.
 */
static int boot_parts(const struct work *work, uint64_t ram, struct parts *parts,
		      char **version, struct error *error)
{
	const struct calibrate_request *request = work->request;
	char *directory = path_join(request->directory, "boot");
	struct kernel kernel;
	struct boot_request booting = {
		.board = request->board,
		.kernel = &kernel,
		.programs = request->programs,
		.directory = directory,
		.memory_size = ram,
	};
	struct boot boot;
	int result = kernel_read(&kernel, request->directory, error);

	if (result) {
		free(directory);
		return -1;
	}
	parts_ask(&booting);
	result = boot_run(&boot, &booting, error);
	if (!result) {
		result = parts_read(parts, &boot, &kernel,
				    ram ? ram : kernel.memory_size, error);
		boot_free(&boot);
	}
	if (!result && version)
		*version = kernel.version ? memory_strdup(kernel.version) : NULL;
	kernel_free(&kernel);
	free(directory);
	return result;
}

static int boot(const struct work *work, struct measured_kernel *seen,
		struct measurement *measurement, struct error *error)
{
	struct parts parts;
	char *version;

	if (boot_parts(work, 0, &parts, &version, error))
		return -1;
	seen->free = parts.free;
	memcpy(seen->bytes, parts.bytes, sizeof(seen->bytes));
	measurement->ram = (uint64_t)parts.ram;
	free(measurement->version);
	measurement->version = version;
	return 0;
}

/* ---- the kernel that all is held against */

/* What needs no measurement: any memmap will do to find the lowest values. */
static struct base no_base(struct work *work)
{
	return (struct base){ .struct_page = 32, .lacks = work->lacks };
}

static int lowest_values(struct work *work, uint8_t *values, struct error *error)
{
	struct base base = no_base(work);
	uint32_t *left = budget_values(&work->budget, work->knobs, &base, error);
	struct solve_answer answer;
	struct problem problem;
	int result;

	if (!left)
		return -1;
	problem_make(&problem, work->knobs, &base, left, 0, BUDGET_NO_LIMIT);
	result = problem_solve(&problem, work->budget.ram, SOLVE_RAM, &answer, error);
	if (!result && !answer.found)
		result = error_set(error, "%s: no values of all knobs are within these bounds and %" PRIu64 " bytes of RAM",
				   work->budget.path, work->budget.ram);
	if (!result)
		memcpy(values, answer.values, work->knobs->nr_knobs);
	problem_free(&problem);
	free(left);
	return result;
}

/* What was measured on the board, else on the one that it is like; NULL: nothing. */
static const struct measurement *known(const struct work *work)
{
	const struct board *board = work->request->board;
	const struct measurement *measurement =
		measured_find(&work->measured, board->name);

	return measurement || !board->like ? measurement :
	       measured_find(&work->measured, board->like);
}

/* @prediction: what they come to; or NULL. */
static int budgets_values(struct work *work, uint8_t *values,
			  struct prediction *prediction, struct error *error)
{
	const struct measurement *measurement = known(work);
	struct base base = { 0 };
	struct plan plan;
	int result;

	if (!measurement)
		return error_set(error, "%s: %s isn't there; its lowest values come first",
				 work->measured.path, work->request->board->name);
	result = measured_base(&base, measurement, work->knobs,
			       work->measured.path, error);
	if (!result)
		result = plan_make(&plan, work->knobs, &base, &work->budget, error);
	if (!result) {
		if (plan.met)
			memcpy(values, plan.answer.values, work->knobs->nr_knobs);
		if (prediction)
			*prediction = plan.prediction;
		if (!plan.met)
			result = plan_unmet(&plan, error);
		plan_free(&plan);
	}
	free(base.board);
	free(base.lacks);
	return result;
}

static uint64_t block_of(const struct knobs *knobs, const uint8_t *values)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (knobs->knobs[i].block)
			return knobs->knobs[i].block[values[i]];
	return PAGE_BYTES;
}

/* memmap is there for whole blocks. */
static int set_struct_page(const struct work *work,
			   struct measurement *measurement, struct error *error)
{
	uint64_t block = block_of(work->knobs, measurement->kernel.values);
	uint64_t pages = (measurement->ram + block - 1) / block * (block / PAGE_BYTES);
	uint64_t memmap = (uint64_t)measurement->kernel.bytes[PART_MEMMAP];

	measurement->struct_page = memmap / pages;
	if (memmap % pages)
		return error_set(error, "memmap: %" PRIu64 " bytes are no whole number for each of %" PRIu64 " pages",
				 memmap, pages);
	return 0;
}

static int measure_kernel(struct work *work, struct measurement *measurement,
			  const uint8_t *wanted, struct error *error)
{
	uint8_t *values = measurement->kernel.values;

	if (make(work, wanted, "kernel", error) ||
	    read_config(work, values, NULL, error))
		return -1;
	for (size_t i = 0; i < work->knobs->nr_knobs; i++)
		if (!work->lacks[i] && check_value(work, i, wanted, values, error))
			return -1;
	if (boot(work, &measurement->kernel, measurement, error))
		return error_prefix(error, "the kernel with all knobs down: ");
	return set_struct_page(work, measurement, error);
}

/* A new entry, in place of one that there was. */
static int begin_anew(struct work *work, struct error *error)
{
	const struct calibrate_request *request = work->request;
	uint8_t values[KNOBS_MAX];
	struct measurement *measurement;
	char *result;

	if (make(work, NULL, "config", error) ||
	    read_config(work, values, work->lacks, error) ||
	    (request->at_budget ? budgets_values(work, values, NULL, error) :
				  lowest_values(work, values, error)))
		return -1;
	measurement = measured_renew(&work->measured, request->board->name,
				     work->knobs);
	memcpy(measurement->lacks, work->lacks, work->knobs->nr_knobs * sizeof(bool));
	say(work, "all knobs down", "building and booting");
	if (measure_kernel(work, measurement, values, error))
		return -1;
	result = memory_printf("%lld of %" PRIu64 " bytes used",
			       (long long)measurement->ram - measurement->kernel.free,
			       measurement->ram);
	say(work, "all knobs down", result);
	free(result);
	return measured_write_board(&work->measured, request->board->name,
				    work->knobs, error);
}

/* ---- one knob */

/*
 * Where the kernel has a knob's default already, the other way around: the
 * cheapest value.
 */
static unsigned int other_value(const struct knob *knob, unsigned int value)
{
	return value != knob->kernels ? knob->kernels : knob->nr_values - 1;
}

/*
 * What @at needs, so that it can have its value at all, and what that needs. In
 * @depth steps, so that there is an end where rules run in a circle.
 */
static void grant_needs(const struct knobs *knobs, size_t at, uint8_t *values,
			size_t depth)
{
	const struct knob *knob = &knobs->knobs[at];

	for (size_t i = 0; i < knob->nr_rules; i++) {
		const struct knob_rule *rule = &knob->rules[i];

		if (rule->is_feature || rule->excludes ||
		    !(rule->at >> values[at] & 1) ||
		    rule->values >> values[rule->other] & 1)
			continue;
		values[rule->other] = (uint8_t)__builtin_ctz(rule->values);
		if (depth)
			grant_needs(knobs, rule->other, values, depth - 1);
	}
}

static void say_saving(const struct work *work, const struct measurement *measurement,
		       const struct measured_undone *undone)
{
	const struct knob *knob = &work->knobs->knobs[undone->knob];
	struct measured_saving saving =
		measured_saving(measurement, undone, work->knobs);
	char *what = memory_printf("%s=%s", knob->name,
				   knob->values[undone->kernel.values[undone->knob]]);
	char *text = undone->why ? memory_strdup(undone->why) :
		     memory_printf("%+lld bytes, by the model %+lld",
				   saving.used, saving.model);

	say(work, what, text);
	free(what);
	free(text);
}

/* Build and boot with one value of one knob. */
static int try_value(struct work *work, struct measurement *measurement,
		     struct measured_undone *undone, unsigned int value,
		     struct error *error)
{
	uint8_t wanted[KNOBS_MAX];

	memcpy(wanted, measurement->kernel.values, work->knobs->nr_knobs);
	wanted[undone->knob] = (uint8_t)value;
	grant_needs(work->knobs, undone->knob, wanted, work->knobs->nr_knobs);
	memcpy(undone->kernel.values, wanted, work->knobs->nr_knobs);
	return make(work, wanted, "kernel", error) ||
	       read_config(work, undone->kernel.values, NULL, error) ||
	       check_value(work, undone->knob, wanted, undone->kernel.values, error) ||
	       boot(work, &undone->kernel, measurement, error) ? -1 : 0;
}

/* An error's text without the folder that the board file is in, which differs. */
static char *without_folder(const struct work *work, const char *text)
{
	char *folder = path_directory(work->request->board->path);
	size_t length = strlen(folder);
	bool begins = !strncmp(text, folder, length) && text[length] == '/';

	free(folder);
	return memory_strdup(begins ? text + length + 1 : text);
}

/* What doesn't come up with the default may do with a value on the way there. */
static void undo(struct work *work, struct measurement *measurement, size_t at)
{
	const struct knob *knob = &work->knobs->knobs[at];
	unsigned int is = measurement->kernel.values[at];
	unsigned int value = other_value(knob, is);
	struct measured_undone *undone =
		measured_renew_undone(measurement, at, work->knobs);
	struct error first = ERROR_INIT, error = ERROR_INIT;

	while (try_value(work, measurement, undone, value, &error)) {
		unsigned int next = value > is ? value - 1 : value + 1;

		if (!first.status)
			first = error;
		error = (struct error)ERROR_INIT;
		if (next == is) {
			undone->kernel.values[at] = (uint8_t)value;
			undone->why = without_folder(work, first.text);
			break;
		}
		value = next;
	}
}

static bool is_wanted(const struct work *work, size_t knob)
{
	const struct calibrate_request *request = work->request;

	if (work->lacks[knob] || request->base_only ||
	    work->knobs->knobs[knob].nr_values < 2)
		return false;
	for (int i = 0; i < request->nr_names; i++)
		if (!strcmp(work->knobs->knobs[knob].name, request->names[i]))
			return true;
	return !request->nr_names;
}

static int check_names(const struct work *work, struct error *error)
{
	for (int i = 0; i < work->request->nr_names; i++) {
		const char *name = work->request->names[i];
		struct nearest nearest = NEAREST_INIT(name);
		struct buffer list = BUFFER_INIT;

		if (knobs_find(work->knobs, name) >= 0)
			continue;
		for (size_t k = 0; k < work->knobs->nr_knobs; k++)
			nearest_offer(&nearest, work->knobs->knobs[k].name);
		nearest_list(&nearest, &list);
		error_set(error, "there is no knob %s%s%s", name,
			  list.length ? "; the nearest are " : "",
			  buffer_text(&list));
		buffer_free(&list);
		return -1;
	}
	return 0;
}

/* ---- a budget's kernel */

static void say_parts(const struct work *work, const char *part, long long predicted,
		      long long measured)
{
	char *text = memory_printf("predicted %lld, measured %lld: %+lld", predicted,
				   measured, measured - predicted);

	say(work, part, text);
	free(text);
}

/* The prediction, and the boot that it is for. */
static int check_budget(struct work *work, struct error *error)
{
	const struct measurement *measurement = known(work);
	uint8_t wanted[KNOBS_MAX], values[KNOBS_MAX];
	struct prediction prediction;
	struct parts parts;

	if (measurement)
		memcpy(work->lacks, measurement->lacks,
		       work->knobs->nr_knobs * sizeof(bool));
	if (budgets_values(work, wanted, &prediction, error) ||
	    make(work, wanted, "kernel", error) ||
	    read_config(work, values, NULL, error))
		return -1;
	for (size_t i = 0; i < work->knobs->nr_knobs; i++)
		if (!work->lacks[i] && check_value(work, i, wanted, values, error))
			return -1;
	if (boot_parts(work, work->budget.ram, &parts, NULL, error))
		return -1;
	for (size_t part = 0; part < NR_PARTS; part++)
		if (part != PART_RESERVE)
			say_parts(work, part_names[part],
				  (long long)prediction.parts[part], parts.bytes[part]);
	say_parts(work, "used", (long long)prediction.used, parts.ram - parts.free);
	return 0;
}

/* ---- all of it */

static int run(struct work *work, struct error *error)
{
	const char *board = work->request->board->name;
	struct measurement *measurement = measured_find(&work->measured, board);

	if (measurement && work->request->nr_names) {
		memcpy(work->lacks, measurement->lacks,
		       work->knobs->nr_knobs * sizeof(bool));
	} else if (begin_anew(work, error)) {
		return -1;
	}
	measurement = measured_find(&work->measured, board);
	for (size_t i = 0; i < work->knobs->nr_knobs; i++)
		work->steps += is_wanted(work, i);
	for (size_t i = 0; i < work->knobs->nr_knobs; i++) {
		if (!is_wanted(work, i))
			continue;
		work->done++;
		undo(work, measurement, i);
		say_saving(work, measurement, measured_knob(measurement, i));
		if (measured_write_board(&work->measured, board, work->knobs, error))
			return -1;
	}
	return 0;
}

int calibrate(const struct calibrate_request *request, struct error *error)
{
	struct work work = { .request = request, .knobs = request->knobs };
	struct buffer stale = BUFFER_INIT;
	char *path = measured_path(request->knobs->path);
	int result = -1;

	if (!budget_read(&work.budget, request->budget, request->budget_key,
			 request->knobs, request->board, error)) {
		if (!budget_settings_bind(&work.budget, request->knobs,
					  request->board, error) &&
		    !check_names(&work, error) &&
		    !measured_read(&work.measured, path, request->knobs, &stale,
				   error)) {
			if (stale.length)
				say(&work, buffer_text(&stale),
				    "measured with other knobs: left out");
			result = request->check ? check_budget(&work, error) :
						  run(&work, error);
			measured_free(&work.measured);
		}
		budget_free(&work.budget);
	}
	buffer_free(&stale);
	free(path);
	return result;
}
