#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The update agent of examples/: what it writes, byte by byte, and what it
# refuses.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154

load ../cli/helper
# shellcheck source=tests/examples/image.sh
. "$BATS_TEST_DIRNAME/image.sh"

# Both slots have 0x60000 bytes.
primary=0x20000
secondary=0x80000
slot_size=0x60000
magic='\167\302\225\363\140\322\357\177\065\122\120\017\054\266\171\200'

setup() {
	command -v "$DTC" >/dev/null || skip "no dtc"
	[[ ${with_libfdt-yes} == yes ]] || skip "built without libfdt"
	needs_environment
	cd "$BATS_TEST_TMPDIR" || return
	board
}

# board [SED]: the demo's chip, no byte of it erased but those of the primary
# slot's trailer
board() {
	sed "${1-}" "$BATS_TEST_DIRNAME/../../examples/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=flash
	export FLASHMAP_DTB FLASHMAP_SIM
	program=$top_builddir/tests/examples/ab-agent
	rm -f flash.state
	pattern 1048576 "content before" >flash
	erased 4096 >blank
	put blank $((primary + slot_size - 4096))
	cp flash before
	pattern 10000 >payload
	image new payload
}

# put FILE OFFSET [CHIP]
put() {
	dd if="$1" of="${3-flash}" bs=4096 oflag=seek_bytes seek="$(($2))" \
		conv=notrunc status=none
}

# put_bytes ESCAPES OFFSET [CHIP]
put_bytes() {
	printf '%b' "$1" >bytes
	put bytes "$2" "${3-flash}"
}

agent() {
	run --separate-stderr timeout 60 "$program" "$@"
}

# refused TEXT [FILE]: install FILE fails with one line that has the text
refused() {
	agent install "${2-new}"
	status_is 1
	error_has "$1"
	[[ -z $output ]] || show "stdout should be empty"
	[[ $stderr == "ab-agent: "* && $stderr != *$'\n'* ]] ||
		show "stderr should be one line of ab-agent's"
}

# expect_installed FILE SWAP_INFO IMAGE_OK: the chip is what it was, but for
# FILE, the rest of its last sector and the last sector of the slot
expect_installed() {
	local size end=$((secondary + slot_size))

	size=$(stat -c %s "$1")
	cp before expected
	put "$1" "$secondary" expected
	erased $((-size & 4095)) >rest
	put rest $((secondary + size)) expected
	erased 4096 >blank
	put blank $((end - 4096)) expected
	put_bytes "$2" $((end - 40)) expected
	put_bytes "$3" $((end - 24)) expected
	put_bytes "$magic" $((end - 16)) expected
	cmp expected flash
}

# swapped_in: the primary slot as a swap for a test leaves it
swapped_in() {
	local end=$((primary + slot_size))

	put new "$primary"
	put_bytes '\001' $((end - 32))
	put_bytes "$magic" $((end - 16))
	cp flash before
}

@test "status: no image, no mark" {
	agent status
	status_is 0
	[[ $output == "primary    image-0  no image  magic unset, copy_done unset, image_ok unset
secondary  image-1  no image  magic bad, copy_done bad, image_ok bad
next start: no swap" ]] || show "another status"
	[[ -z $stderr ]]
	unchanged
}

@test "install: the image, a mark for a test, and not a byte more" {
	needs_sha256
	agent install new
	status_is 0
	[[ $output == "image-1 has 1.2.3+4, next start: swap, for a test" ]]
	[[ -z $stderr ]]
	expect_installed new '\002' '\377'
	agent status
	output_has "secondary  image-1  1.2.3+4  magic set, copy_done unset, image_ok unset"
	output_has "next start: swap, for a test"
}

@test "install --permanent: image_ok too" {
	needs_sha256
	agent install --permanent new
	status_is 0
	expect_installed new '\003' '\001'
	agent status
	output_has "next start: swap, for good"
}

@test "install again: a mark for good becomes one for a test" {
	needs_sha256
	agent install --permanent new
	cp flash before
	pattern 5000 "another update" >payload
	image other payload
	agent install other
	status_is 0
	expect_installed other '\002' '\377'
}

@test "install: every length around a sector" {
	needs_sha256
	for size in 1 3543 3544 3545 7640; do
		pattern "$size" "size $size" >payload
		image new payload
		agent install new
		status_is 0
		expect_installed new '\002' '\377'
		cp flash before
	done
}

@test "install: up to the trailer's sector, and one byte more" {
	needs_sha256
	room=$((slot_size - 4096))
	pattern $((room - 512 - 40)) >payload
	image new payload
	agent install new
	status_is 0
	expect_installed new '\002' '\377'
	cp flash before
	pattern $((room - 512 - 39)) >payload
	image new payload
	refused "new is too big: a slot has room for 389120 bytes"
	unchanged
}

@test "install: protected records are a part of the image" {
	needs_sha256
	pattern 1000 >payload
	{
		header 1000 12
		cat payload
		le16 0x6908
		le16 12
		le16 0x50
		le16 4
		le32 7
	} >new
	{
		le16 0x6907
		le16 40
		hash new
	} >records
	cat records >>new
	agent install new
	status_is 0
	expect_installed new '\002' '\377'
}

@test "confirm: one byte" {
	swapped_in
	agent status
	output_has "primary    image-0  1.2.3+4  magic set, copy_done set, image_ok unset"
	output_has "next start: swap back, unless confirmed"
	agent confirm
	status_is 0
	[[ $output == "image-0 is confirmed" ]]
	cp before expected
	put_bytes '\001' $((primary + slot_size - 24)) expected
	cmp expected flash
	agent status
	output_has "next start: no swap"
	agent confirm
	status_is 0
	[[ $output == "image-0 is confirmed already" ]]
	cmp expected flash
}

@test "confirm without a swap: nothing to do" {
	agent confirm
	status_is 0
	[[ $output == "image-0 was not swapped in: nothing to confirm" ]]
	unchanged
}

@test "confirm with a damaged magic: refused" {
	put_bytes "\\000$magic" $((primary + slot_size - 17))
	put_bytes '\000' $((primary + slot_size - 1))
	cp flash before
	agent confirm
	status_is 1
	error_has "its trailer is damaged"
	unchanged
}

@test "install before it is confirmed: refused, nothing changed" {
	swapped_in
	refused "image-0 is not confirmed, and image-1 has what it would go back to"
	unchanged
}

@test "files that are no image: refused, nothing changed" {
	pattern 20000 >text
	refused "no MCUboot image" text
	head -c 31 new >short
	refused "shorter than a header" short
	: >empty
	refused "shorter than a header" empty
	{
		printf '\226\363\270\075'
		tail -c +5 new
	} >swapped
	refused "does not begin with 3d b8 f3 96" swapped
	refused "No such file" missing
	unchanged
}

@test "a file that is cut off at any place: refused, nothing changed" {
	for size in 32 511 512 5000 10511 10512 10515 10516 10551; do
		head -c "$size" new >short
		refused "cut off" short
	done
	unchanged
}

@test "headers that make no sense: refused, nothing changed" {
	cp new wrong
	put_bytes '\037\000' 8 wrong
	refused "make no sense" wrong
	cp new wrong
	put_bytes '\377\377\377\377' 12 wrong
	refused "make no sense" wrong
	cp new wrong
	put_bytes '\001' 10 wrong
	refused "protected records" wrong
	flags=0x10
	image wrong payload
	refused "not bootable" wrong
	for flags in 4 8; do
		image wrong payload
		refused "encrypted" wrong
	done
	unchanged
}

@test "something behind the image, or no SHA-256: refused" {
	{
		cat new
		byte 255
	} >padded
	refused "imgtool --pad" padded
	cp new other
	put_bytes '\021' 10516 other
	refused "no SHA-256" other
	cp new other
	put_bytes '\041' 10518 other
	refused "no SHA-256" other
	unchanged
}

@test "an image with a wrong hash: written, not marked" {
	needs_sha256
	agent install --permanent new
	put_bytes 'x' 9000 new
	refused "image-1: the image has not the SHA-256 that it says"
	tail -c +$((secondary + slot_size - 4095)) flash | head -c 4096 >trailer
	erased 4096 | cmp - trailer
	agent status
	output_has "next start: no swap"
}

@test "a protected slot: refused with the reason, nothing changed" {
	echo 'protect image-1' >flashmap.conf
	export FLASHMAP_CONFIG=flashmap.conf
	refused "cannot erase the trailer of image-1: Read-only file system ("
	error_has "read-only"
	unchanged
}

@test "flashmap.conf says what the slots are" {
	needs_sha256
	printf '%s\n' 'slot 0 primary image-1' 'slot 0 secondary image-0' \
		>flashmap.conf
	export FLASHMAP_CONFIG=flashmap.conf
	put blank $((secondary + slot_size - 4096))
	cp flash before
	secondary=$primary
	agent install new
	status_is 0
	[[ $output == "image-0 has 1.2.3+4, "* ]]
	expect_installed new '\002' '\377'
}

@test "a board without slots: one line" {
	board 's/"image-1"/"data"/'
	for command in status confirm "install new"; do
		# shellcheck disable=SC2086
		agent $command
		status_is 1
		[[ $stderr == "ab-agent: no secondary slot of image 0: "* ]]
	done
	unchanged
}

@test "write blocks of 16 bytes: refused by an agent for 8" {
	board 's/write-block-size = <1>/write-block-size = <16>/'
	refused "its write block does not fit MCUBOOT_BOOT_MAX_ALIGN"
	unchanged
}

@test "write blocks of 16 bytes, an agent for them" {
	needs_sha256
	board 's/write-block-size = <1>/write-block-size = <16>/'
	program=$top_builddir/tests/examples/ab-agent-16
	agent install --permanent new
	status_is 0
	end=$((secondary + slot_size))
	cp before expected
	put new "$secondary" expected
	erased $((-10552 & 4095)) >rest
	put rest $((secondary + 10552)) expected
	# 3 * 128 * 16 bytes of status need a second sector.
	erased 8192 >blank
	put blank $((end - 8192)) expected
	put_bytes '\003' $((end - 64)) expected
	put_bytes '\001' $((end - 32)) expected
	put_bytes '\020\000\055\341\135\051\101\013\215\167\147\234\021\017\037\212' \
		$((end - 16)) expected
	cmp expected flash
	agent status
	output_has "next start: swap, for good"
}

@test "a boot loader with another MCUBOOT_BOOT_MAX_ALIGN: refused" {
	put_bytes '\040\000\055\341\135\051\101\013\215\167\147\234\021\017\037\212' \
		$((primary + slot_size - 16))
	cp flash before
	refused "image-0: its boot loader has MCUBOOT_BOOT_MAX_ALIGN 32, this agent 8"
	unchanged
}

@test "flash that is erased to 0x00" {
	needs_sha256
	board 's/erase-value = <0xff>/erase-value = <0x00>/'
	erased() {
		head -c "$1" /dev/zero
	}
	erased 4096 >blank
	put blank $((primary + slot_size - 4096))
	cp flash before
	agent install new
	status_is 0
	expect_installed new '\002' '\000'
}

@test "a slot that ends inside a sector: refused" {
	board 's/<0x80000 0x60000>/<0x80000 0x5f800>/'
	refused "image-1 cannot be the secondary slot: it does not begin and end with a sector"
	unchanged
}

@test "a wrong command line: exit 2" {
	for command in "" erase "install" "install new new" "status now" \
		"install --force new"; do
		# shellcheck disable=SC2086
		agent $command
		status_is 2
		error_has "usage: ab-agent status"
	done
	unchanged
}

@test "status that cannot be told is no success" {
	run bash -c '"$1" status >/dev/full' - "$program"
	status_is 1
}
