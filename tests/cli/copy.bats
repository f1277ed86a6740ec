#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
}

# part OFFSET LENGTH: of the chip, as it was before
part() {
	dd if=before bs=4096 skip=$(($1)) count=$(($2)) status=none \
		iflag=skip_bytes,count_bytes
}

@test "copy: a whole area" {
	flashmap copy image-1 image-0
	status_is 0
	error_has "writing image-1 to image-0 (simulated chip flash@0, 0x20000"
	output_has "wrote 393216 bytes to image-0 (simulated chip flash@0, "
	output_has "0x20000..0x7ffff): 96 sectors erased, 0 skipped, "
	output_has "1536 pages programmed, verified"
	part 0x80000 393216 >data
	expect 0x20000 data
}

@test "copy: what is the same already stays" {
	flashmap copy image-1 image-0
	flashmap copy image-1 image-0
	status_is 0
	output_has "0 sectors erased, 96 skipped, 0 pages programmed"
}

@test "copy --offset and --length are those of FROM" {
	flashmap copy image-1 image-scratch --offset 5000 --length 6000
	status_is 0
	part $((0x80000 + 5000)) 6000 >data
	expect 0xe0000 data 2192
}

@test "copy: the options of write" {
	flashmap copy storage image-1 --erase-rest --head-last
	status_is 0
	part 0x1e000 8192 >data
	expect 0x80000 data 385024
}

@test "copy --dry-run changes nothing" {
	flashmap copy image-1 image-0 --dry-run
	status_is 0
	output_has "would write 393216 bytes to image-0"
	unchanged
}

@test "copy --json" {
	needs_json
	flashmap --json copy storage image-1
	status_is 0
	holds '. == {schema: 1, area: "image-1", chip: "flash@0", offset: 0,
		length: 8192, sectors: 2, skipped: 0, erased: 2,
		programmed: 32, bytes: 8192, retries: 0, bad_blocks: 0,
		marked_bad: 0, corrected: 0, verified: true, dry_run: false}'
}

@test "copy --progress json" {
	command -v jq >/dev/null || skip "no jq"
	flashmap -q copy storage image-1 --progress json
	status_is 0
	jq -es 'all(.phase == "write" and .total == 8192) and
		map(.done) == [0, 4096, 8192]' <<<"$stderr"
}

@test "copy to a smaller area, exit 2, nothing changed" {
	flashmap copy image-1 storage
	fails_with 2 "0x60000 bytes of image-1 are more than the 0x2000 of "
	error_has "storage; --length takes less of them"
	unchanged
	flashmap copy image-1 storage --length 8K
	status_is 0
	part 0x80000 8192 >data
	expect 0x1e000 data
}

@test "copy: areas that overlap, exit 2, nothing changed" {
	echo 'area half chip=flash@0 offset=0xb0000 size=256K id=9' >conf
	options+=(--config conf)
	for pair in "image-1 image-1" "image-1 half" "half image-1"; do
		# shellcheck disable=SC2086
		flashmap copy $pair
		fails_with 2 "overlap; nothing was changed"
	done
	flashmap copy half image-0
	status_is 0
	part 0xb0000 262144 >data
	expect 0x20000 data
}

@test "copy: no data, and a range past the end, exit 2" {
	flashmap copy image-1 image-0 --length 0
	fails_with 2 "no data in image-1"
	flashmap copy image-1 image-0 --offset 0x60001
	fails_with 2 "past the end of image-1"
	unchanged
}

@test "copy: an unknown area, exit 2" {
	flashmap copy none image-0
	fails_with 2 "no area none"
	flashmap copy image-0 none
	fails_with 2 "no area none"
	unchanged
}

@test "copy to what is protected, exit 4" {
	echo 'protect image-0' >conf
	options+=(--config conf)
	flashmap copy image-1 image-0 --force
	fails_with 4 "protected"
	unchanged
	flashmap copy image-0 image-1
	status_is 0
}

@test "copy --skip-bad: from good block to good block" {
	simulator nand
	flashmap copy slot free --skip-bad --offset 128K --length 128K
	status_is 0
	dd if=before bs=128K skip=4 count=1 status=none >data
	expect 0 data
}

@test "copy --skip-bad: more good bytes than there is room for, exit 2" {
	simulator nand
	flashmap copy slot free --skip-bad
	fails_with 2 "0x80000 bytes of slot are more than the 0x20000 of free"
}
