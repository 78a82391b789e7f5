// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/bisect.h"

#include <stdbool.h>
#include <stdlib.h>

#include "generator/base/memory.h"

/* 1: reached the prompt, 0: not, and *why (if wanted) says how it ended; -1: error */
static int try_size(struct bisect *bisect, const struct boot_request *request,
		    uint64_t pages, char **why, struct error *error)
{
	struct boot_request smaller = *request;
	struct boot boot;
	int reached;

	smaller.memory_size = pages * BISECT_PAGE;
	if (boot_run(&boot, &smaller, error))
		return -1;
	bisect->boots++;
	reached = boot.reached_prompt;
	if (!reached && why) {
		free(*why);
		*why = memory_strdup(boot_trouble(&boot));
	}
	boot_free(&boot);
	return reached;
}

/*
 * What can't be enough: the kernel's own data, up to the symbol _end. It was
 * not booted, so it never becomes an answer.
 */
static uint64_t pages_of_kernel(const struct boot_request *request)
{
	const struct kernel *kernel = request->kernel;
	const struct image_symbol *end = image_find(&kernel->image, "_end");

	if (!end || end->address < kernel->memory_base ||
	    end->address - kernel->memory_base > kernel->memory_size)
		return 0;
	return (end->address - kernel->memory_base) / BISECT_PAGE;
}

static int search(struct bisect *bisect, const struct boot_request *request,
		  bisect_progress *progress, void *context, struct error *error)
{
	uint64_t size = request->memory_size ? request->memory_size :
					       request->kernel->memory_size;
	uint64_t high = size / BISECT_PAGE;
	uint64_t low = pages_of_kernel(request);
	bool low_booted = false;
	int reached;

	if (low >= high)
		low = 0;
	reached = try_size(bisect, request, high, &bisect->why, error);
	if (reached <= 0)
		return reached;
	/* high boots; low doesn't, or is the kernel's own data */
	while (high - low > 1 || !low_booted) {
		uint64_t middle = high - low > 1 ? low + (high - low) / 2 : low;

		if (!middle)
			break;
		if (progress)
			progress(context, low * BISECT_PAGE, high * BISECT_PAGE);
		reached = try_size(bisect, request, middle, &bisect->why, error);
		if (reached < 0)
			return -1;
		if (!reached) {
			low = middle;
			low_booted = true;
		} else if (middle == low) {
			/* the kernel was smaller than its symbols say */
			high = low;
			low = 0;
		} else {
			high = middle;
		}
	}
	bisect->least = high * BISECT_PAGE;
	bisect->most_failing = low_booted ? low * BISECT_PAGE : 0;
	return 0;
}

int bisect_run(struct bisect *bisect, const struct boot_request *request,
	       bisect_progress *progress, void *context, struct error *error)
{
	*bisect = (struct bisect){ 0 };
	if (search(bisect, request, progress, context, error)) {
		bisect_free(bisect);
		return -1;
	}
	return 0;
}

void bisect_free(struct bisect *bisect)
{
	free(bisect->why);
	*bisect = (struct bisect){ 0 };
}
