/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libkconfig-parser's symbols and menus as a graph. For kconfig_parse.c only:
 * it runs in a process of its own, whose global variables the library has.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_IMPORT_H
#define GENERATOR_KERNEL_KCONFIG_IMPORT_H

#include "generator/base/error.h"
#include "generator/kernel/kconfig_graph.h"

/*
 * Let the library parse a flat text, and copy what it made of it. Errors of
 * grammar are printed on standard error and end the process, by exit(1).
 */
int kconfig_import(struct graph *graph, const char *path,
		   const struct kconfig_flat *flat, struct error *error);

#endif
