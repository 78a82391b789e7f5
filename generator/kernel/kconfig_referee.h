/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's own conf as the referee of what was evaluated here.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_REFEREE_H
#define GENERATOR_KERNEL_KCONFIG_REFEREE_H

#include <stddef.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/kernel/kconfig.h"

struct referee {
	const char *directory;	/* make's O=; made if need be, and kept: the
				 * next time is faster */
	/*
	 * Called before what takes more than a moment, with words for people
	 * ("building the kernel's conf"); may be NULL.
	 */
	void (*progress)(void *context, const char *what);
	void *context;
};

/*
 * Run `make allnoconfig` with these lines as KCONFIG_ALLCONFIG, and compare the
 * .config that it leaves in the directory with kconfig's for the same lines.
 * An error lists the symbols on which they differ with both values.
 */
int referee_check(struct kconfig *kconfig, const struct kconfig_line *lines,
		  size_t count, const struct referee *referee,
		  struct error *error);

/* The .config of the kernel's conf for a fragment's text; no comparison. */
int referee_run(const struct kconfig *kconfig, const char *fragment,
		const struct referee *referee, struct buffer *config,
		struct error *error);

/*
 * Compare two .configs: a line of text for each symbol that differs,
 * "SYMBOL: 1 in the first, 2 in the second". Returns how many.
 */
size_t referee_compare(const char *first, const char *first_name,
		       const char *second, const char *second_name,
		       struct buffer *differences);

#endif
