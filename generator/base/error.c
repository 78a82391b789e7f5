// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void record(struct error *error, enum error_status status,
		   const char *format, va_list args)
{
	if (error->status != ERROR_NONE)
		return;
	error->status = status;
	vsnprintf(error->text, sizeof(error->text), format, args);
}

int error_set(struct error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(error, ERROR_INPUT, format, args);
	va_end(args);
	return -1;
}

int error_usage(struct error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(error, ERROR_USAGE, format, args);
	va_end(args);
	return -1;
}

int error_errno(struct error *error, const char *format, ...)
{
	const char *reason = strerror(errno);
	size_t used;
	va_list args;

	if (error->status != ERROR_NONE)
		return -1;
	va_start(args, format);
	record(error, ERROR_INPUT, format, args);
	va_end(args);
	used = strlen(error->text);
	snprintf(error->text + used, sizeof(error->text) - used, ": %s", reason);
	return -1;
}

int error_prefix(struct error *error, const char *format, ...)
{
	char rest[sizeof(error->text)];
	size_t used;
	va_list args;

	memcpy(rest, error->text, sizeof(rest));
	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	used = strlen(error->text);
	snprintf(error->text + used, sizeof(error->text) - used, "%s", rest);
	return -1;
}
