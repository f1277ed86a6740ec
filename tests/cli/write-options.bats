#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The options of write. How often a sector was erased is in the simulator's
# state, which the writer has no part in.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	simulator
	pattern 100000 >data
}

# image-1 begins with sector 128; 25 of them are for data
erases_are() {
	[[ $(erases 128 25) == "$1" ]] || show "erases: $(erases 128 25)"
}

@test "write: what is there already is left as it is" {
	flashmap write image-1 data
	cp flash.state state
	flashmap write image-1 data
	status_is 0
	output_has "0 sectors erased, 25 skipped, 0 pages programmed, verified"
	expect 0x80000 data 2400
	cmp state flash.state
}

@test "write: bits that only have to be programmed, no erase" {
	flashmap write image-1 data
	cp flash.state state
	printf '\000' | dd of=data bs=1 seek=50000 conv=notrunc status=none
	flashmap write image-1 data
	output_has "0 sectors erased, 24 skipped, 1 page programmed"
	expect 0x80000 data 2400
	cmp state flash.state
}

@test "write: one sector that differs is the one that is erased" {
	flashmap write image-1 data
	printf '\377' | dd of=data bs=1 seek=50000 conv=notrunc status=none
	flashmap write image-1 data
	output_has "1 sector erased, 24 skipped, 16 pages programmed"
	expect 0x80000 data 2400
	erases_are "1 1 1 1 1 1 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 1 "
}

@test "write --full: all of it anew" {
	flashmap write image-1 data
	flashmap write image-1 data --full
	status_is 0
	output_has "25 sectors erased, 0 skipped, 391 pages programmed"
	expect 0x80000 data 2400
	erases_are "2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 "
}

@test "write --no-earlier-cut: what reads blank is not erased again" {
	flashmap erase image-1
	flashmap write image-1 data --no-earlier-cut
	status_is 0
	output_has "0 sectors erased, 0 skipped, 391 pages programmed"
	erased 293216 >rest
	cat data rest >whole
	expect 0x80000 whole
	erases_are "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 "
}

@test "write: what reads blank is erased all the same" {
	flashmap erase image-1
	flashmap write image-1 data
	output_has "25 sectors erased"
	erases_are "2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 "
}

@test "write --dry-run tells the counts and changes nothing" {
	flashmap write image-1 data --dry-run
	status_is 0
	error_has "comparing data with image-1 (simulated chip flash@0, "
	error_has "; nothing is changed"
	output_has "would write 100000 bytes to image-1"
	output_has "25 sectors erased, 0 skipped, 391 pages programmed; "
	output_has "nothing was changed"
	unchanged
	[[ ! -e flash.state ]]
}

@test "write --dry-run --json" {
	needs_json
	flashmap --json write image-1 data --dry-run
	holds '.erased == 25 and .programmed == 391 and .bytes == 100000 and
		.dry_run and (.verified | not)'
	unchanged
}

@test "write --dry-run refuses what write refuses" {
	pattern 393217 >data
	flashmap write image-1 data --dry-run
	fails_with 2 "more than the 0x60000 of image-1"
}

@test "write --keep: what is beside the data in its sectors stays" {
	flashmap write image-1 data --offset 100 --keep
	status_is 0
	error_lacks "become"
	output_has "0x80000..0x98fff"
	expect 0x80064 data
}

@test "write --keep --erase-rest keeps only what is before the data" {
	flashmap write image-1 data --offset 100 --keep --erase-rest
	status_is 0
	expect 0x80064 data 293116
}

@test "write: an offset inside a sector, where what is before it is blank" {
	flashmap erase image-1 --length 4096
	erased 4096 | dd of=before bs=4096 seek=128 conv=notrunc status=none
	flashmap write image-1 data --offset 100
	status_is 0
	expect 0x80064 data 2300
}

@test "write: an offset inside a sector would lose what is before it, exit 2" {
	flashmap write image-1 data --offset 0x1064
	fails_with 2 "offset 0x1064 of image-1 is not where a sector begins"
	error_has "would be lost without --keep; its sector begins at 0x1000"
	unchanged
}

@test "write --head-last begins with a whole sector, exit 2" {
	flashmap write image-1 data --offset 0x1064 --head-last --keep
	fails_with 2 "--head-last needs a whole one"
	unchanged
}

@test "write --erase-rest: the sectors behind the data" {
	flashmap write image-1 data --erase-rest
	status_is 0
	error_has "0x80000..0xdffff); the last 293216 bytes of this become 0xff"
	output_has "96 sectors erased"
	expect 0x80000 data 293216
}

@test "write --head-last: the same bytes in the end" {
	flashmap write image-1 data --head-last
	status_is 0
	expect 0x80000 data 2400
	flashmap write image-1 data --head-last
	output_has "0 sectors erased, 25 skipped, 0 pages programmed"
}

@test "write --head-last: a stream that ends too early leaves no head" {
	piped write image-1 - --head-last --length 100001
	status_is 2
	error_has "less than --length"
	unchanged
	simulator large 8388608
	pattern 2000000 >data
	piped write last - --head-last --length 3M
	status_is 2
	error_has "last may be incomplete now, and then its head is invalid"
	dd if=flash bs=64K skip=32 count=1 status=none |
		cmp - <(erased 65536)
}

@test "write --no-verify says so" {
	flashmap write image-1 data --no-verify
	status_is 0
	output_has "391 pages programmed, not verified"
	expect 0x80000 data 2400
}

@test "write --no-verify --json" {
	needs_json
	flashmap --json write image-1 data --no-verify
	holds '.verified == false'
}

@test "write --sha256 of the data" {
	needs_sha256
	flashmap write image-1 data --sha256 "$(sha256sum <data | head -c 64)"
	status_is 0
	expect 0x80000 data 2400
}

@test "write --sha256 in capitals, from a pipe" {
	needs_sha256
	piped write image-1 - --sha256 \
		"$(sha256sum <data | head -c 64 | tr a-f A-F)"
	status_is 0
	expect 0x80000 data 2400
}

@test "write --sha256 of other data, exit 3; the last sector is not written" {
	needs_sha256
	flashmap -q write image-1 data --sha256 "$(printf '%064d' 0)"
	fails_with 3 "the SHA-256 of the data is not that of --sha256; image-1 "
	error_has "is incomplete now: 24 sectors erased, 384 pages "
	error_has "programmed; write it again"
	head -c 98304 data >part
	expect 0x80000 part
}

@test "write --sha256 of other data with --head-last: the head is invalid" {
	needs_sha256
	flashmap -q write image-1 data --head-last \
		--sha256 "$(printf '%064d' 0)"
	fails_with 3 "image-1 is incomplete now, and its head is invalid: "
	dd if=flash bs=4096 skip=128 count=1 status=none |
		cmp - <(erased 4096)
}

@test "write --sha256 of other data in one sector: nothing was changed" {
	needs_sha256
	pattern 100 >data
	flashmap -q write image-1 data --sha256 "$(printf '%064d' 0)"
	fails_with 3 "image-1 was not changed"
	unchanged
}

@test "write --sha256 that is none, exit 2" {
	for wrong in "" 12 "$(printf '%063d' 0)" "$(printf '%065d' 0)" \
		"$(printf '%063dg' 0)"; do
		flashmap write image-1 data --sha256 "$wrong"
		fails_with 2 "it is 64 hexadecimal digits"
	done
	unchanged
}

@test "write --sha256 is refused in a build without SHA-256 only, exit 2" {
	flashmap -q write image-1 data --dry-run --sha256 "$(printf '%064d' 0)"
	if [[ ${with_libmd-yes} == yes ]]; then
		fails_with 3 "the SHA-256 of the data is not that of --sha256"
	else
		fails_with 2 "--sha256: built without SHA-256"
	fi
	unchanged
}

@test "write --mark-bad without --skip-bad, exit 2" {
	flashmap write image-1 data --mark-bad
	fails_with 2 "--mark-bad needs --skip-bad"
	unchanged
}

# Sector 130 of the chip, 2 of the area, is locked.
lock() {
	chip_state 'chip nor 1048576 4096 1 255 0' 'sector 130 0 0 1'
	cp flash.state state
}

is_locked() {
	grep -q '^sector 130 [0-9]* 0 1$' flash.state
}

@test "write: a locked sector, exit 4, nothing changed" {
	lock
	flashmap write image-1 data
	fails_with 4 "locked sector at offset 0x2000 (simulated chip flash@0, "
	error_has "0x82000..0x82fff); nothing was changed, --unlock"
	flashmap write image-1 data --force
	fails_with 4 "locked sector"
	flashmap erase image-1
	fails_with 4 "locked sector at offset 0x2000"
	unchanged
	cmp state flash.state
}

@test "write --unlock: written, and locked again as it was" {
	lock
	flashmap write image-1 data --unlock
	status_is 0
	expect 0x80000 data 2400
	is_locked
	[[ $(grep -c '^sector .* 1$' flash.state) -eq 1 ]]
}

@test "write --unlock --dry-run unlocks nothing" {
	lock
	flashmap write image-1 data --unlock --dry-run
	status_is 0
	unchanged
	cmp state flash.state
}

@test "erase --unlock: erased, and locked again as it was" {
	lock
	flashmap erase image-1 --unlock
	status_is 0
	erased 393216 >blank
	expect 0x80000 blank
	is_locked
}

@test "write --unlock that ends early locks again" {
	lock
	pattern 2000000 >data
	piped write image-1 - --unlock
	status_is 2
	error_has "more than"
	is_locked
}
