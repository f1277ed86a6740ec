# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# block2mtd on a disk whose file the host compares byte for byte when the
# guest has ended; what shall be in it is in judge_disk() of tests/kernel/run.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	remove_mtds
	modprobe virtio_pci
	modprobe virtio_blk
	add_block2mtd /dev/vda 65536 disk
	[ "$(mtd_of disk)" = 0 ]
	mtdpart add /dev/mtd0 'slot 0' 0x100000 0x200000
	mtdpart add /dev/mtd0 'slot 1' 0x300000 0x200000
	mtdpart add /dev/mtd0 last 0x7f0000 0x10000
}

test_disk_write()
{
	expect 0 flashmap write 'slot 0' /t/image
	expect 0 flashmap verify 'slot 0' /t/image
	holds /t/image 0 0x100000
}

test_disk_library_write()
{
	guest step 'area=slot 1' erase=0x50000,0x10000 write=0x50064,/t/small
	holds /t/small 0 0x350064
}

test_disk_erase()
{
	expect 0 flashmap erase 'slot 1' --offset 0x1f0000 --length 64K
	erased 0 0x4f0000 65536
}

test_disk_last_sector()
{
	guest step area=last erase=0,0x10000 write=0xec78,/t/small
	holds /t/small 0 0x7fec78
}

test_disk_refused()
{
	before=$(sum_of 0)
	expect 1 guest step 'area=slot 0' erase=0x1f0000,0x20000
	expect 1 guest step 'area=slot 0' erase=0x8000,0x10000
	expect 1 guest step 'area=slot 1' write=0x1ff000,/t/small
	expect 1 guest step area=last erase=-65536,65536
	expect 2 flashmap write last /t/image
	expect 2 flashmap erase 'slot 0' --offset 100
	expect 2 flashmap erase 'slot 0' --offset 0x1f0000 --length 128K
	expect 2 flashmap write 'slot 1' /t/small --offset 3M
	[ "$before" = "$(sum_of 0)" ]
}

test_disk_is_given_back()
{
	sync
	rmmod block2mtd
	blockdev --flushbufs /dev/vda
}
