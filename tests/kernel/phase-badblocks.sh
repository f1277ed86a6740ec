# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# Writing around bad blocks of NAND, and around blocks that go bad. Each test
# has a chip of its own; mtd-utils and sysfs say what it holds.
. /t/guest-lib.sh

setup()
{
	modprobe mtd
	remove_mtds
}

area='NAND simulator partition 0'
block=131072

# load_chip OPTION...: 16 blocks, of which two are bad
load_chip()
{
	remove_mtds
	modprobe nandsim id_bytes=0x20,0xa2,0x00,0x15 parts=0x10 "$@"
	n=$(mtd_of "$area")
	head -c $((14 * block)) /t/fill >/tmp/old
	nandwrite -q "/dev/mtd$n" /tmp/old
	has_bad_blocks 2
}

# has_bad_blocks COUNT: the kernel says so
has_bad_blocks()
{
	[ "$(cat "/sys/class/mtd/mtd$n/bad_blocks")" = "$1" ] ||
		say "$(cat "/sys/class/mtd/mtd$n/bad_blocks") bad blocks"
}

# data BYTES: another image than what the chip holds
data()
{
	tail -c +3000001 /t/fill | head -c "$1" >/tmp/image
}

# stored [BAD]...: the image, around these blocks and no others
stored()
{
	blank $((16 * block))
	cp /tmp/blank /tmp/wanted
	i=0 from=0
	while [ $i -lt 16 ]; do
		case " $* " in
		*" $i "*) ;;
		*)
			dd if=/tmp/image of=/tmp/wanted bs=$block count=1 \
				skip=$from seek=$i conv=notrunc 2>/dev/null
			from=$((from + 1))
			;;
		esac
		i=$((i + 1))
	done
	nanddump --bb=padbad --omitoob -q -f /tmp/dump "/dev/mtd$n"
	cmp /tmp/wanted /tmp/dump
}

# write_image STATUS OPTION...
write_image()
{
	local status=$1

	shift
	expect "$status" flashmap --json write "$area" /tmp/image "$@"
}

test_badblocks_full_to_the_last_byte()
{
	load_chip badblocks=0,15
	data $((14 * block))
	write_image 0 --skip-bad --mark-bad
	jq -e '.bad_blocks == 2 and .marked_bad == 0 and .verified' /tmp/out
	nanddump --bb=skipbad --omitoob -q -f /tmp/dump "/dev/mtd$n"
	cmp /tmp/image /tmp/dump
	stored 0 15
	has_bad_blocks 2
}

test_badblocks_one_byte_more_is_refused()
{
	load_chip badblocks=5,12
	data $((14 * block + 1))
	begin
	write_image 2 --skip-bad --mark-bad
	one_line /tmp/err
	end
	has_bad_blocks 2
}

# What it takes to notice: nandwrite says that all is well.
test_badblocks_nandwrite_loses_a_byte_in_silence()
{
	load_chip badblocks=5,12
	data $((14 * block + 1))
	flash_erase -q "/dev/mtd$n" 0 0
	# shellcheck disable=SC2002
	cat /tmp/image | nandwrite -q -p "/dev/mtd$n" - 2>/tmp/err
	nanddump --bb=skipbad --omitoob -q -f /tmp/dump "/dev/mtd$n"
	[ "$(stat -c %s /tmp/dump)" = $((14 * block)) ]
	head -c $((14 * block)) /tmp/image | cmp - /tmp/dump
}

# One is marked, and what is left is exactly enough.
test_badblocks_erase_fails_and_the_block_is_marked()
{
	load_chip badblocks=5,12 weakblocks=7:0
	data $((13 * block))
	expect 0 strace -f -e trace=ioctl -o /tmp/trace \
		flashmap --json write "$area" /tmp/image --skip-bad --mark-bad
	jq -e '.bad_blocks == 3 and .marked_bad == 1 and .retries == 2 and
		.erased == 13 and .verified' /tmp/out
	[ "$(grep -cE 'MEMERASE(64)?, \{' /tmp/trace)" = $((13 + 3)) ]
	[ "$(grep -cE 'MEMERASE(64)?, \{start=0xe0000,' /tmp/trace)" = 3 ]
	[ "$(grep -c 'MEMSETBADBLOCK' /tmp/trace)" = 1 ]
	has_bad_blocks 3
	stored 5 7 12
}

test_badblocks_program_fails_and_the_block_is_marked()
{
	load_chip badblocks=5,12 weakpages=$((7 * 64 + 9)):1
	data $((13 * block))
	write_image 0 --skip-bad --mark-bad
	jq -e '.bad_blocks == 3 and .marked_bad == 1 and .verified' /tmp/out
	has_bad_blocks 3
	stored 5 7 12
}

# It fitted before, and does not any more.
test_badblocks_no_block_left_in_its_place()
{
	load_chip badblocks=5,12 weakblocks=7:0
	data $((14 * block))
	write_image 1 --skip-bad --mark-bad
	tail -n 1 /tmp/err | grep -F 'No space left on device' |
		grep -F "$area is incomplete now"
	has_bad_blocks 3
}

test_badblocks_without_leave_nothing_is_marked()
{
	load_chip badblocks=5,12 weakblocks=7:0
	data $((13 * block))
	write_image 1 --skip-bad
	tail -n 1 /tmp/err | grep 'at 0xe0000,'
	has_bad_blocks 2
}

# Where bad blocks are not to be skipped
test_badblocks_are_refused_otherwise()
{
	load_chip badblocks=5,12
	data $((6 * block))
	begin
	write_image 1
	one_line /tmp/err
	end
}

test_badblocks_are_listed_and_marked()
{
	load_chip badblocks=5,12
	expect 0 flashmap badblocks "$area"
	[ "$(grep -c '^bad blocks: ' /tmp/out)" = 2 ]
	grep '^bad blocks: 5-5, area offset 0xa0000..0xbffff ' /tmp/out
	grep '^bad blocks: 12-12, ' /tmp/out
	expect 2 flashmap badblocks "$area" --mark 0xa0000 --yes
	has_bad_blocks 2
	expect 0 flashmap badblocks "$area" --mark 0xe0000 --yes
	has_bad_blocks 3
	nanddump --bb=skipbad --omitoob -q -f /tmp/dump "/dev/mtd$n"
	head -c $((14 * block)) /tmp/old |
		without_bytes $((6 * block)) $((7 * block)) | cmp - /tmp/dump
}

# without_bytes FROM TO: standard input without these
without_bytes()
{
	cat >/tmp/all
	head -c "$1" /tmp/all
	tail -c +$(($2 + 1)) /tmp/all
}

# Nothing is printed that is not our own, though libmtd prints for each block.
test_badblocks_torture_good_blocks_alone()
{
	load_chip badblocks=5,12
	begin
	expect 2 flashmap torture "$area"
	end
	expect 0 strace -f -e trace=ioctl -o /tmp/trace \
		flashmap -q --json torture "$area" --yes
	jq -e '.blocks == 16 and .tested == 14 and .bad_blocks == 2 and
		.failed == []' /tmp/out
	[ ! -s /tmp/err ]
	[ "$(grep -cE 'MEMERASE(64)?, \{' /tmp/trace)" = $((14 * 3)) ]
	[ "$(grep -cE 'MEMERASE(64)?, \{start=0xa0000,' /tmp/trace)" = 0 ]
	has_bad_blocks 2
}

# A line a block: what libmtd complains of is in it.
test_badblocks_torture_tells_which_block_fails()
{
	load_chip badblocks=5,12 weakblocks=7:0
	expect 1 flashmap -q --json torture "$area" --yes
	jq -e '.tested == 14 and .failed == [{offset: 917504, size: 131072}]' \
		/tmp/out
	one_line /tmp/err
	grep '^flashmap: block 7 of .* at offset 0xe0000 (.*) fails the test' \
		/tmp/err
	has_bad_blocks 2
}

test_badblocks_torture_in_use_is_refused()
{
	load_chip badblocks=5,12
	modprobe ubi
	ubiformat -q -y "/dev/mtd$n"
	ubiattach -m "$n"
	begin
	expect 4 flashmap torture "$area" --yes
	one_line /tmp/err
	end
	ubidetach -m "$n"
}

# Read through an open block device before, so that the kernel has kept it.
test_badblocks_torture_is_read_through_mtdblock()
{
	load_chip badblocks=5,12
	modprobe mtdblock
	exec 3<"/dev/mtdblock$n"
	head -c $block "/dev/mtdblock$n" >/tmp/kept
	head -c $block /tmp/old | cmp - /tmp/kept
	expect 0 flashmap -q torture "$area" --yes
	nanddump --omitoob -q -l $block -f /tmp/dump "/dev/mtd$n"
	! cmp -s /tmp/kept /tmp/dump || say 'the block is as it was'
	head -c $block "/dev/mtdblock$n" | cmp - /tmp/dump
	exec 3<&-
	rmmod mtdblock
}

test_badblocks_torture_progress_is_json_alone()
{
	load_chip badblocks=5,12
	expect 0 flashmap -q --json torture "$area" --yes --progress json
	jq -es 'length == 1 and .[0].tested == 14' /tmp/out
	jq -es --argjson total $((16 * block)) 'length >= 2 and
		all(.[]; .phase == "torture" and .total == $total) and
		.[0].done == 0 and .[-1].done == $total' /tmp/err
}

# Its blocks take some time, and it is stopped as soon as two are done. Only
# bash has background jobs that do not ignore SIGINT.
test_badblocks_torture_stopped_tells_what_it_did()
{
	load_chip badblocks=5,12 do_delays=1 erase_delay=100
	mkfifo /tmp/progress
	# shellcheck disable=SC2016
	bash -c 'set -m
		flashmap -q torture "$1" --yes --progress json \
			2>/tmp/progress & job=$!
		while read -r line; do
			echo "$line"
			[[ $line != *"\"done\":262144,"* ]] || kill -INT "$job"
		done </tmp/progress >/tmp/err
		wait "$job"' - "$area" >/tmp/out || got=$?
	rm /tmp/progress
	[ "$got" = 130 ]
	[ ! -s /tmp/out ]
	sed -n 's/^flashmap: cancelled: \([0-9]*\) of 16 blocks of .* were tested,.*/\1/p' \
		/tmp/err >/tmp/tested
	tested=$(grep . /tmp/tested)
	[ "$tested" -ge 2 ]
	[ "$tested" -lt 14 ]
	nanddump --bb=skipbad --omitoob -q -f /tmp/dump "/dev/mtd$n"
	tail -c +$((tested * block + 1)) /tmp/old >/tmp/wanted
	tail -c +$((tested * block + 1)) /tmp/dump | cmp - /tmp/wanted
	for i in $(seq 0 $((tested - 1))); do
		dd if=/tmp/old of=/tmp/wanted bs=$block count=1 skip="$i"
		dd if=/tmp/dump of=/tmp/found bs=$block count=1 skip="$i"
		! cmp -s /tmp/wanted /tmp/found || say "block $i is as it was"
	done
}

test_badblocks_torture_read_only_is_refused()
{
	load_chip badblocks=5,12
	begin
	read_only "$area"
	expect 4 flashmap torture "$area" --yes --force
	umount "/sys/class/mtd/mtd$n/flags"
	one_line /tmp/err
	grep read-only /tmp/err
	end
}

# Two sources that do not agree: the library reads a sysfs of ours, and libmtd
# the device, since the first MTD that it finds in sysfs has no name.
test_badblocks_doctor_tells_where_libmtd_differs()
{
	load_chip badblocks=5,12
	rm -rf /run/class
	mkdir -p "/run/class/mtd$n"
	for name in name type flags size erasesize writesize oobsize dev \
		numeraseregions; do
		cat "/sys/class/mtd/mtd$n/$name" >"/run/class/mtd$n/$name"
	done
	echo 65536 >"/run/class/mtd$n/erasesize"
	mkdir /run/class/mtd9
	mount --bind /run/class /sys/class/mtd
	status=0
	flashmap --json doctor >/tmp/out || status=$?
	umount /sys/class/mtd
	[ "$status" = 3 ]
	jq -e '[.findings[] | select(.code == "libmtd-differs").what] ==
		["the sector size is 65536 here and 131072 for libmtd"]' /tmp/out
}
