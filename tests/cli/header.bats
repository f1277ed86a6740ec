#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The text; what a compiler makes of it is tested in tests/abi/header.tap.

# Each test is a subshell; the variables are those of helper.bash.
# shellcheck disable=SC2030,SC2031,SC2034,SC2094,SC2154

load helper

# has_line LINE: stdout should have exactly this line
has_line() {
	grep -qxF -- "$1" <<<"$output" || show "stdout should have: $1"
}

# compiles FILE: alone, as C and as C++
compiles() {
	local include="-I$BATS_TEST_DIRNAME/../../include"

	command -v "${CC%% *}" >/dev/null || skip "no compiler"
	# shellcheck disable=SC2086 # a command with options
	${CC:-cc} -x c -std=c11 -D_FILE_OFFSET_BITS=64 -Wall -Wextra \
		-pedantic -Werror -fsyntax-only $include -include "$1" \
		/dev/null
	# shellcheck disable=SC2086 # several options
	[[ -z ${CXX-} ]] ||
		$CXX -x c++ -std=c++17 -D_FILE_OFFSET_BITS=64 -Wall -Wextra \
			-pedantic -Werror -fsyntax-only $include \
			-include "$1" /dev/null
}

@test "header: constants of each label" {
	simulator
	flashmap header --labels-only
	status_is 0
	[[ -z $stderr ]]
	id=$("$FLASHMAP" "${options[@]}" list | awk '$2 == "image-1" { print $1 }')
	has_line "#define FLASHMAP_LABEL_EXISTS_image_1 1"
	has_line "#define FLASHMAP_LABEL_ID_image_1 $id"
	has_line "#define FLASHMAP_LABEL_OFFSET_image_1 0x80000"
	has_line "#define FLASHMAP_LABEL_SIZE_image_1 0x60000"
	has_line '#define FLASHMAP_LABEL_STR_image_1 "image-1"'
	[[ $(grep -c '^#define FLASHMAP_LABEL_EXISTS_' <<<"$output") -eq 5 ]]
	[[ $(grep -c "^	{ \"image-1\", 0x80000, 0x60000, $id },$" \
		<<<"$output") -eq 1 ]]
	unchanged
}

@test "header: the text says whose it is and what it was made from" {
	simulator
	flashmap header --labels-only
	[[ ${lines[0]} == "/* SPDX-License-Identifier: 0BSD */" ]]
	output_has "made from map.dtb"
	output_has "version $("$FLASHMAP" --version | cut -d' ' -f2)."
	output_has "FLASHMAP_NO_EXPECTATION"
}

@test "header: the same map gives the same text, wherever its file is" {
	simulator
	flashmap header --labels-only
	first=$output
	sleep 1
	mkdir -p deep/er
	cp map.dtb deep/er
	options=(--dtb "$PWD/deep/er/map.dtb" --sim ram)
	flashmap header --labels-only
	status_is 0
	[[ $output == "$first" ]]
	output_lacks "deep"
}

@test "header: no node labels are an error, exit 1, and no file" {
	simulator
	flashmap header
	fails_with 1 "map.dtb does not tell node labels"
	error_has "dtc -@"
	error_has "--labels-only"
	flashmap header -o board.h
	fails_with 1 "does not tell node labels"
	[[ ! -e board.h ]]
}

# node_labels SED...: map.dtb from demo.dts changed, with __symbols__
node_labels() {
	simulator
	sed "$@" "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -@ -I dts -O dtb -o map.dtb
}

@test "header: constants of each node label" {
	node_labels 's/partition@80000/slot1_partition: Slot_B: &/'
	flashmap header
	status_is 0
	[[ -z $stderr ]]
	id=$("$FLASHMAP" "${options[@]}" list | awk '$2 == "image-1" { print $1 }')
	for label in slot1_partition slot_b; do
		has_line "#define FLASHMAP_NODE_EXISTS_$label 1"
		has_line "#define FLASHMAP_NODE_ID_$label $id"
		has_line "#define FLASHMAP_NODE_OFFSET_$label 0x80000"
		has_line "#define FLASHMAP_NODE_SIZE_$label 0x60000"
	done
	has_line "#define FLASHMAP_LABEL_EXISTS_image_1 1"
	for macro in EXISTS ID OFFSET SIZE DEVICE; do
		output_has "#define FIXED_PARTITION_$macro(label)"
		output_has "#define PARTITION_$macro(label)"
	done
	output_has "#define FIXED_PARTITION(label)"
	output_has "#define PARTITION(label)"
	flashmap header --labels-only
	status_is 0
	output_lacks "PARTITION"
	output_lacks "FLASHMAP_NODE"
	output_lacks "slot_b"
}

@test "header: each macro takes the place of the one that looks up" {
	node_labels 's/partition@80000/slot1_partition: &/'
	for kind in "" --labels-only; do
		# shellcheck disable=SC2086 # an option or none
		flashmap header $kind
		status_is 0
		# shellcheck disable=SC2016 # a program of awk
		awk '/^#undef / { undefined[$2] = 1 }
			/^#define (FLASH_AREA|FIXED_PARTITION|PARTITION)/ {
				sub(/\(.*/, "", $2)
				count++
				if (!undefined[$2])
					exit bad = 1
			}
			END { exit bad || count < 6 }' <<<"$output"
	done
}

@test "header: a tree whose partitions have no node labels, with dtc -@" {
	node_labels 's/flash@0 {/flash0: &/'
	flashmap header
	status_is 0
	output_has "#define FIXED_PARTITION_EXISTS(label)"
	output_lacks "FLASHMAP_NODE_ID_flash0"
}

@test "header: node labels that collide are named, and are no constants" {
	node_labels -e 's/partition@0 /Slot: &/' -e 's/partition@80000/slot: &/'
	flashmap header
	status_is 0
	error_has 'warning: node label "slot" is not in the header: several'
	error_has 'warning: node label "Slot" is not in the header: several'
	has_line "/* Not here: node label Slot: several areas have this name in C */"
	has_line "#define FLASHMAP_NODE_EXISTS_slot 2"
	output_lacks "FLASHMAP_NODE_ID_slot"
}

@test "header: a label and a node label may be alike" {
	node_labels -e 's/partition@0 /storage: &/'
	flashmap header
	status_is 0
	[[ -z $stderr ]]
	has_line "#define FLASHMAP_NODE_OFFSET_storage 0x0"
	has_line "#define FLASHMAP_LABEL_OFFSET_storage 0x1e000"
}

@test "header --dtb: no simulator and no MTD is needed" {
	node_labels 's/partition@80000/slot1_partition: &/'
	flashmap header
	simulated=$output
	options=(--dtb map.dtb)
	TMPDIR=$PWD flashmap header
	status_is 0
	[[ -z $stderr ]]
	[[ $output == "$simulated" ]]
	[[ $(echo flashmap.*) == "flashmap.*" ]]
	TMPDIR=$PWD/missing flashmap header
	fails_with 1 "cannot make the flash map"
}

@test "header: --labels-only has nothing of node labels" {
	simulator
	flashmap header --labels-only
	output_lacks "PARTITION"
	output_lacks "FLASHMAP_NODE"
}

@test "header -o: the same text in a file, a summary on stdout" {
	simulator
	flashmap header --labels-only
	printf '%s\n' "$output" >expected
	flashmap header --labels-only -o board.h
	status_is 0
	[[ $output == "wrote constants of 5 labels and 0 node labels of map.dtb into board.h" ]]
	cmp expected board.h
	flashmap -q header --labels-only -o other.h
	status_is 0
	[[ -z $output && -z $stderr ]]
	cmp expected other.h
	flashmap header --labels-only -o -
	[[ $output == "$(cat expected)" ]]
}

@test "header -o: a failure leaves the old file and nothing beside it" {
	simulator
	echo old >board.h
	flashmap header -o board.h
	status_is 1
	[[ $(cat board.h) == old ]]
	flashmap header --labels-only -o missing/board.h
	fails_with 1 "cannot write to missing/board.h"
	[[ $(echo board.h*) == board.h ]]
}

@test "header: labels that collide are named, and are no constants" {
	simulator names 65536
	flashmap header --labels-only
	status_is 0
	[[ $(grep -c '^flashmap: warning: label "twin" is not in the header: several areas' <<<"$stderr") -eq 2 ]]
	[[ $(grep -c '^/\* Not here: label twin: several areas' <<<"$output") -eq 2 ]]
	output_lacks "FLASHMAP_LABEL_ID_twin"
	# Neither 1 nor absent: the compiler stops at it.
	has_line "#define FLASHMAP_LABEL_EXISTS_twin 2"
	flashmap -q header --labels-only
	status_is 0
	[[ -z $stderr ]]
}

@test "header: labels that differ and are one in C collide" {
	simulator
	sed 's/"image-scratch"/"IMAGE+0"/' "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	flashmap header --labels-only
	status_is 0
	error_has 'label "image-0" is not in the header'
	error_has 'label "IMAGE+0" is not in the header'
	output_lacks "FLASHMAP_LABEL_ID_image_0"
	has_line "#define FLASHMAP_LABEL_EXISTS_image_1 1"
	# They are areas all the same, and checked when they are opened.
	output_has '{ "IMAGE+0", 0xe0000, 0x20000, '
}

@test "header: labels are folded as Zephyr does" {
	simulator
	sed 's/"image-0"/"A-b,C.d@E\/f+G_9"/' "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	flashmap header --labels-only
	status_is 0
	has_line "#define FLASHMAP_LABEL_EXISTS_a_b_c_d_e_f_g_9 1"
	has_line '#define FLASHMAP_LABEL_STR_a_b_c_d_e_f_g_9 "A-b,C.d@E/f+G_9"'
}

@test "header: labels that are no identifiers are named, in ASCII" {
	simulator names 65536
	flashmap header --labels-only
	status_is 0
	error_has 'label "two words" is not in the header: it gives no C'
	error_has 'label "größe" is not in the header'
	[[ $(grep -c 'it gives no C identifier' <<<"$stderr") -eq 5 ]]
	has_line '/* Not here: label two words: it gives no C identifier */'
	has_line '/* Not here: label gr\xc3\xb6\xc3\x9fe: it gives no C identifier */'
	has_line '/* Not here: label bell\x07line\x0aend\x1b[31m: it gives no C identifier */'
	not grep -q 'LABEL_ID' <<<"$(grep '^#define FLASHMAP_LABEL_ID_[^#]*$' \
		<<<"$output")"
	not LC_ALL=C grep -q '[^ -~	]' <<<"$output"
	output_has '{ "gr\303\266\303\237e", 0x3000, 0x1000, '
	printf '%s\n' "$output" >board.h
	compiles board.h
}

@test "header: a digit begins no identifier" {
	simulator
	sed 's/"image-0"/"0-image"/' "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	flashmap header --labels-only
	status_is 0
	error_has 'label "0-image" is not in the header'
}

@test "header: a label can end neither a comment nor a string" {
	simulator
	# shellcheck disable=SC1003 # backslashes
	sed -e 's|"image-0"|"*/ #error one /*"|' \
		-e 's|"image-1"|"a\\"}; #error two // ??/"|' \
		-e 's|"storage"|"\\\\"|' "$BATS_TEST_DIRNAME/demo.dts" |
		"$DTC" -q -I dts -O dtb -o map.dtb
	flashmap header --labels-only -o board.h
	status_is 0
	compiles board.h
	cp map.dtb 'x* "y"?.dtb'
	options=(--dtb 'x* "y"?.dtb' --sim ram)
	flashmap header --labels-only -o board.h
	status_is 0
	compiles board.h
}

@test "header: an area without id is named, and no constant" {
	recorded
	rm -r "$root/sys"
	{
		echo 'dev:    size   erasesize  name'
		for ((i = 0; i < 129; i++)); do
			echo "mtd$i: 00010000 00001000 \"a$i\""
		done
	} >"$root/proc/mtd"
	flashmap header --labels-only
	status_is 0
	error_has "warning: area a128 has no id and is not in the header"
	output_has "/* An area without id, not here: a128"
	has_line "#define FLASHMAP_LABEL_ID_a127 127"
	output_lacks "FLASHMAP_LABEL_ID_a128"
	has_line "#define FLASHMAP_LABEL_EXISTS_a128 3"
	output_lacks '{ "a128"'
}

@test "header: an offset that is not known is no constant" {
	recorded
	mtd 0 mystery offset=4096 parent=virtual
	flashmap header --labels-only
	status_is 0
	has_line "#define FLASHMAP_LABEL_OFFSET_mystery FLASHMAP_REFUSE(THE_OFFSET_IS_NOT_KNOWN)"
	output_has "made from a system below another root"
}

@test "header: a size above 2 GiB stays signed" {
	recorded
	mtd 0 vast size=4294967296 erasesize=65536
	flashmap header --labels-only
	status_is 0
	has_line "#define FLASHMAP_LABEL_SIZE_vast 0x100000000LL"
	printf '%s\n' "$output" >board.h
	compiles board.h
}

@test "header: what the environment names is what it was made from" {
	needs_environment
	simulator
	options=()
	FLASHMAP_DTB=map.dtb FLASHMAP_SIM=ram flashmap header --labels-only
	status_is 0
	output_has "made from map.dtb"
}

@test "header: no areas are an error, exit 1" {
	recorded
	flashmap header --labels-only
	fails_with 1 "a system below another root has no flash areas"
	rm -r "$root/sys"
	flashmap header
	fails_with 1 "no MTD below"
}

@test "header: it takes no operands, and --labels-only is its own" {
	simulator
	flashmap header image-0
	fails_with 2 "too many arguments for header"
	flashmap list --labels-only
	fails_with 2 "--labels-only is not an option here"
	flashmap header --offset 0
	fails_with 2 "is not an option here"
	flashmap header --help
	status_is 0
	output_has "--labels-only"
	output_has "--output FILE"
}

@test "header --json: a document beside a file" {
	needs_json
	simulator
	flashmap --json header --labels-only
	fails_with 2 "header --json needs -o FILE"
	flashmap --json header --labels-only -o board.h
	status_is 0
	holds '.schema == 1 and .file == "board.h" and .source == "map.dtb" and
		.labels == 5 and .node_labels == null and .left_out == 0'
	[[ -s board.h ]]
	node_labels -e 's/partition@0 /Slot: &/' -e 's/partition@80000/slot: &/' \
		-e 's/partition@20000/a: b: &/'
	flashmap -q --json header -o board.h
	status_is 0
	holds '.labels == 5 and .node_labels == 2 and .left_out == 2'
}
