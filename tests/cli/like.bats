# SPDX-License-Identifier: GPL-2.0-or-later
# A board that is like another one, and its banks of RAM.
bats_require_minimum_version 1.5.0
load helper

# ask FILE FILTER: of JSON
ask()
{
	jq -r "$2" "$1"
}

# A board to be like, in boards/first.
first()
{
	mkdir -p boards/first
	cat >boards/first/own.dts <<-'END'
	/dts-v1/;
	/ { #address-cells = <1>; #size-cells = <1>;
	    memory@0 { device_type = "memory"; reg = <0 0x1000>; }; };
	END
	echo '/ { one; };' >boards/first/one.dtsi
	cat >boards/first/board.yaml <<-'END'
	description: the first
	dts: own.dts
	extend: [one.dtsi]
	flash: {base: 0x08000000, size: 2M}
	map: {kernel: 0x08008000, root: 0x08180000}
	bootargs: "quiet"
	machine: {kind: emulator, model: stm32f469-disco}
	devices: {only: [/memory@0]}
	columns: [static]
	kernel:
	  - {set: A=1, why: "of the first"}
	  - {set: B, why: "of the first"}
	ram: [{name: sram, base: 0x20000000, size: 8K}]
	budget: {ram: 8K}
	END
}

# like NAME LINE...: a board of that name and these lines
like()
{
	local name=$1
	shift
	mkdir -p "boards/$name"
	printf '%s\n' "$@" >"boards/$name/board.yaml"
}

@test "what a board doesn't say is as with the one it is like" {
	first
	like second 'like: first'
	"$GEN_BOARD" board --json boards/first/board.yaml >a
	"$GEN_BOARD" board --json boards/second/board.yaml >b
	filter='del(.name, .path, .directory, .columns, .kernel[].line)'
	diff <(ask a "$filter") <(ask b "$filter")
	[ "$(ask b .name)" = second ]
	[ "$(ask b '.columns | length')" = 0 ]
	[ "$(ask b '.kernel[].line' | sort -u)" = 0 ]
}

@test "what it says replaces that; extend: and kernel: add to it" {
	first
	like second 'like: first' 'bootargs: "loud"' 'map: {kernel: 0x08010000}' \
		'extend: [two.dtsi]' 'devices: {only: [/]}' 'kernel:' \
		'  - {set: A=2, why: "of the second"}' '  - {set: C, why: "new"}' \
		'ram: [{name: ccm, base: 0x10000000, size: 4K}]'
	echo '/ { two; };' >boards/second/two.dtsi
	"$GEN_BOARD" board --json boards/second/board.yaml >b
	[ "$(ask b .bootargs)" = loud ]
	[ "$(ask b '"\(.map.kernel) \(.map.root)"')" = "$((0x08010000)) $((0x08180000))" ]
	[ "$(ask b '.extend | map(split("/")[-2:] | join("/")) | join(" ")')" = "first/one.dtsi second/two.dtsi" ]
	[ "$(ask b '.devices.only | join(" ")')" = / ]
	[ "$(ask b '.kernel | map("\(.symbol)=\(.value)") | join(" ")')" = "A=2 B=y C=y" ]
	[ "$(ask b '.ram | map(.name) | join(" ")')" = ccm ]
}

@test "a chain of boards: the last word is the nearest one's" {
	first
	like second 'like: first' 'bootargs: "2"' 'description: the second'
	like third 'like: second' 'bootargs: "3"'
	"$GEN_BOARD" board --json boards/third/board.yaml >c
	[ "$(ask c '"\(.bootargs), \(.description)"')" = "3, the second" ]
}

@test "a board like none, and boards in a circle" {
	first
	like second 'like: frist'
	refuses 1 "gen-board: *boards/second/board.yaml: like: \"frist\" is no board beside this one: no file *" \
		"$GEN_BOARD" board boards/second/board.yaml
	like second 'like: third'
	like third 'like: second'
	refuses 1 "gen-board: *: like: more than 4 boards like each other" \
		"$GEN_BOARD" board boards/second/board.yaml
	like second 'description: without'
	refuses 1 "gen-board: *boards/second/board.yaml: dts: the key is missing; expected *" \
		"$GEN_BOARD" board boards/second/board.yaml
}

@test "source that extends a dts sees the first bank of RAM" {
	first
	like second 'like: first' 'extend: [ram.dtsi]' 'ram:' \
		'  - {name: sram, base: 0x20000000, size: 320K}' \
		'  - {name: ccm, base: 0x10000000, size: 64K}'
	echo '/ { /delete-node/ memory@0; memory@MAP_RAM_UNIT { device_type = "memory"; reg = <MAP_RAM_BASE MAP_RAM_SIZE>; }; };' \
		>boards/second/ram.dtsi
	"$GEN_BOARD" dtb -o x.dtb boards/second/board.yaml
	[ "$(fdtget -t x x.dtb /memory@20000000 reg)" = "20000000 50000" ]
	[ "$(fdtget -l x.dtb / | grep -c memory)" = 1 ]
}
