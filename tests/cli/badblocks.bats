#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Bad blocks: what is marked is judged by the state that the simulator keeps.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# slot is blocks 1 to 7, of which 2, 3 and 6 are bad
setup() {
	simulator nand
}

# marked_blocks: the numbers of those that were marked, in one line
marked_blocks() {
	[[ ! -e flash.state ]] ||
		awk '$1 == "sector" && $4 { printf "%d ", $2 }' flash.state
}

@test "badblocks: where they are in the area and on the chip" {
	flashmap badblocks slot
	status_is 0
	[[ $output == "bad blocks: 1-2, area offset 0x20000..0x5ffff \
(simulated chip nand@0, 0x40000..0x7ffff)
bad blocks: 5-5, area offset 0xa0000..0xbffff \
(simulated chip nand@0, 0xc0000..0xdffff)" ]]
	[[ -z $stderr ]]
}

@test "badblocks: none, on NAND and on NOR" {
	flashmap badblocks free
	status_is 0
	[[ $output == "bad blocks: none" ]]
	simulator
	flashmap badblocks image-1
	status_is 0
	[[ $output == "bad blocks: none" ]]
}

@test "badblocks --mark: that block, and no other, is bad from then on" {
	flashmap badblocks slot --mark 0x60000 --yes
	status_is 0
	error_has "marked the block at offset 0x60000 of slot (simulated chip \
nand@0, 0x80000..0x9ffff) bad"
	output_has "bad blocks: 1-3, area offset 0x20000..0x7ffff"
	output_has "bad blocks: 5-5"
	[[ $(marked_blocks) == "4 " ]]
	flashmap erase slot --offset 0x60000 --length 128K
	status_is 1
	error_has "bad block at offset 0x60000"
	unchanged
}

@test "badblocks --mark without --yes, and --yes alone, exit 2" {
	flashmap badblocks slot --mark 0x60000
	fails_with 2 "--mark needs --yes"
	flashmap badblocks slot --yes
	fails_with 2 "--yes is for --mark"
	[[ -z $(marked_blocks) ]]
}

@test "badblocks --mark: an offset that no good block begins at, exit 2" {
	flashmap badblocks slot --mark 0x20000 --yes
	fails_with 2 "bad already"
	for offset in 1 0x800 0x5ffff 0x60001; do
		flashmap badblocks slot --mark "$offset" --yes
		fails_with 2 "not where a block begins"
	done
	for offset in 0xe0000 0xffffffffffffffff; do
		flashmap badblocks slot --mark "$offset" --yes
		fails_with 2 "past the end of slot"
	done
	for offset in "" x -1 1.5K; do
		flashmap badblocks slot --mark "$offset" --yes
		fails_with 2 "--mark $offset: not a number"
	done
	[[ -z $(marked_blocks) ]]
}

@test "badblocks --mark: NOR has no bad blocks, exit 2" {
	simulator
	flashmap badblocks image-1 --mark 0 --yes
	fails_with 2 "image-1 cannot have bad blocks, it is nor"
	unchanged
}

@test "badblocks --mark: what is protected, exit 4" {
	echo 'protect slot' >conf
	flashmap badblocks slot --config conf --mark 0x60000 --yes --force
	fails_with 4 "protected"
	[[ -z $(marked_blocks) ]]
}

@test "badblocks --mark: what is read-only or in use, exit 4" {
	recorded
	nand=(type=nand writesize=2048 oobsize=64 erasesize=16384)
	mtd 0 data "${nand[@]}" flags=0x0
	mtd 1 other "${nand[@]}" flags=0x400
	mkdir -p "$root/sys/class/ubi/ubi0"
	echo 1 >"$root/sys/class/ubi/ubi0/mtd_num"
	flashmap badblocks data --mark 0 --yes
	fails_with 4 "read-only"
	flashmap badblocks other --mark 0 --yes
	fails_with 4 "ubi0"
}

@test "badblocks: a device that cannot be asked, exit 1" {
	recorded
	mtd 0 data type=nand writesize=2048 oobsize=64 erasesize=16384
	flashmap badblocks data
	fails_with 1 "cannot look for bad blocks in data: No such device (data: "
}

@test "badblocks: an unknown area, exit 2" {
	flashmap badblocks nowhere
	fails_with 2 "no area nowhere"
}

@test "badblocks --json" {
	needs_json
	flashmap --json badblocks slot
	status_is 0
	holds '. == {schema: 1, area: "slot", chip: "nand@0",
		bad_blocks_possible: true, marked: null, bad_blocks: [
		{offset: 131072, size: 262144, blocks: 2, chip_offset: 262144},
		{offset: 655360, size: 131072, blocks: 1, chip_offset: 786432}
		]}'
	flashmap --json badblocks slot --mark 0 --yes
	status_is 0
	holds '.marked == 0 and .bad_blocks[0] ==
		{offset: 0, size: 393216, blocks: 3, chip_offset: 131072}'
}

@test "badblocks --json on NOR" {
	needs_json
	simulator
	flashmap --json badblocks image-1
	status_is 0
	holds '.bad_blocks == [] and (.bad_blocks_possible | not)'
}
