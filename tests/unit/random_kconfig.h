/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random small Kconfig files and goals: no symbol depends on one that comes
 * after it, so that none depends on itself.
 */
#ifndef TESTS_UNIT_RANDOM_KCONFIG_H
#define TESTS_UNIT_RANDOM_KCONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/buffer.h"

struct random {
	uint64_t state;
	bool tristates;		/* some symbols are, and there is MODULES */
	uint64_t is_tristate;	/* a bit for each A */
};

static inline unsigned int random_below(struct random *random, unsigned int end)
{
	/* xorshift64*: https://vigna.di.unimi.it/ftp/papers/xorshift.pdf */
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return (random->state * UINT64_C(2685821657736338717) >> 33) % end;
}

/* An expression over the symbols A0 to A(count - 1). */
static inline void random_expression(struct random *random, unsigned int count,
				     unsigned int depth, struct buffer *text)
{
	static const char *const values[] = { "= y", "= n", "!= n", "!= y", "= m", "!= m" };
	unsigned int kind = random_below(random, 10);

	if (!depth || kind < 5) {
		buffer_printf(text, "%sA%u", kind % 4 == 3 ? "!" : "",
			      random_below(random, count));
		return;
	}
	if (kind == 8 && random->tristates) {
		unsigned int symbol = random_below(random, count);

		/* 6.12's conf loses its way where a bool is `= m`, `!= m` or `!= y` */
		buffer_printf(text, "A%u %s", symbol,
			      values[random_below(random, random->is_tristate >> symbol & 1 ?
							  6 : 3)]);
		return;
	}
	if (kind == 9) {
		buffer_printf(text, "N %s %u", random_below(random, 2) ? "=" : ">=",
			      random_below(random, 5));
		return;
	}
	buffer_add_string(text, "(");
	random_expression(random, count, depth - 1, text);
	buffer_add_string(text, kind & 1 ? " && " : " || ");
	random_expression(random, count, depth - 1, text);
	buffer_add_string(text, ")");
}

static inline void random_symbol(struct random *random, unsigned int number,
				 unsigned int count, struct buffer *text)
{
	bool is_tristate = random->tristates && random_below(random, 3);

	random->is_tristate |= (uint64_t)is_tristate << number;
	buffer_printf(text, "config A%u\n\t%s\n", number, is_tristate ? "tristate" : "bool");
	if (random_below(random, 10) < 7) {
		buffer_printf(text, "\tprompt \"A%u\"", number);
		if (number && !random_below(random, 4)) {
			buffer_add_string(text, " if ");
			random_expression(random, number, 1, text);
		}
		buffer_add_string(text, "\n");
	}
	if (number && random_below(random, 10) < 5) {
		buffer_add_string(text, "\tdepends on ");
		random_expression(random, number, 2, text);
		buffer_add_string(text, "\n");
	}
	for (unsigned int i = random_below(random, 3); number && i; i--) {
		buffer_add_string(text, "\tdefault ");
		if (random_below(random, 2))
			buffer_add_string(text, "y");
		else
			random_expression(random, number, 1, text);
		if (random_below(random, 2)) {
			buffer_add_string(text, " if ");
			random_expression(random, number, 1, text);
		}
		buffer_add_string(text, "\n");
	}
	if (number + 1 < count && random_below(random, 10) < 4)
		buffer_printf(text, "\t%s A%u\n", random_below(random, 5) ? "select" : "imply",
			      number + 1 + random_below(random, count - number - 1));
}

/* A choice of B0, B1, B2, any of which may depend on something. */
static inline void random_choice(struct random *random, unsigned int count,
				 struct buffer *text)
{
	buffer_add_string(text, "choice\n\tprompt \"choice\"\n");
	if (random_below(random, 2))
		buffer_add_string(text, "\tdefault B1\n");
	for (int i = 0; i < 3; i++) {
		buffer_printf(text, "config B%d\n\tbool \"B%d\"\n", i, i);
		if (!random_below(random, 3)) {
			buffer_add_string(text, "\tdepends on ");
			random_expression(random, count, 1, text);
			buffer_add_string(text, "\n");
		}
	}
	buffer_add_string(text, "endchoice\n");
}

/* A0 to A(count - 1); N, a number from 0 to 4, comes first; B0 to B2 last. */
static inline void random_kconfig(struct random *random, unsigned int count,
				  struct buffer *text)
{
	if (random->tristates)
		buffer_add_string(text, "config MODULES\n\tbool \"modules\"\n\tmodules\n");
	buffer_add_string(text, "config N\n\tint \"N\"\n\trange 0 4\n\tdefault 2\n");
	for (unsigned int i = 0; i < count; i++)
		random_symbol(random, i, count, text);
	random_choice(random, count, text);
}

/* Lines as in a .config, some of them without effect. */
static inline void random_lines(struct random *random, unsigned int count,
				struct buffer *text)
{
	static const char *const values[] = { "y", "y", "y", "m", "n" };

	if (random->tristates && random_below(random, 4))
		buffer_add_string(text, "CONFIG_MODULES=y\n");
	for (unsigned int i = 0; i < count; i++)
		if (random_below(random, 2))
			buffer_printf(text, "CONFIG_A%u=%s\n", i, values[random_below(random, 5)]);
	for (unsigned int i = random_below(random, 3); i; i--)
		buffer_printf(text, "CONFIG_B%u=%s\n", random_below(random, 3),
			      values[random_below(random, 5)]);
	if (random_below(random, 2))
		buffer_printf(text, "CONFIG_N=%u\n", random_below(random, 7));
}

#endif
