# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# A kernel that has no MTD (yet).
. /t/guest-lib.sh

setup()
{
	[ ! -e /proc/mtd ] && [ ! -e /sys/class/mtd ]
}

test_list_without_mtd()
{
	expect 1 flashmap list
	one_line /tmp/err
	grep -q MTD /tmp/err
	[ ! -s /tmp/out ]
}

test_list_json_without_mtd()
{
	expect 1 flashmap --json list
	one_line /tmp/err
}

test_commands_without_mtd()
{
	for command in 'info x' 'read x' 'write x /t/small' 'erase x' \
		'verify x /t/small'; do
		# shellcheck disable=SC2086
		expect 1 flashmap $command
		one_line /tmp/err
		[ ! -s /tmp/out ]
	done
}

test_contract_without_map()
{
	for program in flash-map sectors flash backend; do
		contract 'no map' "$program" no-map
	done
}
