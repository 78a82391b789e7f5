// SPDX-License-Identifier: GPL-2.0-or-later
/* mount and umount. */
#include "calls.h"
#include "out.h"
#include "tools.h"

#define DATA_SIZE 128

/* The words of -o that are flags; all others are the file system's. */
static bool flag(const char *word, unsigned int length, unsigned long *flags)
{
	static const struct {
		char name[11];
		unsigned char clear;
		unsigned short value;
	} known[] = {
		{ "ro", 0, MS_RDONLY },		{ "rw", 1, MS_RDONLY },
		{ "nosuid", 0, MS_NOSUID },	{ "nodev", 0, MS_NODEV },
		{ "noexec", 0, MS_NOEXEC },	{ "sync", 0, MS_SYNCHRONOUS },
		{ "remount", 0, MS_REMOUNT },	{ "bind", 0, MS_BIND },
		{ "noatime", 0, MS_NOATIME },	{ "defaults", 0, 0 },
	};

	for (unsigned int i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strlen(known[i].name) != length ||
		    memcmp(known[i].name, word, length))
			continue;
		if (known[i].clear)
			*flags &= ~(unsigned long)known[i].value;
		else
			*flags |= known[i].value;
		return true;
	}
	return false;
}

/* "ro,size=4k" -> flags, and "size=4k" in data; false: it doesn't fit. */
static bool split_options(const char *options, unsigned long *flags,
			  char data[DATA_SIZE])
{
	unsigned int used = 0;

	while (*options) {
		unsigned int length = 0;

		while (options[length] && options[length] != ',')
			length++;
		if (length && !flag(options, length, flags)) {
			if (used + length + 2 > DATA_SIZE)
				return false;
			if (used)
				data[used++] = ',';
			memcpy(data + used, options, length);
			used += length;
		}
		options += length + (options[length] == ',');
	}
	data[used] = '\0';
	return true;
}

static int list_mounts(void)
{
	char *arguments[] = { "cat", "/proc/mounts", NULL };

	if (!call_may(arguments[1], 4)) {
		complain("mount", "/proc is not mounted", 0);
		return 1;
	}
	return cat_main(2, arguments);
}

int mount_main(int argc, char **argv)
{
	const char *type = NULL, *words[2] = { NULL, NULL };
	char data[DATA_SIZE] = "";
	unsigned long flags = 0;
	unsigned int count = 0;

	if (argc == 1)
		return list_mounts();
	for (int i = 1; i < argc; i++) {
		bool option = argv[i][0] == '-';

		if (option && (!argv[i][1] || argv[i][2] || i + 1 == argc))
			return tool_usage(TOOL_mount);
		if (option && argv[i][1] == 't') {
			type = argv[++i];
		} else if (option && argv[i][1] == 'o') {
			if (!split_options(argv[++i], &flags, data)) {
				complain("mount", argv[i], E2BIG);
				return 1;
			}
		} else if (option || count == 2) {
			return tool_usage(TOOL_mount);
		} else {
			words[count++] = argv[i];
		}
	}
	if (count != 2)
		return tool_usage(TOOL_mount);
	if (mount(words[0], words[1], type, flags, *data ? data : NULL) < 0) {
		/* there, ENODEV is about the type */
		complain("mount", errno == ENODEV && type ? type : words[1],
			 errno);
		return 1;
	}
	return 0;
}

int umount_main(int argc, char **argv)
{
	unsigned int options;
	int first = tool_options(argv, "", &options);
	int status = 0;

	if (first < 0 || first >= argc)
		return tool_usage(TOOL_umount);
	for (int i = first; i < argc; i++)
		if (umount2(argv[i], 0) < 0) {
			complain("umount", argv[i], errno);
			status = 1;
		}
	return status;
}
