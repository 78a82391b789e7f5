// SPDX-License-Identifier: GPL-2.0-or-later
/* The tools that ask or tell the kernel: free, uname, dmesg, reboot. */
#include "calls.h"
#include "out.h"
#include "tools.h"

enum { FREE_BYTES = 1, FREE_KIB = 2, FREE_MIB = 4 };

int free_main(int argc, char **argv)
{
	static const char names[] =
		"              total        used        free      shared     buffers\n";
	unsigned long figures[5], unit = 1024;
	struct sysinfo info;
	unsigned int options;
	struct out out;

	if (tool_options(argv, "bkm", &options) != argc ||
	    (options & (options - 1)))
		return tool_usage(TOOL_free);
	if (options)
		unit = options == FREE_BYTES ? 1 :
		       options == FREE_MIB   ? 1024 * 1024 :
					       1024;
	if (call_sysinfo(&info) < 0) {
		complain("free", NULL, errno);
		return 1;
	}
	figures[0] = info.totalram;
	figures[1] = info.totalram - info.freeram - info.bufferram;
	figures[2] = info.freeram;
	figures[3] = info.sharedram;
	figures[4] = info.bufferram;
	out_init(&out, 1);
	out_text(&out, names);
	out_text(&out, "Mem:   ");
	for (unsigned int i = 0; i < 5; i++)
		out_number(&out, figures[i] * info.mem_unit / unit, 12);
	out_char(&out, '\n');
	return out_end(&out, "free");
}

enum {
	UNAME_ALL = 1,
	UNAME_SYSTEM = 2,
	UNAME_NODE = 4,
	UNAME_RELEASE = 8,
	UNAME_VERSION = 16,
	UNAME_MACHINE = 32,
};

int uname_main(int argc, char **argv)
{
	const char *fields;
	unsigned int what;
	struct utsname names;
	bool first = true;
	struct out out;

	if (tool_options(argv, "asnrvm", &what) != argc)
		return tool_usage(TOOL_uname);
	if (what & UNAME_ALL)
		what = -1U;
	if (!what)
		what = UNAME_SYSTEM;
	if (uname(&names) < 0) {
		complain("uname", NULL, errno);
		return 1;
	}
	out_init(&out, 1);
	fields = names.sysname;
	for (unsigned int field = UNAME_SYSTEM; field <= UNAME_MACHINE;
	     field <<= 1) {
		if (what & field) {
			if (!first)
				out_char(&out, ' ');
			out_text(&out, fields);
			first = false;
		}
		fields += sizeof(names.sysname);
	}
	out_char(&out, '\n');
	return out_end(&out, "uname");
}

/* Each line of the log without its "<6>". */
static void put_log(struct out *out, const char *text, int length)
{
	bool line_begins = true;

	for (int i = 0; i < length; i++) {
		if (line_begins && text[i] == '<')
			while (i < length && text[i] != '>')
				i++;
		else
			out_char(out, text[i]);
		line_begins = text[i] == '\n';
	}
	if (!line_begins)
		out_char(out, '\n');
}

/* dmesg -n LEVEL: the console shows what is more urgent than that. */
static int set_console_level(const char *text)
{
	unsigned long level;

	if (!number_parse(text, &level))
		return tool_usage(TOOL_dmesg);
	if (call_syslog(LOG_CONSOLE_LEVEL, NULL, level) < 0) {
		complain("dmesg", text, errno);
		return 1;
	}
	return 0;
}

int dmesg_main(int argc, char **argv)
{
	struct out out;
	int size, length;
	char *text;

	if (argc == 3 && !strcmp(argv[1], "-n"))
		return set_console_level(argv[2]);
	if (argc != 1)
		return tool_usage(TOOL_dmesg);
	size = call_syslog(LOG_SIZE, NULL, 0);
	if (size < 0) {
		complain("dmesg", NULL, errno);
		return 1;
	}
	/* what is read has prefixes that the log itself has not */
	size *= 2;
	text = call_pages(size);
	length = text ? call_syslog(LOG_READ_ALL, text, size) : -1;
	if (length < 0) {
		complain("dmesg", NULL, errno);
		return 1;
	}
	out_init(&out, 1);
	put_log(&out, text, length);
	munmap(text, size);
	return out_end(&out, "dmesg");
}

static int end_system(enum tool tool, const char *name, int argc, int command)
{
	if (argc != 1)
		return tool_usage(tool);
	reboot(command);
	complain(name, NULL, errno);
	return 1;
}

int reboot_main(int argc, char **argv)
{
	(void)argv;
	return end_system(TOOL_reboot, "reboot", argc,
			  LINUX_REBOOT_CMD_RESTART);
}

int poweroff_main(int argc, char **argv)
{
	(void)argv;
	return end_system(TOOL_poweroff, "poweroff", argc,
			  LINUX_REBOOT_CMD_POWER_OFF);
}
