// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/hash.h"

#include <sha2.h>
#include <stdint.h>
#include <string.h>

void hash_sha256(const void *data, size_t length, char text[HASH_TEXT_SIZE])
{
	SHA256Data(data, length, text);
}

uint64_t hash_checksum(const void *data, size_t length)
{
	const unsigned char *at = data;
	uint64_t hash = length;

	while (length) {
		size_t size = length < sizeof(uint64_t) ? length : sizeof(uint64_t);
		uint64_t word = 0;

		memcpy(&word, at, size);
		/* an odd factor loses nothing; the shift mixes high bits down */
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 32;
		at += size;
		length -= size;
	}
	return hash;
}
