/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tree of Kconfig files as one text without macros, `source` and help texts,
 * that libkconfig-parser 4.11 reads: it is from before the macro language.
 * What else it needs: the symbol of `modules` is declared first, because it
 * crashes on an `m` before it; a choice has a type; `mainmenu` is left out.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_FLAT_H
#define GENERATOR_KERNEL_KCONFIG_FLAT_H

#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/kernel/kconfig_macro.h"

/* The symbol of `modules` in the text where the tree has none; not a name that Kconfig files could use. */
#define KCONFIG_FLAT_NO_MODULES "no-modules"

/* Where a line of the text comes from. */
struct kconfig_origin {
	uint32_t file;		/* of files; UINT32_MAX: it was added */
	uint32_t line;
};

struct kconfig_flat {
	struct buffer text;
	ARRAY(struct kconfig_origin) origins;	/* of line 1, line 2, ... */
	ARRAY(char *) files;			/* as `source` names them; each once */
};

/*
 * @root and what it sources are below @tree, where they are not absolute.
 * Errors begin with "file:line: ".
 */
int kconfig_flatten(struct kconfig_flat *flat, const char *tree, const char *root,
		    const struct macro_host *host, struct error *error);
void kconfig_flat_free(struct kconfig_flat *flat);

#endif
