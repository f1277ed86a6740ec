#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What is locked is judged by the state that the simulator keeps.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
}

nor='chip nor 1048576 4096 1 255 0'

# locked_sectors: the numbers of all of the chip, in one line
locked_sectors() {
	[[ ! -e flash.state ]] ||
		awk '$1 == "sector" && $5 { printf "%d ", $2 }' flash.state
}

@test "lock: an area, and nothing beside it" {
	flashmap lock storage
	status_is 0
	[[ $output == "locked 8192 bytes of storage (simulated chip flash@0, \
0x1e000..0x1ffff): 2 sectors, 0 of them before
locked: sectors 0-1 (0x0, 8K)" ]]
	[[ -z $stderr && $(locked_sectors) == "30 31 " ]]
	unchanged
}

@test "unlock: an area, and nothing beside it" {
	flashmap lock image-0 --offset 0x5f000
	flashmap lock image-1 --length 8K
	flashmap unlock image-1
	status_is 0
	[[ $output == "unlocked 393216 bytes of image-1 (simulated chip \
flash@0, 0x80000..0xdffff): 96 sectors, 94 of them before
locked: none" ]]
	[[ $(locked_sectors) == "127 " ]]
	unchanged
}

@test "lock --offset --length, and what was locked before" {
	flashmap lock image-1 --offset 0x2000 --length 8K
	status_is 0
	output_has "locked: sectors 2-3 (0x2000, 8K)"
	flashmap lock image-1 --offset 0x3000 --length 8K
	status_is 0
	output_has "2 sectors, 1 of them before"
	output_has "locked: sectors 2-4 (0x2000, 12K)"
	[[ $(locked_sectors) == "130 131 132 " ]]
	flashmap unlock image-1 --offset 0x3000 --length 4K
	status_is 0
	output_has "1 sector, 0 of them before"$'\n'"locked: sectors 2-2"
	output_has $'\n'"locked: sectors 4-4 (0x4000, 4K)"
	[[ $(locked_sectors) == "130 132 " ]]
}

@test "what is locked is refused to write, and written with --unlock" {
	pattern 100000 >data
	flashmap lock image-1
	flashmap -q write image-1 data
	fails_with 4 "locked sector at offset 0x0"
	unchanged
	flashmap unlock image-1
	flashmap write image-1 data
	status_is 0
	expect 0x80000 data 2400
}

@test "lock --length 0 locks nothing, and tells what is locked" {
	flashmap lock image-1 --length 4K
	flashmap lock image-1 --length 0
	status_is 0
	output_has "locked 0 bytes of image-1"
	output_has "locked: sectors 0-0 (0x0, 4K)"
	[[ $(locked_sectors) == "128 " ]]
}

@test "lock, unlock: a part of a sector, exit 2, nothing changed" {
	for command in lock unlock; do
		flashmap "$command" image-1 --offset 1
		fails_with 2 "--offset 0x0 --length 0x60000"
		flashmap "$command" image-1 --offset 0x1000 --length 0x1001
		fails_with 2 "--offset 0x1000 --length 0x2000"
		flashmap "$command" image-1 --offset 0x61000
		fails_with 2 "past the end"
		flashmap "$command" image-1 --length 0x61000
		fails_with 2 "past the end"
		flashmap "$command" nowhere
		fails_with 2 "no area nowhere"
	done
	[[ -z $(locked_sectors) ]]
}

@test "unlock: more than was asked for is said" {
	chip_state "$nor" 'locks 0 4' 'sector 128 0 0 1' 'sector 129 0 0 1' \
		'sector 130 0 0 1' 'sector 131 0 0 1'
	flashmap unlock image-1 --length 4K
	status_is 0
	output_has "1 sector, 0 of them before; others of the chip have \
changed too"
	output_has "locked: none"
	error_has "warning: flash@0: sectors outside the range were unlocked"
}

@test "lock: an error of the driver that has locked is none" {
	chip_state "$nor" 'locks 4 1'
	flashmap lock storage
	status_is 0
	[[ $(locked_sectors) == "30 31 " ]]
}

@test "lock, unlock: a chip without locks, exit 1" {
	chip_state "$nor" 'locks 1 1'
	for command in lock unlock; do
		flashmap "$command" storage
		fails_with 1 "cannot $command storage at offset 0x0"
		error_has "Operation not supported"
		error_has "; what is locked now is not known"
	done
}

@test "lock, unlock: what is protected, exit 4" {
	echo 'protect storage' >conf
	for command in lock unlock; do
		flashmap "$command" storage --config conf
		fails_with 4 "protected"
		flashmap "$command" storage --config conf --force
		fails_with 4 "protected"
	done
	[[ -z $(locked_sectors) ]]
}

@test "lock, unlock: what is read-only or in use, exit 4" {
	recorded
	mtd 0 data flags=0x800
	mtd 1 other
	echo '36 35 31:1 / /mnt/data rw - jffs2 /dev/mtdblock1 rw' \
		>"$root/proc/self/mountinfo"
	for command in lock unlock; do
		flashmap "$command" data
		fails_with 4 "read-only"
		flashmap "$command" other
		fails_with 4 "mtd1 is mounted on /mnt/data"
		flashmap "$command" other --force
		status_is 1
		error_has "warning: other is in use"
	done
}

@test "lock, unlock --json" {
	needs_json
	flashmap lock image-1 --length 4K
	flashmap --json lock image-1 --length 8K
	status_is 0
	holds '. == {schema: 1, area: "image-1", chip: "flash@0", offset: 0,
		length: 8192, sectors: 2, changed: 1, others_changed: false,
		locked: [{offset: 0, size: 8192}]}'
	flashmap --json unlock image-1 --offset 4K
	status_is 0
	holds '.offset == 4096 and .sectors == 95 and .changed == 1 and
		.locked == [{offset: 0, size: 4096}]'
}

@test "unlock --json: others have changed" {
	needs_json
	chip_state "$nor" 'locks 0 4' 'sector 128 0 0 1' 'sector 129 0 0 1'
	flashmap -q --json unlock image-1 --length 4K
	status_is 0
	holds '.changed == 1 and .others_changed and .locked == []'
}

@test "lock -q prints nothing" {
	flashmap -q lock storage
	status_is 0
	[[ -z $output && -z $stderr && $(locked_sectors) == "30 31 " ]]
}
