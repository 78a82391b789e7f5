// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kconfig-compare TREE ARCH CROSS_COMPILE DIR FRAGMENT...
 *
 * Each fragment as lines on top of allnoconfig, by gen-board and by the
 * kernel's own conf (built once in DIR): do they make the same .config of it,
 * symbol for symbol? A fragment "random:N" is made of symbols drawn from the
 * tree. A line for each fragment and each difference; exit status 1 if there is
 * any.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "generator/base/file.h"
#include "generator/kernel/kconfig_private.h"
#include "generator/kernel/kconfig_referee.h"
#include "tests/unit/random_kconfig.h"

#define RANDOM "random:"
#define NR_RANDOM 600		/* lines */

struct totals {
	size_t fragments, lines, symbols, differences;
};

/* Mostly of its type; what shows many others more often than not. */
static void random_line(struct random *random, const struct kconfig *kconfig,
			uint32_t symbol, struct buffer *text)
{
	static const char *const values[] = { "y", "y", "y", "m", "m", "n", "7", "\"a\"" };
	const char *name = graph_name(&kconfig->graph, symbol);

	switch (kconfig->graph.symbols[symbol].type) {
	case KCONFIG_TYPE_INT:
		buffer_printf(text, "CONFIG_%s=%d\n", name, (int)random_below(random, 70) - 4);
		break;
	case KCONFIG_TYPE_HEX:
		buffer_printf(text, "CONFIG_%s=0x%x\n", name, random_below(random, 1u << 30));
		break;
	case KCONFIG_TYPE_STRING:
		buffer_printf(text, "CONFIG_%s=\"a \\\"%u\\\" \\\\\"\n", name,
			      random_below(random, 100));
		break;
	default:
		buffer_printf(text, "CONFIG_%s=%s\n", name, values[random_below(random, 8)]);
	}
}

static void random_fragment(const struct kconfig *kconfig, uint64_t seed,
			    struct buffer *text)
{
	static const char *const often[] = {
		"MODULES", "EXPERT", "COMPILE_TEST", "NET", "PCI", "USB_SUPPORT", "SMP",
		"MMU", "OF", "I2C", "SPI", "GPIOLIB", "MEDIA_SUPPORT", "DEBUG_KERNEL",
	};
	struct random random = { .state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1 };
	const struct graph *graph = &kconfig->graph;

	for (size_t i = 0; i < sizeof(often) / sizeof(often[0]); i++)
		if (random_below(&random, 4))
			buffer_printf(text, "CONFIG_%s=y\n", often[i]);
	for (int i = 0; i < NR_RANDOM; i++)
		random_line(&random, kconfig,
			    graph->order[random_below(&random, graph->nr_order)], text);
}

static int get_fragment(const struct kconfig *kconfig, const char *name,
			struct buffer *text, struct error *error)
{
	if (strncmp(name, RANDOM, strlen(RANDOM)))
		return file_read(name, text, error);
	random_fragment(kconfig, strtoull(name + strlen(RANDOM), NULL, 10), text);
	return 0;
}

static int compare(struct kconfig *kconfig, const struct referee *referee,
		   const char *path, struct totals *totals, struct error *error)
{
	struct buffer fragment = BUFFER_INIT, ours = BUFFER_INIT;
	struct buffer theirs = BUFFER_INIT, differences = BUFFER_INIT;
	struct kconfig_lines lines = { 0 }, symbols = { 0 };
	size_t count = 0;
	int result = get_fragment(kconfig, path, &fragment, error);

	if (!result) {
		kconfig_lines_read(&lines, buffer_text(&fragment));
		kconfig_evaluate(kconfig, lines.items, lines.count);
		kconfig_config(kconfig, &ours);
		result = referee_run(kconfig, buffer_text(&fragment), referee,
				     &theirs, error);
	}
	if (!result) {
		count = referee_compare(buffer_text(&ours), "gen-board",
					buffer_text(&theirs), "the kernel",
					&differences);
		kconfig_lines_read(&symbols, buffer_text(&theirs));
		printf("%s: %zu lines, %zu symbols, %zu differences\n%s",
		       path_name(path), lines.count, symbols.count, count,
		       buffer_text(&differences));
	}
	totals->fragments++;
	totals->lines += lines.count;
	totals->symbols += symbols.count;
	totals->differences += count;
	kconfig_lines_free(&lines);
	kconfig_lines_free(&symbols);
	buffer_free(&fragment);
	buffer_free(&ours);
	buffer_free(&theirs);
	buffer_free(&differences);
	return result;
}

static int compare_all(const struct kconfig_options *options,
		       const struct referee *referee, char *const *fragments,
		       struct totals *totals, struct error *error)
{
	struct kconfig *kconfig = kconfig_open(options, error);
	int result = kconfig ? 0 : -1;

	for (; !result && *fragments; fragments++)
		result = compare(kconfig, referee, *fragments, totals, error);
	kconfig_close(kconfig);
	return result;
}

int main(int argc, char *argv[])
{
	struct error error = ERROR_INIT;
	struct totals totals = { 0 };

	if (argc < 6) {
		fprintf(stderr, "usage: %s TREE ARCH CROSS_COMPILE DIR FRAGMENT...\n",
			argv[0]);
		return ERROR_USAGE;
	}
	if (compare_all(&(struct kconfig_options){ .tree = argv[1], .arch = argv[2],
						   .cross_compile = argv[3] },
			&(struct referee){ .directory = argv[4] }, argv + 5,
			&totals, &error)) {
		fprintf(stderr, "%s: %s\n", argv[0], error.text);
		return ERROR_INPUT;
	}
	printf("%s: %zu fragments, %zu lines, %zu symbols compared, %zu differences\n",
	       argv[2], totals.fragments, totals.lines, totals.symbols,
	       totals.differences);
	return totals.differences ? ERROR_INPUT : 0;
}
