/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machines behind machine_run(); for machine.c alone. */
#ifndef GENERATOR_RAM_MACHINE_KINDS_H
#define GENERATOR_RAM_MACHINE_KINDS_H

#include "generator/ram/machine.h"

/*
 * Each boots the job and leaves in the job's directory, for every load, the
 * bytes that were in its place afterwards: NAME.after. The loads themselves
 * are files there already, under their names.
 */
int emulator_run(struct machine_job *job, struct machine_outcome *outcome,
		 struct error *error);
int qemu_run(struct machine_job *job, struct machine_outcome *outcome,
	     struct error *error);

/* How it ended. */
enum shell_end {
	SHELL_LEFT,		/* by Ctrl-A x */
	SHELL_SILENT,		/* the input has ended, and the guest says no more */
	SHELL_HALTED,
	SHELL_RESET,
	SHELL_PANICKED,		/* and stays there */
};

/* A session at the console. */
struct shell {
	bool begun;		/* the guest may have printed something */
	enum shell_end end;	/* when it ended without an error */
};

/* Each boots the job with its console on standard input and output. */
int emulator_shell(struct machine_job *job, struct shell *shell,
		   struct error *error);
int qemu_shell(struct machine_job *job, struct shell *shell,
	       struct error *error);

#endif
