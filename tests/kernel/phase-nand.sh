# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# NAND, on 64 and on 32 bits. Where the phase "devices" ran before, its MTDs are
# all there, and judged as neighbours; else there is only NAND.
. /t/guest-lib.sh

setup()
{
	head -c 65536 /t/image >/tmp/sector
	if [ -e /proc/mtd ]; then
		[ -z "$(mtd_of 'mtdram test device')" ] || return 0
		remove_mtds
	fi
	load_nandsim
	fill_nandsim
}

test_json_list_of_nand_is_what_mtdinfo_says()
{
	list_is_what_mtdinfo_says
}

test_json_list_merges_no_nand_chips()
{
	list_merges_no_chips
}

test_write_on_nand_pads_the_last_page()
{
	n=$(mtd_of 'NAND simulator partition 2')
	begin
	expect 0 flashmap write 'NAND simulator partition 2' /t/image \
		--offset 4M
	blank 393216
	change "$n" 4194304 /tmp/blank
	change "$n" 4194304 /t/image
	end
	nanddump -q --omitoob -s 4194304 -l 301056 -f /tmp/nand "/dev/mtd$n"
	head -c 300000 /tmp/nand | cmp - /t/image
	tail -c 1056 /tmp/nand | tr -d '\377' | cmp - /dev/null
	expect 0 flashmap verify 'NAND simulator partition 2' /t/image \
		--offset 4M
}

# Block 5 was made bad, and every other one can be read.
test_health_of_nand()
{
	n=$(mtd_of 'NAND simulator partition 0')
	expect 0 flashmap --json health --scan 'NAND simulator partition 0'
	jq -e --argjson size "$(size_of "$n")" \
		--argjson strength "$(cat "/sys/class/mtd/mtd$n/ecc_strength")" \
		--argjson threshold \
		"$(cat "/sys/class/mtd/mtd$n/bitflip_threshold")" \
		'.areas[0] | .health == "good" and
		.bad_blocks == [{"offset": 655360, "size": 131072}] and
		.scan.bytes == $size - 131072 and .scan.failed == 0 and
		.ecc.strength == $strength and
		.ecc.bitflip_threshold == $threshold' /tmp/out
}

test_doctor_and_libmtd_see_the_same_nand()
{
	flashmap --json doctor >/tmp/out || [ $? = 3 ]
	jq -e '[.findings[] | select(.code | test("^(libmtd|node|no-node)"))] ==
		[]' /tmp/out
}

test_bad_blocks_stop_before_any_change()
{
	begin
	expect 1 flashmap erase 'NAND simulator partition 0'
	one_line /tmp/err
	expect 1 flashmap erase 'NAND simulator partition 0' --offset 512K \
		--length 256K
	expect 1 flashmap write 'NAND simulator partition 0' /t/image \
		--offset 512K
	one_line /tmp/err
	expect 1 flashmap write 'NAND simulator partition 1' /t/image \
		--offset 9M
	one_line /tmp/err
	end
	expect 1 flashmap read 'NAND simulator partition 0' -o /tmp/part
	one_line /tmp/err
	[ ! -e /tmp/part ]
}

test_nand_read_costs_little_more()
{
	trace 'area=NAND simulator partition 2' read=0,131072 mark=A \
		read=131072,131072 mark=B
	between A B
	[ "$(wc -l </tmp/calls)" -le 3 ]
	calls 1 'pread64|MEMREAD'
}

test_bad_block_refused_before_the_change()
{
	watch 1 guest step \
		'area=NAND simulator partition 0' erase=0x80000,0x60000 \
		write=0x9f000,/tmp/sector
	[ "$(grep -c EIO /tmp/out)" = 2 ]
	! grep -E 'MEMERASE|pwrite|MEMWRITE' /tmp/trace ||
		say 'the device was asked to change'
}
