#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# info, and how AREA names an area.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

@test "info: key and value a line" {
	simulator
	flashmap info image-1
	status_is 0
	for line in "label: image-1" "chip: flash@0" "mtd: none" \
		"offset: 0x80000 (512K)" "size: 0x60000 (384K)" \
		"erase size: 0x1000 (4K)" "sectors: 96" "write size: 0x1 (1)" \
		"simulated: yes" "read-only: no" "protected: no" \
		"bad blocks possible: no" "in use: no"; do
		grep -Fx "$line" <<<"$output" || show "$line"
	done
	not grep -Ev '^[a-z -]+: .' <<<"$output"
	unchanged
}

@test "info --json" {
	needs_json
	simulator
	flashmap info image-1 --json
	status_is 0
	holds '.schema == 1'
	holds '.area | .label == "image-1" and .offset == 524288 and
		.oob_size == 0 and .in_use == null and
		.bad_blocks_possible == false and has("dt_path")'
}

@test "AREA: @ID" {
	needs_json
	simulator
	flashmap --json info image-1
	id=$(jq .area.id <<<"$output")
	flashmap --json info "@$id"
	status_is 0
	holds '.area.label == "image-1"'
}

@test "AREA: a device-tree path" {
	needs_json
	simulator
	flashmap --json info image-1
	path=$(jq -r .area.dt_path <<<"$output")
	[[ $path == /*partition@80000 ]]
	flashmap --json info "$path"
	status_is 0
	holds '.area.label == "image-1"'
}

@test "AREA: mtdN and /dev/mtdN" {
	recorded
	mtd 0 first
	mtd 12 second
	for name in mtd12 /dev/mtd12 second; do
		flashmap info "$name"
		status_is 0
		output_has "label: second"
		output_has "mtd: mtd12"
	done
}

@test "AREA: unknown, exit 2, and list is named" {
	simulator
	for name in nothing IMAGE-1 image image_1 "image-1 " @99 @255 @256 @x \
		@ mtd0 mtd /dev/mtd0 /dev/mtdblock0 /nothing "" \
		@18446744073709551615 mtd99999999999999999999; do
		flashmap info "$name"
		fails_with 2 "flashmap list"
		error_has "$name"
	done
}

@test "AREA: two with one label, exit 2, both are listed" {
	simulator names 65536
	pattern 100 >data
	for command in "info twin" "read twin -o out" "erase twin" \
		"write twin data" "verify twin data"; do
		# shellcheck disable=SC2086
		flashmap $command
		fails_with 2 "twin names 2 areas: @"
		[[ $stderr =~ @[0-9]+.*@[0-9]+ ]]
	done
	unchanged
	[[ ! -e out ]]
}

@test "AREA: two MTDs with one name are listed with their numbers" {
	recorded
	mtd 4 twin
	mtd 7 twin
	flashmap info twin
	fails_with 2 "/dev/mtd4"
	error_has "/dev/mtd7"
	flashmap info mtd7
	status_is 0
}

@test "AREA: a label that looks like another area's mtdN is ambiguous" {
	recorded
	mtd 0 mtd1
	mtd 1 other
	flashmap info mtd1
	fails_with 2 "mtd1 names 2 areas"
	flashmap info /dev/mtd1
	status_is 0
	output_has "label: other"
}

@test "AREA: labels are taken exactly, whatever is in them" {
	simulator names 65536
	pattern 4096 >data
	flashmap write "two words" data
	status_is 0
	expect 0 data
	cp flash before
	flashmap write 'the "quoted" one' data
	status_is 0
	expect 0x1000 data
	cp flash before
	flashmap write $'bell\aline\nend\e[31m' data
	status_is 0
	error_has 'bell\x07line\x0aend\x1b[31m'
	expect 0x2000 data
	cp flash before
	flashmap write größe data
	status_is 0
	output_has größe
	expect 0x3000 data
	cp flash before
	flashmap write $'raw\xffbyte' data
	status_is 0
	expect 0x4000 data
}

@test "an unknown name is escaped in the message" {
	simulator
	flashmap info $'no\nsuch\e[31m'
	fails_with 2 'no\x0asuch\x1b[31m'
}

@test "info: NAND tells its bad blocks by run, and its ECC" {
	simulator nand
	flashmap info slot
	status_is 0
	for line in "type: nand" "out-of-band size: 0x40 (64)" \
		"bad blocks possible: yes" "locked: unknown" \
		"bad blocks: sectors 1-2 (0x20000, 256K)" \
		"bad blocks: sectors 5-5 (0xa0000, 128K)" "ecc strength: 4" \
		"ecc step size: 512" "bitflip threshold: 3" \
		"corrected bits: 0" "uncorrectable steps: 0"; do
		grep -Fx "$line" <<<"$output" || show "$line"
	done
	flashmap info free
	status_is 0
	output_has "bad blocks: none"
}

@test "info --json: NAND" {
	needs_json
	simulator nand
	flashmap --json info slot
	status_is 0
	holds '.area.bad_blocks == [{"offset": 131072, "size": 262144},
		{"offset": 655360, "size": 131072}]'
	holds '.area.locked == null'
	holds '.area.ecc == {"strength": 4, "step_size": 512,
		"bitflip_threshold": 3, "corrected": 0, "failed": 0}'
}

@test "info --json: NOR has locks, and neither bad blocks nor ECC" {
	needs_json
	simulator
	flashmap --json info image-1
	status_is 0
	holds '.area.locked == []'
	holds '.area | has("bad_blocks") and .bad_blocks == null and
		has("ecc") and .ecc == null'
}

# says NAME SOURCE: NAME, in lines that begin with it, is from there
says() {
	grep -Fx "$1 from: $2" <<<"$output" || show "$1 from: $2"
}

@test "info: what is simulated is from the device tree" {
	simulator
	flashmap info image-1
	status_is 0
	says label "device tree"
	says place "device tree"
	says geometry "device tree"
}

@test "info: an MTD that is in no tree is from the kernel" {
	recorded
	mtd 0 data
	flashmap info data
	status_is 0
	says label kernel
	says place kernel
	says geometry kernel
}

@test "info: what flashmap.conf adds is from there, on a chip of the kernel" {
	recorded
	mtd 0 data
	echo 'area extra chip=spi0.0 offset=4K size=4K' >conf
	options+=(--config conf)
	flashmap info extra
	status_is 0
	says label flashmap.conf
	says place flashmap.conf
	says geometry kernel
}

@test "info: without a driver nobody tells the geometry" {
	simulator
	recorded
	flashmap info image-1 --dtb map.dtb
	status_is 0
	says label "device tree"
	says place "device tree"
	output_lacks "geometry from"
	needs_json
	flashmap --json info image-1 --dtb map.dtb
	holds '.area | has("geometry_from") and .geometry_from == null'
}

@test "info --json: who says so" {
	needs_json
	simulator
	flashmap --json info image-1
	status_is 0
	holds '.area | .label_from == "device tree" and
		.place_from == "device tree" and
		.geometry_from == "device tree"'
}

@test "info: an MTD that the tree names has its label from there" {
	command -v xz >/dev/null || skip "no xz"
	simulator
	recorded
	tar -C "$root" -xJf "$BATS_TEST_DIRNAME/../data/guests/fuji.tar.xz"
	flashmap info meta
	status_is 0
	says label "device tree"
	says place kernel
	says geometry kernel
}
