// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * index-time KERNEL DIR RUNS: milliseconds to open the index of a kernel tree,
 * the median of RUNS: "cold" reads the tree, "warm" has it in a cache in DIR.
 * The files are in the system's cache either way.
 */
#include <stdio.h>
#include <stdlib.h>

#include "generator/base/process.h"
#include "generator/kernel/index.h"

#define MAX_RUNS 99

static int compare(const void *a, const void *b)
{
	long long left = *(const long long *)a, right = *(const long long *)b;

	return left < right ? -1 : left > right;
}

static int measure(const char *name, const char *tree, const char *cache, int runs,
		   struct error *error)
{
	const struct index_options options = { .cache = cache };
	long long times[MAX_RUNS];
	size_t entries = 0;

	for (int i = 0; i < runs; i++) {
		struct kernel_index index;
		long long start = process_clock_ms();

		if (kernel_index_open(&index, tree, &options, error))
			return -1;
		times[i] = process_clock_ms() - start;
		entries = index.entries.count;
		kernel_index_close(&index);
	}
	qsort(times, runs, sizeof(times[0]), compare);
	printf("index-%s %lld ms, %zu entries\n", name, times[runs / 2], entries);
	return 0;
}

int main(int argc, char **argv)
{
	struct error error = ERROR_INIT;
	struct kernel_index index;
	int runs = argc == 4 ? atoi(argv[3]) : 0;

	if (runs < 1 || runs > MAX_RUNS) {
		fprintf(stderr, "usage: %s KERNEL DIR RUNS\n", argv[0]);
		return ERROR_USAGE;
	}
	if (!kernel_index_open(&index, argv[1], &(struct index_options){ .cache = argv[2] },
			       &error)) {
		kernel_index_close(&index);
		measure("cold", argv[1], "", runs, &error);
		measure("warm", argv[1], argv[2], runs, &error);
	}
	if (error.status)
		fprintf(stderr, "%s: %s\n", argv[0], error.text);
	return error.status;
}
