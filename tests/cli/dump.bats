#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# dump: judged by texts that are written here, and by od.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# put OFFSET: standard input onto the chip, before anything looks at it
put() {
	dd of=flash oflag=seek_bytes seek="$(($1))" conv=notrunc status=none
	cp flash before
}

# prints ARGS...: dump with these prints exactly what is in expected
prints() {
	flashmap dump "$@"
	status_is 0
	diff expected - <<<"$output"
	[[ -z $stderr ]] || show "stderr should be empty"
	unchanged
}

setup() {
	simulator
}

@test "dump: offsets in the area, bytes in hexadecimal and as text" {
	printf 'Hello, flash!\n\000\001 ~\177\200\377\033[31m|' | put 0x80000
	cat >expected <<-'END'
		00000000  48 65 6c 6c 6f 2c 20 66  6c 61 73 68 21 0a 00 01  |Hello, flash!...|
		00000010  20 7e 7f 80 ff 1b 5b 33  31 6d 7c                 | ~....[31m||
		0000001b
	END
	prints image-1 --length 27
}

@test "dump: what od says of the same bytes" {
	flashmap dump image-1 --length 0x1003 --offset 0x1005
	status_is 0
	od -An -v -tx1 -j $((0x81005)) -N $((0x1003)) flash >expected
	head -n -1 <<<"$output" | cut -c 10-58 | sed 's/   */ /g; s/ *$//' |
		diff expected -
	[[ ${lines[0]} == "00001005 "* && ${lines[-1]} == 00002008 ]]
}

@test "dump: lines that repeat are one *, the end is told" {
	{
		erased 80
		printf 'x'
		erased 47
	} | put 0x80000
	cat >expected <<-'END'
		00000000  ff ff ff ff ff ff ff ff  ff ff ff ff ff ff ff ff  |................|
		*
		00000050  78 ff ff ff ff ff ff ff  ff ff ff ff ff ff ff ff  |x...............|
		00000060  ff ff ff ff ff ff ff ff  ff ff ff ff ff ff ff ff  |................|
		*
		00000080
	END
	prints image-1 --length 128
}

@test "dump: a last line that is short is never folded" {
	erased 40 | put 0x80000
	cat >expected <<-'END'
		00000000  ff ff ff ff ff ff ff ff  ff ff ff ff ff ff ff ff  |................|
		*
		00000020  ff ff ff ff ff ff ff ff                           |........|
		00000028
	END
	prints image-1 --length 40
}

@test "dump: a whole area, folded over all of its pieces" {
	erased 393216 | put 0x80000
	cat >expected <<-'END'
		00000000  ff ff ff ff ff ff ff ff  ff ff ff ff ff ff ff ff  |................|
		*
		00060000
	END
	prints image-1
}

@test "dump: nothing is the offset alone" {
	echo 00000010 >expected
	prints image-1 --length 0 --offset 16
	echo 00060000 >expected
	prints image-1 --offset 384K
}

@test "dump --skip-bad: offsets are those of the good blocks" {
	simulator nand
	cp flash before
	flashmap dump slot --skip-bad --offset 128K --length 16
	status_is 0
	[[ ${lines[0]} == "00020000 "* ]] || show
	# the second good block of the area is the fifth one of the chip
	od -An -v -tx1 -j $((0x80000)) -N 16 flash >expected
	cut -c 10-58 <<<"${lines[0]}" | sed 's/   */ /g; s/ *$//' |
		diff expected -
}

@test "dump: a bad block is an error, and what was before it is there" {
	simulator nand
	flashmap dump slot
	status_is 1
	error_has "cannot read slot at offset 0x20000"
	[[ $stderr == "flashmap: "* && $stderr != *$'\n'* ]]
	[[ ${lines[0]} == "00000000 "* ]]
}

@test "dump: an unknown area and a bad range, exit 2" {
	flashmap dump nothing
	fails_with 2 "no area nothing"
	flashmap dump image-1 --offset 393217
	fails_with 2 "--offset 0x60001 is past the end of image-1"
	flashmap dump image-1 --length 393217
	fails_with 2 "--length 0x60001"
}

@test "dump --json: rows of 16 bytes, and how often each comes" {
	needs_json
	{
		erased 32
		printf '0123456789abcdef'
		erased 19
	} | put 0x80000
	flashmap --json dump image-1 --length 67
	status_is 0
	holds '[.schema, .area, .chip, .offset, .length] ==
		[1, "image-1", "flash@0", 0, 67]'
	holds '[.rows[] | [.offset, .repeats, .bytes]] == [
		[0, 2, "ffffffffffffffffffffffffffffffff"],
		[32, 1, "30313233343536373839616263646566"],
		[48, 1, "ffffffffffffffffffffffffffffffff"],
		[64, 1, "ffffff"]]'
}

@test "dump --json: no bytes are no rows" {
	needs_json
	flashmap --json dump image-1 --offset 16 --length 0
	status_is 0
	holds '[.offset, .length, .rows] == [16, 0, []]'
}

@test "dump --json: no document of what could not be read" {
	needs_json
	simulator nand
	flashmap --json dump slot
	fails_with 1 "cannot read slot at offset 0x20000"
}

@test "dump: a closed pipe ends it, exit 1, one line" {
	run --separate-stderr bash -c \
		'{ "$@"; echo "status $?" >&2; } | head -n 1' - \
		"$FLASHMAP" "${options[@]}" dump image-0
	[[ $output == "00000000 "* && ${#lines[@]} -eq 1 ]] || show
	[[ $stderr == "flashmap: cannot write to standard output: Broken pipe
status 1" ]] || show "one line on stderr, and the status"
}
