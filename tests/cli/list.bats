#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

@test "list: the areas in the order of their ids, in columns" {
	simulator
	flashmap list
	status_is 0
	[[ ${lines[0]} =~ ^ID\ +LABEL\ +CHIP\ +OFFSET\ +SIZE ]]
	[[ ${lines[0]} =~ ERASE\ +MTD\ +FLAGS$ ]]
	[[ ${#lines[@]} -ge 6 ]]
	for label in mcuboot storage image-0 image-1 image-scratch; do
		output_has " $label "
	done
	grep -E ' image-1 +flash@0 +0x80000 +0x60000 +384K +4K +- +simulated' \
		<<<"$output"
	[[ -z $stderr ]]
	unchanged
}

@test "list: numbers end in one column" {
	simulator
	flashmap list
	ends=$(sed -n '2,6s/K .*//p' <<<"$output" | awk '{ print length }' |
		sort -u)
	[[ $(wc -l <<<"$ends") -eq 1 ]]
	ends=$(sed -n '2,6s/^\( *[0-9]*\) .*/\1/p' <<<"$output" |
		awk '{ print length }' | sort -u)
	[[ $ends == 2 ]]
}

@test "list: names are escaped, UTF-8 is kept" {
	simulator names 65536
	flashmap list
	status_is 0
	output_has ' two words '
	output_has ' the "quoted" one '
	output_has ' bell\x07line\x0aend\x1b[31m '
	output_has ' größe '
	output_has ' raw\xffbyte '
	not grep -q $'\e' <<<"$output"
}

@test "list --json: chips, areas and findings" {
	needs_json
	simulator
	flashmap --json list
	status_is 0
	holds '.schema == 1'
	holds '.chips | length == 1'
	holds '.chips[0] | .name == "flash@0" and .size == 1048576 and
		.erase_size == 4096 and .write_size == 1 and .simulated and
		has("type") and (.dt_path | startswith("/"))'
	holds '.areas | length == 5'
	holds '[.areas[].label] | sort == ["image-0", "image-1",
		"image-scratch", "mcuboot", "storage"]'
	holds '.areas[] | select(.label == "image-1") | .offset == 524288 and
		.size == 393216 and .erase_size == 4096 and .write_size == 1 and
		.sectors == 96 and .mtd == null and .chip == "flash@0" and
		.read_only == false and .protected == false and .driver and
		.simulated and (.id | type == "number")'
	holds '.areas[0] | has("kernel_offset") and has("type") and
		has("dt_path")'
	holds '.findings | type == "array"'
	[[ -z $stderr ]]
}

@test "list --json: names stay valid JSON" {
	needs_json
	simulator names 65536
	flashmap --json list
	status_is 0
	holds '.areas | length == 7'
	holds '[.areas[].label] | index("two words") and
		index("the \"quoted\" one") and index("größe") and
		index("bell\u0007line\nend\u001b[31m") and
		index("raw\\xffbyte")'
	iconv -f UTF-8 -t UTF-8 <<<"$output" >/dev/null
}

@test "list: no MTD in the kernel is one sentence, exit 1" {
	recorded
	rm -r "$root/sys"
	flashmap list
	fails_with 1 "no MTD below"
	needs_json
	flashmap --json list
	fails_with 1 "no MTD below"
}

@test "list: no MTDs are an empty list, exit 0" {
	recorded
	flashmap list
	status_is 0
	[[ -z $output ]]
	error_has "no MTD devices"
	flashmap -q list
	status_is 0
	[[ -z $output && -z $stderr ]]
}

@test "list --json: no MTDs are empty arrays" {
	needs_json
	recorded
	flashmap --json list
	status_is 0
	holds '.schema == 1 and .chips == [] and .areas == []'
}

@test "list: a recorded sysfs tree" {
	recorded
	mtd 0 u-boot size=131072 flags=0x800
	mtd 1 rootfs size=1048576 erasesize=65536
	flashmap list
	status_is 0
	grep -E ' u-boot .* 0x20000 +128K +4K +mtd0 .*read-only' <<<"$output"
	grep -E ' rootfs .* 0x100000 +1M +64K +mtd1 ' <<<"$output"
}

@test "list --json: a recorded sysfs tree" {
	needs_json
	recorded
	mtd 3 rootfs size=1048576 erasesize=65536
	flashmap --json list
	status_is 0
	holds '.areas[0] | .mtd == "mtd3" and .type == "nor" and
		.simulated == false and .sectors == 16 and .kernel_offset == 0'
}

@test "list: an offset that is not known is ? and null" {
	recorded
	mtd 0 mystery offset=4096 parent=virtual
	flashmap list
	status_is 0
	grep -E ' mystery +[^ ]+ +\? ' <<<"$output"
	needs_json
	flashmap --json list
	holds '.areas[0] | .offset == null and .kernel_offset == 4096'
	holds '.findings[0] | (.code | type == "string") and
		(.message | contains("mystery")) and .mtd == "mtd0"'
}

@test "list: findings come after the table, and not with -q" {
	recorded
	mtd 0 odd erasesize=0
	mtd 1 odder size=0
	flashmap list
	status_is 0
	[[ $output == *odd*$'\n'Findings:$'\n  '[a-z]* ]]
	flashmap -q list
	output_has "odd"
	output_lacks "Findings:"
}

@test "list: /proc/mtd where there is no sysfs; what it lacks is unknown" {
	recorded
	rm -r "$root/sys"
	printf '%s\n' 'dev:    size   erasesize  name' \
		'mtd0: 00020000 00001000 "boot loader"' \
		'mtd1: 00100000 00010000 "rootfs"' >"$root/proc/mtd"
	flashmap list
	status_is 0
	grep -E ' boot loader +mtd0 .* 0x20000 +128K .* mtd0 ' <<<"$output"
	grep -E ' rootfs +mtd1 .* 0x100000 +1M .* mtd1 ' <<<"$output"
	needs_json
	flashmap --json list
	status_is 0
	holds '.areas | length == 2'
	holds '.areas[0] | .label == "boot loader" and .write_size == null and
		.type == null'
}

# headings: those of the table, with one blank between
headings() {
	tr -s ' ' <<<"${lines[0]}"
}

@test "list --columns: those and no others, in their order" {
	simulator
	flashmap list --columns label,sectors,id
	status_is 0
	cat >expected <<-'END'
		LABEL          SECTORS  ID
		mcuboot             16   0
		storage              2   1
		image-0             96   2
		image-1             96   3
		image-scratch       32   4
	END
	diff expected - <<<"$output"
}

@test "list --columns: each of them has its facts" {
	simulator
	flashmap list --columns id,label,chip,offset,size,units,erase,write,\
sectors,mtd,type,flags,path,in-use
	status_is 0
	[[ $(headings) == "ID LABEL CHIP OFFSET SIZE ERASE WRITE SECTORS MTD \
TYPE FLAGS PATH IN USE" ]] || show "$(headings)"
	[[ $(tr -s ' ' <<<"${lines[4]}") == " 3 image-1 flash@0 0x80000 \
0x60000 384K 4K 1 96 - nor simulated \
/flash-controller@0/flash@0/partitions/partition@80000 -" ]] || show
}

@test "list --columns in-use: by whom" {
	recorded
	mtd 0 data
	mtd 1 other
	echo '36 35 31:0 / /mnt/data rw - jffs2 /dev/mtdblock0 rw' \
		>"$root/proc/self/mountinfo"
	flashmap list --columns label,in-use
	status_is 0
	[[ ${lines[1]} == "data   mtd0 is mounted on /mnt/data" ]]
	[[ ${lines[2]} == "other  -" ]]
}

@test "list --columns: an unknown one is named with those there are, exit 2" {
	simulator
	for name in labels LABEL "" "id," ",id" "id,,label" "id label"; do
		flashmap list --columns "$name"
		fails_with 2 "is no column"
		error_has "sectors, mtd, type, flags, path and in-use"
	done
	flashmap list --columns $'\e[31m'
	fails_with 2 '\x1b[31m'
}

@test "list --columns: more than there is room for, exit 2" {
	simulator
	flashmap list --columns "$(yes id | head -17 | paste -sd,)"
	fails_with 2 "more than 16 columns"
	flashmap list --columns "$(yes id | head -16 | paste -sd,)"
	status_is 0
}

@test "list --tree: chips, areas, and areas in these" {
	chip 0x10000 0 0x10000 all 0x4000 0x8000 inner 0x5000 0x1000 inmost \
		0xc000 0x1000 last
	flashmap list --tree --columns label,offset,size,id -q
	status_is 0
	cat >expected <<-'END'
		LABEL       OFFSET     SIZE  ID
		flash@0             0x10000
		  all          0x0  0x10000   0
		    inner   0x4000   0x8000   1
		      inmost 0x5000   0x1000   2
		    last    0xc000   0x1000   3
	END
	diff <(tr -s ' ' <expected) <(tr -s ' ' <<<"$output" | sed 's/ *$//')
	[[ $(cut -c 1-12 <<<"$output" | sed 's/ *$//') == "LABEL
flash@0
  all
    inner
      inmost
    last" ]] || show
}

@test "list --tree: the columns of a chip" {
	simulator
	flashmap list --tree
	status_is 0
	[[ $(headings) == "LABEL ID OFFSET SIZE ERASE MTD FLAGS" ]]
	[[ $(tr -s ' ' <<<"${lines[1]}") == \
		"flash@0 0x100000 1M 4K simulated" ]] || show
	[[ ${lines[5]} == "  image-1 "* ]]
}

@test "list --json takes no --columns and no --tree, exit 2" {
	needs_json
	simulator
	flashmap --json list --tree
	fails_with 2 "no --columns and no --tree"
	flashmap --json list --columns id
	fails_with 2 "no --columns and no --tree"
}
