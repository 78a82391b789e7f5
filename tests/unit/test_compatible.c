// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What C files say about compatibles. Each tree builds drivers/one.c and
 * drivers/two.c with A.
 */
#include "tests/unit/index_fixture.h"

#define MAX_FILES 6
#define MAX_ENTRIES 8

#define DRIVER "static struct platform_driver d = { .driver = { .of_match_table = t } };\n"
#define ROWS "static const struct of_device_id t[] = {\n"

static const struct {
	const char *what;
	struct fixture_file files[MAX_FILES];
	/* COMPATIBLE KIND FILE:LINE SOURCE CONDITION; all there are, in order */
	const char *entries[MAX_ENTRIES];
} cases[] = {
	{ "a driver's table, its data and the sentinel",
	  { { "drivers/one.c", ROWS "\t{ .compatible = \"a,b\", .data = &x },\n\t{ .compatible = \"a,\" \"c\" }, { }\n};\n" DRIVER } },
	  { "a,b driver drivers/one.c:2 drivers/one.c A", "a,c driver drivers/one.c:3 drivers/one.c A" } },
	{ "one that MODULE_DEVICE_TABLE names",
	  { { "drivers/one.c", ROWS "{ .compatible = \"a,b\" } };\nMODULE_DEVICE_TABLE(of, t);\n" } },
	  { "a,b driver drivers/one.c:2 drivers/one.c A" } },
	{ "of_match_ptr: not without OF",
	  { { "drivers/one.c", ROWS "{ .compatible = \"a,b\" } };\nstruct d d = { .of_match_table = of_match_ptr(t) };\n" } },
	  { "a,b driver drivers/one.c:2 drivers/one.c A && OF" } },
	{ "one that nobody uses, and one that code looks with",
	  { { "drivers/one.c", ROWS "{ .compatible = \"a,b\" } };\n" },
	    { "drivers/two.c", ROWS "{ .compatible = \"c,d\" } };\nint f(void) { return !!of_match_node(t, n); }\n" } },
	  { "a,b table drivers/one.c:2 drivers/one.c A -", "c,d match drivers/two.c:2 drivers/two.c A -" } },
	{ "one that another file's driver has",
	  { { "drivers/one.c", "const struct of_device_id shared[] = {\n{ .compatible = \"a,b\" } };\n" },
	    { "drivers/two.c", "struct d d = { .of_match_table = shared };\n" } },
	  { "a,b driver drivers/one.c:2 drivers/one.c A" } },
	{ "OF_DECLARE macros, with the symbol that keeps their section",
	  { { "drivers/one.c", "CLK_OF_DECLARE(x, \"a,clk\", f);\nCLK_OF_DECLARE_DRIVER(x, \"a,clk2\", f);\nTIMER_OF_DECLARE(x, \"a,timer\", f);\nRESERVEDMEM_OF_DECLARE(x, \"a,mem\", f);\nOF_EARLYCON_DECLARE(x, \"a,uart\", f);\n" } },
	  { "a,clk clock drivers/one.c:1 drivers/one.c A && COMMON_CLK",
	    "a,clk2 clock drivers/one.c:2 drivers/one.c A && COMMON_CLK",
	    "a,mem reserved-memory drivers/one.c:4 drivers/one.c A && OF_RESERVED_MEM",
	    "a,timer timer drivers/one.c:3 drivers/one.c A && TIMER_OF",
	    "a,uart earlycon drivers/one.c:5 drivers/one.c A && SERIAL_EARLYCON -" } },
	{ "IRQCHIP_DECLARE and _MATCH, enable-methods",
	  { { "drivers/one.c", "IRQCHIP_DECLARE(x, \"a,gic\", f);\nIRQCHIP_PLATFORM_DRIVER_BEGIN(y)\nIRQCHIP_MATCH(\"a,pic\", f)\nIRQCHIP_PLATFORM_DRIVER_END(y)\nCPU_METHOD_OF_DECLARE(z, \"a,smp\", &ops);\n" } },
	  { "a,gic irqchip drivers/one.c:1 drivers/one.c A && IRQCHIP",
	    "a,pic irqchip drivers/one.c:3 drivers/one.c A && IRQCHIP",
	    "a,smp cpu-method drivers/one.c:5 drivers/one.c A && SMP" } },
	{ "a machine's list",
	  { { "drivers/one.c", "static const char *const names[] __initconst = {\n\"a,board\",\n\"a,soc\", NULL };\nDT_MACHINE_START(X, \"x\")\n.dt_compat = names,\nMACHINE_END\n" } },
	  { "a,board machine drivers/one.c:2 drivers/one.c A", "a,soc machine drivers/one.c:3 drivers/one.c A" } },
	{ "parts of an MFD, i2c and spi names",
	  { { "drivers/one.c", "static const struct mfd_cell c[] = { { .name = \"x\", .of_compatible = \"a,cell\" } };\nstatic const struct i2c_device_id i[] = { { \"chip\", 0 }, { .name = \"chip2\" }, { } };\nMODULE_DEVICE_TABLE(i2c, i);\n" } },
	  { "a,cell mfd-cell drivers/one.c:1 drivers/one.c A -", "chip i2c-id drivers/one.c:2 drivers/one.c A",
	    "chip2 i2c-id drivers/one.c:2 drivers/one.c A" } },
	{ "questions",
	  { { "drivers/one.c", "int f(void) { if (of_device_is_compatible(np, \"a,q\")) return 1;\nreturn !!of_find_compatible_node(NULL, NULL, \"a,r\"); }\n" } },
	  { "a,q query drivers/one.c:1 drivers/one.c A -", "a,r query drivers/one.c:2 drivers/one.c A -" } },
	{ "#if of symbols, of what isn't known and of nothing",
	  { { "drivers/one.c", ROWS "#ifdef CONFIG_B\n{ .compatible = \"a,b\" },\n#else\n{ .compatible = \"a,notb\" },\n#endif\n#if IS_ENABLED(CONFIG_C) && defined(CONFIG_B)\n{ .compatible = \"a,bc\" },\n#endif\n#if 0\n{ .compatible = \"a,no\" },\n#endif\n/* { .compatible = \"a,comment\" }, */\n};\n" DRIVER } },
	  { "a,b driver drivers/one.c:3 drivers/one.c A && B",
	    "a,bc driver drivers/one.c:8 drivers/one.c A && B && C",
	    "a,notb driver drivers/one.c:5 drivers/one.c A && !B" } },
	{ "rows by a macro of the file and a name by a macro of a header",
	  { { "drivers/one.c", "#include \"names.h\"\n#define ROW(n) { .compatible = \"a,\" #n }\n" ROWS "ROW(x),\nROW(y),\n{ .compatible = NAME },\n};\n" DRIVER },
	    { "drivers/names.h", "#define NAME \"a,named\"\n" } },
	  { "a,named driver drivers/one.c:6 drivers/one.c A",
	    "a,x driver drivers/one.c:4 drivers/one.c A",
	    "a,y driver drivers/one.c:5 drivers/one.c A" } },
	{ "rows in a part that is included: where they stand, with what is compiled",
	  { { "drivers/one.c", "#include \"rows.inc\"\n" DRIVER },
	    { "drivers/rows.inc", ROWS "{ .compatible = \"a,b\" } };\n" } },
	  { "a,b driver drivers/rows.inc:2 drivers/one.c A" } },
	{ "a table in a header",
	  { { "drivers/one.c", "#include \"table.h\"\n" DRIVER },
	    { "drivers/table.h", ROWS "{ .compatible = \"a,b\" } };\n" } },
	  { "a,b driver drivers/table.h:2 drivers/one.c A" } },
	{ "what no makefile names, or names with a symbol that there is not",
	  { { "drivers/lost.c", "CLK_OF_DECLARE(x, \"a,lost\", f);\n" },
	    { "drivers/nix.c", "CLK_OF_DECLARE(x, \"a,nix\", f);\n" } },
	  { "a,lost clock drivers/lost.c:1 drivers/lost.c false no-makefile",
	    "a,nix clock drivers/nix.c:1 drivers/nix.c NIX && COMMON_CLK no-symbol" } },
	{ "what is in every kernel, and in none",
	  { { "drivers/always.c", "int f(void) { return of_machine_is_compatible(\"a,any\"); }\n" },
	    { "drivers/one.c", ROWS "#if defined(CONFIG_B) && !defined(CONFIG_A) && !defined(CONFIG_A_MODULE)\n{ .compatible = \"a,never\" },\n#endif\n};\n" DRIVER } },
	  { "a,any query drivers/always.c:1 drivers/always.c true always -",
	    "a,never driver drivers/one.c:3 drivers/one.c false never" } },
	{ "what isn't C, or goes on for ever",
	  { { "drivers/one.c", "\"compatible of_device_id { { { ( [ \\" },
	    { "drivers/two.c", "#include \"two.c\"\n#define X X X\n#if (((\nstruct of_device_id t[] = { X" } },
	  { NULL } },
};

static char *tree_of(const struct fixture_file *files)
{
	static const struct fixture_file makefile = {
		"drivers/Makefile",
		"obj-$(CONFIG_A) += one.o two.o\nobj-$(CONFIG_NIX) += nix.o\nobj-y += always.o\n",
	};
	size_t count = 0;
	char *tree = fixture_make(&makefile, 1);

	fixture_write(tree, "drivers/one.c", "");
	fixture_write(tree, "drivers/two.c", "");
	for (; count < MAX_FILES && files[count].path; count++)
		fixture_write(tree, files[count].path, files[count].text);
	return tree;
}

/* Classes but "built", and "-" for what isn't registered, come last. */
static void entry_text(const struct index_entry *entry, struct buffer *text)
{
	buffer_printf(text, "%s %s %s:%u %s ", entry->compatible,
		      compatible_kind_name(entry->kind), entry->file, entry->line,
		      entry->source);
	condition_text(entry->condition, text);
	if (entry->class != INDEX_BUILT)
		buffer_printf(text, " %s", index_class_name(entry->class));
	if (!entry->registered)
		buffer_add_string(text, " -");
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *tree = tree_of(cases[i].files);
		struct kernel_index index;
		size_t count = 0;

		print_message("# %s\n", cases[i].what);
		fixture_open(&index, tree);
		while (count < MAX_ENTRIES && cases[i].entries[count])
			count++;
		for (size_t k = 0; k < index.entries.count; k++) {
			struct buffer text = BUFFER_INIT;

			entry_text(&index.entries.items[k], &text);
			assert_string_equal(buffer_text(&text),
					    k < count ? cases[i].entries[k] : "nothing more");
			buffer_free(&text);
		}
		assert_int_equal(index.entries.count, count);
		kernel_index_close(&index);
		fixture_remove(tree);
	}
}

/* In a kernel with them, facts are there; nothing is said of other files. */
static void test_facts(void **state)
{
	const struct fixture_file files[] = {
		{ "drivers/Makefile", "obj-$(CONFIG_A) += mfd/\n" },
		{ "drivers/mfd/Makefile", "obj-y += syscon.o\n" },
		{ "drivers/mfd/syscon.c", "" },
	};
	char *tree = fixture_make(files, sizeof(files) / sizeof(files[0]));
	struct kernel_index index;
	struct index_entries entries;

	(void)state;
	fixture_open(&index, tree);
	assert_int_equal(index.entries.count, 1);
	entries = kernel_index_compatible(&index, "syscon");
	assert_int_equal(entries.count, 1);
	assert_int_equal(entries.items[0]->kind, COMPATIBLE_FACT);
	assert_int_equal(entries.items[0]->line, 0);
	assert_non_null(entries.items[0]->why);
	fixture_assert_condition(&index, entries.items[0]->condition, "A");
	kernel_index_close(&index);
	fixture_remove(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_facts),
	};

	return cmocka_run_group_tests_name("compatible", tests, NULL, NULL);
}
