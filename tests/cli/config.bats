#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# flashmap.conf: where it comes from, its mistakes, and what it refuses.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# conf LINE...: what is in etc/flashmap.conf of the recorded tree
conf() {
	mkdir -p "$root/etc"
	printf '%s\n' "$@" >"$root/etc/flashmap.conf"
}

# board: two areas of one chip, and stand-ins for their nodes
board() {
	recorded
	mtd 0 boot parent=platform/spi/spi0.0
	mtd 1 data parent=platform/spi/spi0.0 offset=65536
	pattern 65536 >"$root/dev/mtd0"
	pattern 65536 >"$root/dev/mtd1"
	pattern 5000 >file
}

# ids: "ID LABEL" a line
ids() {
	flashmap list -q
	status_is 0
	awk 'NR > 1 && NF > 3 { print $1, $2 }' <<<"$output"
}

untouched() {
	pattern 65536 | cmp - "$root/dev/mtd0"
	pattern 65536 | cmp - "$root/dev/mtd1"
}

@test "etc/flashmap.conf of the root pins ids" {
	board
	conf 'area data id=0' 'area boot id=150'
	[[ $(ids) == $'0 data\n150 boot' ]]
	flashmap info @150
	status_is 0
	output_has "boot"
}

@test "no file is no error" {
	board
	[[ $(ids) == $'0 boot\n1 data' ]]
	flashmap list
	[[ -z $stderr ]]
}

@test "--config takes its place" {
	board
	conf 'area data id=7'
	echo 'area data id=9' >other
	options+=(--config other)
	[[ $(ids) == $'0 boot\n9 data' ]]
}

@test '--config "" is none' {
	board
	conf 'nonsense'
	options+=(--config "")
	[[ $(ids) == $'0 boot\n1 data' ]]
}

@test "--config FILE that is missing, exit 1" {
	board
	flashmap --config none.conf list
	fails_with 1 "none.conf"
	error_has "No such file"
}

@test "a folder and a pipe in its place, exit 1" {
	board
	mkdir folder
	flashmap --config folder list
	fails_with 1 "folder"
	mkfifo pipe
	flashmap --config pipe list
	fails_with 1 "pipe"
}

@test "a mistake is named with file and line, exit 1, nothing is done" {
	board
	conf '# ids' '' 'area boot id=200'
	for command in list "info data" "erase data" "write data file" \
		"erase data --force"; do
		# shellcheck disable=SC2086
		flashmap $command
		fails_with 1 "$root/etc/flashmap.conf:3: id=200: it is 0 to 199"
	done
	untouched
}

@test "every mistake has its line" {
	board
	conf 'protect' 'protect boot' 'area data id=x' 'lock boot'
	flashmap list
	status_is 1
	[[ -z $output ]]
	[[ $(wc -l <<<"$stderr") -eq 3 ]] || show "three lines"
	[[ $(grep -c '^flashmap: ' <<<"$stderr") -eq 3 ]] || show "prefix"
	for line in 1 3 4; do
		error_has "/etc/flashmap.conf:$line: "
	done
	error_lacks "flashmap.conf:2:"
}

@test "a mistake is told with -q and -v too" {
	board
	conf 'protect'
	flashmap -q list
	fails_with 1 "etc/flashmap.conf:1: "
	flashmap -v list
	status_is 1
	error_has "etc/flashmap.conf:1: a label is missing"
}

@test "control characters of the file do not reach the terminal" {
	board
	conf $'protect \e[31m' $'\e[31m a' $'protect a\r'
	flashmap list
	status_is 1
	not grep -q $'\e' <<<"$stderr"
	not grep -q $'\r' <<<"$stderr"
}

@test "protect: write and erase are refused, exit 4, with --force too" {
	board
	conf 'protect boot'
	for command in "write boot file" "erase boot" \
		"erase boot --offset 4096 --length 4096" \
		"write boot file --force" "erase boot --force" \
		"erase @0" "erase mtd0"; do
		# shellcheck disable=SC2086
		flashmap $command
		fails_with 4 "protected"
	done
	untouched
}

@test "protect: an overlapping area is refused, exit 4" {
	board
	conf 'protect boot' \
		'area both chip=spi0.0 offset=0xf000 size=8K id=130'
	flashmap erase both
	fails_with 4 "protected"
	flashmap erase @130 --length 4096 --force
	fails_with 4 "protected"
	untouched
}

@test "protect: list and info tell it" {
	board
	conf 'protect boot'
	flashmap info boot
	status_is 0
	output_has "protected: yes"
	flashmap info data
	output_has "protected: no"
	flashmap list
	grep -E ' boot .*protected' <<<"$output"
}

@test "protect of an unknown label: a warning with file and line" {
	board
	conf '' 'protect bot'
	flashmap info data
	status_is 0
	error_has 'warning: '
	error_has 'etc/flashmap.conf:2: no area is called "bot"'
	flashmap list
	status_is 0
	output_has conf-unknown-label
	flashmap -q list
	status_is 0
	[[ -z $stderr ]]
}

@test "list --json: the findings name file and line" {
	needs_json
	board
	conf 'protect bot' 'area a chip=none offset=0 size=1'
	flashmap -q --json list
	status_is 0
	holds '[.findings[].code] | sort ==
		["conf-unknown-chip", "conf-unknown-label"]'
	holds 'all(.findings[]; .message |
		test("etc/flashmap.conf:[12]: "))'
}

@test "a simulated map takes the file of --config alone" {
	simulator
	mkdir -p etc
	echo 'nonsense' >etc/flashmap.conf
	options+=(--root .)
	flashmap list
	status_is 0
	printf '%s\n' 'protect storage' 'area storage id=100' \
		'area first chip=flash@0 offset=0 size=4K' >sim.conf
	options+=(--config sim.conf)
	flashmap erase storage --force
	fails_with 4 "protected"
	flashmap erase @100
	fails_with 4 "protected"
	unchanged
	pattern 4096 >data
	flashmap write first data
	status_is 0
	expect 0 data
}

@test "--config with a simulator that is missing, exit 1" {
	simulator
	flashmap --config none.conf list
	fails_with 1 "none.conf"
}

@test "the environment names the file, with a warning" {
	needs_environment
	simulator
	echo 'area storage id=100' >sim.conf
	export FLASHMAP_CONFIG=sim.conf
	flashmap list
	status_is 0
	not grep -E '^ *100 ' <<<"$output"
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash
	export FLASHMAP_DTB FLASHMAP_SIM
	options=()
	flashmap list
	status_is 0
	grep -E '^ *100 +storage ' <<<"$output"
	error_has "FLASHMAP_CONFIG"
	flashmap erase storage --force
	status_is 0
	error_has "FLASHMAP_CONFIG"
	flashmap --config none.conf list
	status_is 1
	error_has "none.conf"
}

@test "the example of the manual has no mistake" {
	board
	options+=(--config "$BATS_TEST_DIRNAME/../../examples/flashmap.conf")
	flashmap -q list
	status_is 0
	[[ -z $stderr ]]
}
