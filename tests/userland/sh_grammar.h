/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How sh_walk.h's grammar is walked over: from w->at on, which is left behind
 * what was walked over. A walker returns false when the text isn't as it must
 * be, or is incomplete; why is in w->wrong. Text that is run was walked over
 * before, so this can't happen there.
 */
#ifndef SH_GRAMMAR_H
#define SH_GRAMMAR_H

#include "sh.h"
#include "sh_run.h"

struct walk {
	struct sh *sh;
	const char *at, *end;
	bool run;		/* not only look at it */
	bool check;		/* the first time: is there enough stack? */
	const char *why;	/* it stopped; NULL: the token is out of place */
	struct token wrong;
	struct token next;	/* as walk_next() saw it last, at any depth */
};

typedef bool (*walker)(struct walk *w);

/* False, for a walker to return. */
bool walk_stop(struct walk *w, const struct token *token, const char *why);
/* The token that comes next. */
void walk_peek(const struct walk *w, struct token *token);
/* The same, not on the stack: valid until something is walked over. */
const struct token *walk_next(struct walk *w);
/* Walks over a word that must come here; over one if it is here. */
bool walk_expect(struct walk *w, const char *word);
bool walk_accept(struct walk *w, const char *word);
void walk_pass_newlines(struct walk *w);

/* Is what comes run? Looks for Ctrl-C, too. */
bool walk_live(struct walk *w);
/* Walks over something without running it, or only if a condition holds. */
bool walk_skip(struct walk *w, walker walker);
bool walk_if(struct walk *w, walker walker, bool condition);

/* The grammar's parts, in the order of sh_walk.h. */
bool walk_list(struct walk *w);
bool walk_and_or(struct walk *w);
bool walk_pipeline(struct walk *w);
bool walk_command(struct walk *w);
bool walk_simple(struct walk *w);
bool walk_compound(struct walk *w);

/* Does it begin a compound command? */
bool walk_is_compound(const struct token *token);
/* The redirections behind a command; NULL: only looks at them. */
bool walk_redirections(struct walk *w, struct redirect **in_arena);
/* A simple command's words and redirections; NULL: only looks at them. */
bool walk_words(struct walk *w, struct command *command);
/* Was there room for all of them? If not: a message, and status 2. */
bool walk_all_there(struct sh *sh);

#endif
