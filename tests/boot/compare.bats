#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The comparison: its form, and what has to come out of it.

load helper

KEYS='["bss","data","flash_stores","free_pages_at_init","memory_available_kib","min_ram_kib","platform_devices","populate_bytes","process_bytes","process_slab_bytes","process_stack_bytes","reached","reserved_kib","shell_and_child_bytes","slab_bytes","slab_pages","text","tree_flash_bytes","tree_ram_bytes","unflatten_bytes","user_bytes","user_child_bytes","user_shell_bytes"]'

@test "F469: everything is measured, and the tree in flash pays" {
	gen_board compare stm32f469-disco --json
	succeeded
	is .board '"stm32f469-disco"'
	is '.columns | keys_unsorted' '["dt","dt-same-config","static"]'
	true_of "all(.columns[]; . as \$c | all($KEYS[]; \$c[.] != null))"
	true_of 'all(.columns[]; .flash_equal and .flash_stores == 0)'

	# user space: one program, in flash, whatever the kernel
	true_of 'all(.columns[]; .reached == "prompt")'
	true_of '.columns | .["dt-same-config"].user_shell_bytes == .static.user_shell_bytes'
	# the series has slab objects of a process take less
	true_of '.columns | .dt.user_shell_bytes - .static.user_shell_bytes | . >= 0 and . < 512'
	true_of '[.columns[] | .process_stack_bytes] | unique | length == 1'
	true_of 'all(.columns[]; .shell_and_child_bytes ==
		2 * .process_bytes + .user_shell_bytes - .user_child_bytes)'
	true_of 'all(.columns[]; .user_bytes > .user_shell_bytes + .user_child_bytes)'
	true_of 'all(.columns[]; .process_bytes >= .process_stack_bytes + .process_slab_bytes)'

	# the tree in RAM
	true_of '.columns.static | .unflatten_bytes == 0 and .tree_ram_bytes <= 256'
	true_of '.columns["dt-same-config"].unflatten_bytes > 15000'
	true_of 'all(.columns[]; .tree_ram_bytes == ([.tree_ram[].bytes] | add))'

	# the least RAM, a page more than what fails
	true_of 'all(.columns[]; .min_ram_kib == .min_ram_failing_kib + 4)'
	true_of '.columns | .dt.min_ram_kib - .static.min_ram_kib >= 80'
	# what tree and devices take less is least RAM less, none of it is lost
	true_of '.columns | (.["dt-same-config"].min_ram_kib - .static.min_ram_kib) * 1024
		>= (.["dt-same-config"] | .unflatten_bytes + .populate_bytes) -
			(.static | .unflatten_bytes + .populate_bytes)'
}

@test "F469: the files hold what was printed" {
	gen_board compare stm32f469-disco --no-bisect --json
	cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/stm32f469-disco/compare.json"
	gen_board compare stm32f469-disco --no-bisect
	cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/stm32f469-disco/compare.txt"
	grep -q '^  text  ' "$BATS_TEST_TMPDIR/out"
	[ "$(grep -c ' $' "$BATS_TEST_TMPDIR/out")" -eq 0 ]
}

@test "QEMU: what it can't tell is null, the rest is there" {
	gen_board compare mps2-f469 --no-bisect --json
	succeeded
	true_of 'all(.columns[]; .flash_equal and .reached == "prompt")'
	true_of 'all(.columns[]; .slab_bytes == null and .populate_bytes == null)'
	true_of '.columns.dt.unflatten_bytes > 15000 and .columns.static.unflatten_bytes == 0'
	true_of '.columns.static.platform_devices <= .columns.dt.platform_devices'
	true_of '.columns.static.tree_ram_bytes <= 256'
}

# When input comes differs from boot to boot there, and with it what is where:
# the page below isn't asked for once more.
@test "QEMU: least RAM is found, and four pages more boot again" {
	gen_board compare mps2-f469 --json --column static
	[ $status -eq 0 ]
	is '.columns | keys' '["static"]'
	true_of '.columns.static | .min_ram_kib == .min_ram_failing_kib + 4'
	local least
	least=$(jq .columns.static.min_ram_kib "$BATS_TEST_TMPDIR/out")
	gen_board boot mps2-f469 --memory $((least + 16))K --type - <<<'facts short'
	succeeded
}

@test "a real board's log stands in for a boot" {
	gen_board boot mps2-f469 --bootargs memblock=debug
	console | sed '/^reached the prompt/,$d; s/^/[    0.0] /; s/$/\r/' \
		>"$BATS_TEST_TMPDIR/serial.log"
	gen_board compare mps2-f469 --no-bisect --json --column dt \
		--log "static=$BATS_TEST_TMPDIR/serial.log"
	succeeded
	is .columns.static.reached '"prompt"'
	is .columns.static.min_ram_kib null
	is .columns.static.flash_equal null
	is .columns.static.unflatten_bytes 0
	true_of '.columns.static.source | endswith("serial.log")'

	true_of '.columns.static | .process_bytes > 8192 and .shell_and_child_bytes > 16384'

	# one that is cut off before the last fact is no success
	sed '/meminfo Slab/q' "$BATS_TEST_TMPDIR/serial.log" >"$BATS_TEST_TMPDIR/cut.log"
	gen_board compare mps2-f469 --no-bisect --json --log "static=$BATS_TEST_TMPDIR/cut.log" --column static
	[ $status -eq 1 ]
	is .columns.static.reached null
}
