// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/tree_fixture.h"

#include <stdlib.h>

#include "generator/board/c_text.h"
#include "generator/board/model.h"
#include "generator/board/pins.h"
#include "generator/board/prune.h"
#include "generator/board/values.h"

static void test_literals(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *literal;
	} cases[] = {
		{ "abc", 4, "\"abc\"" },
		{ "", 1, "\"\"" },
		{ "a\0b", 4, "\"a\\0b\"" },
		{ "a\0" "1", 4, "\"a\\0\" \"1\"" },
		{ "a\0" "9", 4, "\"a\\09\"" },
		{ "\"\\?", 4, "\"\\\"\\\\\\?\"" },
		{ "\n\x7f\xff", 4, "\"\\012\\177\\377\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *literal = c_literal(cases[i].bytes, cases[i].length);

		assert_string_equal(literal, cases[i].literal);
		free(literal);
	}
}

static void test_names(void **state)
{
	static const char *const cases[][2] = {
		{ "/", "root" }, { "/soc/serial@40004800", "soc_serial_40004800" },
		{ "/1wire", "_1wire" }, { "/a,b+c-d.e", "a_b_c_d_e" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *name = c_name(cases[i][0]);

		assert_string_equal(name, cases[i][1]);
		free(name);
	}
}

static void test_values(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"long = <1 2 3 4>; part = <2 3>; other = <3 9>; bytes = [01 02 03];"
		"text = \"hello\"; label = \"abc\"; number = \"abc\"; none; twice = [01 02 03];"));
	static const struct {
		const char *name;
		enum value_kind kind;
	} kinds[] = {
		{ "long", VALUE_CELLS }, { "bytes", VALUE_BYTES },
		{ "text", VALUE_STRINGS }, { "label", VALUE_STRINGS },
		{ "number", VALUE_CELLS }, { "none", VALUE_EMPTY },
	};
	const struct tree_node *root = &tree.nodes[0];
	struct values values = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_int_equal(value_kind(node_property(root, kinds[i].name)),
				 kinds[i].kind);
	for (size_t i = 0; i < root->nr_properties; i++)
		values_want(&values, &root->properties[i]);
	values_place(&values);
	/* 1 2 3 4, 3 9, "abc\0"; 1 and 2 3 are in there */
	assert_int_equal(values.cells.count, 7);
	assert_int_equal(values_find(&values, node_property(root, "long")), 0);
	assert_int_equal(values_find(&values, node_property(root, "part")), 1);
	assert_int_equal(values.bytes.count, 3);
	assert_int_equal(values_find(&values, node_property(root, "twice")), 0);
	values_free(&values);
	tree_free(&tree);
}

static void test_pins(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"pinctrl@0 { compatible = \"st,stm32f469-pinctrl\";"
		"	a: gpio@0 { gpio-controller; gpio-ranges = <1 0 0 16>; };"
		"	b: gpio@1 { gpio-controller; gpio-ranges = <1 0 16 16>; };"
		"	c: gpio@2 { gpio-controller; gpio-ranges = <1 0 32 6>, <1 12 44 4>; };"
		"	uart { pins1 { pinmux = <0x1a08>; }; pins2 { pinmux = <0x2d08>; }; };"
		"	hog { gpio-hog; gpios = <1 2>; };"
		"	strange { };"
		"}; other { uart { pinmux = <1>; }; };"));
	const struct tree_node *controller = node_at(&tree, "/pinctrl@0");
	const struct tree_node *uart = node_at(&tree, "/pinctrl@0/uart");

	(void)state;
	assert_true(is_pin_controller(controller));
	assert_true(is_pin_state(uart));
	assert_false(is_pin_state(node_at(&tree, "/pinctrl@0/gpio@0")));
	assert_false(is_pin_state(node_at(&tree, "/pinctrl@0/hog")));
	assert_false(is_pin_state(node_at(&tree, "/pinctrl@0/strange")));
	assert_false(is_pin_state(node_at(&tree, "/other/uart")));
	/* pin 26 is in the second, 45 in the third's second range */
	assert_false(bank_has_pins_of(controller, node_at(&tree, "/pinctrl@0/gpio@0"), uart));
	assert_true(bank_has_pins_of(controller, node_at(&tree, "/pinctrl@0/gpio@1"), uart));
	assert_true(bank_has_pins_of(controller, node_at(&tree, "/pinctrl@0/gpio@2"), uart));
	tree_free(&tree);
}

/* A model of a tree, pruned or not; json_decref() it. */
static json_t *model_of(const struct tree *tree, bool keep_all)
{
	const struct prune_options options = { .keep_all = keep_all };
	const struct model_source source = { "0", "c", "d", "l", "h", NULL, NULL };
	struct board board = { .name = "b" };
	struct error error = ERROR_INIT;
	struct prune prune;
	json_t *model;

	assert_int_equal(prune_tree(&prune, tree, &options, &error), 0);
	model = model_make(tree, &prune, &board, &source, &error);
	if (!model)
		fail_msg("%s", error.text);
	prune_free(&prune);
	return model;
}

static json_t *model_get(const json_t *model, const char *list, size_t index,
			 const char *key)
{
	return json_object_get(json_array_get(json_object_get(model, list), index), key);
}

static void test_aliases(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"n { compatible = \"x\"; }; off { status = \"disabled\"; };"
		"aliases { serial0 = \"/n\"; x10 = \"/n\"; plain = \"/n\"; 7 = \"/n\"; gone1 = \"/off\"; big99999999999 = \"/n\"; };"));
	json_t *model = model_of(&tree, false);
	static const struct {
		const char *alias, *stem;
		int id;
	} expected[] = { { "serial0", "serial", 0 }, { "x10", "x", 10 }, { "7", "", 7 } };

	(void)state;
	assert_int_equal(json_array_size(json_object_get(model, "aliases")), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(json_string_value(model_get(model, "aliases", i, "alias")), expected[i].alias);
		assert_string_equal(json_string_value(model_get(model, "aliases", i, "stem")), expected[i].stem);
		assert_int_equal(json_integer_value(model_get(model, "aliases", i, "id")), expected[i].id);
	}
	json_decref(model);
	tree_free(&tree);
}

static void test_memory(void **state)
{
	struct tree tree = tree_of(
		"/dts-v1/; /memreserve/ 0x100 0x20; / { #address-cells = <2>; #size-cells = <1>;"
		"memory@0 { device_type = \"memory\"; reg = <0 0x1000 0x10>, <0 0 0>, <1 2 3>; };"
		"memory@1 { device_type = \"memory\"; status = \"disabled\"; reg = <0 0x9000 0x10>; };"
		"memory@2 { device_type = \"memory\"; reg = <0 1 2>; linux,usable-memory = <0 0x2000 0x10>; };"
		"reserved-memory { #address-cells = <2>; #size-cells = <1>; ranges; a@4000 { reg = <0 0x4000 0x10>; no-map; }; }; };");
	json_t *model = model_of(&tree, true);
	static const uint64_t bases[] = { 0x1000, 0x100000002, 0x2000 };

	(void)state;
	assert_int_equal(json_array_size(json_object_get(model, "memory")), 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(json_integer_value(model_get(model, "memory", i, "base")), bases[i]);
	assert_int_equal(json_array_size(json_object_get(model, "reserved")), 2);
	assert_int_equal(json_integer_value(model_get(model, "reserved", 0, "base")), 0x100);
	assert_false(json_is_true(model_get(model, "reserved", 0, "nomap")));
	assert_int_equal(json_integer_value(model_get(model, "reserved", 1, "base")), 0x4000);
	assert_true(json_is_true(model_get(model, "reserved", 1, "nomap")));
	json_decref(model);
	tree_free(&tree);
}

/* Lists that end alike share their ends; no list changes by it. */
static void test_shared_ends(void **state)
{
	struct tree tree = tree_of(FIXTURE(
		"a { compatible = \"x\"; one = <1>; two; }; b { compatible = \"y\"; one = <1>; two; };"
		"c { compatible = \"x\"; one = <1>; two; }; d { compatible = \"x\"; one = <2>; two; };"));
	json_t *model = model_of(&tree, false);

	(void)state;
	/* the root's 2, a's 3, b's first, c's none, d's first two */
	assert_int_equal(json_integer_value(json_object_get(model, "nr_property_entries")), 8);
	assert_int_equal(json_array_size(model_get(model, "nodes", 3, "properties")), 3);
	json_decref(model);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_literals),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_pins),
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_shared_ends),
	};

	return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
