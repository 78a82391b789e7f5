#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Linux on the emulated STM32F469 Discovery. The kernel, booting from a device
# tree, comes from outside:
#   KERNEL_IMAGE  xipImage, to be placed at 0x08008000
#   KERNEL_DTB    its device tree
#   KERNEL_ELF    its vmlinux
# Its root file system is the romfs at $ROOT; the /init there is guests/init.c.
# Without these variables the tests fail: they are not to be skipped unnoticed.

load helper

ROOT=0x08180000

setup_file() {
	: "${KERNEL_IMAGE:?is not set}" "${KERNEL_DTB:?is not set}"
	: "${KERNEL_ELF:?is not set}"
	"$TOP/tests/emulator/build-init" "$BATS_FILE_TMPDIR"
	cp "$KERNEL_DTB" "$BATS_FILE_TMPDIR/dtb"
	chmod +w "$BATS_FILE_TMPDIR/dtb"
	fdtput -t s "$BATS_FILE_TMPDIR/dtb" /chosen bootargs \
		"console=ttySTM0,115200 root=mtd:rom rootfstype=romfs init=/init panic=-1"
}

# boot LINE [options]: boots, types LINE when the init asks for it
boot() {
	local line=$1

	shift
	printf '%s\n' "$line" >"$BATS_TEST_TMPDIR/typed"
	status=0
	"$EMULATOR" -m $BOARD --load "$KERNEL_IMAGE@0x08008000" \
		--load "$BATS_FILE_TMPDIR/dtb@0x081f8000" \
		--load "$BATS_FILE_TMPDIR/root.romfs@$ROOT" \
		--entry 0x08008001 --r0 0 --r1 0xffffffff --r2 0x081f8000 \
		--vmlinux "$KERNEL_ELF" --limit 10 \
		--input "$BATS_TEST_TMPDIR/typed" --input-after 'your name? ' \
		"$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" ||
		status=$?
}

# The last lines, as an undisturbed run prints them
ends_well() {
	[ $status -eq 0 ]
	tail -3 "$BATS_TEST_TMPDIR/out" | tr -d '\r' | diff -u - <(
		printf 'your name? %s\nhello %s\n' "$1" "$1"
		echo 'computed f05a6200d31f1864'
	)
}

@test "Linux reaches init, takes input, computes; no store to flash" {
	boot discovery --strict-flash --json "$BATS_TEST_TMPDIR/json"
	ends_well discovery
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
	[ "$(jq .flash_stores "$BATS_TEST_TMPDIR/json")" -eq 0 ]
	[ "$(jq '.faults | length' "$BATS_TEST_TMPDIR/json")" -eq 0 ]
}

@test "Linux: two runs are the same, byte for byte" {
	boot twice -v
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"
	cp "$BATS_TEST_TMPDIR/err" "$BATS_TEST_TMPDIR/err.1"
	boot twice -v
	cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"
	cmp "$BATS_TEST_TMPDIR/err" "$BATS_TEST_TMPDIR/err.1"
}

@test "Linux: the result stays right under stray interrupts" {
	for seed in 1 2 3; do
		boot stray --stray $seed --json "$BATS_TEST_TMPDIR/json"
		ends_well stray
		[ "$(jq .stray_interrupts "$BATS_TEST_TMPDIR/json")" -gt 1000 ]
	done
}

@test "Linux: no interrupt is stray before the kernel has handlers" {
	for seed in 6 8 15; do # these come with the very first instructions
		boot early --stray $seed
		ends_well early
	done
}

@test "Linux: a store to flash by user space is reported, and it goes on" {
	boot flash
	ends_well flash
	has err 'store to flash at 0x08000000, pc 0x'
	has err '1 store to flash'
}

@test "Linux: faults of user space, which hang a v7-M kernel" {
	boot undefined
	[ $status -eq 126 ]
	has err 'UsageFault: undefined instruction, pc 0x'
	has err '<__invalid_entry+'
	boot unmapped
	[ $status -eq 126 ]
	has err 'BusFault: write to unmapped address 0x30000000, pc 0x'
}

@test "Linux: allocations are watched without disturbing the run" {
	boot watched
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"
	boot watched --watch "$BATS_TEST_TMPDIR/watch" \
		--json "$BATS_TEST_TMPDIR/json" --phase start_kernel \
		--phase of_platform_default_populate_init --count device_add
	cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"

	# the records, added up, are the summary
	jq -s '[.[] | select(.kind == "slab") |
		if .ev == "alloc" then .object else -.object end] | add' \
		"$BATS_TEST_TMPDIR/watch" >"$BATS_TEST_TMPDIR/sum"
	[ "$(cat "$BATS_TEST_TMPDIR/sum")" -eq \
		"$(jq .watch.at_end.slab_bytes "$BATS_TEST_TMPDIR/json")" ]
	jq -e '.watch.at_user.slab_bytes > 50000 and
		.watch.at_user.slab_bytes >= .watch.at_user.slab_requested_bytes and
		.watch.phases.start_kernel.calls == 1 and
		.watch.phases.of_platform_default_populate_init.slab_bytes > 1000 and
		.watch.calls.device_add > 10' "$BATS_TEST_TMPDIR/json"
	[ "$(jq -s 'map(select(.ev != "phase" and .object == null)) | length' \
		"$BATS_TEST_TMPDIR/watch")" -eq 0 ]
}

@test "Linux: stacks are measured without disturbing the run" {
	boot stacks
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"
	boot stacks --stacks --json "$BATS_TEST_TMPDIR/json" \
		--watch "$BATS_TEST_TMPDIR/watch"
	cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/out.1"

	# what is known of these whatever the kernel
	jq -e '.stacks | .enough and
		(.rows | map(select(.kind == "kernel")) |
			map(select(.pid < 3)) | map(.name) ==
				["swapper", "init", "kthreadd"]) and
		(.rows | map(select(.kind == "kernel").bytes) |
			unique | length == 1) and
		(.rows | map(select(.kind == "irq")) | length == 1) and
		(.rows | map(select(.kind == "user")) | length == 1 and
			.[0].name == "init" and .[0].pid == 1 and
			.[0].tasks == 1 and .[0].bytes == 8192 and
			.[0].used > 500) and
		(.rows | all(.used > 0 and .left == .bytes - .used))' \
		"$BATS_TEST_TMPDIR/json"
}
