# SPDX-License-Identifier: GPL-2.0-or-later
# The Kconfig fragment: what it says, and that the kernel's own tools take it.
bats_require_minimum_version 1.5.0
load helper

setup_file()
{
	export GEN_BOARD_CACHE=$BATS_FILE_TMPDIR/cache
}

# The text without what goes on from version to version: the program's, and the
# words in which the solver says why something can't be.
plain()
{
	sed '/^# Made by gen-board/d; /^#   /d' "$1"
}

# merged FRAGMENT: merge_config.sh on allnoconfig (-n), in a build directory, as it
# puts a file into the one it is started in; its words are in merge.log, the
# result is linux/.config.
merged()
{
	export ARCH=arm CROSS_COMPILE=arm-linux-gnueabi-
	make -s -C "$KERNEL" O="$PWD/linux" allnoconfig >/dev/null
	: >none.config
	(cd linux && "$KERNEL/scripts/kconfig/merge_config.sh" -n -O . ../none.config "../$1") >merge.log 2>&1
}

# Every line of a fragment is in a .config.
survives()
{
	sed -n 's/^# \(CONFIG_[A-Za-z0-9_]*\) is not set$/\1 n/p; s/^\(CONFIG_[A-Za-z0-9_]*\)=\(.*\)/\1 \2/p' "$1" |
	while read -r symbol value; do
		is=$(sed -n "s/^$symbol=//p" "$2")
		[ "${is:-n}" = "$value" ] || { echo "$symbol: $value, is ${is:-n}"; return 1; }
	done
}

# Every symbol that a named driver's file is built by is y (conditions with an OR
# are left to the solver's own tests).
drivers_are_on()
{
	sed '/^# ---- drivers that this machine/,/^$/d' "$1" |
	sed -n 's/^# \/.*\.c -> \([^|]*\)$/\1/p' | grep -ow '[A-Z][A-Z0-9_]*' | sort -u |
	while read -r symbol; do
		grep -q "^CONFIG_$symbol=y$" "$2" || { echo "$symbol isn't y"; return 1; }
	done
}

@test "fragments look as they did: the three boards" {
	for board in stm32f469-disco mps2-an385 mps2-f469; do
		"$GEN_BOARD" fragment --dt --no-check -q -o "$board.config" "$board"
		diff -u <(plain "$BATS_TEST_DIRNAME/golden/$board.config") <(plain "$board.config")
	done
}

@test "the F469's whole tree: a driver for every node" {
	"$GEN_BOARD" fragment --dt --no-check -q -o a.config "$F469"
	diff -u <(plain "$BATS_TEST_DIRNAME/golden/stm32f469-all.config") <(plain a.config)
}

@test "the kernel's conf agrees, and a verdict isn't asked for twice" {
	local cache=$GEN_BOARD_CACHE
	"$GEN_BOARD" fragment --dt stm32f469-disco >a
	[ -n "$(ls "$cache"/verdict-*)" ]
	# the directory that conf runs in: who asks makes it
	rm -r "$cache"/conf-*
	"$GEN_BOARD" fragment --dt stm32f469-disco >b
	[ ! -e "$(echo "$cache"/conf-arm-*/)" ]
	cmp a b
	"$GEN_BOARD" fragment --dt --check stm32f469-disco >c
	[ -e "$(echo "$cache"/conf-arm-*/)" ]
	cmp a c
	# other lines, another verdict
	rm -r "$cache"/conf-*
	"$GEN_BOARD" fragment --dt mps2-an385 >d
	[ -e "$(echo "$cache"/conf-arm-*/)" ]
	[ "$(ls "$cache"/verdict-* | wc -l)" = 2 ]
}

@test "a kernel's conf that disagrees: an error with both values, and no fragment" {
	# make(1) is what asks it: this one changes a value in the .config
	mkdir bin
	cat >bin/make <<-END
	#!/bin/sh
	$(command -v make) "\$@" || exit
	for argument; do case \$argument in O=*)
		sed -i 's/^CONFIG_LOG_BUF_SHIFT=12\$/CONFIG_LOG_BUF_SHIFT=13/' "\${argument#O=}/.config" ;;
	esac; done
	END
	chmod +x bin/make
	run --separate-stderr env PATH="$PWD/bin:$PATH" "$GEN_BOARD" fragment --dt --check -o out stm32f469-disco
	echo "$stderr"
	[ "$status" = 1 ]
	[[ $stderr == *"LOG_BUF_SHIFT: 12 in gen-board, 13 in the kernel"* ]]
	[ ! -e out ]
}

@test "without a cache nothing is left behind" {
	mkdir tmp
	GEN_BOARD_CACHE= TMPDIR=$PWD/tmp "$GEN_BOARD" fragment --dt -o a mps2-an385
	[ -s a ]
	[ -z "$(ls -A tmp)" ]
}

@test "merge_config.sh takes it: no line lost, no warning" {
	for board in stm32f469-disco mps2-an385 "$F469"; do
		"$GEN_BOARD" fragment --dt --no-check -q -o a.config "$board"
		merged a.config
		cat merge.log
		run ! grep -i -e warning -e 'not in final' -e redefined merge.log
		survives a.config linux/.config
		drivers_are_on a.config linux/.config
	done
}

@test "the same bytes wherever it is made, and as the main job makes it" {
	"$GEN_BOARD" fragment --no-check -q stm32f469-disco >a
	mkdir elsewhere
	(cd elsewhere && "$GEN_BOARD" fragment --no-check -q -o ../b stm32f469-disco)
	cmp a b
	"$GEN_BOARD" --no-check -q -o out stm32f469-disco
	diff <(grep -v OF_STATIC_SOURCE a) <(grep -v OF_STATIC_SOURCE out/board.config)
	run ! grep -F -e "$TOP" -e "$KERNEL" a
}

series_group()
{
	sed -n '/^# ---- for the kernel series (kernel-patches\/6.12)$/,$p' "$1" |
		grep -e '^CONFIG_' -e '^# CONFIG_.* is not set$'
}

@test "symbols that only the series brings are a group of their own" {
	"$GEN_BOARD" fragment --no-check -q -o a stm32f469-disco
	series_group a >series
	grep -qx 'CONFIG_KSWAPD=y' series	# a knob, by the budget
	"$GEN_BOARD" --no-budget fragment --no-check -q -o a stm32f469-disco
	series_group a >series
	diff -u - series <<-'END'
	CONFIG_CPU_V7M_FAULTS=y
	# CONFIG_FW_DEVLINK is not set
	CONFIG_OF_STATIC=y
	CONFIG_OF_STATIC_SOURCE="board-tables.c"
	END
	"$GEN_BOARD" fragment --dt --no-check -q -o a stm32f469-disco
	run ! grep -e OF_STATIC -e CPU_V7M_FAULTS -e FW_DEVLINK a
}

@test "without a kernel tree: what the tables need, and a word about the rest" {
	"$BAD_DTB" good >x.dtb
	unset KERNEL
	"$GEN_BOARD" -q -o out x.dtb
	grep -q '^# .* without a kernel tree' out/board.config
	grep -q '^CONFIG_OF_STATIC=y$' out/board.config
	refuses 1 "gen-board: x.dtb: which kernel tree? *" "$GEN_BOARD" fragment x.dtb
}

@test "roles and companions: dr_mode, and what physmap looks for by name" {
	"$GEN_BOARD" fragment --dt --no-check -q "$F469" | grep -q '^CONFIG_USB=y$'
	"$GEN_BOARD" fragment --dt --no-check -q stm32f469-disco | grep -q '^CONFIG_MTD_ROM=y$'
}

@test "no other platform than the board's own for what that one happens to select" {
	"$GEN_BOARD" fragment --dt --no-check -q "$KERNEL/arch/arm64/boot/dts/qcom/sdm845-db845c.dts" >a
	[ "$(grep '^CONFIG_ARCH_' a)" = CONFIG_ARCH_QCOM=y ]
	grep -q '^CONFIG_PM=y$' a
}

@test "devices on I2C and SPI: by bare name, and the driver for that bus" {
	cat >x.dts <<-'END'
	/dts-v1/;
	/ {
		#address-cells = <1>;
		#size-cells = <1>;
		memory@0 { device_type = "memory"; reg = <0 0x1000>; };
		i2c@1000 {
			#address-cells = <1>; #size-cells = <0>;
			one@1 { compatible = "bosch,bmp280"; reg = <1>; };
			two@2 { compatible = "whoever,24c02"; reg = <2>; };
		};
		spi@2000 {
			#address-cells = <1>; #size-cells = <0>;
			one@1 { compatible = "bosch,bmp280"; reg = <1>; };
		};
	};
	END
	"$GEN_BOARD" fragment --dt --no-check -q x.dts >a
	grep -q '^# /i2c@1000/one@1 "bosch,bmp280" -> drivers/iio/pressure/bmp280-i2c.c ' a
	grep -q '^# /i2c@1000/two@2 "whoever,24c02" -> drivers/misc/eeprom/at24.c ' a
	grep -q '^# /spi@2000/one@1 "bosch,bmp280" -> drivers/iio/pressure/bmp280-spi.c ' a
	grep -q '^CONFIG_EEPROM_AT24=y$' a
	run ! grep '/i2c@1000.*bmp280-spi' a
}

@test "nodes without a driver are listed with what is known of them" {
	cat >x.dts <<-'END'
	/dts-v1/;
	/ {
		#address-cells = <1>;
		#size-cells = <1>;
		memory@0 { device_type = "memory"; reg = <0 0x1000>; };
		thing { compatible = "nobody,knows", "this"; };
		chip { compatible = "st,stm32f4-crc"; };
	};
	END
	"$GEN_BOARD" fragment --dt --no-check -q x.dts >a
	sed -n '/^# ---- nodes without a driver/,$p' a >list
	grep -q '^# /thing "nobody,knows", "this"$' list
}

# ---- bad input

# refuses_board PATTERN: a board.yaml on stdin; the message may have several lines
refuses_board()
{
	local pattern=$1
	cat >board.yaml
	run --separate-stderr "$GEN_BOARD" -q -o out ./board.yaml
	echo "$stderr"
	[ "$status" = 1 ]
	[ -z "$output" ]
	[[ $stderr == $pattern ]] || return 1
	[ ! -e out ]
	run --separate-stderr "$GEN_BOARD" fragment --dt -q -o fragment ./board.yaml
	[ "$status" = 1 ]
	[[ $stderr == $pattern ]] || return 1
	[ ! -e fragment ]
}

@test "a symbol that isn't there: the nearest names, file and line" {
	refuses_board "gen-board: */board.yaml:3: kernel: set: *PROC_FSS*PROC_FS*" <<-END
	dts: $F469
	kernel:
	  - {set: PROC_FSS, why: test}
	END
}

@test "a value that isn't of the symbol's type" {
	refuses_board "gen-board: */board.yaml:4: kernel: set: *LOG_BUF_SHIFT*" <<-END
	dts: $F469
	kernel:
	  - {set: PRINTK, why: test}
	  - {set: LOG_BUF_SHIFT=many, why: test}
	END
}

@test "needs that contradict each other: both are named" {
	refuses_board "gen-board: *PROC_FS=n*board.yaml:3*PROC_SYSCTL*board.yaml:4*" <<-END
	dts: $F469
	kernel:
	  - {set: PROC_FS=n, why: small}
	  - {set: PROC_SYSCTL, why: sysctl}
	drivers: {only: [usart3]}
	END
	refuses_board "gen-board: *MMU*board.yaml:3*" <<-END
	dts: $F469
	kernel:
	  - {set: MMU, why: test}
	drivers: {only: [usart3]}
	END
}

@test "a driver that the board file rules out" {
	refuses_board "gen-board: *SERIAL_STM32*TTY=n*board.yaml:3*" <<-END
	dts: $F469
	kernel:
	  - {set: TTY=n, why: test}
	drivers: {only: [usart3]}
	END
}

@test "drivers: only names no node, or a disabled one" {
	refuses_board "gen-board: */board.yaml: drivers: only: \"usart33\" names no node of *; the nearest are usart3, *" <<-END
	dts: $F469
	drivers: {only: [usart33]}
	END
	refuses_board "gen-board: */board.yaml: drivers: only: \"usart1\" is /soc/serial@40011000, which is disabled *" <<-END
	dts: $F469
	drivers: {only: [usart1]}
	END
}

@test "Kconfig that doesn't parse: file and line" {
	"$GEN_BOARD" dtb -o x.dtb "$F469"
	mkdir bad
	printf 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n' >bad/Makefile
	printf 'config A\n\tbool "a"\n\tfrobnicate\n' >bad/Kconfig
	KERNEL=$PWD/bad refuses 1 "gen-board: *Kconfig:3: *" "$GEN_BOARD" -q -o out x.dtb
}

# The tree is looked at while the lines are found with what the cache has of it.
@test "a kernel tree that changed since the last time is noticed" {
	# links, where they can be had
	cp -rl "$KERNEL" tree 2>/dev/null || { rm -rf tree; cp -r "$KERNEL" tree; }
	export GEN_BOARD_CACHE=$PWD/cache
	"$GEN_BOARD" fragment --dt --no-check -q --kernel tree -o before "$F469"
	"$GEN_BOARD" fragment --dt --no-check -q --kernel tree -o again "$F469"
	cmp before again
	grep -q 'stm32-usart\.c' before

	local source=tree/drivers/tty/serial/stm32-usart.c
	sed 's/"st,stm32-uart"/"st,stm32-nothing"/; s/"st,stm32f7-uart"/"st,stm32-neither"/' \
		$source >new
	rm $source
	cp new $source
	"$GEN_BOARD" fragment --dt --no-check -q --kernel tree -o after "$F469"
	run ! grep 'stm32-usart\.c' after
}
