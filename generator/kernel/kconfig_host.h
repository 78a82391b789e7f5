/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel's Makefile gives to Kconfig: the environment, and a shell
 * that finds the compiler the kernel is built with. It notes what the Kconfig
 * files ask for, so that one can tell later whether the answers are still good.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_HOST_H
#define GENERATOR_KERNEL_KCONFIG_HOST_H

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"
#include "generator/kernel/kconfig_macro.h"

struct kconfig_host {
	char *tree;			/* absolute */
	char *arch;
	char *cross_compile;
	struct map exported;		/* name -> value, owned: what make exports */
	ARRAY(const char *) assignments;	/* the same as "NAME=value", NULL at the end */
	char *directory;		/* temporary: commands run there */
	struct map outputs;		/* command -> output, owned: each runs once */

	struct map asked;		/* environment variables that were asked for */
	struct map programs;		/* files in the tree that commands named */
	struct buffer messages;		/* of $(info) and $(warning-if), a line each */
	unsigned int commands;		/* that were run */
};

/* @cross_compile: as for make, "" for the host's own compiler. */
int kconfig_host_open(struct kconfig_host *host, const char *tree,
		      const char *arch, const char *cross_compile,
		      struct error *error);
void kconfig_host_close(struct kconfig_host *host);

/* For kconfig_flatten(). */
struct macro_host kconfig_host_macros(struct kconfig_host *host);

/* A variable as Kconfig sees it: exported by make, or of our environment; or NULL. */
const char *kconfig_host_environment(struct kconfig_host *host, const char *name);

/*
 * Note what a compiler's answers depend on beside itself: the headers of its
 * plugins are a package of their own.
 */
void kconfig_host_note_plugins(struct kconfig_host *host);

/*
 * The paths of programs that a variable such as CC names, each with a newline:
 * all that are in $PATH, since the first may be a wrapper of the next.
 */
void kconfig_host_find(const struct kconfig_host *host, const char *variable,
		       struct buffer *paths);

#endif
