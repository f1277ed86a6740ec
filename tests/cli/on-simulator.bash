# SPDX-License-Identifier: GPL-2.0-or-later
# What commands.bats needs of a flash, here of the simulator: its files are
# what the chips hold. on-mtd.bash is the same of MTDs.
# shellcheck shell=bash disable=SC2034,SC2154  # shared with commands.bats

# Whether a chip can be locked, be in use by others, and be given to libmtd
can_lock=yes can_be_used='' can_torture=''

nand_label=nand-slot
# Two blank sectors are erased, in case that their erase was cut off.
erases_of_blank=2
# Of commands.dts; the chip whose name is the first has the first file.
nand_file=flash nor_file=flash.1
declare -gA place=([slot-a]=0 [slot-b]=0x20000 [fixed]=0x40000)
declare -gA size=([slot-a]=131072 [slot-b]=131072 [fixed]=65536)

prepare_file() {
	:
}

restore_file() {
	:
}

# prepare: all areas are there, and options that say where
prepare() {
	cd "$BATS_TEST_TMPDIR" || return
	command -v "$DTC" >/dev/null || skip "no dtc"
	[[ ${with_libfdt-yes} == yes ]] || skip "built without libfdt"
	tree=tree.dtb
	"$DTC" -q -@ -I dts -O dtb -o "$tree" \
		"$BATS_TEST_DIRNAME/commands.dts" || return
	pattern 393216 "the NOR before" >"$nor_file"
	options=(--dtb "$tree" --sim flash)
}

# good_blocks: what they hold, one after the other
good_blocks() {
	local bad block

	bad=$(bad_blocks)
	for block in {0..7}; do
		[[ " $bad" == *" $block "* ]] ||
			dd if="$nand_file" bs=128K skip="$block" count=1 \
				status=none
	done
}

# bytes_of AREA: what it holds, of NAND the good blocks
bytes_of() {
	if [[ $1 == nand-slot ]]; then
		good_blocks
		return
	fi
	dd if="$nor_file" bs=4096 iflag=skip_bytes,count_bytes \
		skip=$((${place[$1]})) count="${size[$1]}" status=none
}

# fill AREA FILE: an area of NOR holds this
fill() {
	dd if="$2" of="$nor_file" bs=4096 oflag=seek_bytes \
		seek=$((${place[$1]})) conv=notrunc status=none
}

# fresh_nand [weak]: nand-slot has bytes and two bad blocks; block 0 cannot be
# erased if it is weak
fresh_nand() {
	pattern 1048576 "the NAND before" >"$nand_file"
	rm -f "$nand_file.state"
	[[ -z ${1-} ]] || chip_state 'chip nand 1048576 131072 2048 255 256' \
		"fault 3 0 131072 1 1"
}

# bad_blocks: those of nand-slot, in one line
bad_blocks() {
	{
		printf '2\n5\n'
		[[ ! -e $nand_file.state ]] ||
			awk '$1 == "sector" && $4 { print $2 }' \
				"$nand_file.state"
	} | sort -nu | tr '\n' ' '
}

# locked_halves: which halves of slot-a are locked as a whole, in one line
locked_halves() {
	[[ -e $nor_file.state ]] || return 0
	awk '$1 == "sector" && $5 && $2 < 32 { count[int($2 / 16)]++ }
		END { for (half in count) if (count[half] == 16) print half }' \
		"$nor_file.state" | sort | tr '\n' ' '
}

# counted COMMAND...: and how often it erased a sector
counted() {
	local before

	before=$(count_erases)
	"$@"
	erases=$(($(count_erases) - before))
}

count_erases() {
	find . -name 'flash*.state' -exec cat {} + |
		awk '$1 == "sector" { count += $3 } END { print count + 0 }'
}
