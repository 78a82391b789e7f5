/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must hold in a tree before anything is made of it. The checks are a
 * table in check.c; each knows its name and what must have passed before it.
 */
#ifndef GENERATOR_TREE_CHECK_H
#define GENERATOR_TREE_CHECK_H

#include "generator/tree/tree.h"

/*
 * Run all checks; the first that fails is the error, which names file, node
 * and property, what is wrong and what was expected.
 */
int tree_check(const struct tree *tree, struct error *error);

/* The checks' names and what they are for, in order, for people. */
struct check_name {
	const char *name;
	const char *purpose;
};
size_t check_names(struct check_name *names, size_t room);

#endif
