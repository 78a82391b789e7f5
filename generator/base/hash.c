// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/hash.h"

#include <sha2.h>
#include <stdint.h>

void hash_sha256(const void *data, size_t length, char text[HASH_TEXT_SIZE])
{
	SHA256Data(data, length, text);
}
