/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Symbols that depend on themselves by others: the kernel's conf refuses them,
 * and the library of today's doesn't notice. For kconfig_parse.c only.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_LOOP_H
#define GENERATOR_KERNEL_KCONFIG_LOOP_H

#include "generator/base/error.h"
#include "generator/kernel/kconfig_flat.h"
#include "generator/kernel/kconfig_graph.h"

/* -1 with an error that names the symbols of a loop, with file and line. */
int kconfig_check_loops(const struct graph *graph, const struct kconfig_flat *flat,
			struct error *error);

#endif
