# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# "flash0" lies over all other partitions of the first chip, of which "u-boot"
# is read-only in the device tree. The second chip of the same controller is
# "flash1". What they hold is compared on the host when the guest has ended:
# each byte that is changed here is in judge_windows() of machine-fuji.sh.
. /t/guest-lib.sh

setup()
{
	load_flash 7
	[ "$(mtd_of flash0)" = 5 ]
	[ "$(mtd_of env)" = 1 ]
	head -c 2 /t/small >/tmp/two
	head -c 100 /t/small >/tmp/hundred
}

# chip_of LABEL
chip_of()
{
	list_without_tree
	jq -er --arg name "$1" '.areas[] | select(.label == $name).chip' \
		/tmp/list
}

# only_by N: of all MTDs, only mtdN was opened, read or changed
only_by()
{
	grep -c "/dev/mtd$1\\>" /tmp/trace
	! grep -E '/dev/mtd[0-9]' /tmp/trace | grep -v "/dev/mtd$1\\>" ||
		say "another MTD than mtd$1"
}

# untouched: no MTD was opened to be written to, or asked to change
untouched()
{
	! grep -E 'openat\(.*/dev/mtd.*O_(RDWR|WRONLY)' /tmp/trace ||
		say 'an MTD was opened for writing'
	! grep -E 'pwrite|MEMERASE|MEMWRITE|MEMUNLOCK|MEMLOCK' /tmp/trace ||
		say 'the device was asked to change'
}

test_windows_two_chips_of_one_controller()
{
	expect 0 flashmap --json list
	jq -e '(.chips | length) == 2' /tmp/out
	jq -e '(.areas | length) == 7' /tmp/out
	jq -e '[.areas[] | select(.label != "flash1").chip] |
		length == 6 and (unique | length) == 1' /tmp/out
	[ "$(chip_of flash0)" != "$(chip_of flash1)" ]
	jq -r '.areas | sort_by(.mtd)[] | "\(.label) \(.offset) \(.size)"' \
		/tmp/list >/tmp/found
	diff /tmp/found - <<-EOF
	u-boot 0 917504
	env 917504 65536
	meta 983040 65536
	fit 1048576 124780544
	data0 125829120 8388608
	flash0 0 134217728
	flash1 0 134217728
	EOF
}

test_windows_protection_is_told()
{
	expect 0 flashmap --json list
	jq -c '.areas | sort_by(.mtd)[] | [.label, .read_only, .protected]' \
		/tmp/out >/tmp/found
	diff /tmp/found - <<-EOF
	["u-boot",true,true]
	["env",false,false]
	["meta",false,false]
	["fit",false,false]
	["data0",false,false]
	["flash0",false,true]
	["flash1",false,false]
	EOF
}

test_windows_protected_through_the_outer_area()
{
	watch 1 guest step area=flash0 \
		erase=0,0x1000 erase=0xdf000,0x2000 erase=0,0x8000000 \
		write=0,/tmp/two write=0xdffff,/tmp/two write=0,/t/image
	[ "$(grep -c EROFS /tmp/out)" = 6 ]
	untouched
	watch 1 guest step area=u-boot \
		erase=0,0x1000 write=0,/tmp/two
	[ "$(grep -c EROFS /tmp/out)" = 2 ]
	untouched
}

test_windows_protected_from_own_areas()
{
	chip=$(chip_of flash0)
	for own in "$chip,0,0x1000" "$chip,0xdf000,0x2000" "mtd5,0xdf000,0x1000" \
		"$chip,0,0x8000000" mtd0,0,0x1000; do
		watch 1 guest step "own=$own" \
			erase=0,0x1000 write=0,/tmp/two
		[ "$(grep -c EROFS /tmp/out)" = 2 ]
		untouched
	done
}

test_windows_utility_refuses()
{
	for command in 'write flash0 /t/image' 'write --force flash0 /t/small' \
		'erase flash0' 'write flash0 /t/small --offset 0xdf000' \
		'erase --force flash0 --offset 0xdf000 --length 8K' \
		'erase --force u-boot'; do
		# shellcheck disable=SC2086
		watch 4 flashmap $command
		one_line /tmp/err
		untouched
	done
}

test_windows_outer_area_works_elsewhere()
{
	expect 0 flashmap write flash0 /t/image --offset 0x200000
	expect 0 flashmap verify flash0 /t/image --offset 0x200000
	holds /t/image "$(mtd_of fit)" $((0x100000))
	expect 0 flashmap verify fit /t/image --offset 0x100000
	# Right behind the boot loader
	expect 0 flashmap erase flash0 --offset 0xe0000 --length 4K
	erased "$(mtd_of env)" 0 4096
	expect 0 flashmap write data0 /t/small
	holds /t/small "$(mtd_of flash0)" $((0x7800000))
	expect 0 flashmap read flash0 --length 64 -o /tmp/read
	head -n 1 /tmp/read | grep -x 'flash flash0'
}

# The same offset on the other chip is not protected.
test_windows_other_chip_is_free()
{
	expect 0 flashmap write flash1 /t/small
	holds /t/small "$(mtd_of flash1)" 0
	watch 0 guest step "own=$(chip_of flash1),0x2000,0x1000" erase=0,0x1000
	only_by 6
}

# The smallest window that has all of it: the area's own MTD, not the one over
# all, which would be another one's rights and ECC counts.
test_windows_own_area_takes_the_smallest()
{
	chip=$(chip_of env)
	watch 0 guest step "own=$chip,0xe2000,0x2000" erase=0,0x2000 \
		write=100,/tmp/hundred read=0,0x2000,/tmp/read
	only_by 1
	holds /tmp/hundred 1 $((0x2064))
	tail -c +101 /tmp/read | head -c 100 | cmp - /tmp/hundred
	# Exactly one MTD, and a part of the last one
	watch 0 guest step "own=$chip,0xf0000,0x10000" read=0,100
	only_by 2
	watch 0 guest step "own=$chip,0x7fff000,0x1000" erase=0,0x1000
	only_by 4
}

# No smaller one has all of it.
test_windows_own_area_over_a_border()
{
	watch 0 guest step "own=$(chip_of env),0xef000,0x2000" erase=0,0x2000 \
		write=4090,/tmp/hundred
	only_by 5
	holds /tmp/hundred 5 $((0xef000 + 4090))
}

# An area's own accesses go through its own MTD.
test_windows_areas_use_their_own_mtd()
{
	watch 0 guest step area=flash0 read=0xe0000,100 erase=0xe5000,0x1000
	only_by 5
	watch 0 guest step area=env read=0,100 erase=0x6000,0x1000
	only_by 1
}

# "fit" begins at 0x100000 of "flash0", and lies in it.
test_windows_writers_of_one_range_exclude_each_other()
{
	begin_writing fit --offset 0x1000000
	expect 4 flashmap write flash0 /t/small --offset 0x10ff000
	expect 4 flashmap write flash0 /t/small --offset 0x77ff000
	one_line /tmp/err
	expect 0 flashmap write flash0 /t/small --offset 0x10fe000
	end_writing
}

# What nothing but the library kept from happening: the kernel erases a sector
# of the boot loader, through the outer MTD.
test_windows_kernel_alone_does_not_protect()
{
	! flash_erase -q /dev/mtd0 0xdf000 1
	flash_erase -q /dev/mtd5 0xdf000 1
	erased 0 $((0xdf000)) 4096
}
