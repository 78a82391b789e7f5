/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands about the kernel's configuration.
 */
#ifndef GENERATOR_FRAGMENT_COMMANDS_H
#define GENERATOR_FRAGMENT_COMMANDS_H

#include "generator/job.h"

/*
 * The fragment that goes with the tables at @tables, judged by the kernel's
 * conf; for the main job. Without a kernel tree: what the tables need alone.
 * The job has its model.
 */
int fragment_of_job(struct job *job, struct buffer *text, struct error *error);

int run_fragment(const struct options *options, struct error *error);
int run_explain(const struct options *options, struct error *error);

#define FRAGMENT_DETAILS							\
	"Prints the Kconfig lines that the board's kernel needs on top of allnoconfig:\n"\
	"the drivers of its nodes, its machine and console, and what board.yaml asks for;\n"\
	"each with its reason. The kernel's own conf judges them in the end; a verdict is\n"\
	"kept, --check asks for a new one and --no-check for none.\n"			\
	"  --dt          for a device tree boot: without what the tables need"
#define EXPLAIN_DETAILS								\
	"Says why a symbol (CONFIG_X) is in the board's kernel or is not, or what drives a\n"\
	"node (label, alias or path) and what that takes. --dt as with fragment."

#endif
