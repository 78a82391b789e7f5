// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/tree_fixture.h"

#include <stdlib.h>

#include "generator/tree/address.h"
#include "generator/tree/check.h"
#include "generator/tree/dtb.h"
#include "generator/tree/references.h"

static void test_structure(void **state)
{
	struct tree tree = tree_of(FIXTURE("a { b@1 { c { }; }; d { }; }; e { };"));
	static const char *const order[] = { "/", "/a", "/a/b@1", "/a/b@1/c",
					     "/a/d", "/e" };

	(void)state;
	assert_int_equal(tree.nr_nodes, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(tree.nodes[i].path, order[i]);
		assert_int_equal(tree.nodes[i].index, i);
	}
	assert_ptr_equal(tree.nodes[0].child, node_at(&tree, "/a"));
	assert_ptr_equal(node_at(&tree, "/a")->sibling, node_at(&tree, "/e"));
	assert_ptr_equal(node_at(&tree, "/a/b@1")->sibling, node_at(&tree, "/a/d"));
	assert_null(node_at(&tree, "/a/b@1/c")->sibling);
	assert_true(node_name_is(node_at(&tree, "/a/b@1"), "b"));
	assert_false(node_name_is(node_at(&tree, "/a/b@1"), "b@1"));
	/* the walk stays below its top */
	assert_ptr_equal(node_next(node_at(&tree, "/a"), node_at(&tree, "/a/b@1/c")),
			 node_at(&tree, "/a/d"));
	assert_null(node_next(node_at(&tree, "/a"), node_at(&tree, "/a/d")));
	tree_free(&tree);
}

static void test_strings(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"one = \"a\"; list = \"a\", \"bc\", \"\", \"d\"; cut = [61 62]; none;"));
	const struct tree_node *root = &tree.nodes[0];
	static const struct {
		const char *name;
		size_t index;
		const char *string;
	} cases[] = {
		{ "one", 0, "a" }, { "one", 1, NULL }, { "list", 1, "bc" },
		{ "list", 2, "" }, { "list", 3, "d" }, { "list", 4, NULL },
		{ "cut", 0, NULL }, { "none", 0, NULL }, { "absent", 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *string = node_string_at(root, cases[i].name, cases[i].index);

		if (cases[i].string)
			assert_string_equal(string, cases[i].string);
		else
			assert_null(string);
	}
	tree_free(&tree);
}

static void test_availability(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"a { status = \"okay\"; }; b { status = \"ok\"; }; c { status = \"disabled\"; d { }; };"
		"e { status = \"fail\"; }; f { status; }; g { status = \"okay\", \"x\"; };"));

	(void)state;
	assert_true(node_is_available(node_at(&tree, "/a")));
	assert_true(node_is_available(node_at(&tree, "/b")));
	assert_false(node_is_available(node_at(&tree, "/c")));
	assert_true(node_is_available(node_at(&tree, "/c/d")));
	assert_false(node_is_enabled(node_at(&tree, "/c/d")));
	assert_false(node_is_available(node_at(&tree, "/e")));
	assert_false(node_is_available(node_at(&tree, "/f")));
	assert_true(node_is_available(node_at(&tree, "/g")));
	tree_free(&tree);
}

static void test_find_node(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"a { b { }; }; aliases { x = \"/a\"; lost = \"/z\"; };"));
	static const struct {
		const char *text, *path, *options;
	} cases[] = {
		{ "/a/b", "/a/b", NULL }, { "x", "/a", NULL }, { "x/b", "/a/b", NULL },
		{ "x:115200", "/a", "115200" }, { "/a:o/p", "/a", "o/p" },
		{ "/", "/", NULL }, { "lost", NULL, NULL }, { "y", NULL, NULL },
		{ "", NULL, NULL }, { "/a/", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *options;
		struct tree_node *node = tree_find_node(&tree, cases[i].text, &options);

		if (cases[i].path)
			assert_ptr_equal(node, node_at(&tree, cases[i].path));
		else
			assert_null(node);
		if (cases[i].options)
			assert_string_equal(options, cases[i].options);
		else
			assert_null(options);
	}
	tree_free(&tree);
}

static void test_addresses(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"bus@80000000 { #address-cells = <2>; #size-cells = <1>;"
		"	ranges = <0 0 0x80000000 0x1000>, <1 0 0x90000000 0x1000>;"
		"	in { reg = <1 0x10 4>; }; end { reg = <0 0xfff 1>; };"
		"	past { reg = <0 0x1000 1>; };"
		"	sub { #address-cells = <1>; #size-cells = <1>; ranges = <0x100 1 0x20 0x10>;"
		"		deep { reg = <0x104 4>; }; }; };"
		"same { ranges; x { reg = <0x42 1>; }; };"
		"none { x { reg = <0x42 1>; }; };"
		"i2c { #address-cells = <1>; #size-cells = <0>; ranges; x { reg = <3>; }; };"
		"flags { #address-cells = <3>; #size-cells = <1>; ranges = <0x200 0 0 0xa0000000 0x1000>;"
		"	x { reg = <0x200 0 8 4>; }; y { reg = <0x100 0 8 4>; }; };"
		"isa { #address-cells = <2>; #size-cells = <1>; ranges = <0 0 0xb0000000 0x1000>, <1 0 0xc0000000 0x1000>;"
		"	m { reg = <0 4 4>; }; io { reg = <1 4 4>; }; };"));
	static const struct {
		const char *path;
		uint64_t address;
		bool translated, resource;
	} cases[] = {
		{ "/bus@80000000/in", 0x90000010, true, true },
		{ "/bus@80000000/end", 0x80000fff, true, true },
		{ "/bus@80000000/past", 0, false, false },
		{ "/bus@80000000/sub/deep", 0x90000024, true, true },
		{ "/same/x", 0x42, true, true },
		{ "/none/x", 0, false, false },
		{ "/i2c/x", 0, false, false },
		{ "/flags/x", 0xa0000008, true, true },
		{ "/flags/y", 0, false, false },
		{ "/isa/m", 0xb0000004, true, true },
		{ "/isa/io", 0xc0000004, true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct tree_node *node = node_at(&tree, cases[i].path);
		struct resource resource;
		uint64_t address;

		assert_int_equal(address_translate(node, node_property(node, "reg")->value,
						   &address), cases[i].translated);
		if (cases[i].translated)
			assert_int_equal(address, cases[i].address);
		assert_int_equal(address_resource(node, 0, &resource), cases[i].resource);
		if (cases[i].resource)
			assert_int_equal(resource.start, cases[i].address);
		assert_false(address_resource(node, 1, &resource));
	}
	tree_free(&tree);
}

static size_t count_references(const struct tree *tree, const char *path,
			       const char *property)
{
	const struct tree_node *node = node_at(tree, path);
	reference_list list = { 0 };
	struct error error = ERROR_INIT;
	size_t count;

	if (references_of_property(tree, node, node_property(node, property), &list,
				   &error))
		fail_msg("%s", error.text);
	count = list.count;
	array_free(&list);
	return count;
}

static void test_references(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"interrupt-parent = <&gpio>; c1: c1 { #clock-cells = <0>; }; c2: c2 { #clock-cells = <2>; }; gpio: g { #gpio-cells = <2>; #interrupt-cells = <2>; };"
		"pins: p { };"
		"n { clocks = <&c1>, <&c2 1 2>, <0>, <&c1>; pinctrl-0 = <&pins>; pinctrl-names = \"x\";"
		"	cs-gpios = <0>, <&gpio 1 2>; x-supply = <&pins>; interrupts = <1 2>, <3 4>;"
		"	gpio-ranges = <&pins 0 0 16>, <&pins 16 16 4>; nr-gpios = <3>; st,syscfg = <&pins 4 8>;"
		"	pinctrl-x = <99>; nvmem-cells = <&pins>; };"
		"x { port { e1: endpoint { remote-endpoint = <&e2>; }; }; };"
		"y { port { e2: endpoint { remote-endpoint = <&e1>; }; }; };"
		"hog { gpio-hog; gpios = <99 1>; };"
		"nexus { #interrupt-cells = <1>; #address-cells = <1>; interrupt-map = <0 1 &gpio 5 6>, <0 2 &gpio 7 8>; };"
		"map { iommu-map = <0 &pins 1 2>, <9 &c1 1 2>; };"));
	static const struct {
		const char *path, *property;
		size_t count;
	} cases[] = {
		{ "/n", "clocks", 3 }, { "/n", "pinctrl-0", 1 }, { "/n", "pinctrl-names", 0 },
		{ "/n", "cs-gpios", 1 }, { "/n", "x-supply", 1 }, { "/n", "interrupts", 2 },
		{ "/n", "gpio-ranges", 2 }, { "/n", "nr-gpios", 0 }, { "/n", "st,syscfg", 1 },
		{ "/n", "pinctrl-x", 0 }, { "/x/port/endpoint", "remote-endpoint", 1 },
		{ "/n", "nvmem-cells", 1 }, { "/hog", "gpios", 0 },
		{ "/nexus", "interrupt-map", 2 }, { "/map", "iommu-map", 2 },
		{ "/", "interrupt-parent", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (count_references(&tree, cases[i].path, cases[i].property) !=
		    cases[i].count)
			fail_msg("%s: %s", cases[i].path, cases[i].property);
	assert_ptr_equal(interrupt_parent(&tree, node_at(&tree, "/n")),
			 node_at(&tree, "/g"));
	tree_free(&tree);
}

/* interrupt-parent that leads nowhere or around is no endless loop. */
static void test_interrupt_circles(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"a: a { interrupt-parent = <&b>; }; b: b { interrupt-parent = <&a>; };"
		"c { interrupt-parent = <&a>; interrupts = <1>; };"));
	struct error error = ERROR_INIT;

	(void)state;
	assert_null(interrupt_parent(&tree, node_at(&tree, "/c")));
	assert_int_equal(tree_check(&tree, &error), -1);
	assert_string_equal(error.text, "x.dts: /c: interrupts: no interrupt parent; expected interrupt-parent here or above to name a node with #interrupt-cells");
	tree_free(&tree);
}

/* Every single byte changed, and every length: an answer, and never a crash. */
static void test_any_bytes(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"compatible = \"x\"; a: a@1 { reg = <1 2>; #clock-cells = <1>; }; b { clocks = <&a 1>; c = \"d\"; };"));
	unsigned char *copy = malloc(tree.dtb_size);
	static const unsigned char values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

	(void)state;
	for (size_t at = 0; at < tree.dtb_size; at++) {
		for (size_t v = 0; v < sizeof(values); v++) {
			struct error error = ERROR_INIT;
			struct tree changed;

			memcpy(copy, tree.dtb, tree.dtb_size);
			copy[at] = values[v];
			if (tree_read(&changed, copy, tree.dtb_size, "x", &error)) {
				assert_true(error.text[0]);
				continue;
			}
			tree_check(&changed, &error);
			tree_free(&changed);
		}
	}
	for (size_t size = 0; size < tree.dtb_size; size++) {
		struct error error = ERROR_INIT;

		assert_int_equal(dtb_check(tree.dtb, size, "x", &error), -1);
	}
	free(copy);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_availability),
		cmocka_unit_test(test_find_node),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_interrupt_circles),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
