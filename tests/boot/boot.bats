#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Every kernel of every board boots to the shell's prompt and runs a command;
# the static ones have no device tree left.

load helper

@test "static: every board reaches the prompt, its flash equals the image afterwards" {
	for board in $BOARDS; do
		gen_board boot $board --json
		succeeded
		is .reached '"prompt"'
		is .flash_equal true
		true_of '.facts["sysinfo.freeram"] > 100000'
		true_of '.facts["meminfo.Slab"] > 10000'
		# a kernel stack is a power of two of pages, for each process
		true_of '.facts["process.stack"] | . > 0 and . % 4096 == 0'
		true_of '.facts | .["process.free"] >= .["process.stack"] + .["process.slab"]'
		true_of '.facts | .["shell.Mem"] > 8192 and .["status.Mem"] > 8192'
	done
}

@test "static: the F469 stores nothing to flash" {
	gen_board boot stm32f469-disco --json
	is .flash_stores 0
}

@test "device tree: both kernels of every board reach the prompt" {
	for board in $BOARDS; do
		for column in dt dt-same-config; do
			gen_board boot $board --json --column $column
			succeeded
			is .reached '"prompt"'
			is .flash_equal true
		done
	done
}

# Symbols of unflattening or of FDT code; bash's "!" would not fail a test.
flat_symbols() {
	nm "$1" | awk '$3 ~ /unflatten/ || $3 ~ /^fdt_/ { print $3 }'
}

# How often the magic number of a DTB is in a file.
count_dtbs() {
	LC_ALL=C grep -oaP '\xd0\x0d\xfe\xed' "$1" | wc -l
}

@test "static: no unflattening, no FDT code, no DTB in the image" {
	for board in $BOARDS; do
		[ -z "$(flat_symbols "$BUILD/$board/static/vmlinux")" ]
		[ "$(count_dtbs "$BUILD/$board/static/xipImage")" -eq 0 ]
		# the same searches find what is there
		[ -n "$(flat_symbols "$BUILD/$board/dt/vmlinux")" ]
		[ "$(count_dtbs "$BUILD/$board/board.dtb")" -eq 1 ]
	done
}

# section NAME VMLINUX: address and size, in hexadecimal
section() {
	readelf -SW "$2" | sed 's/^ *\[ *[0-9]*\] *//' |
		awk -v n="$1" '$1 == n { print $3, $5 }'
}

@test "static: every object of the tables is constant, in flash; but the flags" {
	for board in $BOARDS; do
		local vmlinux=$BUILD/$board/static/vmlinux
		local object=$BUILD/$board/static/linux/drivers/of/static_tables.o
		local at begin size address name

		nm --defined-only "$object" |
			awk '$3 !~ /^\$/ && $2 !~ /[rR]/ { print $2, $3 }' \
			>"$BATS_TEST_TMPDIR/writable"
		diff "$BATS_TEST_TMPDIR/writable" <(echo B of_static_populated)

		at=$("$GEN_BOARD" board --kernel "$KERNEL" --json $board |
			jq .map.kernel)
		[ "$at" -gt 0 ]
		# constants go to .rodata, and .rodata is in flash
		read -r begin size < <(section .rodata "$vmlinux")
		[ $((0x$begin)) -ge "$at" ]
		[ $((0x$begin + 0x$size)) -le \
			$((at + $(stat -c %s "$BUILD/$board/static/xipImage"))) ]
		for name in of_static_board of_root of_chosen of_aliases of_stdout; do
			address=$(nm "$vmlinux" |
				awk -v n=$name '$3 == n { print $1 }')
			[ $((0x$address)) -ge $((0x$begin)) ]
			[ $((0x$address)) -lt $((0x$begin + 0x$size)) ]
		done
	done
}

@test "two boots say the same" {
	gen_board boot stm32f469-disco
	succeeded
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"
	gen_board boot stm32f469-disco
	succeeded
	cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"
}

@test "too little RAM: says how it ended, exit 1" {
	for column in dt static; do
		gen_board boot mps2-f469 --column $column --memory 500K
		[ $status -eq 1 ]
		grep -q 'did not reach the prompt: Kernel panic' "$BATS_TEST_TMPDIR/err"
		grep -q 'Memory: .*/500K available' "$BATS_TEST_TMPDIR/out"

		# it has no early console, and says nothing
		gen_board boot stm32f469-disco --column $column --memory 400K
		[ $status -eq 1 ]
		grep -q 'did not reach the prompt: ' "$BATS_TEST_TMPDIR/err"
	done
}

@test "bootargs arrive, in the tables and in the DTB" {
	for column in dt static; do
		gen_board boot mps2-f469 --column $column --bootargs 'colour=blue'
		[ $status -eq 0 ]
		grep -q 'Kernel command line: .*colour=blue' "$BATS_TEST_TMPDIR/out"
	done
}

@test "what is typed is run, one line at each prompt" {
	printf 'echo one two\necho three' >"$BATS_TEST_TMPDIR/lines"
	gen_board boot stm32f469-disco --type "$BATS_TEST_TMPDIR/lines"
	succeeded
	diff <(console | sed -n '/^sh# /,/^sh# $/p') - <<-'END'
	sh# echo one two
	one two
	sh# echo three
	three
	sh# 
	END
	# the kernel has a word to say behind the prompt here
	gen_board boot mps2-f469 --type "$BATS_TEST_TMPDIR/lines"
	succeeded
	diff <(console | grep -x 'one two\|three') - <<-'END'
	one two
	three
	END

	gen_board boot stm32f469-disco --type - --json <<<'facts short'
	succeeded
	true_of '.facts | .["sysinfo.freeram"] > 100000 and .["meminfo.Slab"] == null'
	# nothing: the first prompt is the end
	gen_board boot stm32f469-disco --type /dev/null --json
	succeeded
	is .reached '"prompt"'
	is .facts '{}'
}

@test "a guest that ends before all was typed is no success" {
	gen_board boot stm32f469-disco --type - <<<$'poweroff\necho three'
	[ $status -eq 1 ]
	grep -q 'did not reach the prompt: ' "$BATS_TEST_TMPDIR/err"
	console | grep -q '^sh# poweroff$'
}

# Neither is kept from booting: what the kernel says of it is what is wanted.
@test "a damaged root image, or none: the kernel's own panic, exit 1" {
	tr '\0' '\1' <"$BUILD/stm32f469-disco/root.romfs" \
		>"$BATS_TEST_TMPDIR/damaged.romfs"
	for root in "$BATS_TEST_TMPDIR/damaged.romfs" /dev/null; do
		for column in dt static; do
			gen_board boot stm32f469-disco --column $column --root "$root"
			[ $status -eq 1 ]
			[ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 1 ]
			grep -q 'did not reach the prompt: Kernel panic - not syncing: VFS: Unable to mount root fs' \
				"$BATS_TEST_TMPDIR/err"
			console | grep -q '^Kernel panic - not syncing: VFS'
		done
	done
}

# made_map NAME KEYS: a board file like the Discovery's, with another map
made_map() {
	local to=$BATS_TEST_TMPDIR/$1.yaml

	sed "s/^map:.*/map: {$2}/" "$TOP/boards/stm32f469-disco/board.yaml" >"$to"
	cp "$TOP"/boards/stm32f469-disco/*.{config,dtsi} "$BATS_TEST_TMPDIR"
	echo "$to"
}

# does_not_fit MESSAGE [options]: $map is a board file whose kernels are the
# Discovery's; nothing is booted
does_not_fit() {
	local message=$1

	shift
	copy_build stm32f469-disco >/dev/null
	run "$GEN_BOARD" boot --kernel "$KERNEL" "$@" \
		--build "$BATS_TEST_TMPDIR/stm32f469-disco" "$map"
	rm -r "$BATS_TEST_TMPDIR/stm32f469-disco"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == *"$message"* ]]
}

@test "what doesn't fit the flash map is not booted" {
	local xip=$BUILD/stm32f469-disco/static/xipImage end

	end=$((0x08008000 + $(stat -c %s "$xip")))
	map=$(made_map no-root 'kernel: 0x08008000, dtb: 0x081f8000')
	does_not_fit 'no root:'
	map=$(made_map in-kernel "kernel: 0x08008000, root: $((end - 1)), dtb: 0x081f8000")
	does_not_fit 'xipImage has'
	# a longer command line lies behind the image
	map=$(made_map tight "kernel: 0x08008000, root: $end, dtb: 0x081f8000")
	does_not_fit 'xipImage has' --bootargs quiet
	map=$(made_map small-root 'kernel: 0x08008000, root: 0x081f7fff, dtb: 0x081f8000')
	does_not_fit 'root.romfs has'
	map=$(made_map dtb-in-kernel "kernel: 0x08008000, dtb: 0x08010000, root: 0x08180000")
	does_not_fit 'xipImage has' --column dt
	head -c 2M /dev/zero >"$BATS_TEST_TMPDIR/large.romfs"
	map=stm32f469-disco
	does_not_fit 'large.romfs has 2,097,152 bytes' --root "$BATS_TEST_TMPDIR/large.romfs"
}

# An emulator that changes a byte of flash behind our back.
@test "a flash that was changed is noticed, exit 1" {
	cat >"$BATS_TEST_TMPDIR/emulator" <<-'END'
	#!/bin/sh
	real=${0%/emulator}/real
	"$real" "$@"
	status=$?
	for argument; do
		case $argument in flash=*)
			printf X | dd of="${argument#flash=}" bs=1 seek=40000 \
				conv=notrunc status=none ;;
		esac
	done
	exit $status
	END
	chmod +x "$BATS_TEST_TMPDIR/emulator"
	ln -s "${MCU_EMULATOR:-$BUILD/host/mcu-emulator}" "$BATS_TEST_TMPDIR/real"
	MCU_EMULATOR=$BATS_TEST_TMPDIR/emulator gen_board boot stm32f469-disco
	[ $status -eq 1 ]
	grep -q 'flash differs from what was loaded, first at 0x08009c40' \
		"$BATS_TEST_TMPDIR/out"
}

@test "output that goes nowhere is an error" {
	status=0
	"$GEN_BOARD" boot --kernel "$KERNEL" --build "$BUILD/mps2-f469" mps2-f469 \
		>/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ $status -eq 1 ]
	grep -q 'standard output' "$BATS_TEST_TMPDIR/err"
}

@test "bad requests: one message each" {
	while read -r expected message arguments; do
		status=0
		"$GEN_BOARD" $arguments >"$BATS_TEST_TMPDIR/out" \
			2>"$BATS_TEST_TMPDIR/err" || status=$?
		[ $status -eq "$expected" ] || { echo "$arguments: $status"; false; }
		[ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 1 ]
		grep -q -e "${message//_/ }" "$BATS_TEST_TMPDIR/err" ||
			{ echo "$arguments"; cat "$BATS_TEST_TMPDIR/err"; false; }
	done <<-END
	1 unknown_board boot --kernel $KERNEL nowhere
	1 vmlinux boot --kernel $KERNEL --build $BATS_TEST_TMPDIR mps2-f469
	2 --column_dtb boot --column dtb mps2-f469
	2 not_a_size boot --kernel $KERNEL --memory many --build $BUILD/mps2-f469 mps2-f469
	1 it_was_built_for boot --kernel $KERNEL --memory 1024M --build $BUILD/mps2-f469 mps2-f469
	2 one_kernel_at_a_time boot --column dt --column static --build $BUILD/mps2-f469 mps2-f469
	1 no.romfs boot --kernel $KERNEL --root $BATS_TEST_TMPDIR/no.romfs --build $BUILD/mps2-f469 mps2-f469
	1 no.lines boot --kernel $KERNEL --type $BATS_TEST_TMPDIR/no.lines --build $BUILD/mps2-f469 mps2-f469
	1 a_NUL_can't_be_typed boot --kernel $KERNEL --type $BUILD/mps2-f469/root.romfs --build $BUILD/mps2-f469 mps2-f469
	2 expected_one_board boot
	2 no_such_option boot --blue mps2-f469
	2 not_a_size boot --kernel $KERNEL --memory 18014398509482384K --build $BUILD/mps2-f469 mps2-f469
	2 not_a_size boot --kernel $KERNEL --memory -1 --build $BUILD/mps2-f469 mps2-f469
	2 no_such_option shell --json mps2-f469
	2 expected_one_board shell
	1 no.romfs shell --kernel $KERNEL --root $BATS_TEST_TMPDIR/no.romfs --build $BUILD/mps2-f469 mps2-f469
	2 COLUMN=FILE compare --log static mps2-f469
	1 no.log compare --kernel $KERNEL --log static=$BATS_TEST_TMPDIR/no.log --column static --build $BUILD/mps2-f469 mps2-f469
	END
}
