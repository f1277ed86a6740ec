# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The rows of the contract on MTDs: tests/contract. What the MTD then holds is
# what the simulator holds after the same, byte for byte.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	remove_mtds
}

# place LABEL: "CHIP OFFSET" of an area; an MTD whose chip is unproven is a
# chip of its own, from 0 on
place()
{
	expect 0 flashmap --json list || return 1
	jq -r --arg name "$1" '.areas[] | select(.label == $name) |
		"\(.chip) \(.offset // 0)"' /tmp/out | grep .
}

# ragged CHIP OFFSET SECTOR: lines of flashmap.conf, areas whose ends are inside
# sectors, where an area begins at an offset
ragged()
{
	printf 'area\t%s\tchip=%s\toffset=%d\tsize=%d\n' \
		mid-sector "$1" $(($2 + $3 / 2)) $((3 * $3)) \
		in-sector "$1" $(($2 + $3 / 4)) $(($3 / 2))
}

# load_mtdram: with the areas of tests/contract/board.dts, and the bytes of a
# chip that was used
load_mtdram()
{
	modprobe mtdram total_size=8192 erase_size=64
	place 'mtdram test device' >/tmp/place
	read -r chip start </tmp/place
	[ "$start" = 0 ]
	{
		printf 'area\t%s\tchip=%s\toffset=%d\tsize=%d\n' \
			image-0 "$chip" $((0x100000)) $((0x100000)) \
			image-1 "$chip" $((0x200000)) $((0x100000)) \
			image-scratch "$chip" $((0x400000)) $((0x40000))
		ragged "$chip" $((0x200000)) 65536
	} >/tmp/mtdram.conf
	ragged chip $((0x200000)) 65536 >/tmp/simulator.conf
	rm -f /tmp/contract.flash*
	mtd_debug write "/dev/mtd$(mtd_of 'mtdram test device')" 0 8388608 \
		/t/fill
	peek "$(mtd_of 'mtdram test device')" 0 8388608 /tmp/contract.flash
}

# What mtd-utils read is the file of the simulated chip.
mtdram_is_the_simulator()
{
	peek "$(mtd_of 'mtdram test device')" 0 8388608 /tmp/dump
	cmp /tmp/dump /tmp/contract.flash
}

# on_mtdram PROGRAM: there, and the same on a simulated chip
on_mtdram()
{
	export FLASHMAP_CONFIG=/tmp/mtdram.conf
	contract mtdram "$1" sector=65536 size=8388608 no-erase=1
	export FLASHMAP_CONFIG=/tmp/simulator.conf
	export FLASHMAP_DTB=/t/contract.dtb FLASHMAP_SIM=/tmp/contract.flash
	"contract-$1" sector=65536 size=8388608 no-erase=1 >/tmp/simulated
	unset FLASHMAP_DTB FLASHMAP_SIM
	cmp /tmp/rows /tmp/simulated
	mtdram_is_the_simulator
}

test_contract_flash_map_on_mtdram()
{
	load_mtdram
	on_mtdram flash-map
}

test_contract_sectors_on_mtdram()
{
	on_mtdram sectors
}

test_contract_sha256_on_mtdram()
{
	on_mtdram sha256
}

test_contract_flash_on_mtdram()
{
	on_mtdram flash
}

test_contract_backend_on_mtdram()
{
	on_mtdram backend
}

# Slots of a thing that is there, as a boot loader goes about it.
test_contract_bootutil_on_mtdram()
{
	on_mtdram bootutil
	grep -q '^# .* reads, .* writes, .* erases, ' /tmp/rows
}

test_contract_reader()
{
	chmod 444 /dev/mtd[0-9]*
	export FLASHMAP_CONFIG=/tmp/mtdram.conf
	expect 0 su nobody -s /bin/sh -c \
		'contract-backend reader sector=65536'
	grep -qx '1\.\.1' /tmp/out
	chmod 600 /dev/mtd[0-9]*
	mtdram_is_the_simulator
}

# load_nand: areas and slots by flashmap.conf, without the bad blocks 5 and 14
load_nand()
{
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=0x10 badblocks=5,14
	place 'NAND simulator partition 0' >/tmp/place
	read -r chip start </tmp/place
	{
		printf 'area\t%s\tchip=%s\toffset=%d\tsize=%d\n' \
			nand-0 "$chip" "$start" $((5 * 131072)) \
			nand-1 "$chip" $((start + 6 * 131072)) $((6 * 131072)) \
			nand-scratch "$chip" $((start + 12 * 131072)) 262144
		printf 'slot\t0\t%s\n' "primary nand-0" "secondary nand-1"
		ragged "$chip" $((start + 6 * 131072)) 131072
	} >/tmp/nand.conf
	echo $((start + 5 * 131072)) >/tmp/bad
	nand=$(mtd_of 'NAND simulator partition 0')
	nanddump --bb=dumpbad --omitoob -q -f /tmp/nand.before "/dev/mtd$nand"
}

on_nand()
{
	export FLASHMAP_CONFIG=/tmp/nand.conf
	contract NAND "$1" sector=131072 unit=2048 size=2097152 area=nand-1 \
		scratch=nand-scratch primary=nand-0 secondary=nand-1 \
		"bad=$(cat /tmp/bad)"
}

# nand_is_as_before FIRST COUNT: blocks of the partition
nand_is_as_before()
{
	nanddump --bb=dumpbad --omitoob -q -f /tmp/nand.after \
		"/dev/mtd$(mtd_of 'NAND simulator partition 0')"
	tail -c "+$(($1 * 131072 + 1))" /tmp/nand.before |
		head -c $(($2 * 131072)) >/tmp/nand.then
	tail -c "+$(($1 * 131072 + 1))" /tmp/nand.after |
		head -c $(($2 * 131072)) | cmp - /tmp/nand.then
}

test_contract_flash_map_on_nand()
{
	load_nand
	on_nand flash-map
}

test_contract_sectors_on_nand()
{
	on_nand sectors
}

test_contract_sha256_on_nand()
{
	on_nand sha256
}

test_contract_flash_on_nand()
{
	on_nand flash
}

test_contract_backend_on_nand()
{
	on_nand backend
}

test_contract_changes_nothing_else_on_nand()
{
	nand_is_as_before 0 6
	nand_is_as_before 13 3
	if nand_is_as_before 6 6; then
		say 'the area itself was not changed either'
	fi
}

# An area over the limit of 4 GiB of its chip, and larger than that.
test_contract_wide()
{
	modprobe loop
	truncate -s 8589934592 /tmp/wide
	losetup /dev/loop0 /tmp/wide
	add_block2mtd /dev/loop0 65536 'wide chip'
	place 'wide chip' >/tmp/place
	read -r chip start </tmp/place
	printf 'area\twide\tchip=%s\toffset=0x80000000\tsize=0x100020000\n' \
		"$chip" >/tmp/wide.conf
	export FLASHMAP_CONFIG=/tmp/wide.conf
	contract block2mtd sectors wide area=wide sector=65536
}
