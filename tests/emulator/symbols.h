/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols of an ELF file: address to name and back. */
#ifndef EMULATOR_SYMBOLS_H
#define EMULATOR_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
	uint32_t address; /* without the Thumb bit */
	uint32_t size; /* bytes, 0 if the file does not say */
	bool function;
	const char *name;
};

struct symbols {
	struct symbol *table; /* by address */
	size_t count;
	uint32_t text_start, text_end; /* span of the functions */
	char error[256];
};

/* Read a file's symbol table; error in symbols->error. */
bool symbols_read(struct symbols *symbols, const char *path);
void symbols_free(struct symbols *symbols);

/* The function that an address is in, or NULL. */
const struct symbol *symbols_at(const struct symbols *symbols,
				uint32_t address);
/* The symbol of that name, or NULL. */
const struct symbol *symbols_named(const struct symbols *symbols,
				   const char *name);

/* "function+0x12/0x40", or "" where nothing is known. */
void symbols_format(const struct symbols *symbols, uint32_t address, char *text,
		    size_t bytes);

#endif
