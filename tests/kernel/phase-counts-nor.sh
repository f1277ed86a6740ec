# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The phase "counts" on SPI-NOR. What the flash file holds is compared on the
# host when the guest has ended: see judge_counts() of machine-ast2600.sh.
. /t/phase-counts.sh

setup()
{
	if [ ! -e /proc/mtd ] || [ -z "$(mtd_of pnor)" ]; then
		load_flash 6
	fi
}

# shellcheck disable=SC2034 # what costs() asks for
nor()
{
	area=pnor offset=$((0x1000000))
	sector=4096 page=256 blank_pages=70 cleared=120
	make_image 200
}

test_counts_nor_first_write()
{
	nor
	costs 200 $((200 * 16 - 5))
}

test_counts_nor_same_image_again()
{
	nor
	costs 0 0
	jq -e '.skipped == 200' /tmp/out
}

# Only the page that has it is programmed.
test_counts_nor_one_bit_cleared()
{
	nor
	clear_bit
	costs 0 1
	grep -E "pwrite64\(.*, 256, $((offset + cleared * sector + 1792))\) = 256" \
		/tmp/trace
}

# What is blank is not programmed.
test_counts_nor_one_bit_set()
{
	nor
	clear_bit
	set_bit
	costs 1 11
	erased_sectors 70
}

test_counts_nor_one_percent_changed()
{
	nor
	clear_bit
	set_bit
	patch $((13 * sector + 5)) changed
	patch $((177 * sector + 4000)) changed
	costs 2 32
	erased_sectors 13 177
}

# Zeros over the first page, both sectors, and the first page at the end
test_counts_nor_head_last()
{
	nor
	clear_bit
	set_bit
	patch $((13 * sector + 5)) changed
	costs 2 33 --head-last
	erased_sectors 0 177
}
