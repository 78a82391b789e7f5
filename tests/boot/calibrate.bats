#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Measuring on a machine what a kernel takes by part, and what knobs save. The
# kernels are built already: `make calibrate` builds such with knobs undone.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >knobs.yaml <<-END
	knobs:
	- {name: ONE, symbol: ONE, type: int, values: [9, 5, 1], default: 9,
	   bytes: {static: [9000, 5000, 1000]}, loss: [0, 1, 2]}
	- {name: TWO, symbol: TWO, type: bool, values: [y, n], default: y,
	   bytes: {slab: [4096, 0]}, loss: [0, 1]}
	- {name: GONE, symbol: GONE, type: bool, values: [y, n], default: y, loss: [0, 1]}
	END
	echo "ram: 16M" >budget.yaml
}

# A build that takes a kernel that is there; ONE=9 doesn't boot, TWO=y isn't taken.
make_builder() {
	local from=$BUILD/$1

	mkdir -p out/calibrate
	ln -sf "$from/root.romfs" out/root.romfs
	cat >builder <<-END
	set -e
	mkdir -p out/calibrate/linux
	{ echo CONFIG_ONE=9; echo CONFIG_TWO=y; cat out/calibrate/knobs.config; } |
		awk -F= '{ v[\$1] = \$2 } END { for (s in v) print s "=" v[s] }' |
		sed "\$SED" >out/calibrate/linux/.config
	[ \$1 = kernel ] || exit 0
	echo built >>builds
	cp $from/static/vmlinux $from/static/xipImage out/calibrate/
	if grep -q "\$DEAD" out/calibrate/linux/.config; then
		: >out/calibrate/xipImage
	fi
	END
}

# calibrate BOARD OPTION...
calibrate() {
	local board=$1

	shift
	status=0
	SED=${SED-} DEAD=${DEAD-nothing} "$GEN_BOARD" calibrate --kernel "$KERNEL" \
		--knobs knobs.yaml -b budget.yaml --build out/calibrate \
		--make "sh builder " "$board" "$@" >out.txt 2>err || status=$?
}

# of KEY: the sum of the parts of RAM in the first such line
parts_sum() {
	sed -n "/^ *bytes:/{s/flash.*//;s/[^0-9]\\+/ /g;p;q}" measured.yaml |
		awk '{ for (i = 1; i <= NF; i++) sum += $i; print sum }'
}

first() {
	sed -n "s/^  $1: //p" measured.yaml | head -1
}

measures() {
	make_builder $1
	calibrate $1
	cat err
	[ $status -eq 0 ]
	[ "$(parts_sum)" = $(($(first ram) - $(first free))) ]
	[ "$(first ram)" -gt 1000000 ]
	[ "$(first struct_page)" = 32 ]
	[ "$(first lacks)" = "[GONE]" ]
	[ "$(first values)" = "[ONE=1, TWO=n]" ]
	for part in static percpu memmap slab stacks pages user; do
		grep -q "bytes: .*$part: [1-9][0-9]*[,}]" measured.yaml
	done
	# a line for the kernel before and after, and for each knob
	[ "$(grep -c "^  MEASURE $1 " out.txt)" = 4 ]
	[ "$(wc -l <builds)" = 3 ]
	# the same kernel each time: nothing was saved, whatever the model says;
	# QEMU's time is real, and a page may be free a little earlier
	same="$2"
	grep -q "MEASURE $1 1/2 ONE=9: $same bytes, by the model +8000" out.txt
	grep -q "MEASURE $1 2/2 TWO=y: $same bytes, by the model +4096" out.txt
	"$GEN_BOARD" budget --kernel "$KERNEL" --knobs knobs.yaml -b budget.yaml \
		--explain $1 >table
	grep -q "^ONE  *1 -> 9  *+8,000  *[-+0-9,]*  *[-+0-9,]*  static -8,000" table
	"$GEN_BOARD" budget --kernel "$KERNEL" --knobs knobs.yaml -b budget.yaml \
		--json $1 >json
	[ "$(jq -c '.knobs[1].measured | [.from, .to, .model, .parts.static]' json)" = \
		'["n","y",4096,0]' ]
	[ "$(jq -c '.knobs[2].measured' json)" = null ]
}

@test "the emulator: parts add up, each knob is undone once" {
	measures stm32f469-disco +0
}

@test "QEMU, whose allocations are told by the kernel itself" {
	measures mps2-an385 "[-+][0-9]*"
}

@test "a kernel that doesn't boot: the next value; a knob that Kconfig refuses: why" {
	make_builder stm32f469-disco
	DEAD='ONE=9' calibrate stm32f469-disco
	[ $status -eq 0 ]
	grep -q "1/2 ONE=5: +0 bytes, by the model +4000" out.txt
	DEAD='TWO=y' calibrate stm32f469-disco TWO
	[ $status -eq 0 ]
	grep -A2 "knob: TWO" measured.yaml | grep -q 'why: ".*not in the flash image'
	grep -q "values: \[ONE=5\]" measured.yaml
	# the model is there all the same
	"$GEN_BOARD" budget --kernel "$KERNEL" --knobs knobs.yaml -b budget.yaml \
		--explain stm32f469-disco | grep -q "^TWO .*+4,096 .* - .*not in the flash image"
	SED='s/TWO=y/TWO=n/' calibrate stm32f469-disco TWO
	[ $status -eq 0 ]
	grep -A2 "knob: TWO" measured.yaml | grep -q "why: \"TWO=y: the kernel's Kconfig makes it n"
}

@test "the kernel itself doesn't boot: exit 1, and what was measured stays" {
	make_builder stm32f469-disco
	calibrate stm32f469-disco --base
	[ $status -eq 0 ]
	cp measured.yaml before
	DEAD='ONE=1' calibrate stm32f469-disco --base
	[ $status -eq 1 ]
	grep -q "^gen-board: the kernel with all knobs down: " err
	cmp measured.yaml before
}

@test "a kernel that doesn't fit: why, wherever the board file is" {
	make_builder stm32f469-disco
	cat >>builder <<-END
	grep -q TWO=y out/calibrate/linux/.config && truncate -s 3M out/calibrate/xipImage
	:
	END
	calibrate stm32f469-disco
	cat err
	[ $status -eq 0 ]
	grep -A2 "knob: TWO" measured.yaml | grep -q 'why: "board.yaml: map: kernel: xipImage has'
}

@test "a knob is undone with what it needs, and what that needs" {
	cat >knobs.yaml <<-END
	knobs:
	- {name: ONE, symbol: ONE, type: bool, values: [y, n], default: y, loss: [0, 1],
	   bytes: {slab: [1, 0]}, needs: [{at: [y], knob: TWO, values: [y]}]}
	- {name: TWO, symbol: TWO, type: bool, values: [y, n], default: y, loss: [0, 1],
	   bytes: {slab: [1, 0]}, needs: [{at: [y], knob: THREE, values: [y]}]}
	- {name: THREE, symbol: THREE, type: bool, values: [y, n], default: y, loss: [0, 1],
	   bytes: {slab: [1, 0]}}
	END
	make_builder stm32f469-disco
	sed -i 's/echo CONFIG_ONE=9/echo CONFIG_ONE=y/; s/echo CONFIG_TWO=y/&; echo CONFIG_THREE=y/' builder
	calibrate stm32f469-disco
	cat err
	[ $status -eq 0 ]
	[ "$(first values)" = "[ONE=n, TWO=n, THREE=n]" ]
	grep -A1 "knob: ONE" measured.yaml | grep -q "values: \[ONE=y, TWO=y, THREE=y\]"
	grep -A1 "knob: TWO" measured.yaml | grep -q "values: \[TWO=y, THREE=y\]"
}

@test "values that fit the budget, in place of the lowest" {
	make_builder stm32f469-disco
	calibrate stm32f469-disco --at-budget
	[ $status -eq 1 ]
	grep -q "lowest values come first" err
	calibrate stm32f469-disco --base
	[ "$(first values)" = "[ONE=1, TWO=n]" ]
	calibrate stm32f469-disco --base --at-budget
	[ $status -eq 0 ]
	[ "$(first values)" = "[ONE=9, TWO=y]" ]
}

@test "a budget's kernel against its prediction; nothing is written" {
	make_builder stm32f469-disco
	calibrate stm32f469-disco --base
	[ $status -eq 0 ]
	cp measured.yaml before
	# it gets the defaults, which the model says take more
	calibrate stm32f469-disco --check
	cat err
	[ $status -eq 0 ]
	used=$(($(first ram) - $(first free)))
	grep -q "used: predicted $((used + 8000 + 4096)), measured $used: -12096$" out.txt
	grep -q "static: .*: -8000$" out.txt
	grep -q "slab: .*: -4096$" out.txt
	grep -q "user: .*: +0$" out.txt
	cmp measured.yaml before
	# with less RAM there is less memmap
	echo "ram: 8M" >budget.yaml
	calibrate stm32f469-disco --check
	[ $status -eq 0 ]
	grep -q "memmap: predicted 65536, measured 65536: +0" out.txt
}

@test "a board without an entry is held against the one that it is like" {
	export GEN_BOARD_DATA=$BATS_TEST_TMPDIR/data
	mkdir -p "$GEN_BOARD_DATA/boards/other"
	ln -s "$TOP/templates" "$TOP/kernel-patches" "$GEN_BOARD_DATA/"
	ln -s "$TOP/boards/stm32f469-disco" "$GEN_BOARD_DATA/boards/"
	printf 'like: stm32f469-disco\ndescription: another one\n' \
		>"$GEN_BOARD_DATA/boards/other/board.yaml"
	make_builder stm32f469-disco
	calibrate stm32f469-disco --base
	[ $status -eq 0 ]
	calibrate other --check
	cat err
	[ $status -eq 0 ]
	grep -q "other .* used: predicted " out.txt
	rm measured.yaml
	calibrate other --check
	[ $status -eq 1 ]
	grep -q "other isn't there" err
}

@test "compare: RAM by part, predicted and measured" {
	local data=$BATS_TEST_TMPDIR/data board=stm32f469-disco copy

	mkdir -p "$data/boards/$board" "$data/kernel-patches/6.12"
	ln -s "$TOP/templates" "$data/templates"
	cp "$TOP/boards/$board"/* "$data/boards/$board/"
	sed '/^budget:/,/^$/d' "$TOP/boards/$board/board.yaml" >without
	{ cat without; echo; echo "budget: {ram: 16M}"; } >"$data/boards/$board/board.yaml"
	make_builder $board
	calibrate $board --base
	[ $status -eq 0 ]
	cp knobs.yaml measured.yaml "$data/kernel-patches/6.12/"
	copy=$(copy_build $board)
	GEN_BOARD_DATA=$data "$GEN_BOARD" compare --kernel "$KERNEL" --build "$copy" \
		--column static --no-bisect $board >table
	cat table
	# its .config has none of the knobs' symbols: they are as by default
	grep -q "^RAM of static at the prompt, bytes  *predicted  *measured  *difference$" table
	grep -q "^  static .* -8,000$" table
	grep -q "^  slab .* -4,096$" table
	grep -Eq "^  user +([0-9,]+) +\1 +0$" table
	grep -q "^  used .* -12,096$" table
	json=$copy/compare.json
	[ "$(jq '.columns.static | [.predicted.used - .parts.used, .parts.used + .parts.free]' -c "$json")" = \
		"[12096,$(first ram)]" ]
	[ "$(jq '.columns.static.parts | [.static, .percpu, .memmap, .slab, .stacks, .pages, .user] | add' "$json")" = \
		"$(jq '.columns.static.parts.used' "$json")" ]
	# without a budget nothing is predicted
	cp without "$data/boards/$board/board.yaml"
	GEN_BOARD_DATA=$data "$GEN_BOARD" compare --kernel "$KERNEL" --build "$copy" --column static \
		--no-bisect $board >table
	! grep -q predicted table || false
	[ "$(jq '.columns.static.predicted' "$json")" = null ]
}
