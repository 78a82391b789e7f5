// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stacks.h"

#define VERSION "0.1"
#define NS_PER_S 1e9
#define DEFAULT_LIMIT_S 60

static const char help[] =
	"Usage: mcu-emulator -m MODEL [options]\n"
	"Run a program on an emulated microcontroller board, deterministically.\n"
	"\n"
	"  -m MODEL              the board; '-m help' lists them\n"
	"  --load FILE@ADDR      copy a file into memory (repeatable)\n"
	"  --entry ADDR          start there; default: as a reset does, from\n"
	"                        the vector table at the start of flash\n"
	"  --sp ADDR             first main stack pointer\n"
	"  --r0 N, --r1 N, --r2 N   registers at the start\n"
	"  --ram NAME=SIZE       shrink a RAM bank (K and M allowed), 0 removes it\n"
	"  --only-ram            RAM banks that no --ram names are not there\n"
	"  --vmlinux ELF         symbols, for reports and --watch\n"
	"  --input FILE|-        type this into the console UART\n"
	"  --input-after TEXT    ... once the guest has printed TEXT\n"
	"  --prompt TEXT         ... a line at a time, each when the guest waits at\n"
	"                        this prompt; at the next one the run ends well.\n"
	"                        Without --input it ends at the first prompt\n"
	"  -i, --interactive     the console is this terminal; Ctrl-A x leaves,\n"
	"                        Ctrl-A Ctrl-A types Ctrl-A; also ends when the\n"
	"                        guest halts, and 2 s after its last output when\n"
	"                        the input has ended\n"
	"  --stray SEED          stray interrupts at odd moments: unused lines,\n"
	"                        early timer ticks, PendSV\n"
	"  --strict-flash        stop at the first store to flash\n"
	"  --limit SECONDS       of virtual time (default 60; none with -i)\n"
	"  --dump NAME=FILE      write a memory bank to a file at the end\n"
	"  --json FILE           summary of the run\n"
	"  --watch FILE          one JSON line per kernel allocation and phase\n"
	"  --phase SYMBOL        account for what happens inside this function\n"
	"  --count SYMBOL        count calls of this function\n"
	"  --stacks              how much of their stacks the kernel's threads, its\n"
	"                        interrupts and programs used at most, at the end\n"
	"  --stack-margin BYTES  what should be left of each (default 512)\n"
	"  -v                    accesses per device at the end\n"
	"  --help, --version\n"
	"\n"
	"The guest's console goes to stdout, everything else to stderr. Addresses\n"
	"are numbers as in C. A store to flash is reported and has no effect.\n"
	"\n"
	"Exit status:\n"
	"  0..123  the guest's own, by ARM semihosting (bkpt 0xab, SYS_EXIT or\n"
	"          SYS_EXIT_EXTENDED); larger codes are given as 123\n"
	"  0       also: the dialogue of --prompt is done; with -i: the user left,\n"
	"          or the guest halted\n"
	"  124     time is up, the guest waits for something that never comes, or\n"
	"          it halted: spins with its interrupts off; or its kernel panicked,\n"
	"          and stays there\n"
	"  125     wrong usage, or trouble on the host\n"
	"  126     a fault the guest can't handle (lockup, or hung after a\n"
	"          fault), or a store to flash with --strict-flash\n"
	"  127     the guest asked for a reset\n";

enum {
	OPT_LOAD = 256,
	OPT_ENTRY,
	OPT_SP,
	OPT_R0,
	OPT_R1,
	OPT_R2,
	OPT_RAM,
	OPT_ONLY_RAM,
	OPT_VMLINUX,
	OPT_INPUT,
	OPT_INPUT_AFTER,
	OPT_PROMPT,
	OPT_STRAY,
	OPT_STRICT_FLASH,
	OPT_LIMIT,
	OPT_DUMP,
	OPT_JSON,
	OPT_WATCH,
	OPT_PHASE,
	OPT_COUNT,
	OPT_STACKS,
	OPT_STACK_MARGIN,
	OPT_HELP,
	OPT_VERSION,
};

static const struct option long_options[] = {
	{ "load", required_argument, NULL, OPT_LOAD },
	{ "entry", required_argument, NULL, OPT_ENTRY },
	{ "sp", required_argument, NULL, OPT_SP },
	{ "r0", required_argument, NULL, OPT_R0 },
	{ "r1", required_argument, NULL, OPT_R1 },
	{ "r2", required_argument, NULL, OPT_R2 },
	{ "ram", required_argument, NULL, OPT_RAM },
	{ "only-ram", no_argument, NULL, OPT_ONLY_RAM },
	{ "vmlinux", required_argument, NULL, OPT_VMLINUX },
	{ "input", required_argument, NULL, OPT_INPUT },
	{ "input-after", required_argument, NULL, OPT_INPUT_AFTER },
	{ "prompt", required_argument, NULL, OPT_PROMPT },
	{ "interactive", no_argument, NULL, 'i' },
	{ "stray", required_argument, NULL, OPT_STRAY },
	{ "strict-flash", no_argument, NULL, OPT_STRICT_FLASH },
	{ "limit", required_argument, NULL, OPT_LIMIT },
	{ "dump", required_argument, NULL, OPT_DUMP },
	{ "json", required_argument, NULL, OPT_JSON },
	{ "watch", required_argument, NULL, OPT_WATCH },
	{ "phase", required_argument, NULL, OPT_PHASE },
	{ "count", required_argument, NULL, OPT_COUNT },
	{ "stacks", no_argument, NULL, OPT_STACKS },
	{ "stack-margin", required_argument, NULL, OPT_STACK_MARGIN },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

__attribute__((format(printf, 1, 2))) static bool bad(const char *format, ...)
{
	va_list args;

	fputs("mcu-emulator: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return false;
}

static bool number(const char *text, uint32_t *value)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || n > UINT32_MAX)
		return bad("'%s' is not a 32-bit number", text);
	*value = n;
	return true;
}

static bool size(const char *text, uint32_t *value)
{
	uint32_t unit = 1;
	char digits[32];
	size_t length = strlen(text);

	if (length && length < sizeof(digits) &&
	    strchr("kKmM", text[length - 1])) {
		unit = text[length - 1] == 'k' || text[length - 1] == 'K' ?
			       1024 :
			       1024 * 1024;
		length--;
	}
	if (length >= sizeof(digits))
		return bad("'%s' is not a size", text);
	memcpy(digits, text, length);
	digits[length] = '\0';
	if (!number(digits, value))
		return false;
	if (*value > UINT32_MAX / unit)
		return bad("'%s' is too large", text);
	*value *= unit;
	return true;
}

/*
 * "NAME=FILE" or "FILE@ADDR": cuts the text in two there. A file's name may
 * have such characters as well.
 */
static bool pair(struct option_pair *list, size_t *count, char *text, char *cut,
		 const char *form)
{
	if (!cut || cut == text || !cut[1])
		return bad("'%s' is not of the form %s", text, form);
	if (*count == OPTIONS_LIST)
		return bad("more than %d times %s", OPTIONS_LIST, form);
	*cut = '\0';
	list[*count].name = text;
	list[*count].file = cut + 1;
	(*count)++;
	return true;
}

static bool add(const char **list, size_t *count, const char *text)
{
	if (*count == OPTIONS_LIST)
		return bad("more than %d symbols", OPTIONS_LIST);
	list[(*count)++] = text;
	return true;
}

static bool load(struct options *o, char *text)
{
	return pair(o->loads, &o->load_count, text, strrchr(text, '@'),
		    "FILE@ADDR") &&
	       number(o->loads[o->load_count - 1].file,
		      &o->loads[o->load_count - 1].number);
}

static bool seconds(struct options *o, const char *text)
{
	char *end;
	double s = strtod(text, &end);

	if (end == text || *end || !(s >= 0) || s > 1e6)
		return bad("'%s' is not a number of seconds", text);
	o->limit_ns = s * NS_PER_S;
	o->has_limit = true;
	return true;
}

static bool seed(struct options *o, const char *text)
{
	char *end;

	o->stray = true;
	errno = 0;
	o->stray_seed = strtoull(text, &end, 0);
	if (errno || end == text || *end)
		return bad("'%s' is not a seed", text);
	return true;
}

static bool option(struct options *o, int which, char *argument,
		   struct option_pair *rams, size_t *ram_count)
{
	switch (which) {
	case OPT_LOAD:
		return load(o, argument);
	case OPT_ENTRY:
		o->has_entry = true;
		return number(argument, &o->entry);
	case OPT_SP:
		o->has_sp = true;
		return number(argument, &o->sp);
	case OPT_R0:
	case OPT_R1:
	case OPT_R2:
		return number(argument, &o->r[which - OPT_R0]);
	case OPT_RAM:
		return pair(rams, ram_count, argument, strchr(argument, '='),
			    "NAME=SIZE");
	case OPT_ONLY_RAM:
		o->only_ram = true;
		return true;
	case OPT_VMLINUX:
		o->vmlinux = argument;
		return true;
	case OPT_INPUT:
		o->input = argument;
		return true;
	case OPT_INPUT_AFTER:
		o->input_after = argument;
		return true;
	case OPT_PROMPT:
		o->prompt = argument;
		return true;
	case 'i':
		o->interactive = true;
		return true;
	case OPT_STRAY:
		return seed(o, argument);
	case OPT_STRICT_FLASH:
		o->strict_flash = true;
		return true;
	case OPT_LIMIT:
		return seconds(o, argument);
	case OPT_DUMP:
		return pair(o->dumps, &o->dump_count, argument,
			    strchr(argument, '='), "NAME=FILE");
	case OPT_JSON:
		o->json = argument;
		return true;
	case OPT_WATCH:
		o->watch = argument;
		return true;
	case OPT_PHASE:
		return add(o->phases, &o->phase_count, argument);
	case OPT_COUNT:
		return add(o->counts, &o->count_count, argument);
	case OPT_STACKS:
		o->stacks = true;
		return true;
	case OPT_STACK_MARGIN:
		o->has_stack_margin = true;
		return number(argument, &o->stack_margin);
	case 'v':
		o->verbose = true;
		return true;
	default:
		return bad("try 'mcu-emulator --help'");
	}
}

static enum options_result list_machines(void)
{
	const struct machine_desc *m = NULL;

	while ((m = machine_next(m)))
		printf("%-20s %s\n", m->name, m->description);
	return OPTIONS_DONE;
}

static bool bank_sizes(struct options *o, const struct option_pair *rams,
		       size_t count)
{
	const struct bank_desc *banks = o->machine->banks;

	for (size_t n = 0; o->only_ram && banks[n].name; n++)
		if (banks[n].kind == BANK_RAM)
			o->ram_sizes[n] = 0;
	for (size_t i = 0; i < count; i++) {
		const struct bank_desc *bank = o->machine->banks;
		size_t n = 0;

		while (bank[n].name && (strcmp(bank[n].name, rams[i].name) ||
					bank[n].kind != BANK_RAM))
			n++;
		if (!bank[n].name)
			return bad("%s has no RAM bank '%s'", o->machine->name,
				   rams[i].name);
		if (!size(rams[i].file, &o->ram_sizes[n]))
			return false;
	}
	return true;
}

static bool consistent(struct options *o)
{
	if (!o->machine)
		return bad("which machine? -m MODEL; '-m help' lists them");
	if ((o->watch || o->phase_count || o->count_count) && !o->vmlinux)
		return bad("--watch, --phase and --count need --vmlinux");
	if (o->stacks && !o->vmlinux)
		return bad("--stacks needs --vmlinux");
	if (o->has_stack_margin && !o->stacks)
		return bad("--stack-margin needs --stacks");
	if (o->input_after && (!o->input || !*o->input_after))
		return bad("--input-after needs a text and --input");
	if (o->interactive && o->input)
		return bad("-i and --input exclude each other");
	if (o->prompt && !*o->prompt)
		return bad("--prompt needs a text");
	if (o->prompt && (o->interactive || o->input_after))
		return bad("--prompt and %s exclude each other",
			   o->interactive ? "-i" : "--input-after");
	if (!o->has_limit && !o->interactive)
		o->limit_ns = DEFAULT_LIMIT_S * NS_PER_S;
	return true;
}

enum options_result options_parse(struct options *o, int argc, char **argv)
{
	struct option_pair rams[OPTIONS_LIST];
	size_t ram_count = 0;
	int which;

	memset(o, 0, sizeof(*o));
	o->stack_margin = STACKS_MARGIN;
	for (size_t i = 0; i < MACHINE_BANKS; i++)
		o->ram_sizes[i] = RAM_AS_DESCRIBED;
	while ((which = getopt_long(argc, argv, "m:iv", long_options, NULL)) !=
	       -1) {
		if (which == OPT_HELP) {
			fputs(help, stdout);
			return OPTIONS_DONE;
		}
		if (which == OPT_VERSION) {
			puts("mcu-emulator " VERSION);
			return OPTIONS_DONE;
		}
		if (which == 'm') {
			if (!strcmp(optarg, "help"))
				return list_machines();
			o->machine = machine_find(optarg);
			if (!o->machine) {
				bad("unknown machine '%s'; '-m help' lists them",
				    optarg);
				return OPTIONS_BAD;
			}
		} else if (!option(o, which, optarg, rams, &ram_count)) {
			return OPTIONS_BAD;
		}
	}
	if (optind < argc) {
		bad("unexpected argument '%s'", argv[optind]);
		return OPTIONS_BAD;
	}
	if (!consistent(o) || !bank_sizes(o, rams, ram_count))
		return OPTIONS_BAD;
	return OPTIONS_RUN;
}
