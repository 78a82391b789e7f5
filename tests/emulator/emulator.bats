#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The emulated board against small bare-metal programs (guests/), which check
# for themselves what they see; here is checked what comes out.

load helper

setup_file() {
	build_guests "$BATS_FILE_TMPDIR"
}

@test "exceptions: preemption, order, grouping, masks" {
	emulate priorities
	output_is <<-'END'
	preempt abAc
	group aAbc
	primask --b
	basepri b-c-
	faultmask -b-
	disabled -b
	order bcp
	cleared 
	END
	[ $status -eq 0 ]
}

@test "exceptions: frames, alignment, IT blocks, both stacks, privilege" {
	emulate frames
	output_is <<-'END'
	registers
	alignment
	it block
	nested
	process stack
	unprivileged
	END
	[ $status -eq 0 ]
}

@test "the processor behaves as stock QEMU's Cortex-M4 does" {
	for guest in priorities frames systick faults compute; do
		timeout 120 qemu-system-arm -M netduinoplus2 -display none \
			-monitor none -icount shift=3,sleep=off \
			-serial null -serial null -serial stdio \
			-semihosting-config enable=on,target=native,userspace=on \
			-kernel "$BATS_FILE_TMPDIR/$guest.elf" </dev/null \
			>"$BATS_TEST_TMPDIR/qemu"
		emulate $guest
		[ $status -eq 0 ]
		diff -u "$BATS_TEST_TMPDIR/qemu" "$BATS_TEST_TMPDIR/out"
	done
}

@test "SysTick" {
	emulate systick
	output_is <<-'END'
	interrupts
	counts down
	sleeps
	stops
	END
	[ $status -eq 0 ]
}

@test "timers" {
	emulate timer
	output_is <<-'END'
	widths
	compare
	update
	one pulse
	END
	[ $status -eq 0 ]
}

@test "clocks, ports, external interrupts, memories, unknown peripherals" {
	emulate devices -v
	output_is <<-'END'
	rcc
	gpio
	exti
	memories
	unknown
	END
	[ $status -eq 0 ]
	grep -qE '^gpiog +3 +3$' "$BATS_TEST_TMPDIR/err"
	grep -qE '^unknown@40007400 +1 +1$' "$BATS_TEST_TMPDIR/err"
}

@test "console input, typed by interrupts" {
	emulate echo --input "$(typed 'discovery\n')" --input-after 'name: '
	output_is <<-'END'
	name: DISCOVERY
	END
	[ $status -eq 0 ]
}

@test "console input waits for a text that never comes" {
	emulate echo --input "$(typed 'x\n')" --input-after 'surname: '
	[ $status -eq 124 ]
	has err 'no event is pending'
}

@test "console input from stdin" {
	typed 'piped\n' >/dev/null
	emulate echo --input - <"$BATS_TEST_TMPDIR/typed"
	output_is <<-'END'
	name: PIPED
	END
}

@test "interactive console, with a file in a terminal's place" {
	emulate echo -i <"$(typed 'by hand\n')"
	output_is <<-'END'
	name: BY HAND
	END
	[ $status -eq 0 ]
	emulate echo -i <"$(typed 'bye\001xnever\n')"
	printf 'name: ' | cmp - "$BATS_TEST_TMPDIR/out"
	[ $status -eq 0 ]
}

# what of the dialogue is in the summary
dialogue() {
	jq -c '[.dialogue.lines, .dialogue.typed, .dialogue.done]' \
		"$BATS_TEST_TMPDIR/json"
}

@test "dialogue: a line at each prompt, the next prompt is the end" {
	emulate dialogue --prompt 'go go> ' --json "$BATS_TEST_TMPDIR/json" \
		--dump ccm="$BATS_TEST_TMPDIR/ccm" \
		--input "$(typed 'one\n\nis go go> no prompt\nlate\nlast')"
	tr -d '\r' <"$BATS_TEST_TMPDIR/out" >"$BATS_TEST_TMPDIR/lines"
	printf '\n' >>"$BATS_TEST_TMPDIR/lines"
	diff -u - "$BATS_TEST_TMPDIR/lines" <<-'END'
	go go go> one
	ONE
	go go go> 
	
	go go go> is go go> no prompt
	IS GO GO> NO PROMPT
	go go go> late
	go go> late
	go go go> last
	LAST
	go go go> 
	END
	[ $status -eq 0 ]
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
	[ "$(dialogue)" = '[5,5,true]' ]
	[ "$(jq -r .exit.reason "$BATS_TEST_TMPDIR/json")" = dialogue ]
	[ "$(stat -c %s "$BATS_TEST_TMPDIR/ccm")" -eq 65536 ]
}

@test "dialogue: nothing to type ends at the first prompt" {
	emulate dialogue --prompt 'go go> ' --json "$BATS_TEST_TMPDIR/json"
	printf 'go go go> ' | cmp - "$BATS_TEST_TMPDIR/out"
	[ $status -eq 0 ]
	[ "$(dialogue)" = '[0,0,true]' ]
	emulate dialogue --prompt 'go go> ' --input - <<<one
	grep -q ONE "$BATS_TEST_TMPDIR/out"
	[ $status -eq 0 ]
}

@test "dialogue: sixty lines of a hundred characters, not a byte lost, twice the same" {
	awk 'BEGIN { for (i = 0; i < 60; i++) { s = "";
		for (j = 0; j < 100; j++) s = s sprintf("%c", 65 + (i * 7 + j) % 26)
		print s } }' >"$BATS_TEST_TMPDIR/typed"
	for run in 1 2; do
		emulate dialogue --limit 100 --prompt 'go go> ' -v \
			--input "$BATS_TEST_TMPDIR/typed"
		[ $status -eq 0 ]
		cat "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err" \
			>"$BATS_TEST_TMPDIR/run.$run"
	done
	cmp "$BATS_TEST_TMPDIR/run.1" "$BATS_TEST_TMPDIR/run.2"
	grep -x '[A-Z]*' "$BATS_TEST_TMPDIR/out" | diff - "$BATS_TEST_TMPDIR/typed"
}

@test "dialogue: an end that comes too early is no success" {
	emulate dialogue --prompt 'go go> ' --input "$(typed 'one\nhang\ntwo\n')" \
		--json "$BATS_TEST_TMPDIR/json"
	[ $status -eq 124 ]
	has err 'time limit'
	[ "$(dialogue)" = '[3,2,false]' ]
	emulate dialogue --prompt 'go go> ' --input "$(typed 'reset\ntwo\n')"
	[ $status -eq 127 ]
	emulate dialogue --prompt 'stop> ' --json "$BATS_TEST_TMPDIR/json"
	[ $status -eq 124 ]
	[ "$(dialogue)" = '[0,0,false]' ]
}

@test "a guest that halted is noticed at once, though a timer runs" {
	emulate dialogue --prompt 'go go> ' --input "$(typed 'halt\n')" \
		--json "$BATS_TEST_TMPDIR/json"
	[ $status -eq 124 ]
	has err 'guest halted at 0.'
	has err '<halt+'
	[ "$(dialogue)" = '[1,1,false]' ]
	[ "$(jq -r .exit.reason "$BATS_TEST_TMPDIR/json")" = halted ]
}

@test "interactive: halting ends it well, a reset does not; silence after the input" {
	emulate dialogue -i <"$(typed 'halt\nmore\n')"
	[ $status -eq 0 ]
	lacks out MORE
	[ ! -s "$BATS_TEST_TMPDIR/err" ]
	emulate dialogue -i <"$(typed 'reset\n')"
	[ $status -eq 127 ]
	emulate dialogue -i <"$(typed 'one\n')" --limit 20 --json "$BATS_TEST_TMPDIR/json"
	has out ONE
	[ $status -eq 0 ]
	[ "$(jq -r .exit.reason "$BATS_TEST_TMPDIR/json")" = silent ]
	emulate ends -i --limit 20 </dev/null # it waits for a byte, in silence
	[ $status -eq 0 ]
}

# wait_for FILE TEXT: for at most 30 s
wait_for() {
	for ((tries = 0; tries < 300; tries++)); do
		grep -qF -- "$2" "$1" 2>/dev/null && return
		sleep 0.1
	done
	echo "no '$2' in $1"
	return 1
}

@test "interactive: a signal ends it, and the terminal is as before" {
	cat >"$BATS_TEST_TMPDIR/session" <<-END
	stty -g >"$BATS_TEST_TMPDIR/before"
	sh -c 'echo \$\$ >"$BATS_TEST_TMPDIR/pid"; exec env --default-signal "\$0" "\$@"' "$EMULATOR" \
		-m $BOARD --load "$BATS_FILE_TMPDIR/dialogue.bin@0x08000000" -i
	echo \$? >"$BATS_TEST_TMPDIR/status"
	stty -g >"$BATS_TEST_TMPDIR/after"
	END
	for signal in INT TERM HUP; do
		rm -f "$BATS_TEST_TMPDIR"/{before,after,status,out}
		script -qefc "sh $BATS_TEST_TMPDIR/session" \
			"$BATS_TEST_TMPDIR/out" </dev/null >/dev/null 3>&- &
		wait_for "$BATS_TEST_TMPDIR/out" 'go go>'
		kill -$signal "$(cat "$BATS_TEST_TMPDIR/pid")"
		wait $!
		[ "$(cat "$BATS_TEST_TMPDIR/status")" -eq \
			$((128 + $(kill -l $signal))) ]
		cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
	done
}

@test "interactive: endless input is taken as the guest takes it, a signal ends it" {
	status=0
	timeout -k 30 2 "$EMULATOR" -m $BOARD -i \
		--load "$BATS_FILE_TMPDIR/echo.bin@0x08000000" </dev/zero \
		>"$BATS_TEST_TMPDIR/out" || status=$?
	[ $status -eq 124 ] # of SIGTERM
	has out 'name: '
	[ "$(tr -dc '\0' <"$BATS_TEST_TMPDIR/out" | wc -c)" -gt 0 ]
}

@test "output that can't be written is trouble on the host" {
	for arguments in -i '--prompt go'; do
		status=0
		"$EMULATOR" -m $BOARD --limit 20 $arguments \
			--load "$BATS_FILE_TMPDIR/dialogue.bin@0x08000000" \
			</dev/null >/dev/full 2>"$BATS_TEST_TMPDIR/err" ||
			status=$?
		[ $status -eq 125 ]
		has err "standard output: can't write it"
	done
}

@test "files whose names have what separates options" {
	local odd=$BATS_TEST_TMPDIR/a=b@c

	mkdir "$odd"
	cp "$BATS_FILE_TMPDIR/dialogue.bin" "$odd"
	"$EMULATOR" -m $BOARD --prompt 'go go> ' \
		--load "$odd/dialogue.bin@0x08000000" --dump ccm="$odd/ccm"
	[ "$(stat -c %s "$odd/ccm")" -eq 65536 ]
}

@test "store to flash: reported with address and symbol, without effect" {
	emulate flash --json "$BATS_TEST_TMPDIR/json" \
		--dump flash="$BATS_TEST_TMPDIR/flash"
	output_is <<-'END'
	one
	two
	END
	[ $status -eq 0 ]
	target=$(address flash target)
	has err "store to flash at $target, pc 0x"
	has err '<store_to_flash+'
	has err '<store_two+'
	has err '3 stores to flash'
	[ "$(jq .flash_stores "$BATS_TEST_TMPDIR/json")" -eq 3 ]
	[ "$(jq -r '.faults[0].kind' "$BATS_TEST_TMPDIR/json")" = StoreToFlash ]
	cmp -n "$(stat -c %s "$BATS_FILE_TMPDIR/flash.bin")" \
		"$BATS_TEST_TMPDIR/flash" "$BATS_FILE_TMPDIR/flash.bin"
}

@test "store to flash: --strict-flash ends the run" {
	emulate flash --strict-flash
	[ $status -eq 126 ]
	lacks out one
}

@test "faults: status, exact instruction and symbol of each kind" {
	emulate faults --json "$BATS_TEST_TMPDIR/json"
	output_is <<-'END'
	load
	store
	undefined
	coprocessor
	fetch
	escalated
	unprivileged
	END
	[ $status -eq 0 ]
	has err "BusFault: read from unmapped address 0x30000014, pc $(address faults bad_load) <load_unmapped+"
	has err "BusFault: write to unmapped address 0x30000008, pc $(address faults bad_store) <store_unmapped+"
	has err "UsageFault: undefined instruction, pc $(address faults bad_insn) <undefined+"
	has err "unprivileged access to the system space 0xe000ed00, pc $(address faults bad_system) <read_system+"
	[ "$(jq -r '[.faults[].kind] | join(" ")' "$BATS_TEST_TMPDIR/json")" = \
		"BusFault BusFault UsageFault UsageFault BusFault MemManage UsageFault BusFault" ]
}

@test "lockup: a fault in the HardFault handler" {
	emulate lockup --json "$BATS_TEST_TMPDIR/json"
	output_is <<-'END'
	hardfault
	END
	[ $status -eq 126 ]
	has err "can't go on after this fault, pc 0x"
	has err '<hardfault+'
	[ "$(jq -r .exit.reason "$BATS_TEST_TMPDIR/json")" = lockup ]
}

@test "an exception without a handler" {
	emulate ends --input "$(typed n)"
	[ $status -eq 126 ]
	has err 'vector without the Thumb bit'
}

@test "a fault handler that hangs" {
	emulate ends --input "$(typed h)"
	[ $status -eq 126 ]
	has err '<usagefault+'
	emulate ends -i --limit 20 <"$(typed h)"
	[ $status -eq 126 ]
}

@test "exit status: the guest's verdict" {
	emulate ends --input "$(typed 7)"
	[ $status -eq 7 ]
	emulate ends --input "$(typed l)"
	[ $status -eq 123 ]
	emulate ends --input "$(typed e)"
	[ $status -eq 1 ]
}

@test "exit status: reset" {
	emulate ends --input "$(typed r)"
	[ $status -eq 127 ]
	has err 'asked for a reset'
}

@test "exit status: time limit, sleeping and spinning for ever" {
	emulate ends --input "$(typed b)" --limit 0.05
	[ $status -eq 124 ]
	has err 'time limit of 0.050 s'
	emulate ends --input "$(typed w)"
	[ $status -eq 124 ]
	has err 'no event is pending'
	emulate ends --input "$(typed s)"
	[ $status -eq 124 ]
	has err 'no event is pending'
}

@test "semihosting output" {
	emulate ends --input "$(typed o)"
	output_is <<-'END'
	hello
	END
}

@test "two runs are the same, byte for byte" {
	for run in 1 2; do
		for guest in priorities timer compute faults; do
			emulate $guest -v --stray 7 \
				--json "$BATS_TEST_TMPDIR/json.$guest.$run"
			cat "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/err"
		done >"$BATS_TEST_TMPDIR/run.$run"
	done
	cmp "$BATS_TEST_TMPDIR/run.1" "$BATS_TEST_TMPDIR/run.2"
	for guest in priorities timer compute faults; do
		cmp "$BATS_TEST_TMPDIR/json.$guest.1" \
			"$BATS_TEST_TMPDIR/json.$guest.2"
	done
}

@test "stray interrupts leave a computation's result alone" {
	emulate compute
	cp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/expected"
	[ $status -eq 0 ] # interrupts seen: none
	for seed in 1 2 3 4 5 6 7 8 9 10; do
		emulate compute --stray $seed --json "$BATS_TEST_TMPDIR/json"
		diff "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/out"
		[ $status -eq 1 ] # seen: some
		[ "$(jq .stray_interrupts "$BATS_TEST_TMPDIR/json")" -gt 200 ]
	done
}

@test "stacks: what was used of each, to the byte" {
	emulate stacks --stacks --json "$BATS_TEST_TMPDIR/json"
	[ $status -eq 0 ]
	diff -u - "$BATS_TEST_TMPDIR/err" <<-'END'
	stack   name               pid  tasks   bytes    used    left
	kernel  swapper              0      1    1024     100     924
	kernel  init                 1      1    1024     200     824
	kernel  kthreadd             2      1    1024     336     688
	kernel  program              3      2    1024      80     944
	kernel  deep                 5      1    1024    1040     -16  too little
	irq     interrupts           -      1     896      48     848
	user    program              3      2    2048     496    1552
	END
	jq -r '.stacks.rows[] |
		"\(.kind) \(.name) \(.pid) \(.tasks) \(.bytes) \(.used) \(.left)"' \
		"$BATS_TEST_TMPDIR/json" >"$BATS_TEST_TMPDIR/rows"
	sed 1d "$BATS_TEST_TMPDIR/err" | sed "s/ *too little//; s/ - / null /" |
		tr -s " " | diff - "$BATS_TEST_TMPDIR/rows"
	[ "$(jq .stacks.margin "$BATS_TEST_TMPDIR/json")" -eq 512 ]
	[ "$(jq .stacks.enough "$BATS_TEST_TMPDIR/json")" = false ]
}

@test "stacks: the margin is as it is asked for" {
	emulate stacks --stacks --stack-margin 688
	[ "$(grep -c "too little$" "$BATS_TEST_TMPDIR/err")" -eq 1 ]
	emulate stacks --stacks --stack-margin 689
	[ "$(grep "too little$" "$BATS_TEST_TMPDIR/err" | cut -c 9-16 | xargs)" = \
		"kthreadd deep" ]
}

@test "stacks: a guest that is no kernel" {
	emulate echo --stacks
	[ $status -eq 125 ]
	has err "no symbol '__current'"
}

@test "a RAM bank shrunk or removed" {
	emulate devices --ram ccm=0
	[ $status -eq 99 ]
	has err 'write to unmapped address 0x10000000'
	emulate devices --ram ccm=4K
	[ $status -eq 0 ]
	emulate devices --only-ram --ram sram=320K --ram sdram=16M
	[ $status -eq 99 ]
	has err 'write to unmapped address 0x10000000'
	emulate devices --only-ram --ram sram=320K --ram ccm=64K --ram sdram=16M
	[ $status -eq 0 ]
}

@test "a second board is one new file" {
	cat >"$BATS_TEST_TMPDIR/other.c" <<-'END'
	#include "machine.h"
	#include "stm32f4.h"
	static const struct bank_desc banks[] = {
		{ .name = "flash", .kind = BANK_FLASH, .base = 0x08000000,
		  .size = 0x10000 },
		{ .name = "sram", .kind = BANK_RAM, .base = 0x20000000,
		  .size = 0x10000 },
		{ .name = NULL },
	};
	static const struct device_desc devices[] = {
		{ .name = "uart", .type = &stm32f4_usart, .base = 0x40004800,
		  .size = 0x400, .irqs = { 39 }, .console = true },
		{ .name = NULL },
	};
	MACHINE(other) = {
		.name = "other-board", .description = "another",
		.hz = 16000000, .cycles_per_instruction = 1,
		.interrupt_lines = 64, .priority_bits = 3,
		.vector_table = 0x08000000, .banks = banks,
		.devices = devices, .io = { { 0x40000000, 0x100000 } },
	};
	END
	cc -std=gnu11 -I"$TOP/tests/emulator" -o "$BATS_TEST_TMPDIR/emulator" \
		"$TOP"/tests/emulator/*.c "$BATS_TEST_TMPDIR/other.c" \
		-lunicorn -lelf -ljansson
	"$BATS_TEST_TMPDIR/emulator" -m other-board \
		--load "$BATS_FILE_TMPDIR/echo.bin@0x08000000" \
		--input "$(typed 'other\n')" | grep -qx 'name: OTHER'
	"$BATS_TEST_TMPDIR/emulator" -m help | grep -q '^stm32f469-disco '
}

@test "usage" {
	while IFS='|' read -r message arguments; do
		eval "set -- $arguments"
		status=0
		"$EMULATOR" "$@" >"$BATS_TEST_TMPDIR/out" \
			2>"$BATS_TEST_TMPDIR/err" || status=$?
		[ $status -eq 125 ] || { echo "$arguments: $status"; return 1; }
		has err "mcu-emulator: $message"
		[ ! -s "$BATS_TEST_TMPDIR/out" ]
	done <<-'END'
	which machine?|--limit 1
	unknown machine 'vax'|-m vax
	unexpected argument 'more'|-m stm32f469-disco more
	'xyz' is not of the form FILE@ADDR|-m stm32f469-disco --load xyz
	'q' is not a 32-bit number|-m stm32f469-disco --load xyz@q
	/nowhere: No such file|-m stm32f469-disco --load /nowhere@0x08000000
	/dev/null: no memory at 0x70000000|-m stm32f469-disco --load /dev/null@0x70000000
	/dev/zero: does not fit in ccm|-m stm32f469-disco --load /dev/zero@0x10000000
	stm32f469-disco has no RAM bank 'flash'|-m stm32f469-disco --ram flash=0
	sram: size must be a multiple of 4096|-m stm32f469-disco --ram sram=1000
	'1G' is not a 32-bit number|-m stm32f469-disco --ram sram=1G
	no vector table at 0x08000000|-m stm32f469-disco
	--watch, --phase and --count need --vmlinux|-m stm32f469-disco --count x
	/dev/null: not an ELF file|-m stm32f469-disco --vmlinux /dev/null
	'-1' is not a number of seconds|-m stm32f469-disco --limit -1
	--stacks needs --vmlinux|-m stm32f469-disco --stacks
	--stack-margin needs --stacks|-m stm32f469-disco --stack-margin 512
	'some' is not a 32-bit number|-m stm32f469-disco --stack-margin some
	--input-after needs a text and --input|-m stm32f469-disco --input-after x
	-i and --input exclude each other|-m stm32f469-disco -i --input -
	--prompt needs a text|-m stm32f469-disco --prompt ''
	--prompt and -i exclude each other|-m stm32f469-disco -i --prompt x
	--prompt and --input-after exclude each other|-m stm32f469-disco --input - --input-after x --prompt y
	/nowhere: can't read it|-m stm32f469-disco --prompt x --input /nowhere
	END
}

@test "help, version and the list of machines" {
	"$EMULATOR" --help >"$BATS_TEST_TMPDIR/out"
	has out 'Exit status:'
	"$EMULATOR" --version | grep -q '^mcu-emulator [0-9]'
	"$EMULATOR" -m help >"$BATS_TEST_TMPDIR/out"
	has out 'stm32f469-disco'
}
