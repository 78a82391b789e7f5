# SPDX-License-Identifier: GPL-2.0-or-later
# The subcommand index, as people and programs see it.
bats_require_minimum_version 1.5.0
load helper

setup_file()
{
	export GEN_BOARD_CACHE=$BATS_FILE_TMPDIR/cache
}

@test "a compatible: where it stands, and when it is in a kernel" {
	run --separate-stderr "$GEN_BOARD" index st,stm32-uart
	[ "$status" = 0 ]
	[ "${lines[0]}" = st,stm32-uart ]
	[[ ${lines[1]} == "  drivers/tty/serial/stm32-usart.c:"*": driver (drivers/tty/serial/Makefile)" ]]
	[ "${lines[2]}" = "    built in where OF && SERIAL_STM32" ]
	[ "${lines[3]}" = "    module where OF && SERIAL_STM32=m" ]
	[[ ${lines[4]} == "  drivers/tty/serial/stm32-usart.c:"*": earlycon ("* ]]
}

@test "the second time from the cache, with the same words" {
	"$GEN_BOARD" index syscon simple-bus >first
	"$GEN_BOARD" index syscon simple-bus >second
	cmp first second
	[ "$("$GEN_BOARD" index --json | jq .cached)" = true ]
	GEN_BOARD_CACHE='' "$GEN_BOARD" index syscon simple-bus >third
	cmp first third
}

@test "a file by its path, however that is given, and a symbol" {
	"$GEN_BOARD" index drivers/irqchip/irq-nvic.c | tail -n +2 >relative
	grep -q '^  drivers/irqchip/irq-nvic.c (drivers/irqchip/Makefile)$' relative
	grep -q '"arm,armv7m-nvic": irqchip' relative
	"$GEN_BOARD" index "$(cd "$KERNEL" && pwd)/drivers/irqchip/irq-nvic.c" | tail -n +2 >absolute
	cmp relative absolute
	"$GEN_BOARD" index ./drivers/irqchip/irq-nvic.c | tail -n +2 | cmp relative
	"$GEN_BOARD" index CONFIG_ARM_NVIC | grep '^  drivers/irqchip/irq-nvic.c '
}

@test "a fact says where it is to be seen" {
	run --separate-stderr "$GEN_BOARD" index arm,pl180
	[[ $output == *"drivers/mmc/host/mmci.c: fact, see struct amba_driver"* ]]
	[[ $output == *"MMC_ARMMMCI"*"ARM_AMBA"* ]]
}

@test "the figures add up" {
	"$GEN_BOARD" index --json >figures
	jq -e '.version == "6.12" and .places == ([.kinds[]] | add)
	       and .places == ([.classes[]] | add) and .served <= .compatibles
	       and .compatibles > 10000' figures
	places=$(jq .places figures)
	"$GEN_BOARD" index | grep "^$places places, by kind:$"
}

@test "JSON says the same as the text" {
	"$GEN_BOARD" index --json st,stm32f469-rcc CONFIG_SERIAL_STM32 >answer
	jq -e '.[0].name == "st,stm32f469-rcc" and .[1].name == "CONFIG_SERIAL_STM32"' answer
	jq -e '.[0].entries[] | select(.kind == "clock") | .registered and .class == "built"
	       and .source == "drivers/clk/clk-stm32f4.c"
	       and .built_in == "COMMON_CLK && COMMON_CLK_STM32F" and .module == "false"' answer
	jq -e '.[1].objects == [{"source": "drivers/tty/serial/stm32-usart.c",
	       "makefile": "drivers/tty/serial/Makefile", "built_in": "SERIAL_STM32",
	       "module": "SERIAL_STM32=m"}]' answer
}

@test "what is not to be found" {
	refuses 1 "gen-board: nobody,nothing: no file of * has this compatible" \
		"$GEN_BOARD" index nobody,nothing
	refuses 1 "gen-board: drivers/no.c: no makefile of * names it, and no compatible stands in it; expected *" \
		"$GEN_BOARD" index drivers/no.c
	refuses 1 "gen-board: CONFIG_NO_SUCH: decides about no file of *" \
		"$GEN_BOARD" index CONFIG_NO_SUCH
	run --separate-stderr "$GEN_BOARD" index nobody,nothing syscon
	[ "$status" = 1 ]
	[ "${lines[0]}" = syscon ]
}

@test "what is no kernel tree" {
	refuses 1 "gen-board: .: not a kernel source tree; expected *" \
		"$GEN_BOARD" index --kernel . syscon
	refuses 1 "gen-board: none: not a kernel source tree; expected *" \
		"$GEN_BOARD" index --kernel none syscon
}
