// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/measured.h"

#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/budget/predict.h"

#define MEASURED_NAME "measured.yaml"

char *measured_path(const char *knobs_path)
{
	char *directory = path_directory(knobs_path);
	char *path = path_join(directory, MEASURED_NAME);

	free(directory);
	return path;
}

static void empty_kernel(struct measured_kernel *kernel, const uint8_t *values,
			 size_t nr_knobs)
{
	kernel->values = memory_new(nr_knobs + 1, sizeof(*kernel->values));
	memcpy(kernel->values, values, nr_knobs);
	kernel->free = -1;
	for (size_t part = 0; part < NR_PARTS; part++)
		kernel->bytes[part] = -1;
}

static void free_undone(struct measured_undone *undone)
{
	free(undone->kernel.values);
	free(undone->why);
}

static void free_measurement(struct measurement *measurement)
{
	for (size_t i = 0; i < measurement->undone.count; i++)
		free_undone(&measurement->undone.items[i]);
	array_free(&measurement->undone);
	free(measurement->board);
	free(measurement->version);
	free(measurement->lacks);
	free(measurement->kernel.values);
	*measurement = (struct measurement){ 0 };
}

void measured_free(struct measured *measured)
{
	for (size_t i = 0; i < measured->boards.count; i++)
		free_measurement(&measured->boards.items[i]);
	array_free(&measured->boards);
	free(measured->path);
	*measured = (struct measured){ 0 };
}

struct measurement *measured_find(const struct measured *measured,
				  const char *board)
{
	for (size_t i = 0; i < measured->boards.count; i++)
		if (!strcmp(measured->boards.items[i].board, board))
			return &measured->boards.items[i];
	return NULL;
}

static uint8_t *kernels_values(const struct knobs *knobs)
{
	uint8_t *values = memory_new(knobs->nr_knobs + 1, sizeof(*values));

	for (size_t i = 0; i < knobs->nr_knobs; i++)
		values[i] = (uint8_t)knobs->knobs[i].kernels;
	return values;
}

struct measurement *measured_renew(struct measured *measured, const char *board,
				   const struct knobs *knobs)
{
	struct measurement *measurement = measured_find(measured, board);
	uint8_t *values = kernels_values(knobs);

	if (measurement)
		free_measurement(measurement);
	else
		measurement = array_add(&measured->boards);
	measurement->board = memory_strdup(board);
	measurement->lacks = memory_new(knobs->nr_knobs + 1, sizeof(bool));
	empty_kernel(&measurement->kernel, values, knobs->nr_knobs);
	free(values);
	return measurement;
}

const struct measured_undone *measured_knob(const struct measurement *measurement,
					    size_t knob)
{
	for (size_t i = 0; i < measurement->undone.count; i++)
		if (measurement->undone.items[i].knob == knob)
			return &measurement->undone.items[i];
	return NULL;
}

struct measured_undone *measured_renew_undone(struct measurement *measurement,
					      size_t knob,
					      const struct knobs *knobs)
{
	struct measured_undone *undone =
		(struct measured_undone *)(uintptr_t)measured_knob(measurement, knob);

	if (undone)
		free_undone(undone);
	else
		undone = array_add(&measurement->undone);
	*undone = (struct measured_undone){ .knob = knob };
	empty_kernel(&undone->kernel, measurement->kernel.values, knobs->nr_knobs);
	return undone;
}

/* ---- model and measurement */

/* What the knobs alone come to. */
static void predict_knobs(struct prediction *prediction, const struct knobs *knobs,
			  const struct measurement *measurement,
			  const uint8_t *values)
{
	struct base nothing = {
		.struct_page = measurement->struct_page,
		.memblock = knobs->memblock,
	};

	memcpy(nothing.per_mib, knobs->per_mib, sizeof(nothing.per_mib));
	predict(prediction, knobs, &nothing, values, measurement->ram, 0);
}

/* What a kernel has of a part beyond the knobs. */
static long long rest(const struct knobs *knobs, const struct measurement *measurement,
		      const struct measured_kernel *kernel, enum part part)
{
	struct prediction prediction;

	predict_knobs(&prediction, knobs, measurement, kernel->values);
	return kernel->bytes[part] - (long long)prediction.parts[part];
}

/*
 * The mean over all kernels, equal ones counted once. Page bounds move none by
 * more than a page: what is further off is wrong in the model, not in the base.
 */
static long long mean_rest(const struct knobs *knobs,
			   const struct measurement *measurement, enum part part)
{
	long long seen[KNOBS_MAX + 1], sum;
	size_t nr_seen = 1;

	seen[0] = rest(knobs, measurement, &measurement->kernel, part);
	sum = seen[0];
	for (size_t i = 0; i < measurement->undone.count; i++) {
		const struct measured_kernel *kernel =
			&measurement->undone.items[i].kernel;
		size_t k = 0;

		if (kernel->bytes[part] < 0)
			continue;
		seen[nr_seen] = rest(knobs, measurement, kernel, part);
		if (llabs(seen[nr_seen] - seen[0]) > (long long)PAGE_BYTES)
			continue;
		while (seen[k] != seen[nr_seen])
			k++;
		if (k == nr_seen)
			sum += seen[nr_seen++];
	}
	return sum / (long long)nr_seen;
}

int measured_base(struct base *base, const struct measurement *measurement,
		  const struct knobs *knobs, const char *path,
		  struct error *error)
{
	*base = (struct base){
		.board = memory_strdup(measurement->board),
		.struct_page = measurement->struct_page,
		.memblock = knobs->memblock,
		.lacks = memory_new(knobs->nr_knobs + 1, sizeof(bool)),
	};
	memcpy(base->lacks, measurement->lacks, knobs->nr_knobs * sizeof(bool));
	memcpy(base->per_mib, knobs->per_mib, sizeof(base->per_mib));
	for (size_t part = 0; part < NR_PARTS; part++) {
		long long bytes = measurement->kernel.bytes[part];
		long long left;

		if (part == PART_RESERVE)
			continue;
		if (bytes < 0)
			return error_set(error, "%s: %s: bytes: %s is missing",
					 path, measurement->board,
					 part_names[part]);
		left = mean_rest(knobs, measurement, (enum part)part);
		if (left < 0)
			return error_set(error, "%s: %s: %s: by %s the knobs alone come to %lld bytes more than was measured",
					 path, measurement->board, part_names[part],
					 knobs->path, -left);
		base->bytes[part] = (uint64_t)left;
	}
	return 0;
}

struct measured_saving measured_saving(const struct measurement *measurement,
				       const struct measured_undone *undone,
				       const struct knobs *knobs)
{
	const struct measured_kernel *with = &undone->kernel;
	const struct measured_kernel *without = &measurement->kernel;
	struct measured_saving saving = { .known = with->free >= 0 };
	struct prediction predictions[2];

	predict_knobs(&predictions[0], knobs, measurement, with->values);
	predict_knobs(&predictions[1], knobs, measurement, without->values);
	saving.model = (long long)(predictions[0].used - predictions[1].used);
	saving.used = saving.known ? without->free - with->free : 0;
	for (size_t part = 0; part < NR_PARTS; part++) {
		saving.models[part] = (long long)(predictions[0].parts[part] -
						  predictions[1].parts[part]);
		saving.known_parts[part] = with->bytes[part] >= 0 &&
					   without->bytes[part] >= 0;
		if (saving.known_parts[part])
			saving.parts[part] = with->bytes[part] -
					     without->bytes[part];
	}
	return saving;
}
