/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a struct kconfig holds. For kconfig*.c and solver*.c only.
 */
#ifndef GENERATOR_KERNEL_KCONFIG_PRIVATE_H
#define GENERATOR_KERNEL_KCONFIG_PRIVATE_H

#include "generator/kernel/kconfig.h"
#include "generator/kernel/kconfig_flat.h"
#include "generator/kernel/kconfig_graph.h"
#include "generator/kernel/kconfig_values.h"

struct kconfig {
	char *tree;			/* absolute */
	char *arch;
	char *arch_folder;		/* SRCARCH */
	char *cross_compile;
	struct kconfig_flat flat;	/* for its origins; without its text */
	struct graph graph;
	struct values values;
	uint32_t *owners;		/* of properties: the symbol */
	uint32_t *first_selector;	/* of a symbol in selectors; one more at the end */
	uint32_t *selectors;		/* properties that select or imply it */
	unsigned int evaluations;

	/* what the solver makes of the graph once: its own, kept for the next goals */
	struct plan *plan;
	void (*free_plan)(struct plan *plan);
};

/* "drivers/tty/serial/Kconfig:12" of a line of the flat text. */
struct kconfig_position kconfig_origin(const struct kconfig *kconfig, uint32_t line);
void kconfig_add_origin(const struct kconfig *kconfig, uint32_t line,
			struct buffer *text);

/* An expression as people write it; @values: with each symbol's value. */
void kconfig_add_expression(struct kconfig *kconfig, uint32_t expression,
			    bool values, struct buffer *text);

/*
 * Could a symbol, or an expression, be y (or n)? What an explanation goes by,
 * where it isn't by the values of now.
 */
struct kconfig_possible {
	bool (*symbol)(void *context, uint32_t symbol, bool wanted);
	bool (*expression)(void *context, uint32_t expression, bool wanted);
	void *context;
};

/*
 * Why the symbol, or expression, isn't or can't be what is wanted (y or n), as
 * lines of text that are indented by @indent: each symbol that blocks it, and
 * what blocks that. Of a number: why its prompt isn't there. @possible may be
 * NULL. Nothing is added where nothing blocks it.
 */
void kconfig_explain_symbol(struct kconfig *kconfig, uint32_t symbol, bool wanted,
			    const struct kconfig_possible *possible,
			    unsigned int indent, struct buffer *text);
void kconfig_explain_expression(struct kconfig *kconfig, uint32_t expression,
				bool wanted,
				const struct kconfig_possible *possible,
				unsigned int indent, struct buffer *text);

/* Are the texts equal as values of that type: 0x10 is 0x0010. */
bool kconfig_same_value(enum kconfig_symbol_type type, const char *a, const char *b);

#endif
