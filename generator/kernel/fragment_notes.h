/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Nodes in words, for the fragment and for explanations.
 */
#ifndef GENERATOR_KERNEL_FRAGMENT_NOTES_H
#define GENERATOR_KERNEL_FRAGMENT_NOTES_H

#include "generator/kernel/fragment.h"

/* "/soc/serial@40004800 \"st,stm32-uart\" -> drivers/...c -> SERIAL_STM32" */
void notes_add_way(const struct node_drivers *node, const struct driver_need *need,
		   const struct driver_way *way, struct buffer *text);

/* Is the way a part of the kernel that the fragment makes? */
bool notes_way_is_taken(const struct fragment *fragment, const struct driver_way *way);

/*
 * Lines of text, each after @indent: what else is known of a node, such as who
 * mentions its compatibles without driving it, or drives it elsewhere.
 */
void notes_add_facts(const struct fragment *fragment, const struct node_drivers *node,
		     const char *indent, struct buffer *text);

/* Each line of a text, with  before it. */
void notes_add_lines(const char *lines, const char *indent, struct buffer *text);

/* The node's compatibles, quoted. */
void notes_add_compatibles(const struct tree_node *node, struct buffer *text);

/* The goal of a node's need, or NULL. */
const struct goal *notes_goal_of(const struct fragment *fragment,
				 const struct driver_need *need);

#endif
