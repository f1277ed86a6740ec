#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# part OFFSET LENGTH: bytes of the chip, on stdout
part() {
	dd if=flash iflag=skip_bytes,count_bytes skip="$(($1))" \
		count="$(($2))" bs=64K status=none
}

setup() {
	simulator
}

@test "read: an area on standard output" {
	run bash -c '"$@" >out 2>err' - "$FLASHMAP" "${options[@]}" \
		read image-1
	status_is 0
	part 0x80000 0x60000 | cmp - out
	[[ ! -s err ]]
	unchanged
}

@test "read -o FILE and -o -" {
	flashmap read image-0 -o out
	status_is 0
	output_has "393216 bytes"
	part 0x20000 0x60000 | cmp - out
	"$FLASHMAP" "${options[@]}" read image-0 -o - | cmp - out
	"$FLASHMAP" "${options[@]}" read image-0 --output=out2
	cmp out out2
}

@test "read --offset --length" {
	flashmap read image-1 --offset 5 --length 0x1003 -o out
	status_is 0
	part 0x80005 0x1003 | cmp - out
	flashmap read image-1 --offset 380K -o out
	status_is 0
	part $((0x80000 + 380 * 1024)) 4096 | cmp - out
	flashmap read image-1 --length 0 -o out
	status_is 0
	[[ -e out && ! -s out ]]
	flashmap read image-1 --offset 384K -o out
	status_is 0
	[[ ! -s out ]]
}

@test "read: a range that is not in the area, exit 2" {
	flashmap read image-1 --offset 393217 -o out
	fails_with 2 "--offset 0x60001 is past the end of image-1"
	flashmap read image-1 --length 393217 -o out
	fails_with 2 "--length 0x60001"
	flashmap read image-1 --offset 1 --length 384K -o out
	fails_with 2 "--length"
	flashmap read image-1 --offset 1 --length 0xffffffffffffffff -o out
	fails_with 2 "--length"
	[[ ! -e out ]]
}

@test "read -q prints nothing" {
	flashmap -q read image-1 -o out
	status_is 0
	part 0x80000 0x60000 | cmp - out
	[[ -z $output && -z $stderr ]]
}

@test "read --json needs -o FILE" {
	needs_json
	flashmap --json read image-1
	fails_with 2 "-o FILE"
	flashmap --json read image-1 -o -
	fails_with 2 "-o FILE"
	flashmap --json read image-1 --offset 16 --length 32 -o out
	status_is 0
	holds '.schema == 1 and .area == "image-1" and .chip == "flash@0" and
		.offset == 16 and .length == 32 and .file == "out"'
	[[ $(stat -c %s out) -eq 32 ]]
}

@test "read: a terminal gets no binary data unless it is asked for" {
	command -v script >/dev/null || skip "no script"
	command="'$FLASHMAP' --dtb map.dtb --sim flash read mcuboot"
	run script -qec "$command" /dev/null
	status_is 2
	output_has "terminal"
	run script -qec "$command --length 12 -o -" /dev/null
	status_is 0
	output_has "content befo"
}

@test "read -o: a file is replaced and keeps its mode, a link stays one" {
	echo old >target
	chmod 640 target
	ln -s target out
	flashmap read mcuboot -o out
	status_is 0
	[[ -L out && $(stat -c %a target) == 640 ]]
	part 0 0x10000 | cmp - target
}

@test "read -o: a new file has the mode of the umask" {
	(
		umask 027
		"$FLASHMAP" "${options[@]}" -q read mcuboot -o out
	)
	[[ $(stat -c %a out) == 640 ]]
}

@test "read -o: a device is written to and not replaced" {
	flashmap read mcuboot -o /dev/null
	status_is 0
	[[ -c /dev/null ]]
	flashmap read mcuboot -o /dev/full
	fails_with 1 "No space left"
	[[ -c /dev/full ]]
}

@test "read -o on a full disk leaves no file, exit 1" {
	mkdir folder
	run bash -c 'ulimit -f 100; "$@"' - "$FLASHMAP" "${options[@]}" \
		read image-1 -o folder/out
	status_is 1
	output_has "folder/out: File too large"
	[[ -z $(ls -A folder) ]]
}

@test "read -o on a full disk leaves the old file" {
	mkdir folder
	echo old >folder/out
	run bash -c 'ulimit -f 100; "$@"' - "$FLASHMAP" "${options[@]}" \
		read image-1 -o folder/out
	status_is 1
	output_has "folder/out: File too large"
	[[ $(ls -A folder) == out && $(cat folder/out) == old ]]
}

@test "read -o into a folder that is missing, or onto one, exit 1" {
	flashmap read mcuboot -o none/out
	fails_with 1 "none/out: No such file or directory"
	mkdir folder
	flashmap read mcuboot -o folder
	fails_with 1 "Is a directory"
}

@test "read: an MTD whose node is missing, exit 1, no file" {
	recorded
	mtd 0 data
	flashmap read data -o out
	fails_with 1 "cannot read data"
	[[ ! -e out && -z $(find . -name 'out*') ]]
}
