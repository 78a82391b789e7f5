# SPDX-License-Identifier: GPL-2.0-or-later
# Bad input: one clear message that names file, node and property, exit status
# 1, and no output file.
bats_require_minimum_version 1.5.0
load helper

# refuses_dtb KIND PATTERN: what bad-dtb makes of KIND.
refuses_dtb()
{
	"$BAD_DTB" "$1" >x.dtb
	refuses 1 "gen-board: */x.dtb: $2" "$GEN_BOARD" -o out x.dtb
}

@test "a good DTB of the same make is accepted" {
	"$BAD_DTB" good >x.dtb
	"$GEN_BOARD" -q -o out x.dtb
	[ "$(ls out)" = "board-tables.c
board.config
board.json" ]
}

@test "64 levels of nodes are accepted" {
	"$BAD_DTB" nested-64 >x.dtb
	"$GEN_BOARD" -q --keep-all -o out x.dtb
}

@test "bad DTBs" {
	while read -r kind pattern; do
		echo "# $kind"
		refuses_dtb "$kind" "$pattern"
	done <<-'END'
	not-a-dtb not a DTB; expected it to begin with d00dfeed
	truncated truncated: the DTB's header says 65636 bytes, the file has 65536
	truncated-structs /*: *
	old-version DTB version 3 *; expected 16 or 17
	unterminated-name /aliases: serial0x: *unterminated string*
	unterminated-string /uart@1000: compatible: an unterminated string of 9 bytes; expected a NUL*
	unterminated-status /uart@1000: status: an unterminated string of 4 bytes*
	nested-65 /n/n/n/*: nodes nest deeper than 64 levels*
	nested-2500 /n/n/n/*: nodes nest deeper than 64 levels*
	dangling-phandle /uart@1000: clocks: entry 0 is a dangling phandle: no node has phandle 0x4d
	dangling-interrupt-parent /: interrupt-parent: *dangling phandle*0x4d
	interrupt-loop /uart@1000: interrupts: no interrupt parent; expected *
	short-reference /uart@1000: clocks: entry 0 ends after 0 of 3 cells that /clock expects (#clock-cells)
	no-cells /uart@1000: clocks: entry 0 refers to /clock, which has no #clock-cells; expected one
	odd-reference /uart@1000: clocks: 5 bytes; expected a multiple of 4 *
	reg-length /uart@1000: reg: 12 bytes; expected a multiple of 8 (/ has #address-cells 1 and #size-cells 1)
	ranges-length /uart@1000: ranges: 8 bytes; expected a multiple of 12 *
	alias-to-nowhere /aliases: serial0: an alias to nowhere: no node /uart@2000
	big-cells /: #address-cells: 1073741825 cells; expected at most 255
	odd-cells /: #size-cells: 3 bytes; expected one cell of 4
	double-phandle /clock: phandle: 0x1 is also the phandle of /intc; *
	double-node /intc: two nodes of this name; *
	bad-name /: the name of a node below it has the character 0x2a *
	no-memory /memory: reg: no memory; expected *
	reserved-dynamic /reserved-memory/pool@2000: reg: a region without a fixed address, *
	END
}

@test "every kind of bad DTB has a line above" {
	for kind in $("$BAD_DTB" list); do
		case $kind in good|nested-64|reserved-fixed) continue ;; esac
		grep -q "^	$kind " "$BATS_TEST_FILENAME" || { echo "$kind"; return 1; }
	done
}

@test "a DTB cut off anywhere is refused" {
	"$GEN_BOARD" dtb -o whole.dtb "$F469"
	size=$(stat -c %s whole.dtb)
	for n in 0 1 4 39 40 63 100 1000 $((size / 2)) $((size - 100)) $((size - 1)); do
		head -c "$n" whole.dtb >x.dtb
		refuses 1 "gen-board: */x.dtb: *" "$GEN_BOARD" -o out x.dtb
	done
}

@test "an empty file, and a directory" {
	: >x.dtb
	refuses 1 "gen-board: */x.dtb: not a DTB*" "$GEN_BOARD" -o out x.dtb
	mkdir y.dtb
	refuses 1 "gen-board: */y.dtb: Is a directory" "$GEN_BOARD" -o out y.dtb
}

@test "a missing include" {
	printf '/dts-v1/;\n#include "nowhere.dtsi"\n/ { };\n' >x.dts
	refuses 1 "gen-board: */x.dts:2:10: nowhere.dtsi: No such file or directory" \
		"$GEN_BOARD" -o out x.dts
	printf '/dts-v1/;\n/include/ "nowhere.dtsi"\n/ { };\n' >x.dts
	refuses 1 "gen-board: */x.dts*nowhere.dtsi*" "$GEN_BOARD" -o out x.dts
}

@test "a syntax error, and a label that isn't there" {
	printf '/dts-v1/;\n/ {\n\ta = <1>\n};\n' >x.dts
	refuses 1 "gen-board: */x.dts:4.1-2 syntax error" "$GEN_BOARD" -o out x.dts
	printf '/dts-v1/;\n/ { a = <&nobody>; };\n' >x.dts
	refuses 1 "gen-board: */x.dts*nobody*" "$GEN_BOARD" -o out x.dts
}

@test "a file that isn't there" {
	refuses 1 "gen-board: x.dts: No such file or directory" "$GEN_BOARD" -o out x.dts
	refuses 1 "gen-board: x.dtb: No such file or directory" "$GEN_BOARD" -o out x.dtb
}

@test "an unknown board" {
	refuses 1 "gen-board: no-such: unknown board: no file */boards/no-such/board.yaml" \
		"$GEN_BOARD" -o out no-such
}

@test "an output directory that can't be written" {
	: >file
	refuses 1 "gen-board: */file*: Not a directory" "$GEN_BOARD" -o file/out "$F469"
	refuses 1 "gen-board: */file: not a directory" "$GEN_BOARD" -o file "$F469"
	refuses 1 "gen-board: /proc/out: No such file or directory" "$GEN_BOARD" -o /proc/out "$F469"
}

@test "a directory in the way of one output: none is written" {
	mkdir -p out/board.json
	refuses 1 "gen-board: */out/board.json: Is a directory" "$GEN_BOARD" -o out "$F469"
	[ "$(ls out)" = board.json ]
}

@test "a kernel tree that is none" {
	mkdir empty
	refuses 1 "gen-board: empty: not a kernel source tree; *" \
		"$GEN_BOARD" --kernel empty -o out "$F469"
	KERNEL=nowhere refuses 1 "gen-board: nowhere: not a kernel source tree; *" \
		"$GEN_BOARD" -o out stm32f469-disco
}

@test "a kernel of another version than the patches" {
	mkdir old
	printf 'VERSION = 5\nPATCHLEVEL = 4\nSUBLEVEL = 0\n' >old/Makefile
	: >old/Kconfig
	refuses 1 "gen-board: */old: a kernel of version 5.4; expected 6.12, which there are patches for" \
		"$GEN_BOARD" --kernel old -o out "$F469"
}

# ---- board files

# refuses_yaml PATTERN: of a board.yaml on stdin
refuses_yaml()
{
	cat >board.yaml
	refuses 1 "gen-board: $1" "$GEN_BOARD" -o out ./board.yaml
}

@test "board files: unknown, missing and wrong keys" {
	refuses_yaml "./board.yaml:2: *colour*" <<-END
	dts: $F469
	colour: red
	END
	refuses_yaml "*/board.yaml: dts: the key is missing; expected *" <<-END
	arch: arm
	END
	refuses_yaml "*/board.yaml: dts: no file nowhere.dts; expected *" <<-END
	dts: nowhere.dts
	END
	refuses_yaml "*/board.yaml: flash: size: \"2 MB\" is no number; expected *" <<-END
	dts: $F469
	flash: {base: 0, size: 2 MB}
	END
	refuses_yaml "*/board.yaml: machine: kind: \"cloud\"; expected emulator or qemu" <<-END
	dts: $F469
	machine: {kind: cloud, model: x}
	END
	refuses_yaml "./board.yaml:*" <<-END
	dts: [
	END
}

@test "board files: what extends the dts, and the flash map" {
	refuses_yaml "*/board.yaml: extend: no file nowhere.dtsi; expected it beside the board file" <<-END
	dts: $F469
	extend: [board.yaml, nowhere.dtsi]
	END
	refuses_yaml "./board.yaml:2: Expecting SEQUENCE*" <<-END
	dts: $F469
	extend: board.yaml
	END
	"$BAD_DTB" good >x.dtb
	refuses_yaml "*/board.yaml: extend: */x.dtb is a DTB; expected a .dts, *" <<-END
	dts: x.dtb
	extend: [board.yaml]
	END
	refuses_yaml "*/board.yaml: map: root: \"here\" is no number; expected *" <<-END
	dts: $F469
	map: {kernel: 0x8000, root: here}
	END
	refuses_yaml "*/board.yaml: map: root: \"0x0\" is no address of a region; expected *" <<-END
	dts: $F469
	map: {kernel: 0x8000, root: 0x0}
	END
	refuses_yaml "./board.yaml:2: Unexpected key: rot" <<-END
	dts: $F469
	map: {kernel: 0x8000, rot: 0x10000}
	END
	refuses_yaml "*/board.yaml: map: kernel: 0x00008000 is in no flash; expected flash: *" <<-END
	dts: $F469
	map: {kernel: 0x8000, root: 0x10000}
	END
	refuses_yaml "*/board.yaml: map: root: 0x08200000 is outside of the flash, 0x08000000 to 0x08200000" <<-END
	dts: $F469
	flash: {base: 0x08000000, size: 2M}
	map: {kernel: 0x08008000, root: 0x08200000}
	END
	refuses_yaml "*/board.yaml: map: root: 0x08008000 is also the address of kernel" <<-END
	dts: $F469
	flash: {base: 0x08000000, size: 2M}
	map: {kernel: 0x08008000, root: 0x08008000}
	END
}

@test "board files: what is asked of the kernel" {
	refuses_yaml "*/board.yaml:3: kernel: set: \"CONFIG_A=y\"; expected a symbol without CONFIG_" <<-END
	dts: $F469
	kernel:
	  - {set: CONFIG_A=y, why: test}
	END
	refuses_yaml "*/board.yaml:4: kernel: set: \"A B\"; expected SYMBOL, SYMBOL=n or SYMBOL=value" <<-END
	dts: $F469
	kernel:
	  - {set: A, why: test}
	  - {set: "A B", why: test}
	END
	refuses_yaml "*/board.yaml:3: kernel: set: \"A=\"; expected SYMBOL, *" <<-END
	dts: $F469
	kernel:
	  - {set: A=, why: test}
	END
	refuses_yaml "./board.yaml:3: Missing required mapping field: why" <<-END
	dts: $F469
	kernel:
	  - {set: A}
	END
	refuses_yaml "./board.yaml:3: Unexpected key: because" <<-END
	dts: $F469
	kernel:
	  - {set: A, because: test}
	END
	refuses_yaml "./board.yaml:2: *" <<-END
	dts: $F469
	drivers: {all: [usart3]}
	END
}

@test "a devices list that names no node, or a disabled one" {
	refuses_yaml "*/board.yaml: devices: only: \"usart33\" names no node of *stm32f469-disco.dts; the nearest are usart3, *" <<-END
	dts: $F469
	devices: {only: [timers5, usart33]}
	END
	refuses_yaml "*/board.yaml: devices: only: \"/soc/serial@1\" names no node of *; the nearest are /soc/serial@*" <<-END
	dts: $F469
	devices: {only: [/soc/serial@1]}
	END
	refuses_yaml "*/board.yaml: devices: only: \"usart1\" is /soc/serial@40011000, which is disabled *" <<-END
	dts: $F469
	devices: {only: [usart1]}
	END
}

# ---- the command line

@test "usage errors are exit status 2" {
	refuses 2 "gen-board: which board? *" "$GEN_BOARD"
	refuses 2 "gen-board: b: unexpected argument, *" "$GEN_BOARD" a b
	refuses 2 "gen-board: --nonsense: no such option; *" "$GEN_BOARD" --nonsense x
	refuses 2 "gen-board: -o: the option needs an argument" "$GEN_BOARD" x -o
	refuses 2 "gen-board: nonsense: no such command; *" "$GEN_BOARD" help nonsense
}
