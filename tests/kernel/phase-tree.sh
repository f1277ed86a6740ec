# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash disable=SC1091
# The map that a program sees is the one that the board's device tree describes.
. /t/guest-lib.sh

setup()
{
	load_flash 10
}

# ids: what must be the same for everybody who asks, from a list in JSON
ids()
{
	jq -c '.areas[] | {id, "label": .label, chip, offset, size, dt_path, read_only}'
}

test_tree_map_is_the_manuals()
{
	expect 0 flashmap --json list
	jq -r '.areas[] | select(.chip == "pnor") |
		"\(.label) \(.offset) \(.size) \(.read_only)"' /tmp/out |
		sort >/tmp/list
	sort >/tmp/wanted <<-EOF
	mcuboot 0 65536 true
	storage 122880 8192 false
	image-0 131072 393216 false
	image-1 524288 393216 false
	image-scratch 917504 131072 false
	EOF
	diff /tmp/wanted /tmp/list
}

test_tree_every_area_has_its_node()
{
	expect 0 flashmap --json list
	jq -e '(.areas | length) == 10 and (.findings | length) == 0 and
		all(.areas[]; .dt_path and .tied_by == "node")' /tmp/out
}

test_tree_recording_reads_like_the_board()
{
	record /tmp/desk
	expect 0 flashmap --json list
	jq -S . /tmp/out >/tmp/here
	expect 0 flashmap --root /tmp/desk --json list
	jq -S . /tmp/out | diff /tmp/here -
}

# Root, somebody else, a recording, and the .dtb on the machine that built.
test_tree_ids_are_the_same_for_everybody()
{
	expect 0 flashmap --json list
	ids </tmp/out >/tmp/root.ids
	[ "$(wc -l </tmp/root.ids)" = 10 ]
	expect 0 su nobody -s /bin/sh -c 'flashmap --json list'
	ids </tmp/out | diff /tmp/root.ids -
	record /tmp/desk
	expect 0 flashmap --root /tmp/desk --json list
	ids </tmp/out | diff /tmp/root.ids -
	ids </t/desk.json | diff /tmp/root.ids -
}

test_tree_write_to_a_slot()
{
	expect 0 flashmap write image-1 /t/image
	holds /t/image "$(mtd_of image-1)" 0
}

test_tree_read_only_is_refused()
{
	expect 4 flashmap write mcuboot /t/small
	expect 4 flashmap erase mcuboot --force
	expect 1 guest step area=mcuboot erase=0,65536 write=0,/t/small
	[ "$(grep -c 'EROFS' /tmp/out)" = 2 ]
}
