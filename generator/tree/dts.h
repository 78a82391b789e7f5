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

/* What there is to compile. */
struct dts_source {
	const char *name;	/* for messages that name no file of their own */
	const char *path;
	/* Source that is added behind it: sees its labels, has labels of its own. */
	char *const *extend;
	size_t nr_extend;
	char *const *macros;	/* "NAME=value" for cpp, NULL at the end; or NULL */
	const char *kernel;	/* a kernel tree for its include paths; or NULL */
};

/*
 * Compile @source; the DTB is added to @dtb. With @symbols the DTB has a node
 * /__symbols__ with the path of each label, and phandles for all of these
 * (dtc -@).
 */
int dts_compile(const struct dts_source *source, bool symbols,
		struct buffer *dtb, struct error *error);

/*
 * Make @text the source of the DTB again: a .dts, from dtc. For people and for
 * comparing trees; @sorted orders nodes and properties by name (dtc -s).
 */
int dts_from_dtb(const void *dtb, size_t size, bool sorted, struct buffer *text,
		 struct error *error);

#endif
