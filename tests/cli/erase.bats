#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
}

@test "erase: an area, and nothing beside it" {
	flashmap erase image-1
	status_is 0
	output_has "erased 393216 bytes of image-1"
	output_has "simulated chip flash@0, 0x80000..0xdffff"
	output_has "96 sectors, verified"
	error_has "erasing image-1 (simulated chip flash@0, 0x80000..0xdffff)"
	erased 393216 >data
	expect 0x80000 data
}

@test "erase --offset --length" {
	flashmap erase image-1 --offset 0x2000 --length 8K
	status_is 0
	erased 8192 >data
	expect 0x82000 data
	cp flash before
	flashmap erase image-scratch --offset 124K
	status_is 0
	erased 4096 >data
	expect 0xff000 data
}

@test "erase --length 0 erases nothing" {
	flashmap erase image-1 --length 0
	status_is 0
	output_has "erased 0 bytes"
	unchanged
}

@test "erase: an end inside a sector, exit 2, nothing changed" {
	flashmap erase image-1 --offset 1
	fails_with 2 "offset 0x1 of image-1"
	flashmap erase image-1 --offset 0xfff --length 0x1000
	fails_with 2 "offset 0xfff"
	flashmap erase image-1 --length 0xfff
	fails_with 2 "sector ends at 0x1000"
	flashmap erase image-1 --length 0x1001
	fails_with 2 "sector ends at 0x2000"
	flashmap erase image-1 --offset 0x1000 --length 1
	fails_with 2 "offset 0x1001"
	unchanged
}

@test "erase: a range that is not in the area, exit 2, nothing changed" {
	flashmap erase image-1 --offset 0x61000
	fails_with 2 "past the end"
	flashmap erase image-1 --length 0x61000
	fails_with 2 "past the end"
	flashmap erase image-1 --offset 0x1000 --length 0xfffffffffffff000
	fails_with 2 "past the end"
	unchanged
}

@test "erase: RAM is filled with the erased value" {
	sed 's/erase-block-size/flashmap,type = "ram"; &/' \
		"$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	flashmap erase image-1
	status_is 0
	output_has "erased 393216 bytes of image-1"
	output_has "96 sectors, verified"
	erased 393216 >data
	expect 0x80000 data
}

@test "erase -q prints nothing" {
	flashmap -q erase storage
	status_is 0
	[[ -z $output && -z $stderr ]]
	erased 8192 >data
	expect 0x1e000 data
}

@test "erase --json" {
	needs_json
	flashmap --json erase image-1 --offset 0x1000 --length 0x2000
	status_is 0
	holds '. == {schema: 1, area: "image-1", chip: "flash@0",
		offset: 4096, length: 8192, sectors: 2, erased: 2, retries: 0,
		bad_blocks: 0, corrected: 0, verified: true, dry_run: false}'
}

@test "erase: what is blank is erased too" {
	flashmap erase storage
	flashmap erase storage
	status_is 0
	output_has "2 sectors"
	[[ $(erases 30 2) == "2 2 " ]]
}

@test "erase --dry-run changes nothing" {
	flashmap erase image-1 --dry-run
	status_is 0
	error_has "0x80000..0xdffff); nothing is changed"
	output_has "would erase 393216 bytes of image-1"
	output_has "96 sectors; nothing was changed"
	unchanged
}

@test "erase --dry-run --json" {
	needs_json
	flashmap --json erase image-1 --dry-run
	holds '.erased == 96 and .dry_run and (.verified | not)'
	unchanged
}

@test "erase --progress json: a JSON object a line" {
	command -v jq >/dev/null || skip "no jq"
	flashmap -q erase --progress json image-1
	status_is 0
	jq -es 'all(.phase == "erase" and .total == 393216) and
		map(.done) == [range(0; 97) * 4096]' <<<"$stderr"
	[[ -z $output ]]
}

@test "no progress where stderr is no terminal, or with none" {
	flashmap erase image-1
	status_is 0
	[[ $stderr == "flashmap: erasing"* && $stderr != *$'\n'* ]]
	flashmap -q erase --progress none image-1
	status_is 0
	[[ -z $stderr ]]
}

# on_terminal COLUMNS ARGS...: in $output what a terminal got
on_terminal() {
	local columns=$1

	shift
	command -v script >/dev/null || skip "no script"
	run script -qec "stty cols $columns; '$FLASHMAP' --dtb map.dtb \
		--sim flash $*" /dev/null
}

@test "the bar fits into every terminal and is taken away" {
	pattern 100000 >data
	for columns in 1 10 20 40 80 200 300; do
		on_terminal "$columns" write --head-last --full --erase-rest \
			image-1 data
		status_is 0
		output_has "wrote 100000 bytes"
		# Between two returns of the cursor is what one line shows.
		tr '\r' '\n' <<<"$output" | grep -E '^(write|erase|head) ' |
			awk -v columns="$columns" '
			length($0) >= columns { print; wrong = 1 }
			END { exit wrong }'
	done
	on_terminal 80 -q write image-1 data
	[[ -z $output ]]
}
