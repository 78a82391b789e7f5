// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/dialogue.h"

#include <string.h>

#include "tests/userland/facts.h"

/* How a kernel's last line begins; what QEMU's MPS2 can't do is said, too. */
static const struct {
	const char *text;
	enum dialogue_death death;
} last_words[] = {
	{ "reboot: System halted", DIALOGUE_HALTED },
	{ "reboot: Power off not available: System halted", DIALOGUE_HALTED },
	{ "reboot: Power down", DIALOGUE_HALTED },
	{ "Reboot failed -- System halted", DIALOGUE_RESET },
	{ "---[ end Kernel panic", DIALOGUE_PANICKED },
};

/*
 * How much of @output is what a terminal echoes of @line? A newline comes back
 * with a carriage return. All of it: the echo may have more to come. 0: there
 * is no echo, but something else.
 */
static size_t echo_length(const char *output, size_t length, const char *line,
			  size_t line_length)
{
	size_t at = 0, i;

	for (i = 0; i < length && at < line_length; i++) {
		if (output[i] == '\r' && line[at] == '\n')
			continue;
		if (output[i] != line[at++])
			return 0;
	}
	return i;
}

bool dialogue_at_prompt(const struct dialogue *dialogue, const char *output,
			size_t length, long long still_ms)
{
	const size_t prompt = strlen(PROMPT);
	size_t echo = 0;

	output += dialogue->from;
	length -= dialogue->from;
	if (dialogue->line)
		echo = echo_length(output, length, dialogue->line,
				   dialogue->line_length);
	output += echo;
	length -= echo;
	if (still_ms < DIALOGUE_PROMPT_MS || length < prompt)
		return false;
	if (!memcmp(output + length - prompt, PROMPT, prompt))
		return true;
	return still_ms >= DIALOGUE_LATE_MS &&
	       memmem(output, length, PROMPT, prompt);
}

bool dialogue_next(struct dialogue *dialogue, size_t output_length)
{
	const char *end;

	if (!*dialogue->left)
		return false;
	end = strchr(dialogue->left, '\n');
	dialogue->line = dialogue->left;
	dialogue->left = end ? end + 1 : dialogue->left + strlen(dialogue->left);
	dialogue->line_length = (size_t)(dialogue->left - dialogue->line);
	dialogue->from = output_length;
	return true;
}

/* What a line of the kernel's may begin with: time, and a prompt before it. */
static const char *skip_prefixes(const char *line, const char *end)
{
	const size_t prompt = strlen(PROMPT);
	const char *text;

	while ((size_t)(end - line) >= prompt && !memcmp(line, PROMPT, prompt))
		line += prompt;
	/* "[    1.234567] " */
	text = line < end && *line == '[' ?
	       memmem(line, (size_t)(end - line), "] ", 2) : NULL;
	return text ? text + 2 : line;
}

enum dialogue_death dialogue_death(const char *output, size_t length)
{
	const char *end = output + length, *line;

	/* a whole line: somebody may be typing the same words */
	if (!length || end[-1] != '\n')
		return DIALOGUE_ALIVE;
	end--;
	line = memrchr(output, '\n', (size_t)(end - output));
	line = skip_prefixes(line ? line + 1 : output, end);
	for (size_t i = 0; i < sizeof(last_words) / sizeof(last_words[0]); i++) {
		size_t words = strlen(last_words[i].text);

		if ((size_t)(end - line) >= words &&
		    !memcmp(line, last_words[i].text, words))
			return last_words[i].death;
	}
	return DIALOGUE_ALIVE;
}
