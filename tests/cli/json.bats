#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The documents of all commands have the members that the section JSON of
# flashmap(1) names and no others, and are null only where it says so.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154,SC2164

load helper

setup() {
	needs_json
	sources=${top_srcdir:-$BATS_TEST_DIRNAME/../..}
}

# manual: a line "COMMAND MEMBER" for each member that there is, with " null"
# where it may be. In .Li stand members, below the path of a tag with .Li, and
# in .Em what several documents have.
manual() {
	awk -v wanted="$1" '
	function add(member) {
		last = path "." member
		if (object != "")
			members[object] = members[object] " " last
		else if (is_wanted)
			print last
	}
	function nullable(member) {
		if (object != "")
			null[object] = null[object] " " member
		else if (is_wanted)
			print member, "null"
	}
	function include(object, name, names, count, i) {
		count = split(members[object], names)
		for (i = 1; i <= count; i++)
			print path names[i]
		count = split(null[object], names)
		for (i = 1; i <= count; i++)
			print path names[i], "null"
	}
	$1 == ".Sh" {
		within = $2 == "JSON"
		is_wanted = wanted != "progress"
	}
	!within { next }
	$1 == ".Bl" { depth++ }
	$1 == ".El" { depth--; path = "" }
	$1 == ".It" && $2 == "Em" {
		object = $3
		is_wanted = 0
		path = ""
	}
	$1 == ".It" && $2 == "Cm" {
		object = path = ""
		is_wanted = 0
		for (i = 3; i <= NF; i++)
			if ($i == wanted)
				is_wanted = 1
	}
	$1 == ".It" && $2 == "Li" {
		path = "." $3
		tag = path
		sub(/\[\]$/, "", tag)
		if (is_wanted)
			print tag
	}
	$1 == ".Li" && (depth > 0 || is_wanted) {
		for (i = 2; i <= NF; i++)
			if ($i ~ /^[a-z_0-9]+$/)
				add($i)
	}
	$1 == ".Pq" && $2 == "Null" && is_wanted { print tag, "null" }
	$1 == ".Pq" && /[^a-z]null( |$)/ { nullable(last) }
	$1 == ".Em" && is_wanted { include($2) }
	END {
		if (wanted in members) {
			path = ""
			include(wanted)
		}
	}' "$sources/man/flashmap.1"
}

# objects MEMBERS: "PATH: the members of the object there", sorted
objects() {
	sed 's/ null$//' "$1" | LC_ALL=C sort -u | awk '
	{
		name = $1
		sub(/^.*\./, "", name)
		path = substr($1, 1, length($1) - length(name) - 1)
		found[path] = found[path] " " name
	}
	END { for (path in found) print path ":" found[path] }' |
		LC_ALL=C sort -u
}

# What jq tells of all documents, in the same words.
jq_path='def path_text: map(if type == "number" then "[]" else "." + . end) |
	add // "";'
jq_objects="$jq_path"' . as $document | [path(.. | objects)][] |
	. as $path | path_text + ": " +
	($document | getpath($path) | keys | join(" "))'
jq_nulls="$jq_path"' . as $document | [path(..)][] |
	select(. as $path | $document | getpath($path) == null) |
	path_text + " null"'

# document STATUS ARGS...: one more of the command, with that exit status
document() {
	local expected=$1

	shift
	flashmap --json "$@"
	status_is "$expected"
	jq -es 'length == 1' <<<"$output" >/dev/null ||
		show "should be one document"
	printf '%s\n' "$output" >>"$BATS_TEST_TMPDIR/documents"
}

# agrees COMMAND: the documents have what the manual says of it
agrees() {
	cd "$BATS_TEST_TMPDIR"
	manual "$1" >members
	objects members >expected
	[[ -s expected ]] || show "the manual has no members of $1"
	jq -r "$jq_objects" documents | LC_ALL=C sort -u >found
	diff expected found || show "the manual, and the documents of $1"
	jq -r "$jq_nulls" documents | LC_ALL=C sort -u >nulls
	grep ' null$' members | LC_ALL=C sort -u >may_be_null || true
	LC_ALL=C comm -23 nulls may_be_null >wrong
	[[ ! -s wrong ]] || show "null, which the manual does not say of $1:" \
		"$(cat wrong)"
}

# flipped: NAND, of which a step cannot be corrected and one is on its way
flipped() {
	simulator nand
	chip_state 'chip nand 1048576 131072 2048 255 512' \
		'fault 0 526336 512 5 0' 'fault 0 655360 512 3 0'
}

@test "every command has its place in the section JSON, in the order of --help" {
	options=()
	flashmap --help
	sed -n '/^Commands:/,/^$/s/^  \([a-z]*\).*/\1/p' <<<"$output" \
		>"$BATS_TEST_TMPDIR/commands"
	awk '$1 == ".Sh" { within = $2 == "JSON" }
		within && $1 == ".It" && $2 == "Cm" {
			for (i = 3; i <= NF; i += 2)
				print $i
		}' "$sources/man/flashmap.1" |
		diff "$BATS_TEST_TMPDIR/commands" -
}

@test "list" {
	simulator names 65536
	document 0 list
	simulator nand
	document 0 list
	recorded
	mtd 0 boot
	mtd 1 boot parent=platform/other size=4096 writesize=
	document 0 list
	agrees list
}

@test "info" {
	simulator
	flashmap lock storage
	document 0 info storage
	rm flash.state
	simulator nand
	document 0 info slot
	chip 0x3000 0 0x3000 all
	document 0 info all
	recorded
	mtd 0 boot
	document 0 info boot
	agrees info
}

@test "map" {
	chip 0x10000 0 0x3000 first 0x1000 0x4000 second 0x6000 0x1000 third
	document 0 map
	recorded
	mtd 0 boot
	mtd 1 data offset=65536
	document 0 map
	agrees map
}

@test "dump" {
	simulator
	document 0 dump storage
	agrees dump
}

@test "health" {
	flipped
	document 3 health slot --scan
	document 0 health
	rm flash.state
	simulator
	document 0 health --scan
	agrees health
}

@test "doctor" {
	recorded
	mtd 0 boot offset=2048
	document 3 doctor
	simulator
	document 0 doctor
	agrees doctor
}

@test "read" {
	simulator
	document 0 read storage -o data
	agrees read
}

@test "write" {
	simulator
	pattern 5000 >data
	document 0 write storage data
	document 0 write storage data --dry-run
	agrees write
}

@test "copy" {
	simulator
	document 0 copy storage image-1
	agrees copy
}

@test "erase" {
	simulator
	document 0 erase storage
	agrees erase
}

@test "verify" {
	simulator
	pattern 5000 >data
	document 3 verify storage data
	dd if=flash of=data bs=8192 skip=15 count=1 status=none
	document 0 verify storage data
	agrees verify
}

@test "lock" {
	simulator
	document 0 lock storage
	agrees lock
}

@test "unlock" {
	simulator
	flashmap lock storage
	document 0 unlock storage --length 4K
	agrees unlock
}

@test "badblocks" {
	simulator nand
	document 0 badblocks slot
	document 0 badblocks slot --mark 0 --yes
	rm flash.state
	simulator
	document 0 badblocks storage
	agrees badblocks
}

# It wants MTDs of the running system: the source is asked.
@test "torture" {
	cd "$BATS_TEST_TMPDIR"
	{
		printf '.schema\n'
		sed -n 's/.*json_set[a-z_]*(document, "\([a-z_]*\)".*/.\1/p' \
			"$sources/utils/torture/torture.c"
		printf '.failed[].%s\n' offset size
	} >source_members
	objects source_members >found
	manual torture >members
	objects members | diff - found
}

@test "header" {
	simulator
	document 0 header --labels-only -o board.h
	sed 's/partition@80000/slot: &/' "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -@ -I dts -O dtb -o map.dtb
	document 0 header -o board.h
	agrees header
}

@test "the lines of --progress json" {
	simulator
	flashmap -q erase image-1 --progress json
	status_is 0
	printf '%s\n' "$stderr" >documents
	rm flash.state
	simulator large 8388608
	pattern 2000000 >data
	piped -q write last - --progress json
	status_is 0
	printf '%s\n' "$stderr" >>documents
	grep -q null documents
	agrees progress
}
