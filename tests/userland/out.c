// SPDX-License-Identifier: GPL-2.0-or-later
#include "out.h"

/* An errno, as a character, and its text; an empty one ends it. */
static const char errors[] =
	"\x01" "Operation not permitted\0"
	"\x02" "No such file or directory\0"
	"\x03" "No such process\0"
	"\x04" "Interrupted system call\0"
	"\x05" "Input/output error\0"
	"\x06" "No such device or address\0"
	"\x07" "Argument list too long\0"
	"\x08" "Exec format error\0"
	"\x09" "Bad file descriptor\0"
	"\x0a" "No child processes\0"
	"\x0b" "Resource temporarily unavailable\0"
	"\x0c" "Cannot allocate memory\0"
	"\x0d" "Permission denied\0"
	"\x0e" "Bad address\0"
	"\x0f" "Block device required\0"
	"\x10" "Device or resource busy\0"
	"\x11" "File exists\0"
	"\x13" "No such device\0"
	"\x14" "Not a directory\0"
	"\x15" "Is a directory\0"
	"\x16" "Invalid argument\0"
	"\x18" "Too many open files\0"
	"\x19" "Inappropriate ioctl for device\0"
	"\x1b" "File too large\0"
	"\x1c" "No space left on device\0"
	"\x1d" "Illegal seek\0"
	"\x1e" "Read-only file system\0"
	"\x20" "Broken pipe\0"
	"\x24" "File name too long\0"
	"\x26" "Function not implemented\0"
	"\x27" "Directory not empty\0"
	"\x28" "Too many levels of symbolic links\0"
	"\x5f" "Operation not supported\0";

const char *error_text(int error, char text[ERROR_TEXT])
{
	const char *at = errors;

	while (*at) {
		if (*at == error)
			return at + 1;
		at += strlen(at) + 1;
	}
	memcpy(text, "error ", 6);
	utoa_r(error, text + 6);
	return text;
}

void out_init(struct out *out, int fd)
{
	out->fd = fd;
	out->used = 0;
	out->error = 0;
}

int out_flush(struct out *out)
{
	unsigned int done = 0;

	while (done < out->used && !out->error) {
		int n = write(out->fd, out->text + done, out->used - done);

		if (n > 0)
			done += n;
		else if (n == 0 || errno != EINTR)
			out->error = n ? errno : EIO;
	}
	out->used = 0;
	return out->error ? -1 : 0;
}

void out_char(struct out *out, char c)
{
	if (out->used == sizeof(out->text))
		out_flush(out);
	out->text[out->used++] = c;
	if (c == '\n')
		out_flush(out);
}

void out_bytes(struct out *out, const char *bytes, unsigned int length)
{
	while (length--)
		out_char(out, *bytes++);
}

void out_text(struct out *out, const char *text)
{
	while (*text)
		out_char(out, *text++);
}

void out_number(struct out *out, unsigned long number, unsigned int width)
{
	char digits[24];
	unsigned int length = utoa_r(number, digits);

	while (width-- > length)
		out_char(out, ' ');
	out_text(out, digits);
}

void out_hex(struct out *out, unsigned long number)
{
	char digits[24];

	utoh_r(number, digits);
	out_text(out, "0x");
	out_text(out, digits);
}

int out_end(struct out *out, const char *tool)
{
	if (out_flush(out) == 0)
		return 0;
	complain(tool, "write error", out->error);
	return 1;
}

void complain(const char *tool, const char *what, int error)
{
	char text[ERROR_TEXT];
	struct out out;

	out_init(&out, 2);
	out_text(&out, tool);
	if (what) {
		out_text(&out, ": ");
		out_text(&out, what);
	}
	if (error) {
		out_text(&out, ": ");
		out_text(&out, error_text(error, text));
	}
	out_char(&out, '\n');
}

bool number_parse(const char *text, unsigned long *number)
{
	unsigned int base = 10;
	unsigned long n = 0;

	if (text[0] == '0' && text[1] == 'x') {
		base = 16;
		text += 2;
	}
	if (!*text)
		return false;
	for (; *text; text++) {
		unsigned int digit = (unsigned char)*text - '0';

		if (base == 16 && isxdigit((unsigned char)*text) && digit > 9)
			digit = (*text | 0x20) - 'a' + 10;
		else if (digit > 9)
			return false;
		if (n > (-1UL - digit) / base)
			return false;
		n = n * base + digit;
	}
	*number = n;
	return true;
}
