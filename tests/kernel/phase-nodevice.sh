# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# A kernel with MTD and without a device.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	[ "$(wc -l </proc/mtd)" = 1 ]
}

test_list_is_empty()
{
	expect 0 flashmap list
	[ ! -s /tmp/out ]
	expect 0 flashmap --json list
	jq -e '.areas == [] and .chips == []' /tmp/out
	[ ! -s /tmp/err ]
}

test_no_area_without_device()
{
	expect 2 flashmap info mtd0
	one_line /tmp/err
	expect 2 flashmap erase @0
	one_line /tmp/err
}
