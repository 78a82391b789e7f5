/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least RAM that a kernel reaches the prompt with and runs what is typed
 * there, found by booting it with less and less, exact to a page.
 */
#ifndef GENERATOR_RAM_BISECT_H
#define GENERATOR_RAM_BISECT_H

#include <stdint.h>

#include "generator/base/error.h"
#include "generator/ram/boot.h"

#define BISECT_PAGE	4096	/* bytes; the kernel's PAGE_SIZE */

struct bisect {
	uint64_t least;		/* bytes: boots; 0: not even all of it boots */
	uint64_t most_failing;	/* bytes: one page less; 0: nothing was tried there */
	char *why;		/* how the boot with most_failing ended */
	unsigned int boots;	/* how many it took */
};

/* Called before each boot; for progress. */
typedef void bisect_progress(void *context, uint64_t low, uint64_t high);

/*
 * @request as for boot_run(); its memory_size is the upper end, 0 for what the
 * kernel was built with. Both `least` and `most_failing` were booted, whatever
 * way the search took.
 */
int bisect_run(struct bisect *bisect, const struct boot_request *request,
	       bisect_progress *progress, void *context, struct error *error);

void bisect_free(struct bisect *bisect);

#endif
