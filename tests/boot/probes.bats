#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Devices without a driver are not made; all that probed still probes.

load helper

@test "what probes with a device tree probes with the tables, with the same result" {
	for board in $BOARDS; do
		for column in dt-same-config static; do
			gen_board boot $board --column $column \
				--bootargs 'initcall_debug ignore_loglevel log_buf_len=256K'
			succeeded
			tr -d '\r' <"$BATS_TEST_TMPDIR/out" |
				grep -o 'probe of .* returned -\?[0-9]*' \
					>"$BATS_TEST_TMPDIR/probes.$column"
		done
		[ -s "$BATS_TEST_TMPDIR/probes.static" ]
		diff "$BATS_TEST_TMPDIR/probes.dt-same-config" \
			"$BATS_TEST_TMPDIR/probes.static"
	done
}

# Names that end in :0 and :0.0 are the serial core's devices, not made from a node.
@test "a device is made where a driver probes it, and nowhere else" {
	local made

	gen_board compare stm32f469-disco --no-bisect --column static --json
	succeeded
	made=$(jq .columns.static.platform_devices "$BATS_TEST_TMPDIR/out")
	gen_board boot stm32f469-disco --bootargs 'initcall_debug ignore_loglevel log_buf_len=256K'
	succeeded
	console | sed -n 's/.*probe of \([^ ]*\) returned 0 .*/\1/p' |
		grep -v ':[0-9.]*$' | sort -u >"$BATS_TEST_TMPDIR/probed"
	[ "$made" -eq "$(wc -l <"$BATS_TEST_TMPDIR/probed")" ]
}
