#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# map: what is drawn is compared as text; the SVG is measured by awk.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

setup() {
	unset COLUMNS NO_COLOR
}

# draws COLUMNS TEXT: the map in so many columns begins so
draws() {
	COLUMNS=$1 flashmap map
	status_is 0
	[[ $output == "$2"* ]] || show "the map should begin with: $2"
	[[ -z $stderr ]] || show "stderr should be empty"
}

# fits COLUMNS: no line is wider, as a terminal counts
fits() {
	local widest

	COLUMNS=$1 flashmap map
	status_is 0
	widest=$(wc -L <<<"$output")
	((widest <= $1)) || show "$widest columns wide instead of $1"
}

@test "map: chip, areas and gaps in 80 columns" {
	simulator
	COLUMNS=80 flashmap map
	status_is 0
	cat >expected <<-'END'
		flash@0: simulated nor 1M, sectors of 4K
		+---+----+-+----------------------------+----------------------------+---------+
		|0  |....|1|2 image-0                   |3 image-1                   |4        |
		+---+----+-+----------------------------+----------------------------+---------+
		0x0                                                                     0x100000
		0  0x000000      64K  mcuboot
		.  0x010000      56K  gap
		1  0x01e000       8K  storage
		2  0x020000     384K  image-0
		3  0x080000     384K  image-1
		4  0x0e0000     128K  image-scratch

		[.] gap
		Small ranges are drawn larger than to scale.
	END
	diff expected - <<<"$output"
	unchanged
}

@test "map: in 20 columns all areas are drawn and named" {
	simulator
	COLUMNS=20 flashmap map
	status_is 0
	cat >expected <<-'END'
		flash@0: simulated
		  nor 1M, sectors of
		  4K
		+-+-+-+----+-----+-+
		|0|.|1|2   |3    |4|
		+-+-+-+----+-----+-+
		0x0         0x100000
		0 0x000000 64K
		  mcuboot
		. 0x010000 56K gap
		1 0x01e000 8K
		  storage
		2 0x020000 384K
		  image-0
		3 0x080000 384K
		  image-1
		4 0x0e0000 128K
		  image-scratch

		[.] gap
		Small ranges are
		drawn larger than to
		scale.
	END
	diff expected - <<<"$output"
}

@test "map: what is large enough is exactly to scale" {
	chip 0x100000 0 0x80000 half 0x80000 0x40000 quarter \
		0xc0000 0x20000 eighth 0xe0000 0x20000 last
	draws 65 "flash@0: simulated nor 1M, sectors of 4K
+-------------------------------+---------------+-------+-------+
|0 half                         |1 quarter      |2      |3 last |
+-------------------------------+---------------+-------+-------+
0x0                                                      0x100000
"
	output_lacks "larger than to scale"
}

@test "map: 64 KiB of 64 MiB are there and named, at 20 and 200 columns" {
	chip 0x4000000 0 0x10000 first 0x10000 0x3fe0000 most \
		0x3ff0000 0x10000 last
	draws 20 "flash@0: simulated
  nor 64M, sectors
  of 4K
+-+--------------+-+
|0|1 most        |2|
+-+--------------+-+
"
	output_has "2 0x3ff0000 64K last"
	COLUMNS=200 flashmap map
	status_is 0
	[[ ${lines[2]} =~ ^\|0\|1\ most\ {188}\|2\|$ ]] || show "${lines[2]}"
}

@test "map: sizes that no product would hold are to scale as well" {
	local quarter=1152921504606846976

	recorded
	mtd 0 quarter size=$quarter parent=platform/spi/spi0.0
	mtd 1 second size=$quarter offset=$quarter parent=platform/spi/spi0.0
	mtd 2 half size=$((2 * quarter)) offset=$((2 * quarter)) \
		parent=platform/spi/spi0.0
	COLUMNS=65 flashmap map
	status_is 0
	[[ -n $output ]] || skip "a program of 32 bits cannot address it"
	grep -Fx "+---------------+---------------+-------------------------------+" \
		<<<"$output"
	grep -Fx "|0 quarter      |1 second       |2 half                         |" \
		<<<"$output"
	output_has "2  0x2000000000000000       2E  half"
}

@test "map: an area in areas is drawn below them and indented" {
	chip 0x10000 0 0x8000 outer 0x4000 0x4000 inner 0x4000 0x2000 inmost
	draws 41 "flash@0: simulated nor 64K, sectors of 4K
+-------------------+-------------------+
|0 outer            |...................|
+---------+---------+-------------------+
          |1 inner  |
          +----+----+
          |2   |
          +----+
0x0                               0x10000
0  0x00000      32K  outer
1  0x04000      16K    inner
2  0x04000       8K      inmost
.  0x08000      32K  gap
"
}

@test "map: areas that overlap in part are on lanes of their own" {
	chip 0x8000 0 0x4000 first 0x2000 0x4000 second 0x6000 0x2000 third
	draws 33 "flash@0: simulated nor 32K,
  sectors of 4K
+---------------+       +-------+
|0 first        |       |2      |
+-------+-------+-------+-------+
        |1 second       |
        +---------------+
0x0                        0x8000
"
}

@test "map: an area that is the whole chip hides no gap" {
	chip 0x8000 0 0x8000 all 0x4000 0x2000 part
	draws 33 "flash@0: simulated nor 32K,
  sectors of 4K
+-------------------------------+
|0 all                          |
+---------------+-------+-------+
|...............|1 part |.......|
+---------------+-------+-------+
"
}

# many_areas COUNT: areas of a sector each, then as much again that is none
many_areas() {
	local arguments=() i

	for ((i = 0; i < $1; i++)); do
		arguments+=($((i * 4096)) 4096 "part$i")
	done
	chip $((2 * $1 * 4096)) "${arguments[@]}"
}

@test "map: too many areas for a line go over several, each with its id" {
	many_areas 60
	for columns in 20 40 80; do
		fits "$columns"
		for ((i = 0; i < 60; i++)); do
			grep -Eq "^[^0-9].*\b$i\b" <<<"$output" ||
				show "no box $i in $columns columns"
		done
	done
}

@test "map: no line is wider than the terminal" {
	chip 0x10000 0 0x10000 all 0 0x1000 "größe 鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵鍵" \
		0x1000 0x2000 "a-label-of-many-characters-and-no-blank-in-it" \
		0x2000 0x3000 "many words, one after the other one read-only"
	for columns in 16 17 18 19 20 21 22 23 30 39 40 41 60 79 80 132 200; do
		fits "$columns"
	done
}

@test "map: the width is that of the terminal, COLUMNS comes first" {
	command -v script >/dev/null || skip "no script"
	simulator
	for columns in 20 40 200; do
		run script -qec "stty cols $columns; $FLASHMAP --dtb map.dtb \
			--sim flash map --color never" /dev/null </dev/null
		status_is 0
		[[ $(tr -d '\r' <<<"$output" | grep '^+' | wc -L) -eq $columns ]] ||
			show "not $columns columns"
	done
	run script -qec "stty cols 100; COLUMNS=50 $FLASHMAP --dtb map.dtb \
		--sim flash map --color never" /dev/null </dev/null
	[[ $(tr -d '\r' <<<"$output" | grep '^+' | wc -L) -eq 50 ]]
}

@test "map: 80 columns where there is no terminal or COLUMNS is no number" {
	simulator
	for columns in "" 0 x -5; do
		COLUMNS=$columns flashmap map
		status_is 0
		[[ $(wc -L <<<"$output") -eq 80 ]] || show "COLUMNS=$columns"
	done
	flashmap map
	[[ $(wc -L <<<"$output") -eq 80 ]]
}

@test "map: a COLUMNS too small or too large is taken as 16 or 1000" {
	simulator
	COLUMNS=1 flashmap map
	[[ $(grep '^+' <<<"$output" | wc -L) -eq 16 ]]
	COLUMNS=4294967297 flashmap map
	[[ $(grep '^+' <<<"$output" | wc -L) -eq 1000 ]]
}

@test "map: read-only is marked, in its box, its line and the legend" {
	chip 0x8000 0 0x4000 "boot read-only" 0x4000 0x4000 data
	draws 33 "flash@0: simulated nor 32K,
  sectors of 4K
+---------------+---------------+
|0 boot ########|1 data         |
+---------------+---------------+
0x0                        0x8000
0  0x0000      16K  boot,
                    read-only
1  0x4000      16K  data

[#] read-only"
}

@test "map: protected is marked" {
	chip 0x8000 0 0x4000 boot 0x4000 0x4000 data
	echo 'protect boot' >conf
	options+=(--config conf)
	COLUMNS=65 flashmap map
	status_is 0
	[[ ${lines[2]} == "|0 boot ++++++++++++++++++++++++|1 data "* ]]
	grep -Fx '0  0x0000      16K  boot, protected' <<<"$output"
	grep -Fx '[+] protected' <<<"$output"
}

@test "map: in use is marked, and by whom" {
	recorded
	mtd 0 data size=65536
	echo '31 24 31:0 / /mnt/data rw - jffs2 mtd0 rw' \
		>"$root/proc/self/mountinfo"
	flashmap map
	status_is 0
	output_has '|0 data ********'
	output_has 'data, in use: mtd0 is mounted on /mnt/data'
	grep -Fx '[*] in use' <<<"$output"
}

@test "map: an area without a driver is marked" {
	chip 0x8000 0 0x8000 data
	recorded
	options+=(--dtb map.dtb)
	flashmap map
	status_is 0
	output_has 'flash@0: of unknown size, drawn to its last area'
	output_has '|0 data ??????'
	output_has 'data, no driver'
	grep -Fx '[?] no driver' <<<"$output"
}

@test "map: an MTD whose place is not known is drawn alone" {
	recorded
	mtd 0 mystery offset=4096 parent=virtual
	flashmap map
	status_is 0
	output_has "mtd0: nor alone, its place on the chip is unknown, sectors of 4K"
	output_has "0  0x00000      64K  mystery"
}

@test "map: an area without a byte has a line and no box" {
	chip 0x8000 0 0x4000 first 0x2000 0 nothing 0x6000 0 "no more" \
		0x7000 0x1000 last
	recorded
	options+=(--dtb map.dtb)
	draws 33 "flash@0: of unknown size, drawn
  to its last area
+---------------+-----------+---+
|0 first ???????|...........|3??|
+---------------+-----------+---+
0x0                        0x8000
0  0x0000      16K  first, no
                    driver
1  0x2000        0   nothing, no
                     driver
.  0x4000      12K  gap
2  0x6000        0  no more, no
                    driver
3  0x7000       4K  last, no
                    driver
"
	flashmap map --svg map.svg
	grep -F '>0x2000</text>' map.svg
	not grep -F 0xffffffff map.svg
	needs_json
	flashmap --json map
	holds '.chips[0] | .lanes == 1 and .overlaps == [] and
		.gaps == [{"start": 16384, "size": 12288}]'
}

@test "map: no flash is a note, exit 0" {
	recorded
	flashmap map
	status_is 0
	[[ -z $output ]]
	error_has "no flash to draw"
}

@test "map --color always: the same text, and colours" {
	chip 0x8000 0 0x4000 "boot read-only" 0x4000 0x2000 data
	flashmap map --color never
	plain=$(grep -v '^\[' <<<"$output")
	[[ $output != *$'\e'* ]]
	flashmap map --color always
	status_is 0
	output_has $'\e[97;41m0 boot '
	output_has $'[\e[97;41m#\e[0m] read-only'
	output_has $'[\e[30;46m \e[0m] writable'
	stripped=$(printf '%s\n' "$output" | sed 's/\x1b\[[0-9;]*m//g' |
		grep -v '^\[')
	[[ $stripped == "$plain" ]]
}

# on_terminal SETTING...: the map on a terminal, in an environment with these
on_terminal() {
	command -v script >/dev/null || skip "no script"
	run script -qec "env $* $FLASHMAP --dtb map.dtb --sim flash map" \
		/dev/null </dev/null
	status_is 0
}

@test "map --color auto: on a terminal, not with NO_COLOR or a dumb one" {
	simulator
	on_terminal TERM=xterm
	output_has $'\e['
	on_terminal TERM=xterm NO_COLOR=
	output_has $'\e['
	on_terminal TERM=xterm NO_COLOR=1
	output_lacks $'\e['
	on_terminal TERM=dumb
	output_lacks $'\e['
	TERM=xterm flashmap map
	output_lacks $'\e['
	NO_COLOR=1 flashmap map --color always
	output_has $'\e['
}

@test "map --color: anything else, exit 2" {
	flashmap map --color yes
	fails_with 2 "--color yes: it is auto, always or never"
}

@test "map: control characters in names are escaped" {
	simulator names 65536
	flashmap map
	status_is 0
	output_has 'bell\x07line\x0aend\x1b[31m'
	output_has 'raw\xffbyte'
	output_lacks $'\e'
	output_lacks $'\a'
}

@test "map: what would turn the line around is escaped" {
	chip 0x1000 0 0x1000 $'a\u202eb\u200bc'
	flashmap map
	status_is 0
	output_has 'a\xe2\x80\xaeb\xe2\x80\x8bc'
}

@test "map --json: chips with areas, lanes, gaps and overlaps" {
	needs_json
	chip 0x10000 0 0x8000 outer 0x4000 0x9000 across 0x5000 0x1000 inner
	flashmap --json map
	status_is 0
	holds '.schema == 1 and (.chips | length == 1)'
	holds '.chips[0] | .name == "flash@0" and .size == 65536 and
		.end == 65536 and .lanes == 3 and .type == "nor"'
	holds '[.chips[0].areas[] | [.label, .start, .size, .lane, .parent,
		.in_use]] == [["outer", 0, 32768, 0, null, null],
		["across", 16384, 36864, 1, null, null],
		["inner", 20480, 4096, 2, 0, null]]'
	holds '.chips[0].gaps == [{"start": 53248, "size": 12288}]'
	holds '.chips[0].overlaps == [
		{"start": 16384, "size": 16384, "first": 0, "second": 1},
		{"start": 20480, "size": 4096, "first": 0, "second": 2},
		{"start": 20480, "size": 4096, "first": 1, "second": 2}]'
}

@test "map --json: where an offset is not known, and who uses it" {
	needs_json
	recorded
	mtd 0 mystery offset=4096 parent=virtual
	echo '31 24 31:0 / /mnt rw - jffs2 mtd0 rw' \
		>"$root/proc/self/mountinfo"
	flashmap --json map
	status_is 0
	holds '.chips[0].areas[0] | .offset == null and .start == 0 and
		.in_use == "mtd0 is mounted on /mnt"'
}

@test "map --svg: well-formed, no script, names escaped" {
	command -v xmllint >/dev/null || skip "no xmllint"
	chip 0x5000 0 0x1000 '<script>&amp;' 0x1000 0x1000 ']]>' \
		0x2000 0x1000 $'\x01\x1b[31m' 0x3000 0x1000 $'raw\xff' \
		0x4000 0x1000 $'\ufffe\U1ffff'
	flashmap map --svg map.svg
	status_is 0
	[[ $output == "drew 1 chip into map.svg" ]] || show
	xmllint --noout map.svg
	for label in '<script>&amp;' ']]>' '\x01\x1b[31m' 'raw\xff' \
		'\xef\xbf\xbe\xf0\x9f\xbf\xbf'; do
		xmllint --xpath '//*[local-name()="text"]/text()' map.svg |
			sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' |
			grep -Fq "$label" || show "$label"
	done
	[[ $(xmllint --xpath 'count(//*[local-name()="script"])' \
		map.svg) == 0 ]]
	not grep -Eq 'href|url\([^#]' map.svg
}

# boxes Y: x and width of the boxes of the lane at Y, from the left
boxes() {
	sed -n 's/^<rect x="\([0-9]*\)" y="'"$1"'" width="\([0-9]*\)".*/\1 \2/p' \
		map.svg
}

@test "map --svg: the boxes of a lane follow each other exactly, to scale" {
	chip 0x100000 0 0x80000 half 0x80000 0x40000 quarter \
		0xc0000 0x20000 eighth 0xe0000 0x10000 small
	flashmap map --svg map.svg
	y=$(grep -m1 '<rect x="20"' map.svg | sed 's/.* y="\([0-9]*\)".*/\1/')
	[[ $(boxes "$y") == $'20 480\n500 240\n740 120\n860 60\n920 60' ]] ||
		show "$(boxes "$y")"
}

# An area of each size from 1 to COUNT sectors, in an order without one, some
# with a gap before them: "START SIZE" of each and of each gap, in sectors.
scattered() {
	awk -v count="$1" -v start=0 'BEGIN {
		for (i = 1; i <= count; i++) {
			size = i * 37 % (count + 1)
			if (i % 5 == 0) {
				print "gap", start, i % 7 + 1
				start += i % 7 + 1
			}
			print "area", start, size
			start += size
		}
	}'
}

@test "map --svg: no overlap, no hole, and the larger is never the smaller" {
	local arguments=() kind start size end=0

	cd "$BATS_TEST_TMPDIR"
	scattered 52 >ranges
	while read -r kind start size; do
		end=$((start + size))
		[[ $kind == area ]] || continue
		arguments+=($((start * 4096)) $((size * 4096)) "of$size")
	done <ranges
	chip $((end * 4096)) "${arguments[@]}"
	flashmap map --svg map.svg
	y=$(grep -m1 '<rect x="20"' map.svg | sed 's/.* y="\([0-9]*\)".*/\1/')
	boxes "$y" | sort -n >drawn
	[[ $(wc -l <drawn) -eq $(wc -l <ranges) ]]
	sort -n -k 2 ranges | paste -d ' ' drawn - | sort -n -k 5 | awk '
		$2 < 24 || $2 + 1 < widest { print "too narrow:", $0 }
		{ widest = $2 > widest ? $2 : widest; sum += $2 }
		END { print "sum", sum }' >found
	awk -v next_x=20 '$1 != next_x { print "not at", next_x ":", $0 }
		{ next_x += $2 }
		END { print "sum", next_x - 20 }' drawn >expected
	diff expected found
	[[ $(cat found) == "sum 1920" ]]
}

@test "map --svg: 64 KiB of 64 MiB have a box with room for the id" {
	chip 0x4000000 0 0x10000 first 0x10000 0x3ff0000 rest
	flashmap map --svg map.svg
	y=$(grep -m1 '<rect x="20"' map.svg | sed 's/.* y="\([0-9]*\)".*/\1/')
	[[ $(boxes "$y") == $'20 16\n36 944' ]] || show "$(boxes "$y")"
}

@test "map --svg: is there complete or not at all" {
	simulator
	flashmap map --svg none/map.svg
	fails_with 1 "cannot write to none/map.svg"
	echo old >map.svg
	run bash -c 'ulimit -f 1; "$@"' - "$FLASHMAP" "${options[@]}" \
		map --svg map.svg
	status_is 1
	[[ $(cat map.svg) == old ]]
	[[ $(echo map.svg*) == map.svg ]]
}

@test "map --svg - is the picture alone" {
	simulator
	flashmap map --svg -
	status_is 0
	[[ $output == "<svg "*"</svg>" ]]
	flashmap map --svg map.svg -q
	[[ -z $output ]]
	flashmap map --svg -
	[[ $output == "$(cat map.svg)" ]]
}

@test "map --svg --json: the picture in the file, the document on stdout" {
	needs_json
	simulator
	flashmap --json map --svg map.svg
	status_is 0
	holds '.chips[0].areas | length == 5'
	[[ $(head -c 5 map.svg) == "<svg " ]]
	flashmap --json map --svg -
	fails_with 2 "standard output is for the JSON document"
}
