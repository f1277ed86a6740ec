# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# One MTD of each kind, with partitions, whole and unused.
. /t/guest-lib.sh

# fill_mtd N FILE
fill_mtd()
{
	mtd_debug write "/dev/mtd$1" 0 "$(size_of "$1")" "$2" >/dev/null
}

setup()
{
	modprobe mtdram total_size=8192 erase_size=64
	load_nandsim
	modprobe brd rd_nr=3 rd_size=8192
	add_block2mtd /dev/ram0 65536 'ram disk'
	add_block2mtd /dev/ram1 4096 small-sectors
	mtdpart add /dev/mtd0 'boot loader' 0 0x40000
	mtdpart add /dev/mtd0 'say "hi"' 0x40000 0x40000
	mtdpart add /dev/mtd0 ragged 0x80000 0x18000
	ramdisk=$(mtd_of 'ram disk')
	mtdpart add "/dev/mtd$ramdisk" twin 0x100000 0x80000
	mtdpart add "/dev/mtd$ramdisk" twin 0x180000 0x80000
	# The kernel keeps a partition beyond the end, with size 0.
	mtdpart add "/dev/mtd$ramdisk" nothing 0x900000 0x10000
	[ "$(size_of "$(mtd_of nothing)")" = 0 ]
	[ "$(grep -c ^mtd /proc/mtd)" = 12 ]

	# Each MTD holds something else.
	fill_mtd 0 /t/fill
	tail -c +12345 /t/fill >/tmp/fill
	fill_mtd "$ramdisk" /tmp/fill
	tail -c +234567 /t/fill >/tmp/fill
	fill_mtd "$(mtd_of small-sectors)" /tmp/fill
	fill_nandsim
}
