#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What gen-board makes of a machine's trouble, with the boards' kernels.

load ../boot/helper

MACHINES="stm32f469-disco mps2-an385"
# There is no such partition: the kernel panics, and stays there.
PANICS="root=mtd:nothing panic=0"

@test "a panic without a reset ends a boot and a session, exit 1" {
	for board in $MACHINES; do
		gen_board boot "$board" --bootargs "$PANICS"
		[ $status -eq 1 ]
		grep -q 'did not reach the prompt: Kernel panic' "$BATS_TEST_TMPDIR/err"
		gen_board shell "$board" --bootargs "$PANICS" </dev/null
		[ $status -eq 1 ]
		grep -qx 'gen-board: the kernel panicked' "$BATS_TEST_TMPDIR/err"
	done
}

@test "a boot that misses the prompt shows what the machine itself said" {
	gen_board boot stm32f469-disco --bootargs "$PANICS"
	grep -q '^mcu-emulator: kernel panicked' "$BATS_TEST_TMPDIR/out"
	gen_board boot stm32f469-disco
	succeeded
	[ "$(grep -c '^mcu-emulator: ' "$BATS_TEST_TMPDIR/out")" -eq 0 ]
}

@test "a session whose output can't be written, exit 1" {
	for board in $MACHINES; do
		status=0
		"$GEN_BOARD" shell --kernel "$KERNEL" \
			--build "$(copy_build "$board")" "$board" \
			</dev/null >/dev/full 2>"$BATS_TEST_TMPDIR/err" ||
			status=$?
		[ $status -eq 1 ]
		grep -q 'standard output' "$BATS_TEST_TMPDIR/err"
	done
}

@test "a caller that ignores SIGCHLD" {
	for board in $MACHINES; do
		build=$(copy_build "$board")
		for command in boot shell; do
			timeout 60 env --ignore-signal=CHLD "$GEN_BOARD" $command \
				--kernel "$KERNEL" --build "$build" "$board" \
				</dev/null >"$BATS_TEST_TMPDIR/out"
		done
	done
}
