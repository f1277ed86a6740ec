# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# flashmap on the devices of the phase before; mtd-utils are the judges.
. /t/guest-lib.sh

setup()
{
	[ -n "$(mtd_of 'ram disk')" ]
}

# begin, change N OFFSET FILE, end: all MTDs, and what shall be different
begin()
{
	dump_all /tmp/before
}

change()
{
	dd if="$3" of="/tmp/before/mtd$1" bs=64k seek="$2" oflag=seek_bytes \
		conv=notrunc 2>/dev/null
}

# blank COUNT: a file of that many erased bytes, in /tmp/blank
blank()
{
	head -c "$1" /dev/zero | tr '\0' '\377' >/tmp/blank
}

end()
{
	dump_all /tmp/after
	guest compare
	rm -rf /tmp/before /tmp/after
}

# What mtdinfo and /proc/mtd say of mtdN, as one JSON array a line
mtdinfo_line()
{
	mtdinfo "/dev/mtd$1" | sed -n '
		s/"/\\"/g
		s/^Name: *\(.*\)/"\1",/p
		s/^Eraseblock size: *\([0-9]*\) .*/\1,/p
		s/^Amount of erase.*: *\([0-9]*\) .*/\1,/p
		s/^Minimum input.*: *\([0-9]*\) .*/\1,/p' | tr -d '\n'
	echo "$(size_of "$1"),\"mtd$1\""
}

test_json_list_is_what_mtdinfo_says()
{
	expect 0 flashmap --json list
	[ ! -s /tmp/err ]
	# An area of no size has no sectors.
	jq -r '.areas | sort_by(.mtd | ltrimstr("mtd") | tonumber)[] |
		[.label, if .size == 0 then 65536 else .erase_size end, .sectors,
		.write_size, .size, .mtd] | tostring | .[1:-1]' /tmp/out \
		>/tmp/list
	sed -n 's/^mtd\([0-9]*\):.*/\1/p' /proc/mtd >/tmp/numbers
	while read -r n; do
		mtdinfo_line "$n"
	done </tmp/numbers >/tmp/wanted
	[ "$(wc -l </tmp/wanted)" = "$(grep -c ^mtd /proc/mtd)" ]
	diff /tmp/wanted /tmp/list
	jq -e 'all(.areas[]; .read_only == false and .driver == true)' \
		/tmp/out
}

test_json_list_merges_no_chips()
{
	expect 0 flashmap --json list
	jq -e '([.areas[].chip] | unique | length) == (.areas | length)' \
		/tmp/out
	jq -e '(.chips | length) == (.areas | length)' /tmp/out
	jq -e '([.areas[].id] | unique | length) == (.areas | length)' \
		/tmp/out
}

test_json_list_has_no_wrong_offset()
{
	expect 0 flashmap --json list
	for wanted in 'NAND simulator partition 0:0' \
		'NAND simulator partition 1:16777216' \
		'NAND simulator partition 2:33554432' \
		'boot loader:0' 'say "hi":262144' 'ragged:524288'; do
		jq -e --arg name "${wanted%:*}" \
			--argjson offset "${wanted##*:}" '. as $all |
			.areas[] | select(.label == $name) |
			.kernel_offset == $offset and
			(.offset == $offset or (.offset == null and
			(.mtd as $mtd | any($all.findings[];
			.mtd == $mtd))))' /tmp/out
	done
}

test_list_names_everything()
{
	expect 0 flashmap list
	for label in 'mtdram test device' 'NAND simulator partition 2' \
		'ram disk' small-sectors 'boot loader' ragged twin nothing; do
		grep -qF "$label" /tmp/out
	done
	expect 0 flashmap -q list
	[ "$(wc -l </tmp/out)" = $(($(grep -c ^mtd /proc/mtd) + 1)) ]
}

test_area_by_every_name()
{
	n=$(mtd_of 'ram disk')
	expect 0 flashmap --json info 'ram disk'
	jq -c 'del(.schema)' /tmp/out >/tmp/first
	id=$(jq '.. | .id? // empty' /tmp/out | head -n 1)
	for name in "mtd$n" "/dev/mtd$n" "@$id"; do
		expect 0 flashmap --json info "$name"
		jq -c 'del(.schema)' /tmp/out | cmp - /tmp/first
	done
	expect 0 flashmap info 'say "hi"'
	grep -qF 'say "hi"' /tmp/out
}

test_unknown_and_ambiguous_areas()
{
	begin
	for name in nobody mtd63 /dev/mtd63 @199 @255 @ mtd '' 'ram dis' \
		'mtdram test device ' /dev/null; do
		expect 2 flashmap erase "$name"
		one_line /tmp/err
	done
	expect 2 flashmap erase twin
	one_line /tmp/err
	first=$(sed -n 's/^mtd\([0-9]*\): .* "twin"$/\1/p' /proc/mtd |
		head -n 1)
	grep -q "mtd$first" /tmp/err
	grep -q "mtd$(mtd_of twin)" /tmp/err
	end
}

test_write_on_byte_device()
{
	n=$(mtd_of 'ram disk')
	begin
	expect 0 flashmap write 'ram disk' /t/image
	blank 327680
	change "$n" 0 /tmp/blank
	change "$n" 0 /t/image
	end
	holds /t/image "$n" 0
	expect 0 flashmap verify 'ram disk' /t/image
}

test_write_at_an_offset()
{
	n=$(mtd_of 'mtdram test device')
	begin
	expect 0 flashmap write 'mtdram test device' /t/small \
		--offset 0x7f0000
	blank 65536
	change "$n" $((0x7f0000)) /tmp/blank
	change "$n" $((0x7f0000)) /t/small
	end
	expect 0 flashmap verify 'mtdram test device' /t/small \
		--offset 0x7f0000
}

test_write_from_a_pipe()
{
	n=$(mtd_of small-sectors)
	begin
	# shellcheck disable=SC2002
	cat /t/small | flashmap write small-sectors -
	blank 8192
	change "$n" 0 /tmp/blank
	change "$n" 0 /t/small
	end
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

test_write_json_counts()
{
	expect 0 flashmap --json write 'ram disk' /t/image
	jq -e '.erased == 5 and .bytes == 300000 and .verified == true' \
		/tmp/out
}

test_erase_a_range()
{
	n=$(mtd_of 'ram disk')
	begin
	expect 0 flashmap erase 'ram disk' --offset 256K --length 128K
	blank 131072
	change "$n" 262144 /tmp/blank
	end
}

test_erase_an_area()
{
	begin
	expect 0 flashmap erase 'boot loader'
	blank 262144
	change "$(mtd_of 'boot loader')" 0 /tmp/blank
	change 0 0 /tmp/blank
	end
}

test_read_to_a_file()
{
	n=$(mtd_of 'NAND simulator partition 2')
	begin
	expect 0 flashmap read 'NAND simulator partition 2' -o /tmp/whole
	nanddump -q --omitoob -f /tmp/dump "/dev/mtd$n"
	[ "$(sha256sum </tmp/whole)" = "$(sha256sum </tmp/dump)" ]
	flashmap read small-sectors --offset 4095 --length 4098 >/tmp/some
	peek "$(mtd_of small-sectors)" 4095 4098 /tmp/dump
	cmp /tmp/some /tmp/dump
	rm /tmp/whole /tmp/dump
	end
}

test_verify_finds_one_changed_bit()
{
	n=$(mtd_of 'ram disk')
	expect 0 flashmap write 'ram disk' /t/image
	peek "$n" 299999 1 /tmp/byte
	tr '\000-\377' '\001-\377\000' </tmp/byte >/tmp/other
	mtd_debug write "/dev/mtd$n" 299999 1 /tmp/other
	expect 3 flashmap verify 'ram disk' /t/image
	one_line /tmp/err
	grep -q 0x493df /tmp/err
	mtd_debug write "/dev/mtd$n" 299999 1 /tmp/byte
	expect 0 flashmap verify 'ram disk' /t/image
}

test_wrong_ranges_change_nothing()
{
	begin
	expect 2 flashmap erase 'ram disk' --offset 100
	expect 2 flashmap erase 'ram disk' --offset 32K --length 64K
	expect 2 flashmap erase 'ram disk' --length 100
	expect 2 flashmap erase 'ram disk' --offset 8M --length 64K
	expect 2 flashmap erase 'ram disk' --offset 0x7f0000 --length 128K
	expect 2 flashmap erase 'ram disk' --offset 16E
	expect 2 flashmap erase 'ram disk' --offset 0xffffffffffff0000 \
		--length 128K
	expect 2 flashmap write 'boot loader' /t/image
	one_line /tmp/err
	expect 2 flashmap write 'ram disk' /t/image --offset 0x7c0000
	expect 2 flashmap write 'ram disk' /t/small --offset 100
	expect 2 flashmap write 'NAND simulator partition 0' /t/small \
		--offset 2048
	expect 2 flashmap read 'ram disk' --offset 8M --length 1
	expect 2 flashmap write nothing /t/small
	end
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

test_without_rights()
{
	begin
	mkdir -p /tmp/nobody
	chmod 0777 /tmp/nobody
	expect 0 su -s /bin/sh nobody -c 'flashmap list'
	grep -qF 'ram disk' /tmp/out
	expect 1 su -s /bin/sh nobody -c \
		'flashmap read mtd0 -o /tmp/nobody/out'
	one_line /tmp/err
	grep -qi permission /tmp/err
	[ ! -e /tmp/nobody/out ]
	expect 1 su -s /bin/sh nobody -c 'flashmap -q write mtd0 /t/small'
	one_line /tmp/err
	expect 1 su -s /bin/sh nobody -c 'flashmap -q erase mtd0'
	one_line /tmp/err
	end
}

test_stopped_by_a_signal()
{
	begin
	# Standard input that never ends: it is writing, or waiting.
	mkfifo /tmp/fifo
	sleep 100 >/tmp/fifo &
	holder=$!
	flashmap write 'ram disk' - </tmp/fifo >/tmp/out 2>/tmp/err &
	writer=$!
	# Until it catches SIGTERM; its shell has it ignore SIGINT.
	for _ in $(seq 100); do
		! grep -q '^SigCgt:.*[4-7c-f]...$' "/proc/$writer/status" ||
			break
		sleep 0.1
	done
	kill -TERM "$writer"
	got=0
	wait "$writer" || got=$?
	kill "$holder"
	rm /tmp/fifo
	[ "$got" = $((128 + 15)) ]
	end
}
