#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
	dd if=flash of=data bs=4096 skip=128 count=25 status=none
}

# differ OFFSET: one other byte in data
differ() {
	printf '\001' | dd of=data bs=1 seek="$1" conv=notrunc status=none
}

@test "verify: equal, exit 0" {
	flashmap verify image-1 data
	status_is 0
	output_has "image-1 (simulated chip flash@0, 0x80000..0x98fff)"
	output_has "102400 bytes"
	[[ -z $stderr ]]
	flashmap -q verify image-1 data
	status_is 0
	[[ -z $output && -z $stderr ]]
	unchanged
}

@test "verify: the first difference is named, exit 3" {
	for offset in 102399 65536 65535 4096 0; do
		differ "$offset"
		flashmap verify image-1 data
		fails_with 3 "$(printf 'offset 0x%x ' "$offset")"
		error_has "instead of 0x01"
	done
	unchanged
}

@test "verify: standard input, a pipe and a file" {
	flashmap verify image-1 - <data
	status_is 0
	run bash -c 'cat data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify image-1 -
	status_is 0
	differ 70000
	run bash -c 'cat data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify image-1 -
	status_is 3
}

@test "verify --offset --length" {
	tail -c +4097 data >rest
	flashmap verify image-1 rest --offset 4096
	status_is 0
	differ 5000
	flashmap verify image-1 data --length 5000
	status_is 0
	flashmap verify image-1 data --length 5001
	fails_with 3 "offset 0x1388"
	flashmap verify image-1 data --length 102401
	fails_with 2 "less than --length"
	flashmap verify image-1 data --length 1M
	fails_with 2 "past the end"
	flashmap verify image-1 data --offset 1M
	fails_with 2 "past the end"
}

@test "verify: a file longer than the area, exit 2" {
	dd if=flash of=data bs=4096 skip=30 count=2 status=none
	flashmap verify storage data
	status_is 0
	echo >>data
	flashmap verify storage data
	fails_with 2 "more than"
	run bash -c 'cat data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify storage -
	status_is 2
}

@test "verify: a stream that is longer than what is read ahead" {
	simulator large 8388608
	head -c 3000000 flash | run bash -c '"$@"' - "$FLASHMAP" \
		"${options[@]}" verify first -
	dd if=flash of=data bs=64K skip=32 count=80 status=none
	run bash -c 'cat data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify last -
	status_is 0
	output_has "5242880 bytes"
	differ 5242879
	run bash -c 'cat data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify last -
	status_is 3
	run bash -c 'cat data data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify last -
	status_is 3
	head -c 2097153 flash >data
	run bash -c 'cat data | "$@"' - "$FLASHMAP" "${options[@]}" \
		verify first -
	status_is 2
	output_has "more than"
}

@test "verify: no data, exit 2" {
	: >data
	flashmap verify image-1 data
	fails_with 2 "no data"
}

@test "verify: a FILE that cannot be read, exit 1" {
	flashmap verify image-1 none
	fails_with 1 "none: No such file or directory"
	flashmap verify image-1 .
	fails_with 1 "Is a directory"
}

@test "verify --json, equal and different" {
	needs_json
	flashmap --json verify image-1 data
	status_is 0
	holds '.schema == 1 and .area == "image-1" and .chip == "flash@0" and
		.offset == 0 and .length == 102400 and .equal and
		.first_difference == null'
	differ 70001
	flashmap --json verify image-1 data
	status_is 3
	holds '.equal == false and .first_difference == 70001'
}

@test "verify --progress json" {
	command -v jq >/dev/null || skip "no jq"
	flashmap -q verify --progress json image-1 data
	status_is 0
	jq -es 'all(.phase == "verify" and .total == 102400) and
		.[-1].done == 102400' <<<"$stderr"
}
