# SPDX-License-Identifier: GPL-2.0-or-later
# For the .bats files of gen-board: where things are, and one kind of check.

TOP=${TOP:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
BUILD=${BUILD:-$TOP/build}
GEN_BOARD=${GEN_BOARD:-$BUILD/host/gen-board}
KERNEL=${KERNEL:-$BUILD/linux}
BAD_DTB=${BAD_DTB:-$BUILD/host/tests/cli/bad-dtb}
export KERNEL
DTS=$KERNEL/arch/arm/boot/dts
F469=$DTS/st/stm32f469-disco.dts

# The boards with an STM32 MCU in 6.12, and ARM's MPS2.
mcu_dts()
{
	ls "$DTS"/st/stm32f4*.dts "$DTS"/st/stm32f7*.dts "$DTS"/st/stm32h7*.dts \
		"$DTS"/st/stm32429i*.dts "$DTS"/arm/mps2-an385.dts \
		"$DTS"/arm/mps2-an399.dts
}

setup()
{
	DIR=$BATS_TEST_TMPDIR/here
	mkdir "$DIR"
	cd "$DIR"
}

# refuses STATUS PATTERN COMMAND...: the exit status, one line on stderr that
# matches the pattern (shell's), nothing on stdout, and no new file.
refuses()
{
	local expected=$1 pattern=$2 before
	shift 2
	before=$(find "$DIR" | sort)
	run --separate-stderr "$@"
	echo "exit status $status, expected $expected; it said:"
	echo "$stderr"
	echo "expected: $pattern"
	[ "$status" = "$expected" ] || return 1
	[ -z "$output" ] || return 1
	[ "$(printf '%s\n' "$stderr" | wc -l)" = 1 ] || return 1
	[[ $stderr == $pattern ]] || return 1
	[ "$(find "$DIR" | sort)" = "$before" ]
}
