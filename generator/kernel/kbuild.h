/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Kbuild builds, and when: its makefiles read for all configurations and
 * all architectures at once, from the top Makefile down.
 */
#ifndef GENERATOR_KERNEL_KBUILD_H
#define GENERATOR_KERNEL_KBUILD_H

#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/kernel/condition.h"
#include "generator/kernel/kconfig_types.h"
#include "generator/kernel/source_files.h"

/* What becomes of one source file. */
struct kbuild_object {
	const char *source;		/* "drivers/tty/serial/stm32-usart.c" */
	const char *makefile;		/* the first that names it, for people */
	const struct condition *built_in;	/* when it is a part of vmlinux */
	const struct condition *module;		/* when it is a part of a module */
};

struct kbuild {
	struct map objects;		/* source -> struct kbuild_object, owned */
	struct map strings;		/* owned */
	size_t nr_directories;		/* that Kbuild can get to */
	size_t nr_without_source;	/* objects that no .c or .S file makes */
	size_t nr_unknown;		/* values that depend on a program's output */
};

/* @files is of the tree to read; conditions are made in @pool. */
void kbuild_read(struct kbuild *kbuild, const struct source_files *files,
		 const struct kconfig_types *types, struct condition_pool *pool);
void kbuild_free(struct kbuild *kbuild);

/* NULL: no makefile names the file. */
const struct kbuild_object *kbuild_find(const struct kbuild *kbuild, const char *source);

#endif
