/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that decides what a tree's Kconfig files say, as lines of text: size and
 * time of change of the files that were read, of the tools and of the scripts
 * that gave answers, and the environment variables that were asked for. For
 * kconfig_cache.c only.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_STAMPS_H
#define GENERATOR_KERNEL_KCONFIG_STAMPS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "generator/base/buffer.h"
#include "generator/kernel/kconfig_flat.h"
#include "generator/kernel/kconfig_host.h"

/* *@newest: the latest change of a file, if it is later than that. */
void kconfig_stamps_add(struct buffer *stamps, struct kconfig_host *host,
			const struct kconfig_flat *flat, struct timespec *newest);

/* Would they be the same now? */
bool kconfig_stamps_hold(const char *stamps, size_t length,
			 struct kconfig_host *host);

#endif
