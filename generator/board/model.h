/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The model: all that the templates see of a board, as JSON. What it holds is
 * described in model.md beside this file.
 */
#ifndef GENERATOR_BOARD_MODEL_H
#define GENERATOR_BOARD_MODEL_H

#include <jansson.h>

#include "generator/board/board_file.h"
#include "generator/board/prune.h"

struct model_source {
	const char *version;		/* of this program */
	const char *command;		/* that makes the tables again */
	const char *dts;		/* the source's name, without the way to it */
	const char *licence;		/* SPDX expression of the source */
	const char *dtb_sha256;
	const char *board_sha256;	/* NULL: no board file */
	const char *tables;		/* absolute path of the tables, or NULL */
};

/* NULL and an error where the tree can't be served; json_decref() the result. */
json_t *model_make(const struct tree *tree, const struct prune *prune,
		   const struct board *board, const struct model_source *source,
		   struct error *error);

/* A kernel with constant tables learns of memory from them alone. */
int model_check_memory(const json_t *model, const char *source,
		       struct error *error);

/*
 * /reserved-memory has regions that a kernel with constant tables would lose:
 * an error that names the first. Apart from model_make() so that the tables of
 * any tree can be looked at.
 */
int model_check_reserved_memory(const struct tree *tree,
				const struct prune *prune, struct error *error);

#endif
