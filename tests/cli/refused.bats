#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What must not be changed is refused before its device is touched. The nodes
# of these recorded trees are files: no byte of theirs may change.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	recorded
	pattern 5000 >data
}

# node N: a stand-in for /dev/mtdN
node() {
	pattern 65536 >"$root/dev/mtd$1"
}

# refused TEXT [AREA]: write and erase are refused for that reason
refused() {
	local area=${2:-data}

	for command in "write $area data" "erase $area" \
		"erase $area --offset 4096 --length 4096"; do
		# shellcheck disable=SC2086
		flashmap $command
		fails_with 4 "$1"
	done
	pattern 65536 | cmp - "$root/dev/mtd0"
}

@test "a read-only MTD, exit 4" {
	mtd 0 data flags=0x800
	node 0
	refused "read-only"
	flashmap write data data --force
	fails_with 4 "read-only"
	flashmap erase data --force
	fails_with 4 "read-only"
}

@test "an MTD without any flag, exit 4" {
	mtd 0 data flags=0x0 type=rom
	node 0
	refused "read-only"
}

@test "info and list tell that it is read-only" {
	mtd 0 data flags=0x800
	flashmap info data
	status_is 0
	output_has "read-only: yes"
	flashmap list
	output_has "read-only"
}

@test "a mounted MTD, exit 4, and by whom" {
	mtd 0 data
	node 0
	echo '36 35 31:0 / /mnt/data rw - jffs2 /dev/mtdblock0 rw' \
		>"$root/proc/self/mountinfo"
	refused "/mnt/data"
	flashmap write data data
	error_has "--force"
	flashmap info data
	output_has "in use: mtd0 is mounted on /mnt/data"
}

@test "copy to a mounted MTD, exit 4, and by whom" {
	mtd 0 data
	mtd 1 other
	node 0
	node 1
	echo '36 35 31:0 / /mnt/data rw - jffs2 /dev/mtdblock0 rw' \
		>"$root/proc/self/mountinfo"
	flashmap copy other data
	fails_with 4 "mtd0 is mounted on /mnt/data"
	pattern 65536 | cmp - "$root/dev/mtd0"
}

@test "an MTD attached to UBI, exit 4, and what to use" {
	mtd 0 data type=nand writesize=2048 oobsize=64 erasesize=16384 \
		flags=0x400
	node 0
	mkdir -p "$root/sys/class/ubi/ubi0"
	echo 0 >"$root/sys/class/ubi/ubi0/mtd_num"
	flashmap write data data
	fails_with 4 "ubi0"
	error_has "ubiupdatevol"
	flashmap erase data
	fails_with 4 "ubi0"
	flashmap info data
	output_has "in use: mtd0 is attached to ubi0"
	pattern 65536 | cmp - "$root/dev/mtd0"
}

@test "swap space, exit 4" {
	mtd 0 data
	node 0
	printf '%s\n' 'Filename Type Size Used Priority' \
		'/dev/mtdblock0 partition 60 0 -2' >"$root/proc/swaps"
	refused "swap"
}

@test "info --json: in_use" {
	needs_json
	mtd 0 data
	echo '36 35 31:0 / /mnt/data rw - jffs2 /dev/mtdblock0 rw' \
		>"$root/proc/self/mountinfo"
	flashmap --json info data
	status_is 0
	holds '.area.in_use | contains("/mnt/data")'
}

@test "--force covers what is in use: a warning, then the device is asked" {
	mtd 0 data
	echo '36 35 31:0 / /mnt/data rw - jffs2 /dev/mtdblock0 rw' \
		>"$root/proc/self/mountinfo"
	flashmap --force erase data
	fails_with 2 "--force"
	flashmap erase data --force
	status_is 1
	error_has "warning: data is in use"
	error_has "cannot erase data at offset 0x0"
}

@test "no node, exit 1, one line" {
	mtd 0 data
	flashmap -q write data data
	fails_with 1 "cannot write data at offset 0x0 (chip "
	flashmap -q erase data
	fails_with 1 "cannot erase data"
}

@test "a node that is no character device is not written to" {
	mtd 0 data
	node 0
	flashmap -q write data data
	[[ $status -ne 0 && -z $output ]]
	error_has "flashmap: cannot"
	flashmap -q erase data
	[[ $status -ne 0 && -z $output ]]
	error_has "flashmap: cannot"
	pattern 65536 | cmp - "$root/dev/mtd0"
}

@test "an MTD without sectors, nothing is written" {
	mtd 0 data erasesize=0
	node 0
	flashmap -q write data data
	[[ $status -ne 0 && -z $output ]]
	error_has "flashmap: cannot"
	flashmap -q erase data
	[[ $status -ne 0 && -z $output ]]
	error_has "flashmap: cannot"
	pattern 65536 | cmp - "$root/dev/mtd0"
}

@test "an MTD that does not end with a sector: its last one is refused" {
	mtd 0 data size=10000
	node 0
	flashmap erase data
	fails_with 2 "the last sector"
	pattern 10000 >data
	flashmap write data data
	fails_with 2 "no room for so many bytes"
	pattern 65536 | cmp - "$root/dev/mtd0"
}
