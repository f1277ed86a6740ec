#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Every command with every option, on the simulator and, started by
# tests/kernel/phase-commands.sh, on MTDs. What a flash holds is read from the
# simulator's file or with mtd-utils, in on-simulator.bash and on-mtd.bash. Both
# have "slot-a" and "slot-b", NOR or RAM of 128 KiB in sectors of 4 KiB, "fixed",
# which is read-only, and NAND of eight blocks of 128 KiB, of which 2 and 5 are
# bad: "nand-slot" here, $nand_label for flashmap. Tests with the tag "nor" are
# those that NOR which can be locked may end in another way.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper
load "${FLASHMAP_TESTS_ON:-on-simulator}"

slot=131072 block=131072
# A program that watches flashmap, and its options
through=()

setup_file() {
	"$FLASHMAP" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' \
		>"$BATS_FILE_TMPDIR/commands"
	prepare_file
}

teardown_file() {
	restore_file
}

# data is what "slot-b" begins with: to copy it is to write it
setup() {
	prepare
	bytes_of slot-a >slot-a
	bytes_of slot-b >slot-b
	head -c 5000 slot-b >data
}

teardown() {
	[[ -z ${used-} ]] || give_back "$used"
}

# nand: for a test that needs "nand-slot"; [weak]: block 0 cannot be erased
nand() {
	fresh_nand "$@"
	bytes_of nand-slot >nand-slot
}

# flashmap ARGS...: run it, and note what it took, a line a call
flashmap() {
	run --separate-stderr timeout 60 "${through[@]}" "$FLASHMAP" \
		"${options[@]}" "$@"
	[[ $status -eq 2 ]] || printf '%s\t' "${options[@]}" "$@" $'\n' \
		>>"$BATS_FILE_TMPDIR/used"
}

# is AREA FILE OFFSET ERASED: it is what it was, but for FILE at OFFSET and so
# many erased bytes behind it
is() {
	local file_size

	file_size=$(stat -c %s "$2")
	{
		head -c "$3" "$1"
		cat "$2"
		erased "$4"
		tail -c +$(($3 + file_size + $4 + 1)) "$1"
	} >wanted
	bytes_of "$1" | cmp wanted -
}

# kept AREA...: they are what they were
kept() {
	local area

	for area in "$@"; do
		bytes_of "$area" | cmp "$area" -
	done
}

# update write|copy OPTION...: data to the beginning of "slot-a"
update() {
	local command=$1

	shift
	case $command in
	write) flashmap write slot-a data "$@" ;;
	copy)
		flashmap copy slot-b slot-a --length "$(stat -c %s data)" "$@"
		;;
	esac
}

# update_nand write|copy OPTION...: data to the beginning of "nand-slot"
update_nand() {
	local command=$1

	shift
	case $command in
	write) flashmap write "$nand_label" data "$@" ;;
	copy) flashmap copy slot-b "$nand_label" --length 5000 "$@" ;;
	esac
}

# wrote_data: to the beginning of "slot-a", the rest of the sector is erased,
# and that is all; then all is as before
wrote_data() {
	status_is 0
	is slot-a data 0 3192
	kept slot-b
	fill slot-a slot-a
}

# progress_ends: it is told in JSON on stderr, up to the end
progress_ends() {
	status_is 0
	jq -es 'length >= 2 and all(.[]; .phase and .done <= .total) and
		.[0].done == 0 and .[-1].done == .[-1].total' \
		<<<"$stderr" >/dev/null || show "no progress to the end"
}

# hexadecimal: what a dump on stdin says, in bytes one after the other
hexadecimal() {
	sed -n 's/^[0-9a-f]*  \([0-9a-f ]*\)  *|.*|$/\1/p' | tr -d ' \n'
}

# Options of every command

@test "--help, -h and --version" {
	flashmap --help
	status_is 0
	help=$output
	flashmap -h
	[[ $status -eq 0 && $output == "$help" ]]
	flashmap --version
	status_is 0
	[[ $output =~ ^flashmap\ [0-9]+\.[0-9]+ ]]
}

@test "--config FILE: what it protects is refused" {
	echo 'protect slot-a' >conf
	flashmap --config conf erase slot-a
	fails_with 4 "protected"
	flashmap --config conf erase slot-b
	status_is 0
	kept slot-a
	fill slot-b slot-b
}

@test "--root DIR: another system than this one" {
	recorded
	mtd 0 recorded-area
	flashmap list --columns label
	status_is 0
	[[ $output == LABEL$'\n'recorded-area ]]
}

@test "--dtb FILE --sim FILE: simulated chips, whose bytes are in the file" {
	options=(--dtb "$tree" --sim simulated)
	flashmap write slot-a data
	status_is 0
	head -c 5000 simulated.1 | cmp - data
	kept slot-a slot-b
}

@test "--json: each command prints one document" {
	needs_json
	nand
	json list
	json info slot-a
	json map
	json health
	json doctor
	json read slot-a -o out
	json write slot-a data
	json copy slot-b slot-a
	json erase slot-a
	json verify slot-b data
	json badblocks "$nand_label"
	[[ -z $can_lock ]] || json lock slot-a
	[[ -z $can_lock ]] || json unlock slot-a
	[[ -z $can_torture ]] || json torture slot-a --yes
	options=(--dtb "$tree" --sim ram)
	json header -o out.h
}

# json ARGS...
json() {
	flashmap --json "$@"
	[[ $status -eq 0 || $status -eq 3 ]] || show "status $status"
	holds '.schema == 1'
}

@test "-q, --quiet: errors only" {
	for option in -q --quiet; do
		flashmap "$option" erase slot-a --length 4K
		[[ $status -eq 0 && -z $output && -z $stderr ]] || show "$option"
	done
	flashmap -q erase nowhere
	fails_with 2 "no area nowhere"
	erased 4096 >blank
	is slot-a blank 0 0
}

@test "-v, --verbose: also what the library does" {
	echo 'protect nowhere' >conf
	flashmap list --config conf
	status_is 0
	short=$stderr
	for option in -v --verbose; do
		flashmap "$option" list --config conf
		status_is 0
		((${#stderr} > ${#short})) || show "nothing more"
	done
}

# To see

@test "list: each area with its place and size" {
	flashmap list
	status_is 0
	for area in slot-a slot-b fixed "$nand_label"; do
		output_has "  $area "
	done
	[[ $(grep -c read-only <<<"$output") -eq 1 ]]
}

@test "list --columns: these" {
	flashmap list --columns label,units,erase,type
	status_is 0
	grep -qE '^LABEL +ERASE +TYPE$' <<<"$output"
	grep -qE '^slot-a +128K +4K +(nor|ram)$' <<<"$output"
	grep -qE "^$nand_label +1M +128K +nand\$" <<<"$output"
}

@test "list --tree: areas below their chips" {
	flashmap list --tree
	status_is 0
	[[ $(grep -E '^ *slot-[ab] ' <<<"$output") == " "*$'\n'" "* ]]
	grep -qE "^ +$nand_label " <<<"$output"
}

@test "info: what is known of an area" {
	flashmap info slot-a
	status_is 0
	output_has "size: 0x20000 (128K)"
	output_has "erase size: 0x1000 (4K)"
	output_has "read-only: no"
	flashmap info fixed
	output_has "read-only: yes"
	flashmap info "$nand_label"
	output_has "bad blocks: sectors 2-2 (0x40000, 128K)"
	output_has "bad blocks: sectors 5-5 (0xa0000, 128K)"
}

@test "map: every area has a place" {
	COLUMNS=80 flashmap map
	status_is 0
	for area in slot-a slot-b fixed "$nand_label"; do
		output_has "  $area"
	done
	not grep -E '.{81}' <<<"$output"
}

@test "map --svg: a picture in a file, or on stdout" {
	flashmap map --svg map.svg
	status_is 0
	[[ $(tail -n 1 map.svg) == "</svg>" ]]
	for area in slot-a slot-b fixed "$nand_label"; do
		grep -qF ">$area" map.svg || grep -qF "$area" map.svg
	done
	flashmap map --svg -
	cmp map.svg - <<<"$output"
}

@test "map --color: always, never, and not where there is no terminal" {
	flashmap map --color always
	output_has $'\e['
	for when in never auto; do
		flashmap map --color "$when"
		status_is 0
		output_lacks $'\e['
	done
}

@test "dump --offset --length: these bytes" {
	flashmap dump slot-a --offset 4099 --length 45
	status_is 0
	[[ $output == "00001003  "*$'\n'"00001030" ]]
	[[ $(hexadecimal <<<"$output") == $(tail -c +4100 slot-a |
		head -c 45 | od -An -v -tx1 | tr -d ' \n') ]]
}

@test "dump --skip-bad: what is behind a bad block" {
	nand
	flashmap dump "$nand_label" --skip-bad --offset 0x40010 --length 64
	status_is 0
	[[ $(hexadecimal <<<"$output") == $(tail -c +262161 nand-slot |
		head -c 64 | od -An -v -tx1 | tr -d ' \n') ]]
	flashmap dump "$nand_label" --offset 0x40010 --length 64
	status_is 1
}

# To judge

@test "health --scan --progress: every good page is read" {
	nand
	flashmap health "$nand_label" --scan --progress json
	progress_ends
	output_has "bad blocks: sectors 2-2 (0x40000, 128K)"
	output_has "read: 786432 bytes"
	output_has "health: good"
}

@test "health: of all areas" {
	flashmap health
	status_is 0
	output_has "$nand_label "
}

@test "doctor: a fault is told, exit 3" {
	echo 'protect nowhere' >conf
	flashmap doctor --config conf
	status_is 3
	output_has "nowhere"
	flashmap doctor
	output_lacks "nowhere"
}

# To read

@test "read: to stdout, -o FILE and --output FILE" {
	flashmap read slot-a -o out
	status_is 0
	cmp slot-a out
	flashmap read slot-a --output other
	cmp slot-a other
	"$FLASHMAP" "${options[@]}" read slot-a | cmp slot-a -
}

@test "read --offset --length: these bytes" {
	flashmap read slot-b --offset 4095 --length 4098 -o out
	status_is 0
	tail -c +4096 slot-b | head -c 4098 | cmp - out
}

@test "read --skip-bad: the good blocks" {
	nand
	flashmap read "$nand_label" -o out
	status_is 1
	[[ ! -e out ]]
	flashmap read "$nand_label" --skip-bad -o out
	status_is 0
	cmp nand-slot out
}

@test "read --progress" {
	flashmap -q read slot-a -o out --progress json
	progress_ends
	flashmap -q read slot-a -o out --progress none
	[[ -z $stderr ]]
}

@test "verify --offset --length: equal, or where not, exit 3" {
	flashmap verify slot-b data
	status_is 0
	tail -c +4097 slot-b >data
	flashmap verify slot-b data --offset 4K
	status_is 0
	printf '\001' | dd of=data bs=1 seek=1000 conv=notrunc status=none
	flashmap verify slot-b data --offset 4K --length 1000
	status_is 0
	flashmap verify slot-b data --offset 4K
	fails_with 3 "slot-b differs from data at offset 0x13e8"
}

@test "verify --skip-bad: the good blocks" {
	nand
	flashmap verify "$nand_label" nand-slot
	status_is 1
	flashmap verify "$nand_label" nand-slot --skip-bad
	status_is 0
}

@test "verify --progress" {
	flashmap -q verify slot-b slot-b --progress json
	progress_ends
}

# To write; copy takes the options of write

# bats test_tags=nor
@test "write, copy: the data, and nothing beside its sectors" {
	for command in write copy; do
		update "$command"
		wrote_data
	done
}

# bats test_tags=nor
@test "write --offset: into the area; copy --offset: from there on" {
	flashmap write slot-a data --offset 12K
	status_is 0
	is slot-a data 12288 3192
	fill slot-a slot-a
	flashmap copy slot-b slot-a --offset 5001 --length 5000
	status_is 0
	tail -c +5002 slot-b | head -c 5000 >part
	is slot-a part 0 3192
}

@test "write, copy --length: so many bytes" {
	for command in write copy; do
		update "$command" --length 4097
		status_is 0
		head -c 4097 data >part
		is slot-a part 0 4095
		fill slot-a slot-a
	done
}

@test "write --skip-bad: around the bad blocks" {
	nand
	flashmap write "$nand_label" data --offset 256K
	status_is 1
	kept nand-slot
	flashmap write "$nand_label" data --offset 256K --skip-bad
	status_is 0
	is nand-slot data 262144 $((block - 5000))
	[[ $(bad_blocks) == "2 5 " ]]
}

@test "copy --skip-bad: around the bad blocks" {
	nand
	flashmap copy "$nand_label" slot-a --offset 256K --length 128K
	status_is 1
	kept slot-a
	flashmap copy "$nand_label" slot-a --offset 256K --length 128K --skip-bad
	status_is 0
	bytes_of slot-a >copied
	tail -c +262145 nand-slot | head -c "$slot" | cmp - copied
}

@test "write, copy --dry-run: nothing is changed" {
	for command in write copy; do
		update "$command" --dry-run
		status_is 0
		output_has "nothing was changed"
		kept slot-a slot-b
	done
}

@test "write, copy --sha256: of the data, or exit 3" {
	needs_sha256
	for command in write copy; do
		update "$command" --sha256 "$(sha256sum <data | head -c 64)"
		wrote_data
		update "$command" --sha256 "$(printf '%064d' 0)"
		status_is 3
		fill slot-a slot-a
	done
}

# bats test_tags=nor
@test "write, copy --head-last: no head before all else is there" {
	for command in write copy; do
		update "$command" --head-last
		wrote_data
	done
	needs_sha256
	head -c 100000 slot-b >data
	for command in write copy; do
		update "$command" --head-last --sha256 "$(printf '%064d' 0)"
		status_is 3
		bytes_of slot-a | head -c 256 >first
		not cmp -s first <(head -c 256 slot-a)
		not cmp -s first <(head -c 256 data)
		fill slot-a slot-a
	done
}

@test "write, copy --full: also what is there already" {
	nand
	for command in write copy; do
		update_nand "$command"
		counted update_nand "$command"
		[[ $status -eq 0 && $erases -eq 0 ]] || show "$erases erases"
		counted update_nand "$command" --full
		[[ $status -eq 0 && $erases -eq 1 ]] || show "$erases erases"
		is nand-slot data 0 $((block - 5000))
	done
}

# bats test_tags=nor
@test "write, copy --no-earlier-cut: what reads blank is not erased" {
	erased "$slot" >slot-a
	for command in write copy; do
		fill slot-a slot-a
		counted update "$command"
		[[ $status -eq 0 && $erases -eq $erases_of_blank ]] ||
			show "$erases erases"
		wrote_data
		counted update "$command" --no-earlier-cut
		[[ $status -eq 0 && $erases -eq 0 ]] || show "$erases erases"
		wrote_data
	done
}

@test "write, copy --no-verify: nothing is read back, and that is said" {
	for command in write copy; do
		update "$command" --no-verify
		output_has ", not verified"
		wrote_data
	done
}

@test "write, copy --mark-bad: the block that fails, and on behind it" {
	for command in write copy; do
		nand weak
		update_nand "$command" --skip-bad
		status_is 1
		[[ $(bad_blocks) == "2 5 " ]]
		update_nand "$command" --skip-bad --mark-bad
		status_is 0
		[[ $(bad_blocks) == "0 2 5 " ]]
		tail -c +$((block + 1)) nand-slot >rest && mv rest nand-slot
		is nand-slot data 0 $((block - 5000))
	done
}

# bats test_tags=nor
@test "write, copy --keep: what is beside the data in its sectors" {
	flashmap write slot-a data --offset 100 --keep
	status_is 0
	is slot-a data 100 0
	fill slot-a slot-a
	update copy --keep
	status_is 0
	is slot-a data 0 0
}

# bats test_tags=nor
@test "write, copy --erase-rest: the sectors behind the data" {
	for command in write copy; do
		update "$command" --erase-rest
		status_is 0
		is slot-a data 0 $((slot - 5000))
		kept slot-b
		fill slot-a slot-a
	done
}

@test "write, copy --progress" {
	for command in write copy; do
		update "$command" -q --progress json
		progress_ends
		wrote_data
	done
}

# bats test_tags=nor
@test "erase: each sector of an area, and --offset --length: some" {
	flashmap erase slot-a
	status_is 0
	erased "$slot" >blank
	is slot-a blank 0 0
	kept slot-b
	flashmap erase slot-b --offset 8K --length 12K
	status_is 0
	head -c 12288 blank >part
	is slot-b part 8192 0
	bytes_of slot-a | cmp - blank
}

@test "erase --skip-bad: the good blocks" {
	nand
	flashmap erase "$nand_label"
	status_is 1
	kept nand-slot
	flashmap erase "$nand_label" --skip-bad
	status_is 0
	erased $((6 * block)) >blank
	is nand-slot blank 0 0
	[[ $(bad_blocks) == "2 5 " ]]
}

@test "erase --dry-run: nothing is changed" {
	flashmap erase slot-a --dry-run
	status_is 0
	output_has "nothing was changed"
	kept slot-a slot-b
}

@test "erase --progress" {
	flashmap -q erase slot-a --progress json
	progress_ends
}

# To lock

# bats test_tags=nor
@test "lock, unlock --offset --length: as the chip says afterwards" {
	if [[ -z $can_lock ]]; then
		flashmap lock slot-a --offset 64K --length 64K
		fails_with 1 "cannot lock slot-a"
		flashmap unlock slot-a --offset 64K --length 64K
		fails_with 1 "cannot unlock slot-a"
		return
	fi
	flashmap lock slot-a --offset 64K --length 64K
	status_is 0
	[[ $(locked_halves) == "1 " ]]
	flashmap lock slot-a
	status_is 0
	[[ $(locked_halves) == "0 1 " ]]
	flashmap unlock slot-a --offset 0 --length 64K
	status_is 0
	[[ $(locked_halves) == "1 " ]]
	flashmap unlock slot-a
	[[ $status -eq 0 && -z $(locked_halves) ]]
	kept slot-a slot-b
}

# bats test_tags=nor
@test "write, copy, erase --unlock: what is locked, and locks it again" {
	for command in write copy; do
		lock_slot
		update "$command" -q
		refused_where_locked
		update "$command" --unlock
		still_locked
		wrote_data
	done
	lock_slot
	flashmap erase slot-a --unlock
	status_is 0
	still_locked
	erased "$slot" >blank
	is slot-a blank 0 0
}

# lock_slot, still_locked: where the chip can
lock_slot() {
	[[ -n $can_lock ]] || return 0
	flashmap -q lock slot-a
	[[ $(locked_halves) == "0 1 " ]]
}

still_locked() {
	[[ -n $can_lock ]] || return 0
	[[ $(locked_halves) == "0 1 " ]] || show "not locked any more"
	run "$FLASHMAP" "${options[@]}" -q unlock slot-a
	[[ $status -eq 0 && -z $(locked_halves) ]]
	status=0
}

refused_where_locked() {
	[[ -n $can_lock ]] || return 0
	fails_with 4 "locked"
	kept slot-a slot-b
}

# What is refused

# bats test_tags=nor
@test "--force: never what is read-only" {
	bytes_of fixed >fixed
	for arguments in "write fixed data" "copy slot-b fixed --length 4K" \
		"erase fixed" "lock fixed" "unlock fixed"; do
		# shellcheck disable=SC2086
		flashmap $arguments --force
		fails_with 4 "read-only"
	done
	kept fixed
}

# bats test_tags=nor
@test "write, copy, erase --force: also what is in use" {
	in_use slot-a
	for command in write copy; do
		update "$command" -q
		refused_where_used slot-a
		update "$command" --force
		wrote_data
	done
	flashmap -q erase slot-a
	refused_where_used slot-a
	flashmap erase slot-a --force
	status_is 0
	erased "$slot" >blank
	is slot-a blank 0 0
}

# bats test_tags=nor
@test "lock, unlock --force: also what is in use" {
	in_use slot-a
	for command in lock unlock; do
		[[ -z $can_be_used ]] || flashmap -q "$command" slot-a
		refused_where_used slot-a
		flashmap "$command" slot-a --force
		if [[ -n $can_lock ]]; then
			status_is 0
		else
			status_is 1
			error_has "cannot $command slot-a"
		fi
		[[ $command != lock || -z $can_lock ]] ||
			[[ $(locked_halves) == "0 1 " ]]
	done
	[[ -z $(locked_halves) ]]
	kept slot-a slot-b
}

# in_use AREA: where it can be
in_use() {
	[[ -n $can_be_used ]] || return 0
	use "$1"
	used=$1
	bytes_of "$1" >"$1"
}

# refused_where_used AREA: nothing was changed
refused_where_used() {
	if [[ -n $can_be_used ]]; then
		fails_with 4 "in use"
		kept "$1"
	else
		fill "$1" "$1"
	fi
}

# Blocks of NAND

@test "badblocks: which they are" {
	nand
	flashmap badblocks "$nand_label"
	status_is 0
	output_has "bad blocks: 2-2, area offset 0x40000..0x5ffff"
	output_has $'\n'"bad blocks: 5-5, area offset 0xa0000..0xbffff"
	kept nand-slot
}

@test "badblocks --mark --yes: this block, and no other" {
	nand
	flashmap badblocks "$nand_label" --mark 0x20000
	fails_with 2 "--yes"
	[[ $(bad_blocks) == "2 5 " ]]
	flashmap badblocks "$nand_label" --mark 0x20000 --yes
	status_is 0
	[[ $(bad_blocks) == "1 2 5 " ]]
	bytes_of nand-slot >good
	cmp good <(head -c "$block" nand-slot; tail -c +$((2 * block + 1)) \
		nand-slot)
}

@test "badblocks --force: also what is in use" {
	nand
	in_use nand-slot
	if [[ -n $can_be_used ]]; then
		flashmap badblocks "$nand_label" --mark 0x20000 --yes
		fails_with 4 "in use"
		[[ $(bad_blocks) == "2 5 " ]]
	fi
	flashmap badblocks "$nand_label" --mark 0x20000 --yes --force
	status_is 0
	[[ $(bad_blocks) == "1 2 5 " ]]
}

# bats test_tags=nor
@test "torture --yes --progress --force: all of an MTD, used or not" {
	[[ ${with_libmtd-yes} == yes ]] || skip "built without libmtd"
	in_use slot-a
	flashmap torture slot-a
	fails_with 2 "needs --yes"
	if [[ -z $can_torture ]]; then
		flashmap torture slot-a --yes --progress json --force
		fails_with 2 "cannot torture slot-a: it is simulated"
		kept slot-a
		return
	fi
	flashmap torture slot-a --yes
	fails_with 4 "in use"
	kept slot-a
	flashmap -q torture slot-a --yes --force --progress json
	stderr=$(grep -v '^flashmap: ' <<<"$stderr")
	progress_ends
	not cmp -s slot-a <(bytes_of slot-a)
	kept slot-b
}

@test "header -o, --output, --labels-only" {
	options=(--dtb "$tree" --sim ram)
	flashmap header -o all.h
	status_is 0
	grep -qx '#define FLASHMAP_LABEL_SIZE_slot_a 0x20000' all.h
	grep -qx '#define FLASHMAP_NODE_OFFSET_slot_b 0x20000' all.h
	flashmap header --output - --labels-only
	status_is 0
	output_has '#define FLASHMAP_LABEL_SIZE_slot_a 0x20000'
	output_lacks FLASHMAP_NODE_OFFSET
	flashmap header
	cmp all.h - <<<"$output"
}

# Of those above, each option that a --help names was in a call that was not
# refused as wrong usage.
@test "every command and every option has a test" {
	local calls=$BATS_FILE_TMPDIR/used

	needs_json
	needs_sha256
	[[ -n $can_torture ]] || printf 'torture\t%s\n' --yes --force \
		--progress >>"$calls"
	options_used "$BATS_FILE_TMPDIR/commands" "$calls" | sort -u >tested
	: >named
	while read -r command; do
		flashmap "$command" --help
		echo "$command" >>named
		sed '/^Options of every command/,$d' <<<"$output" |
			options_named | sed "s/^/$command /" >>named
	done <"$BATS_FILE_TMPDIR/commands"
	flashmap --help
	options_named <<<"$output" >>named
	[[ $(wc -l <named) -gt 60 ]]
	grep -vxFf tested named >untested || true
	[[ ! -s untested ]] || show "no test of: $(tr '\n' ',' <untested)"
}

# options_named: in a help, one a line, short and long
options_named() {
	grep -oE '^  ((-[a-zA-Z]), |    )--[a-z0-9-]+' |
		grep -oE -e '-[a-zA-Z0-9-]+'
}

# options_used COMMANDS CALLS: each command, option, and option of a command
options_used() {
	awk -F '\t' '
		NR == FNR { commands[$1]; next }
		{
			for (i = 1; i <= NF && !($i in commands); i++)
				;
			command = i <= NF ? $i : ""
			print command
			for (i = 1; i <= NF; i++) {
				if ($i !~ /^-./)
					continue
				print $i
				print command " " $i
			}
		}' "$@"
}
