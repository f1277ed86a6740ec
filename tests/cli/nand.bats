#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# NAND with bad blocks: slot is blocks 1 to 7, of which 2, 3 and 6 are bad.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator nand
}

# good_blocks FILE: what the good blocks of slot have
good_blocks() {
	for block in 1 4 5 7; do
		dd if="$1" bs=128K skip="$block" count=1 status=none
	done
}

# the other ones, bad ones and block 0
others() {
	for block in 0 2 3 6; do
		dd if="$1" bs=128K skip="$block" count=1 status=none
	done
}

others_unchanged() {
	cmp <(others before) <(others flash)
}

@test "a bad block in the range is refused before anything is changed, exit 1" {
	pattern 300000 >data
	flashmap write slot data
	fails_with 1 "bad block at offset 0x20000"
	error_has "--skip-bad leaves it out"
	flashmap erase slot
	fails_with 1 "bad block at offset 0x20000"
	unchanged
}

@test "between the bad blocks" {
	pattern 100000 >data
	flashmap erase slot --offset 0x60000 --length 0x40000
	status_is 0
	flashmap write slot data --offset 0x60000
	status_is 0
	dd if=flash bs=4096 skip=524288 iflag=skip_bytes status=none |
		head -c 100000 | cmp - data
}

@test "write --skip-bad: around the bad blocks" {
	pattern 500000 >data
	flashmap write slot data --skip-bad
	status_is 0
	output_has "4 sectors erased, 0 skipped, 245 pages programmed, "
	output_has "3 bad blocks left out, verified"
	good_blocks flash | head -c 500000 | cmp - data
	good_blocks flash | tail -c 24288 | cmp - <(erased 24288)
	others_unchanged
}

@test "write --skip-bad: from a pipe" {
	pattern 500000 >data
	piped write slot - --skip-bad
	status_is 0
	good_blocks flash | head -c 500000 | cmp - data
	others_unchanged
}

@test "write --skip-bad: the offset is one of the good blocks" {
	pattern 5000 >data
	flashmap write slot data --skip-bad --offset 128K
	status_is 0
	dd if=flash bs=128K skip=4 count=1 status=none | head -c 5000 |
		cmp - data
	cmp <(dd if=before bs=128K skip=1 count=1 status=none) \
		<(dd if=flash bs=128K skip=1 count=1 status=none)
	others_unchanged
}

@test "write --skip-bad: to the last good byte" {
	pattern 524288 >data
	flashmap write slot data --skip-bad --head-last
	status_is 0
	good_blocks flash | cmp - data
	others_unchanged
}

@test "write --skip-bad: one byte more, exit 2, nothing changed" {
	pattern 524289 >data
	flashmap write slot data --skip-bad
	fails_with 2 "there is no room for so many bytes"
	error_has "nothing was changed"
	unchanged
}

@test "write --skip-bad --json counts the bad blocks" {
	needs_json
	pattern 500000 >data
	flashmap --json write slot data --skip-bad
	holds '.bad_blocks == 3 and .marked_bad == 0 and .sectors == 4 and
		.erased == 4 and .programmed == 245 and .length == 524288'
}

@test "erase --skip-bad: the good blocks, and how many are left out" {
	flashmap erase slot --skip-bad
	status_is 0
	output_has "erased 524288 bytes of slot"
	output_has "4 sectors, 3 bad blocks left out, verified"
	good_blocks flash | cmp - <(erased 524288)
	others_unchanged
}

@test "erase --skip-bad --json" {
	needs_json
	flashmap --json erase slot --skip-bad
	holds '.sectors == 4 and .erased == 4 and .bad_blocks == 3'
}

@test "read --skip-bad: what write --skip-bad has written" {
	flashmap read slot --skip-bad -o out
	status_is 0
	good_blocks flash | cmp - out
	flashmap read slot --skip-bad -o out --offset 128K --length 300
	status_is 0
	output_has "read 300 bytes of slot"
	output_has "0x80000..0x8012b"
	good_blocks flash | tail -c +131073 | head -c 300 | cmp - out
}

@test "read: a bad block in the range, exit 1" {
	flashmap read slot -o out
	fails_with 1 "cannot read slot at offset 0x20000"
	[[ ! -e out ]]
}

@test "read --skip-bad: a range past the good blocks, exit 2" {
	flashmap read slot --skip-bad -o out --offset 512K --length 1
	fails_with 2 "past the end of slot, which has 0x80000 bytes"
}

@test "verify --skip-bad: equal, and where not" {
	good_blocks flash >data
	flashmap verify slot data --skip-bad
	status_is 0
	output_has "is equal to data: 524288 bytes"
	printf '\001' | dd of=data bs=1 seek=131073 conv=notrunc status=none
	flashmap verify slot data --skip-bad
	fails_with 3 "slot differs from data at offset 0x20001 (simulated chip "
	error_has "0x80001)"
}

@test "--skip-bad on NOR is the area as it is" {
	simulator
	pattern 100000 >data
	flashmap write image-1 data --skip-bad
	status_is 0
	expect 0x80000 data 2400
	flashmap verify image-1 data --skip-bad
	status_is 0
}
