# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# A NAND chip whose pages the tests spoil, so that ECC has something to do.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	remove_mtds
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=0x80,0x80 \
		badblocks=5,200
	[ "$(grep -c ^mtd /proc/mtd)" = 3 ]
	[ "$(cat /sys/class/mtd/mtd0/bitflip_threshold)" = 1 ]
}
