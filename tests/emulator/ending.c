// SPDX-License-Identifier: GPL-2.0-or-later
#include "ending.h"

#include <stdlib.h>
#include <string.h>

bool ending_init(struct ending *ending, const char *text)
{
	size_t length = strlen(text);

	*ending = (struct ending){ .text = text,
				   .length = length,
				   .last = malloc(length + 1) };
	return ending->last;
}

void ending_free(struct ending *ending)
{
	free(ending->last);
	*ending = (struct ending){ 0 };
}

bool ending_add(struct ending *ending, uint8_t byte)
{
	if (ending->seen == ending->length)
		memmove(ending->last, ending->last + 1, --ending->seen);
	ending->last[ending->seen++] = (char)byte;
	return ending->seen == ending->length &&
	       !memcmp(ending->last, ending->text, ending->length);
}

void ending_forget(struct ending *ending)
{
	ending->seen = 0;
}
