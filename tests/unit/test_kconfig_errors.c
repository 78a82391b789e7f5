// SPDX-License-Identifier: GPL-2.0-or-later
/* Kconfig trees that can't be read: one message each, with file and line. */
#include "tests/unit/kconfig_fixture.h"

static const struct {
	const char *text;
	const char *error;
} bad_files[] = {
	{ "config A\n\tboll \"a\"\n", "Kconfig:2: unknown option \"boll\"" },
	{ "garbage here\n", "Kconfig:1: unknown option \"garbage\"" },
	{ "config A\n\tbool \"a\"\n\tdepends on (B\n", "Kconfig:3: invalid option" },
	{ "config A\n\tbool \"a\"\n\tdepends on B &&\n", "Kconfig:3: invalid option" },
	{ "config A\n\tint \"a\"\n\trange 1\n", "Kconfig:3: invalid option" },
	{ "config A\n\tbool \"a\"\n\tselect \"B\"\n", "Kconfig:3: invalid option" },
	{ "config\n\tbool\n", "Kconfig:1: invalid statement" },
	{ "config A B\n\tbool\n", "Kconfig:1: invalid statement" },
	{ "if A\nconfig B\n\tbool\n", "Kconfig:1: 'if' without 'endif'" },
	{ "choice\n\tprompt \"c\"\n", "Kconfig:1: 'choice' without 'endchoice'" },
	{ "menu \"m\"\nendif\n",
	  "Kconfig:2: unexpected 'endif' within the menu block of line 1" },
	{ "\nendmenu\n", "Kconfig:2: 'endmenu' without 'menu' in this file" },
	{ "source \"nothing\"\n", "Kconfig:1: can't open file \"nothing\"" },
	{ "source nothing\n", "Kconfig:1: 'source' wants a file name in quotes" },
	{ "source \"Kconfig\"\n",
	  "Kconfig:1: recursive inclusion of \"Kconfig\", included first at Kconfig:1" },
	{ "config A\n\tbool\n\tmodules\nconfig B\n\tbool\n\tmodules\n",
	  "Kconfig:6: symbol 'B' redefines option 'modules' already defined by symbol 'A'" },
	/* macros */
	{ "config A\n\tstring\n\tdefault \"$(open\"\n",
	  "Kconfig:3: unterminated reference to 'open\"': missing ')'" },
	{ "a = $(b)\nb = $(a)\nconfig C\n\tstring\n\tdefault \"$(a)\"\n",
	  "Kconfig:5: Recursive variable 'a' references itself (eventually)" },
	{ "f = $(f,$(1)x)\nb := $(f,x)\n", "Kconfig:2: Too deep recursive expansion" },
	{ "$(error-if,n,fine)\n\n$(error-if,y,no compiler)\n", "Kconfig:3: no compiler" },
	{ "a := $(shell)\n", "Kconfig:1: too few function arguments passed to 'shell'" },
	{ "a := $(shell,a,b)\n", "Kconfig:1: too many function arguments passed to 'shell'" },
	/* loops */
	{ "config A\n\tbool \"a\"\n\tdepends on A\n",
	  "recursive dependency: A (Kconfig:1) depends on itself" },
	{ "config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool \"b\"\n\tselect A\n",
	  "recursive dependency: " },
	{ "config A\n\tbool \"a\"\n\tdepends on B\nconfig B\n\tdef_bool C || X\n"
	  "config C\n\tdef_bool !A\n", "A (Kconfig:1) depends on B (Kconfig:4)" },
	{ "config A\n\tbool\n\tdepends on C\nconfig C\n\tdef_bool A\n",
	  "recursive dependency: " },
	{ "\"\n", "Kconfig:1: invalid statement" },
};

static void test_bad_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad_files) / sizeof(bad_files[0]); i++) {
		struct error error = ERROR_INIT;

		if (fixture_open(bad_files[i].text, &error))
			fail_msg("no error for:\n%s", bad_files[i].text);
		assert_int_equal(error.status, ERROR_INPUT);
		if (!strstr(error.text, bad_files[i].error) || strchr(error.text, '\n'))
			fail_msg("%s\nfor:\n%s", error.text, bad_files[i].text);
	}
}

/* What the kernel's conf takes, though it looks odd. */
static void test_odd_files(void **state)
{
	static const char *const texts[] = {
		"", "\n", "# no newline at the end",
		"config A\n\tbool \"no end of the string\n\tdepends on B\n",
		"config A\n\tbool\n\thelp\n",
		"config A\n\tint \"a number with a bool's default\"\n\tdefault y\n",
		"f = $(f)\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct error error = ERROR_INIT;
		struct kconfig *kconfig = fixture_open(texts[i], &error);

		if (!kconfig)
			fail_msg("%s\nfor:\n%s", error.text, texts[i]);
		kconfig_close(kconfig);
	}
}

/* An error in a file that another one sources, in a folder. */
static void test_place(void **state)
{
	const struct fixture_file files[] = {
		{ "Kconfig", "source \"folder/Kconfig\"\n" },
		{ "folder/Kconfig", "# a comment\nconfig A\n\tbool \"a\"\n"
				    "\thelp\n\t  help\n\n\tbogus\n" },
	};
	char *tree = fixture_make(files, 2);
	struct error error = ERROR_INIT;

	(void)state;
	assert_null(kconfig_open(&(struct kconfig_options){
		.tree = tree, .arch = "arm", .cache = "" }, &error));
	assert_string_equal(error.text, "folder/Kconfig:7: unknown option \"bogus\"");
	fixture_remove(tree);
}

static void test_no_tree(void **state)
{
	char *tree = fixture_make(NULL, 0);
	struct error error = ERROR_INIT;

	(void)state;
	assert_null(kconfig_open(&(struct kconfig_options){
		.tree = tree, .arch = "arm", .cache = "" }, &error));
	assert_non_null(strstr(error.text, "not a kernel source tree: "));
	assert_non_null(strstr(error.text, "/Kconfig: No such file or directory"));
	fixture_remove(tree);
	error = (struct error)ERROR_INIT;
	assert_null(kconfig_open(&(struct kconfig_options){
		.tree = "no/such/folder", .arch = "arm", .cache = "" }, &error));
	assert_non_null(strstr(error.text, "no/such/folder"));
}

/* Each symbol depends on the next: as deep as it goes, and deeper. */
static void test_deep(void **state)
{
	static const struct {
		unsigned int depth;
		const char *error;
	} deep[] = { { 2000, NULL }, { 20000, "depends on too many symbols in a chain" } };

	(void)state;
	for (size_t i = 0; i < sizeof(deep) / sizeof(deep[0]); i++) {
		struct buffer text = BUFFER_INIT;
		struct error error = ERROR_INIT;
		struct kconfig *kconfig;

		for (unsigned int k = 0; k < deep[i].depth; k++)
			buffer_printf(&text, "config A%u\n\tbool \"a\"\n\tdepends on A%u\n",
				      k, k + 1);
		kconfig = fixture_open(text.data, &error);
		assert_int_equal(!kconfig, deep[i].error != NULL);
		if (deep[i].error && !strstr(error.text, deep[i].error))
			fail_msg("%s", error.text);
		kconfig_close(kconfig);
		buffer_free(&text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_odd_files),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_no_tree),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
