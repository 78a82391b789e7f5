/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stages in their order, for the commands: each function runs those before
 * it that haven't run yet, and leaves what it made in the job.
 */
#ifndef GENERATOR_JOB_H
#define GENERATOR_JOB_H

#include <jansson.h>

#include "generator/base/buffer.h"
#include "generator/base/hash.h"
#include "generator/board/board_file.h"
#include "generator/board/prune.h"
#include "generator/commands.h"
#include "generator/kernel/source.h"
#include "generator/tree/tree.h"

struct job {
	const struct options *options;
	struct kernel_source kernel;	/* path NULL: none */
	struct board board;		/* name NULL: not read yet */
	bool has_settings;		/* the board's have those of its budget */
	struct buffer dtb;		/* with the board's bootargs */
	char dtb_sha256[HASH_TEXT_SIZE];	/* of the DTB without them */
	char board_sha256[HASH_TEXT_SIZE];	/* "" without a board file */
	char *source;			/* the dts's name for people and headers */
	char *origin;			/* for messages: the paths of dts and extensions */
	struct tree tree;
	struct map labels;		/* label -> path (char *, owned) */
	struct prune prune;
	json_t *model;
};

#define JOB_INIT(options_) { .options = (options_) }

int job_board(struct job *job, const char *name, struct error *error);
/* What the board's budget comes to is among its settings; of a board that was read. */
int job_settings(struct job *job, struct error *error);
int job_dtb(struct job *job, const char *name, struct error *error);
int job_tree(struct job *job, const char *name, struct error *error);	/* and checks */
/* job->labels, of a tree that was read. */
int job_labels(struct job *job, struct error *error);
int job_prune(struct job *job, const char *name, struct error *error);
/* @tables: absolute path that the tables will have, or NULL. */
int job_model(struct job *job, const char *name, const char *tables,
	      struct error *error);
void job_free(struct job *job);

#endif
