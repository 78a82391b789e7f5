// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Small questions about what was read.
 */
#include <string.h>

#include "generator/kernel/kconfig_private.h"

#define MAX_DEPTH 64		/* of an expression: deeper ones aren't looked at */

const char *kconfig_arch(const struct kconfig *kconfig)
{
	return kconfig->arch;
}

const char *kconfig_source_arch(const struct kconfig *kconfig)
{
	return kconfig->arch_folder;
}

static bool names(const struct graph *graph, uint32_t expression, uint32_t symbol,
		  unsigned int depth)
{
	const struct graph_expression *is = &graph->expressions[expression];

	if (!expression || depth > MAX_DEPTH)
		return false;
	switch (is->kind) {
	case EXPRESSION_SYMBOL:
		return is->left == symbol;
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		return names(graph, is->left, symbol, depth + 1) ||
		       names(graph, is->right, symbol, depth + 1);
	case EXPRESSION_EQUAL:
		/* "depends on X=y" */
		return is->left == symbol || is->right == symbol;
	default:
		return false;
	}
}

bool kconfig_depends_on(const struct kconfig *kconfig, const char *symbol,
			const char *other)
{
	uint32_t from = kconfig_values_find(&kconfig->values, symbol);
	uint32_t to = kconfig_values_find(&kconfig->values, other);

	return from && to &&
	       names(&kconfig->graph, kconfig->graph.symbols[from].depends, to, 0);
}
