// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/root_image.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "generator/base/number.h"

#define MAGIC		"-rom1fs-"
#define MAGIC_SIZE	8
#define SIZE_OFFSET	8
/* magic, size, checksum, and a volume's name that fills up 16 bytes */
#define HEADER_SIZE	32
/* so much of it makes up the checksum */
#define CHECKED_SIZE	512

static uint32_t word(const void *data, size_t offset)
{
	uint32_t value;

	memcpy(&value, (const char *)data + offset, sizeof(value));
	return be32toh(value);
}

int root_image_check(const char *path, const void *data, size_t length,
		     struct error *error)
{
	char says[NUMBER_TEXT_SIZE], has[NUMBER_TEXT_SIZE];
	uint32_t size, checked, sum = 0;

	if (length < MAGIC_SIZE || memcmp(data, MAGIC, MAGIC_SIZE))
		return error_set(error, "%s: not a romfs image: expected it to begin with %s",
				 path, MAGIC);
	if (length < HEADER_SIZE)
		return error_set(error, "%s: truncated: %zu bytes, which is less than a romfs header",
				 path, length);
	size = word(data, SIZE_OFFSET);
	if (size < HEADER_SIZE)
		return error_set(error, "%s: not a romfs image: its header says %u bytes; expected at least %d",
				 path, size, HEADER_SIZE);
	if (size > length)
		return error_set(error, "%s: truncated: its header says %s bytes, the file has %s",
				 path, number_grouped(size, says),
				 number_grouped(length, has));
	checked = size < CHECKED_SIZE ? size : CHECKED_SIZE;
	for (uint32_t at = 0; at + 4 <= checked; at += 4)
		sum += word(data, at);
	if (sum)
		return error_set(error, "%s: damaged: the words of its first %u bytes add up to 0x%08x; expected 0",
				 path, checked, sum);
	return 0;
}
