/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A built kernel: vmlinux (ELF, with symbols) and xipImage (the bytes that go
 * to flash, executed in place).
 *
 * Addresses are the guest's. In a kernel executed in place without an MMU the
 * address of a constant is its place in flash, so that its bytes can be found
 * in the xipImage; the initial values of .data are stored behind, elsewhere.
 */
#ifndef GENERATOR_RAM_IMAGE_H
#define GENERATOR_RAM_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/base/table.h"

struct image_symbol {
	char *name;		/* owned */
	uint64_t address;	/* without the Thumb bit */
	uint64_t size;		/* bytes; 0 for labels in assembly */
	bool function;
};

struct image {
	char *path;		/* of vmlinux, as given */
	uint64_t text;		/* bytes, by the rule of size(1): read-only or code */
	uint64_t data;		/* bytes, writable with contents */
	uint64_t bss;		/* bytes, writable without */
	uint64_t entry;		/* with the Thumb bit */
	uint64_t xip_address;	/* where xipImage begins in flash */
	struct buffer xip;	/* contents of xipImage */
	ARRAY(struct image_symbol) symbols;	/* ascending by address */
	struct map by_name;	/* -> index + 1 in symbols, the first of a name */
};

/* Reads DIRECTORY/vmlinux and DIRECTORY/xipImage. */
int image_read(struct image *image, const char *directory, struct error *error);

/* NULL if there is none. Of several static ones of a name, the lowest. */
const struct image_symbol *image_find(const struct image *image, const char *name);

/* The function or object that @address lies in, or NULL. */
const struct image_symbol *image_symbol_at(const struct image *image,
					   uint64_t address);

/* Does @address lie in what is executed in place from flash? */
bool image_in_flash(const struct image *image, uint64_t address);

/*
 * The bytes of xipImage that the guest sees at @address, or NULL if @length
 * bytes from there are not all in it.
 */
const unsigned char *image_bytes(const struct image *image, uint64_t address,
				 size_t length);

/* A little-endian word of a constant; the error names @what. */
int image_read_word(const struct image *image, uint64_t address, const char *what,
		    uint32_t *value, struct error *error);

/* The same word changed in @xip, a copy of the image's xip. */
int image_patch_word(const struct image *image, struct buffer *xip,
		     uint64_t address, const char *what, uint32_t value,
		     struct error *error);

/* Bytes of all read-only sections that an object file adds to an image. */
int image_object_constants(const char *path, uint64_t *bytes, struct error *error);

void image_free(struct image *image);

#endif
