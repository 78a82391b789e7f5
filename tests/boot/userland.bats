#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The check that keeps bad programs out of the root image: each program here
# links without a word, and would crash or cost more than it says.

load helper

CROSS=${USERLAND_CROSS:-arm-linux-gnueabi-}
CHECK=$TOP/tests/userland/check-fdpic

script=$TOP/tests/userland/fdpic.lds
link_options=

# link SOURCE [compiler options]: an FDPIC program of it, as $program, linked
# by $script with $link_options
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
		$link_options -o "$program" "$BATS_TEST_TMPDIR/source.o" 2>/dev/null
}

# refused MESSAGE...: the check says these about $program, in this order, and no
# word more
refused() {
	local line=0 message

	run "$CHECK" "$program"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq $# ]
	for message; do
		[[ ${lines[line++]} == *"$message"* ]]
	done
}

@test "the shell is a sound FDPIC program, and costs a process one page of data" {
	local shell=$BUILD/userland/shell.full data

	"$CHECK" "$shell"
	data=$("${CROSS}readelf" -lW "$shell" |
		awk '$1 == "LOAD" { size = $6 } END { print size }')
	[ $((data)) -gt 0 ]
	[ $((data)) -le 4096 ]
}

@test "a program that only uses data in RAM passes the check" {
	link 'int x, *const p[] = { &x }; int *_start(void) { return p[x]; }'
	"$CHECK" "$program"
}

# A libgcc for another instruction set is linked in as readily.
@test "refused: ARM-mode code" {
	link 'int x; int _start(void) { return x; }' -marm -mcpu=cortex-a7
	refused 'ARM-mode entry point' 'ARM-mode code' 'not for a microcontroller'
}

@test "refused: a word to relocate in text" {
	link 'int x; __asm__(".text\n.word x\n"); int *_start(void) { return &x; }'
	refused 'a word to relocate in text'
}

# With PHDRS in the script the linker forgets the size it was told.
@test "refused: no stack size" {
	script=$BATS_TEST_TMPDIR/phdrs.lds
	sed 's/^SECTIONS/PHDRS { text PT_LOAD; data PT_LOAD; stack PT_GNU_STACK; }\n&/
		s/^\t\.text : {.*}/& :text/; s/^\t\.data : {.*}/& :data/' \
		"$TOP/tests/userland/fdpic.lds" >"$script"
	link 'int x = 1; int _start(void) { return x; }'
	refused 'no stack size'
}

# The kernel takes the load map for granted by the OS/ABI alone.
@test "refused: another OS/ABI" {
	link 'int x; int _start(void) { return x; }'
	"$CHECK" "$program"
	printf '\0' | dd of="$program" bs=1 seek=7 conv=notrunc status=none
	refused 'not an FDPIC program'
}

@test "refused: an ordinary static program" {
	program=$BATS_TEST_TMPDIR/plain
	"${CROSS}gcc" -mcpu=cortex-m3 -mthumb -nostdlib -static \
		-o "$program" -x c - <<<'int x = 1; int _start(void) { return x; }'
	run "$CHECK" "$program"
	[ "$status" -eq 1 ]
	[[ $output == *'not an FDPIC program'* ]]
}

@test "refused: a symbol that was asked for and is nowhere" {
	link_options='-u elsewhere'
	link 'int x; int _start(void) { return x; }'
	refused 'undefined: elsewhere'
}

@test "refused: one segment, so that text would be private" {
	link 'int _start(void) { return 1; }'
	refused '1 segments to load'
}
