/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For kbuild.c and kbuild_top.c only.
 */
#ifndef GENERATOR_KERNEL_KBUILD_PRIVATE_H
#define GENERATOR_KERNEL_KBUILD_PRIVATE_H

#include "generator/kernel/make.h"
#include "generator/kernel/source_files.h"

/* Give a variable of make->scope its value, which no makefile changes. */
void kbuild_fix(struct make *make, const char *name, const char *text);

/*
 * Read scripts/Kbuild.include into @prelude, and the top Makefile into @root, as
 * make reads it in the tree itself, in its second round. make->scope is @root
 * then.
 */
void kbuild_read_top(struct make *make, const struct source_files *files,
		     struct make_scope *prelude, struct make_scope *root);

#endif
