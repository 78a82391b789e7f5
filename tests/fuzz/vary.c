// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damages a file in COUNT ways, at random but the same ones every time:
 * vary FILE COUNT writes v0.dtb, v1.dtb, ... to the current folder. What is
 * written over is mostly whole words, as a DTB's lengths and offsets are.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Marsaglia's xorshift32: good enough to scatter damage. */
static uint32_t chance(uint32_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state % below;
}

static void damage(unsigned char *data, size_t length, uint32_t *state)
{
	static const uint32_t words[] = { 0, 1, 2, 3, 4, 9, 0x7fffffff, 0xffffffff };
	static const unsigned char bytes[] = { 0, 1, 0x7f, 0xff };
	size_t at = chance(state, length / 4) * 4;
	uint32_t word;

	if (chance(state, 2)) {
		data[at + chance(state, 4)] = chance(state, 2) ?
			bytes[chance(state, 4)] : chance(state, 256);
		return;
	}
	word = chance(state, 4) ? words[chance(state, 8)] : chance(state, 64);
	for (int i = 0; i < 4; i++)
		data[at + i] = word >> (24 - 8 * i);
}

static size_t read_file(const char *path, unsigned char *data, size_t room)
{
	FILE *file = fopen(path, "rb");
	size_t length = file ? fread(data, 1, room, file) : 0;

	if (file)
		fclose(file);
	return length;
}

int main(int argc, char **argv)
{
	static unsigned char data[1 << 20];
	unsigned long count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;

	if (!count) {
		fprintf(stderr, "usage: vary FILE COUNT\n");
		return 2;
	}
	for (unsigned long n = 0; n < count; n++) {
		size_t length = read_file(argv[1], data, sizeof(data));
		uint32_t state = 2654435761u * (n + 1);
		char name[32];
		FILE *file;

		if (length < 4) {
			fprintf(stderr, "vary: %s: nothing to damage\n", argv[1]);
			return 1;
		}
		for (int times = 1 << chance(&state, 4); times; times--)
			damage(data, length, &state);
		if (!chance(&state, 10))
			length = chance(&state, length);
		snprintf(name, sizeof(name), "v%lu.dtb", n);
		file = fopen(name, "wb");
		if (!file || fwrite(data, 1, length, file) != length || fclose(file)) {
			perror(name);
			return 1;
		}
	}
	return 0;
}
