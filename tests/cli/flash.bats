# SPDX-License-Identifier: GPL-2.0-or-later
# gen-board flash: what lies where, whether it fits, and damaged root images.
bats_require_minimum_version 1.5.0
load helper

# A build directory of the F469's with a small root image.
made()
{
	mkdir -p b/static b/dt root
	echo "a root" >root/file
	genromfs -f b/root.romfs -d root -V test
	head -c 900000 /dev/zero >b/static/xipImage
	head -c 1540096 /dev/zero >b/dt/xipImage
	head -c 19757 /dev/zero >b/board.dtb
}

flash()
{
	"$GEN_BOARD" flash --build b "$@" stm32f469-disco
}

refuses_flash()
{
	local pattern=$1
	shift
	refuses 1 "gen-board: $pattern" "$GEN_BOARD" flash --build b "$@" stm32f469-disco
}

@test "what fits is listed, without the DTB for a kernel that has its tree" {
	made
	flash >a
	diff -u - a <<-'END'
	stm32f469-disco, static: 2,048 KiB of flash at 0x08000000

	region  from        to                 bytes        used        free  file
	kernel  0x08008000  0x08180000     1,540,096     900,000     640,096  b/static/xipImage
	root    0x08180000  0x081f8000       491,520       1,024     490,496  b/root.romfs
	dtb     0x081f8000  0x08200000        32,768           0      32,768  -
	END
	rm b/board.dtb
	flash | cmp - a
}

@test "full to the last byte, with the DTB; as JSON" {
	made
	flash --column dt --json >a
	[ "$(jq -c '[.board, .column, .flash.base, .flash.size]' a)" = '["stm32f469-disco","dt",134217728,2097152]' ]
	jq -r '.regions[] | "\(.name) \(.base) \(.end) \(.size) \(.file) \(.used) \(.free)"' a >b/list
	diff -u - b/list <<-END
	kernel $((0x08008000)) $((0x08180000)) 1540096 b/dt/xipImage 1540096 0
	root $((0x08180000)) $((0x081f8000)) 491520 b/root.romfs 1024 490496
	dtb $((0x081f8000)) $((0x08200000)) 32768 b/board.dtb 19757 13011
	END
	[ "$(flash --json | jq -c '.regions[2] | [.file, .used]')" = '[null,0]' ]
}

@test "the build directory is build/BOARD unless one is named" {
	made
	mkdir build
	mv b build/stm32f469-disco
	"$GEN_BOARD" flash stm32f469-disco | grep -q ' build/stm32f469-disco/root.romfs$'
}

@test "what doesn't fit" {
	made
	truncate -s 600000 b/root.romfs
	refuses_flash "*/boards/stm32f469-disco/board.yaml: map: root: b/root.romfs has 600,000 bytes, but its region, 0x08180000 to 0x081f8000, has 491,520: 108,480 too many"
	truncate -s 491520 b/root.romfs
	echo >>b/dt/xipImage
	refuses_flash "*: map: kernel: b/dt/xipImage has 1,540,097 bytes, but its region, 0x08008000 to 0x08180000, has 1,540,096: 1 too many" --column dt
	flash >a
	truncate -s 32769 b/board.dtb
	flash | cmp - a
	truncate -s 1M b/dt/xipImage
	refuses_flash "*: map: dtb: b/board.dtb has 32,769 bytes, *: 1 too many" --column dt
}

@test "what isn't there" {
	made
	refuses_flash "b/other/xipImage: No such file or directory" --column other
	rm b/board.dtb
	refuses_flash "b/board.dtb: No such file or directory" --column dt
	rm b/root.romfs
	refuses_flash "b/root.romfs: No such file or directory"
	rm b/static/xipImage
	refuses_flash "b/static/xipImage: No such file or directory"
}

@test "damaged root images" {
	made
	cp b/root.romfs good
	size=$((0x$(od -An -tx1 -j8 -N4 good | tr -d ' ')))
	# a byte of each field, and the last one that the checksum is over
	for at in 0 7 8 12 15 16 40 $((size - 1)); do
		cp good b/root.romfs
		byte=$(od -An -tu1 -j"$at" -N1 good)
		printf "\\$(printf %o $(((byte + 1) % 256)))" |
			dd of=b/root.romfs bs=1 seek="$at" conv=notrunc status=none
		case $at in
		0|7) refuses_flash "b/root.romfs: not a romfs image: expected it to begin with -rom1fs-" ;;
		8) refuses_flash "b/root.romfs: truncated: its header says 16,777,*" ;;
		*) refuses_flash "b/root.romfs: damaged: the words of its first $size bytes add up to 0x*; expected 0" ;;
		esac
	done
	for length in 0 7; do
		head -c $length good >b/root.romfs
		refuses_flash "b/root.romfs: not a romfs image: *"
	done
	for length in 8 31; do
		head -c $length good >b/root.romfs
		refuses_flash "b/root.romfs: truncated: $length bytes, which is less than a romfs header"
	done
	head -c $((size - 1)) good >b/root.romfs
	refuses_flash "b/root.romfs: truncated: its header says $size bytes, the file has $((size - 1))"
	head -c "$size" good >b/root.romfs
	flash >a
	grep -q " $size .* b/root.romfs$" a
}

@test "a board without a map, or whose map can't be" {
	while IFS='|' read -r lines pattern; do
		echo "# $lines"
		printf "dts: %s\n$lines\n" "$F469" >board.yaml
		refuses 1 "gen-board: */here/board.yaml: $pattern" \
			"$GEN_BOARD" flash --build b ./board.yaml
	done <<-'END'
	arch: arm|map: not given; expected *
	map: {kernel: 0x8000}|map: kernel: 0x00008000 is in no flash; expected flash: *
	flash: {base: 0, size: 1M}\nmap: {kernel: 1M}|map: kernel: 0x00100000 is outside of the flash, 0x00000000 to 0x00100000
	flash: {base: 0x8000, size: 1M}\nmap: {kernel: 0x8000, root: 4096}|map: root: 0x00001000 is outside of the flash, 0x00008000 to 0x00108000
	flash: {base: 0, size: 1M}\nmap: {kernel: 4096, root: 8192, dtb: 8192}|map: dtb: 0x00002000 is also the address of root
	END
}

@test "usage errors" {
	refuses 2 "gen-board: flash: expected one board, found 0; *" "$GEN_BOARD" flash
	refuses 2 "gen-board: flash: expected one board, found 2; *" "$GEN_BOARD" flash a b
	refuses 2 "gen-board: --blue: no such option; gen-board help flash *" "$GEN_BOARD" flash --blue a
	refuses 2 "gen-board: --build: the option needs an argument" "$GEN_BOARD" flash a --build
}
