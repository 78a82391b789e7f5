/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef GENERATOR_BASE_NUMBER_H
#define GENERATOR_BASE_NUMBER_H

#include <stdint.h>

/* Room for any 64-bit number with its commas, and the final NUL. */
#define NUMBER_TEXT_SIZE 27

/* 108480 as "108,480", for people; returns @text. */
const char *number_grouped(uint64_t number, char text[NUMBER_TEXT_SIZE]);

/*
 * "0x08000000", "2048", "16K" or "2M" as a number; -1 and no message when it is
 * none, is negative, has anything behind it or needs more than 64 bits.
 */
int number_parse(const char *text, uint64_t *number);

#endif
