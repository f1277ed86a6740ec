#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
}

@test "write: a file; the rest of its last sector is erased, no more" {
	pattern 100000 >data
	flashmap write image-1 data
	status_is 0
	output_has "wrote 100000 bytes to image-1 (simulated chip flash@0, "
	output_has "0x80000..0x98fff): 25 sectors erased, 0 skipped, "
	output_has "391 pages programmed, verified"
	error_has "writing data to image-1 (simulated chip flash@0, "
	error_has "the last 2400 bytes of this become 0xff"
	expect 0x80000 data 2400
}

@test "write: every length around a sector and a piece" {
	for size in 1 4095 4096 4097 65535 65536 65537; do
		pattern "$size" "size $size" >data
		flashmap write image-1 data
		status_is 0
		expect 0x80000 data $((-size & 4095))
		cp flash before
	done
}

@test "write: an area full to its last byte" {
	pattern 393216 >data
	flashmap write image-1 data
	status_is 0
	error_lacks "become"
	expect 0x80000 data
}

@test "write: one byte more than the area, exit 2, nothing changed" {
	pattern 393217 >data
	flashmap write image-1 data
	fails_with 2 "more than the 0x60000 of image-1"
	flashmap write image-1 - <data
	fails_with 2 "more than"
	piped write image-1 -
	fails_with 2 "more than"
	pattern 389121 >data
	flashmap write image-1 data --offset 4096
	fails_with 2 "more than the 0x5f000 of image-1"
	unchanged
}

@test "write --offset" {
	pattern 5000 >data
	flashmap write image-1 data --offset 0x3000
	status_is 0
	output_has "0x83000..0x84fff"
	expect 0x83000 data 3192
}

@test "write --offset inside a sector or past the end, exit 2" {
	pattern 5000 >data
	for offset in 1 0xfff 0x1001 383K; do
		flashmap write image-1 data --offset "$offset" --length 1
		fails_with 2 "sector begins"
	done
	flashmap write image-1 data --offset 0x60001
	fails_with 2 "past the end"
	flashmap write image-1 data --offset 0x60000
	fails_with 2 "more than the 0x0"
	flashmap write image-1 data --offset 0xffffffffffffffff
	fails_with 2 "past the end"
	unchanged
}

@test "write --length takes the first bytes" {
	pattern 1000000 >data
	flashmap write image-1 data --length 6000
	status_is 0
	head -c 6000 data >part
	expect 0x80000 part 2192
	cp flash before
	piped write image-0 - --length 6000
	status_is 0
	expect 0x20000 part 2192
}

@test "write --length of more than there is, exit 2, nothing changed" {
	pattern 5000 >data
	flashmap write image-1 data --length 5001
	fails_with 2 "0x1388 bytes, less than --length 0x1389"
	piped write image-1 - --length 5001
	fails_with 2 "less than --length"
	flashmap write image-1 data --length 384001
	fails_with 2 "less than --length"
	flashmap write image-1 data --length 393217
	fails_with 2 "past the end"
	flashmap write image-1 data --length 0
	fails_with 2 "no data"
	unchanged
}

@test "write: standard input, a file and a pipe" {
	pattern 70001 >data
	flashmap write image-1 - <data
	status_is 0
	expect 0x80000 data 3727
	cp flash before
	piped write image-0 -
	status_is 0
	output_has "wrote 70001 bytes"
	expect 0x20000 data 3727
}

@test "write: standard input from where the shell has read to" {
	pattern 9000 >data
	{
		dd of=/dev/null bs=1000 count=1 status=none
		"$FLASHMAP" "${options[@]}" -q write image-1 -
	} <data
	tail -c 8000 data >part
	expect 0x80000 part 192
}

@test "write: FILE may be a pipe" {
	pattern 9000 >data
	mkfifo fifo
	timeout 60 cat data >fifo 3>&- &
	flashmap write image-1 fifo
	status_is 0
	expect 0x80000 data 3288
}

@test "write: no data, exit 2, nothing changed" {
	: >data
	flashmap write image-1 data
	fails_with 2 "no data in data"
	piped write image-1 -
	fails_with 2 "no data in standard input"
	flashmap write image-1 /dev/null
	fails_with 2 "no data"
	unchanged
}

@test "write: a FILE that cannot be read, exit 1, nothing changed" {
	flashmap write image-1 none
	fails_with 1 "cannot open none: No such file or directory"
	flashmap write image-1 .
	fails_with 1 "Is a directory"
	if [[ $(id -u) -ne 0 ]]; then
		pattern 100 >data
		chmod 0 data
		flashmap write image-1 data
		fails_with 1 "Permission denied"
	fi
	run bash -c '"$@" <&-' - "$FLASHMAP" "${options[@]}" write image-1 -
	status_is 1
	unchanged
}

@test "write -q prints nothing" {
	pattern 5000 >data
	flashmap -q write image-1 data
	status_is 0
	[[ -z $output && -z $stderr ]]
	expect 0x80000 data 3192
}

@test "write --json" {
	needs_json
	pattern 100000 >data
	flashmap --json write image-1 data
	status_is 0
	holds '. == {schema: 1, area: "image-1", chip: "flash@0", offset: 0,
		length: 102400, sectors: 25, skipped: 0, erased: 25,
		programmed: 391, bytes: 100000, retries: 0, bad_blocks: 0,
		marked_bad: 0, corrected: 0, verified: true, dry_run: false}'
	piped --json write image-1 - --offset 4096
	status_is 0
	holds '.offset == 4096 and .length == 102400 and .erased == 25 and
		.bytes == 100000 and .verified'
}

@test "write --progress json: a line for each sector" {
	command -v jq >/dev/null || skip "no jq"
	pattern 100000 >data
	flashmap -q write --progress json image-1 data
	status_is 0
	jq -es 'all(.phase == "write" and .total == 100000) and
		map(.done) == [range(0; 25) * 4096, 100000]' <<<"$stderr"
}

@test "write --progress json: the rest, and the head at the end" {
	command -v jq >/dev/null || skip "no jq"
	pattern 10000 >data
	flashmap -q write --progress json --head-last --erase-rest image-1 data
	status_is 0
	jq -es 'map(select(.phase == "write"))[-1] ==
			{phase: "write", done: 5904, total: 5904} and
		map(select(.phase == "erase"))[-1] ==
			{phase: "erase", done: 380928, total: 380928} and
		.[-1] == {phase: "head", done: 4096, total: 4096}' <<<"$stderr"
}

@test "write: write blocks of 8 bytes, the last is padded" {
	simulator large 8388608
	for size in 1 7 8 9 65537; do
		pattern "$size" "size $size" >data
		flashmap write first data
		status_is 0
		expect 0 data $((-size & 65535))
		cp flash before
	done
}

@test "write: a stream longer than what is read ahead" {
	simulator large 8388608
	pattern 3000001 >data
	piped write last -
	status_is 0
	output_has "wrote 3000001 bytes to last"
	output_has "46 sectors erased, 0 skipped, 11719 pages programmed"
	error_has "as far as the data goes"
	expect 0x200000 data $((-3000001 & 65535))
	cp flash before
	piped write last - --length 2000001
	status_is 0
	output_has "wrote 2000001 bytes"
	head -c 2000001 data >part
	expect 0x200000 part $((-2000001 & 65535))
}

@test "write --progress json: the total of a stream is null" {
	command -v jq >/dev/null || skip "no jq"
	simulator large 8388608
	pattern 2000000 >data
	piped -q write last - --progress json
	status_is 0
	jq -es 'all(.phase == "write" and .total == null) and
		.[-1].done == 2000000' <<<"$stderr"
}

@test "write: a long stream that fills the area to its last byte" {
	simulator large 8388608
	pattern 2097152 >data
	piped write first -
	status_is 0
	expect 0 data
}

@test "write: a long stream of one byte too many, exit 2, no neighbour" {
	simulator large 8388608
	pattern 2097153 >data
	piped write first -
	status_is 2
	[[ -z $output ]]
	error_has "standard input has more than the 0x200000 bytes"
	error_has "first may be incomplete now; write it again"
	# The last sector waits for what comes behind it.
	head -c 2031616 data >part
	expect 0 part
}

@test "write: a long stream that ends before --length, exit 2" {
	simulator large 8388608
	pattern 2000000 >data
	piped write last - --length 3M
	status_is 2
	error_has "ended after 0x1e8480 of 0x300000 bytes"
	error_has "last may be incomplete now; write it again"
}
