/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Kconfig fragment of a board: the fewest lines, on top of allnoconfig,
 * that give its kernel what it needs, each with its reason.
 */
#ifndef GENERATOR_KERNEL_FRAGMENT_H
#define GENERATOR_KERNEL_FRAGMENT_H

#include "generator/board/board_file.h"
#include "generator/board/prune.h"
#include "generator/kernel/drivers.h"
#include "generator/kernel/goals.h"
#include "generator/kernel/index.h"
#include "generator/kernel/solver.h"

/* Said before what takes more than a moment; NULL: nothing is said. */
typedef void fragment_progress(const char *what);

/* What a kernel tree says, for one architecture. */
struct fragment_kernel {
	struct kernel_index index;
	struct kconfig *kconfig;
};

/*
 * Close it in any case. @progress may be NULL. Ahead: before it is known whether
 * the index is current, see index.h.
 */
int fragment_kernel_open(struct fragment_kernel *kernel, const char *tree,
			 const struct board *board, bool ahead,
			 fragment_progress *progress, struct error *error);
void fragment_kernel_close(struct fragment_kernel *kernel);

struct fragment_source {
	const char *kernel;		/* the kernel tree */
	struct fragment_kernel *opened;	/* what is open of it already; or NULL */
	const struct tree *tree;
	const struct prune *prune;
	const struct board *board;
	const struct map *labels;	/* label -> path (char *): for drivers: only */
	bool dt;			/* for a device tree boot */
	const struct goals_table_line *tables;	/* what tables need; none with dt */
	size_t nr_tables;
	fragment_progress *progress;
};

struct fragment {
	const struct fragment_source *source;
	struct fragment_kernel own;	/* what was opened for this fragment alone */
	struct kernel_index *index;
	struct kconfig *kconfig;
	struct drivers drivers;
	struct goals goals;
	/* what was solved: the goals that can be had */
	struct solver_problem problem;
	struct solver_goal *wanted;
	size_t *numbers;		/* of these, in goals.items */
	struct solver_solution solution;
	/* only fragment.c's own */
	bool *listed;
};

/*
 * Index and Kconfig of the kernel tree, what drives the nodes, and the goals;
 * no lines yet. fragment_free() it in any case.
 */
int fragment_prepare(struct fragment *fragment, const struct fragment_source *source,
		     struct error *error);

/*
 * Find the lines. A driver that can't be had on this machine at all is left
 * out, with the reason in its goal; anything else that can't be had, or that
 * contradicts something, is an error that says what blocks it.
 */
int fragment_solve(struct fragment *fragment, struct error *error);

/*
 * Let the kernel's own conf judge the lines: it must make of them what was
 * made of them here, symbol for symbol. What it has said once of this tree,
 * compiler and lines isn't asked again, unless @again.
 */
int fragment_referee(struct fragment *fragment, bool again, struct error *error);

/* The text. @command: that makes it again, for its heading. */
void fragment_text(const struct fragment *fragment, const char *version,
		   const char *command, struct buffer *text);

void fragment_free(struct fragment *fragment);

/* For fragment.c: do without platforms that the lines have by accident. */
void fragment_leave_platforms(struct fragment *fragment);

/* The condition of a goal as people read it: "BLOCK=n" instead of "!BLOCK". */
void fragment_condition_text(const struct condition *condition, struct buffer *text);

#endif
