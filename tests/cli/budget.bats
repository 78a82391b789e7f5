# SPDX-License-Identifier: GPL-2.0-or-later
# gen-board budget: from a budget to Kconfig lines, and what it refuses.
bats_require_minimum_version 1.5.0
load helper

KNOBS=$TOP/tests/budget/knobs.yaml
SMALL=$TOP/tests/budget/small/board.yaml

# budget OPTION...: of the small board
budget()
{
	"$GEN_BOARD" budget --knobs "$KNOBS" "$@" "$SMALL"
}

# refuses_budget PATTERN: of a budget on stdin
refuses_budget()
{
	cat >b.yaml
	refuses 1 "gen-board: b.yaml$1" \
		"$GEN_BOARD" budget --knobs "$KNOBS" -b b.yaml "$SMALL"
}

@test "the board's own budget makes a Kconfig fragment" {
	budget >fragment
	grep -qx 'CONFIG_TIMER_WHEEL_LEVEL_BITS=5' fragment
	grep -qx 'CONFIG_SLAB_PACKED=y' fragment
	grep -qx '# CONFIG_KSWAPD is not set' fragment
	grep -qx 'CONFIG_PROC_FS=y' fragment
	# nothing but comments and lines that Kconfig reads
	run ! grep -Evx '#.*|CONFIG_[A-Z0-9_]+=[a-z0-9]+|' fragment
	# 131,072 bytes stay free, as the board file asks
	[ "$(budget --json | jq '.prediction.needed <= 327680 and .met')" = true ]
}

@test "the same input makes the same output" {
	for option in "" --explain --curve --json "--curve --json" --svg; do
		budget $option >a
		budget $option >b
		cmp a b
		[ -s a ]
	done
}

@test "an ample budget leaves every knob at the kernel's default" {
	cat >board.yaml <<-END
	dts: $F469
	END
	echo 'ram: 16M' >b.yaml
	"$GEN_BOARD" budget --knobs "$KNOBS" -b b.yaml ./board.yaml >fragment
	run ! grep -q ', not ' fragment
	run ! grep -q '=[0-9]' fragment
	[ "$("$GEN_BOARD" budget --knobs "$KNOBS" --json -b b.yaml ./board.yaml |
		jq '[.loss, (.knobs | map(select(.value != .default)) | length)] == [0, 0]')" = true ]
}

@test "--explain: a row for each knob, and RAM by part that adds up" {
	budget --explain >table
	[ "$(grep -c '^[A-Z]' table)" = $(($(grep -c '^- name:' "$KNOBS") + 1)) ]
	grep -q '^LVL_BITS  *5  *6  *2,304  *0  *1  timers that are far away' table
	sum=$(sed -n 's/,//g; s/^  \(static\|percpu\|memmap\|slab\|stacks\|pages\|user\)  *//p' table |
		paste -sd+ | bc)
	[ "$(sed -n 's/,//g; s/^  used  *//p' table)" = "$sum" ]
}

@test "--curve: from no loss down to the least RAM, in all three forms" {
	budget --curve >text
	budget --curve --json | jq -r '.curve[] | "\(.ram) \(.loss)"' >json
	sed -n 's/,//g; s/^ *\([0-9][0-9]*\)  *[0-9]*  *\([0-9]*\)  .*/\1 \2/p' text >pairs
	cmp pairs json
	[ "$(head -n 1 json | cut -d' ' -f2)" = 0 ]
	sort -c -k1,1nr json
	sort -c -k2,2n json
	budget --svg >svg
	[ "$(grep -c '<circle' svg)" = "$(wc -l <json)" ]
	grep -q '</svg>' svg
}

@test "a budget that can't be met: the least there is, and what would help" {
	cat >b.yaml <<-END
	ram: 128K
	features: [console, procfs, posix-timers]
	knobs: {SLAB: SLUB_TINY, LVL_BITS: {min: 5}, UCOUNTS_HASHTABLE_BITS: 10, PERCPU_RESERVE: 20}
	END
	run --separate-stderr budget -b b.yaml
	[ "$status" = 1 ]
	[[ $stderr == "gen-board: b.yaml: ram: 131,072 bytes can't be met; the least with these features and bounds is "* ]]
	[ "$(grep -c '^  *[0-9,]*  \(do\|put\|ask\|have\) ' <<<"$output")" = 5 ]
	least=$(sed -n 's/,//g; s/^The least RAM .*: \([0-9]*\) bytes.$/\1/p' <<<"$output")
	run --separate-stderr budget --json -b b.yaml
	[ "$status" = 1 ]
	[ "$(jq '[.met, .lacks, .least] == [false, "ram", '"$least"'] and
		(.changes | length) == 5' <<<"$output")" = true ]
	# with that much it can, with a page less it can't
	sed -i "s/128K/$least/" b.yaml
	budget -b b.yaml
	sed -i "s/$least/$((least - 4096))/" b.yaml
	run ! budget -b b.yaml
}

@test "flash is solved as RAM is" {
	printf 'ram: 320K\nflash: 1024K\nfeatures: []\n' >b.yaml
	[ "$(budget --json -b b.yaml | jq '.prediction.flash <= 1048576 and .loss > 0')" = true ]
	echo 'flash: 700K' >>b.yaml
	sed -i 2d b.yaml
	run --separate-stderr budget -b b.yaml
	[ "$status" = 1 ]
	[[ $stderr == "gen-board: b.yaml: flash: 716,800 bytes can't be met; the least "* ]]
}

@test "bad budgets: one clear message" {
	while IFS='|' read -r text pattern; do
		echo "# $text"
		printf "$text" | refuses_budget "$pattern"
	done <<-'END'
	ram: 320K\nknobs: {LVL_BIT: 5}\n|:2: there is no knob LVL_BIT; the nearest are LVL_BITS, *
	ram: 320K\nknobs: {LVL_BITS: {min: 9}}\n|:2: LVL_BITS: min: 9 is outside of its range, 3 to 6
	ram: 320K\nknobs: {LVL_BITS: 2}\n|:2: LVL_BITS: 2 is outside of its range; the values are 6, 5, 4, 3
	ram: 128K\nfree: 144K\n|:2: ram: 131072 bytes are below the sum of the reserves: free: 147456, and the kernel
	ram: {sram: 320K, sdram: 1M}\n|:1: there is no bank of RAM sdram; the nearest are sram, ccm
	ram: {sram: 321K}\n|:1: ram: 328704 bytes, but the bank sram of small has 327680
	ram: {sram: 64K, sram: 64K}\n|:1: sram: the key is there twice
	ram: 18446744073709551616\n|:1: ram: "18446744073709551616" is no size, or one that overflows; *
	ram: 17592186044416M\n|:1: ram: "17592186044416M" is no size, or one that overflows; *
	ram: 320K\nfeatures: [tiny, console]\n|: features: tiny and console contradict each other: *
	ram: 320K\nknobs: {PROC_FS: n}\n|: knobs: PROC_FS: * contradicts features: procfs
	ram: 320K\nfeatures: [procfs, consle]\n|:2: there is no feature consle; the nearest are console, *
	rom: 320K\n|:1: there is no key rom; the nearest are ram, *
	END
}

@test "banks of a board that overlap, and a board without a budget" {
	printf 'dts: %s\nram: [{name: a, base: 0x1000, size: 8K}, {name: b, base: 0x2fff, size: 1}]\n' \
		"$F469" >board.yaml
	refuses 1 "gen-board: */board.yaml: ram: a and b overlap at 0x00002fff" \
		"$GEN_BOARD" budget --knobs "$KNOBS" ./board.yaml
	printf 'dts: %s\nram: [{name: a, base: 0xffffffffffffffff, size: 8K}]\n' "$F469" >board.yaml
	refuses 1 "gen-board: */board.yaml: ram: a: 0x2000 bytes at * are no bank of RAM" \
		"$GEN_BOARD" budget --knobs "$KNOBS" ./board.yaml
	printf 'dts: %s\n' "$F469" >board.yaml
	refuses 1 "gen-board: */board.yaml: no budget:; expected one like {ram: 320K}, or -b FILE" \
		"$GEN_BOARD" budget --knobs "$KNOBS" ./board.yaml
	printf 'ram: {a: 4K}\n' >b.yaml
	refuses 1 "gen-board: b.yaml:1: ram: a: the board here lists no banks; *" \
		"$GEN_BOARD" budget --knobs "$KNOBS" -b b.yaml ./board.yaml
}

# measured BOARD: knob, model, measured and difference of each that was
measured()
{
	"$GEN_BOARD" budget --kernel "$KERNEL" --explain "$1" |
		sed -n '/^knob  *undone/,$s/ -> /:/p' | tr -d , |
		awk '$4 != "-" { print $1, $3, $4, $5 }'
}

@test "what each knob was measured to save is within a page of its model" {
	local board

	for board in stm32f469-sram stm32f469-1m; do
		measured $board >rows
		cat rows
		awk '$3 - $2 != $4 || $4 < -4096 || $4 > 4096 { exit 1 }' rows
	done
	measured stm32f469-sram >sram
	[ "$(wc -l <sram)" -ge 50 ]
	# the others need more RAM than there is
	measured stm32f469-1m >more
	[ "$(cut -d' ' -f1 sram more | sort -u | wc -l)" -eq \
		"$(grep -c '^- name: [A-Z]' "$TOP/kernel-patches/6.12/knobs.yaml")" ]
}

@test "a board that nothing was measured on, and files that aren't there" {
	mkdir other
	printf 'dts: %s\nbudget: {ram: 1M}\n' "$F469" >other/board.yaml
	refuses 1 "gen-board: */knobs.yaml: base: nothing was measured on the board other, only on small, here" \
		"$GEN_BOARD" budget --knobs "$KNOBS" other/board.yaml
	refuses 1 "gen-board: none.yaml: No such file or directory" \
		"$GEN_BOARD" budget --knobs none.yaml "$SMALL"
	refuses 1 "gen-board: none.yaml: No such file or directory" \
		"$GEN_BOARD" budget --knobs "$KNOBS" -b none.yaml "$SMALL"
}

@test "usage errors of budget" {
	refuses 2 "gen-board: budget: expected one board, found 0; *" "$GEN_BOARD" budget
	refuses 2 "gen-board: --frob: no such option; *" "$GEN_BOARD" budget --frob x
	refuses 2 "gen-board: -b: the option needs an argument" "$GEN_BOARD" budget x -b
	refuses 2 "gen-board: budget: --json and --svg: one of them" "$GEN_BOARD" budget --json --svg x
}

@test "a knob file and a budget that are cut off anywhere" {
	for file in "$KNOBS" b.yaml; do
		printf 'ram: {sram: 320K}\nfree: 144K\nknobs: {LVL_BITS: {min: 5}, SLAB: SLUB_TINY}\n' >b.yaml
		size=$(stat -c %s "$file")
		for n in 0 1 5 20 33 $((size / 3)) $((size / 2)) $((size - 60)) $((size - 9)); do
			head -c "$n" "$file" >x.yaml
			if [ "$file" = b.yaml ]; then
				set -- --knobs "$KNOBS" -b x.yaml
			else
				set -- --knobs x.yaml -b b.yaml
			fi
			run --separate-stderr "$GEN_BOARD" budget "$@" "$SMALL"
			echo "$file, $n bytes: $status: $stderr"
			[ "$status" -le 1 ]
			[ "$status" = 0 ] || [[ $stderr == "gen-board: "*".yaml:"* ]]
		done
	done
}

@test "board lists the banks of RAM" {
	"$GEN_BOARD" board "$SMALL" >text
	grep -qx '  ram sram at 0x20000000, 320 KiB' text
	grep -qx '  ram ccm at 0x10000000, 64 KiB' text
	[ "$("$GEN_BOARD" board --json "$SMALL" | jq -c .ram)" = \
		'[{"name":"sram","base":536870912,"size":327680},{"name":"ccm","base":268435456,"size":65536}]' ]
}
