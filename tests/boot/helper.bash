# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the tests that boot the boards' kernels; sourced by bats files.
#
#   BUILD      where `make kernels BOARD=...` left the kernels: build
#   GEN_BOARD  the program
#   KERNEL     the pristine kernel tree

TOP=${TOP:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
BUILD=${BUILD:-$TOP/build}
GEN_BOARD=${GEN_BOARD:-$BUILD/host/gen-board}
KERNEL=${KERNEL:-$BUILD/linux}
BOARDS="stm32f469-disco mps2-an385 mps2-f469"

# A board's build directory that a test may write to: what was built, by links.
copy_build() {
	local copy=$BATS_TEST_TMPDIR/$1 column file

	for column in dt dt-same-config static; do
		mkdir -p "$copy/$column"
		for file in vmlinux xipImage linux; do
			ln -s "$BUILD/$1/$column/$file" "$copy/$column/$file"
		done
	done
	for file in board.dtb root.romfs; do
		ln -s "$BUILD/$1/$file" "$copy/$file"
	done
	echo "$copy"
}

# gen_board COMMAND BOARD [options]: output to out, errors to err, its status
# to $status; works on a copy of the board's build directory
gen_board() {
	local command=$1 board=$2 copy=$BATS_TEST_TMPDIR/$2

	shift 2
	[ -d "$copy" ] || copy_build "$board" >/dev/null
	status=0
	"$GEN_BOARD" "$command" --kernel "$KERNEL" --build "$copy" "$@" "$board" \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
}

# succeeded: the last command did, or the test says why not
succeeded() {
	[ $status -eq 0 ] || {
		cat "$BATS_TEST_TMPDIR/err"
		return 1
	}
}

# console: the last boot's, without carriage returns
console() {
	tr -d '\r' <"$BATS_TEST_TMPDIR/out"
}

# is FILTER VALUE: what jq finds in out
is() {
	local found

	found=$(jq -c "$1" "$BATS_TEST_TMPDIR/out")
	[ "$found" = "$2" ] || {
		echo "$1 is $found, not $2"
		return 1
	}
}

# true_of FILTER: a condition on out
true_of() {
	jq -e "$1" "$BATS_TEST_TMPDIR/out" >/dev/null || {
		echo "not so: $1; found:"
		jq '.columns // . | del(..|.tree_ram?)' "$BATS_TEST_TMPDIR/out"
		return 1
	}
}
