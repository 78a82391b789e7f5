// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/tree_fixture.h"

#include <endian.h>
#include <stdlib.h>

#include "generator/board/c_text.h"
#include "generator/board/flash_map.h"
#include "generator/board/model.h"
#include "generator/board/pins.h"
#include "generator/board/prune.h"
#include "generator/board/root_image.h"
#include "generator/board/settings.h"
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

static void test_settings(void **state)
{
	static const struct {
		const char *set, *symbol, *value;	/* symbol NULL: refused */
	} cases[] = {
		{ "A", "A", "y" }, { "A_1=n", "A_1", "n" }, { "A=12", "A", "12" },
		{ "A=0x10", "A", "0x10" }, { "A=\"x y\"", "A", "x y" },
		{ "A=\"\"", "A", "" }, { "a=b=c", "a", "b=c" },
		{ "", NULL, NULL }, { "=y", NULL, NULL }, { "A=", NULL, NULL },
		{ "A B", NULL, NULL }, { "A-B=y", NULL, NULL },
		{ "CONFIG_A", NULL, NULL }, { "CONFIG_A=y", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct setting setting = { 0 };
		struct error error = ERROR_INIT;
		int result = setting_parse(&setting, cases[i].set, &error);

		assert_int_equal(result, cases[i].symbol ? 0 : -1);
		if (!result) {
			assert_string_equal(setting.symbol, cases[i].symbol);
			assert_string_equal(setting.value, cases[i].value);
		}
		setting_free(&setting);
	}
}

static void test_setting_lines(void **state)
{
	static const char text[] = "# set: A\n"
				   "kernel:\n"
				   "  - {set: AB, why: x}\n"
				   "  - {set: A, why: x}\n"
				   "  - set: \"A=1\"\n"
				   "    why: reset: A\n"
				   "  - set: A\n";

	(void)state;
	assert_int_equal(setting_line(text, "AB", 0), 3);
	assert_int_equal(setting_line(text, "A", 0), 4);
	assert_int_equal(setting_line(text, "A", 1), 7);
	assert_int_equal(setting_line(text, "A=1", 0), 5);
	assert_int_equal(setting_line(text, "C", 0), 0);
	assert_int_equal(setting_line("", "C", 0), 0);
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

#define TEST_BOARD(...) \
	{ .name = "b", .path = (char *)"b.yaml", .flash_base = 0x8000000, \
	  .flash_size = 0x200000, __VA_ARGS__ }

/* Regions in the order of their addresses, however the board names them. */
static void test_flash_map(void **state)
{
	static const struct {
		struct board board;
		size_t count;
		struct flash_region regions[FLASH_REGIONS];
	} cases[] = {
		{ TEST_BOARD(), 0, { { 0 } } },
		{ TEST_BOARD(.map_kernel = 0x8008000), 1,
		  { { "kernel", 0x8008000, 0x1f8000 } } },
		{ TEST_BOARD(.map_kernel = 0x8008000, .map_root = 0x8180000,
			     .map_dtb = 0x81f8000), 3,
		  { { "kernel", 0x8008000, 0x178000 }, { "root", 0x8180000, 0x78000 },
		    { "dtb", 0x81f8000, 0x8000 } } },
		{ TEST_BOARD(.map_kernel = 0x8100000, .map_root = 0x81fffff,
			     .map_dtb = 0x8000000), 3,
		  { { "dtb", 0x8000000, 0x100000 }, { "kernel", 0x8100000, 0xfffff },
		    { "root", 0x81fffff, 1 } } },
		{ TEST_BOARD(.map_root = 0x8000004, .map_dtb = 0x8000000), 2,
		  { { "dtb", 0x8000000, 4 }, { "root", 0x8000004, 0x1ffffc } } },
		{ { .name = "b" }, 0, { { 0 } } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		struct flash_map map;

		assert_int_equal(flash_map_make(&map, &cases[i].board, &error), 0);
		assert_int_equal(map.nr_regions, cases[i].count);
		for (size_t j = 0; j < map.nr_regions; j++) {
			const struct flash_region *expected = &cases[i].regions[j];

			assert_string_equal(map.regions[j].name, expected->name);
			assert_int_equal(map.regions[j].base, expected->base);
			assert_int_equal(map.regions[j].size, expected->size);
			assert_ptr_equal(flash_map_find(&map, expected->name),
					 &map.regions[j]);
		}
		if (map.nr_regions < FLASH_REGIONS)
			assert_null(flash_map_find(&map, map.nr_regions ? "x" : "kernel"));
	}
}

static void test_flash_map_refusals(void **state)
{
	static const struct {
		struct board board;
		const char *message;
	} cases[] = {
		{ { .name = "b", .path = (char *)"b.yaml", .map_kernel = 0x8000 },
		  "b.yaml: map: kernel: 0x00008000 is in no flash; expected flash: {base: ADDRESS, size: BYTES}" },
		{ TEST_BOARD(.map_kernel = 0x7ffffff),
		  "b.yaml: map: kernel: 0x07ffffff is outside of the flash, 0x08000000 to 0x08200000" },
		{ TEST_BOARD(.map_kernel = 0x8008000, .map_dtb = 0x8200000),
		  "b.yaml: map: dtb: 0x08200000 is outside of the flash, 0x08000000 to 0x08200000" },
		{ TEST_BOARD(.map_kernel = 0x8180000, .map_root = 0x8180000),
		  "b.yaml: map: root: 0x08180000 is also the address of kernel" },
		{ TEST_BOARD(.map_kernel = 0x8008000, .map_root = 0x8180000, .map_dtb = 0x8008000),
		  "b.yaml: map: dtb: 0x08008000 is also the address of kernel" },
		{ { .name = "b", .path = (char *)"b.yaml", .flash_base = UINT64_MAX - 15,
		    .flash_size = 17, .map_kernel = UINT64_MAX },
		  "b.yaml: flash: 0x11 bytes at 0xfffffffffffffff0 go beyond the last address there is" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		struct flash_map map;

		assert_int_equal(flash_map_make(&map, &cases[i].board, &error), -1);
		assert_string_equal(error.text, cases[i].message);
	}
}

static void test_flash_map_fits(void **state)
{
	const struct board board = TEST_BOARD(.map_kernel = 0x8008000,
					      .map_root = 0x8180000);
	struct error error = ERROR_INIT;
	struct flash_map map;

	(void)state;
	assert_int_equal(flash_map_make(&map, &board, &error), 0);
	assert_int_equal(flash_map_check_fits(&map, "root", 0, "r", &error), 0);
	assert_int_equal(flash_map_check_fits(&map, "root", 0x80000, "r", &error), 0);
	assert_int_equal(flash_map_check_fits(&map, "root", 0x80001, "r", &error), -1);
	assert_string_equal(error.text,
		"b.yaml: map: root: r has 524,289 bytes, but its region, 0x08180000 to 0x08200000, has 524,288: 1 too many");
	error = (struct error)ERROR_INIT;
	assert_int_equal(flash_map_check_fits(&map, "kernel", UINT64_MAX, "k", &error), -1);
	assert_string_equal(error.text,
		"b.yaml: map: kernel: k has 18,446,744,073,709,551,615 bytes, but its region, 0x08008000 to 0x08180000, has 1,540,096: 18,446,744,073,708,011,519 too many");
	error = (struct error)ERROR_INIT;
	assert_int_equal(flash_map_check_fits(&map, "dtb", 1, "x.dtb", &error), -1);
	assert_string_equal(error.text, "b.yaml: map: no dtb:; expected the address of x.dtb");
}

static void test_flash_map_macros(void **state)
{
	const struct board board = TEST_BOARD(.map_root = 0x8180000,
					      .map_dtb = 0x81f8000);
	static const char *const expected[] = {
		"MAP_ROOT_BASE=0x8180000", "MAP_ROOT_SIZE=0x78000",
		"MAP_ROOT_UNIT=8180000", "MAP_DTB_BASE=0x81f8000",
		"MAP_DTB_SIZE=0x8000", "MAP_DTB_UNIT=81f8000",
	};
	struct error error = ERROR_INIT;
	struct flash_map map;
	char **macros;

	(void)state;
	assert_int_equal(flash_map_make(&map, &board, &error), 0);
	macros = flash_map_macros(&map);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(macros[i], expected[i]);
	assert_null(macros[6]);
	flash_map_free_macros(macros);
}

/* An image of @size bytes, 600 of them there, whose first words add up to 0. */
static void make_root_image(unsigned char image[600], uint32_t size)
{
	uint32_t checked = size < 512 ? size : 512, sum = 0, word;

	memset(image, 0x5a, 600);
	memcpy(image, "-rom1fs-", 8);
	word = htobe32(size);
	memcpy(image + 8, &word, 4);
	memset(image + 12, 0, 4);
	for (uint32_t at = 0; at < checked; at += 4) {
		memcpy(&word, image + at, 4);
		sum += be32toh(word);
	}
	word = htobe32(-sum);
	memcpy(image + 12, &word, 4);
}

static void test_root_image(void **state)
{
	static const struct {
		uint32_t size;		/* that the header says */
		size_t length;		/* of what is there */
		size_t damaged;		/* the byte that is changed; 0: none */
		const char *message;	/* NULL: it is good */
	} cases[] = {
		{ 32, 32, 0, NULL },
		{ 512, 512, 0, NULL },
		{ 596, 600, 0, NULL },
		{ 600, 600, 0, NULL },
		{ 600, 600, 512, NULL },	/* nothing is known of it */
		{ 600, 600, 1, "r: not a romfs image: expected it to begin with -rom1fs-" },
		{ 600, 0, 0, "r: not a romfs image: expected it to begin with -rom1fs-" },
		{ 600, 7, 0, "r: not a romfs image: expected it to begin with -rom1fs-" },
		{ 600, 8, 0, "r: truncated: 8 bytes, which is less than a romfs header" },
		{ 600, 31, 0, "r: truncated: 31 bytes, which is less than a romfs header" },
		{ 28, 600, 0, "r: not a romfs image: its header says 28 bytes; expected at least 32" },
		{ 600, 599, 0, "r: truncated: its header says 600 bytes, the file has 599" },
		{ 4294967292, 600, 0, "r: truncated: its header says 4,294,967,292 bytes, the file has 600" },
		{ 600, 600, 15, "r: damaged: the words of its first 512 bytes add up to 0x00000001; expected 0" },
		{ 600, 600, 511, "r: damaged: the words of its first 512 bytes add up to 0x00000001; expected 0" },
		{ 64, 600, 60, "r: damaged: the words of its first 64 bytes add up to 0x01000000; expected 0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		unsigned char image[600];
		int result;

		make_root_image(image, cases[i].size);
		if (cases[i].damaged)
			image[cases[i].damaged]++;
		result = root_image_check("r", image, cases[i].length, &error);
		assert_int_equal(result, cases[i].message ? -1 : 0);
		assert_string_equal(error.text,
				    cases[i].message ? cases[i].message : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_literals),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_pins),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_setting_lines),
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_shared_ends),
		cmocka_unit_test(test_flash_map),
		cmocka_unit_test(test_flash_map_refusals),
		cmocka_unit_test(test_flash_map_fits),
		cmocka_unit_test(test_flash_map_macros),
		cmocka_unit_test(test_root_image),
	};

	return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
