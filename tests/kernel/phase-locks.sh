# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# Chips that lock ranges of themselves, locked with mtd-utils. What they hold is
# compared on the host when the guest has ended: each byte that is changed here
# is in judge_locks() of machine-n25q.sh.
. /t/guest-lib.sh

setup()
{
	load_flash 8
}

# lock_top LABEL BLOCKS: the last 64 KiB blocks of a chip, and nothing else;
# whether the driver complains says nothing
lock_top()
{
	local n offset

	n=$(mtd_of "$1")
	offset=$((0x4000000 - $2 * 65536))
	flash_unlock "/dev/mtd$n" 0 16384 || true
	if [ "$2" != 0 ]; then
		flash_lock "/dev/mtd$n" "$offset" $(($2 * 16)) || true
		flash_lock -i "/dev/mtd$n" "$offset" $(($2 * 16)) |
			grep -x 'Lock status: locked'
	fi
	flash_lock -i "/dev/mtd$n" $((offset - 65536)) 16 |
		grep -x 'Lock status: unlocked'
}

# info_says LABEL LINE: the only line about locks
info_says()
{
	expect 0 flashmap info "$1"
	[ "$(grep '^locked' /tmp/out)" = "$2" ] || {
		grep '^locked' /tmp/out
		say "not: $2"
	}
}

# json_says LABEL VALUE
json_says()
{
	expect 0 flashmap --json info "$1"
	[ "$(jq -c .area.locked /tmp/out)" = "$2" ] || {
		jq -c .area.locked /tmp/out
		say "not: $2"
	}
}

test_locks_info()
{
	lock_top pnor 0
	info_says pnor 'locked: none'
	json_says pnor '[]'
	lock_top pnor 1
	info_says pnor 'locked: sectors 16368-16383 (0x3ff0000, 64K)'
	json_says pnor '[{"offset":67043328,"size":65536}]'
	lock_top pnor 0
}

# Offsets are the area's own.
test_locks_info_of_partitions()
{
	lock_top all 16
	info_says rwfs 'locked: sectors 5376-5631 (0x1500000, 1M)'
	json_says rwfs '[{"offset":22020096,"size":1048576}]'
	info_says low 'locked: sectors 0-15 (0x0, 64K)'
	info_says kernel 'locked: none'
	lock_top all 0
	info_says rwfs 'locked: none'
	info_says low 'locked: none'
}

# refused COMMAND...: and it is said why
refused()
{
	expect 4 "$@"
	one_line /tmp/err
	grep -q 'locked' /tmp/err
}

test_locks_refuse_changes()
{
	lock_top pnor 1
	peek "$(mtd_of pnor)" $((0x3fe0000)) 131072 /tmp/before
	refused flashmap write pnor /t/small --offset 0x3ff0000
	refused flashmap write pnor /t/small --offset 0x3fef000
	refused flashmap write --force pnor /t/small --offset 0x3ffe000
	refused flashmap erase pnor --offset 0x3fff000 --length 4K
	refused flashmap erase pnor --offset 0x3fef000 --length 8K
	refused flashmap erase --force pnor
	holds /tmp/before "$(mtd_of pnor)" $((0x3fe0000))
	lock_top pnor 0
}

test_locks_refuse_changes_by_partition()
{
	lock_top all 16
	refused flashmap write rwfs /t/image --offset 0x14f0000
	refused flashmap erase low
	refused flashmap write low /t/small
	refused flashmap erase all --offset 0x3f00000 --length 4K
	expect 0 flashmap write rwfs /t/small --offset 0x14fe000
	holds /t/small "$(mtd_of rwfs)" $((0x14fe000))
	lock_top all 0
}

test_locks_elsewhere_all_works()
{
	lock_top pnor 1
	expect 0 flashmap write pnor /t/image
	expect 0 flashmap verify pnor /t/image
	expect 0 flashmap write pnor /t/small --offset 0x3fec000
	expect 0 flashmap erase pnor --offset 0x3fea000 --length 4K
	holds /t/image "$(mtd_of pnor)" 0
	holds /t/small "$(mtd_of pnor)" $((0x3fec000))
	lock_top pnor 0
}

test_locks_unlocked_all_works()
{
	lock_top pnor 1
	refused flashmap write pnor /t/small --offset 0x3ff4000
	lock_top pnor 0
	expect 0 flashmap write pnor /t/small --offset 0x3ff4000
	expect 0 flashmap verify pnor /t/small --offset 0x3ff4000
	holds /t/small "$(mtd_of pnor)" $((0x3ff4000))
}

test_locks_refuse_torture()
{
	lock_top pnor 1
	peek "$(mtd_of pnor)" $((0x3fc0000)) 262144 /tmp/before
	refused flashmap torture pnor --yes --force
	holds /tmp/before "$(mtd_of pnor)" $((0x3fc0000))
	lock_top pnor 0
}

# lock_status OFFSET STATUS: of the 64 KiB from there on, as mtd-utils see it
lock_status()
{
	flash_lock -i "/dev/mtd$(mtd_of pnor)" $(($1)) 16 |
		grep -x "Lock status: $2"
}

test_locks_by_command()
{
	lock_top pnor 0
	expect 0 flashmap lock pnor --offset 0x3ff0000
	grep -x 'locked: sectors 16368-16383 (0x3ff0000, 64K)' /tmp/out
	lock_status 0x3ff0000 locked
	lock_status 0x3fe0000 unlocked
	expect 0 flashmap unlock pnor
	grep -x 'locked: none' /tmp/out
	lock_status 0x3ff0000 unlocked
}
