// SPDX-License-Identifier: GPL-2.0-or-later
/* What all of the grammar needs, and simple commands. */
#include "sh_grammar.h"

bool walk_stop(struct walk *w, const struct token *token, const char *why)
{
	w->wrong = *token;
	w->why = why;
	return false;
}

void walk_peek(const struct walk *w, struct token *token)
{
	lex(w->at, w->end, token);
}

const struct token *walk_next(struct walk *w)
{
	walk_peek(w, &w->next);
	return &w->next;
}

bool walk_expect(struct walk *w, const char *word)
{
	const struct token *token = walk_next(w);

	if (!token_is(token, word))
		return walk_stop(w, token, NULL);
	w->at = token->end;
	return true;
}

bool walk_accept(struct walk *w, const char *word)
{
	const struct token *token = walk_next(w);

	if (!token_is(token, word))
		return false;
	w->at = token->end;
	return true;
}

void walk_pass_newlines(struct walk *w)
{
	const struct token *token;

	for (token = walk_next(w); token->kind == TOKEN_NEWLINE;
	     token = walk_next(w))
		w->at = token->end;
}

bool walk_live(struct walk *w)
{
	if (!w->run)
		return false;
	if (run_interrupted()) {
		w->sh->flow = FLOW_STOP;
		w->sh->status = 128 + SIGINT;
	}
	return w->sh->flow == FLOW_NONE;
}

bool walk_skip(struct walk *w, walker walker)
{
	bool run = w->run, ok;

	w->run = false;
	ok = walker(w);
	w->run = run;
	return ok;
}

bool walk_if(struct walk *w, walker walker, bool condition)
{
	return condition ? walker(w) : walk_skip(w, walker);
}

static bool redirection(struct walk *w, const struct token *op,
			struct redirect ***last)
{
	struct redirect *redirect;
	struct token target;
	struct words words;

	w->at = op->end;
	walk_peek(w, &target);
	if (target.kind != TOKEN_WORD)
		return walk_stop(w, &target, NULL);
	w->at = target.end;
	if (!last)
		return true;
	redirect = arena_take(&w->sh->arena, sizeof(*redirect));
	words_init(&words);
	words_expand(w->sh, target.start, target.end, false, &words);
	if (!redirect || !words.first)
		return true; /* the arena knows that it is full */
	redirect->next = NULL;
	redirect->kind = op->kind;
	redirect->fd = op->fd;
	redirect->from = -1;
	redirect->applied = false;
	redirect->saved = -1;
	redirect->target = words.first;
	**last = redirect;
	*last = &redirect->next;
	return true;
}

bool walk_redirections(struct walk *w, struct redirect **in_arena)
{
	struct redirect **last = in_arena;
	struct token token;

	if (in_arena)
		*in_arena = NULL;
	for (walk_peek(w, &token); token.kind >= TOKEN_FROM;
	     walk_peek(w, &token))
		if (!redirection(w, &token, in_arena ? &last : NULL))
			return false;
	return true;
}

bool walk_words(struct walk *w, struct command *command)
{
	struct redirect **last = command ? &command->redirects : NULL;
	bool assignments = true, any = false;
	struct token token;

	if (command) {
		words_init(&command->assignments);
		words_init(&command->words);
		command->redirects = NULL;
	}
	for (;;) {
		walk_peek(w, &token);
		if (token.kind >= TOKEN_FROM) {
			if (!redirection(w, &token, command ? &last : NULL))
				return false;
		} else if (token.kind == TOKEN_WORD) {
			w->at = token.end;
			if (assignments &&
			    !words_assignment(token.start, token.end))
				assignments = false;
			if (command)
				words_expand(w->sh, token.start, token.end,
					     !assignments,
					     assignments ?
						     &command->assignments :
						     &command->words);
		} else {
			break;
		}
		any = true;
	}
	/* f() and the like are for other shells */
	if (!any || token.kind == TOKEN_OPEN_ENDED ||
	    token.kind == TOKEN_UNKNOWN || token.kind == TOKEN_OPEN)
		return walk_stop(w, &token, NULL);
	return true;
}

bool walk_all_there(struct sh *sh)
{
	if (!sh->arena.full)
		return true;
	sh->arena.full = false;
	sh->status = 2;
	sh_complain("too many words", 0);
	return false;
}

bool walk_simple(struct walk *w)
{
	struct arena_mark mark;
	struct command command;

	if (!walk_live(w))
		return walk_words(w, NULL);
	mark = arena_mark(&w->sh->arena);
	walk_words(w, &command);
	if (walk_all_there(w->sh))
		run_command(w->sh, &command);
	arena_release(&w->sh->arena, mark);
	return true;
}
