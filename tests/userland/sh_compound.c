// SPDX-License-Identifier: GPL-2.0-or-later
/* Compound commands: if, while, until, for, braces. */
#include "sh_grammar.h"

static bool if_body(struct walk *w)
{
	bool run = walk_live(w), done = false, ok;

	do {
		if (!walk_if(w, walk_list, run && !done) ||
		    !walk_expect(w, "then"))
			return false;
		ok = run && !done && walk_live(w) && w->sh->status == 0;
		if (!walk_if(w, walk_list, ok))
			return false;
		done |= ok;
	} while (walk_accept(w, "elif"));
	if (walk_accept(w, "else")) {
		ok = run && !done && walk_live(w);
		if (!walk_if(w, walk_list, ok))
			return false;
		done |= ok;
	}
	if (run && !done && walk_live(w))
		w->sh->status = 0;
	return walk_expect(w, "fi");
}

/* Behind the body of a loop: is there another turn? */
static bool loop_goes_on(struct sh *sh)
{
	bool goes_on = sh->flow == FLOW_CONTINUE;

	if (sh->flow == FLOW_NONE)
		return true;
	if (sh->flow > FLOW_CONTINUE || --sh->levels)
		return false;
	sh->flow = FLOW_NONE;
	return goes_on;
}

static bool loop_block(struct walk *w, bool run)
{
	return walk_expect(w, "do") && walk_if(w, walk_list, run) &&
	       walk_expect(w, "done");
}

static bool while_body(struct walk *w, bool until)
{
	bool run = walk_live(w), turn, ok = true;
	const char *start = w->at;
	int status = 0;

	w->sh->loops += run;
	do {
		w->at = start;
		ok = walk_list(w);
		turn = ok && walk_live(w) && (w->sh->status == 0) != until;
		ok = ok && loop_block(w, turn);
		if (turn)
			status = w->sh->status;
	} while (ok && run && loop_goes_on(w->sh) && turn);
	w->sh->loops -= run;
	if (run && w->sh->flow <= FLOW_CONTINUE)
		w->sh->status = status;
	return ok;
}

/* What follows for's name up to do; words NULL: only looks at it. */
static bool for_words(struct walk *w, struct words *words)
{
	struct token token;

	if (words)
		words_init(words);
	walk_peek(w, &token);
	if (token.kind == TOKEN_SEMICOLON || token.kind == TOKEN_NEWLINE ||
	    token_is(&token, "do")) {
		if (token.kind == TOKEN_SEMICOLON)
			w->at = token.end;
		walk_pass_newlines(w);
		if (!walk_accept(w, "in")) {
			if (words)
				words_parameters(w->sh, words);
			return true;
		}
	} else if (!walk_expect(w, "in")) {
		return false;
	}
	for (walk_peek(w, &token); token.kind == TOKEN_WORD;
	     walk_peek(w, &token)) {
		w->at = token.end;
		if (words)
			words_expand(w->sh, token.start, token.end, true,
				     words);
	}
	if (token.kind != TOKEN_SEMICOLON && token.kind != TOKEN_NEWLINE)
		return walk_stop(w, &token, NULL);
	w->at = token.end;
	walk_pass_newlines(w);
	return true;
}

static APART bool for_body(struct walk *w)
{
	struct sh *sh = w->sh;
	struct arena_mark mark = arena_mark(&sh->arena);
	bool run = walk_live(w), ok = true;
	struct token name;
	struct words words;
	struct word *word;
	const char *start;

	walk_peek(w, &name);
	if (name.kind != TOKEN_WORD ||
	    name.start + vars_name_length(name.start, name.end) != name.end)
		return walk_stop(w, &name, NULL);
	w->at = name.end;
	if (!run)
		return for_words(w, NULL) && loop_block(w, false);
	for_words(w, &words);
	start = w->at;
	if (!walk_all_there(sh))
		words_init(&words);
	else
		sh->status = 0;
	sh->loops++;
	for (word = words.first; word && ok; word = word->next) {
		if (!vars_set(&sh->vars, name.start, name.end - name.start,
			      word->text, false)) {
			sh_complain("too many variables", 0);
			sh->status = 2;
			break;
		}
		w->at = start;
		ok = loop_block(w, true);
		if (!loop_goes_on(sh))
			break;
	}
	sh->loops--;
	arena_release(&sh->arena, mark);
	w->at = start;
	return loop_block(w, false);
}

enum compound { NO_COMPOUND, IF, WHILE, UNTIL, FOR, BRACES };

static enum compound compound_find(const struct token *token)
{
	return token_is(token, "if")	? IF :
	       token_is(token, "while") ? WHILE :
	       token_is(token, "until") ? UNTIL :
	       token_is(token, "for")	? FOR :
	       token_is(token, "{")	? BRACES :
					  NO_COMPOUND;
}

bool walk_is_compound(const struct token *token)
{
	return compound_find(token) != NO_COMPOUND;
}

/* A compound command from its first word on, without redirections. */
static bool compound_body(struct walk *w)
{
	const struct token *token = walk_next(w);
	enum compound compound = compound_find(token);

	w->at = token->end;
	switch (compound) {
	case IF:
		return if_body(w);
	case WHILE:
	case UNTIL:
		return while_body(w, compound == UNTIL);
	case FOR:
		return for_body(w);
	default:
		return walk_list(w) && walk_expect(w, "}");
	}
}

bool walk_compound(struct walk *w)
{
	const char *start = w->at, *end;
	struct redirect *redirects;
	struct arena_mark mark;

	if (!walk_live(w))
		return compound_body(w) && walk_redirections(w, NULL);
	mark = arena_mark(&w->sh->arena);
	walk_skip(w, compound_body);
	walk_redirections(w, &redirects);
	end = w->at;
	w->at = start;
	if (walk_all_there(w->sh) && redirect_apply(w->sh, redirects))
		compound_body(w);
	redirect_undo(redirects);
	arena_release(&w->sh->arena, mark);
	w->at = end;
	return true;
}
