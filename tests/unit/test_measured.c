// SPDX-License-Identifier: GPL-2.0-or-later
/* measured.yaml: read, written, and what a base is made of; a kernel's .config. */
#include "tests/unit/budget_fixture.h"

#include "generator/budget/kernel_config.h"
#include "generator/budget/kernel_prediction.h"
#include "generator/budget/measured.h"
#include "generator/budget/report.h"

/* Two knobs, one of which multiplies the other's items, and the memmap's. */
#define MODELS \
	"per_mib: {slab: 1024}\n" \
	"knobs:\n" \
	"- {name: STACK, symbol: STACK_ORDER, type: int, values: [1, 0], default: 1,\n" \
	"   each: [8192, 4096], bytes: {stacks: [16384, 8192]}, loss: [0, 1]}\n" \
	"- {name: THREAD, symbol: THREAD, type: bool, values: [y, n], default: y,\n" \
	"   bytes: {flash: [100, 0]}, loss: [0, 1],\n" \
	"   times: [{knob: STACK, part: stacks, counts: [1, 0]}]}\n" \
	"- {name: ORDER, symbol: MAX_ORDER, type: int, values: [10, 4], default: 10,\n" \
	"   block: [4194304, 65536], loss: [0, 1]}\n" \
	"- {name: PORTS, symbol: NR_PORTS, type: int, values: [8, 1], default: 8,\n" \
	"   bytes: {static: [800, 100]}, loss: [0, 1],\n" \
	"   needs: [{at: [1], knob: THREAD, values: [n]}]}\n"

#define BOARD \
	"boards:\n" \
	"- board: small\n" \
	"  kernel: \"6.12.117\"\n" \
	"  ram: 131072\n" \
	"  struct_page: 32\n" \
	"  lacks: [PORTS]\n" \
	"  values: [STACK=0, THREAD=n, ORDER=4]\n" \
	"  free: 60000\n" \
	"  bytes: {static: 20800, percpu: 4096, memmap: 1024, slab: 20128, stacks: 12288, pages: 4096, user: 8192, flash: 5000}\n"

#define UNDONE \
	"  undone:\n" \
	"  - knob: STACK\n" \
	"    values: [STACK=1]\n" \
	"    free: 51000\n" \
	"    bytes: {static: 20800, percpu: 4096, memmap: 1024, slab: 20128, stacks: 20480, pages: 4096, user: 8192, flash: 5000}\n" \
	"  - knob: THREAD\n" \
	"    values: [THREAD=y]\n" \
	"    why: \"no \\\"luck\\\"\"\n"

static char *write_named(const char *name, const char *text)
{
	char *path = path_join(directory, name);
	struct error error = ERROR_INIT;

	assert_int_equal(file_write(path, text, strlen(text), &error), 0);
	return path;
}

static char *write_both(const char *measured)
{
	free(write_named("measured.yaml", measured));
	return write_named("knobs.yaml", MODELS);
}

static void read_both(struct knobs *knobs, const char *measured)
{
	struct error error = ERROR_INIT;
	char *path = write_both(measured);

	if (knobs_read(knobs, path, &error))
		fail_msg("%s", error.text);
	free(path);
}

/* What the knobs don't explain, whatever values the kernel had. */
static void test_base(void **state)
{
	struct error error = ERROR_INIT;
	const struct base *base;
	struct knobs knobs;

	(void)state;
	read_both(&knobs, BOARD);
	base = knobs_base(&knobs, "small", NULL, &error);
	assert_non_null(base);
	assert_int_equal(base->bytes[PART_STATIC], 20800 - 800);
	assert_int_equal(base->bytes[PART_PERCPU], 4096);
	assert_int_equal(base->bytes[PART_MEMMAP], 0);
	assert_int_equal(base->bytes[PART_SLAB], 20128 - 128);
	assert_int_equal(base->bytes[PART_STACKS], 12288 - 8192);
	assert_int_equal(base->bytes[PART_PAGES], 4096);
	assert_int_equal(base->bytes[PART_USER], 8192);
	assert_int_equal(base->bytes[PART_FLASH], 5000);
	assert_int_equal(base->per_mib[PART_SLAB], 1024);
	assert_int_equal(base->struct_page, 32);
	assert_true(base->lacks[knobs_find(&knobs, "PORTS")]);
	assert_false(base->lacks[knobs_find(&knobs, "STACK")]);
	knobs_free(&knobs);
}

/*
 * The mean of what two kernels leave; the one that wasn't measured counts nothing.
 * What is more than a page off isn't lost to pages.
 */
static void test_mean(void **state)
{
	static const struct {
		const char *slab;
		uint64_t base;
	} cases[] = {
		{ "slab: 24128", 20000 + 2000 },
		{ "slab: 24224", 20000 + 2048 },
		{ "slab: 24225", 20000 },
		{ "slab: 16031", 20000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = memory_printf("%s%s", BOARD, UNDONE);
		char *at = strstr(text, "slab: 20128, stacks: 20480");
		struct error error = ERROR_INIT;
		const struct base *base;
		struct knobs knobs;

		assert_non_null(at);
		memcpy(at, cases[i].slab, strlen(cases[i].slab));
		read_both(&knobs, text);
		base = knobs_base(&knobs, "small", NULL, &error);
		assert_int_equal(base->bytes[PART_SLAB], cases[i].base);
		/* equal ones count once */
		assert_int_equal(base->bytes[PART_STATIC], 20000);
		assert_int_equal(base->bytes[PART_STACKS], 4096);
		knobs_free(&knobs);
		free(text);
	}
}

/* With the values that were measured the prediction is the measurement. */
static void test_predicts_itself(void **state)
{
	struct error error = ERROR_INIT;
	struct prediction prediction;
	struct knobs knobs;
	const struct measurement *measurement;

	(void)state;
	read_both(&knobs, BOARD);
	measurement = measured_find(knobs.measured, "small");
	predict(&prediction, &knobs, knobs_base(&knobs, "small", NULL, &error),
		measurement->kernel.values, measurement->ram, 0);
	for (size_t part = 0; part < NR_PARTS; part++)
		if (part != PART_RESERVE)
			assert_int_equal(prediction.parts[part],
					 measurement->kernel.bytes[part]);
	knobs_free(&knobs);
}

/* memmap and what is handed out beside it take whole pages together. */
static void test_memblock(void **state)
{
	struct error error = ERROR_INIT;
	struct prediction prediction;
	const struct base *base;
	struct knobs knobs;
	char *text = memory_printf("memblock: 960\n%s", MODELS);
	char *path = write_named("knobs.yaml", text);

	(void)state;
	free(write_named("measured.yaml", BOARD));
	assert_int_equal(knobs_read(&knobs, path, &error), 0);
	base = knobs_base(&knobs, "small", NULL, &error);
	assert_int_equal(base->bytes[PART_STATIC],
			 20800 - 800 - (4096 - 1024 - 960));
	predict(&prediction, &knobs, base, knobs.measured->boards.items[0].kernel.values,
		131072, 0);
	assert_int_equal(prediction.parts[PART_STATIC], 20800);
	assert_int_equal(prediction.parts[PART_MEMMAP], 1024);
	predict(&prediction, &knobs, base, knobs.measured->boards.items[0].kernel.values,
		458752, 0);
	assert_int_equal(prediction.parts[PART_STATIC],
			 20800 - (4096 - 1024 - 960) + (8192 - 3584 - 960));
	assert_int_equal(prediction.parts[PART_MEMMAP], 3584);
	knobs_free(&knobs);
	free(text);
	text = memory_printf("memblock: 1048577\n%s", MODELS);
	free(write_named("knobs.yaml", text));
	assert_int_equal(knobs_read_models(&knobs, path, &error), -1);
	assert_non_null(strstr(error.text, "memblock: 1048577 bytes"));
	free(path);
	free(text);
}

static void test_saving(void **state)
{
	struct measured_saving saving;
	const struct measurement *measurement;
	struct knobs knobs;

	(void)state;
	read_both(&knobs, BOARD UNDONE);
	measurement = measured_find(knobs.measured, "small");
	assert_int_equal(measurement->undone.count, 2);
	saving = measured_saving(measurement, measured_knob(measurement, 0), &knobs);
	assert_true(saving.known);
	assert_int_equal(saving.used, 9000);
	assert_int_equal(saving.model, 8192);
	assert_int_equal(saving.parts[PART_STACKS], 8192);
	assert_int_equal(saving.parts[PART_SLAB], 0);
	assert_false(saving.known_parts[PART_RESERVE]);
	saving = measured_saving(measurement, measured_knob(measurement, 1), &knobs);
	assert_false(saving.known);
	assert_int_equal(saving.model, 4096);
	assert_string_equal(measured_knob(measurement, 1)->why, "no \"luck\"");
	assert_null(measured_knob(measurement, 2));
	knobs_free(&knobs);
}

/* Written and read again it is the same; other boards are left alone. */
static void test_write(void **state)
{
	static const char another[] =
		"- board: other\n  kernel: \"6.12.117\"\n  ram: 65536\n"
		"  struct_page: 32\n  lacks: []\n"
		"  values: [STACK=1, THREAD=y, ORDER=10, PORTS=8]\n  free: 1\n"
		"  bytes: {static: 900, flash: 5000}\n";
	char *text = memory_printf("%s%s%s", BOARD, UNDONE, another);
	char *knobs_path = write_named("knobs.yaml", MODELS);
	char *path = write_named("measured.yaml", text);
	struct buffer written[2] = { BUFFER_INIT, BUFFER_INIT };
	struct error error = ERROR_INIT;
	struct measured measured;
	struct knobs knobs;

	(void)state;
	assert_int_equal(knobs_read_models(&knobs, knobs_path, &error), 0);
	for (int i = 0; i < 2; i++) {
		if (measured_read(&measured, path, &knobs, NULL, &error))
			fail_msg("%s", error.text);
		assert_int_equal(measured_write(&measured, &knobs, &error), 0);
		measured_free(&measured);
		assert_int_equal(file_read(path, &written[i], &error), 0);
	}
	assert_string_equal(buffer_text(&written[0]), buffer_text(&written[1]));
	assert_non_null(strstr(buffer_text(&written[0]), text + strlen("boards:\n")));
	for (int i = 0; i < 2; i++)
		buffer_free(&written[i]);
	knobs_free(&knobs);
	free(knobs_path);
	free(path);
	free(text);
}

/* What another calibration has written meanwhile stays. */
static void test_write_board(void **state)
{
	char *knobs_path = write_named("knobs.yaml", MODELS);
	char *path = write_named("measured.yaml", BOARD);
	struct error error = ERROR_INIT;
	struct measured measured, now;
	struct knobs knobs;

	(void)state;
	assert_int_equal(knobs_read_models(&knobs, knobs_path, &error), 0);
	assert_int_equal(measured_read(&measured, path, &knobs, NULL, &error), 0);
	measured_find(&measured, "small")->kernel.free = 5;
	free(write_named("measured.yaml",
			 BOARD "- {board: late, ram: 4096, struct_page: 32, values: [], free: 1, bytes: {}}\n"));
	assert_int_equal(measured_write_board(&measured, "small", &knobs, &error), 0);
	assert_int_equal(measured_read(&now, path, &knobs, NULL, &error), 0);
	assert_int_equal(now.boards.count, 2);
	assert_int_equal(measured_find(&now, "small")->kernel.free, 5);
	assert_int_equal(measured_find(&now, "late")->kernel.free, 1);
	measured_free(&now);
	/* one that wasn't there comes behind them */
	measured_renew(&measured, "new", &knobs)->kernel.free = 7;
	measured_find(&measured, "new")->ram = 4096;
	assert_int_equal(measured_write_board(&measured, "new", &knobs, &error), 0);
	assert_int_equal(measured_read(&now, path, &knobs, NULL, &error), 0);
	assert_int_equal(now.boards.count, 3);
	assert_int_equal(measured_find(&now, "new")->kernel.free, 7);
	measured_free(&now);
	measured_free(&measured);
	knobs_free(&knobs);
	free(knobs_path);
	free(path);
}

static void test_renew(void **state)
{
	struct measured measured = { 0 };
	struct measurement *measurement;
	struct error error = ERROR_INIT;
	struct knobs knobs;
	char *path = write_named("knobs.yaml", MODELS);

	(void)state;
	assert_int_equal(knobs_read_models(&knobs, path, &error), 0);
	measurement = measured_renew(&measured, "small", &knobs);
	assert_int_equal(measurement->kernel.free, -1);
	assert_int_equal(measurement->kernel.values[0], 0);
	measurement->kernel.values[0] = 1;
	assert_int_equal(measured_renew_undone(measurement, 0, &knobs)->kernel.values[0], 1);
	measured_renew_undone(measurement, 0, &knobs);
	assert_int_equal(measurement->undone.count, 1);
	assert_int_equal(measured_renew(&measured, "small", &knobs)->undone.count, 0);
	assert_int_equal(measured.boards.count, 1);
	measured_free(&measured);
	knobs_free(&knobs);
	free(path);
}

static void test_no_file(void **state)
{
	struct error error = ERROR_INIT;
	char *path = write_both(BOARD), *gone = path_join(directory, "measured.yaml");
	struct knobs knobs;

	(void)state;
	remove(gone);
	assert_int_equal(knobs_read(&knobs, path, &error), 0);
	assert_int_equal(knobs.nr_bases, 0);
	assert_null(knobs_base(&knobs, "small", NULL, &error));
	assert_non_null(strstr(error.text, "nothing was measured on the board small"));
	knobs_free(&knobs);
	free(gone);
	free(path);
}

static void test_errors(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} cases[] = {
		{ "STACK=0", "STACKS=0", "STACKS=0: expected KNOB=VALUE" },
		{ "STACK=0", "STACK", "STACK: expected KNOB=VALUE" },
		{ "STACK=0", "STACK=7", "STACK=7: not among the values" },
		{ "[PORTS]", "[PORT]", "lacks: there is no knob PORT" },
		{ "knob: STACK", "knob: STOCK", "undone: there is no knob STOCK" },
		{ "knob: THREAD", "knob: STACK", "undone: STACK is there twice" },
		{ "    free: 51000\n", "", "expected free: and bytes:, or why:" },
		{ "ram: 131072", "ram: 0", "ram: 0" },
		{ "struct_page: 32", "struct_page: 3200", "struct_page: 3200" },
		{ "free: 60000", "free: -5", "free: -5 is out of range" },
		{ "static: 20800, percpu: 4096, memmap: 1024, slab: 20128, stacks: 12288",
		  "static: -20800, stacks: 12288", "static: -20800 is out of range" },
		{ "stacks: 12288", "stacks: 0",
		  "the knobs alone come to 8192 bytes more than was measured" },
		{ "user: 8192, ", "", "bytes: user is missing" },
		{ "- board: small", "- board: small\n  bread: 1", "bread" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = BOARD UNDONE;
		const char *at = strstr(text, cases[i].from);
		struct error error = ERROR_INIT;
		struct knobs knobs;
		char *bad, *path;

		assert_non_null(at);
		bad = memory_printf("%.*s%s%s", (int)(at - text), text, cases[i].to,
				    at + strlen(cases[i].from));
		path = write_both(bad);
		assert_int_equal(knobs_read(&knobs, path, &error), -1);
		if (!strstr(error.text, cases[i].says) ||
		    !strstr(error.text, "measured.yaml"))
			fail_msg("%s: not in: %s", cases[i].says, error.text);
		free(bad);
		free(path);
	}
}

static void test_twice(void **state)
{
	char *twice = memory_printf("%s%s", BOARD, BOARD + strlen("boards:\n"));
	char *based = memory_printf("base: [{board: small, bytes: {static: 1}}]\n%s",
				    MODELS);
	char *path = write_both(twice);
	struct error error = ERROR_INIT;
	struct knobs knobs;

	(void)state;
	assert_int_equal(knobs_read(&knobs, path, &error), -1);
	assert_non_null(strstr(error.text, "boards: small is there twice"));
	free(path);
	free(write_named("measured.yaml", BOARD));
	path = write_named("knobs.yaml", based);
	error = (struct error)ERROR_INIT;
	assert_int_equal(knobs_read(&knobs, path, &error), -1);
	assert_non_null(strstr(error.text, "base: small: it is in"));
	free(path);
	free(based);
	free(twice);
}

/* A calibration leaves out what isn't of these knobs, and says which. */
static void test_stale(void **state)
{
	static const char text[] =
		BOARD
		"- {board: old, ram: 4096, struct_page: 32, values: [GONE=1], free: 1, bytes: {}}\n";
	char *knobs_path = write_named("knobs.yaml", MODELS);
	char *path = write_named("measured.yaml", text);
	struct buffer stale = BUFFER_INIT;
	struct error error = ERROR_INIT;
	struct measured measured;
	struct knobs knobs;

	(void)state;
	assert_int_equal(knobs_read_models(&knobs, knobs_path, &error), 0);
	assert_int_equal(measured_read(&measured, path, &knobs, &stale, &error), 0);
	assert_int_equal(measured.boards.count, 1);
	assert_non_null(measured_find(&measured, "small"));
	assert_string_equal(buffer_text(&stale), "old");
	measured_free(&measured);
	assert_int_equal(measured_read(&measured, path, &knobs, NULL, &error), -1);
	assert_non_null(strstr(error.text, "old: values: GONE=1"));
	buffer_free(&stale);
	knobs_free(&knobs);
	free(knobs_path);
	free(path);
}

static void test_per_mib_errors(void **state)
{
	static const char *const bad[] = {
		"{flash: 5}", "{slab: -1}", "{slab: 600000}",
		"{slab: 300000, static: 300000}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *text = memory_printf("per_mib: %s\n%s", bad[i],
					   strchr(MODELS, '\n') + 1);
		char *path = write_named("knobs.yaml", text);
		struct error error = ERROR_INIT;
		struct knobs knobs;

		assert_int_equal(knobs_read_models(&knobs, path, &error), -1);
		assert_non_null(strstr(error.text, "per_mib:"));
		free(path);
		free(text);
	}
}

/* ---- .config */

static void read_config(const char *text, uint8_t *values, bool *lacks)
{
	char *knobs_path = write_named("knobs.yaml", MODELS);
	char *path = write_named("dot-config", text);
	struct error error = ERROR_INIT;
	struct knobs knobs;

	assert_int_equal(knobs_read_models(&knobs, knobs_path, &error), 0);
	if (kernel_config_read(path, &knobs, values, lacks, &error))
		fail_msg("%s", error.text);
	knobs_free(&knobs);
	free(knobs_path);
	free(path);
}

static void test_config(void **state)
{
	uint8_t values[KNOBS_MAX];
	bool lacks[KNOBS_MAX];

	(void)state;
	read_config("#\n# Automatic\nCONFIG_STACK_ORDER=0\n# CONFIG_THREAD is not set\n"
		    "CONFIG_MAX_ORDER=0x4\nCONFIG_NR_PORTS=1\nCONFIG_NR=7\n", values, lacks);
	assert_int_equal(values[0], 1);
	assert_int_equal(values[1], 1);
	assert_int_equal(values[2], 1);
	assert_int_equal(values[3], 1);
	for (int i = 0; i < 4; i++)
		assert_false(lacks[i]);
}

/* What isn't there is as by default; that it needs another knob is no lack. */
static void test_config_lacks(void **state)
{
	uint8_t values[KNOBS_MAX];
	bool lacks[KNOBS_MAX];

	(void)state;
	read_config("CONFIG_STACK_ORDER=1\nCONFIG_THREAD=y\nCONFIG_MAX_ORDERS=4", values,
		    lacks);
	assert_int_equal(values[2], 0);
	assert_int_equal(values[3], 0);
	assert_true(lacks[2]);
	assert_false(lacks[3]);
	read_config("CONFIG_STACK_ORDER=1\n# CONFIG_THREAD is not set\n", values, lacks);
	assert_true(lacks[3]);
}

static void test_config_errors(void **state)
{
	char *knobs_path = write_named("knobs.yaml", MODELS);
	char *path = write_named("dot-config", "CONFIG_STACK_ORDER=3\n");
	struct error error = ERROR_INIT;
	uint8_t values[KNOBS_MAX];
	struct knobs knobs;

	(void)state;
	assert_int_equal(knobs_read_models(&knobs, knobs_path, &error), 0);
	assert_int_equal(kernel_config_read(path, &knobs, values, NULL, &error), -1);
	assert_non_null(strstr(error.text, "CONFIG_STACK_ORDER=3: not among the values of STACK"));
	remove(path);
	assert_int_equal(kernel_config_read(path, &knobs, values, NULL, &error), -1);
	assert_non_null(strstr(error.text, "dot-config"));
	knobs_free(&knobs);
	free(knobs_path);
	free(path);
}

static void test_config_lines(void **state)
{
	static const uint8_t values[] = { 1, 1, 0, 1 };
	static const bool lacks[] = { false, false, true, false };
	char *path = write_named("knobs.yaml", MODELS);
	struct buffer lines = BUFFER_INIT;
	struct error error = ERROR_INIT;
	struct knobs knobs;

	(void)state;
	assert_int_equal(knobs_read_models(&knobs, path, &error), 0);
	kernel_config_lines(&knobs, values, lacks, &lines);
	assert_string_equal(buffer_text(&lines),
			    "CONFIG_STACK_ORDER=0\nCONFIG_THREAD=n\nCONFIG_NR_PORTS=1\n");
	buffer_free(&lines);
	knobs_free(&knobs);
	free(path);
}

static void test_kernel_prediction(void **state)
{
	struct board large = { .name = (char[]){ "large" }, .like = (char[]){ "larger" } };
	struct board like = { .name = (char[]){ "large" }, .like = (char[]){ "small" } };
	char *knobs_path = write_both(BOARD);
	char *path = write_named("dot-config",
				 "CONFIG_STACK_ORDER=1\nCONFIG_THREAD=y\nCONFIG_MAX_ORDER=4\n");
	struct error error = ERROR_INIT;
	struct parts parts;

	(void)state;
	assert_int_equal(kernel_prediction(&parts, knobs_path, &board, path, 131072,
					   &error), 0);
	assert_int_equal(parts.bytes[PART_STACKS], 12288 + 8192 + 8192);
	assert_int_equal(parts.bytes[PART_FLASH], 5100);
	assert_int_equal(parts.bytes[PART_SLAB], 20128);
	assert_int_equal(parts.ram - parts.free, 20800 + 4096 + 1024 + 20128 +
						 12288 + 16384 + 4096 + 8192);
	assert_int_equal(kernel_prediction(&parts, knobs_path, &large, path, 131072,
					   &error), -1);
	assert_non_null(strstr(error.text, "nothing was measured on the board large"));
	assert_int_equal(kernel_prediction(&parts, knobs_path, &like, path, 131072,
					   &error), 0);
	assert_int_equal(parts.bytes[PART_SLAB], 20128);
	free(knobs_path);
	free(path);
}

/* The report: model beside measurement. */
static void test_report(void **state)
{
	static const char text[] = "ram: 128K\nfeatures: []\n";
	char *path = write_named("budget.yaml", text);
	struct buffer out = BUFFER_INIT;
	struct error error = ERROR_INIT;
	struct budget budget;
	struct knobs knobs;
	struct plan plan;

	(void)state;
	read_both(&knobs, BOARD UNDONE);
	assert_int_equal(budget_read(&budget, path, NULL, &knobs, &board, &error), 0);
	assert_int_equal(plan_make(&plan, &knobs, knobs_base(&knobs, "small", NULL, &error),
				   &budget, &error), 0);
	report_measured(&plan, &out);
	assert_non_null(strstr(buffer_text(&out), "6.12.117 with 128 KiB"));
	assert_non_null(strstr(buffer_text(&out),
			       "STACK          0 -> 1     +8,192     +9,000       +808"));
	assert_non_null(strstr(buffer_text(&out),
			       "THREAD         n -> y     +4,096          -          -  no \"luck\""));
	buffer_free(&out);
	plan_free(&plan);
	budget_free(&budget);
	knobs_free(&knobs);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_mean),
		cmocka_unit_test(test_predicts_itself),
		cmocka_unit_test(test_memblock),
		cmocka_unit_test(test_saving),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_board),
		cmocka_unit_test(test_renew),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_per_mib_errors),
		cmocka_unit_test(test_config),
		cmocka_unit_test(test_config_lacks),
		cmocka_unit_test(test_config_errors),
		cmocka_unit_test(test_config_lines),
		cmocka_unit_test(test_kernel_prediction),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
