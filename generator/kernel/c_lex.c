// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/kernel/c_lex.h"

#include <string.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void c_lexer_init(struct c_lexer *lexer, const char *text, size_t length,
		  unsigned int line)
{
	*lexer = (struct c_lexer){ .at = text, .end = text + length, .line = line,
				   .line_start = true };
}

/* At a backslash that continues the line: how many characters it takes, or 0. */
static size_t splice_length(const char *at, const char *end)
{
	if (*at != '\\' || end - at < 2)
		return 0;
	if (at[1] == '\n')
		return 2;
	return end - at > 2 && at[1] == '\r' && at[2] == '\n' ? 3 : 0;
}

static void skip_block_comment(struct c_lexer *lexer)
{
	lexer->at += 2;
	while (lexer->at < lexer->end) {
		const char *star = memchr(lexer->at, '*', (size_t)(lexer->end - lexer->at));
		const char *stop = star ? star : lexer->end;

		for (const char *at = lexer->at; at < stop; at++)
			lexer->line += *at == '\n';
		lexer->at = stop;
		if (!star)
			return;
		lexer->at++;
		if (lexer->at < lexer->end && *lexer->at == '/') {
			lexer->at++;
			return;
		}
	}
}

/* Up to the end of the line, which stays. */
static void skip_line(struct c_lexer *lexer)
{
	while (lexer->at < lexer->end && *lexer->at != '\n') {
		size_t splice = splice_length(lexer->at, lexer->end);

		lexer->line += splice != 0;
		lexer->at += splice ? splice : 1;
	}
}

static bool at_comment(const struct c_lexer *lexer, char second)
{
	return lexer->end - lexer->at >= 2 && *lexer->at == '/' && lexer->at[1] == second;
}

static void skip_blanks(struct c_lexer *lexer)
{
	while (lexer->at < lexer->end) {
		char c = *lexer->at;
		size_t splice;

		if (c == '\n') {
			lexer->line++;
			lexer->line_start = true;
			lexer->at++;
		} else if (c == ' ' || (c >= '\t' && c <= '\r')) {
			lexer->at++;
		} else if (at_comment(lexer, '*')) {
			skip_block_comment(lexer);
		} else if (at_comment(lexer, '/')) {
			skip_line(lexer);
		} else if ((splice = splice_length(lexer->at, lexer->end))) {
			lexer->line++;
			lexer->at += splice;
		} else {
			return;
		}
	}
}

/* A directive's line, with the comments in it, which may have lines of their own. */
static void skip_directive(struct c_lexer *lexer)
{
	while (lexer->at < lexer->end && *lexer->at != '\n') {
		size_t splice = splice_length(lexer->at, lexer->end);

		if (at_comment(lexer, '*')) {
			skip_block_comment(lexer);
		} else if (at_comment(lexer, '/')) {
			skip_line(lexer);
		} else if (*lexer->at == '"' || *lexer->at == '\'') {
			char quote = *lexer->at++;

			while (lexer->at < lexer->end && *lexer->at != quote &&
			       *lexer->at != '\n' && !splice_length(lexer->at, lexer->end))
				lexer->at += *lexer->at == '\\' && lexer->end - lexer->at > 1 ?
						     2 : 1;
			if (lexer->at < lexer->end && *lexer->at == quote)
				lexer->at++;
		} else {
			lexer->line += splice != 0;
			lexer->at += splice ? splice : 1;
		}
	}
}

/* The closing quote, or where the text or the line ends without one. */
static const char *find_quote(const char *at, const char *end, char quote,
			      unsigned int *lines)
{
	while (at < end && *at != quote && *at != '\n') {
		if (*at == '\\' && end - at > 1) {
			*lines += at[1] == '\n';
			at++;
		}
		at++;
	}
	return at < end ? at : end;
}

static void take_quoted(struct c_lexer *lexer, struct c_token *token)
{
	char quote = *lexer->at++;
	const char *stop = find_quote(lexer->at, lexer->end, quote, &lexer->line);

	token->kind = quote == '"' ? C_STRING : C_CHARACTER;
	token->text = lexer->at;
	token->length = (size_t)(stop - lexer->at);
	lexer->at = stop < lexer->end && *stop == quote ? stop + 1 : stop;
}

static void take_run(struct c_lexer *lexer, struct c_token *token, bool number)
{
	const char *start = lexer->at;

	token->kind = number ? C_NUMBER : C_WORD;
	while (lexer->at < lexer->end &&
	       (is_letter(*lexer->at) || is_digit(*lexer->at) ||
		(number && *lexer->at == '.')))
		lexer->at++;
	token->text = start;
	token->length = (size_t)(lexer->at - start);
}

struct c_token c_lexer_next(struct c_lexer *lexer)
{
	struct c_token token = { .kind = C_END };

	skip_blanks(lexer);
	token.line = lexer->line;
	token.text = lexer->at;
	if (lexer->at >= lexer->end)
		return token;
	if (*lexer->at == '#' && lexer->line_start) {
		lexer->at++;
		token.kind = C_DIRECTIVE;
		token.text = lexer->at;
		skip_directive(lexer);
		token.length = (size_t)(lexer->at - token.text);
		return token;
	}
	lexer->line_start = false;
	if (is_letter(*lexer->at)) {
		take_run(lexer, &token, false);
	} else if (is_digit(*lexer->at)) {
		take_run(lexer, &token, true);
	} else if (*lexer->at == '"' || *lexer->at == '\'') {
		take_quoted(lexer, &token);
	} else {
		token.kind = C_PUNCTUATION;
		token.length = *lexer->at == '#' && lexer->end - lexer->at > 1 &&
				       lexer->at[1] == '#' ? 2 : 1;
		lexer->at += token.length;
	}
	return token;
}

bool c_token_is(const struct c_token *token, const char *text)
{
	return token->kind == C_WORD && token->length == strlen(text) &&
	       !memcmp(token->text, text, token->length);
}
