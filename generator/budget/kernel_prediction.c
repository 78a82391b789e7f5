// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/budget/kernel_prediction.h"

#include "generator/budget/kernel_config.h"
#include "generator/budget/predict.h"

int kernel_prediction(struct parts *parts, const char *knobs_path, const struct board *board,
		      const char *config, uint64_t ram, struct error *error)
{
	struct prediction prediction;
	uint8_t values[KNOBS_MAX];
	const struct base *base;
	struct knobs knobs;

	if (knobs_read(&knobs, knobs_path, error))
		return -1;
	base = knobs_base(&knobs, board->name, board->like, error);
	if (!base || kernel_config_read(config, &knobs, values, NULL, error)) {
		knobs_free(&knobs);
		return -1;
	}
	predict(&prediction, &knobs, base, values, ram, 0);
	*parts = (struct parts){
		.ram = (long long)ram,
		.free = (long long)ram - (long long)prediction.used,
	};
	for (size_t part = 0; part < NR_PARTS; part++)
		parts->bytes[part] = part == PART_RESERVE ? -1 :
				     (long long)prediction.parts[part];
	knobs_free(&knobs);
	return 0;
}
