# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# What flashmap says that a write has cost, and what strace saw of it: no erase
# and no page more than the change needs.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	remove_mtds
	modprobe mtdram total_size=1024 erase_size=64
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=0x80
}

# patch OFFSET BYTES: of the image; bytes as printf(1) has them
patch()
{
	# shellcheck disable=SC2059
	printf "$2" | dd of=/tmp/image bs=1 seek="$1" conv=notrunc 2>/dev/null
}

# make_image COUNT: of so many sectors, for a device with $sector and $page.
# One has five blank pages; two have a byte 0x77, to set and to clear a bit.
make_image()
{
	count=$1
	cat /t/fill /t/fill | head -c $((count * sector)) >/tmp/image
	blank $((5 * page))
	dd if=/tmp/blank of=/tmp/image bs="$page" \
		seek=$((blank_pages * sector / page + 3)) conv=notrunc \
		2>/dev/null
	patch $((blank_pages * sector + 100)) w
	patch $((cleared * sector + 2000)) w
}

clear_bit()
{
	patch $((cleared * sector + 2000)) v
}

set_bit()
{
	patch $((blank_pages * sector + 100)) '\177'
}

# costs ERASES PAGES [OPTION]...: of writing the image
costs()
{
	local wanted_erases=$1 wanted_pages=$2 erases bytes

	shift 2
	expect 0 strace -f --seccomp-bpf -y -e trace=ioctl,pwrite64 -o /tmp/trace \
		flashmap --json write "$area" /tmp/image --offset "$offset" "$@"
	erases=$(grep -cE 'MEMERASE(64)?, \{' /tmp/trace) || true
	bytes=$(awk '/pwrite64\(.*\/dev\/mtd/ { sum += $NF }
		END { print sum + 0 }' /tmp/trace)
	[ $((bytes % page)) = 0 ]
	echo "strace: $erases erases, $((bytes / page)) pages" >/tmp/counts
	jq -r '"told: \(.erased + .retries) erases, \(.programmed) pages",
		"of \(.sectors) sectors, verified: \(.verified)"' /tmp/out \
		>>/tmp/counts
	diff - /tmp/counts <<-EOF
	strace: $wanted_erases erases, $wanted_pages pages
	told: $wanted_erases erases, $wanted_pages pages
	of $count sectors, verified: true
	EOF
}

# erased_sectors [SECTOR]...: these, counted from the beginning of the image
erased_sectors()
{
	for i in "$@"; do
		printf 'start=%#x\n' $((offset + i * sector))
	done >/tmp/wanted
	grep -oE 'MEMERASE(64)?, \{start=[0-9a-fx]*' /tmp/trace |
		sed 's/.*{//' | diff /tmp/wanted -
}

nand()
{
	area='NAND simulator partition 0' offset=0
	sector=131072 page=2048 blank_pages=70 cleared=20
}

stored_on_nand()
{
	nanddump --omitoob -q -l $((count * sector)) -f /tmp/dump \
		"/dev/mtd$(mtd_of "$area")"
	cmp /tmp/image /tmp/dump
}

test_counts_nand_first_write()
{
	nand
	make_image 100
	costs 100 $((100 * 64 - 5))
	stored_on_nand
}

test_counts_nand_same_image_again()
{
	nand
	make_image 100
	costs 0 0
	jq -e '.skipped == 100' /tmp/out
}

# A page of NAND is programmed once.
test_counts_nand_one_bit_cleared()
{
	nand
	make_image 100
	clear_bit
	costs 1 64
	erased_sectors 20
	stored_on_nand
}

test_counts_nand_one_bit_set()
{
	nand
	make_image 100
	clear_bit
	set_bit
	costs 1 59
	erased_sectors 70
	stored_on_nand
}

test_counts_nand_one_percent_changed()
{
	nand
	make_image 100
	clear_bit
	set_bit
	patch $((13 * sector + 5)) changed
	costs 1 64
	erased_sectors 13
	stored_on_nand
}

# The head is made invalid before, and written at the end.
test_counts_nand_head_last()
{
	nand
	make_image 100
	clear_bit
	set_bit
	costs 2 128 --head-last
	erased_sectors 0 13
	stored_on_nand
}

# What needs no erase
ram()
{
	area='mtdram test device' offset=0
	sector=65536 page=256 blank_pages=7 cleared=2
}

test_counts_ram_first_write()
{
	ram
	blank 1048576
	mtd_debug write "/dev/mtd$(mtd_of "$area")" 0 1048576 /tmp/blank
	make_image 16
	costs 0 $((16 * 256 - 5))
	holds /tmp/image "$(mtd_of "$area")" 0
}

test_counts_ram_same_image_again()
{
	ram
	make_image 16
	costs 0 0
}

test_counts_ram_one_bit_set_and_one_cleared()
{
	ram
	make_image 16
	clear_bit
	set_bit
	costs 0 2
	holds /tmp/image "$(mtd_of "$area")" 0
}
