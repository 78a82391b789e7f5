/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a .dts to a DTB, by the C preprocessor and dtc, as the kernel's
 * scripts/Makefile.lib does it.
 */
#ifndef GENERATOR_TREE_DTS_H
#define GENERATOR_TREE_DTS_H

#include <stdbool.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"

/*
 * Compile @path; the DTB is added to @dtb. @kernel is a kernel tree for its
 * include paths, or NULL. With @symbols the DTB has a node /__symbols__ with
 * the path of each label, and phandles for all of these (dtc -@).
 */
int dts_compile(const char *path, const char *kernel, bool symbols,
		struct buffer *dtb, struct error *error);

/*
 * Make @text the source of the DTB again: a .dts, from dtc. For people and for
 * comparing trees; @sorted orders nodes and properties by name (dtc -s).
 */
int dts_from_dtb(const void *dtb, size_t size, bool sorted, struct buffer *text,
		 struct error *error);

#endif
