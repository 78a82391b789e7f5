// SPDX-License-Identifier: GPL-2.0-or-later
/* Pipelines and lists, and the text that they are in. */
#include "sh_walk.h"

#include "out.h"
#include "sh_grammar.h"

/* ( list ): where the list begins and ends */
static bool parentheses(struct walk *w, const char **start, const char **end)
{
	struct token token;

	walk_peek(w, &token);
	*start = w->at = token.end;
	if (!walk_skip(w, walk_list))
		return false;
	walk_peek(w, &token);
	if (token.kind != TOKEN_CLOSE)
		return walk_stop(w, &token, NULL);
	*end = token.start;
	w->at = token.end;
	return true;
}

/* Adds the command that is here to a pipeline. */
static void stage(struct walk *w, struct pipeline *p, bool is_last)
{
	const char *start = w->at, *end;
	struct redirect *redirects = NULL;
	struct command command;
	struct token token;

	walk_peek(w, &token);
	if (token.kind == TOKEN_OPEN) {
		parentheses(w, &start, &end);
		walk_redirections(w, &redirects);
	} else if (walk_is_compound(&token)) {
		walk_skip(w, walk_compound);
		end = w->at;
	} else {
		walk_words(w, &command);
		end = w->at;
		if (!w->sh->arena.full && !pipeline_needs_shell(&command)) {
			pipeline_command(p, &command, is_last);
			return;
		}
	}
	if (walk_all_there(w->sh))
		pipeline_text(p, start, end, redirects, is_last);
	else
		pipeline_nothing(p, w->sh->status);
}

static APART bool subshell(struct walk *w)
{
	const char *start, *end;
	struct pipeline p;

	if (!walk_live(w))
		return parentheses(w, &start, &end) &&
		       walk_redirections(w, NULL);
	pipeline_begin(w->sh, &p, false);
	stage(w, &p, true);
	pipeline_end(&p);
	return true;
}

bool walk_command(struct walk *w)
{
	const struct token *token = walk_next(w);

	if (token->kind != TOKEN_OPEN && !walk_is_compound(token))
		return walk_simple(w);
	if (w->check && !sh_has_stack(w->sh))
		return walk_stop(w, token,
				 "commands are too deep inside others");
	return token->kind == TOKEN_OPEN ? subshell(w) : walk_compound(w);
}

static APART void run_pipeline(struct walk *w, bool background)
{
	struct pipeline p;
	struct token token;
	bool is_last;

	pipeline_begin(w->sh, &p, background);
	do {
		const char *start = w->at;

		walk_skip(w, walk_command);
		walk_peek(w, &token);
		is_last = token.kind != TOKEN_PIPE;
		w->at = start;
		stage(w, &p, is_last);
		if (!is_last) {
			w->at = token.end;
			walk_pass_newlines(w);
		}
	} while (!is_last);
	pipeline_end(&p);
}

bool walk_pipeline(struct walk *w)
{
	bool invert = walk_accept(w, "!");
	const char *start = w->at;
	const struct token *token;

	if (walk_live(w)) {
		walk_skip(w, walk_command);
		token = walk_next(w);
		w->at = start;
		if (token->kind == TOKEN_PIPE)
			run_pipeline(w, false);
		else
			walk_command(w);
		if (invert && w->sh->flow == FLOW_NONE)
			w->sh->status = !w->sh->status;
		return true;
	}
	for (;;) {
		if (!walk_command(w))
			return false;
		token = walk_next(w);
		if (token->kind != TOKEN_PIPE)
			return true;
		w->at = token->end;
		walk_pass_newlines(w);
	}
}

bool walk_and_or(struct walk *w)
{
	const struct token *token;
	bool wanted;

	if (!walk_pipeline(w))
		return false;
	for (;;) {
		token = walk_next(w);
		if (token->kind != TOKEN_AND && token->kind != TOKEN_OR)
			return true;
		w->at = token->end;
		wanted = (w->sh->status == 0) == (token->kind == TOKEN_AND);
		walk_pass_newlines(w);
		if (!walk_if(w, walk_pipeline, wanted))
			return false;
	}
}

/* The and-or list up to an & that ends at `end`. */
static APART void run_background(struct walk *w, const char *end)
{
	const char *start = w->at;
	struct pipeline p;
	struct token token;

	walk_peek(w, &token);
	if (!token_is(&token, "!")) {
		walk_skip(w, walk_pipeline);
		walk_peek(w, &token);
		w->at = start;
		if (token.start == end) {
			run_pipeline(w, true);
			return;
		}
	}
	pipeline_begin(w->sh, &p, true);
	pipeline_text(&p, start, end, NULL, true);
	pipeline_end(&p);
}

/* An and-or list, up to the & if one follows. */
static bool list_item(struct walk *w)
{
	const char *start = w->at;
	const struct token *token;

	if (walk_live(w)) {
		walk_skip(w, walk_and_or);
		token = walk_next(w);
		if (token->kind == TOKEN_BACKGROUND) {
			const char *end = token->start;

			w->at = start;
			run_background(w, end);
			w->at = end;
			return true;
		}
		w->at = start;
	}
	return walk_and_or(w);
}

/* Words that end a list and begin no command. */
static bool closes(const struct token *token)
{
	return token_is(token, "then") || token_is(token, "elif") ||
	       token_is(token, "else") || token_is(token, "fi") ||
	       token_is(token, "do") || token_is(token, "done") ||
	       token_is(token, "}");
}

static bool begins_command(const struct token *token)
{
	return (token->kind == TOKEN_WORD && !closes(token)) ||
	       token->kind == TOKEN_OPEN || token->kind >= TOKEN_FROM;
}

/* one_line: what follows a newline doesn't belong to it, and it may be empty */
static bool list_until(struct walk *w, bool one_line)
{
	const struct token *token;
	bool any = false;

	for (;;) {
		token = walk_next(w);
		if (token->kind == TOKEN_NEWLINE) {
			w->at = token->end;
			if (one_line)
				return true;
			continue;
		}
		if (!begins_command(token))
			break;
		any = true;
		if (!list_item(w))
			return false;
		token = walk_next(w);
		if (token->kind == TOKEN_SEMICOLON ||
		    token->kind == TOKEN_BACKGROUND)
			w->at = token->end;
		else if (token->kind != TOKEN_NEWLINE)
			break;
	}
	if (one_line ? token->kind != TOKEN_END :
		       !any || token->kind <= TOKEN_UNKNOWN)
		return walk_stop(w, token, NULL);
	w->at = token->start;
	return true;
}

bool walk_list(struct walk *w)
{
	return list_until(w, false);
}

static APART void report(const struct walk *w, const char *text,
			 unsigned int line)
{
	const struct token *wrong = &w->wrong;
	struct out out;

	out_init(&out, 2);
	out_text(&out, "sh: ");
	if (line) {
		for (const char *at = text; at < wrong->start; at++)
			line += *at == '\n';
		out_text(&out, "line ");
		out_number(&out, line, 0);
		out_text(&out, ": ");
	}
	if (w->why) {
		out_text(&out, w->why);
	} else if (wrong->kind == TOKEN_UNKNOWN) {
		out_bytes(&out, wrong->start, wrong->end - wrong->start);
		out_text(&out, " is not supported");
	} else if (wrong->kind < TOKEN_UNKNOWN) {
		out_text(&out, "syntax error: unexpected end");
	} else if (wrong->kind == TOKEN_NEWLINE) {
		out_text(&out, "syntax error: unexpected end of line");
	} else {
		out_text(&out, "syntax error near \"");
		out_bytes(&out, wrong->start, wrong->end - wrong->start);
		out_char(&out, '"');
	}
	out_char(&out, '\n');
}

enum verdict walk_text(struct sh *sh, const char *text, const char *end,
		       unsigned int line, bool final)
{
	struct walk w = { .sh = sh, .at = text, .end = end };

	while (w.at < end && sh->flow == FLOW_NONE) {
		const char *start = w.at;

		w.run = false;
		w.check = true;
		if (!list_until(&w, true)) {
			if (!w.why && w.wrong.kind < TOKEN_UNKNOWN && !final)
				return TEXT_MORE;
			report(&w, text, line);
			sh->status = 2;
			return TEXT_WRONG;
		}
		w.at = start;
		w.run = true;
		w.check = false;
		list_until(&w, true);
	}
	return TEXT_DONE;
}
