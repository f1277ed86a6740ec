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
