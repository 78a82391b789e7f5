/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The root file system's image: romfs (the kernel's
 * Documentation/filesystems/romfs.rst), which executes in place.
 */
#ifndef GENERATOR_BOARD_ROOT_IMAGE_H
#define GENERATOR_BOARD_ROOT_IMAGE_H

#include <stddef.h>

#include "generator/base/error.h"

/*
 * Whether a kernel would mount it: its magic, its size and the checksum of its
 * beginning, all that romfs has. @path is for the message.
 */
int root_image_check(const char *path, const void *data, size_t length,
		     struct error *error);

#endif
