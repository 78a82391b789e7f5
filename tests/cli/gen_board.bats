# SPDX-License-Identifier: GPL-2.0-or-later
# What gen-board does when all is well.
bats_require_minimum_version 1.5.0
load helper

# jq has no hexadecimal numbers of its own.
HEX='def hex: if . < 16 then "0123456789abcdef"[.:. + 1] else (. / 16 | floor | hex) + (. % 16 | hex) end;'

# ask FILE FILTER: of a model, by jq; strings without quotes
ask()
{
	jq -rc "$HEX $2" "$1"
}

@test "the main job leaves three files" {
	run --separate-stderr "$GEN_BOARD" -o out stm32f469-disco
	[ "$status" = 0 ]
	[ -z "$output" ]
	[ "$(ls out)" = "board-tables.c
board.config
board.json" ]
	grep -q "^CONFIG_OF_STATIC=y$" out/board.config
	grep -q "^CONFIG_OF_STATIC_SOURCE=\"$PWD/out/board-tables.c\"$" out/board.config
	grep -q "^# CONFIG_FW_DEVLINK is not set$" out/board.config
}

@test "the same input makes the same bytes, wherever it is made" {
	"$GEN_BOARD" -q -o one stm32f469-disco
	mkdir elsewhere
	cd elsewhere
	"$GEN_BOARD" -q -o two stm32f469-disco
	cmp ../one/board-tables.c two/board-tables.c
	"$GEN_BOARD" -q -o three "$F469"
	grep -q "SHA-256 of its DTB:    $("$GEN_BOARD" dtb "$F469" | sha256sum | cut -d' ' -f1)" \
		three/board-tables.c
	grep -q "SHA-256 of board file: $(sha256sum <"$TOP/boards/stm32f469-disco/board.yaml" | cut -d' ' -f1)" \
		two/board-tables.c
}

@test "a second run leaves files alone that would be the same" {
	"$GEN_BOARD" -q -o out "$F469"
	touch -d 2001-01-01 out/*
	"$GEN_BOARD" -q -o out "$F469"
	[ -z "$(find out -type f -newermt 2001-01-02)" ]
}

@test "a dts, its DTB and standard input make the same tables but for the header" {
	"$GEN_BOARD" tables "$F469" | sed 1,9d >a
	"$GEN_BOARD" dtb -o x.dtb "$F469"
	"$GEN_BOARD" tables x.dtb | sed 1,9d >b
	"$GEN_BOARD" tables - <x.dtb | sed 1,9d >c
	[ -s a ]
	cmp a b
	cmp a c
}

@test "a dts of the kernel tree may be named by its place there" {
	"$GEN_BOARD" tables arch/arm/boot/dts/st/stm32f469-disco.dts >a
	"$GEN_BOARD" tables "$F469" >b
	cmp a b
	grep -q "from arch/arm/boot/dts/st/stm32f469-disco.dts$" a
}

@test "a dtb that needs no kernel tree is content without one" {
	"$BAD_DTB" good >x.dtb
	unset KERNEL
	"$GEN_BOARD" -q -o out x.dtb
	[ -s out/board-tables.c ]
}

@test "tables look as they did: golden/small.c" {
	"$GEN_BOARD" tables "$BATS_TEST_DIRNAME/golden/small.dts" >small.c
	# the versions of gen-board and dtc may go on
	sed '/Made by gen-board/d; /SHA-256 of its DTB/d' \
		"$BATS_TEST_DIRNAME/golden/small.c" >a
	sed '/Made by gen-board/d; /SHA-256 of its DTB/d' small.c >b
	diff -u a b
}

@test "nothing of this machine is in the tables" {
	"$GEN_BOARD" tables stm32f469-disco >a
	run ! grep -F -e "$TOP" -e "$KERNEL" -e "$PWD" a
}

@test "dtb applies the board's bootargs and nothing else" {
	printf 'dts: %s\nbootargs: "quiet panic=-1"\n' "$F469" >board.yaml
	"$GEN_BOARD" dtb -o x.dtb ./board.yaml
	"$GEN_BOARD" dtb -o plain.dtb "$F469"
	[ "$(fdtget x.dtb /chosen bootargs)" = "$(ask <("$GEN_BOARD" board --json ./board.yaml) '.bootargs')" ]
	[ "$(fdtget plain.dtb /chosen bootargs)" = "root=/dev/ram" ]
	fdtput -t s x.dtb /chosen bootargs root=/dev/ram
	dtc -q -I dtb -O dts x.dtb >a
	dtc -q -I dtb -O dts plain.dtb >b
	cmp a b
}

@test "a tree without /chosen gets one for the bootargs" {
	cat >x.dts <<-'END'
	/dts-v1/;
	/ { #address-cells = <1>; #size-cells = <1>;
	    memory@0 { device_type = "memory"; reg = <0 0x1000>; }; };
	END
	printf 'dts: x.dts\nbootargs: quiet\n' >board.yaml
	"$GEN_BOARD" dtb -o x.dtb ./board.yaml
	[ "$(fdtget x.dtb /chosen bootargs)" = quiet ]
}

@test "board --json has every field" {
	"$GEN_BOARD" board --json stm32f469-disco >a
	[ "$(ask a 'keys_unsorted | join(" ")')" = "name path directory description arch dts extend flash map bootargs machine cross_compile devices drivers kernel ram columns" ]
	[ "$(ask a '.dts')" = "$(realpath "$F469")" ]
	[ "$(ask a '"\(.flash.base | hex) \(.flash.size | hex)"')" = "8000000 200000" ]
	[ "$(ask a '.extend | join(" ")')" = "$TOP/boards/stm32f469-disco/rom.dtsi" ]
	[ "$(ask a '.map | "\(.kernel | hex) \(.root | hex) \(.dtb | hex)"')" = "8008000 8180000 81f8000" ]
	[ "$(ask a '.machine')" = '{"kind":"emulator","model":"stm32f469-disco"}' ]
	[ "$(ask a '.drivers.only[0]')" = usart3 ]
	[ "$(ask a '.kernel[] | select(.symbol == "PROC_FS") | "\(.value) \(.series)"')" = "y false" ]
	[ "$(ask a '.kernel[] | select(.symbol == "CPU_V7M_FAULTS") | "\(.value) \(.series)"')" = "y true" ]
	# the line it stands in
	line=$(ask a '.kernel[] | select(.symbol == "PROC_FS").line')
	sed -n "${line}p" "$TOP/boards/stm32f469-disco/board.yaml" | grep -q "set: PROC_FS"
}

# ---- pruning

@test "keep-all keeps all, pruning drops what can't matter" {
	"$GEN_BOARD" model --keep-all "$F469" >all
	"$GEN_BOARD" model "$F469" >pruned
	[ "$(ask all '"\(.nodes | length) \(.dropped | length)"')" = "171 0" ]
	[ "$(ask pruned '.nodes | length')" -lt 115 ]
	[ "$(ask pruned 'all(.nodes[]; .available)')" = true ]
	# what kept nodes refer to is kept, unless it is disabled
	"$GEN_BOARD" tree "$F469" >dts
	[ "$(ask pruned '[.nodes[].properties[].references[]? | select(.node == null).path]')" = "[]" ]
}

@test "-v says what was dropped and why, as the model does" {
	"$GEN_BOARD" model -v "$F469" >m 2>notes
	grep -q '^dropped /soc/spi@40003800: status = "disabled"$' notes
	grep -q '^dropped /soc/timers@40000000: status = "disabled" (with 2 nodes below it)$' notes
	grep -q '^dropped /soc/pinctrl@40020000/usart1-0: a pin state that no kept node chooses (with 2 nodes below it)$' notes
	grep -q '^dropped /soc/rcc@40023800: phandle: the node holds its phandle itself$' notes
	[ "$(wc -l <notes)" = "$(ask m '.dropped | length')" ]
}

@test "nodes that nothing leads to, seeds, boot loader's properties and overlay nodes go" {
	cat >x.dts <<-'END'
	/dts-v1/;
	/ {
		#address-cells = <1>;
		#size-cells = <1>;
		memory@0 { device_type = "memory"; reg = <0 0x1000>; };
		chosen { rng-seed = <1 2>; kaslr-seed = <3 4>; };
		aliases { lost = &lost2; };
		lost: lost { a = <1>; deeper { b = <2>; }; };
		lost2: by-alias { below { }; };
		soc: soc { bus { compatible = "simple-bus"; bootph-all; dev { any { thing; }; }; }; };
		referred: referred { };
		user { compatible = "x"; memory-region = <&referred>; };
		partition-like { compatible = "y"; part@0 { reg = <0 1>; }; };
	};
	END
	dtc -q -@ -I dts -O dtb -o x.dtb x.dts
	"$GEN_BOARD" model x.dtb >m
	[ "$(ask m '[.nodes[].path] | join(" ")')" = "/ /memory@0 /chosen /aliases /by-alias /by-alias/below /soc /soc/bus /soc/bus/dev /soc/bus/dev/any /referred /user /partition-like /partition-like/part@0" ]
	[ "$(ask m '[.nodes[] | select(.path == "/chosen").properties]')" = "[[]]" ]
	[ "$(ask m '[.dropped[] | select(.reason | contains("overlays")).path]')" = '["/__symbols__"]' ]
	[ "$(ask m '[.dropped[] | select(.reason | contains("entropy")).property]')" = '["rng-seed","kaslr-seed"]' ]
	[ "$(ask m '[.dropped[] | select(.reason | contains("boot loaders")).property]')" = '["bootph-all"]' ]
	# a flash partition without a label is named by the property "name"
	[ "$(ask m '[.nodes[] | select(any(.properties[]; .name == "name")).path]')" = '["/partition-like/part@0"]' ]
}

@test "a list of devices brings its suppliers, and no more" {
	printf 'dts: %s\ndevices: {only: [usart3, timers5]}\n' "$F469" >board.yaml
	"$GEN_BOARD" model ./board.yaml >m
	ask m '.nodes[].path' >paths
	diff -u "$BATS_TEST_DIRNAME/f469-only-usart3-timers5.paths" paths
}

@test "devices may be labels, aliases or paths, of a dts or of a DTB with symbols" {
	for entry in usart3 serial0 /soc/serial@40004800; do
		printf 'dts: %s\ndevices: {only: [%s, timers5]}\n' "$F469" "$entry" >board.yaml
		"$GEN_BOARD" model ./board.yaml >m
		ask m '.nodes[].path' >paths
		diff -u "$BATS_TEST_DIRNAME/f469-only-usart3-timers5.paths" paths
	done
	cpp -nostdinc -I "$KERNEL/scripts/dtc/include-prefixes" -undef -D__DTS__ \
		-x assembler-with-cpp "$F469" | dtc -q -@ -O dtb -o x.dtb -
	printf 'dts: x.dtb\ndevices: {only: [usart3, timers5]}\n' >board.yaml
	"$GEN_BOARD" model ./board.yaml >m
	ask m '.nodes[].path' >paths
	diff -u "$BATS_TEST_DIRNAME/f469-only-usart3-timers5.paths" paths
}

# ---- devices and references

@test "the F469's platform devices: names, resources and parents" {
	"$GEN_BOARD" model --keep-all "$F469" >m
	ask m '. as $m | .devices[] | [.name, (.parent | tostring), ($m.resources[.first_resource:.first_resource + .nr_resources][] | "\(.start | hex)-\(.end | hex):\(.flags | hex):\(.name)")] | join(" ")' >devices
	diff -u "$BATS_TEST_DIRNAME/f469.devices" devices
}

@test "device names and resources follow the kernel's rules" {
	cat >x.dts <<-'END'
	/dts-v1/;
	/ {
		#address-cells = <1>;
		#size-cells = <1>;
		memory@0 { device_type = "memory"; reg = <0 0x1000>; };
		a: bus@80000000 {
			compatible = "simple-bus";
			#address-cells = <2>;
			#size-cells = <1>;
			ranges = <0 0 0x80000000 0x1000>, <1 0 0x90000000 0x1000>;
			dev@1,10 { compatible = "x"; reg = <1 0x10 0x20>, <0 0x40 0x4>; reg-names = "one"; };
			out@2,0 { compatible = "x"; reg = <2 0 4>; };
			inner { compatible = "simple-bus"; deep { compatible = "x"; deeper { compatible = "x"; }; }; };
			masked@0,8 { compatible = "x"; reg = <0 8 4>; mask = <0x10>; };
			prime@0,20 { compatible = "x", "arm,primecell"; reg = <0 0x20 4>; };
			plain { reg = <0 0x30 4>; };
			off@0,50 { compatible = "x"; status = "disabled"; reg = <0 0x50 4>; };
		};
		i2c@1000 { compatible = "x"; reg = <0x1000 0x100>; #address-cells = <1>; #size-cells = <0>;
			chip@3 { compatible = "y"; reg = <3>; }; };
		opp { compatible = "operating-points-v2"; };
		firmware { fw { compatible = "z"; }; };
	};
	END
	"$GEN_BOARD" model x.dts >m
	ask m '. as $m | .devices[] | [.name, (.parent | tostring), ($m.resources[.first_resource:.first_resource + .nr_resources][] | "\(.start | hex)-\(.end | hex):\(.name)")] | join(" ")' >devices
	diff -u - devices <<-'END'
	bus@80000000 null
	90000010.dev 0 90000010-9000002f:one 80000040-80000043:dev@1,10
	bus@80000000:out@2,0 0
	bus@80000000:inner 0
	bus@80000000:inner:deep 3
	80000008.4.masked 0 80000008-8000000b:masked@0,8
	1000.i2c null 1000-10ff:i2c@1000
	firmware:fw null
	END
}

# The witness is dtc: compiled as a plugin, a tree has a node __local_fixups__
# that lists the properties with references, and where in them.
dtc_references()
{
	{
		echo '/dts-v1/; /plugin/;'
		cpp -nostdinc -undef -D__DTS__ -P -I "$KERNEL/include" \
			-I "$KERNEL/scripts/dtc/include-prefixes" \
			-x assembler-with-cpp "$1" | sed 's|/dts-v1/;||'
	} | dtc -qq -@ -I dts -O dtb | dtc -qq -I dtb -O dts | awk '
		/__local_fixups__ {/ { depth = 1; next }
		!depth { next }
		/{$/ { path[++depth] = $1; next }
		/};$/ { if (!--depth) exit; next }
		/=/ {
			where = ""
			for (i = 2; i <= depth; i++)
				where = where "/" path[i]
			print where, $1, NF - 2
		}'
}

# "interrupts" counts as a reference, but has no phandle.
our_references()
{
	"$GEN_BOARD" tree --json "$1" | jq -r '.nodes[] | .path as $path
		| .properties[] | select(.name != "interrupts" and (.references | length > 0))
		| "\($path) \(.name) \(.references | length)"'
}

@test "every phandle of every MCU board is known to be one" {
	for dts in $(mcu_dts); do
		dtc_references "$dts" | sort >expected
		[ -s expected ]
		our_references "$dts" | sort | diff expected -
	done
}

# ---- the rest

@test "check, tree, help and version" {
	[ "$("$GEN_BOARD" check "$F469")" = "arch/arm/boot/dts/st/stm32f469-disco.dts: 171 nodes and 725 properties pass 9 checks" ]
	"$GEN_BOARD" check -v "$F469" | grep -q '^ok reg: '
	"$GEN_BOARD" tree "$F469" >x.dts
	"$GEN_BOARD" dtb x.dts | cmp - <("$GEN_BOARD" dtb "$F469")
	[ "$(ask <("$GEN_BOARD" tree --json "$F469") '.nodes | length')" = 171 ]
	"$GEN_BOARD" --version | grep -q '^gen-board [0-9]'
	"$GEN_BOARD" help | grep -q '^usage: '
	for command in $("$GEN_BOARD" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
		"$GEN_BOARD" help "$command" | grep -q "^usage: gen-board $command"
	done
}

@test "the manual page has no mistakes and names every command and option" {
	page=$TOP/generator/gen-board.1
	mandoc -T lint -W warning "$page"
	for word in $("$GEN_BOARD" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p') kernel keep-all json dt check no-check version; do
		grep -q -e "$word" "$page" || { echo "$word"; return 1; }
	done
}
