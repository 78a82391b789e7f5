# SPDX-License-Identifier: GPL-2.0-or-later
# Why something is in the kernel, or is not.
bats_require_minimum_version 1.5.0
load helper

setup_file()
{
	export GEN_BOARD_CACHE=$BATS_FILE_TMPDIR/cache
}

# explains WHAT PATTERN...: each pattern (grep's) is is in what is said.
explains()
{
	local what=$1 pattern
	shift
	"$GEN_BOARD" explain --dt -q stm32f469-disco "$what" >said
	cat said
	for pattern in "$@"; do
		grep -q -e "$pattern" said || { echo "missing: $pattern"; return 1; }
	done
}

@test "a symbol that a line sets: for whose sake, what it builds, which nodes" {
	explains CONFIG_SERIAL_STM32 \
		'^CONFIG_SERIAL_STM32: STMicroelectronics STM32 serial port support$' \
		'SERIAL_STM32=y' 'a line says so' \
		'SERIAL_STM32_CONSOLE (/chosen stdout-path "serial0:115200n8" is /soc/serial@40004800)' \
		'builds drivers/tty/serial/stm32-usart.c (drivers/tty/serial/Makefile)' \
		'^  /soc/serial@40004800 "st,stm32-uart" -> '
}

@test "a symbol that comes by another one, and one that isn't there" {
	explains MFD_SYSCON 'MFD_SYSCON=y' 'because: selected by ' \
		'^  /soc/syscon@40013800 "syscon" -> '
	explains CONFIG_MMC 'MMC=n' 'no line turns it on' \
		'^  /soc/mmc@40012c00 "arm,pl180" -> .* (not in drivers: only)$'
}

@test "what the board file asks for is told with its line" {
	line=$(grep -n 'set: BLOCK=n' "$TOP/boards/stm32f469-disco/board.yaml" | cut -d: -f1)
	explains EXPERT "board.yaml:$line: There is no block device"
}

@test "a node that is driven, by label, alias and path" {
	for name in usart3 serial0 /soc/serial@40004800; do
		explains "$name" '^/soc/serial@40004800 "st,stm32-uart"$' \
			'served by drivers/tty/serial/stm32-usart.c:[0-9]* (driver)$' \
			'is built when .*SERIAL_STM32: it is$' \
			'^ *CONFIG_SERIAL_STM32=y$'
	done
}

@test "a node that has two drivers" {
	explains rcc 'served by drivers/clk/clk-stm32f4.c:[0-9]* (clock)$' \
		'served by drivers/reset/reset-simple.c:[0-9]* (driver)$' \
		'^ *CONFIG_RESET_SIMPLE=y$'
}

@test "a node that was dropped, one that isn't listed, one without compatible" {
	explains usart1 '^  dropped: status = "disabled"$'
	explains ltdc "drivers: only in the board file doesn't list it" \
		'drivers/gpu/drm/stm/drv.c is built when DRM_STM: it is not$'
	explains /chosen 'it has no compatible'
}

@test "a node without a driver" {
	run "$GEN_BOARD" explain --dt -q "$DTS/st/stm32f429-disco.dts" /soc/crc@40023000
	[[ $output == *'/soc/crc@40023000 "st,stm32f4-crc"'*'no driver in this tree'* ]]
}

@test "names that aren't there: the nearest ones" {
	refuses 1 "gen-board: *SERIAL_STM23*SERIAL_STM32*" \
		"$GEN_BOARD" explain --dt -q stm32f469-disco CONFIG_SERIAL_STM23
	refuses 1 "gen-board: *explain: \"usart33\" names no node of *; the nearest are usart3, *" \
		"$GEN_BOARD" explain --dt -q stm32f469-disco usart33
	refuses 2 "gen-board: expected a board, and *" "$GEN_BOARD" explain stm32f469-disco
	refuses 2 "gen-board: c: unexpected argument; *" "$GEN_BOARD" explain a b c
}
