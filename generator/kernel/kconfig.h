/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's configuration language, in this process: what a kernel tree's
 * Kconfig files make of some lines.
 *
 *	struct kconfig *kconfig = kconfig_open(&(struct kconfig_options){
 *		.tree = "build/linux", .arch = "arm",
 *		.cross_compile = "arm-linux-gnueabi-" }, &error);
 *	struct kconfig_line line = { "SERIAL_STM32", "y" };
 *
 *	kconfig_evaluate(kconfig, &line, 1);
 *	puts(kconfig_value(kconfig, "SERIAL_STM32"));
 *	kconfig_close(kconfig);
 *
 * Macros, $(shell,...) and `source` are expanded by kconfig_flat;
 * libkconfig-parser reads the result in a child process (kconfig_parse), because
 * it keeps its state in global variables and exits where it meets an error; what
 * it makes is cached (kconfig_cache); the values are computed here, by the rules of
 * the kernel's own conf of 6.12 (kconfig_value), which differ from the
 * library's older ones in choices, in comparing tristates and in numbers
 * without a default. So several trees can be open at once, an evaluation takes
 * a millisecond, and tests/kconfig holds the result against the kernel's conf.
 *
 * Symbols are named without CONFIG_. Strings that are returned belong to the
 * struct kconfig; values are good until the next kconfig_evaluate().
 */
#ifndef GENERATOR_KERNEL_KCONFIG_H
#define GENERATOR_KERNEL_KCONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/kernel/condition.h"
#include "generator/kernel/kconfig_lines.h"

struct kconfig;

struct kconfig_options {
	const char *tree;		/* the kernel source tree: Kconfig is at its top */
	const char *arch;		/* the kernel's ARCH: "arm", "x86_64" */
	const char *cross_compile;	/* as for make; NULL or "": the host's compiler */
	const char *cache;		/* directory; NULL: the usual one; "": none */
};

/*
 * Read the Kconfig files. Errors of macros and of the grammar come with file
 * and line. The values are those of allnoconfig, until the first evaluation.
 */
struct kconfig *kconfig_open(const struct kconfig_options *options,
			     struct error *error);
void kconfig_close(struct kconfig *kconfig);		/* NULL is fine */

/* The ARCH that it was opened for, and its folder of arch/, SRCARCH. */
const char *kconfig_arch(const struct kconfig *kconfig);
const char *kconfig_source_arch(const struct kconfig *kconfig);

/* Does its `depends on` name the other one, not negated? */
bool kconfig_depends_on(const struct kconfig *kconfig, const char *symbol,
			const char *other);

/*
 * What `make allnoconfig KCONFIG_ALLCONFIG=lines` makes of these lines, symbol
 * for symbol: later lines win, and what is unknown, hidden or malformed is
 * passed over in silence. Use kconfig_check_line() to hear of it. The strings
 * are copied.
 */
void kconfig_evaluate(struct kconfig *kconfig, const struct kconfig_line *lines,
		      size_t count);
unsigned int kconfig_evaluations(const struct kconfig *kconfig);	/* so far */

/* Could the line ever have an effect: is the symbol known, the value of its type? */
int kconfig_check_line(const struct kconfig *kconfig,
		       const struct kconfig_line *line, struct error *error);

enum kconfig_symbol_type {
	KCONFIG_TYPE_UNKNOWN,	/* not defined in this tree for this ARCH */
	KCONFIG_TYPE_BOOL,
	KCONFIG_TYPE_TRISTATE,
	KCONFIG_TYPE_INT,
	KCONFIG_TYPE_HEX,
	KCONFIG_TYPE_STRING,
};

/* The type, or KCONFIG_TYPE_UNKNOWN: the symbol is used somewhere at most. */
enum kconfig_symbol_type kconfig_symbol_type(const struct kconfig *kconfig, const char *symbol);
const char *kconfig_symbol_type_name(enum kconfig_symbol_type type);

/*
 * "y", "m", "n", or the text of a number or string, without quotes; NULL: the
 * symbol isn't defined. Computed when asked for.
 */
const char *kconfig_value(struct kconfig *kconfig, const char *symbol);

/*
 * Does the condition hold? Numbers are compared as such: DRAM_BASE=0x0 holds
 * where it is 0x00000000.
 */
bool kconfig_holds(struct kconfig *kconfig, const struct condition *condition);

/* The text of its first prompt; NULL where it has none. */
const char *kconfig_prompt(const struct kconfig *kconfig, const char *symbol);

/* Where it is defined first, path from the tree's top; file NULL: nowhere. */
struct kconfig_position {
	const char *file;
	unsigned int line;
};
struct kconfig_position kconfig_position(const struct kconfig *kconfig,
					 const char *symbol);

/*
 * The defined symbols whose names are most like this one, best first: as many
 * as there are of use, at most @max. Returns how many.
 */
size_t kconfig_nearest(const struct kconfig *kconfig, const char *symbol,
		       const char **names, size_t max);

/* The whole .config, without headings, in the order the kernel writes it. */
void kconfig_config(struct kconfig *kconfig, struct buffer *text);

/*
 * For explanations, each as lines of text, indented by two spaces, with the
 * value of each symbol as in "TTY[=n] && HAS_IOMEM[=y]" and with file:line.
 * Nothing is added where there is nothing to say.
 */
void kconfig_dependencies(struct kconfig *kconfig, const char *symbol,
			  struct buffer *text);
void kconfig_selected_by(struct kconfig *kconfig, const char *symbol,
			 struct buffer *text);

/*
 * Why the symbol has its value: the line that sets it, what selects it or the
 * default that applies; or what it would need, and what that lacks, down to
 * the symbol that blocks it. Unknown symbols get the nearest names.
 */
void kconfig_explain(struct kconfig *kconfig, const char *symbol,
		     struct buffer *text);

#endif
