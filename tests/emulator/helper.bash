# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the emulator's tests; sourced by bats files.

TOP=${TOP:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
EMULATOR=${MCU_EMULATOR:-$TOP/build/host/mcu-emulator}
GUESTS=$TOP/tests/emulator/guests
BOARD=stm32f469-disco

# build_guests DIR: all bare-metal programs, as DIR/name.elf and DIR/name.bin
build_guests() {
	local source name

	for source in "$GUESTS"/*.c; do
		name=$(basename "$source" .c)
		case $name in guest | init) continue ;; esac
		arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=soft \
			-O1 -std=gnu11 -Wall -Wextra -Werror -ffreestanding \
			-nostdlib -T "$GUESTS/guest.ld" -Wl,--build-id=none \
			-o "$1/$name.elf" "$GUESTS/guest.c" "$source" || return
		arm-none-eabi-objcopy -O binary "$1/$name.elf" "$1/$name.bin" ||
			return
	done
}

# emulate GUEST [options]: stdout and stderr of the run go to the files out
# and err of the test's own directory, its status to $status
emulate() {
	local guest=$BATS_FILE_TMPDIR/$1

	shift
	status=0
	"$EMULATOR" -m $BOARD --load "$guest.bin@0x08000000" \
		--vmlinux "$guest.elf" --limit 2 "$@" \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
}

# The standard output is exactly what stdin gives; shows the difference.
output_is() {
	diff -u - "$BATS_TEST_TMPDIR/out"
}

# has FILE TEXT: FILE (out or err) has TEXT; shows FILE if it has not.
has() {
	grep -qF -- "$2" "$BATS_TEST_TMPDIR/$1" || {
		echo "no '$2' in $1:"
		cat "$BATS_TEST_TMPDIR/$1"
		return 1
	}
}

lacks() {
	! has "$1" "$2" >/dev/null
}

# typed TEXT: a file to type, its name on stdout
typed() {
	printf '%b' "$1" >"$BATS_TEST_TMPDIR/typed"
	echo "$BATS_TEST_TMPDIR/typed"
}

# address GUEST SYMBOL: as the emulator prints it
address() {
	arm-none-eabi-nm "$BATS_FILE_TMPDIR/$1.elf" |
		awk -v s="$2" '$3 == s { print "0x" $1 }'
}
