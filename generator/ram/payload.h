/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What goes to flash for one boot: a copy of a built kernel and of its DTB,
 * with the size of memory and the command line changed where asked for, and
 * the root image as it is. A device tree boot has memory and command line in
 * the DTB; a kernel with the tree compiled in has them in its tables (struct
 * of_static_board of the kernel's <linux/of_static.h>), which are found
 * through vmlinux's symbols.
 */
#ifndef GENERATOR_RAM_PAYLOAD_H
#define GENERATOR_RAM_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "generator/base/buffer.h"
#include "generator/base/error.h"
#include "generator/ram/image.h"

/*
 * A directory with vmlinux and xipImage. In the directory above, for all
 * columns, are board.dtb, for a device tree boot, and the root image,
 * root.romfs. That is not looked into: a kernel says for itself what it thinks
 * of a damaged one.
 */
struct kernel {
	char *directory;
	struct image image;
	struct buffer dtb;		/* empty: the tree is compiled in */
	struct buffer root;		/* empty: there is none */
	char *root_path;		/* of its file; NULL: there is none */
	bool is_static;
	uint64_t memory_base;		/* the first memory region */
	uint64_t memory_size;		/* bytes */
	char *version;			/* "6.12.117"; NULL: not found */
	char *bootargs;			/* "" where there are none */
};

struct payload {
	struct buffer xip;
	struct buffer dtb;		/* empty for a static kernel */
	struct buffer root;		/* empty where there is none */
};

int kernel_read(struct kernel *kernel, const char *directory, struct error *error);
void kernel_free(struct kernel *kernel);

/* The file @path for a root image, in place of what kernel_read() found. */
int kernel_replace_root(struct kernel *kernel, const char *path,
			struct error *error);

/*
 * @memory_size is the new size of the first memory region, 0 to leave it;
 * @bootargs replace the command line, NULL to leave it. Without changes the
 * payload is the kernel's files, byte for byte.
 */
int payload_make(struct payload *payload, const struct kernel *kernel,
		 uint64_t memory_size, const char *bootargs, struct error *error);
void payload_free(struct payload *payload);

#endif
