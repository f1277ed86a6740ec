#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A chip that fails while it is written or erased.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	pattern 100000 >data
}

# nor FAULT: a fault of the chip that image-1 is on, from 0x80000 on
nor() {
	simulator
	chip_state 'chip nor 1048576 4096 1 255 0' "$@"
}

# nand FAULT: slot is blocks 1 to 7, of which 2, 3 and 6 are bad
nand() {
	simulator nand
	chip_state 'chip nand 1048576 131072 2048 255 512' "$@"
}

# A bit of 0x82010 that stays 1; it has to become 0.
stuck='fault 1 532496 1 1 1'
# Sector 130, at 0x82000: its erase fails once, or for good
fails_once='fault 3 532480 4096 1 0'
fails='fault 3 532480 4096 1 1'

stick() {
	nor "$stuck"
	printf '\000' | dd of=data bs=1 seek=8208 conv=notrunc status=none
}

@test "write: what is read back differs, exit 3, and where" {
	stick
	flashmap -q write image-1 data
	fails_with 3 "cannot write image-1 at offset 0x2000 (simulated chip "
	error_has "flash@0: the sector does not read as it was written at "
	error_has "0x82000, 0x100 bytes"
	error_has "; image-1 is incomplete now: 3 sectors erased, 48 "
	error_has "pages programmed; write it again"
}

@test "write -v: the same status" {
	stick
	flashmap -v write image-1 data
	status_is 3
	error_has "does not read as it was written"
}

@test "write --no-verify does not see it" {
	stick
	flashmap write image-1 data --no-verify
	status_is 0
	output_has ", not verified"
	flashmap verify image-1 data
	fails_with 3 "image-1 differs from data at offset 0x2010"
}

@test "write --head-last: what is read back differs, the head is invalid" {
	stick
	flashmap -q write image-1 data --head-last
	fails_with 3 "image-1 is incomplete now, and its head is invalid: "
	dd if=flash bs=4096 skip=128 count=1 status=none |
		cmp - <(erased 4096)
}

@test "write: an erase that fails once is tried again, and that is told" {
	nor "$fails_once"
	flashmap write image-1 data
	status_is 0
	output_has "391 pages programmed, 1 erase tried again, verified"
	expect 0x80000 data 2400
}

@test "write --json: an erase that was tried again" {
	needs_json
	nor "$fails_once"
	flashmap --json write image-1 data
	holds '.retries == 1 and .erased == 25 and .verified'
}

@test "erase: an erase that fails once is tried again, and that is told" {
	nor "$fails_once"
	flashmap erase image-1
	status_is 0
	output_has "96 sectors, 1 erase tried again, verified"
	erased 393216 >blank
	expect 0x80000 blank
}

@test "write: an erase that fails for good, exit 1" {
	nor "$fails"
	flashmap -q write image-1 data
	fails_with 1 "cannot write image-1 at offset 0x2000 (simulated chip "
	error_has "the sector cannot be erased at 0x82000, 0x1000 bytes"
	error_has "image-1 is incomplete now: 2 sectors erased, 32 pages"
	# All before it was written, nothing behind it was touched.
	head -c 8192 data | cmp - <(tail -c +524289 flash | head -c 8192)
	tail -c +536577 before | cmp - <(tail -c +536577 flash)
}

@test "erase: an erase that fails for good, exit 1" {
	nor "$fails"
	flashmap -q erase image-1 --offset 4096
	fails_with 1 "cannot erase image-1 at offset 0x2000 (simulated chip "
	error_has "0x82000, 0x1000 bytes"
	error_has "image-1 is incomplete now: 1 sector erased; erase it "
	tail -c +536577 before | cmp - <(tail -c +536577 flash)
}

# Block 4, the second good one of slot
weak='fault 3 524288 131072 1 1'

@test "write --skip-bad: a block that goes bad may not be marked, exit 1" {
	nand "$weak"
	pattern 300000 >data
	flashmap -q write slot data --skip-bad
	fails_with 1 "the block has gone bad, and may not be marked"
	error_has "slot is incomplete now: 1 sector erased"
	not grep -q '^sector 4 [0-9]* 1 ' flash.state
}

@test "write --mark-bad: a block that goes bad is marked, the next one used" {
	nand "$weak"
	pattern 300000 >data
	flashmap write slot data --skip-bad --mark-bad
	status_is 0
	output_has ", 4 bad blocks left out, 1 of them marked now, "
	error_has "the block has gone bad, and is marked"
	grep -q '^sector 4 [0-9]* 1 ' flash.state
	for block in 1 5 7; do
		dd if=flash bs=128K skip="$block" count=1 status=none
	done | head -c 300000 | cmp - data
}

@test "write --mark-bad --json" {
	needs_json
	nand "$weak"
	pattern 300000 >data
	flashmap --json write slot data --skip-bad --mark-bad
	status_is 0
	holds '.marked_bad == 1 and .bad_blocks == 4 and .retries == 2 and
		.verified'
}

@test "write --mark-bad: no good block is left, exit 1" {
	nand "$weak"
	pattern 524288 >data
	flashmap -q write slot data --skip-bad --mark-bad
	status_is 1
	error_has "no good block is left in its place"
	error_has "slot is incomplete now"
}

@test "copy: what cannot be read, exit 1, and that the target is incomplete" {
	# 5 flipped bits in the second page of block 4, where 4 are corrected
	nand 'fault 0 526336 512 5 0'
	flashmap -q copy slot free --offset 0x60000 --length 128K
	fails_with 1 "cannot read slot at offset 0x60000"
	error_has "nothing was changed"
	unchanged
}
