/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef GENERATOR_BASE_HASH_H
#define GENERATOR_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Digits of a SHA-256 and the final NUL. */
#define HASH_TEXT_SIZE 65

/* SHA-256 (FIPS 180-4) of @data, in hexadecimal, by libmd. */
void hash_sha256(const void *data, size_t length, char text[HASH_TEXT_SIZE]);

/* To notice damage by: fast, and no secret. The same on one kind of machine only. */
uint64_t hash_checksum(const void *data, size_t length);

#endif
