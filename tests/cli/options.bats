#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Commands and options as such.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

commands="list info map dump health doctor read write copy erase verify lock
 unlock badblocks torture header"

setup() {
	options=()
}

@test "no command: usage, exit 2" {
	flashmap
	fails_with 2 "no command given"
}

@test "an unknown command is named, exit 2" {
	flashmap lisst
	fails_with 2 "unknown command lisst"
}

@test "--help lists every command" {
	flashmap --help
	status_is 0
	for command in $commands; do
		[[ $output =~ $'\n'"  $command" ]] || show "$command"
	done
	for option in root dtb sim config json quiet verbose help version; do
		output_has "--$option"
	done
	[[ -z $stderr ]]
}

@test "-h is --help" {
	flashmap --help
	help=$output
	flashmap -h
	status_is 0
	[[ $output == "$help" ]]
}

@test "--version prints the version" {
	flashmap --version
	status_is 0
	[[ $output =~ ^flashmap\ [0-9]+\.[0-9]+ ]]
}

@test "every command has --help with its usage" {
	for command in $commands; do
		flashmap "$command" --help
		status_is 0
		output_has "Usage: flashmap [OPTIONS] $command"
		output_has "--json"
	done
}

# options_of COMMAND OPTION...: its help has these, and none of the others
options_of() {
	flashmap "$1" --help
	shift
	for option in offset length output force unlock dry-run skip-bad \
		head-last sha256 full no-verify mark-bad keep erase-rest \
		no-earlier-cut progress svg color columns tree scan yes; do
		if [[ " $* " == *" $option "* ]]; then
			output_has "--$option"
		else
			output_lacks "--$option"
		fi
	done
}

@test "every command's help lists its own options" {
	options_of list columns tree
	options_of info
	options_of map svg color
	options_of dump offset length skip-bad
	options_of read offset length output skip-bad progress
	for command in write copy; do
		options_of "$command" offset length force unlock dry-run \
			skip-bad head-last sha256 full no-verify mark-bad \
			keep erase-rest no-earlier-cut progress
	done
	options_of erase offset length force unlock dry-run skip-bad progress
	options_of verify offset length skip-bad progress
	options_of health scan progress
	options_of doctor
	options_of lock offset length force
	options_of unlock offset length force
	options_of badblocks force yes
	options_of torture force yes progress
}

@test "help fits into 80 columns" {
	for command in "" $commands; do
		# shellcheck disable=SC2086
		flashmap $command --help
		status_is 0
		not grep -E '.{81}' <<<"$output" || show "$command"
	done
}

@test "an unknown option is named, exit 2" {
	flashmap --frobnicate list
	fails_with 2 "--frobnicate"
	flashmap list --frobnicate
	fails_with 2 "--frobnicate"
	flashmap list -x
	fails_with 2 "-x"
	flashmap list --json=yes
	fails_with 2 "--json=yes"
	flashmap list --quiet=yes
	fails_with 2 "--quiet=yes"
}

@test "an option of another command is refused, exit 2" {
	flashmap list --offset 1
	fails_with 2 "--offset"
	flashmap list --svg file
	fails_with 2 "--svg"
	flashmap map --tree
	fails_with 2 "--tree"
	flashmap read --force x
	fails_with 2 "--force"
	flashmap write -o file x y
	fails_with 2 "-o"
	flashmap info --progress none x
	fails_with 2 "--progress"
}

@test "an option without its argument, exit 2" {
	flashmap --root
	fails_with 2 "--root needs an argument"
	flashmap read x -o
	fails_with 2 "-o needs an argument"
}

@test "missing and superfluous arguments, exit 2" {
	for command in "list x" "map x" "doctor x" "health x y"; do
		# shellcheck disable=SC2086
		flashmap $command
		fails_with 2 "too many arguments"
	done
	for command in info read dump erase write verify lock unlock \
		badblocks torture; do
		flashmap "$command"
		fails_with 2 "missing arguments"
	done
	for command in write verify; do
		flashmap "$command" x
		fails_with 2 "missing arguments"
		flashmap "$command" x y z
		fails_with 2 "too many arguments"
	done
}

@test "no number and too large a number, exit 2" {
	for number in "" x 0x 1x -1 +1 " 1" 1KK 0x0x1 1.5K 1e3 K 0xG; do
		flashmap erase area --offset "$number"
		fails_with 2 "not a number"
		flashmap erase area "--length=$number"
		fails_with 2 "not a number"
	done
	for number in 18446744073709551616 0x10000000000000000 \
		17179869184G 18014398509481984K; do
		flashmap erase area --offset "$number"
		fails_with 2 "too large"
	done
}

@test "--progress takes auto, none and json" {
	flashmap erase area --progress often
	fails_with 2 "auto, json or none"
}

@test "--sim without --dtb, exit 2" {
	cd "$BATS_TEST_TMPDIR"
	flashmap --sim flash list
	fails_with 2 "--sim needs --dtb"
	[[ ! -e flash ]]
}

@test "a missing --dtb file, exit 1" {
	flashmap --dtb "$BATS_TEST_TMPDIR/none.dtb" --sim ram list
	fails_with 1 "none.dtb"
}

@test "a damaged --dtb file, exit 1" {
	pattern 1000 >"$BATS_TEST_TMPDIR/damaged.dtb"
	flashmap --dtb "$BATS_TEST_TMPDIR/damaged.dtb" --sim ram list
	fails_with 1 "damaged.dtb"
}

@test "a simulator's file of a wrong size is refused and left as it is" {
	simulator
	for size in 0 1000 1048575 1048577; do
		pattern "$size" >flash
		cp flash before
		pattern 100 >data
		flashmap write image-1 data -q
		[[ $status -ne 0 ]] || show "size $size"
		error_has "flash"
		unchanged
	done
}

@test "a simulator's file that is missing is made, erased" {
	simulator
	rm flash
	pattern 4096 >data
	flashmap write mcuboot data
	status_is 0
	{
		cat data
		erased 1044480
	} | cmp - flash
}

@test "--sim ram keeps nothing" {
	simulator
	pattern 4096 >data
	flashmap --sim ram write mcuboot data
	status_is 0
	output_has "wrote 4096 bytes"
	unchanged
	[[ ! -e ram ]]
}

@test "--json is there, or without json-c a usage error that says so" {
	if [[ ${with_json_c-yes} == yes ]]; then
		flashmap --json --help
		status_is 0
		output_has "Usage:"
		return
	fi
	flashmap --json list
	fails_with 2 "without JSON support"
	flashmap list --json
	fails_with 2 "without JSON support"
}

@test "options may stand before and after the command" {
	simulator
	flashmap list
	list=$output
	options=()
	flashmap list --dtb map.dtb --sim flash
	status_is 0
	output_has "image-1"
	[[ $output == "$list" ]]
}

@test "-- ends the options" {
	simulator
	pattern 5000 >-data
	flashmap write image-1 -- -data
	status_is 0
	expect 0x80000 ./-data 3192
}

@test "the environment names the map, with a warning" {
	needs_environment
	simulator
	"$FLASHMAP" "${options[@]}" list -q >list
	options=()
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash flashmap list -q
	status_is 0
	[[ $output == "$(cat list)" ]]
	[[ -z $stderr ]]
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash flashmap list
	error_has FLASHMAP_SIM
}

@test "the environment names the map with --force too" {
	needs_environment
	simulator
	options=()
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash flashmap erase storage --force
	status_is 0
	error_has FLASHMAP_SIM
	erased 8192 >data
	expect 0x1e000 data
}

@test "-v prints what the library does, the result stays the same" {
	simulator
	flashmap list
	list=$output
	output_has "image-1"
	flashmap -v list
	status_is 0
	[[ $output == "$list" ]]
}

@test "closed and full standard output, exit 1" {
	simulator
	for command in --help --version "map --svg -" health "list --tree"; do
		# shellcheck disable=SC2086
		run bash -c '"$@" >&-' - "$FLASHMAP" "${options[@]}" $command
		status_is 1
		output_has "standard output"
		# shellcheck disable=SC2086
		run bash -c '"$@" >/dev/full' - "$FLASHMAP" "${options[@]}" \
			$command
		status_is 1
		output_has "No space left"
	done
}

@test "a closed standard output never becomes the flash" {
	simulator
	pattern 4096 >data
	run bash -c '"$@" >&- 2>&- <&-' - "$FLASHMAP" "${options[@]}" \
		write mcuboot data
	status_is 1
	expect 0 data
}
