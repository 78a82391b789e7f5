/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The types of Kconfig's symbols: what values a makefile's $(CONFIG_X), or an
 * #if in C, can see. A quick look at the files, not a Kconfig parser.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_TYPES_H
#define GENERATOR_KERNEL_KCONFIG_TYPES_H

#include "generator/base/table.h"
#include "generator/kernel/source_files.h"

enum kconfig_type {
	KCONFIG_UNDEFINED,	/* no Kconfig file has it */
	KCONFIG_BOOL,		/* never =m */
	KCONFIG_TRISTATE,
	KCONFIG_VALUE,		/* a number or a string */
};

struct kconfig_types {
	struct map types;	/* name -> enum kconfig_type */
};

/* All of a tree's. A symbol that has several types is what can be most. */
void kconfig_types_read(struct kconfig_types *types, const struct source_files *files);

/* Add those of one file's text, which a NUL follows. */
void kconfig_types_read_text(struct kconfig_types *types, const char *text);

void kconfig_types_free(struct kconfig_types *types);

/* Without CONFIG_. NULL for @types is a tree without any Kconfig file. */
enum kconfig_type kconfig_type(const struct kconfig_types *types, const char *symbol);

#endif
