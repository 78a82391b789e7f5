// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/ram/boot_log.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/buffer.h"
#include "generator/base/memory.h"
#include "tests/userland/facts.h"

/* How the kernel begins to say that it is in trouble. */
static const char *const troubles[] = {
	"Kernel panic - not syncing",
	"Unhandled exception:",
	"Internal error:",
	"Unable to handle kernel",
	"Oops",
	"BUG:",
	"WARNING: CPU:",
	"Error: invalid dtb",
	"Error: unrecognized/unsupported machine",
};

/* How it says that a process got no memory, which it survives itself. */
static const char *const shortages[] = {
	"Out of memory: Killed process",
	"page allocation failure",
	"Allocation of length",
};

static void parse_version(struct boot_log *log, const char *line)
{
	static const char banner[] = "Linux version ";
	const char *at = strstr(line, banner);

	if (!at || log->version)
		return;
	at += strlen(banner);
	log->version = memory_strndup(at, strcspn(at, " "));
}

static void parse_memory(struct boot_log *log, const char *line)
{
	const char *at = strstr(line, "Memory: ");
	const char *reserved = strstr(line, "K reserved");
	long long available, total;

	if (!at || !reserved || log->available_kib >= 0 ||
	    sscanf(at, "Memory: %lldK/%lldK available", &available, &total) != 2)
		return;
	log->available_kib = available;
	log->total_kib = total;
	while (reserved > at && isdigit((unsigned char)reserved[-1]))
		reserved--;
	log->reserved_kib = atoll(reserved);
}

/*
 * "memblock_alloc_try_nid: 16 bytes align=... max_addr=0x00000000 0x0808d1e5";
 * with kallsyms the last word would be a name and an offset: left out then.
 * memblock_phys_alloc_range() prints the same for what others ask it for.
 */
static void parse_allocation(struct boot_log *log, const char *line)
{
	const char *at = strstr(line, "memblock_");
	const char *caller = strstr(line, "max_addr=");
	struct boot_log_allocation *allocation;
	unsigned long long bytes, address;
	char function[64];

	if (!at || !caller ||
	    sscanf(at, "%63[a-z_]: %llu bytes", function, &bytes) != 2)
		return;
	caller = strchr(caller, ' ');
	if (!caller || sscanf(caller, " 0x%llx", &address) != 1)
		return;
	allocation = array_add(&log->allocations);
	allocation->bytes = (long long)bytes;
	allocation->caller = address & ~1ULL;
}

/* "KIND NAME[:] NUMBER [kB|bytes]" behind the prefix */
static void parse_fact(struct boot_log *log, const char *text)
{
	struct boot_fact *fact;
	char kind[16], name[48], unit[8] = "";
	long long value;

	if (!strncmp(text, "facts end", 9)) {
		log->facts_told++;
		return;
	}
	if (sscanf(text, "%15s %47[^: \t]%*[: \t]%lld %7s", kind, name, &value,
		   unit) < 3)
		return;
	fact = array_add(&log->facts);
	fact->name = memory_printf("%s.%s", kind, name);
	fact->value = strcmp(unit, "kB") ? value : value * 1024;
}

/* Keep what a line says from the first of @beginnings on, if nothing is kept. */
static void keep_line(char **kept, const char *line,
		      const char *const *beginnings, size_t count)
{
	for (size_t i = 0; i < count && !*kept; i++) {
		const char *at = strstr(line, beginnings[i]);

		if (at)
			*kept = memory_strdup(at);
	}
}

/* What follows of the sizes of a process says nothing without an MMU. */
static void cut_line(char *line, const char *from)
{
	char *at = line ? strstr(line, from) : NULL;

	if (at)
		*at = '\0';
}

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void parse_line(struct boot_log *log, const char *line)
{
	const char *fact = strstr(line, FACT_PREFIX);

	/* whatever stands before it: the console is the kernel's as well */
	if (strstr(line, PROMPT))
		log->reached_prompt = true;
	if (fact) {
		parse_fact(log, fact + strlen(FACT_PREFIX));
		return;
	}
	parse_version(log, line);
	parse_memory(log, line);
	parse_allocation(log, line);
	keep_line(&log->trouble, line, troubles, COUNT(troubles));
	keep_line(&log->shortage, line, shortages, COUNT(shortages));
	cut_line(log->shortage, " total-vm:");
}

void boot_log_parse(struct boot_log *log, const char *text, size_t length)
{
	struct buffer line = BUFFER_INIT;

	*log = (struct boot_log){
		.available_kib = -1, .total_kib = -1, .reserved_kib = -1
	};
	for (size_t i = 0; i <= length; i++) {
		if (i < length && text[i] != '\n') {
			if (text[i] && text[i] != '\r')
				buffer_add(&line, &text[i], 1);
			continue;
		}
		parse_line(log, buffer_text(&line));
		line.length = 0;
		if (line.data)
			line.data[0] = '\0';
	}
	buffer_free(&line);
}

long long boot_log_fact(const struct boot_log *log, const char *name)
{
	for (size_t i = 0; i < log->facts.count; i++) {
		if (!strcmp(log->facts.items[i].name, name))
			return log->facts.items[i].value;
	}
	return -1;
}

void boot_log_free(struct boot_log *log)
{
	for (size_t i = 0; i < log->facts.count; i++)
		free(log->facts.items[i].name);
	array_free(&log->facts);
	array_free(&log->allocations);
	free(log->version);
	free(log->trouble);
	free(log->shortage);
	*log = (struct boot_log){ 0 };
}
