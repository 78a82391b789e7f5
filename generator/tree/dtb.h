/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is this a DTB that can be walked without a second thought? libfdt's own
 * fdt_check_full() accepts nesting of any depth and some blobs that later
 * readers trip over; this check knows a bound for each thing it reads.
 */
#ifndef GENERATOR_TREE_DTB_H
#define GENERATOR_TREE_DTB_H

#include <stddef.h>

#include "generator/base/error.h"

/* Levels of nodes, the root included (the kernel's FDT_MAX_DEPTH). */
#define DTB_MAX_DEPTH 64

/* @source is the file to name in messages, which name the node as well. */
int dtb_check(const void *dtb, size_t size, const char *source,
	      struct error *error);

/*
 * A copy of @dtb with /chosen/bootargs set to @bootargs; free() *result.
 * @dtb must have passed dtb_check().
 */
int dtb_set_bootargs(const void *dtb, const char *bootargs, void **result,
		     size_t *result_size, struct error *error);

#endif
