# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# Two SPI-NOR chips and a live device tree. What the flash files hold is
# compared on the host when the guest has ended: each byte that is changed here
# is in judge_board() of machine-ast2600.sh.
. /t/guest-lib.sh

setup()
{
	load_flash 6
}

fmc=/ahb/spi@1e620000

test_board_list_has_the_partitions_of_the_tree()
{
	expect 0 flashmap --json list
	[ ! -s /tmp/err ]
	jq -r '.areas | sort_by(.mtd)[] |
		"\(.mtd) \(.label) \(.offset) \(.size) \(.dt_path)"' /tmp/out \
		>/tmp/list
	cat >/tmp/wanted <<-EOF
	mtd0 u-boot 0 917504 $fmc/flash@0/partitions/u-boot@0
	mtd1 u-boot-env 917504 131072 $fmc/flash@0/partitions/u-boot-env@e0000
	mtd2 kernel 1048576 9437184 $fmc/flash@0/partitions/kernel@100000
	mtd3 rofs 10485760 33554432 $fmc/flash@0/partitions/rofs@a00000
	mtd4 rwfs 44040192 23068672 $fmc/flash@0/partitions/rwfs@2a00000
	mtd5 pnor 0 67108864 /ahb/spi@1e630000/flash@0
	EOF
	diff /tmp/wanted /tmp/list
}

test_board_list_is_what_mtdinfo_says()
{
	list_is_what_mtdinfo_says
}

test_board_is_sound()
{
	expect 0 flashmap doctor
	[ "$(cat /tmp/out)" = 'no fault found' ]
	[ ! -s /tmp/err ]
}

test_board_partitions_are_on_one_chip()
{
	expect 0 flashmap --json list
	jq -e '(.chips | length) == 2 and
		([.chips[].name] | unique | length) == 2' /tmp/out
	jq -e '[.areas[] | select(.label != "pnor").chip] |
		length == 5 and (unique | length) == 1' /tmp/out
	jq -e '(.areas | group_by(.chip) | length) == 2' /tmp/out
	jq -e '([.areas[].id] | unique | length) == 6' /tmp/out
}

test_board_list_in_text()
{
	expect 0 flashmap -q list
	[ "$(wc -l </tmp/out)" = 7 ]
	for label in u-boot u-boot-env kernel rofs rwfs pnor; do
		grep -q "[^/@]\<$label " /tmp/out
	done
	for offset in 0xe0000 0x100000 0xa00000 0x2a00000; do
		grep -q "\<$offset\>" /tmp/out
	done
}

test_board_half_a_sector_is_wrong_usage()
{
	for range in '--offset 0x1000 --length 0x800' \
		'--offset 0x800 --length 0x1000' \
		'--offset 0x800 --length 0x800' '--offset 0x8ff800'; do
		# shellcheck disable=SC2086
		expect 2 flashmap erase kernel $range
		one_line /tmp/err
	done
	expect 2 flashmap write kernel /t/small --offset 0x800
	expect 2 flashmap write u-boot-env /t/image
	expect 2 flashmap write rofs /t/small --offset 0x1fff000
}

test_board_write()
{
	expect 0 flashmap write kernel /t/image
	expect 0 flashmap verify kernel /t/image
	holds /t/image "$(mtd_of kernel)" 0
}

test_board_write_up_to_the_neighbour()
{
	expect 0 flashmap write rofs /t/small --offset 0x1ffe000
	holds /t/small "$(mtd_of rofs)" $((0x1ffe000))
}

test_board_erase()
{
	expect 0 flashmap erase u-boot-env
	erased "$(mtd_of u-boot-env)" 0 131072
}

# More than three bytes of address
test_board_write_across_16_mib()
{
	expect 0 flashmap write pnor /t/image --offset 0xff0000
	holds /t/image "$(mtd_of pnor)" $((0xff0000))
	expect 0 flashmap write pnor /t/small --offset 0x3ffe000
	expect 0 flashmap erase pnor --offset 0x2000000 --length 8K
	erased "$(mtd_of pnor)" $((0x2000000)) 8192
}

test_board_read()
{
	expect 0 flashmap read rofs --offset 0x123457 --length 70001 \
		-o /tmp/read
	peek "$(mtd_of rofs)" $((0x123457)) 70001 /tmp/peek
	cmp /tmp/read /tmp/peek
	expect 0 flashmap read u-boot -o /tmp/read
	[ "$(stat -c %s /tmp/read)" = 917504 ]
	[ "$(head -n 1 /tmp/read)" = 'flash bmc' ]
}

test_board_system_calls()
{
	trace area=pnor read=0,1 mark=A read=0x2000ffe,8192 mark=B \
		erase=0x3f00000,0x1000 mark=C erase=0x3f02000,0x2000 mark=D
	between A B
	calls 3 ''
	calls 1 'pread64\(.*, 2, 33558526\) = 2$'
	calls 1 'pread64\(.*, 4096, 33558528\) = 4096$'
	calls 1 'pread64\(.*, 4094, 33562624\) = 4094$'
	between C D
	calls 2 'MEMERASE64'
	calls 1 'MEMERASE64, \{start=0x3f02000, length=0x1000\}\) = 0'
	calls 1 'MEMERASE64, \{start=0x3f03000, length=0x1000\}\) = 0'
}

# The driver of these chips cannot tell: what it refuses is found out by trying.
test_board_locks_are_unknown()
{
	expect 0 flashmap info kernel
	grep -qx 'locked: unknown' /tmp/out
	expect 0 flashmap --json info kernel
	jq -e '.area | has("locked") and .locked == null' /tmp/out
}

# A desk that has only what was copied from the board.
test_board_recording_reads_like_the_board()
{
	record /tmp/desk
	expect 0 flashmap --json list
	jq -S . /tmp/out >/tmp/here
	expect 0 flashmap --root /tmp/desk --json list
	jq -S . /tmp/out | diff /tmp/here -
	[ "$(jq '[.areas[] | select(.dt_path)] | length' /tmp/here)" = 6 ]
}

# Whose labels and places are those of the recorded partitions, not of this
# kernel's MTDs.
test_board_tree_is_needed_for_chip_names()
{
	record /tmp/desk
	rm -r /tmp/desk/sys/firmware
	expect 0 flashmap --root /tmp/desk --json list
	jq -e '[.chips[].name] == ["spi0.0", "spi1.0"]' /tmp/out
	expect 0 flashmap --json list
	jq -e '[.chips[].name] == ["bmc", "pnor"]' /tmp/out
}
