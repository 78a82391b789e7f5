#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The shell that executes in place from flash, on both machines: what is typed
# at its prompt, and what is answered; and root images that are no good.

load helper

MACHINES="stm32f469-disco mps2-an385"
USERLAND=$BUILD/userland
CROSS=${USERLAND_CROSS:-arm-linux-gnueabi-}

# An address where no machine here has anything.
NOWHERE=0x70000000

# talk BOARD [options]: what is typed comes on stdin, the console from the
# first prompt on is left in talk; the kernel says when it likes that its random
# numbers are good
talk() {
	local board=$1

	shift
	cat >"$BATS_TEST_TMPDIR/typed"
	gen_board boot "$board" --type "$BATS_TEST_TMPDIR/typed" "$@"
	console | sed -z 's/random: crng init done\n//' | sed -n '/^sh# /,$p' \
		>"$BATS_TEST_TMPDIR/talk"
}

# answer N: what was answered to the Nth line
answer() {
	awk -v wanted="$1" '/^sh# / { line++; next } line == wanted' \
		"$BATS_TEST_TMPDIR/talk"
}

# holds_dialogue BOARD NAME...: the dialogues as they are written down in
# NAME.transcript, one after the other; process numbers are the machine's own.
holds_dialogue() {
	local board=$1

	shift
	(cd "$BATS_TEST_DIRNAME" && cat "${@/%/.transcript}") \
		>"$BATS_TEST_TMPDIR/transcript"
	talk "$board" < <(sed -n 's/^sh# //p' "$BATS_TEST_TMPDIR/transcript")
	succeeded
	sed '/^sh# $/,$d; s/pid [0-9]*:/pid N:/' "$BATS_TEST_TMPDIR/talk" \
		>"$BATS_TEST_TMPDIR/said"
	diff "$BATS_TEST_TMPDIR/transcript" "$BATS_TEST_TMPDIR/said"
}

@test "the dialogue has more than 40 commands" {
	[ "$(grep -c '^sh# ' "$BATS_TEST_DIRNAME/shell.transcript")" -gt 40 ]
}

@test "dialogue on the STM32F469: pipes, jobs, scripts, 200 processes, faults, no memory" {
	holds_dialogue stm32f469-disco shell crowd
}

@test "dialogue on stock QEMU's MPS2" {
	holds_dialogue mps2-an385 shell crowd
}

@test "dialogue in 192 KiB of the STM32F469's SRAM, with stray interrupts" {
	local seed

	for seed in 1 2 3; do
		cat >"$BATS_TEST_TMPDIR/emulator" <<-END
			#!/bin/sh
			exec "${MCU_EMULATOR:-$BUILD/host/mcu-emulator}" "\$@" --stray $seed
		END
		chmod +x "$BATS_TEST_TMPDIR/emulator"
		MCU_EMULATOR=$BATS_TEST_TMPDIR/emulator holds_dialogue stm32f469-192k shell
	done
}

@test "dialogue in 192 KiB of RAM on stock QEMU's MPS2" {
	holds_dialogue mps2-an385-192k shell
}

@test "README shows a dialogue as it prints" {
	sed -n 's/^    //; /^sh# /,/^$/p' "$TOP/README.md" | sed '/^$/d' \
		>"$BATS_TEST_TMPDIR/readme"
	[ "$(grep -c '^sh# ' "$BATS_TEST_TMPDIR/readme")" -gt 5 ]
	talk stm32f469-disco < <(sed -n 's/^sh# //p' "$BATS_TEST_TMPDIR/readme")
	succeeded
	sed '/^sh# $/,$d' "$BATS_TEST_TMPDIR/talk" | diff "$BATS_TEST_TMPDIR/readme" -
}

# The first line of maps that may be executed, "START-END ...", as START.
text_of() {
	answer "$1" | awk '$2 == "r-xp" { sub(/-.*/, "", $1); print "0x" $1; exit }'
}

@test "text lies in the root image in flash, the same for all processes" {
	for board in $MACHINES; do
		talk "$board" <<-END
			mount -t proc proc /proc
			cat /proc/1/maps
			cat /proc/self/maps
		END
		succeeded
		grep -q 'flash equal to what was loaded' "$BATS_TEST_TMPDIR/talk"
		shell=$(text_of 2)
		child=$(text_of 3)
		[ -n "$shell" ]
		[ "$shell" = "$child" ]
		map=$("$GEN_BOARD" board --kernel "$KERNEL" --json "$board")
		root=$(jq .map.root <<<"$map")
		size=$(stat -Lc %s "$BUILD/$board/root.romfs")
		[ $((shell)) -ge "$root" ]
		[ $((shell)) -lt $((root + size)) ]
	done
}

@test "the emulator sees no store to flash, whatever is typed" {
	talk stm32f469-disco --json \
		< <(sed -n 's/^sh# //p' "$BATS_TEST_DIRNAME/shell.transcript")
	succeeded
	is .flash_stores 0
	is .reached '"prompt"'
}

@test "the program is an FDPIC ELF for ARM with a stack size" {
	"${CROSS}readelf" -hlW "$USERLAND/shell" >"$BATS_TEST_TMPDIR/elf"
	grep -q 'Class: *ELF32$' "$BATS_TEST_TMPDIR/elf"
	grep -q 'OS/ABI: *ARM FDPIC$' "$BATS_TEST_TMPDIR/elf"
	grep -q 'Machine: *ARM$' "$BATS_TEST_TMPDIR/elf"
	grep -q 'GNU_STACK .* 0x01000 RW ' "$BATS_TEST_TMPDIR/elf"
	[ "$(grep -c '^  LOAD .* R E' "$BATS_TEST_TMPDIR/elf")" -eq 1 ]
}

# What crash is told, with a _ for the blank; the signal; what the shell says.
faults() {
	cat <<-END
		read_$NOWHERE 11 Segmentation fault
		write_$NOWHERE 11 Segmentation fault
		call_$NOWHERE 11 Segmentation fault
		sp_$NOWHERE 11 Segmentation fault
		undef 4 Illegal instruction
	END
}

@test "a program's fault is its own end: signal, status, and the shell goes on" {
	for board in $MACHINES; do
		talk "$board" < <(faults | while read -r what signal text; do
			printf 'crash %s\necho $?\necho alive\n' "${what/_/ }"
		done)
		succeeded
		n=1
		while read -r what signal text; do
			echo "$board: $what: signal $signal"
			answer $n | grep -q "^sh: pid [0-9]*: $text\$"
			[ "$(answer $((n + 1)))" = $((128 + signal)) ]
			[ "$(answer $((n + 2)))" = alive ]
			n=$((n + 3))
		done < <(faults)
	done
}

@test "a fault of the kernel's for a process is an oops, and the end of that process" {
	for board in $MACHINES; do
		talk "$board" <<-END
			crash syscall $NOWHERE
			echo \$?
			echo alive
		END
		succeeded
		answer 1 | grep -q "^Unhandled fault: data bus error at $NOWHERE\$"
		answer 1 | grep -q '^Internal error: Oops'
		[ "$(answer 2)" = 139 ]
		[ "$(answer 3)" = alive ]
	done
}

# refused TEXT: on each machine the root image bad.romfs ends the run with a
# status that says so and a message with this text.
refused() {
	for board in $MACHINES; do
		gen_board boot "$board" --root "$BATS_TEST_TMPDIR/bad.romfs"
		echo "$board: status $status"
		[ $status -eq 1 ]
		cat "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err" |
			tr -d '\r' | grep -F "$1"
	done
}

# nested N COMMAND: the command in that many loops inside each other
nested() {
	local text=$2

	for ((i = 0; i < $1; i++)); do
		text="for v$i in 1; do $text; done"
	done
	echo "$text"
}

@test "commands inside each other: five deep, too deep, and interrupted there" {
	talk stm32f469-disco <<-END
		$(nested 5 "echo in; pwd | cat")
		$(nested 20 "echo in")
		echo status \$?
		$(nested 5 'kill -INT $$; echo not here')
		echo alive
	END
	succeeded
	[ "$(answer 1)" = in$'\n'/ ]
	[ "$(answer 2)" = 'sh: commands are too deep inside others' ]
	[ "$(answer 3)" = 'status 2' ]
	[ -z "$(answer 4)" ]
	[ "$(answer 5)" = alive ]
}

@test "arguments and environment of two KiB, and no more" {
	talk stm32f469-disco <<-END
		A=$(printf '%0200d' 0); B=\$A\$A\$A\$A; C=\$B\$A\$A\$A\$A; unset B; export C
		/bin/echo \$C x | wc -c
		/bin/echo \$A | wc -c
		/bin/echo \$C \$C
		echo status \$?
	END
	succeeded
	[[ $(answer 2) == *"Argument list too long"* ]]
	[ "$(answer 3)" -eq 201 ]
	[ "$(answer 4)" = 'sh: /bin/echo: Argument list too long' ]
	[ "$(answer 5)" = 'status 126' ]
}

@test "rm -r: eight directories inside each other, and no more" {
	talk stm32f469-disco <<-END
		mount -t ramfs none /tmp
		mkdir /tmp/1 /tmp/1/2 /tmp/1/2/3 /tmp/1/2/3/4 /tmp/1/2/3/4/5 /tmp/1/2/3/4/5/6
		mkdir /tmp/1/2/3/4/5/6/7 /tmp/1/2/3/4/5/6/7/8 /tmp/1/2/3/4/5/6/7/8/9
		rm -r /tmp/1
		ls /tmp
		rm -r /tmp/1/2
		echo file > /tmp/1/file; ls /tmp/1
		rm -r /tmp/1; ls /tmp
	END
	succeeded
	[ "$(answer 4)" = 'rm: /tmp/1: Invalid argument' ]
	[ "$(answer 5)" = 1 ]
	[ -z "$(answer 6)" ]
	[ "$(answer 7)" = file ]
	[ -z "$(answer 8)" ]
}

# A root image like the real one but for what COMMAND does to its folder.
root_with() {
	cp -a "$USERLAND/root" "$BATS_TEST_TMPDIR/root"
	(cd "$BATS_TEST_TMPDIR/root" && eval "$1")
	genromfs -f "$BATS_TEST_TMPDIR/bad.romfs" -d "$BATS_TEST_TMPDIR/root" -V root
}

@test "a line that is too long for read is refused, and costs the next command nothing" {
	root_with 'head -c 50000 /dev/zero | tr "\\0" x >long'
	talk stm32f469-disco --root "$BATS_TEST_TMPDIR/bad.romfs" <<-END
		read X < /long
		echo status \$?
	END
	succeeded
	[ "$(answer 1)" = 'sh: read: line too long' ]
	[ "$(answer 2)" = 'status 2' ]
}

@test "a root image with a bad magic" {
	{ printf 'not romfs'; tail -c +10 "$USERLAND/root.romfs"; } \
		>"$BATS_TEST_TMPDIR/bad.romfs"
	refused 'VFS: Unable to mount root fs'
	run "$GEN_BOARD" flash --kernel "$KERNEL" --build "$(bad_build)" stm32f469-disco
	[ "$status" -eq 1 ]
	[[ $output == *'not a romfs image'* ]]
}

@test "a truncated root image" {
	head -c 16384 "$USERLAND/root.romfs" >"$BATS_TEST_TMPDIR/bad.romfs"
	refused 'Kernel panic - not syncing'
	run "$GEN_BOARD" flash --kernel "$KERNEL" --build "$(bad_build)" stm32f469-disco
	[ "$status" -eq 1 ]
	[[ $output == *'truncated'* ]]
}

# A board's build directory with bad.romfs as its root image.
bad_build() {
	local copy

	copy=$(copy_build stm32f469-disco bad)
	ln -sf "$BATS_TEST_TMPDIR/bad.romfs" "$copy/root.romfs"
	echo "$copy"
}

@test "a root image without /init" {
	root_with 'rm init'
	refused 'Requested init /init failed (error -2)'
}

@test "an /init for another ABI" {
	echo 'int _start(void) { return 0; }' >"$BATS_TEST_TMPDIR/other.c"
	"${CROSS}gcc" -mcpu=cortex-m3 -mthumb -nostdlib -static \
		-o "$BATS_TEST_TMPDIR/other" "$BATS_TEST_TMPDIR/other.c"
	root_with 'rm init; cp ../other init'
	refused 'Requested init /init failed (error -8)'
}

@test "an /init whose stack is larger than RAM" {
	"${CROSS}ld" -static -T "$TOP/tests/userland/fdpic.lds" --gc-sections \
		-z max-page-size=0x1000 -z noexecstack -z stack-size=0x4000000 \
		-o "$BATS_TEST_TMPDIR/large" "$USERLAND"/*.o
	root_with 'rm init; cp ../large init'
	refused 'Requested init /init failed (error -12)'
}

@test "gen-board shell: a session from a pipe, left by poweroff" {
	for board in $MACHINES; do
		gen_board shell "$board" <<-END
			echo typed in | wc
			poweroff
		END
		succeeded
		console | grep -q '      1      2      9$'
		grep -q 'halted' "$BATS_TEST_TMPDIR/err"
	done
}
