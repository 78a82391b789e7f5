// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What becomes of C files by what makefiles say. Each tree has drivers/Makefile
 * and maybe others; the files one.c, two.c... are in drivers/.
 */
#include "tests/unit/index_fixture.h"

#define MAX_FILES 12
#define MAX_OBJECTS 6

/* Every kind of line that the kernel's makefiles have, one thing at a time. */
static const struct {
	const char *what;
	struct fixture_file files[MAX_FILES];
	struct {
		const char *source, *built_in, *module;
	} objects[MAX_OBJECTS];
} cases[] = {
	{ "a symbol, a bool, both ways to write it, and always",
	  { { "drivers/Makefile", "obj-$(CONFIG_A) += one.o\nobj-${CONFIG_B} += two.o \\\n\tthree.o # not this.o\nobj-y += four.o\n" } },
	  { { "drivers/one.c", "A", "A=m" }, { "drivers/two.c", "B", "false" },
	    { "drivers/three.c", "B", "false" }, { "drivers/four.c", "true", "false" },
	    { "drivers/five.c", NULL, NULL } } },
	{ "composite objects: -objs, -y, and parts of their own",
	  { { "drivers/Makefile", "obj-$(CONFIG_A) += chip.o\nchip-objs := one.o\nchip-y += two.o\nchip-$(CONFIG_B) += three.o\n" } },
	  { { "drivers/one.c", "A", "A=m" }, { "drivers/two.c", "A", "A=m" },
	    { "drivers/three.c", "A && B", "A=m && B" } } },
	{ "parts that are modules are parts of a module",
	  { { "drivers/Makefile", "obj-$(CONFIG_C) += chip.o\nobj-m += other.o\nchip-y := one.o\nchip-$(CONFIG_A) += two.o\nother-y := three.o\nother-$(CONFIG_A) += four.o\n" } },
	  { { "drivers/one.c", "C", "false" }, { "drivers/two.c", "A && C", "false" },
	    { "drivers/three.c", "false", "true" },
	    { "drivers/four.c", "false", "A || A=m" } } },
	{ "a folder as a whole: its obj-y is built in only where it is itself",
	  { { "drivers/Makefile", "obj-$(CONFIG_A) += chip/\n" },
	    { "drivers/chip/Makefile", "obj-y += in.o\nobj-$(CONFIG_C) += c.o\nobj-m += m.o\nlib-y += lib.o\n" },
	    { "drivers/chip/in.c", "" }, { "drivers/chip/c.c", "" },
	    { "drivers/chip/m.c", "" }, { "drivers/chip/lib.c", "" } },
	  { { "drivers/chip/in.c", "A", "false" }, { "drivers/chip/c.c", "A && C", "false" },
	    { "drivers/chip/m.c", "false", "A || A=m" },
	    { "drivers/chip/lib.c", "A || A=m", "false" } } },
	{ "a folder by several ways, and one that is nowhere named",
	  { { "drivers/Makefile", "obj-$(CONFIG_B) += chip/\nobj-$(CONFIG_C) += chip/\n" },
	    { "drivers/chip/Makefile", "obj-y += in.o\n" }, { "drivers/chip/in.c", "" },
	    { "drivers/lost/Makefile", "obj-y += in.o\n" }, { "drivers/lost/in.c", "" } },
	  { { "drivers/chip/in.c", "B || C", "false" }, { "drivers/lost/in.c", NULL, NULL } } },
	{ "ifdef, ifndef, else",
	  { { "drivers/Makefile", "ifdef CONFIG_B\nobj-y += one.o\nelse\nobj-y += two.o\nendif\nifndef CONFIG_A\nobj-y += three.o\nendif\n" } },
	  { { "drivers/one.c", "B", "false" }, { "drivers/two.c", "!B", "false" },
	    { "drivers/three.c", "!A && A!=m", "false" } } },
	{ "ifeq, ifneq, else ifeq",
	  { { "drivers/Makefile", "ifeq ($(CONFIG_A),y)\nobj-y += one.o\nelse ifeq ($(CONFIG_A),m)\nobj-y += two.o\nelse\nobj-y += three.o\nendif\nifneq ($(CONFIG_B)$(CONFIG_C),)\nobj-y += four.o\nendif\n" } },
	  { { "drivers/one.c", "A", "false" }, { "drivers/two.c", "A=m", "false" },
	    { "drivers/three.c", "!A && A!=m", "false" }, { "drivers/four.c", "B || C", "false" } } },
	{ ":= takes back what was said before, also where it is conditional",
	  { { "drivers/Makefile", "obj-$(CONFIG_B) := one.o\nobj-$(CONFIG_B) := two.o\nobj-y := three.o\nifdef CONFIG_C\nobj-y := four.o\nendif\n" } },
	  { { "drivers/one.c", NULL, NULL }, { "drivers/three.c", "!C", "false" },
	    { "drivers/four.c", "C", "false" } } },
	{ "include by $(src) and by $(srctree)",
	  { { "drivers/Makefile", "include $(src)/more.mk\ninclude $(srctree)/drivers/Makefile.even\n" },
	    { "drivers/more.mk", "obj-$(CONFIG_A) += one.o\n" },
	    { "drivers/Makefile.even", "obj-$(CONFIG_B) += two.o\n" } },
	  { { "drivers/one.c", "A", "A=m" }, { "drivers/two.c", "B", "false" } } },
	{ "variables, functions, patterns",
	  { { "drivers/Makefile", "list := one.o\nlist += two.o\nobj-$(CONFIG_A) += $(list)\nobj-$(CONFIG_B) += $(addsuffix .o,three) $(patsubst %.x,%.o,four.x)\nobj-$(if $(CONFIG_C),y) += five.o\n" } },
	  { { "drivers/one.c", "A", "A=m" }, { "drivers/two.c", "A", "A=m" },
	    { "drivers/three.c", "B", "false" }, { "drivers/four.c", "B", "false" },
	    { "drivers/five.c", "C", "false" } } },
	{ "what the value of a number decides",
	  { { "drivers/Makefile", "ifeq ($(CONFIG_NUMBER),3)\nobj-y += one.o\nendif\n" } },
	  { { "drivers/one.c", "NUMBER=3", "false" } } },
	{ "several symbols in one name: y only if all are",
	  { { "drivers/Makefile", "obj-$(CONFIG_B)$(CONFIG_C) += one.o\nobj-$(filter y,$(CONFIG_B)) += two.o\n" } },
	  { { "drivers/two.c", "B", "false" } } },
	{ "what a program says is not known",
	  { { "drivers/Makefile", "ifeq ($(shell uname),Linux)\nobj-$(CONFIG_B) += one.o\nendif\n" } },
	  { { "drivers/one.c", "B && {make}", "false" } } },
	{ "Kbuild goes before Makefile",
	  { { "drivers/Makefile", "obj-y += one.o\n" }, { "drivers/Kbuild", "obj-y += two.o\n" } },
	  { { "drivers/one.c", NULL, NULL }, { "drivers/two.c", "true", "false" } } },
	{ "a file by two objects, and one in another folder",
	  { { "drivers/Makefile", "obj-$(CONFIG_B) += one.o\nobj-$(CONFIG_C) += one.o ../lib/x.o\n" },
	    { "lib/x.c", "" } },
	  { { "drivers/one.c", "B || C", "false" }, { "lib/x.c", "C", "false" } } },
	{ "architectures",
	  { { "Kbuild", "obj-y += arch/$(SRCARCH)/\n" }, { "arch/arm/Makefile", "" },
	    { "arch/mips/Makefile", "" }, { "arch/arm/Kbuild", "obj-$(CONFIG_B) += a.o\n" },
	    { "arch/mips/Kbuild", "obj-y += m.o\n" }, { "arch/arm/a.c", "" },
	    { "arch/mips/m.c", "" } },
	  { { "arch/arm/a.c", "B && SRCARCH=arm", "false" },
	    { "arch/mips/m.c", "SRCARCH=mips", "false" } } },
	{ "folders that name each other don't go on for ever",
	  { { "drivers/Makefile", "obj-$(CONFIG_B) += a/\n" }, { "drivers/a/Makefile", "obj-y += ../b/ in.o\n" },
	    { "drivers/b/Makefile", "obj-$(CONFIG_C) += ../a/\n" }, { "drivers/a/in.c", "" } },
	  { { "drivers/a/in.c", "B", "false" } } },
	{ "lines that make would refuse are passed over",
	  { { "drivers/Makefile", "endif\n)(\nobj-$(CONFIG_B += two.o\nobj-$(CONFIG_B) += one.o\nifdef\n" } },
	  { { "drivers/one.c", "B", "false" } } },
	{ "a makefile that includes itself, and a variable that is itself",
	  { { "drivers/Makefile", "x = $(x) one.o\nobj-y += $(x)\nobj-$(CONFIG_B) += two.o\ninclude $(src)/Makefile\n" } },
	  { { "drivers/two.c", "B", "false" } } },
};

static char *tree_of(const struct fixture_file *files)
{
	static const char *const sources[] = { "one", "two", "three", "four", "five" };
	size_t count = 0;
	char *tree;

	while (count < MAX_FILES && files[count].path)
		count++;
	tree = fixture_make(files, count);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		char *path = memory_printf("drivers/%s.c", sources[i]);

		fixture_write(tree, path, "");
		free(path);
	}
	return tree;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *tree = tree_of(cases[i].files);
		struct kernel_index index;

		print_message("# %s\n", cases[i].what);
		fixture_open(&index, tree);
		for (size_t k = 0; k < MAX_OBJECTS && cases[i].objects[k].source; k++)
			fixture_assert_object(&index, cases[i].objects[k].source,
					      cases[i].objects[k].built_in,
					      cases[i].objects[k].module);
		kernel_index_close(&index);
		fixture_remove(tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests_name("kbuild", tests, NULL, NULL);
}
