# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# flashmap on the devices of the phase before; mtd-utils are the judges.
. /t/guest-lib.sh

setup()
{
	[ -n "$(mtd_of 'ram disk')" ]
}

test_json_list_is_what_mtdinfo_says()
{
	list_is_what_mtdinfo_says
}

test_json_list_merges_no_chips()
{
	list_merges_no_chips
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

test_write_json_counts()
{
	expect 0 flashmap --json write 'ram disk' /t/image --offset 4M
	# What needs no erase: all pages of five sectors, of 256 bytes
	jq -cS 'del(.chip)' /tmp/out >/tmp/found
	tr -d '\n' >/tmp/wanted <<-EOF
	{"area":"ram disk","bad_blocks":0,"bytes":300000,"corrected":0,
	"dry_run":false,"erased":0,"length":327680,"marked_bad":0,
	"offset":4194304,"programmed":1280,"retries":0,"schema":1,
	"sectors":5,"skipped":0,"verified":true}
	EOF
	echo >>/tmp/wanted
	diff /tmp/wanted /tmp/found
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
	# What is before it in its block is not blank.
	expect 2 flashmap write 'NAND simulator partition 2' /t/small \
		--offset 0x900800
	expect 2 flashmap read 'ram disk' --offset 8M --length 1
	expect 2 flashmap write nothing /t/small
	end
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
