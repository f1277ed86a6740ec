# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The devices of the phase before, used by somebody.
. /t/guest-lib.sh

setup()
{
	[ -n "$(mtd_of 'ram disk')" ]
}

# mount_squashfs: on "ram disk", whose number is in n
mount_squashfs()
{
	give_back
	n=$(mtd_of 'ram disk')
	mtd_debug write "/dev/mtd$n" 0 "$(stat -c %s /t/squashfs-1)" \
		/t/squashfs-1
	modprobe mtdblock
	mount -t squashfs "/dev/mtdblock$n" /mnt
	[ "$(cat /mnt/file)" = 'squashfs 1' ]
}

test_mounted_squashfs_is_not_written()
{
	mount_squashfs
	begin
	expect 4 flashmap write 'ram disk' /t/squashfs-2
	one_line /tmp/err
	grep -q /mnt /tmp/err
	end
	umount /mnt
}

# What the block device had read before is not what is read after.
test_forced_write_is_read_through_mtdblock()
{
	mount_squashfs
	size=$(stat -c %s /t/squashfs-2)
	head -c "$size" "/dev/mtdblock$n" | cmp - /t/squashfs-1
	expect 0 flashmap write --force 'ram disk' /t/squashfs-2
	head -c "$size" "/dev/mtdblock$n" | cmp - /t/squashfs-2
	umount /mnt
	mount -t squashfs "/dev/mtdblock$n" /mnt
	[ "$(cat /mnt/file)" = 'squashfs 2' ]
	umount /mnt
}

# stale: the areas whose block device has other data than the flash
stale()
{
	expect 3 flashmap --json doctor
	jq -c '[.findings[] | select(.code == "mtdblock-stale") | .area]' \
		/tmp/out
}

test_doctor_finds_a_block_device_that_is_stale()
{
	mount_squashfs
	size=$(stat -c %s /t/squashfs-2)
	head -c "$size" "/dev/mtdblock$n" | cmp - /t/squashfs-1
	[ "$(stale)" = '[]' ]
	mtd_debug write "/dev/mtd$n" 0 "$size" /t/squashfs-2
	[ "$(stale)" = '["ram disk"]' ]
	umount /mnt
	[ "$(stale)" = '[]' ]
}

test_doctor_tells_what_is_mounted()
{
	mount_squashfs
	expect 3 flashmap --json doctor
	jq -e --arg mtd "mtd$n" '[.findings[] | select(.code == "in-use")] |
		length == 1 and .[0].mtd == $mtd and
		.[0].severity == "note" and (.[0].what | contains("/mnt"))' \
		/tmp/out
	umount /mnt
}

test_second_writer_is_refused_at_once()
{
	give_back
	begin_writing 'ram disk'
	expect 4 flashmap write 'ram disk' /t/small
	one_line /tmp/err
	expect 4 flashmap erase 'ram disk' --offset 7M
	end_writing
	head -c 1048576 /t/fill >/tmp/first
	holds /tmp/first "$(mtd_of 'ram disk')" 0
	expect 0 flashmap write 'ram disk' /t/small
}
