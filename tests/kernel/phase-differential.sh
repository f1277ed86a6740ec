# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# Random operations on MTDs and on simulated chips like them. The host names
# the seed and the number of operations; in the end mtd-utils say what an MTD
# holds, and the file of the simulator says it too.
. /t/guest-lib.sh

# small_nandsim: partition 0 is 2 MiB with two bad blocks
small_nandsim()
{
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=0x10 badblocks=5,15
}

setup()
{
	modprobe mtd
	remove_mtds
	modprobe mtdram total_size=1024 erase_size=16
	small_nandsim
	modprobe brd rd_nr=3 rd_size=8192
	add_block2mtd /dev/ram0 65536 'ram disk'
	mtdpart add "/dev/mtd$(mtd_of 'ram disk')" twin 0x100000 0x100000
}

# compare LABEL OPTION...: the figures go to the host
compare()
{
	local label status

	label=$1
	shift
	rm -f /tmp/content
	status=0
	differential --area "$label" --dump /tmp/content \
		--seed "$(parameter seed)" \
		--operations "$(parameter operations)" \
		"$@" >/tmp/figures 2>/tmp/errors || status=$?
	cat /tmp/errors
	sed 's/^differential: /figure: differential: /' /tmp/figures
	[ "$status" = 0 ] || say "$(head -n 1 /tmp/errors)"
}

# same_bytes LABEL [COUNT]: of the MTD and of the simulator's file
same_bytes()
{
	local n

	n=$(mtd_of "$1")
	if [ "$(cat "/sys/class/mtd/mtd$n/type")" = nand ]; then
		nanddump --bb=dumpbad --omitoob -q -f /tmp/dump "/dev/mtd$n"
	else
		peek "$n" 0 "$(size_of "$n")" /tmp/dump
	fi || return 1
	cmp -n "${2:-$(size_of "$n")}" /tmp/dump /tmp/content
}

test_differential_mtdram()
{
	compare 'mtdram test device'
	same_bytes 'mtdram test device'
	# Something was left behind by which they could differ.
	tr -d '\377' </tmp/content | grep -q .
}

test_differential_nandsim()
{
	compare 'NAND simulator partition 0'
	same_bytes 'NAND simulator partition 0'
	tr -d '\377' </tmp/content | grep -q .
}

# A partition: what lies around it stays as it is.
test_differential_partition_of_block2mtd()
{
	n=$(mtd_of 'ram disk')
	peek "$n" 0 0x100000 /tmp/before.low
	peek "$n" 0x200000 0x600000 /tmp/before.high
	compare twin
	same_bytes twin
	peek "$n" 0 0x100000 /tmp/after.low
	peek "$n" 0x200000 0x600000 /tmp/after.high
	cmp /tmp/before.low /tmp/after.low
	cmp /tmp/before.high /tmp/after.high
}

# The rules of NOR, on the first part of a device.
test_differential_with_the_rules_of_nor()
{
	compare 'mtdram test device' --rules nor --limit 300000 \
		--operations 20000
	same_bytes 'mtdram test device' 294912
}

# A test that finds nothing has to be able to find something.
test_differential_finds_a_changed_bit()
{
	expect 1 differential --area 'mtdram test device' --seed 1 \
		--operations 2000 --break 2000
	grep -q 'seed 1, differences 1$' /tmp/out
	grep -q 'operation 2000, seed 1, "mtdram test device": ' /tmp/err
}
