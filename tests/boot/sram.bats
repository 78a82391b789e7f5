#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Kernels made to a RAM budget, in machines that have no more RAM than that; the
# shell's dialogue in 192 KiB is with shell.bats.

load helper

SRAM="stm32f469-sram mps2-an385-320k"

# typed BOARD: the lines on stdin at the board's prompt; the console is in out
typed() {
	local board=$1

	cat >"$BATS_TEST_TMPDIR/typed"
	gen_board boot "$board" --type "$BATS_TEST_TMPDIR/typed"
}

@test "320 KiB: free, ps, and 200 commands in a row" {
	for board in $SRAM; do
		typed "$board" <<-'END'
		mount -t proc proc /proc
		free
		ps
		for a in 0 1 2 3 4 5 6 7 8 9; do for b in 0 1 2 3 4 5 6 7 8 9; do /bin/true && /bin/true; done; done; echo 200 commands
		free
		END
		succeeded
		console | grep -q '^200 commands$'
		console | grep -q ' init$'
		# little is lost on the way: what was mounted, and holes in the slab
		[ "$(console | grep -c '^Mem:')" = 2 ]
		console | awk '/^Mem:/ { free[++n] = $4 } END { exit !(free[2] >= free[1] - 16) }'
	done
}

@test "the STM32F469's SRAM: 144 KiB are free beside the shell and a command" {
	typed stm32f469-sram <<<'free'
	succeeded
	console | awk '/^Mem:/ { exit !($4 >= 144) }'
}

@test "the machine has the board's banks and no other: there is no SDRAM" {
	# what lies at the start of the SDRAM and of the CCM on the Discovery
	for address in 0 0x10000000; do
		typed stm32f469-sram <<<"crash read $address"
		console | grep -q "Segmentation fault"
	done
}

# compared BOARD BYTES RAM: prediction and measurement differ by so much at most, and
# what was measured, part by part, and what is free are all of its RAM
compared() {
	gen_board compare "$1" --json --no-bisect
	succeeded
	is '.columns | keys' '["static"]'
	true_of ".columns.static | (.predicted.used - .parts.used | fabs) <= $2"
	true_of ".columns.static | .parts.used + .parts.free == $3"
}

@test "192 KiB: prediction and measurement are within a page" {
	compared stm32f469-192k 4096 196608
}

@test "320 KiB: prediction and measurement are within a page" {
	compared stm32f469-sram 4096 327680
}
