# SPDX-License-Identifier: GPL-2.0-or-later
# gen-board calibrate: what it refuses; tests/boot/calibrate.bats measures.
bats_require_minimum_version 1.5.0
load helper

SMALL=$TOP/tests/budget/small/board.yaml

setup()
{
	DIR=$BATS_TEST_TMPDIR/here
	mkdir "$DIR"
	cd "$DIR"
	cp "$TOP/tests/budget/knobs.yaml" .
}

calibrate()
{
	"$GEN_BOARD" calibrate --knobs knobs.yaml --build build "$@"
}

@test "a command line that isn't whole: exit 2" {
	refuses 2 "*expected --make and --build*" \
		"$GEN_BOARD" calibrate --knobs knobs.yaml "$SMALL"
	refuses 2 "*expected a board, and names of knobs*" calibrate --make true
	refuses 2 "*--bread: no such option; gen-board help calibrate lists them" \
		calibrate --make true --bread "$SMALL"
	refuses 2 "*--make: the option needs an argument" calibrate --make
}

@test "a knob that isn't there: exit 1, and the nearest names" {
	refuses 1 "gen-board: there is no knob LVL_BIT; the nearest are LVL_BITS, *" \
		calibrate --make true "$SMALL" LVL_BIT
}

@test "a build that fails: exit 1, and its last line" {
	run --separate-stderr calibrate --make "echo one; echo no compiler >&2; false " "$SMALL"
	[ "$status" = 1 ]
	[[ $stderr == "gen-board: "*"false config: exit status 1: no compiler" ]]
	[ ! -e measured.yaml ]
}

@test "a build that leaves no .config: exit 1" {
	run --separate-stderr calibrate --make "true " "$SMALL"
	[ "$status" = 1 ]
	[[ $stderr == *"build/linux/.config"* ]]
	[ ! -e measured.yaml ]
}

@test "a measured.yaml of other knobs: budget says to measure anew" {
	cat >measured.yaml <<-END
	boards:
	- {board: board, ram: 4096, struct_page: 32, values: [GONE=1], free: 1, bytes: {}}
	END
	refuses 1 "*measured.yaml: board: values: GONE=1: *make calibrate measures anew" \
		"$GEN_BOARD" budget --knobs knobs.yaml "$SMALL"
}
