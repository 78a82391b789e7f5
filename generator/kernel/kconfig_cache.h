/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Kconfig trees say, kept from run to run: to read one asks the compiler
 * a hundred questions, and parses 76,000 lines. Each has the stamps (see
 * kconfig_stamps.h) of all that it was made from: what has another stamp now,
 * and what is damaged, is made anew.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_CACHE_H
#define GENERATOR_KERNEL_KCONFIG_CACHE_H

#include <stdbool.h>

#include "generator/base/error.h"
#include "generator/kernel/kconfig_flat.h"
#include "generator/kernel/kconfig_graph.h"
#include "generator/kernel/kconfig_host.h"

/*
 * The graph for a host, and where its lines come from (@flat without its
 * text), from the cache in @directory, or made and put there. NULL:
 * $GEN_BOARD_CACHE, $XDG_CACHE_HOME/gen-board or ~/.cache/gen-board; "": no
 * cache. A cache that can't be written is none.
 */
int kconfig_cache_open(struct kconfig_flat *flat, struct graph *graph,
		       struct kconfig_host *host, const char *directory,
		       struct error *error);

#endif
