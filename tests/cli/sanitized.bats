# SPDX-License-Identifier: GPL-2.0-or-later
# The program under ASan (with its leak checker) and UBSan, on what is bad and
# on what is good; and the fuzzer's way of a DTB on a few thousand broken ones.
bats_require_minimum_version 1.5.0
load helper

ASAN=$BUILD/host-asan/gen-board
FUZZ=$BUILD/host/tests/fuzz/fuzz-dtb

@test "bad input, extensions, the flash map and budgets" {
	for file in bad_input extend flash budget; do
		GEN_BOARD=$ASAN run bats --tap "$BATS_TEST_DIRNAME/$file.bats"
		echo "$output"
		[ "$status" = 0 ]
	done
}

@test "every MCU board, pruned and not" {
	for dts in $(mcu_dts); do
		for options in "" --keep-all; do
			"$ASAN" model $options -o m.json "$dts"
		done
	done
	"$ASAN" -v -o out stm32f469-disco
	printf 'dts: %s\ndevices: {only: [usart3, timers5]}\n' "$F469" >board.yaml
	"$ASAN" -o out ./board.yaml
	"$ASAN" board --json stm32f469-disco
	"$ASAN" tree "$F469" >x.dts
	"$ASAN" check -v "$F469"
	"$ASAN" help model
}

@test "DTBs with bytes changed and cut, at places that differ" {
	for kind in $("$BAD_DTB" list); do
		"$BAD_DTB" "$kind" >"$kind.dtb"
	done
	"$FUZZ" ./*.dtb
	"$GEN_BOARD" dtb -o f469.dtb "$F469"
	"${FUZZ%/*}/vary" f469.dtb 3000
	"$FUZZ" v*.dtb
}
