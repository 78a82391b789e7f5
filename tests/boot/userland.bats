#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The measuring /init, and the check that keeps bad programs out.

load helper

CROSS=${USERLAND_CROSS:-arm-linux-gnueabi-}
CHECK=$TOP/tests/userland/check-fdpic

# link SOURCE [compiler options]: an FDPIC program of it, as $program
link() {
	local source=$1

	shift
	program=$BATS_TEST_TMPDIR/program
	printf '%s\n' "$source" >"$BATS_TEST_TMPDIR/source.c"
	"${CROSS}gcc" -mfdpic -Wa,--fdpic -mcpu=cortex-m3 -mthumb -mfloat-abi=soft \
		-Os -ffreestanding -fno-unwind-tables -c "$@" \
		-o "$BATS_TEST_TMPDIR/source.o" "$BATS_TEST_TMPDIR/source.c"
	"${CROSS}ld" -static -T "$script" \
		-z max-page-size=0x1000 -z noexecstack -z stack-size=0x2000 \
		-o "$program" "$BATS_TEST_TMPDIR/source.o" 2>/dev/null
}

script=$TOP/tests/userland/fdpic.lds

@test "init is a sound FDPIC program, and small" {
	"$CHECK" "$BUILD/userland/init.full"
	[ "$(stat -c %s "$BUILD/userland/init")" -lt 8192 ]
}

@test "a program that only uses data in RAM passes the check" {
	link 'int x, *const p[] = { &x }; int *_start(void) { return p[x]; }'
	"$CHECK" "$program"
}

@test "refused: ARM-mode code" {
	link 'int _start(void) { return 1; }' -marm -mcpu=cortex-a7
	run "$CHECK" "$program"
	[ "$status" -eq 1 ]
	[[ $output == *'ARM-mode code'* ]]
}

@test "refused: a word to relocate in text" {
	link 'int x; __asm__(".text\n.word x\n"); int *_start(void) { return &x; }'
	run "$CHECK" "$program"
	[ "$status" -eq 1 ]
	[[ $output == *'a word to relocate in text'* ]]
}

# With PHDRS in the script the linker forgets the size it was told.
@test "refused: no stack size" {
	sed 's/^SECTIONS/PHDRS { text PT_LOAD; data PT_LOAD; stack PT_GNU_STACK; }\n&/
		s/^\t\.text : {.*}/& :text/; s/^\t\.data : {.*}/& :data/' \
		"$TOP/tests/userland/fdpic.lds" >"$BATS_TEST_TMPDIR/phdrs.lds"
	script=$BATS_TEST_TMPDIR/phdrs.lds
	link 'int x = 1; int _start(void) { return x; }'
	run "$CHECK" "$program"
	[ "$status" -eq 1 ]
	[[ $output == *'no stack size'* ]]
}

@test "refused: not FDPIC" {
	"${CROSS}gcc" -mcpu=cortex-m3 -mthumb -nostdlib -static \
		-o "$BATS_TEST_TMPDIR/plain" -x c - <<<'int x = 1; int _start(void) { return x; }'
	run "$CHECK" "$BATS_TEST_TMPDIR/plain"
	[ "$status" -eq 1 ]
	[[ $output == *'not an FDPIC program'* ]]
}
