#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What kernel and programs use of their stacks, and that what is too little for
# them is said.

load helper

EMULATOR=${MCU_EMULATOR:-$BUILD/host/mcu-emulator}
CROSS=${USERLAND_CROSS:-arm-linux-gnueabi-}

# check_stacks BOARD MARGIN SEED...
check_stacks() {
	local board=$1

	shift
	[ -d "$BATS_TEST_TMPDIR/$board" ] || copy_build "$board" >/dev/null
	status=0
	GEN_BOARD=$GEN_BOARD MCU_EMULATOR=$EMULATOR KERNEL=$KERNEL \
		BUILD=$BATS_TEST_TMPDIR/$board COLUMN=static BOARD=$board \
		"$TOP/tests/emulator/check-stacks" "$@" \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
}

# used KIND NAME: by the row of that name
used() {
	awk -v kind="$1" -v name="$2" '$1 == kind && $2 == name { print $6 }' \
		"$BATS_TEST_TMPDIR/out"
}

@test "F469: dialogue, stress and stray interrupts leave 512 bytes of each stack" {
	check_stacks stm32f469-disco 512 1 2
	succeeded
	# each program has run in the kernel, too
	awk '$1 == "user" { print $2 }' "$BATS_TEST_TMPDIR/out" >"$BATS_TEST_TMPDIR/programs"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/programs")" -gt 15 ]
	while read -r name; do
		[ -n "$(used kernel "$name")" ]
	done <"$BATS_TEST_TMPDIR/programs"
	for name in swapper init kthreadd ksoftirqd/0 cat true; do
		[ "$(used kernel $name)" -gt 256 ]
	done
	[ "$(used irq interrupts)" -gt 256 ]
	[ "$(used user init)" -gt "$(used user true)" ]
	grep -q '^2 runs, [0-9]* stray interrupts; margin 512 bytes; ' \
		"$BATS_TEST_TMPDIR/out"
	jq -e .enough "$BATS_TEST_TMPDIR/stm32f469-disco/static/stacks.json"
}

# A kernel that gives two pages at least hides who would need more than is asked.
@test "F469: programs need no more stack than their header says, less the margin" {
	local stack

	stack=$("${CROSS}readelf" -lW "$BUILD/userland/shell" |
		awk '$1 == "GNU_STACK" { print $6 }')
	[ $((stack)) -gt 0 ]
	check_stacks stm32f469-disco 512 3
	succeeded
	jq -e --argjson stack $((stack)) '.rows | map(select(.kind == "user")) |
		length > 15 and all(.used + 512 <= $stack)' \
		"$BATS_TEST_TMPDIR/stm32f469-disco/static/stacks.json"
}

# Threads of 2816 bytes, which the budget has chosen, interrupts of 1536.
@test "192 KiB: the budget's stacks of less than a page have their margin" {
	check_stacks stm32f469-192k 512 1
	succeeded
	jq -e '.rows | map(select(.kind == "kernel")) | length > 15 and
		all(.bytes < 4096 and .used > 256)' \
		"$BATS_TEST_TMPDIR/stm32f469-192k/static/stacks.json"
	jq -e '.rows | map(select(.kind == "irq")) | length == 1 and
		all(.bytes < 4096 and .used > 256)' \
		"$BATS_TEST_TMPDIR/stm32f469-192k/static/stacks.json"
}

@test "F469: more of a margin than there is" {
	check_stacks stm32f469-disco 8000 1
	[ $status -eq 1 ]
	grep -q '^stm32f469-disco: a stack has less than 8000 bytes left$' \
		"$BATS_TEST_TMPDIR/err"
	# the rows that it is about say so, and no others
	awk '/^(kernel|irq|user) / && (($7 < 8000) != /too little$/)' \
		"$BATS_TEST_TMPDIR/out" >"$BATS_TEST_TMPDIR/wrong"
	! [ -s "$BATS_TEST_TMPDIR/wrong" ]
}

@test "stock QEMU's boards have no such measure" {
	check_stacks mps2-an385 512 1
	[ $status -eq 1 ]
	grep -q '^mps2-an385: its machine is qemu' "$BATS_TEST_TMPDIR/err"
}
