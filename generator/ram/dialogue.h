/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a person would see at a console: the guest waits at its prompt (PROMPT
 * of tests/userland/facts.h), or is dead. Both are told from how the output
 * ends, and only once it has been still for a while: what looks like a prompt
 * may be the middle of a line.
 */
#ifndef GENERATOR_RAM_DIALOGUE_H
#define GENERATOR_RAM_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

/* Real time without a byte after which the output counts as still. */
#define DIALOGUE_PROMPT_MS	50	/* to see a prompt at its end */
#define DIALOGUE_LATE_MS	500	/* to see one that something followed */
#define DIALOGUE_DEAD_MS	500	/* to take it for an end of all */

/* What is typed, line by line: see struct machine_job. */
struct dialogue {
	const char *left;	/* lines not yet typed */
	const char *line;	/* the last one typed; NULL: none yet */
	size_t line_length;	/* with its newline */
	size_t from;		/* so long was the output when it was typed */
};

/*
 * Does the guest wait for a line, going by its whole output so far, which has
 * been still for @still_ms? The echo of the last line is no prompt, whatever is
 * in it. A kernel's message may follow a prompt: it is one then, but later.
 */
bool dialogue_at_prompt(const struct dialogue *dialogue, const char *output,
			size_t length, long long still_ms);

/* Go on to the next line, dialogue->line; false: there is none, it is done. */
bool dialogue_next(struct dialogue *dialogue, size_t output_length);

enum dialogue_death {
	DIALOGUE_ALIVE,
	DIALOGUE_HALTED,	/* halted or switched off, as asked to */
	DIALOGUE_RESET,		/* wanted to reset, and can't */
	DIALOGUE_PANICKED,	/* and stays there: panic=0 */
};

/* Is a kernel's last word the last line of the output? Others may print it. */
enum dialogue_death dialogue_death(const char *output, size_t length);

#endif
