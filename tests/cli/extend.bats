# SPDX-License-Identifier: GPL-2.0-or-later
# Device tree source that a board file adds to its dts.
bats_require_minimum_version 1.5.0
load helper

# The map that the board files here have; [root] is what the macros tell of.
MAP='flash: {base: 0x08000000, size: 2M}
map: {kernel: 0x08008000, root: 0x08180000, dtb: 0x081f8000}'

# board DTS EXTENSION...: a board.yaml of these
board()
{
	local dts=$1 IFS=,
	shift
	printf 'dts: %s\nextend: [%s]\n%s\n' "$dts" "$*" "$MAP" >board.yaml
}

# refuses_extension PATTERN: of the F469 with x.dtsi, which is on stdin
refuses_extension()
{
	cat >x.dtsi
	board "$F469" x.dtsi
	refuses 1 "gen-board: $1" "$GEN_BOARD" -o out ./board.yaml
}

# compiled SOURCE...: the DTB of sources one behind the other, without gen-board
compiled()
{
	printf '#include "%s"\n' "$@" | cpp -nostdinc -undef -D__DTS__ \
		-I "$KERNEL/include" -I "$KERNEL/scripts/dtc/include-prefixes" \
		-DMAP_ROOT_BASE=0x8180000 -DMAP_ROOT_SIZE=0x78000 \
		-DMAP_ROOT_UNIT=8180000 -x assembler-with-cpp - | dtc -q -b 0 -O dtb
}

@test "a board beside its dts: labels, new nodes, and what was there changed" {
	cat >base.dts <<-'END'
	/dts-v1/;
	#include "base.dtsi"
	/ { memory@0 { device_type = "memory"; reg = <0 0x1000>; }; };
	END
	cat >base.dtsi <<-'END'
	/ { #address-cells = <1>; #size-cells = <1>;
	    uart: serial@40 { compatible = "x"; reg = <0x40 4>; status = "disabled"; }; };
	END
	cat >one.dtsi <<-'END'
	#include "word.h"
	&uart { status = "okay"; };
	/ { own: led { compatible = "led"; of = <&uart>; word = <WORD>; }; };
	END
	echo '#define WORD 17' >word.h
	echo '&own { more; }; &uart { owner = <&own>; };' >two.dtsi
	board base.dts one.dtsi two.dtsi
	"$GEN_BOARD" dtb -o x.dtb ./board.yaml
	compiled "$PWD/base.dts" "$PWD/one.dtsi" "$PWD/two.dtsi" | cmp - x.dtb
	[ "$(fdtget x.dtb /serial@40 status)" = okay ]
	[ "$(fdtget x.dtb /led of)" = "$(fdtget x.dtb /serial@40 phandle)" ]
	[ "$(fdtget x.dtb /led word)" = 17 ]
	[ "$(fdtget -p x.dtb /led | grep more)" = more ]
	[ "$(fdtget x.dtb /serial@40 owner)" = "$(fdtget x.dtb /led phandle)" ]
}

@test "a board of the kernel tree, and the flash map as macros" {
	cat >x.dtsi <<-'END'
	&usart3 { at = "here"; };
	/ { rom@MAP_ROOT_UNIT { reg = <MAP_ROOT_BASE MAP_ROOT_SIZE>;
		others = <MAP_KERNEL_BASE MAP_KERNEL_SIZE MAP_DTB_BASE MAP_DTB_SIZE>;
		k@MAP_KERNEL_UNIT { }; d@MAP_DTB_UNIT { }; }; };
	END
	board arch/arm/boot/dts/st/stm32f469-disco.dts x.dtsi
	"$GEN_BOARD" dtb -o x.dtb ./board.yaml
	[ "$(fdtget x.dtb /soc/serial@40004800 at)" = here ]
	[ "$(fdtget -t x x.dtb /rom@8180000 reg)" = "8180000 78000" ]
	[ "$(fdtget -t x x.dtb /rom@8180000 others)" = "8008000 178000 81f8000 8000" ]
	[ "$(fdtget -l x.dtb /rom@8180000 | tr '\n' ' ')" = "k@8008000 d@81f8000 " ]
}

@test "a region that isn't given has no macros; the board's own dts sees the others" {
	cat >base.dts <<-'END'
	/dts-v1/;
	/ {
	#ifdef MAP_ROOT_BASE
		root;
	#endif
		kernel = <MAP_KERNEL_BASE MAP_KERNEL_SIZE>;
	};
	END
	printf 'dts: base.dts\nflash: {base: 0, size: 64K}\nmap: {kernel: 0x8000}\n' >board.yaml
	"$GEN_BOARD" dtb -o x.dtb ./board.yaml
	[ "$(fdtget -p x.dtb /)" = kernel ]
	[ "$(fdtget -t x x.dtb / kernel)" = "8000 8000" ]
}

@test "labels of an extension are known to devices: only:" {
	echo '&usart3 { }; / { mine: mine { compatible = "x"; }; };' >x.dtsi
	board "$F469" x.dtsi
	echo 'devices: {only: [usart3, timers5, mine]}' >>board.yaml
	"$GEN_BOARD" model ./board.yaml | jq -r '.nodes[].path' >paths
	{ cat "$BATS_TEST_DIRNAME/f469-only-usart3-timers5.paths"; echo /mine; } | diff -u - paths
}

@test "each board's root image is an MTD device of the tables" {
	while read -r board name start end; do
		"$GEN_BOARD" model "$board" >m
		[ "$(jq -c '[.devices[] | select(.path | test("^/rom@")).name]' m)" = "[\"$name\"]" ]
		[ "$(jq -c '[.resources[] | select(.path | test("^/rom@")) | .start, .end]' m)" = "[$((start)),$((end - 1))]" ]
		jq -r '.nodes[] | select(.path | test("^/rom@")).properties[] | "\(.name) \(.value[0])"' m >properties
		grep -qx 'compatible mtd-rom' properties
		grep -qx 'bank-width 4' properties
		# "rom" and its NUL, as one cell
		grep -qx "linux,mtd-name $((0x726f6d00))" properties
	done <<-'END'
	stm32f469-disco 8180000.rom 0x08180000 0x081f8000
	mps2-an385 200000.rom 0x00200000 0x003f0000
	mps2-f469 200000.rom 0x00200000 0x003f0000
	END
}

@test "an extension changes the hash in the tables' header" {
	board "$F469" "$TOP/boards/stm32f469-disco/rom.dtsi"
	"$GEN_BOARD" tables -o x.c ./board.yaml
	grep -q "SHA-256 of its DTB:    $(compiled "$F469" "$TOP/boards/stm32f469-disco/rom.dtsi" | sha256sum | cut -d' ' -f1)" x.c
}

@test "what is wrong with an extension is said of its file and line" {
	refuses_extension "*/here/x.dtsi:3.1-8 Label or path nobody not found" <<-'END'
	/ { fine; };

	&nobody { };
	END
	refuses_extension "*/here/x.dtsi:2.12-13 syntax error" <<-'END'

	/ { a = <1 };
	END
	refuses_extension "*/here/x.dtsi:1.12-13 syntax error" <<-'END'
	/ { reg = <MAP_ROOF_BASE>; };
	END
	refuses_extension "*/here/x.dtsi:2:10: nowhere.dtsi: No such file or directory" <<-'END'

	#include "nowhere.dtsi"
	END
	refuses_extension "*stm32f469-disco.dts, */here/x.dtsi: dtc: *nowhere.dtsi*" <<-'END'
	/include/ "nowhere.dtsi"
	END
	refuses_extension "*/here/x.dtsi:1.10-29: *nobody*" <<-'END'
	/ { mine { a = <&nobody>; }; };
	END
	# dtc names each place that has something of the node
	refuses_extension "*stm32f429.dtsi:*: *\"nobody\"; also defined at *stm32f469-disco.dts:*; also defined at */here/x.dtsi:2.9-28" <<-'END'

	&usart3 { a = <&nobody>; };
	END
	refuses_extension "*stm32f469-disco.dts, */here/x.dtsi: /mine@1: reg: 12 bytes; *" <<-'END'
	/ { mine@1 { reg = <1 2 3>; }; };
	END
}

@test "what is wrong with the base is said of the base" {
	printf '/dts-v1/;\n/ {\n\ta = <1>\n};\n' >base.dts
	echo '/ { };' >x.dtsi
	board base.dts x.dtsi
	refuses 1 "gen-board: */here/base.dts:4.1-2 syntax error" "$GEN_BOARD" -o out ./board.yaml
}

@test "of several extensions, the one that is wrong is named" {
	echo '/ { };' >a.dtsi
	printf '/ {\n};\n&nobody { };\n' >b.dtsi
	board "$F469" a.dtsi b.dtsi
	refuses 1 "gen-board: */here/b.dtsi:3.1-8 Label or path nobody not found" "$GEN_BOARD" -o out ./board.yaml
	board "$F469" b.dtsi a.dtsi
	refuses 1 "gen-board: */here/b.dtsi:3.1-8 Label or path nobody not found" "$GEN_BOARD" -o out ./board.yaml
}

@test "the tables' header and the model name the extensions" {
	"$GEN_BOARD" tables stm32f469-disco | grep -qx ' \* extended by rom.dtsi'
	[ "$("$GEN_BOARD" model stm32f469-disco | jq -c .source.extend)" = '["rom.dtsi"]' ]
	[ "$("$GEN_BOARD" model "$F469" | jq -c .source.extend)" = '[]' ]
}
