#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The settings store of examples/ from the command line.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154

load ../cli/helper

setup_file() {
	pattern 1048576 "content before" >"$BATS_FILE_TMPDIR/flash"
}

setup() {
	command -v "$DTC" >/dev/null || skip "no dtc"
	[[ ${with_libfdt-yes} == yes ]] || skip "built without libfdt"
	needs_environment
	cd "$BATS_TEST_TMPDIR" || return
	board
}

# board [SED]: the demo's chip, with what was in it before
board() {
	sed "${1-}" "$BATS_TEST_DIRNAME/../../examples/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash
	export FLASHMAP_DTB FLASHMAP_SIM
	rm -f flash.state
	cp "$BATS_FILE_TMPDIR/flash" .
	cp flash before
}

settings() {
	run --separate-stderr timeout 60 \
		"$top_builddir/tests/examples/settings" "$@"
}

# is KEY VALUE
is() {
	settings get "$1"
	status_is 0
	[[ $output == "$2" ]] || show "$1 should be $2"
}

# neighbours_unchanged: all but "storage", 0x1e000 to 0x1ffff
neighbours_unchanged() {
	cmp -n $((0x1e000)) before flash
	cmp -i $((0x20000)) before flash
}

@test "set, get, list, overwrite" {
	settings set colour green
	status_is 0
	[[ -z $output && -z $stderr ]]
	is colour green
	settings set size 12
	is size 12
	is colour green
	settings set colour blue
	is colour blue
	is size 12
	settings list
	[[ $output == $'size=12\ncolour=blue' ]] || show "list"
	neighbours_unchanged
}

@test "an area with something else in it is an empty store" {
	settings list
	status_is 0
	[[ -z $output ]]
	unchanged
}

@test "what is not there: exit 3" {
	settings get nothing
	status_is 3
	[[ $stderr == "settings: cannot get nothing: No such file or directory" ]]
	unchanged
}

@test "values with spaces, none, and UTF-8" {
	settings set a ' two  words '
	is a ' two  words '
	settings set b ''
	is b ''
	settings set c 'größer'
	is c größer
}

@test "200 changes go round the sectors and keep the last ones" {
	for number in $(seq 1 100); do
		last[number % 7]="value $number of a hundred, and some text to fill the sector"
		settings set "key$((number % 7))" "${last[number % 7]}"
		status_is 0
		settings set count "$number"
		status_is 0
	done
	is count 100
	for number in 0 1 2 3 4 5 6; do
		is "key$number" "${last[number]}"
	done
	settings list
	[[ $(wc -l <<<"$output") -eq 8 ]] || show "eight settings"
	neighbours_unchanged
}

@test "setting the same again changes nothing" {
	settings set a b
	settings set c d
	cp flash before
	settings set a b
	status_is 0
	unchanged
}

@test "what does not fit is refused, and nothing is changed" {
	for number in 1 2 3; do
		settings set "long$number" "$(pattern 1024 "$number")"
		status_is 0
	done
	cp flash before
	settings set more "$(pattern 1000)"
	status_is 1
	error_has "cannot set more: No space left on device"
	settings set more "$(pattern 1025)"
	status_is 1
	error_has "Invalid argument"
	for key in "" "a=b" "$(pattern 64)" $'a\nb'; do
		settings set "$key" value
		status_is 1
		error_has "Invalid argument"
	done
	unchanged
	is long3 "$(pattern 1024 3)"
}

@test "erase: nothing is left, and it can be used again" {
	settings set secret word
	settings set other thing
	settings erase
	status_is 0
	settings list
	[[ -z $output ]]
	not grep -aq word flash
	settings set a b
	is a b
	neighbours_unchanged
}

@test "damaged bytes end the log there, what was before counts" {
	settings set a before
	settings set a after
	offset=$(grep -abo after flash | tail -n 1 | cut -d : -f 1)
	printf X | dd of=flash bs=1 seek="$offset" conv=notrunc status=none
	is a before
	settings set b new
	is a before
	is b new
}

@test "write blocks of 16 bytes, and flash that is erased to 0x00" {
	for change in 's/write-block-size = <1>/write-block-size = <16>/' \
		's/erase-value = <0xff>/erase-value = <0x00>/'; do
		board "$change"
		for number in 1 2 3 4 5; do
			settings set a "$number"
			settings set b "$number$number"
			is a "$number"
			is b "$number$number"
		done
		neighbours_unchanged
	done
}

@test "one sector, a NAND's page, no such area: one line" {
	board 's/<0x1e000 0x2000>/<0x1e000 0x1000>/'
	settings list
	status_is 1
	[[ $stderr == "settings: cannot use the flash area storage: "* ]]
	board 's/write-block-size = <1>/write-block-size = <2048>/'
	settings set a b
	status_is 1
	[[ $stderr == "settings: cannot use the flash area storage: "* ]]
	board 's/"storage"/"data"/'
	settings set a b
	status_is 1
	[[ $stderr == "settings: cannot open the flash area storage: "* ]]
	unchanged
}

@test "a protected area: refused, nothing changed" {
	echo 'protect storage' >flashmap.conf
	export FLASHMAP_CONFIG=flashmap.conf
	settings set a b
	status_is 1
	error_has "cannot set a: Read-only file system"
	unchanged
}

@test "a wrong command line: exit 2" {
	for command in "" "get" "set a" "list all"; do
		# shellcheck disable=SC2086
		settings $command
		status_is 2
		error_has "usage: settings get KEY"
	done
	unchanged
}
