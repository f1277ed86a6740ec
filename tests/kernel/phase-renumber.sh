# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# No MTD: each test loads what it needs.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	remove_mtds
	[ -e /dev/ram2 ] || modprobe brd rd_nr=3 rd_size=8192
}
