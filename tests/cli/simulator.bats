#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# nand [SED EXPRESSION]: the chip of examples/nand.dts, changed and erased
nand() {
	command -v "$DTC" >/dev/null || skip "no dtc"
	simulator
	sed "${1:-}" "$BATS_TEST_DIRNAME/../../examples/nand.dts" >nand.dts
	"$DTC" -q -I dts -O dtb -o map.dtb nand.dts
	rm flash
	erased 4194304 >flash
	cp flash before
}

@test "simulator: a NAND chip is written and read" {
	nand
	pattern 131072 >data
	flashmap write boot data
	status_is 0
	expect 0x0 data
	flashmap read boot --length 128K -o back
	status_is 0
	cmp data back
}

@test "simulator: a bad block refuses a range, and nothing is changed" {
	nand
	flashmap erase kernel
	status_is 1
	error_has "bad block"
	unchanged
}

@test "simulator: what content cannot tell is kept beside the file" {
	simulator
	flashmap erase storage
	status_is 0
	printf '%s\n' "flashmap simulator state 1" \
		"chip nor 1048576 4096 1 255 0" "sector 30 1 0 0" \
		"sector 31 1 0 0" >expected
	head -n -1 flash.state | cmp - expected
	flashmap erase storage --length 4K
	status_is 0
	grep -q '^sector 30 2 0 0$' flash.state
	grep -q '^sector 31 1 0 0$' flash.state
}

@test "simulator: nothing is kept of what is only read" {
	simulator
	flashmap read storage -o data
	status_is 0
	flashmap list
	status_is 0
	not test -e flash.state
}

@test "simulator: a damaged state is refused and left alone" {
	simulator
	flashmap erase storage
	sed 's/^sector 30 1/sector 30 9/' flash.state >damaged
	cp damaged flash.state
	cp flash before
	flashmap erase image-1
	status_is 2
	error_has "flash.state"
	error_has "checksum"
	unchanged
	cmp damaged flash.state
}

@test "simulator: a state of another chip is refused" {
	nand
	flashmap erase boot
	status_is 0
	sed 's/2048/4096/' nand.dts >other.dts
	"$DTC" -q -I dts -O dtb -o map.dtb other.dts
	flashmap erase boot
	status_is 2
	error_has "another type or geometry"
}

@test "simulator: a mistake in a NAND property names the node" {
	nand 's/bad-blocks = <5 20>/bad-blocks = <5 32>/'
	flashmap list
	status_is 1
	error_has "/flash-controller@0/flash@0"
	error_has "flashmap,bad-blocks"
}
