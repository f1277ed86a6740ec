#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# health: what a device tells of how well it keeps data. The slot of the NAND
# is blocks 1 to 7, of which 2, 3 and 6 are bad; a step of it may have 4 flipped
# bits, and is to be written anew at 3.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

teardown() {
	[[ -z ${pid-} ]] || kill -KILL "$pid" 2>/dev/null || true
}

# flipped BITS [OFFSET]: a step of 512 bytes has so many, by default one of the
# second page of block 4
flipped() {
	simulator nand
	chip_state 'chip nand 1048576 131072 2048 255 512' \
		"fault 0 ${2:-526336} 512 $1 0"
}

# says LINE...: stdout is these lines
says() {
	status_is "$1"
	shift
	diff <(printf '%s\n' "$@") <(printf '%s\n' "$output")
}

@test "an area: bad blocks, and what error correction can do" {
	simulator nand
	flashmap health slot
	says 0 "bad blocks: sectors 1-2 (0x20000, 256K)" \
		"bad blocks: sectors 5-5 (0xa0000, 128K)" "ecc strength: 4" \
		"ecc step size: 512" "bitflip threshold: 3" \
		"corrected bits: 0" "uncorrectable steps: 0" "health: good"
}

@test "without --scan nothing is read" {
	flipped 5
	flashmap health slot
	status_is 0
	output_has "uncorrectable steps: 0"
	output_has "health: good"
}

@test "--scan: every good block is read" {
	simulator nand
	flashmap health slot --scan
	status_is 0
	output_has "read: 524288 bytes"
	output_has "worst step of a page: 0 bits"
	output_has "refresh wanted: none"
	output_has "uncorrectable: none"
	output_has "health: good"
	unchanged
}

@test "--scan: fewer flips than the threshold are told, and good" {
	flipped 2
	flashmap health slot --scan
	status_is 0
	output_has "corrected bits: 2"
	output_has "corrected bits in these: 2"
	output_has "worst step of a page: 2 bits"
	output_has "refresh wanted: none"
	output_has "health: good"
}

@test "--scan: at the threshold a refresh is wanted, and where, exit 0" {
	flipped 3
	flashmap health slot --scan
	status_is 0
	output_has "worst step of a page: 3 bits"
	output_has "refresh wanted: sectors 3-3 (0x60000, 128K)"
	output_has "uncorrectable: none"
	output_has "health: refresh wanted"
}

@test "--scan: what cannot be corrected, and where, exit 3" {
	flipped 5
	flashmap health slot --scan
	status_is 3
	output_has "uncorrectable steps: 1"
	output_has "uncorrectable: sectors 3-3 (0x60000, 128K)"
	output_has "health: uncorrectable"
	[[ -z $stderr ]]
	unchanged
}

@test "--scan: the last page of the area is read too" {
	flipped 5 1048064
	flashmap health slot --scan
	status_is 3
	output_has "uncorrectable: sectors 6-6 (0xc0000, 128K)"
}

@test "all areas: a table" {
	flipped 3
	flashmap health --scan
	status_is 0
	[[ ${#lines[@]} -eq 3 ]]
	[[ ${lines[0]} =~ ^LABEL\ +MTD\ +BAD\ +STRENGTH\ +CORRECTED\ +FAILED ]]
	[[ ${lines[0]} =~ WORST\ +THRESHOLD\ +HEALTH$ ]]
	[[ ${lines[1]} =~ ^free\ +-\ +0\ +4\ +[03]\ +0\ +0\ +3\ +good$ ]]
	[[ ${lines[2]} =~ ^slot\ +-\ +3\ +4\ +3\ +0\ +3\ +3\ +refresh\ wanted$ ]]
}

@test "all areas: one that is wrong is enough for exit 3" {
	flipped 5
	flashmap health --scan
	status_is 3
	[[ ${lines[2]} =~ uncorrectable$ ]]
}

@test "NOR tells nothing, and is read to its last byte" {
	simulator
	flashmap health storage --scan
	says 0 "read: 8192 bytes" "health: not told"
}

@test "--scan: an area that begins and ends inside of sectors is read whole" {
	simulator
	echo 'area odd chip=flash@0 offset=0x10800 size=0x2000' >conf
	flashmap --config conf health odd --scan
	status_is 0
	output_has "read: 8192 bytes"
}

@test "an area without a driver: - in the table, exit 1 by name" {
	command -v "$DTC" >/dev/null || skip "no dtc"
	[[ ${with_libfdt-yes} == yes ]] || skip "built without libfdt"
	recorded
	"$DTC" -q -I dts -O dtb -o map.dtb \
		"$BATS_TEST_DIRNAME/../data/boards/am335x-evm.dts"
	options+=(--dtb map.dtb)
	flashmap health
	status_is 0
	[[ ${lines[1]} =~ \ no\ driver$ ]]
	label=${lines[1]%% *}
	flashmap health "$label"
	fails_with 1 "$label has no device"
}

@test "an unknown area, exit 2" {
	simulator
	flashmap health nothing
	fails_with 2 "no area nothing"
}

@test "a node that is missing, exit 1" {
	recorded
	mtd 0 slot type=nand erasesize=16384 writesize=512 oobsize=16
	flashmap health slot
	fails_with 1 "cannot ask about slot: No such device"
	error_has "cannot open $root/dev/mtd0"
}

@test "all areas: one that cannot be asked does not hide the others, exit 1" {
	recorded
	mtd 0 slot type=nand erasesize=16384 writesize=512 oobsize=16
	mtd 1 boot
	flashmap health
	status_is 1
	[[ ${lines[1]} =~ ^slot\ +mtd0\ .*\ unknown$ ]]
	[[ ${lines[2]} =~ ^boot\ +mtd1\ .*\ not\ told$ ]]
	error_has "cannot ask about slot: No such device"
	not grep -q . < <(tail -n +2 <<<"$stderr")
}

@test "all areas --scan: one past the end of its chip does not hide the others" {
	simulator
	echo 'area beyond chip=flash@0 offset=0xff000 size=0x2000' >conf
	flashmap --config conf health --scan
	status_is 1
	grep -qE '^beyond .* unknown$' <<<"$output"
	grep -qE '^storage .* not told$' <<<"$output"
	error_has "cannot ask about beyond"
}

@test "a node that this user may not read, exit 1" {
	[[ $EUID -eq 0 ]] || skip "not root"
	recorded
	mtd 0 slot type=nand erasesize=16384 writesize=512 oobsize=16
	mknod "$root/dev/mtd0" c 90 0 2>/dev/null ||
		skip "device nodes cannot be made"
	needs_nobody
	chmod 600 "$root/dev/mtd0"
	as_nobody flashmap health slot
	fails_with 1 "cannot ask about slot: Permission denied"
}

@test "no MTD in the kernel, exit 1; no MTDs, exit 0" {
	recorded
	flashmap health
	status_is 0
	[[ -z $output ]]
	error_has "there are no areas"
	rm -r "$root/sys"
	flashmap health
	fails_with 1 "no MTD below"
}

@test "--scan --progress json: to the last byte of all areas" {
	simulator nand
	flashmap health --scan --progress json
	status_is 0
	first='{"phase":"read","done":0,"total":1048576}'
	last='{"phase":"read","done":1048576,"total":1048576}'
	[[ $(head -n 1 <<<"$stderr") == "$first" ]]
	[[ $(tail -n 1 <<<"$stderr") == "$last" ]]
}

# What it waits for is somebody who reads its progress.
@test "SIGINT while it reads: 130, and how far it was" {
	simulator nand
	mkfifo fifo
	exec 7<>fifo
	head -c 65536 /dev/zero >&7
	env --default-signal=INT "$FLASHMAP" "${options[@]}" health slot \
		--scan --progress json >out 2>&7 7>&- &
	pid=$!
	wait_until catches
	kill -INT "$pid"
	timeout 60 cat <&7 >err 7>&- &
	reader=$!
	status=0
	wait "$pid" || status=$?
	pid=
	output=$(cat out)
	status_is 130
	[[ -z $output ]]
	until grep -aq 'cancelled: 0 of 917504 bytes of slot were read' err; do
		kill -0 "$reader"
		sleep 0.05
	done
	kill "$reader"
	unchanged
}

@test "--json: what the manual names" {
	needs_json
	flipped 3
	flashmap --json health slot --scan
	status_is 0
	holds '.schema == 1 and (.areas | length == 1)'
	holds '.areas[0] | .label == "slot" and .id == 1 and
		.chip == "nand@0" and .mtd == null and .driver and
		.health == "refresh wanted"'
	holds '.areas[0].bad_blocks == [{"offset": 131072, "size": 262144},
		{"offset": 655360, "size": 131072}]'
	holds '.areas[0].ecc == {"strength": 4, "step_size": 512,
		"bitflip_threshold": 3, "corrected": 3, "failed": 0}'
	holds '.areas[0].scan == {"bytes": 524288, "corrected": 3,
		"failed": 0, "max_bitflips": 3, "uncorrectable": [],
		"refresh_wanted": [{"offset": 393216, "size": 131072}]}'
}

@test "--json: there is a document also where something is wrong, exit 3" {
	needs_json
	flipped 5
	flashmap --json health --scan
	status_is 3
	holds '.areas | map(.health) == ["good", "uncorrectable"]'
	holds '.areas[1].scan | .failed == 1 and
		.uncorrectable == [{"offset": 393216, "size": 131072}]'
}

@test "--json: what NOR does not tell is null" {
	needs_json
	simulator
	flashmap --json health storage
	status_is 0
	holds '.areas[0] | .bad_blocks == null and .ecc == null and
		.scan == null and .health == "not told"'
}
