// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading and patching images: two tiny ones (tests/unit/tiny) that stand for
 * a device tree kernel and a static one. TINY is the folder they were built in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libfdt.h>

#include "generator/base/file.h"
#include "generator/base/memory.h"
#include "generator/ram/payload.h"
#include "generator/ram/tree_cost.h"

#define MEMORY_BASE	0x21000000
#define MEMORY_SIZE	0x100000

static void read_kernel(struct kernel *kernel, const char *name)
{
	struct error error = ERROR_INIT;
	char *directory = path_join(TINY, name);

	if (kernel_read(kernel, directory, &error))
		fail_msg("%s", error.text);
	free(directory);
}

static void test_symbols(void **state)
{
	const struct image_symbol *symbol;
	struct kernel kernel;

	(void)state;
	read_kernel(&kernel, "static");
	assert_true(kernel.is_static);
	assert_string_equal(kernel.version, "6.12.999");
	assert_int_equal(kernel.image.xip_address, 0x8000);
	assert_int_equal(kernel.image.entry & 1, 1);

	symbol = image_find(&kernel.image, "quiet");
	assert_non_null(symbol);
	assert_true(symbol->function);
	assert_int_equal(symbol->address & 1, 0);
	assert_true(symbol->size >= 2);
	assert_ptr_equal(image_symbol_at(&kernel.image, symbol->address), symbol);
	assert_ptr_equal(image_symbol_at(&kernel.image, symbol->address +
					 symbol->size - 1), symbol);
	assert_null(image_symbol_at(&kernel.image, 0x7fff));
	assert_null(image_symbol_at(&kernel.image, 0x30000000));
	assert_null(image_find(&kernel.image, "nothing"));
	assert_null(image_find(&kernel.image, "$t"));

	assert_true(image_in_flash(&kernel.image,
				   image_find(&kernel.image, "of_constant")->address));
	assert_false(image_in_flash(&kernel.image,
				    image_find(&kernel.image, "of_root")->address));
	kernel_free(&kernel);
}

/* .bss: phandle_cache. .data: of_root, of_fixed_clk_driver, .init.data. */
static void test_sizes(void **state)
{
	struct kernel kernel;

	(void)state;
	read_kernel(&kernel, "static");
	assert_int_equal(kernel.image.bss, 512);
	assert_int_equal(kernel.image.data, 4 + 16 + 4);
	assert_true(kernel.image.text > 0);
	kernel_free(&kernel);
}

static void test_bytes(void **state)
{
	const struct image_symbol *banner;
	struct kernel kernel;

	(void)state;
	read_kernel(&kernel, "dt");
	banner = image_find(&kernel.image, "linux_banner");
	assert_memory_equal(image_bytes(&kernel.image, banner->address, 5),
			    "Linux", 5);
	assert_null(image_bytes(&kernel.image, 0x7fff, 1));
	assert_non_null(image_bytes(&kernel.image, 0x8000,
				    kernel.image.xip.length));
	assert_null(image_bytes(&kernel.image, 0x8000,
				kernel.image.xip.length + 1));
	assert_null(image_bytes(&kernel.image, 0x8001, SIZE_MAX));
	kernel_free(&kernel);
}

static void test_unchanged(void **state)
{
	static const char *const names[] = { "dt", "static" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct error error = ERROR_INIT;
		struct payload payload;
		struct kernel kernel;

		read_kernel(&kernel, names[i]);
		assert_int_equal(kernel.memory_base, MEMORY_BASE);
		assert_int_equal(kernel.memory_size, MEMORY_SIZE);
		assert_int_equal(payload_make(&payload, &kernel, 0, NULL, &error), 0);
		assert_int_equal(payload.xip.length, kernel.image.xip.length);
		assert_memory_equal(payload.xip.data, kernel.image.xip.data,
				    payload.xip.length);
		assert_int_equal(payload.dtb.length, kernel.dtb.length);
		if (payload.dtb.length)
			assert_memory_equal(payload.dtb.data, kernel.dtb.data,
					    payload.dtb.length);
		/* there is none beside the tiny kernels */
		assert_null(kernel.root_path);
		assert_int_equal(payload.root.length, 0);
		payload_free(&payload);
		kernel_free(&kernel);
	}
}

/* What was patched is read back by kernel_read(). */
static void read_patched(struct kernel *patched, const struct kernel *kernel,
			 const struct payload *payload, const char *build)
{
	struct error error = ERROR_INIT;
	char *directory = path_join(build, "column");
	char *vmlinux = path_join(directory, "vmlinux");
	char *xip = path_join(directory, "xipImage");
	char *dtb = path_join(build, "board.dtb");
	struct buffer elf = BUFFER_INIT;

	if (file_make_directories(directory, &error) ||
	    file_read(kernel->image.path, &elf, &error) ||
	    file_write(vmlinux, elf.data, elf.length, &error) ||
	    file_write(xip, payload->xip.data, payload->xip.length, &error) ||
	    (payload->dtb.length &&
	     file_write(dtb, payload->dtb.data, payload->dtb.length, &error)) ||
	    kernel_read(patched, directory, &error))
		fail_msg("%s", error.text);
	buffer_free(&elf);
	free(directory);
	free(vmlinux);
	free(xip);
	free(dtb);
}

static void test_patch(void **state)
{
	static const struct {
		const char *name;
		uint64_t memory;
		const char *bootargs;
	} cases[] = {
		{ "dt", 0x54000, NULL },
		{ "dt", 0, "a much longer command line than there was before" },
		{ "dt", 0x1000, "" },
		{ "static", 0x54000, NULL },
		{ "static", 0, "a much longer command line than there was before" },
		{ "static", 0x1000, "short" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		char *build = file_make_temporary_directory(&error);
		char *directory = path_join(build, "column");
		struct kernel kernel, patched;
		struct payload payload;

		read_kernel(&kernel, cases[i].name);
		if (payload_make(&payload, &kernel, cases[i].memory,
				 cases[i].bootargs, &error))
			fail_msg("%s", error.text);
		read_patched(&patched, &kernel, &payload, build);
		assert_int_equal(patched.memory_base, MEMORY_BASE);
		assert_int_equal(patched.memory_size,
				 cases[i].memory ? cases[i].memory : MEMORY_SIZE);
		assert_string_equal(patched.bootargs, cases[i].bootargs ?
				    cases[i].bootargs : kernel.bootargs);
		file_remove_directory(directory);
		file_remove_directory(build);
		free(directory);
		free(build);
		payload_free(&payload);
		kernel_free(&patched);
		kernel_free(&kernel);
	}
}

/* The second memory region and the reservations stay as they were. */
static void test_patch_is_narrow(void **state)
{
	struct error error = ERROR_INIT;
	struct payload payload;
	struct kernel kernel;
	const fdt32_t *reg;
	uint64_t base, size;
	int node, length;

	(void)state;
	read_kernel(&kernel, "dt");
	assert_int_equal(payload_make(&payload, &kernel, 0x2000, "x", &error), 0);
	node = fdt_path_offset(payload.dtb.data, "/memory@21000000");
	reg = fdt_getprop(payload.dtb.data, node, "reg", &length);
	assert_int_equal(length, 24);
	assert_int_equal(fdt32_to_cpu(reg[2]), 0x2000);
	assert_int_equal(fdt32_to_cpu(reg[4]), 0x60000000);
	assert_int_equal(fdt32_to_cpu(reg[5]), 0x1000);
	assert_int_equal(fdt_num_mem_rsv(payload.dtb.data), 1);
	assert_int_equal(fdt_get_mem_rsv(payload.dtb.data, 0, &base, &size), 0);
	assert_int_equal(base, MEMORY_BASE);
	payload_free(&payload);
	kernel_free(&kernel);
}

static void test_long_bootargs(void **state)
{
	struct error error = ERROR_INIT;
	char bootargs[1025];
	struct payload payload;
	struct kernel kernel;

	(void)state;
	memset(bootargs, 'x', 1024);
	bootargs[1024] = '\0';
	read_kernel(&kernel, "static");
	assert_int_equal(payload_make(&payload, &kernel, 0, bootargs, &error), -1);
	bootargs[1023] = '\0';
	error = (struct error)ERROR_INIT;
	assert_int_equal(payload_make(&payload, &kernel, 0, bootargs, &error), 0);
	payload_free(&payload);
	kernel_free(&kernel);
}

static void copy_file(const char *from, const char *directory, const char *name)
{
	struct error error = ERROR_INIT;
	struct buffer contents = BUFFER_INIT;
	char *to = path_join(directory, name);

	if (file_read(from, &contents, &error) ||
	    file_write(to, contents.data, contents.length, &error))
		fail_msg("%s", error.text);
	buffer_free(&contents);
	free(to);
}

static void write_text(const char *directory, const char *name, const char *text)
{
	struct error error = ERROR_INIT;
	char *path = path_join(directory, name);

	if (file_write(path, text, strlen(text), &error))
		fail_msg("%s", error.text);
	free(path);
}

/* Reads the kernel in @directory: its payload must have that root image. */
static void expect_root(const char *directory, const char *replacement,
			const char *expected)
{
	struct error error = ERROR_INIT;
	struct payload payload;
	struct kernel kernel;

	if (kernel_read(&kernel, directory, &error) ||
	    (replacement && kernel_replace_root(&kernel, replacement, &error)) ||
	    payload_make(&payload, &kernel, 0x1000, "x", &error))
		fail_msg("%s", error.text);
	assert_int_equal(payload.root.length, strlen(expected));
	assert_string_equal(payload.root.data, expected);
	payload_free(&payload);
	kernel_free(&kernel);
}

/* One for all columns, one by name before that. */
static void test_root_image(void **state)
{
	struct error error = ERROR_INIT;
	char *above = file_make_temporary_directory(&error);
	char *directory = path_join(above, "column");
	char *other = path_join(above, "other");
	struct kernel kernel;

	(void)state;
	assert_int_equal(file_make_directories(directory, &error), 0);
	copy_file(TINY "/static/vmlinux", directory, "vmlinux");
	copy_file(TINY "/static/xipImage", directory, "xipImage");
	write_text(above, "other", "by name");
	expect_root(directory, other, "by name");
	write_text(above, "root.romfs", "above");
	expect_root(directory, NULL, "above");
	expect_root(directory, other, "by name");

	assert_int_equal(kernel_read(&kernel, directory, &error), 0);
	assert_int_equal(kernel_replace_root(&kernel, "/nowhere/root", &error), -1);
	assert_non_null(strstr(error.text, "/nowhere/root"));
	kernel_free(&kernel);
	file_remove_directory(directory);
	file_remove_directory(above);
	free(directory);
	free(above);
	free(other);
}

/* What fits goes on to the machine, which there is none of. */
#define FITS "no machine of kind"

/* Is what the tiny kernels come with checked against the board's flash map? */
static void test_flash_map(void **state)
{
	static const struct {
		const char *name, *bootargs, *error;
		int room, root;	/* flash behind the image; the root image's place there */
		size_t root_length;
	} cases[] = {
		{ "static", NULL, FITS, 0, 0, 0 },
		{ "static", "x", "map: kernel: xipImage has ", 0, 0, 0 },
		/* "earlycon x" and the NUL */
		{ "static", "x", ": 1 too many", 10, 0, 0 },
		{ "static", "x", FITS, 11, 0, 0 },
		{ "static", NULL, "map: no root:", 100, 0, 10 },
		{ "static", NULL, FITS, 100, 90, 10 },
		{ "static", NULL, "map: root: the-root has 11 bytes", 100, 90, 11 },
		{ "static", NULL, "map: kernel: xipImage has ", 100, -1, 10 },
		{ "dt", NULL, "map: no dtb:", 100, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error error = ERROR_INIT;
		struct board board = {
			.name = "tiny", .path = "tiny", .machine_kind = "none",
			.map_kernel = 0x8000,
		};
		struct kernel kernel;
		struct boot_request request = {
			.board = &board, .kernel = &kernel,
			.more_bootargs = cases[i].bootargs,
		};
		struct boot boot;
		uint64_t end;

		read_kernel(&kernel, cases[i].name);
		end = board.map_kernel + kernel.image.xip.length;
		board.flash_size = end + (uint64_t)cases[i].room;
		if (cases[i].root)
			board.map_root = end + (uint64_t)cases[i].root;
		if (cases[i].root_length) {
			buffer_add(&kernel.root, "0123456789.", cases[i].root_length);
			kernel.root_path = memory_strdup("the-root");
		}
		assert_int_equal(boot_run(&boot, &request, &error), -1);
		if (!strstr(error.text, cases[i].error))
			fail_msg("case %zu: %s", i, error.text);
		kernel_free(&kernel);
	}
}

/* Named by the table, in RAM, not freed: of_root and phandle_cache. */
static void test_tree_cost(void **state)
{
	struct error error = ERROR_INIT;
	struct boot boot = { 0 };
	struct tree_cost cost;
	struct kernel kernel;

	(void)state;
	read_kernel(&kernel, "dt");
	*array_add(&boot.allocations) = (struct boot_allocation){
		"early_init_dt_alloc_memory_arch", 1000 };
	*array_add(&boot.allocations) = (struct boot_allocation){
		"setup_arch", 5000 };
	*array_add(&boot.allocations) = (struct boot_allocation){
		"early_init_dt_alloc_memory_arch", 27 };
	assert_int_equal(tree_cost_read(&cost, &kernel, &boot, &error), 0);
	assert_int_equal(cost.items.count, 4);
	assert_string_equal(cost.items.items[0].name, "unflattened tree");
	assert_string_equal(cost.items.items[1].name, "phandle_cache");
	assert_string_equal(cost.items.items[2].name, "alias 1");
	assert_string_equal(cost.items.items[3].name, "of_root");
	assert_int_equal(cost.unflatten_bytes, 1000);
	assert_int_equal(cost.ram_bytes, 1000 + 512 + 27 + 4);
	assert_int_equal(cost.flash_bytes, kernel.dtb.length);
	tree_cost_free(&cost);
	array_free(&boot.allocations);
	kernel_free(&kernel);
}

static void test_bad_input(void **state)
{
	struct error error = ERROR_INIT;
	char *directory = file_make_temporary_directory(&error);
	char *vmlinux = path_join(directory, "vmlinux");
	struct kernel kernel;

	(void)state;
	assert_int_equal(kernel_read(&kernel, directory, &error), -1);
	assert_non_null(strstr(error.text, "vmlinux"));

	error = (struct error)ERROR_INIT;
	assert_int_equal(file_write(vmlinux, "no ELF", 6, &error), 0);
	assert_int_equal(kernel_read(&kernel, directory, &error), -1);
	assert_non_null(strstr(error.text, "not an ELF file"));
	file_remove_directory(directory);
	free(directory);
	free(vmlinux);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_symbols),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_unchanged),
		cmocka_unit_test(test_patch),
		cmocka_unit_test(test_patch_is_narrow),
		cmocka_unit_test(test_long_bootargs),
		cmocka_unit_test(test_root_image),
		cmocka_unit_test(test_flash_map),
		cmocka_unit_test(test_tree_cost),
		cmocka_unit_test(test_bad_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
