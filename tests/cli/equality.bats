# SPDX-License-Identifier: GPL-2.0-or-later
# The tables against the DTB they were made of, for each STM32 MCU board of
# 6.12 and ARM's MPS2: by libfdt, by dtc, and by the kernel's own unflattener.
bats_require_minimum_version 1.5.0
load helper

SHIM=$TOP/tests/host-shim
CHECKS=$TOP/tests/equality
WARNINGS="-Wall -Wextra -Werror"

# The DTB, the tables with all and the pruned ones of each board, once.
setup_file()
{
	local dts board
	mkdir "$BATS_FILE_TMPDIR/made"
	cd "$BATS_FILE_TMPDIR/made"
	for dts in $(mcu_dts) "$CHECKS/device-rules.dts"; do
		board=${dts##*/}
		board=${board%.dts}
		"$GEN_BOARD" dtb -o "$board.dtb" "$dts"
		"$GEN_BOARD" tables --keep-all -o "$board.all.c" "$dts"
		"$GEN_BOARD" tables -v -o "$board.c" "$dts" 2>"$board.notes"
		echo "$board" >>boards
	done
	[ "$(wc -l <boards)" = 12 ]
}

# device-rules is the last.
each_board()
{
	cat "$BATS_FILE_TMPDIR/made/boards"
}

# link CC TABLES CHECK OUTPUT: the tables as strictly as can be.
link()
{
	"$1" -std=gnu11 $WARNINGS -I"$SHIM" -c -o tables.o "$2"
	"$1" -std=gnu11 $WARNINGS -I"$SHIM" -c -o check.o "$CHECKS/$3.c"
	"$1" -o "$4" tables.o check.o -lfdt
}

# In the order of dtc -s, which both go through.
sorted_equal()
{
	dtc -q -s -I dtb -O dtb -o a.sorted "$1"
	dtc -q -s -I dtb -O dtb -o b.sorted "$2"
	cmp a.sorted b.sorted
}

# The kernel's functions, as they are.
cut_out_unflattener()
{
	sed -n '/^static void \*unflatten_dt_alloc/,/^ \* __unflatten_device_tree/p' \
		"$KERNEL/drivers/of/fdt.c" | head -n -2 >unflatten.inc
	grep -q '^static int unflatten_dt_nodes' unflatten.inc
}

@test "unpruned tables turn back into the same DTB, and answer as libfdt does" {
	for board in $(each_board); do
		echo "# $board"
		dtb=$BATS_FILE_TMPDIR/made/$board.dtb
		for cc in gcc clang; do
			link $cc "${dtb%.dtb}.all.c" check_tables check
			./check dtb >new.dtb
			sorted_equal "$dtb" new.dtb
			./check answers "$dtb" /dev/null
		done
	done
}

@test "pruned tables answer as libfdt does, but for what -v said" {
	for board in $(each_board); do
		echo "# $board"
		made=$BATS_FILE_TMPDIR/made/$board
		for cc in gcc clang; do
			link $cc "$made.c" check_tables check
			./check answers "$made.dtb" "$made.notes"
		done
	done
}

@test "unpruned tables are what the kernel's unflattener makes" {
	cut_out_unflattener
	for board in $(each_board); do
		echo "# $board"
		made=$BATS_FILE_TMPDIR/made/$board
		gcc -std=gnu11 -I"$SHIM" -I. -Wno-pointer-sign -o check \
			"$made.all.c" "$CHECKS/check_unflatten.c" -lfdt
		./check "$made.dtb"
	done
}

# The kernel's way from a tree to platform devices, as it is.
cut_out_platform()
{
	local of=$KERNEL/drivers/of names
	sed -n '/^#define OF_MAX_ADDR_CELLS/,/^#define OF_CHECK_COUNTS/p' \
		"$of/address.c" >address.inc
	names="of_bus of_bus_default_count_cells
		of_bus_default_map of_bus_default_translate
		of_bus_default_flags_get_flags of_bus_default_get_flags
		of_bus_default_flags_map of_bus_default_flags_translate
		__of_address_resource_bounds of_bus_isa_match
		of_bus_isa_count_cells of_bus_isa_map of_bus_isa_get_flags
		of_bus_default_flags_match of_empty_ranges_quirk
		__of_translate_address of_translate_address __of_get_address
		of_mmio_is_nonposted __of_address_to_resource
		of_address_to_resource"
	"$CHECKS/cut_out" -v names="$(echo $names)" "$of/address.c" >>address.inc
	"$CHECKS/cut_out" -v names=of_device_make_bus_id "$of/device.c" >device.inc
	names="of_default_bus_match_table
		of_skipped_node_table of_device_alloc
		of_platform_device_create_pdata of_platform_device_create
		of_dev_lookup of_platform_bus_create of_platform_populate
		of_platform_default_populate reserved_mem_matches
		of_platform_default_populate_init"
	"$CHECKS/cut_out" -v names="$(echo $names)" "$of/platform.c" >platform.inc
}

@test "devices, their names and resources are what the kernel's code makes" {
	cut_out_platform
	for board in $(each_board); do
		echo "# $board"
		cp "$BATS_FILE_TMPDIR/made/$board.all.c" all.c
		gcc -std=gnu11 -w -I"$SHIM" -I. -o check all.c "$CHECKS/check_devices.c"
		./check
	done
	[ "$(./check)" = "21 devices" ]
	for change in 's/"90000010.dev"/"90000010.dew"/' 's/0x9000002f/0x90000030/' \
		's/\.parent = 0,/.parent = -1,/'; do
		sed "$change" all.c >changed.c
		run ! cmp -s all.c changed.c
		gcc -std=gnu11 -w -I"$SHIM" -I. -o check changed.c "$CHECKS/check_devices.c"
		run -1 ./check
	done
}

@test "the shim has the structs of the patched kernel" {
	sed -n 's/^+//p' "$TOP"/kernel-patches/6.12/*.patch |
		sed -n '/^struct of_static_[a-z]* {/,/^};/p' >patched
	sed -n '/^struct of_static_[a-z]* {/,/^};/p' "$SHIM/linux/of_static.h" >shim
	[ -s shim ]
	diff -u patched shim
}

@test "a board's tables, with its bootargs" {
	"$GEN_BOARD" dtb -o x.dtb stm32f469-disco
	"$GEN_BOARD" tables --keep-all -o all.c stm32f469-disco
	link gcc all.c check_tables check
	: >notes
	./check answers x.dtb notes
	./check dtb >new.dtb
	sorted_equal x.dtb new.dtb
}

@test "a list of devices: what is left answers the same" {
	printf 'dts: %s\ndevices: {only: [usart3, timers5]}\n' "$F469" >board.yaml
	"$GEN_BOARD" dtb -o x.dtb ./board.yaml
	"$GEN_BOARD" tables -v -o pruned.c ./board.yaml 2>notes
	link gcc pruned.c check_tables check
	./check answers x.dtb notes
}

@test "a DTB with reservations and strange values" {
	cat >x.dts <<-'END'
	/dts-v1/;
	/memreserve/ 0x4000 0x1000;
	/ {
		#address-cells = <1>;
		#size-cells = <1>;
		compatible = "test,board";
		label = "?""?/ \" \\ ";
		bytes = [00 11 22 33 44];
		same-bytes = [00 11 22 33 44];
		digits = "a", "1";
		letters = "abc";
		latin = [c3 a9 00];
		empty;
		memory@0 { device_type = "memory"; reg = <0 0x100000>; };
		reserved-memory {
			#address-cells = <1>;
			#size-cells = <1>;
			ranges;
			kept@8000 { reg = <0x8000 0x1000>; no-map; };
		};
	};
	END
	sed -i 's/"?""?/"??/' x.dts
	"$GEN_BOARD" dtb -o x.dtb x.dts
	"$GEN_BOARD" tables --keep-all -o all.c x.dts
	for cc in gcc clang; do
		link $cc all.c check_tables check
		./check dtb >new.dtb
		sorted_equal x.dtb new.dtb
	done
	grep -A4 'reserved\[\] = ' all.c | grep -q 'base = 0x4000'
	grep -q 'nomap = true' all.c
}

@test "the comparison sees each kind of difference" {
	"$GEN_BOARD" dtb -o x.dtb "$F469"
	"$GEN_BOARD" tables --keep-all -o all.c "$F469"
	: >notes
	# a value, a name, a phandle, a link, a property that is skipped
	for change in 's/0x40004800/0x40004804/' 's/"serial@40004800"/"serial@40004801"/' \
		's/\.phandle = 8,/.phandle = 9,/' '/\.sibling = NODE(9)/d' \
		's/PROPERTY(9))/PROPERTY(10))/'; do
		echo "# $change"
		sed "$change" all.c >changed.c
		run ! cmp -s all.c changed.c
		link gcc changed.c check_tables check
		run -1 ./check answers x.dtb notes
	done
}
